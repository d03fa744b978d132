"""Outputs: refused before the work, never half written."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest

from planner.cli import inputs
from tests.cli.conftest import Ward


def test_a_plan_written_is_the_plan_read(ward: Ward) -> None:
    target = ward.folder / "new.json"
    with inputs.output(str(target)) as write:
        write(ward.plan)
    assert inputs.plan(str(target)) == ward.plan
    assert sorted(path.name for path in ward.folder.iterdir()) == ["new.json", "plan.json", "ward.json"]


def test_what_stood_there_stays_until_the_end(ward: Ward) -> None:
    target = Path(ward.plan_file)
    before = target.read_bytes()
    with pytest.raises(KeyboardInterrupt), inputs.output(ward.plan_file):
        raise KeyboardInterrupt
    assert target.read_bytes() == before
    assert sorted(path.name for path in ward.folder.iterdir()) == ["plan.json", "ward.json"]


def test_permissions_stay(ward: Ward) -> None:
    target = Path(ward.plan_file)
    target.chmod(0o640)
    with inputs.output(ward.plan_file) as write:
        write(ward.plan)
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_new_file_has_the_usual_permissions(ward: Ward) -> None:
    usual, new = ward.folder / "usual.json", ward.folder / "new.json"
    usual.touch()
    with inputs.output(str(new)) as write:
        write(ward.plan)
    assert new.stat().st_mode == usual.stat().st_mode


def test_a_link_is_followed(ward: Ward) -> None:
    link = ward.folder / "link.json"
    link.symlink_to("plan.json")
    with inputs.output(str(link)) as write:
        write(ward.plan.model_copy(update={"seconds": 99.0}))
    assert link.is_symlink()
    assert inputs.plan(ward.plan_file).seconds == 99.0


def test_a_pipe_is_written_through(ward: Ward) -> None:
    pipe = ward.folder / "pipe.json"
    os.mkfifo(pipe)
    received: list[str] = []
    reader = threading.Thread(target=lambda: received.append(pipe.read_text("utf-8")))
    reader.start()
    with inputs.output(str(pipe)) as write:
        write(ward.plan)
    reader.join(timeout=10)
    (ward.folder / "copy.json").write_text(received[0], "utf-8")
    assert inputs.plan(str(ward.folder / "copy.json")) == ward.plan
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("none/plan.json", "No such file or directory"),
        ("ward.json/plan.json", "Not a directory"),
        ("x" * 300, "File name too long"),
        (".", ". is a directory"),
    ],
)
def test_where_nothing_can_be_written(ward: Ward, monkeypatch: pytest.MonkeyPatch, name: str, found: str) -> None:
    monkeypatch.chdir(ward.folder)
    with pytest.raises(inputs.BadFile) as refused, inputs.output(name):
        pytest.fail("the work began")
    assert [(fault.code, fault.found) for fault in refused.value.faults] == [("unusable-file", found)]
    assert sorted(path.name for path in ward.folder.iterdir()) == ["plan.json", "ward.json"]


@pytest.mark.parametrize(
    ("name", "code"), [("nothing.json", "missing-file"), (".", "directory"), ("x" * 300, "unusable-file")]
)
def test_what_cannot_be_read(ward: Ward, monkeypatch: pytest.MonkeyPatch, name: str, code: str) -> None:
    monkeypatch.chdir(ward.folder)
    for read in (inputs.scenario, inputs.plan):
        with pytest.raises(inputs.BadFile) as refused:
            read(name)
        assert [fault.code for fault in refused.value.faults] == [code]
