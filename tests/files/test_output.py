"""Files written at once, with the permissions that they had; pipes written through."""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from planner.files.output import write

TEXT = "Tết\n"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_file_has_the_usual_permissions(tmp_path: Path) -> None:
    usual, new = tmp_path / "usual", tmp_path / "new"
    usual.touch()
    write(new, TEXT)
    assert (new.read_bytes(), mode(new)) == (TEXT.encode(), mode(usual))
    assert names(tmp_path) == ["new", "usual"]


def test_a_file_is_replaced_not_overwritten(tmp_path: Path) -> None:
    path, old = tmp_path / "a.json", tmp_path / "old"
    path.write_text("before", "utf-8")
    path.chmod(0o640)
    os.link(path, old)
    write(path, TEXT)
    assert (path.read_text("utf-8"), mode(path)) == (TEXT, 0o640)
    assert old.read_text("utf-8") == "before"
    assert names(tmp_path) == ["a.json", "old"]


def test_what_stood_there_stays_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.json"
    path.write_text("before", "utf-8")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write(path, TEXT)
    assert path.read_text("utf-8") == "before"
    assert names(tmp_path) == ["a.json"]


def test_a_link_is_followed(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to("a.json")
    write(link, TEXT)
    assert link.is_symlink()
    assert (tmp_path / "a.json").read_text("utf-8") == TEXT


def test_a_name_of_the_longest_length(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 255)
    write(path, TEXT)
    assert names(tmp_path) == [path.name]


@pytest.fixture
def shut() -> Iterator[Path]:
    """A folder that takes no new file, with a file that can be written."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a.json").write_text("something longer", "utf-8")
        (folder / "a.json").chmod(0o666)
        folder.chmod(0o555)
        user = os.geteuid()
        if user == 0:  # whom no permission stops
            os.seteuid(65534)
        yield folder
        os.seteuid(user)
        folder.chmod(0o755)


def test_a_folder_that_takes_no_new_file(shut: Path) -> None:
    with pytest.raises(PermissionError):
        write(shut / "new.json", TEXT)
    write(shut / "a.json", TEXT)
    assert (shut / "a.json").read_text("utf-8") == TEXT
    assert names(shut) == ["a.json"]


def test_a_pipe_is_written_through(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    received: list[str] = []
    reader = threading.Thread(target=lambda: received.append(pipe.read_text("utf-8")))
    reader.start()
    write(pipe, TEXT)
    reader.join(timeout=10)
    assert received == [TEXT]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_standard_output_is_written_through(capfd: pytest.CaptureFixture[str]) -> None:
    read_end, write_end = os.pipe()
    write(Path(f"/dev/fd/{write_end}"), TEXT)
    os.close(write_end)
    with os.fdopen(read_end, encoding="utf-8") as pipe:
        assert pipe.read() == TEXT
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(("name", "error"), [("none/a.json", FileNotFoundError), (".", IsADirectoryError)])
def test_where_nothing_can_be_written(tmp_path: Path, name: str, error: type[OSError]) -> None:
    with pytest.raises(error):
        write(tmp_path / name, TEXT)
    assert names(tmp_path) == []
