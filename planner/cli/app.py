"""The commands of `chungtay`: each parses, calls and prints."""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePath
from typing import Annotated, Final, Literal

import typer

from planner import __version__
from planner.cli.bench import bench
from planner.cli.options import JsonOption, LangOption, Misuse, SeedOption, TimeOption, WorkersOption, cores, shell_of
from planner.cli.shell import Shell
from planner.cli.words import Lang

NAME: Final = "chungtay"
TABLES: Final = (".json", ".csv", ".xlsx")
DAYS: Final = ("%Y-%m-%d", "%d/%m/%Y")
MOMENTS: Final = ("%Y-%m-%d", "%Y-%m-%dT%H:%M")

app = typer.Typer(name=NAME, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)

user = typer.Typer(rich_markup_mode=None, no_args_is_help=True)
audit = typer.Typer(rich_markup_mode=None, no_args_is_help=True)
app.add_typer(user, name="user")
app.add_typer(audit, name="audit")
app.add_typer(bench, name="bench")


ScenarioArgument = Annotated[str, typer.Argument(metavar="SCENARIO")]
PlanArgument = Annotated[str, typer.Argument(metavar="PLAN")]
OutputOption = Annotated[str | None, typer.Option("--output", "-o", metavar="PLAN")]
BaseOption = Annotated[str | None, typer.Option("--base", metavar="PLAN")]
DeterministicOption = Annotated[bool, typer.Option("--deterministic")]
FromOption = Annotated[datetime | None, typer.Option("--from", metavar="DATETIME", formats=list(MOMENTS))]
QuestionArgument = Annotated[list[str], typer.Argument(metavar="QUESTION...")]
RepairsOption = Annotated[bool, typer.Option("--repairs/--no-repairs")]
WhatIfArgument = Annotated[str, typer.Argument(metavar="WHATIF")]
TableOption = Annotated[str | None, typer.Option("--output", "-o", metavar="TABLE")]
ResumeOption = Annotated[bool, typer.Option("--resume")]
RestartOption = Annotated[bool, typer.Option("--restart")]
PlansOption = Annotated[bool, typer.Option("--plans")]
ClusterOption = Annotated[str | None, typer.Option("--cluster", metavar="ADDRESS")]
BaselineOption = Annotated[bool, typer.Option("--baseline/--no-baseline")]
FileOption = Annotated[str | None, typer.Option("--output", "-o", metavar="FILE")]
OrganisationOption = Annotated[str | None, typer.Option("--organisation", metavar="ID")]
AllOption = Annotated[bool, typer.Option("--all")]
SessionOption = Annotated[str | None, typer.Option("--session", metavar="ID")]
ScenarioOption = Annotated[str | None, typer.Option("--output", "-o", metavar="SCENARIO")]
MarkedOption = Annotated[str | None, typer.Option("--marked", metavar="FILE")]
FilledOption = Annotated[bool, typer.Option("--filled")]
WorkbookArgument = Annotated[str, typer.Argument(metavar="WORKBOOK")]
OptionalPlanArgument = Annotated[str | None, typer.Argument(metavar="[PLAN]")]
ToOption = Annotated[Literal["xlsx", "docx", "pdf", "html", "ics"], typer.Option("--to")]
HostOption = Annotated[str, typer.Option("--host", metavar="H")]
PortOption = Annotated[int, typer.Option("--port", metavar="P", min=1, max=65535)]
ServeOption = Annotated[bool | None, typer.Option("--serve/--no-serve")]
DatabaseOption = Annotated[str | None, typer.Option("--database", metavar="URL")]
FileArgument = Annotated[str, typer.Argument(metavar="FILE")]
NameArgument = Annotated[str, typer.Argument(metavar="NAME")]
RolesOption = Annotated[list[str] | None, typer.Option("--role", metavar="ROLE:ORGANISATION[:AREA]")]
PersonOption = Annotated[str | None, typer.Option("--person", metavar="ID")]
TextOption = Annotated[str, typer.Option(metavar="TEXT")]
TextsOption = Annotated[list[str] | None, typer.Option(metavar="TEXT")]


def _print_version(value: bool) -> None:
    if value:
        typer.echo(f"{NAME} {__version__}")
        raise typer.Exit


@app.callback()
def _all(
    version: Annotated[bool, typer.Option("--version", is_eager=True, callback=_print_version)] = False,
) -> None:
    """Hold what all commands share."""


@app.command()
def demo(
    time_limit: TimeOption = 60.0,
    serve: ServeOption = None,
    port: PortOption = 8000,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> int:
    """Solve a shipped ward, write the plan into the current directory, verify the file, and serve the ward's pages."""
    from planner.cli.demo import demonstrate  # noqa: PLC0415 - the solver takes a second to load

    return demonstrate(shell_of(lang, as_json), time_limit, cores(), port=port, serve=serve)


@app.command()
def check(scenario: ScenarioArgument, as_json: JsonOption = False, lang: LangOption = None) -> int:
    """Check a scenario file."""
    from planner.cli.checking import checked  # noqa: PLC0415 - `--help` need not wait for it

    return checked(shell_of(lang, as_json), scenario)


@app.command()
def solve(
    scenario: ScenarioArgument,
    output: OutputOption = None,
    time_limit: TimeOption = 60.0,
    workers: WorkersOption = None,
    seed: SeedOption = 0,
    deterministic: DeterministicOption = False,
    base: BaseOption = None,
    since: FromOption = None,
    baseline: BaselineOption = True,
    every: AllOption = False,
    session: SessionOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> int:
    """Make a plan of a scenario."""
    shell = shell_of(lang, as_json)
    if deterministic and workers not in (None, 1):
        raise Misuse(
            shell.words("--deterministic chỉ chạy với một luồng.", "--deterministic works with one worker only.")
        )
    _needs_base(shell, since, base)
    from planner.cli.solving import settled, solved  # noqa: PLC0415 - the solver takes a second to load
    from planner.solve.settings import SolveSettings  # noqa: PLC0415

    settings = SolveSettings(
        time_limit_s=time_limit,
        workers=1 if deterministic else workers or cores(),
        seed=seed,
        deterministic=deterministic,
        baseline=baseline,
    )
    outcome = solved(shell, scenario, settings, output_name=output, base_name=base, since=since)
    return settled(shell, outcome, output_name=output, every=every, session=session)


@app.command()
def explain(
    scenario: ScenarioArgument,
    plan: PlanArgument,
    question: QuestionArgument,
    time_limit: TimeOption = 30.0,
    workers: WorkersOption = None,
    repairs: RepairsOption = True,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> int:
    """Answer a question about a plan."""
    from planner.cli.questions import explained  # noqa: PLC0415 - the solver takes a second to load

    return explained(shell_of(lang, as_json), scenario, plan, question, time_limit, workers or cores(), mend=repairs)


@app.command()
def whatif(
    file: WhatIfArgument,
    output: TableOption = None,
    time_limit: TimeOption = 60.0,
    workers: WorkersOption = None,
    resume: ResumeOption = False,
    restart: RestartOption = False,
    plans: PlansOption = False,
    cluster: ClusterOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> int:
    """Answer a batch of what-ifs."""
    shell = shell_of(lang, as_json)
    if output is not None and PurePath(output).suffix.lower() not in TABLES:
        allowed = ", ".join(TABLES)
        raise Misuse(shell.words(f"-o {output}: cần {allowed}.", f"-o {output}: wanted {allowed}."))
    for name, asked in (("--resume", resume), ("--restart", restart)):
        if asked and output is None:
            raise Misuse(shell.words(f"{name} cần -o.", f"{name} needs -o."))
    if resume and restart:
        raise Misuse(shell.words("--resume hoặc --restart, không cả hai.", "--resume or --restart, not both."))
    if plans and output is not None and PurePath(output).suffix.lower() != ".json":
        raise Misuse(shell.words("--plans cần -o TỆP.json.", "--plans needs -o FILE.json."))
    from planner.cli.batches import Wanted, answered  # noqa: PLC0415 - the solver takes a second to load

    wanted = Wanted(
        file=file,
        output=output,
        time_limit=time_limit,
        workers=workers or cores(),
        resume=resume,
        restart=restart,
        plans=plans,
        cluster=cluster,
    )
    return answered(shell, wanted)


@app.command()
def verify(
    scenario: ScenarioArgument,
    plan: PlanArgument,
    base: BaseOption = None,
    since: FromOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> int:
    """Check a plan against its scenario."""
    shell = shell_of(lang, as_json)
    _needs_base(shell, since, base)
    from planner.cli.checking import verified  # noqa: PLC0415 - `--help` need not wait for it

    return verified(shell, scenario, plan, base, since)


@app.command()
def show(
    scenario: ScenarioArgument,
    plan: PlanArgument,
    base: BaseOption = None,
    since: FromOption = None,
    every: AllOption = False,
    session: SessionOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> int:
    """Show a plan that was made before."""
    shell = shell_of(lang, as_json)
    _needs_base(shell, since, base)
    from planner.cli.checking import shown  # noqa: PLC0415 - `--help` need not wait for it

    return shown(shell, scenario, plan, base, since, every=every, session=session)


@app.command()
def template(
    output: FileOption = None, filled: FilledOption = False, as_json: JsonOption = False, lang: LangOption = None
) -> int:
    """Write a workbook to fill in."""
    from planner.cli.workbooks import templated  # noqa: PLC0415 - `--help` need not wait for it

    return templated(shell_of(lang, as_json), lang or Lang.VI, output, filled=filled)


@app.command(name="import")
def import_(
    workbook: WorkbookArgument,
    output: ScenarioOption = None,
    marked: MarkedOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> int:
    """Read a workbook into a scenario."""
    from planner.cli.workbooks import imported  # noqa: PLC0415 - `--help` need not wait for it

    return imported(shell_of(lang, as_json), workbook, output, marked)


@app.command()
def export(
    scenario: ScenarioArgument,
    plan: OptionalPlanArgument = None,
    to: ToOption = "xlsx",
    output: FileOption = None,
    base: BaseOption = None,
    since: FromOption = None,
    person: PersonOption = None,
    organisation: OrganisationOption = None,
    template: Annotated[str | None, typer.Option(metavar="FILE")] = None,
    head: Literal["government", "front"] = "government",
    superior: TextOption = "",
    agency: TextOption = "",
    number: TextOption = "",
    symbol: TextOption = "",
    city: TextOption = "",
    dated: Annotated[datetime | None, typer.Option("--date", metavar="DATE", formats=list(DAYS))] = None,
    subject: TextOption = "",
    ground: TextsOption = None,
    position: TextsOption = None,
    signer: TextOption = "",
    recipient: TextsOption = None,
    archive: TextOption = "",
    motto: Annotated[bool, typer.Option("--motto/--no-motto")] = True,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> int:
    """Write a scenario, with its plan or without, as a file of another kind."""
    from planner.cli.exporting import Part, Said, exported  # noqa: PLC0415 - `--help` need not wait for it

    shell = shell_of(lang, as_json)
    _needs_base(shell, since, base)
    if person is not None and organisation is not None:
        raise Misuse(
            shell.words("--person hoặc --organisation, không cả hai.", "--person or --organisation, not both.")
        )
    if template is not None and to != "docx":
        raise Misuse(shell.words("--template chỉ đi với --to docx.", "--template goes with --to docx only."))
    said = {
        "head": head,
        "superior": superior,
        "agency": agency,
        "number": number,
        "symbol": symbol,
        "city": city,
        "dated": dated and dated.date(),
        "subject": subject,
        "grounds": ground,
        "positions": position,
        "signer": signer,
        "recipients": recipient,
        "archive": archive,
        "motto": motto,
    }
    return exported(
        shell,
        scenario,
        plan,
        to,
        output,
        lang=lang or Lang.VI,
        part=Part(person, organisation),
        said=Said(said, template),
        base_name=base,
        since=since,
    )


@app.command()
def serve(
    host: HostOption = "127.0.0.1", port: PortOption = 8000, database: DatabaseOption = None, lang: LangOption = None
) -> int:
    """Serve the desk."""
    from planner.cli.serving import serve as served  # noqa: PLC0415 - `--help` need not wait for it

    return served(shell_of(lang, False), host, port, database)


@app.command()
def worker(
    name: Annotated[str | None, typer.Option("--name", metavar="NAME")] = None,
    attached: Annotated[bool, typer.Option("--attached")] = False,
    database: DatabaseOption = None,
    lang: LangOption = None,  # noqa: ARG001 - `run` reads it: of what is refused
) -> int:
    """Do the desk's jobs."""
    from planner.cli.serving import work  # noqa: PLC0415 - the solver takes a second to load

    return work(name, database, attached=attached)


@app.command()
def backup(
    file: FileArgument, database: DatabaseOption = None, as_json: JsonOption = False, lang: LangOption = None
) -> int:
    """Copy the desk into a file."""
    from planner.cli.office import backed_up  # noqa: PLC0415 - `--help` need not wait for it

    return backed_up(shell_of(lang, as_json), file, database)


@app.command()
def restore(
    file: FileArgument, database: DatabaseOption = None, as_json: JsonOption = False, lang: LangOption = None
) -> int:
    """Write a copy of a desk into an empty database."""
    from planner.cli.office import restored  # noqa: PLC0415 - `--help` need not wait for it

    return restored(shell_of(lang, as_json), file, database)


@audit.command("verify")
def audit_verify(database: DatabaseOption = None, as_json: JsonOption = False, lang: LangOption = None) -> int:
    """Check the trail."""
    from planner.cli.office import audited  # noqa: PLC0415 - `--help` need not wait for it

    return audited(shell_of(lang, as_json), database)


@user.command("add")
def user_add(
    name: NameArgument,
    roles: RolesOption,
    person: PersonOption = None,
    database: DatabaseOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> int:
    """Add a user."""
    from planner.cli.office import added  # noqa: PLC0415 - `--help` need not wait for it

    return added(shell_of(lang, as_json), name, roles, person, database)


@user.command("list")
def user_list(database: DatabaseOption = None, as_json: JsonOption = False, lang: LangOption = None) -> int:
    """List users."""
    from planner.cli.office import users  # noqa: PLC0415 - `--help` need not wait for it

    return users(shell_of(lang, as_json), database)


@user.command("invite")
def user_invite(
    name: NameArgument, database: DatabaseOption = None, as_json: JsonOption = False, lang: LangOption = None
) -> int:
    """Invite a user again."""
    from planner.cli.office import invited  # noqa: PLC0415 - `--help` need not wait for it

    return invited(shell_of(lang, as_json), name, database)


@user.command("change")
def user_change(
    name: NameArgument,
    roles: RolesOption = None,
    person: PersonOption = None,
    active: Annotated[bool | None, typer.Option("--on/--off")] = None,
    database: DatabaseOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> int:
    """Change a user."""
    from planner.cli.office import changed  # noqa: PLC0415 - `--help` need not wait for it

    return changed(shell_of(lang, as_json), name, roles, person, active, database)


def _needs_base(shell: Shell, since: datetime | None, base: str | None) -> None:
    if since is not None and base is None:
        raise Misuse(shell.words("--from cần --base.", "--from needs --base."))
