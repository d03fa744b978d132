"""What is in the file before anything reads it: a bomb, a macro or another format is refused by name.

The archive is unpacked within limits and packed again without compression: what the reader gets are exactly the bytes
that were looked at here, whatever the archive claims about itself.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import Final
from xml.parsers import expat

from planner.domain.faults import InputError
from planner.files.content import LARGEST
from planner.files.refusals import short, whole_file

MOST_ENTRIES: Final = 2000
LARGEST_UNPACKED: Final = 400_000_000
"""Bytes of all that is read, unpacked; a city's workbook has 60 million."""

HIGHEST_RATIO: Final = 100
"""How much smaller the packing may have made an entry of more than `_SMALL` bytes; spreadsheets reach 30."""

_SMALL: Final = 5_000_000
_PIECE: Final = 8192
_WANTED: Final = re.compile(r"(\[Content_Types\]\.xml|.*\.(xml|rels))", re.IGNORECASE)
_UNWANTED: Final = re.compile(r"xl/(media|drawings|charts|printersettings|embeddings|theme|customxml)/|.*vmldrawing",
                              re.IGNORECASE)  # fmt: skip

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class Package:
    """A workbook that may be read: `data` is the archive packed anew, `entries` its parts by name.

    `roots` has the name of the outermost element of each part that is XML.
    """

    data: bytes
    entries: dict[str, bytes]
    roots: dict[str, str]


def unpacked(data: bytes) -> Package:
    """Return what is in an .xlsx file.

    Raises:
        InputError: it is none, or one that is not read; the fault's code says why.
    """
    if len(data) > LARGEST:
        size = LARGEST // 10**6
        raise whole_file(
            "too-large", f"{len(data)} B", f"tệp nhiều nhất {size} MB ({LARGEST} byte)",
            f"a file of at most {size} MB ({LARGEST} bytes)",
        )  # fmt: skip
    if not data:
        raise whole_file("empty-file", "0 B", "một tệp có nội dung", "a file with something in it")
    if data.startswith(_OLE):
        raise _ole(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = _entries(archive)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise _none(short(str(error) or type(error).__name__)) from error
    if "[Content_Types].xml" not in entries or "xl/workbook.xml" not in entries:
        raise _none(", ".join(sorted(entries)[:3]) or "-")
    if b"macroEnabled" in entries["[Content_Types].xml"]:
        raise _macros("[Content_Types].xml")
    return Package(_packed(entries), entries, {name: _root(name, part) for name, part in entries.items()})


def _entries(archive: zipfile.ZipFile) -> dict[str, bytes]:
    infos = archive.infolist()
    names = [info.filename.replace("\\", "/").lower() for info in infos]
    _same_names(names)
    _by_name(names, archive)
    if len(infos) > MOST_ENTRIES:
        raise _bomb(f"{len(infos)}", f"nhiều nhất {MOST_ENTRIES} mục trong tệp", f"at most {MOST_ENTRIES} entries")
    total = sum(info.file_size for info in infos)
    if total > LARGEST_UNPACKED:
        raise _bomb(f"{total} B", f"nhiều nhất {LARGEST_UNPACKED} byte khi giải nén",
                    f"at most {LARGEST_UNPACKED} bytes when unpacked")  # fmt: skip
    for info in infos:
        if info.file_size > max(_SMALL, HIGHEST_RATIO * max(1, info.compress_size)):
            ratio = info.file_size // max(1, info.compress_size)
            raise _bomb(f"{short(info.filename)}: 1:{ratio}", f"nén nhiều nhất 1:{HIGHEST_RATIO}",
                        f"compressed at most 1:{HIGHEST_RATIO}")  # fmt: skip
        if info.flag_bits & 1:
            raise _encrypted()
    # ZipExtFile never returns more than the size that was checked, whatever the stream holds.
    return {
        info.filename: archive.read(info)
        for info in infos
        if _WANTED.fullmatch(info.filename) and not _UNWANTED.match(info.filename)
    }


def _same_names(names: list[str]) -> None:
    if len(set(names)) < len(names):
        twice = next(name for i, name in enumerate(names) if name in names[:i])
        raise whole_file("not-a-workbook", short(twice), "mỗi mục một lần trong tệp .xlsx",
                         "each entry once in an .xlsx file")  # fmt: skip


def _by_name(names: list[str], archive: zipfile.ZipFile) -> None:
    """Refuse what can be told from the names of the parts."""
    if "mimetype" in names:
        raise _other(short(archive.read("mimetype")[:100].decode("ascii", "replace")))
    for name in names:
        if name.endswith("vbaproject.bin") or name.startswith("xl/macrosheets/"):
            raise _macros(name)
        if name.startswith("xl/externallinks/"):
            raise whole_file("external-links", name, "tệp không nối với tệp khác: Data, Edit Links, Break Link",
                             "a file without links to others: Data, Edit Links, Break Link")  # fmt: skip
        if name in ("xl/connections.xml",) or name.startswith("xl/querytables/"):
            raise whole_file("external-links", name, "tệp không lấy dữ liệu từ nơi khác (Data, Connections)",
                             "a file without data connections (Data, Connections)")  # fmt: skip
        if name == "xl/workbook.bin":
            raise _other(".xlsb")


class _Stop(Exception):  # noqa: N818 - nothing went wrong
    """Enough was read."""

    def __init__(self, root: str | None) -> None:
        self.root = root


def _root(name: str, part: bytes) -> str:
    """Return the outermost element of a part. Entities are refused: workbooks have none, bombs do."""
    parser = expat.ParserCreate(namespace_separator="}")

    def declared(*_: object) -> None:
        raise _Stop(None)

    def started(element: str, _: object) -> None:
        raise _Stop(element.rpartition("}")[2])

    parser.StartDoctypeDeclHandler, parser.StartElementHandler = declared, started
    try:
        for place in range(0, len(part), _PIECE):
            parser.Parse(part[place : place + _PIECE])
    except _Stop as stop:
        if stop.root is not None:
            return stop.root
        raise whole_file("not-a-workbook", f"{short(name)}: <!DOCTYPE", "XML không có DOCTYPE", "XML without DOCTYPE"
                         ) from None  # fmt: skip
    except expat.ExpatError as error:
        raise _none(f"{short(name)}: {error}") from error
    raise _none(short(name))


def _packed(entries: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_STORED) as archive:
        for name, part in entries.items():
            archive.writestr(name, part)
    return data.getvalue()


def _ole(data: bytes) -> InputError:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return _encrypted()
    return _other(".xls")


def _macros(name: str) -> InputError:
    return whole_file("macros", name, "tệp không có macro: lưu lại thành .xlsx (Excel Workbook)",
                      "a file without macros: save it as .xlsx (Excel Workbook)")  # fmt: skip


def _encrypted() -> InputError:
    return whole_file("encrypted", ".xlsx", "tệp không đặt mật khẩu mở (File, Info, Protect Workbook)",
                      "a file that opens without a password (File, Info, Protect Workbook)")  # fmt: skip


def _other(found: str) -> InputError:
    return whole_file("other-format", found, "tệp .xlsx: mở bằng Excel hay LibreOffice rồi lưu lại dạng Excel 2007-365",
                      "an .xlsx file: open it in Excel or LibreOffice and save it as Excel 2007-365")  # fmt: skip


def _none(found: str) -> InputError:
    return whole_file("not-a-workbook", found, "một bảng tính .xlsx còn nguyên vẹn", "an .xlsx workbook that is whole")


def _bomb(found: str, vi: str, en: str) -> InputError:
    return whole_file("zip-bomb", found, vi, en)
