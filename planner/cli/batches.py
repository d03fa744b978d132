"""One batch of what-ifs from file to table: read, solve the base, run the cases with live news, write, print.

Only `whatif` imports this, when it runs: the solver's library takes a second to load.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.text import Text

from planner.cli import inputs
from planner.cli.faults import notice_table
from planner.cli.interrupt import stoppable
from planner.cli.ledger import Ledger, digest, ledger
from planner.cli.progress import watching
from planner.cli.rows import present
from planner.cli.running import running
from planner.cli.shell import Exit, Shell
from planner.cli.summary import status_line
from planner.cli.tables import document, write_rows
from planner.cli.text import sentence
from planner.domain.faults import InputError
from planner.domain.scenario import Scenario
from planner.domain.whatif import Case, WhatIf
from planner.engine import Cluster, Cores, Engine, EngineError
from planner.solve.settings import SolveSettings
from planner.whatif.batch import base_of, run
from planner.whatif.case import Base
from planner.whatif.families import cases


@dataclass(frozen=True)
class Wanted:
    """What the reader asked of a batch: `time_limit` in seconds for the base and for each case."""

    file: str
    output: str | None
    time_limit: float
    workers: int
    resume: bool
    restart: bool
    plans: bool
    cluster: str | None


def answered(shell: Shell, wanted: Wanted) -> int:
    """Run a batch, write its table and print it; return the exit code.

    A batch that is stopped gives the table of the cases that are finished.

    Raises:
        BadFile: the what-if, its scenario or the output cannot be used.
        Quit: the reader asked twice to stop.
    """
    whatif, path = inputs.whatif(wanted.file)
    read = inputs.scenario(_base_name(whatif, path))
    scenario = read.scenario
    try:
        asked = cases(scenario, whatif)
    except InputError as error:
        raise inputs.BadFile(wanted.file, error.faults) from error
    if wanted.output is not None:
        inputs.writable(wanted.output)
    if read.warnings:
        shell.note(notice_table(read.warnings, shell.words))
    settings = SolveSettings(time_limit_s=wanted.time_limit, workers=wanted.workers, baseline=False)
    key = digest(scenario, whatif, settings, plans=wanted.plans)
    choice = {"resume": wanted.resume, "restart": wanted.restart, "plans": wanted.plans}
    with ledger(wanted.output, key, **choice) as kept:
        base = _base(shell, scenario, settings, kept)
        if base is None:
            return Exit.INTERRUPT
        if not base.plan.has_sessions_to_check:
            return _no_base(shell, base, kept, len(asked))
        left = [case for case in asked if case.name not in kept.rows]
        engine: Engine = Cluster(wanted.cluster) if wanted.cluster else Cores(wanted.workers)
        stopped = _run(shell, base, left, engine, kept)
        _tell(shell, wanted, base, kept, asked)
        kept.finished = not stopped
        return Exit.INTERRUPT if stopped else Exit.DONE


def _base_name(whatif: WhatIf, path: Path) -> str:
    """Return the base scenario: a file beside the what-if, else as it is named (a path, or a shipped one)."""
    beside = path.parent / whatif.base
    return str(beside) if beside.is_file() else whatif.base


def _base(shell: Shell, scenario: Scenario, settings: SolveSettings, kept: Ledger) -> Base | None:
    """Return the base with its plan, from the ledger where it stands there; None where the reader stopped it."""
    if kept.base is not None:
        return Base(scenario, kept.base, settings.of_one_case())
    stopped = threading.Event()
    with watching(shell.err, shell.words) as watch:

        def on_stop() -> None:
            stopped.set()
            watch.say(shell.words("Đang dừng.", "Stopping."))

        base = stoppable(lambda stop: base_of(scenario, settings, on_progress=watch, stop=stop), on_stop)
    if stopped.is_set():
        return None
    if base.plan.has_sessions_to_check:
        kept.begin(base.plan)
    return base


def _run(shell: Shell, base: Base, left: Sequence[Case], engine: Engine, kept: Ledger) -> bool:
    """Answer the cases that are left, each row into the ledger; tell whether the reader stopped it."""
    stopped = threading.Event()
    done = len(kept.rows)
    with running(shell.err, shell.words, done=done, of=done + len(left)) as watch:

        def on_stop() -> None:
            stopped.set()
            vi, en = "Đang dừng; những trường hợp đã xong được giữ lại.", "Stopping; finished cases are kept."
            watch.say(shell.words(vi, en))

        def work(stop: threading.Event) -> None:
            for row in run(base, left, engine, stop):
                kept.add(row)
                watch.finished(row)

        try:
            stoppable(work, on_stop)
        except EngineError as error:
            vi, en = "nơi chạy được", "where cases can run"
            raise inputs.bad_file("engine", "no-engine", str(error), vi, en) from error
    return stopped.is_set() and done + len(left) > len(kept.rows)


def _no_base(shell: Shell, base: Base, kept: Ledger, asked: int) -> Exit:
    """Say that there is nothing to compare with."""
    if shell.as_json:
        shell.pieces(document(kept, base.plan, (), asked, ascii_only=shell.ascii_only))
    words, infeasible = shell.words, base.plan.status == "infeasible"
    shell.note(status_line(base.plan.status, words))
    shell.note(
        words("Không có phương án gốc để so sánh. ", "There is no base plan to compare with. ")
        + (
            words("Vì sao: chungtay explain ... infeasible", "Why: chungtay explain ... infeasible")
            if infeasible
            else words("Hãy cho thêm thời gian: --time-limit S (giây).", "Give it more time: --time-limit S (seconds).")
        )
    )
    return Exit.NO_PLAN


def _tell(shell: Shell, wanted: Wanted, base: Base, kept: Ledger, asked: Sequence[Case]) -> None:
    """Write and print the rows that there are, in the order of the cases."""
    words = shell.words
    rows = [kept.rows[case.name] for case in asked if case.name in kept.rows]
    whole = len(rows) == len(asked)
    if wanted.output is not None and (rows or whole):
        write_rows(Path(wanted.output), kept, base.plan, rows, len(asked), words)
    try:
        if shell.as_json:
            shell.pieces(document(kept, base.plan, rows, len(asked), ascii_only=shell.ascii_only))
        else:
            present(shell, base.plan, rows)
    finally:
        if not whole:
            count = f"{len(rows)}/{len(asked)}"
            told = words(f"Đã dừng: xong {count} trường hợp.", f"Stopped: {count} cases are done.")
            again = words(" Chạy tiếp: thêm --resume.", " To go on: add --resume.") if kept.on_disk else ""
            shell.note(Text(told + again, style="bold"))
        if wanted.output is not None and (rows or whole):
            file = sentence(wanted.output)
            shell.note(words(f"Đã ghi vào {file}", f"Written to {file}"))
