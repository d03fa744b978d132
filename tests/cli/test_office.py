"""Users, backups and the trail from the command line, as who runs the machine would use them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from planner.cli import run
from planner.desk.desk import Desk
from planner.desk.store import Store
from tests.cli.command import chungtay, lines

ROLE = ("--role", "viewer:ubnd")
PASSWORD = "đường dài mới biết ngựa hay"  # noqa: S105 - of a test


class Told(NamedTuple):
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        return json.loads(self.out)


def told_by(told: Told) -> str:
    """What was found to be wrong."""
    (fault,) = told.document["faults"]
    return str(fault["found"])


Tell = Callable[..., Told]


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the desk is kept; there is none yet."""
    monkeypatch.setenv("CHUNGTAY_DATABASE", f"sqlite:///{tmp_path / 'desk.db'}")
    monkeypatch.setenv("CHUNGTAY_ADDRESS", "https://ward.example")
    return tmp_path / "desk.db"


@pytest.fixture
def tell(database: Path, capsys: pytest.CaptureFixture[str]) -> Tell:
    """Runs a command about the desk."""
    assert not database.exists()

    def told(*arguments: str) -> Told:
        code = run(arguments)
        return Told(code, *capsys.readouterr())

    return told


def test_a_user_is_added_and_comes_in(tell: Tell, database: Path) -> None:
    told = tell("user", "add", "lan", "--role", "planner:ubnd:dien-hong", "--role", "viewer:*", "--person", "ub-1")
    assert (told.code, told.err) == (0, "")
    address, _, secret = told.out.strip().rpartition("/")
    assert address == "https://ward.example/invitations"
    with closing(Store(f"sqlite:///{database}")) as store:
        who = Desk(store).signin.accept(secret, PASSWORD).who
        assert (who.name, who.person, len(who.roles)) == ("lan", "ub-1", 2)

    told = tell("user", "add", "mai", *ROLE, "--json")
    assert (told.code, told.document["name"], told.document["roles"]) == (0, "mai", ["viewer:ubnd"])
    assert told.document["link"].startswith("https://ward.example/invitations/")

    again = tell("user", "invite", "mai", "--json")
    assert (again.code, again.document["link"] != told.document["link"]) == (0, True)
    with closing(Store(f"sqlite:///{database}")) as store:
        assert Desk(store).signin.invited(again.document["link"].rpartition("/")[2]) == "mai"

    listed = tell("user", "list", "--json").document["users"]
    assert [(u["name"], u["roles"], u["active"], u["can_sign_in"]) for u in listed] == [
        ("mai", ["viewer:ubnd"], True, False),
        ("lan", ["planner:ubnd:dien-hong", "viewer:*"], True, True),
    ]


@pytest.mark.parametrize(
    ("lang", "heading", "let_in"),
    [
        ("vi", ["Tên", "Vai", "trò", "Vào", "được"], ("chưa đặt", "không")),
        ("en", ["Name", "Roles", "Let", "in"], ("no password", "no")),
    ],
)
def test_users_for_people(tell: Tell, lang: str, heading: list[str], let_in: tuple[str, str]) -> None:
    tell("user", "add", "lan", "--role", "planner:ubnd")
    tell("user", "add", "mai", *ROLE)
    assert lines(tell("user", "change", "mai", "--off").out) == ["mai: viewer:ubnd"]
    found = lines(tell("user", "list", "--lang", lang).out)
    assert found[0].split() == heading
    (mai,) = (line for line in found if line.lstrip().startswith("mai"))
    (lan,) = (line for line in found if line.lstrip().startswith("lan"))
    assert (mai.split(), let_in[0] in lan, "planner:ubnd" in lan) == (["mai", "viewer:ubnd", let_in[1]], True, True)


def test_a_user_is_changed(tell: Tell) -> None:
    tell("user", "add", "boss", "--role", "admin:*")
    tell("user", "add", "lan", "--role", "planner:ubnd", "--person", "ub-1")
    changed = tell("user", "change", "lan", "--role", "viewer:mttq:dien-hong", "--json")
    assert (changed.code, changed.document["roles"], changed.document["person"]) == (
        0,
        ["viewer:mttq:dien-hong"],
        "ub-1",
    )
    assert tell("user", "change", "lan", "--person", "", "--json").document["person"] is None
    assert tell("user", "change", "lan", "--off", "--json").document["active"] is False
    assert tell("user", "change", "lan", "--on", "--json").document["active"] is True
    last = tell("user", "change", "boss", "--off", "--json")
    assert (last.code, last.document["faults"][0]["code"]) == (2, "last-admin")
    assert tell("user", "list", "--json").document["users"][1]["active"] is True


@pytest.mark.parametrize(
    ("arguments", "code", "found"),
    [
        (("user", "add", "lan", *ROLE), "name-taken", "–"),
        (("user", "add", "mai", "--role", "boss:ubnd"), "unknown-role", "boss:ubnd"),
        (("user", "add", "mai", "--role", "planner"), "unknown-role", "planner"),
        (("user", "add", "mai", "--role", "planner:"), "unknown-role", "planner:"),
        (("user", "add", "mai", "--role", "planner:a:b:c"), "unknown-role", "planner:a:b:c"),
        (("user", "add", "", *ROLE), "no-line", ""),
        (("user", "add", "a\nb", *ROLE), "no-line", "a\nb"),
        (("user", "add", "x" * 201, *ROLE), "no-line", "x" * 60),
        (("user", "add", "\udcff", *ROLE), "no-line", "?"),
        (("user", "add", "mai", *ROLE, "--person", "x" * 201), "no-line", "x" * 60),
        (("user", "add", "mai", "--role", f"planner:{'x' * 201}"), "no-line", "x" * 60),
        (("user", "invite", "mai"), "unknown-user", "mai"),
        (("user", "change", "mai", "--on"), "unknown-user", "mai"),
    ],
)
def test_what_is_refused(tell: Tell, arguments: tuple[str, ...], code: str, found: str) -> None:
    tell("user", "add", "lan", *ROLE)
    told = tell(*arguments, "--json")
    (fault,) = told.document["faults"]
    assert (told.code, told.document["ok"], fault["code"], fault["found"]) == (2, False, code, found)
    for lang in ("allowed_vi", "allowed_en"):
        assert fault[lang]
    assert [user["name"] for user in tell("user", "list", "--json").document["users"]] == ["lan"]


def test_there_and_back(tell: Tell, tmp_path: Path) -> None:
    tell("user", "add", "lan", "--role", "planner:ubnd")
    copy, moved = str(tmp_path / "copy"), f"sqlite:///{tmp_path / 'moved.db'}"
    told = tell("backup", copy)
    assert (told.code, lines(told.out)[0], told.err) == (0, f"Copied to {copy}", "")
    before = tell("audit", "verify", "--json").document
    assert before == {"ok": True, "broken": None, "rows": 2, "digest": before["digest"]}
    trail = {"rows": 2, "digest": before["digest"], "broken": None}

    told = tell("restore", copy, "--database", moved, "--json")
    assert (told.code, told.document["trail"]) == (0, trail)
    assert (told.document["rows"]["users"], told.document["rows"]["audit"]) == (1, 2)
    users = [tell("user", "list", "--json", *more).document for more in ((), ("--database", moved))]
    assert users[0] == users[1]

    again = tell("restore", copy, "--database", moved)
    assert (again.code, again.out) == (2, "")
    assert "the database holds something already" in told_by(tell("restore", copy, "--database", moved, "--json"))
    taken = tell("backup", copy, "--json")
    assert (taken.code, taken.document["faults"][0]["code"]) == (2, "unusable-file")
    assert tell("backup", str(tmp_path / "nowhere" / "copy")).code == 2

    damaged = tmp_path / "damaged"
    damaged.write_bytes(Path(copy).read_bytes())
    with closing(sqlite3.connect(damaged)) as connection, connection:
        connection.execute("UPDATE users SET name = 'mai'")
    empty = ("--database", f"sqlite:///{tmp_path / 'empty.db'}")
    told = tell("restore", str(damaged), *empty, "--json")
    (fault,) = told.document["faults"]
    assert (told.code, told.document["file"], fault["code"]) == (2, str(damaged), "bad-backup")
    assert "users" in fault["found"]
    assert tell("restore", str(tmp_path / "nothing"), *empty).code == 2
    said = tell("restore", copy, *empty, "--lang", "vi").out
    assert "".join(said.split()).startswith(f"Đãkhôiphụctừ{copy}")  # long names are told on a line of their own


def test_a_trail_that_was_tampered_with(tell: Tell, database: Path, tmp_path: Path) -> None:
    tell("user", "add", "lan", *ROLE)
    whole = tell("audit", "verify")
    digest = tell("audit", "verify", "--json").document["digest"]
    assert (whole.code, whole.out.split()) == (0, ["The", "trail", "is", "whole:", "2", "rows,", digest])
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE audit SET actor = 'mai' WHERE number = 2")
    told = tell("audit", "verify")
    assert (told.code, told.out) == (1, "The trail is broken at row 2\n")
    assert tell("audit", "verify", "--lang", "vi").out == "Nhật ký hỏng từ dòng 2\n"
    assert tell("audit", "verify", "--json").document["broken"] == 2
    copied = tell("backup", str(tmp_path / "copy"), "--json")  # a copy is kept all the same, and said to be so
    assert (copied.code, copied.document["ok"], copied.document["trail"]["broken"]) == (1, False, 2)
    assert "broken at row 2" in copied.err
    assert (tmp_path / "copy").is_file()


@pytest.mark.parametrize("arguments", [("backup", "copy"), ("user", "list"), ("audit", "verify")])
def test_there_is_no_desk(tell: Tell, database: Path, arguments: tuple[str, ...]) -> None:
    """A mistyped name is no empty desk: nothing is made of it."""
    told = tell(*arguments, "--json")
    assert (told.code, told.document["faults"][0]["code"]) == (2, "no-desk")
    assert not database.exists()


@pytest.mark.parametrize(
    "url", ["nonsense", "mysql://x/y", "sqlite:////nowhere/at/all/desk.db", "postgresql://x:geheim@127.0.0.1:1/y"]
)
def test_a_database_that_cannot_be_opened(tell: Tell, url: str) -> None:
    told = tell("user", "add", "lan", *ROLE, "--database", url, "--json")
    (fault,) = told.document["faults"]
    assert (told.code, told.document["file"], fault["code"]) == (2, "--database", "no-database")
    assert "geheim" not in told.out + told.err


def test_a_setting_that_cannot_be_used(tell: Tell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUNGTAY_WORKERS", "none")
    told = tell("user", "list", "--json")
    (fault,) = told.document["faults"]
    assert (told.code, told.document["file"], fault["found"]) == (2, "CHUNGTAY_WORKERS", "none")


def test_a_database_of_a_later_release(tell: Tell, database: Path) -> None:
    tell("user", "add", "lan", *ROLE)
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    told = tell("user", "list", "--json")
    (fault,) = told.document["faults"]
    assert (told.code, fault["code"], fault["found"]) == (2, "no-database", "9999")


def test_through_a_real_shell(tmp_path: Path) -> None:
    env = {"CHUNGTAY_DATABASE": f"sqlite:///{tmp_path / 'desk.db'}"}
    told = chungtay("user", "add", "lan", "--role", "planner:ubnd", env=env)
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.startswith("http://127.0.0.1:8000/invitations/")
    told = chungtay("user", "add", "lan", *ROLE, env=env)
    assert (told.returncode, told.stdout, lines(told.stderr)[0]) == (2, "", "user: 1 fault")
    told = chungtay("user", "add", env=env)
    assert (told.returncode, lines(told.stderr)[0]) == (2, "Error: Missing argument 'NAME'.")
