"""What of a batch is kept until its table is whole: the base's plan and each finished row, also on disk."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from planner import __version__
from planner.cli import inputs
from planner.domain.canonical import sha256
from planner.domain.faults import InputError
from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.domain.whatif import Row, WhatIf
from planner.files.journal import Journal, OtherRun
from planner.solve.settings import SolveSettings

BASE: Final = "base"
"""Name of the base's plan in a journal; rows have ``case: NAME``."""


class Ledger:
    """The base's plan and the finished rows of one batch, with a journal also on disk as they come.

    Plans of rows are dropped, or with `plans` kept packed: a thousand of them would not fit in memory as they are.
    """

    def __init__(self, journal: Journal | None, *, plans: bool) -> None:
        self.base: Plan | None = None
        self.rows: dict[str, Row] = {}
        """Finished rows by case, without their plans."""
        self.finished = False
        """Whether the table is written, so that nothing need be kept any more."""
        self._plans: dict[str, bytes] | None = {} if plans else None
        self._journal = journal
        if journal is not None:
            for name in list(journal.rows):
                entry = journal.rows.pop(name)  # not needed twice
                if name == BASE:
                    self.base = Plan.model_validate(entry)
                else:
                    self._take(Row.model_validate(entry))

    @property
    def on_disk(self) -> bool:
        """Whether a batch that is stopped can go on from here."""
        return self._journal is not None

    def begin(self, base: Plan) -> None:
        """Keep the plan of the base."""
        self.base = base
        self._note(BASE, base)

    def add(self, row: Row) -> None:
        """Keep a finished row."""
        kept = row if self._plans is not None else row.model_copy(update={"plan": None})
        self._note(f"case: {row.case}", kept)
        self._take(kept)

    def plan(self, case: str) -> object:
        """Return the plan of a finished case as JSON values; None where there is none, or none were asked for."""
        packed = (self._plans or {}).get(case)
        return None if packed is None else json.loads(zlib.decompress(packed))

    def _note(self, name: str, value: Plan | Row) -> None:
        if self._journal is None:
            return
        try:
            self._journal.add(name, value.model_dump(mode="json", exclude_none=True))
        except OSError as error:  # the disk is full, say
            raise inputs.unusable("--output", error, "chỗ ghi được", "room to write") from error

    def _take(self, row: Row) -> None:
        if self._plans is not None and row.plan is not None:
            self._plans[row.case] = zlib.compress(row.plan.model_dump_json().encode())
        self.rows[row.case] = row.model_copy(update={"plan": None})


def digest(scenario: Scenario, whatif: WhatIf, settings: SolveSettings, *, plans: bool) -> str:
    """Return a digest of all that the rows of a batch depend on, and of what is kept of them."""
    what = whatif.model_dump(mode="json", by_alias=True, exclude_unset=True)
    whole = [sha256(scenario), what, settings.time_limit_s, settings.seed, plans, __version__]
    return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()


@contextmanager
def ledger(output: str | None, key: str, *, resume: bool, restart: bool, plans: bool) -> Iterator[Ledger]:
    """Open the ledger of a batch, its journal beside the output (without one nothing is on disk).

    The journal goes when the table is written, or when nothing has come to stand in it.

    Raises:
        BadFile: there is a journal already and neither `resume` nor `restart` is asked for; it is of another batch,
            in use, or no journal; or it cannot be written.
    """
    if output is None:
        yield Ledger(None, plans=plans)
        return
    path = Path(f"{output}.rows")
    if path.exists() and not (resume or restart):
        vi = "--resume để chạy tiếp lần trước đã dừng, hoặc --restart để bỏ nó và chạy lại từ đầu"
        en = "--resume to go on with the batch that was stopped, or --restart to drop it and begin anew"
        raise inputs.bad_file(str(path), "unfinished-batch", path.name, vi, en)
    try:
        if restart:
            _drop(path, key)
        journal = Journal(path, key)
    except OtherRun as error:
        vi = "cùng tệp giả định, kịch bản, --time-limit và --plans như lần đã dừng; hoặc --restart để chạy lại từ đầu"
        en = "the what-if, scenario, --time-limit and --plans of the batch that was stopped; or --restart to begin anew"
        raise inputs.bad_file(str(path), "other-run", error.faults[0].found, vi, en) from error
    except InputError as error:
        raise inputs.BadFile(str(path), error.faults) from error
    except OSError as error:
        raise inputs.unusable(str(path), error, "một tệp ghi được", "a file that can be written") from error
    with journal:
        try:
            kept = Ledger(journal, plans=plans)
        except ValidationError as error:
            found, (vi, en) = (
                str(error.errors()[0]["msg"]),
                ("hàng của chính chương trình", "rows as they were written"),
            )
            raise inputs.bad_file(str(path), "damaged-journal", found, vi, en) from error
        try:
            yield kept
        finally:
            if kept.finished or kept.base is None:
                journal.close()
                path.unlink(missing_ok=True)


def _drop(path: Path, key: str) -> None:
    """Remove a journal, of whatever batch; not one in use, and nothing that is no journal."""
    if path.exists():
        with suppress(OtherRun), Journal(path, key):
            pass
        path.unlink()
