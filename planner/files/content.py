"""What a file holds, as text: within the size limit, in UTF-8, not empty."""

from __future__ import annotations

import codecs
import json
import os
import stat
from pathlib import Path
from typing import Final

from planner.domain.faults import InputError
from planner.files.refusals import Mark, whole_file

LARGEST: Final = 50_000_000
"""Bytes in the largest file that is read (50 MB)."""


def content(path: Path, largest: int = LARGEST) -> bytes:
    """Return the bytes of a file, or of what a pipe sends, at most `largest`.

    Raises:
        InputError: there are more (`too-large`).
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        status = os.fstat(file.fileno())
        if stat.S_ISREG(status.st_mode) and status.st_size > largest:
            raise _too_large(f"{status.st_size} B", largest)
        # A pipe has no size, and a file can grow while it is read.
        data = file.read(largest + 1)
    if len(data) > largest:
        raise _too_large(f"> {largest} B", largest)
    return data


def text(data: bytes) -> str:
    """Decode UTF-8 with or without a byte order mark.

    Raises:
        InputError: another encoding (`encoding`), or nothing but blanks (`empty-file`).
    """
    encoding = json.detect_encoding(data)  # from the zeros among the first bytes (RFC 4627, section 3)
    if not encoding.startswith("utf-8"):
        raise _encoding(encoding.upper(), "tệp ở bảng mã UTF-8", "a file in UTF-8")
    body = data.removeprefix(codecs.BOM_UTF8)
    try:
        decoded = body.decode("utf-8")
    except UnicodeDecodeError as error:
        mark = _mark(body, error.start)
        raise _encoding(
            f"byte {len(data) - len(body) + error.start}: 0x{body[error.start]:02X}",
            f"{mark.vi}: chữ ở bảng mã UTF-8 (lưu lại tệp với bảng mã Unicode UTF-8)",
            f"{mark.en}: text in UTF-8 (save the file again as Unicode UTF-8)",
        ) from error
    if not decoded.strip():
        raise whole_file("empty-file", f"{len(data)} B", "một tệp có nội dung", "a file with something in it")
    return decoded


def _mark(data: bytes, position: int) -> Mark:
    line_start = data.rfind(b"\n", 0, position) + 1
    column = len(data[line_start:position].decode("utf-8")) + 1
    return Mark(data.count(b"\n", 0, position) + 1, column)


def _encoding(found: str, vi: str, en: str) -> InputError:
    return whole_file("encoding", found, vi, en)


def _too_large(found: str, largest: int) -> InputError:
    return whole_file(
        "too-large",
        found,
        f"tệp nhiều nhất {largest // 10**6} MB ({largest} byte)",
        f"a file of at most {largest // 10**6} MB ({largest} bytes)",
    )
