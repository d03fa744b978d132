"""A Word file as the package that it is: what comes from outside is measured before it is opened."""

from __future__ import annotations

import io
import zipfile
from typing import Final

from planner.files.refusals import short, whole_file

MOST_PARTS: Final = 2_000
LARGEST: Final = 100_000_000
"""Bytes of all parts unpacked (100 MB)."""
DOCUMENT: Final = "word/document.xml"

_FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)


def check(data: bytes) -> None:
    """Refuse what is no Word file, or would unpack to more than any Word file needs.

    Raises:
        InputError: it is no package (`not-a-document`), too large (`too-large`), or carries macros (`macros`).
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            names = {part.filename for part in parts}
            unpacked = sum(part.file_size for part in parts)
            if DOCUMENT not in names:
                raise _no_document(f"không có / no {DOCUMENT}")
            if any(part.flag_bits & 1 for part in parts):
                raise _no_document("có mật khẩu / encrypted")
            if len(parts) > MOST_PARTS or unpacked > LARGEST:
                raise whole_file(
                    "too-large",
                    f"{len(parts)} phần / parts, {unpacked} B",
                    f"nhiều nhất {MOST_PARTS} phần và {LARGEST // 10**6} MB khi giải nén",
                    f"at most {MOST_PARTS} parts and {LARGEST // 10**6} MB unpacked",
                )
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise whole_file(
                    "macros",
                    "vbaProject.bin",
                    "một mẫu Word không có macro (.docx)",
                    "a Word file without macros (.docx)",
                )
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise _no_document(short(str(error))) from error


def _no_document(found: str) -> Exception:
    return whole_file("not-a-document", found, "một tệp Word (.docx)", "a Word file (.docx)")


def packed(data: bytes) -> bytes:
    """Pack the same parts without the time of packing, so that equal papers are equal files."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for part in source.infolist():
            entry = zipfile.ZipInfo(part.filename, _FIRST_DAY)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            made.writestr(entry, source.read(part))
    return target.getvalue()
