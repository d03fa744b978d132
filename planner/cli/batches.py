"""One batch of what-ifs from file to table: read, solve the base, run the cases with live news, write, print.

Only `whatif` imports this, when it runs: the solver's library takes a second to load.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from planner import __version__
from planner.cli import inputs
from planner.cli.interrupt import stoppable
from planner.cli.progress import watching
from planner.cli.rows import present, table_of
from planner.cli.running import Running, running
from planner.cli.shell import Exit, Shell
from planner.domain.canonical import sha256
from planner.domain.faults import InputError
from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.domain.whatif import Case, Row, WhatIf
from planner.engine import Cluster, Cores, Engine, EngineError
from planner.files.journal import Journal
from planner.files.output import write
from planner.files.table import write_table
from planner.solve.settings import SolveSettings
from planner.whatif.batch import base_of, run
from planner.whatif.case import Base
from planner.whatif.families import cases

BASE: Final = "base"
"""Name of the base's plan in a journal; cases have ``case: NAME``."""


@dataclass(frozen=True)
class Wanted:
    """What the reader asked of a batch: `time_limit` in seconds for the base and for each case."""

    file: str
    output: str | None
    time_limit: float
    workers: int
    resume: bool
    plans: bool
    cluster: str | None


def answered(shell: Shell, wanted: Wanted) -> int:
    """Run a batch, write its table and print it; return the exit code.

    Raises:
        BadFile: the what-if, its scenario or the output cannot be used.
        Quit: the reader asked twice to stop.
    """
    whatif, path = inputs.whatif(wanted.file)
    scenario = inputs.scenario(_base_name(whatif, path)).scenario
    try:
        asked = cases(scenario, whatif)
    except InputError as error:
        raise inputs.BadFile(wanted.file, error.faults) from error
    settings = SolveSettings(time_limit_s=wanted.time_limit, workers=wanted.workers, baseline=False)
    rows: dict[str, Row] = {}
    with _journal(wanted, _digest(scenario, whatif, settings)) as kept:
        base = _base(shell, scenario, settings, kept)
        if base is None:
            return Exit.INTERRUPT
        if not base.plan.has_sessions_to_check:
            shell.note(shell.words("Chưa có phương án gốc để so sánh.", "There is no base plan to compare with."))
            return Exit.NO if base.plan.status == "infeasible" else Exit.NO_PLAN
        entries = kept.rows if kept is not None else {}
        rows = {case.name: Row.model_validate(entries[_key(case)]) for case in asked if _key(case) in entries}
        left = [case for case in asked if case.name not in rows]
        engine: Engine = Cluster(wanted.cluster) if wanted.cluster else Cores(wanted.workers)
        stopped = _run(shell, base, left, engine, rows, kept, plans=wanted.plans)
    found = [rows[case.name] for case in asked if case.name in rows]
    document = _document(base, found)
    if wanted.output is not None and not stopped:
        _write(Path(wanted.output), shell, base, found, document)
        _journal_path(wanted.output).unlink(missing_ok=True)
    _say(shell, wanted, base, found, document, stopped=stopped, of=len(asked))
    return Exit.INTERRUPT if stopped else Exit.DONE


def _base_name(whatif: WhatIf, path: Path) -> str:
    """Return the base scenario: a file beside the what-if, else as it is named (a path, or a shipped one)."""
    beside = path.parent / whatif.base
    return str(beside) if beside.is_file() else whatif.base


def _digest(scenario: Scenario, whatif: WhatIf, settings: SolveSettings) -> str:
    """Return a digest of all that a row depends on."""
    what = whatif.model_dump(mode="json", by_alias=True, exclude_unset=True)
    whole = [sha256(scenario), what, settings.time_limit_s, settings.seed, __version__]
    return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()


def _key(case: Case) -> str:
    return f"case: {case.name}"


def _journal_path(output: str) -> Path:
    return Path(f"{output}.rows")


@contextmanager
def _journal(wanted: Wanted, digest: str) -> Iterator[Journal | None]:
    """Open the journal beside the output; without an output nothing is kept."""
    if wanted.output is None:
        yield None
        return
    path = _journal_path(wanted.output)
    if path.exists() and not wanted.resume:
        vi = "--resume để chạy tiếp, hoặc xóa tệp này để chạy lại từ đầu"
        en = "--resume to go on, or remove this file to begin anew"
        raise inputs.bad_file(str(path), "unfinished-batch", path.name, vi, en)
    try:
        with Journal(path, digest) as kept:
            yield kept
    except InputError as error:
        raise inputs.BadFile(str(path), error.faults) from error
    except OSError as error:
        raise inputs.unusable(str(path), error, "một tệp ghi được", "a file that can be written") from error


def _base(shell: Shell, scenario: Scenario, settings: SolveSettings, kept: Journal | None) -> Base | None:
    """Return the base with its plan, from the journal where it stands there; None where the reader stopped it."""
    if kept is not None and BASE in kept.rows:
        return Base(scenario, Plan.model_validate(kept.rows[BASE]), settings.of_one_case())
    stops: list[threading.Event] = []
    with watching(shell.err, shell.words) as watch:

        def work(stop: threading.Event) -> Base:
            stops.append(stop)
            return base_of(scenario, settings, on_progress=watch, stop=stop)

        base = stoppable(work, on_stop=lambda: watch.say(shell.words("Đang dừng.", "Stopping.")))
    if stops[0].is_set():
        return None
    if kept is not None:
        kept.add(BASE, base.plan.to_json())
    return base


def _run(
    shell: Shell,
    base: Base,
    left: Sequence[Case],
    engine: Engine,
    rows: dict[str, Row],
    kept: Journal | None,
    *,
    plans: bool,
) -> bool:
    """Answer the cases that are left, each row into `rows` and the journal; tell whether the reader stopped it."""
    events: list[threading.Event] = []
    with running(shell.err, shell.words, done=len(rows), of=len(rows) + len(left)) as watch:
        try:
            stoppable(
                _work(base, left, engine, events, lambda row: _keep(row, rows, kept, watch, plans=plans)),
                on_stop=lambda: watch.say(
                    shell.words(
                        "Đang dừng; những trường hợp đã xong được giữ lại.", "Stopping; finished cases are kept."
                    )
                ),
            )
        except EngineError as error:
            raise inputs.bad_file("engine", "no-engine", str(error), "nơi chạy được", "where cases can run") from error
    return events[0].is_set()


def _work(
    base: Base,
    left: Sequence[Case],
    engine: Engine,
    events: list[threading.Event],
    keep: Callable[[Row], None],
) -> Callable[[threading.Event], None]:
    def work(stop: threading.Event) -> None:
        events.append(stop)
        for row in run(base, left, engine, stop):
            keep(row)

    return work


def _keep(row: Row, rows: dict[str, Row], kept: Journal | None, watch: Running, *, plans: bool) -> None:
    slim = row if plans else row.model_copy(update={"plan": None})
    if kept is not None:
        kept.add(f"case: {row.case}", slim.model_dump(mode="json", exclude_none=True))
    rows[row.case] = slim
    watch.finished(slim)


def _document(base: Base, rows: Sequence[Row]) -> dict[str, Any]:
    """Return the JSON document of a batch."""
    tiers = [tier.model_dump(mode="json") for tier in base.plan.tiers]
    return {
        "format": "chungtay-rows/1",
        "base": {
            "scenario_sha256": base.plan.scenario_sha256,
            "status": base.plan.status,
            "tiers": tiers,
            "seconds": base.plan.seconds,
        },
        "rows": [_record(row) for row in rows],
    }


def _record(row: Row) -> dict[str, Any]:
    record = row.model_dump(mode="json")
    return {name: value for name, value in record.items() if value is not None or name == "seats_changed"}


def _write(path: Path, shell: Shell, base: Base, rows: Sequence[Row], document: dict[str, Any]) -> None:
    try:
        if path.suffix.lower() == ".json":
            write(path, json.dumps(document, ensure_ascii=False, indent=2) + "\n")
        else:
            write_table(path, *table_of(base.plan, rows, shell.words))
    except OSError as error:
        raise inputs.unusable(str(path), error, "một tệp ghi được", "a file that can be written") from error


def _say(
    shell: Shell,
    wanted: Wanted,
    base: Base,
    rows: Sequence[Row],
    document: dict[str, Any],
    *,
    stopped: bool,
    of: int,
) -> None:
    words = shell.words
    if shell.as_json:
        shell.document(document)
    else:
        present(shell, base.plan, rows)
    if stopped:
        told = words(f"Đã dừng: xong {len(rows)}/{of} trường hợp.", f"Stopped: {len(rows)} of {of} cases are done.")
        go_on = words(" Chạy tiếp: thêm --resume.", " To go on: add --resume.") if wanted.output else ""
        shell.note(told + go_on)
    elif wanted.output is not None:
        shell.note(words(f"Đã ghi vào {wanted.output}", f"Written to {wanted.output}"))
