"""Journals: no finished row is lost, however the writer ends; half a row never counts."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.files.journal import FORMAT, InUse, Journal, NotAJournal, OtherRun
from tests.files.refused import refused

ROOT = Path(__file__).parents[2]
HEADER = f'{{"format": "{FORMAT}", "key": "k"}}\n'


def rows(path: Path) -> dict[str, object]:
    with Journal(path, "k") as journal:
        return journal.rows


def test_rows_are_there_again_in_their_order(tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    written = {"vắng: bà Tư\n": {"cost": 10**20, "seconds": 0.1, "notes": [None, True]}, "": [], "\ud800": "\u2028"}
    for name, row in written.items():
        with Journal(path, "k") as journal:
            journal.add(name, row)
    with Journal(path, "k") as journal:
        assert list(journal.rows.items()) == list(written.items())
        journal.add("more", 1)
        assert "more" not in journal.rows  # these are what stood there
    assert rows(path) == {**written, "more": 1}


def test_the_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    with Journal(path, "k") as journal:
        assert path.read_text("ascii") == HEADER
        journal.add("a", {"x": "é"})
        assert path.read_text("ascii") == HEADER + '["a", {"x": "\\u00e9"}]\n'


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("whole") / "a.journal"
    with Journal(path, "k") as journal:
        for number in range(3):
            journal.add(f"case {number}", {"tết": [number, "\n"]})
    return path


def test_cut_anywhere(whole: Path, tmp_path: Path) -> None:
    """Every cut keeps the rows before it, drops the one that it goes through, and can be written on."""
    data = whole.read_bytes()
    path = tmp_path / "cut.journal"
    for cut in range(len(data)):
        path.write_bytes(data[:cut])
        kept = max(0, data[:cut].count(b"\n") - 1)
        with Journal(path, "k") as journal:
            assert journal.rows == {f"case {number}": {"tết": [number, "\n"]} for number in range(kept)}
            journal.add("next", cut)
        assert rows(path) == {**journal.rows, "next": cut}
        assert path.read_bytes().startswith(b"".join(data.splitlines(keepends=True)[: kept + 1]))


@given(st.binary(max_size=30))
def test_rubbish_at_the_end_is_dropped(whole: Path, rubbish: bytes) -> None:
    path = whole.with_name("rubbish.journal")
    path.write_bytes(whole.read_bytes() + rubbish.replace(b"\n", b" ") + b"\n")
    assert len(rows(path)) == 3
    assert path.read_bytes() == whole.read_bytes()


def test_a_long_row_cut_is_written_over_by_a_short_one(tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    path.write_text(HEADER + '["a", 1]\n["b", "' + "x" * 1000, "ascii")
    with Journal(path, "k") as journal:
        journal.add("c", 2)
    assert path.read_text("ascii") == HEADER + '["a", 1]\n["c", 2]\n'


WRITER = """
import sys
from pathlib import Path
from planner.files.journal import Journal

with Journal(Path(sys.argv[1]), "k") as journal:
    number = len(journal.rows)
    while True:
        journal.add(str(number), str(number % 10) * int(sys.argv[2]))
        print(number, flush=True)
        number += 1
"""


@pytest.mark.parametrize(("size", "kills"), [(20, 4), (6_000_000, 8)])
def test_a_writer_killed_at_any_moment_loses_no_finished_row(tmp_path: Path, size: int, kills: int) -> None:
    path = tmp_path / "a.journal"
    chance = random.Random(7)
    finished = 0
    for _ in range(kills):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), str(size)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdout is not None
            assert int(writer.stdout.readline()) >= finished
            time.sleep(chance.uniform(0, 0.05))
            writer.kill()
            said = writer.stdout.read().splitlines()
        found = rows(path)
        assert found == {str(number): str(number % 10) * size for number in range(len(found))}
        last = int(said[-1]) if said and said[-1].isdigit() else finished
        assert len(found) > last
        finished = len(found)
    assert finished >= kills


def test_a_journal_of_another_run(tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    with Journal(path, "k") as journal:
        journal.add("a", 1)
    before = path.read_bytes()
    assert refused(lambda: Journal(path, "other")) == [
        (
            "other-run",
            "",
            "k",
            "nhật ký của chính lần chạy này (other): cùng kịch bản, tình huống, thiết lập",
            "the journal of this very run (other): same scenario, cases and settings",
        )
    ]
    with pytest.raises(OtherRun):
        Journal(path, "other")
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "text",
    [
        "format: chungtay/1\n",
        '{"format": "chungtay/1", "name": "Phường"}',
        '{"format": "chungtay-journal/2", "key": "k"}\n',
        f'{{"format": "{FORMAT}"}}\n',
        "\n",
        "[" * 100_000,
        HEADER.strip() + " ",
    ],
)
def test_another_file_is_left_as_it_is(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(NotAJournal) as caught:
        Journal(path, "k")
    assert caught.value.faults[0].code == "not-a-journal"
    assert path.read_text("utf-8") == text


@pytest.mark.parametrize("bad", ["", '["a"]', "[1, 2]", '["a", 1', "\x00\x00", '{"a": 1}'])
def test_a_journal_damaged_before_its_end(tmp_path: Path, bad: str) -> None:
    path = tmp_path / "a.journal"
    text = HEADER + '["a", 1]\n' + bad + '\n["b", 2]\n'
    path.write_text(text, "utf-8")
    assert refused(lambda: Journal(path, "k")) == [
        (
            "damaged-journal",
            "",
            "(dòng 3 / line 3)",
            "một tên và một hàng trên mỗi dòng; chỉ dòng cuối được dở dang",
            "a name and a row on each line; only the last line may be incomplete",
        )
    ]
    assert path.read_text("utf-8") == text


def test_one_run_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    with Journal(path, "k") as journal:
        with pytest.raises(InUse):
            Journal(path, "k")
        second = subprocess.run(
            [sys.executable, "-c", WRITER, str(path), "1"], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert second.stderr.splitlines()[-1].startswith("planner.files.journal.InUse: ")
        journal.add("a", 1)
    assert rows(path) == {"a": 1}


def test_a_row_that_cannot_be_written_leaves_the_journal_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.journal"

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with Journal(path, "k") as journal:
        journal.add("a", 1)
        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", full)
            with pytest.raises(OSError, match="No space left"):
                journal.add("b", "x" * 100)
        with pytest.raises(ValueError, match="not JSON compliant"):
            journal.add("c", float("nan"))
        with pytest.raises(TypeError):
            journal.add("d", object())
        journal.add("e", 2)
    assert path.read_text("ascii") == HEADER + '["a", 1]\n["e", 2]\n'
    assert [json.loads(line)[0] for line in path.read_text("ascii").splitlines()[1:]] == ["a", "e"]


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Journal(tmp_path / "none" / "a.journal", "k")
    with pytest.raises(IsADirectoryError):
        Journal(tmp_path, "k")
