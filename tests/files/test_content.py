"""Files as text: size, encoding, emptiness."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from planner.files.content import LARGEST, content, text
from tests.files.refused import refused


@pytest.fixture
def sparse(tmp_path: Path) -> Path:
    """A file of the largest size that takes no room."""
    path = tmp_path / "large.json"
    with path.open("wb") as file:
        file.truncate(LARGEST)
    return path


def test_the_largest_file_is_read(sparse: Path) -> None:
    assert len(content(sparse)) == LARGEST == 50_000_000


def test_a_byte_more_is_refused_before_it_is_read(sparse: Path) -> None:
    os.truncate(sparse, LARGEST + 1)
    assert refused(lambda: content(sparse)) == [
        (
            "too-large",
            "",
            "50000001 B",
            "tệp nhiều nhất 50 MB (50000000 byte)",
            "a file of at most 50 MB (50000000 bytes)",
        )
    ]


@pytest.mark.parametrize(("size", "passes"), [(2_000_000, True), (2_000_001, False)])
def test_a_pipe_is_read_up_to_the_limit(tmp_path: Path, size: int, passes: bool) -> None:
    pipe = tmp_path / "pipe.json"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_bytes(b"1" * size))
    writer.start()
    if passes:
        assert content(pipe, 2_000_000) == b"1" * size
    else:
        assert refused(lambda: content(pipe, 2_000_000)) == [
            (
                "too-large",
                "",
                "> 2000000 B",
                "tệp nhiều nhất 2 MB (2000000 byte)",
                "a file of at most 2 MB (2000000 bytes)",
            )
        ]
    writer.join(timeout=10)
    assert not writer.is_alive()


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_utf8_with_and_without_a_byte_order_mark(mark: bytes) -> None:
    assert text(mark + "Tết".encode()) == "Tết"


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16-LE"),
        ("utf-16-be", "UTF-16-BE"),
        ("utf-32", "UTF-32"),
        ("utf-32-le", "UTF-32-LE"),
    ],
)
def test_wide_encodings_are_named(encoding: str, found: str) -> None:
    assert refused(lambda: text('{"a": 1}'.encode(encoding))) == [
        ("encoding", "", found, "tệp ở bảng mã UTF-8", "a file in UTF-8")
    ]


def test_other_encodings_are_placed() -> None:
    data = b'\xef\xbb\xbf{"a":\n"' + "ấ".encode() + b'\xe9"}'
    assert refused(lambda: text(data)) == [
        (
            "encoding",
            "",
            "byte 13: 0xE9",
            "dòng 2, cột 3: chữ ở bảng mã UTF-8 (lưu lại tệp với bảng mã Unicode UTF-8)",
            "line 2, column 3: text in UTF-8 (save the file again as Unicode UTF-8)",
        )
    ]


def test_a_byte_order_mark_takes_no_column() -> None:
    assert refused(lambda: text(b"\xef\xbb\xbf12\xff"))[0][4].startswith("line 1, column 3: ")


@pytest.mark.parametrize(("data", "found"), [(b"", "0 B"), (b" \r\n\t", "4 B"), (b"\xef\xbb\xbf", "3 B")])
def test_nothing_is_no_file(data: bytes, found: str) -> None:
    assert refused(lambda: text(data)) == [
        ("empty-file", "", found, "một tệp có nội dung", "a file with something in it")
    ]
