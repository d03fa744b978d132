"""One solve from file to file: read, make sure of the output, solve with live news, verify, write.

Only `solve` and `demo` import this, when they run: the solver's library takes a second to load.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from planner.cli import inputs
from planner.cli.faults import notice_table
from planner.cli.interrupt import stoppable
from planner.cli.names import View
from planner.cli.progress import watching
from planner.cli.shell import Exit, Shell
from planner.cli.summary import present
from planner.cli.text import sentence
from planner.cli.words import Words
from planner.domain.faults import Fault
from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.solve import PastError, solve
from planner.solve.settings import SolveSettings
from planner.verify import verify


class RefusedPlan(Exception):  # noqa: N818 - the plan is refused, which is no error of the reader's
    """The verifier refuses a plan that the solver gave: a mistake in the program."""


def solved(
    shell: Shell,
    scenario_name: str,
    settings: SolveSettings,
    *,
    output_name: str | None = None,
    base_name: str | None = None,
    since: datetime | None = None,
) -> tuple[View, bool]:
    """Solve a scenario and write the plan to `output_name` where that is given; also tell whether it was written.

    Where no plan was found in time, an older file of that name stays as it is.

    Raises:
        BadFile: the scenario or base plan cannot be read, or nothing can be written there, known at once.
        RefusedPlan: the plan breaks a rule; nothing is written.
        Quit: the reader asked twice to stop.
    """
    checked = inputs.scenario(scenario_name)
    base = None if base_name is None else inputs.plan(base_name)
    if checked.warnings:
        shell.note(notice_table(checked.warnings, shell.words))
    with inputs.output(output_name) as write:
        try:
            plan = _watched(shell, checked.scenario, settings, base, since)
        except PastError as error:
            raise inputs.BadFile(base_name or "", _broken_past(error, shell.words)) from error
        report = verify(checked.scenario, plan, base=base, since=since)
        if not report.ok:
            raise RefusedPlan("; ".join(f"{v.rule}: {v.en}" for v in report.violations[:3]))
        worth_keeping = plan.status != "unknown" or not (output_name and Path(output_name).is_file())
        if worth_keeping:
            write(plan)
    view = View(checked.scenario, plan, report, shell.words, base, inputs.cells(scenario_name))
    return view, worth_keeping and output_name is not None


def _broken_past(error: PastError, words: Words) -> tuple[Fault, ...]:
    """Say of each rule that what has begun breaks in the scenario as it is now."""
    vi = "việc đã diễn ra phải hợp với kịch bản hiện tại; hoặc chọn --from sớm hơn"
    en = "what has begun must fit the scenario as it is now; or an earlier --from"
    return tuple(
        Fault(code=v.rule, pointer=v.where, found=words(v.vi, v.en), allowed_vi=vi, allowed_en=en)
        for v in error.violations
    )


def _watched(
    shell: Shell, scenario: Scenario, settings: SolveSettings, base: Plan | None, since: datetime | None
) -> Plan:
    words = shell.words
    with watching(shell.err, words) as watch:
        return stoppable(
            lambda stop: solve(scenario, settings, base=base, since=since, on_progress=watch, stop=stop),
            on_stop=lambda: watch.say(
                words(
                    "Đang dừng, giữ phương án tốt nhất đến lúc này (Ctrl-C lần nữa: thoát ngay).",
                    "Stopping, and keeping the best plan so far (Ctrl-C again: leave at once).",
                )
            ),
        )


def settled(
    shell: Shell, outcome: tuple[View, bool], *, output_name: str | None, every: bool, session: str | None
) -> int:
    """Print what `solved` returned and return the exit code that its status stands for."""
    words, (view, written) = shell.words, outcome
    try:
        present(shell, view, every=every, session=session)
    finally:
        if output_name is not None:
            file = sentence(output_name)
            shell.note(
                words(f"Đã ghi vào {file}", f"Written to {file}")
                if written
                else words(f"{file} giữ nguyên như cũ", f"{file} stays as it was")
            )
        elif view.plan.has_sessions_to_check and not shell.as_json:
            shell.note(words("Không ghi ra tệp; thêm -o TỆP để giữ.", "Not written; add -o FILE to keep the plan."))
    return {"optimal": Exit.DONE, "feasible": Exit.DONE, "infeasible": Exit.NO, "unknown": Exit.NO_PLAN}[
        view.plan.status
    ]
