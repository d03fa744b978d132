"""What of a long run is finished, on disk row by row, so that a run that was stopped or killed goes on from there.

One JSON text a line (RFC 8259 in ASCII): first ``{"format": ..., "key": ...}``, where the key says what is being run,
then ``[name, row]`` for each finished row.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self

from planner.domain.faults import Fault, InputError
from planner.files.refusals import short

FORMAT: Final = "chungtay-journal/1"


class NotAJournal(InputError):  # noqa: N818 - named for what it is, as all refusals of files
    """The file is something else, or a journal damaged before its end; it is left as it is."""


class OtherRun(InputError):  # noqa: N818
    """The journal is of another run; it is left as it is."""


class InUse(InputError):  # noqa: N818
    """Another run is writing this journal."""


class Journal:
    """The journal of the run `key`, at `path`: made where there is none, held alone until closed.

    `rows` are the finished rows that stood there at the opening, by name. A last row that was not written to its
    end (the run was killed meanwhile) is dropped, and its place is written over.

    Raises:
        NotAJournal, OtherRun, InUse: the file cannot be used; it is as it was.
        OSError: it cannot be read or written.
    """

    def __init__(self, path: Path, key: str) -> None:
        self._file: BinaryIO = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | _BINARY, 0o666), "r+b", buffering=0)
        try:
            _lock(self._file)
            self._header = _line({"format": FORMAT, "key": key})
            self.rows: dict[str, object] = {}
            self._end = self._read(key)
            self._file.truncate(self._end)
            if not self._end:
                self._append(self._header)
                _settle(path.resolve().parent)
        except BaseException:
            self._file.close()
            raise

    def add(self, name: str, row: object) -> None:
        """Add a finished row of JSON values; on return it is on disk, whatever happens to this process.

        Raises:
            ValueError, TypeError: the row has what JSON has not.
            OSError: it cannot be written; the rows before it stay.
        """
        self._append(_line([name, row]))

    def close(self) -> None:
        """Let others have the journal."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _read(self, key: str) -> int:
        """Fill `rows`, and return where the last whole row ends."""
        end, bad = 0, 0
        with os.fdopen(os.dup(self._file.fileno()), "rb") as file:
            for number, line in enumerate(file, 1):
                if bad:
                    raise _damaged(bad)
                if number == 1:
                    if not line.endswith(b"\n") and self._header.startswith(line):
                        return 0  # killed at its very start
                    _check_header(line, key)
                elif (entry := _entry(line)) is None:
                    bad = number
                    continue
                else:
                    self.rows[entry[0]] = entry[1]
                end += len(line)
        return end

    def _append(self, line: bytes) -> None:
        try:
            self._file.seek(self._end)
            rest = memoryview(line)
            while rest:
                rest = rest[self._file.write(rest) :]
            os.fsync(self._file.fileno())
        except BaseException:
            self._file.truncate(self._end)  # or the next row would continue half a one
            raise
        self._end += len(line)


def _line(value: object) -> bytes:
    return json.dumps(value, allow_nan=False).encode("ascii") + b"\n"


def _entry(line: bytes) -> tuple[str, object] | None:
    """Return name and row, or None where the line does not hold both and its end."""
    if not line.endswith(b"\n"):
        return None
    match _value(line):
        case [str(name), row]:
            return name, row
    return None


def _value(line: bytes) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _check_header(line: bytes, key: str) -> None:
    match _value(line):
        case {"format": found, "key": str(other)} if found == FORMAT and line.endswith(b"\n"):
            if other != key:
                raise OtherRun(
                    (
                        Fault(
                            code="other-run",
                            pointer="",
                            found=short(other),
                            allowed_vi=f"nhật ký của chính lần chạy này ({key}): cùng kịch bản, tình huống, thiết lập",
                            allowed_en=f"the journal of this very run ({key}): same scenario, cases and settings",
                        ),
                    )
                )
        case _:
            raise NotAJournal(
                (
                    Fault(
                        code="not-a-journal",
                        pointer="",
                        found=short(line.decode("utf-8", "replace").rstrip("\r\n")),
                        allowed_vi=f"một tệp mới, hoặc một nhật ký {FORMAT}",
                        allowed_en=f"a new file, or a journal {FORMAT}",
                    ),
                )
            )


def _damaged(number: int) -> NotAJournal:
    return NotAJournal(
        (
            Fault(
                code="damaged-journal",
                pointer="",
                found=f"(dòng {number} / line {number})",
                allowed_vi="một tên và một hàng trên mỗi dòng; chỉ dòng cuối được dở dang",
                allowed_en="a name and a row on each line; only the last line may be incomplete",
            ),
        )
    )


def _in_use() -> InUse:
    return InUse(
        (
            Fault(
                code="journal-in-use",
                pointer="",
                found="(đang mở / open)",
                allowed_vi="một nhật ký mà không lần chạy nào khác đang ghi",
                allowed_en="a journal that no other run is writing",
            ),
        )
    )


if sys.platform == "win32":
    import msvcrt

    _BINARY: Final = os.O_BINARY

    def _lock(file: BinaryIO) -> None:
        file.seek(2**62)  # beyond all rows: a lock here keeps nobody from reading
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise _in_use() from error
        finally:
            file.seek(0)

    def _settle(_folder: Path) -> None:
        """Nothing to do: a folder cannot be opened."""

else:
    import fcntl

    _BINARY: Final = 0

    def _lock(file: BinaryIO) -> None:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise _in_use() from error

    def _settle(folder: Path) -> None:
        """Have the name of a new file on disk too."""
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
