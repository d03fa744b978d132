"""Scenarios and plans by path or name, and an output checked before the work and never half written."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from rich.text import Text

import scenarios
from planner.cli.names import Cells, nowhere
from planner.cli.text import safe
from planner.cli.words import Words
from planner.domain.faults import Fault, InputError
from planner.domain.plan import Plan

if TYPE_CHECKING:
    from planner.domain.checks import Checked
    from planner.domain.whatif import WhatIf

T = TypeVar("T")


class BadFile(Exception):  # noqa: N818 - the file is bad, not the program
    """A file that cannot be used, and all that is wrong with it."""

    def __init__(self, file: str, faults: tuple[Fault, ...]) -> None:
        super().__init__(f"{file}: {faults[0].code}")
        self.file = file
        self.faults = faults

    def heading(self, words: Words) -> Text:
        """Say how much is wrong with which file."""
        count = len(self.faults)
        title = words(f"{safe(self.file)}: {count} lỗi", f"{safe(self.file)}: {words.many(count, 'fault')}")
        return Text(title, style="bold red")


def scenario(name: str) -> Checked:
    """Read the scenario in the file `name`, or the shipped one of that name where there is no such file.

    Raises:
        BadFile: there is none, or it has faults.
    """
    from planner.files import read_scenario  # noqa: PLC0415 - `--help` need not wait for it

    path = Path(name)
    if name in scenarios.names() and not path.exists():
        path = scenarios.path(name)
    return read(name, path, read_scenario, scenarios.names())


def cells(name: str) -> Cells:
    """Return what tells where in the workbook `name` a pointer leads: nowhere in other files. Raises BadFile."""
    if name in scenarios.names() and not Path(name).exists():
        return nowhere
    from planner.files import cells as found  # noqa: PLC0415 - `--help` need not wait for it

    return read(name, Path(name), found)


def whatif(name: str) -> tuple[WhatIf, Path]:
    """Read the what-if in the file `name`, or the shipped one of that name; say where it was. Raises BadFile."""
    from planner.files import read_whatif  # noqa: PLC0415 - `--help` need not wait for it

    path = Path(name)
    if name in scenarios.whatifs() and not path.exists():
        path = scenarios.whatif(name)
    return read(name, path, read_whatif, scenarios.whatifs()), path


def plan(name: str) -> Plan:
    """Read the plan in the file `name`. Raises BadFile."""
    from planner.files import read_plan  # noqa: PLC0415 - `--help` need not wait for it

    return read(name, Path(name), read_plan)


def read(name: str, path: Path, reader: Callable[[Path], T], shipped: tuple[str, ...] = ()) -> T:
    """Read a file that is there, `shipped` being the names that stand for one without a path."""
    try:
        if not path.exists():
            vi, en = "một tệp có thật", "a file that exists"
            if shipped:
                names = ", ".join(shipped)
                vi, en = f"{vi}, hoặc tên một tệp có sẵn: {names}", f"{en}, or the name of a shipped one: {names}"
            raise bad_file(name, "missing-file", name, vi, en)
        if path.is_dir():
            raise bad_file(name, "directory", f"{name}/", "một tệp, không phải thư mục", "a file, not a directory")
        return reader(path)
    except InputError as error:
        raise BadFile(name, error.faults) from error
    except OSError as error:
        raise unusable(name, error, "một tệp đọc được", "a file that can be read") from error


@contextmanager
def output(name: str | None) -> Iterator[Callable[[Plan], None]]:
    """Make sure that a plan can be written to `name`, then yield the function that writes it.

    The plan goes to a temporary file beside it that takes the name at the end: nobody ever sees half a plan,
    and what stood there stays until there is something better. Without a name nothing is written.

    Raises:
        BadFile: nothing can be written there.
    """
    if name is None:
        yield lambda _: None
        return
    from planner.files import write_plan  # noqa: PLC0415 - `--help` need not wait for it

    try:
        target, draft = _prepared(Path(name))
    except OSError as error:
        raise unusable(name, error, "một tệp ghi được", "a file that can be written") from error

    def write(plan: Plan) -> None:
        try:
            write_plan(plan, draft)
            if draft != target:
                draft.replace(target)
        except OSError as error:
            raise unusable(name, error, "một tệp ghi được", "a file that can be written") from error

    try:
        yield write
    finally:
        if draft != target:
            with suppress(OSError):
                draft.unlink(missing_ok=True)


def writable(name: str) -> None:
    """Make sure that what stands at `name` can be replaced by a file. Raises BadFile."""
    try:
        _replaceable(Path(name))
    except OSError as error:
        raise unusable(name, error, "một tệp ghi được", "a file that can be written") from error


def _replaceable(path: Path) -> Path:
    """Return the file behind `path`, which need not be there yet."""
    target = path.resolve()
    if target.is_dir():
        raise IsADirectoryError(f"{path} is a directory")
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(f"{path} is read-only")
    return target


def _prepared(path: Path) -> tuple[Path, Path]:
    """Return the file behind `path` and an empty draft beside it (itself where it is a device or pipe)."""
    target = _replaceable(path)
    if target.exists() and not target.is_file():
        return target, target
    draft = target.with_name(f".{secrets.token_hex(8)}{target.suffix}")
    draft.touch(exist_ok=False)
    if target.exists():
        shutil.copymode(target, draft)
    return target, draft


def unusable(name: str, error: OSError, vi: str, en: str) -> BadFile:
    """Return the refusal of a file that the system will not read or write."""
    return bad_file(name, "unusable-file", error.strerror or str(error), vi, en)


def bad_file(name: str, code: str, found: str, vi: str, en: str) -> BadFile:
    """Return the refusal of a whole file (or argument) for one reason."""
    return BadFile(name, (Fault(code=code, pointer="", found=found, allowed_vi=vi, allowed_en=en),))
