"""Every way in which a command can end, through real processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

import planner
from planner.cli import run
from tests.cli.command import COMMAND, ROOT, chungtay, environment, lines
from tests.cli.conftest import Ward

FILES = ("demo", "check", "solve", "explain", "whatif", "verify", "show", "template", "import", "export")
DESK = ("serve", "worker", "backup", "restore")
GROUPS = ("user", "audit", "bench")
IN_GROUPS = (
    "user add", "user list", "user invite", "user change", "audit verify", "bench smptsp", "bench sscflp",
    "bench scale", "bench peers",
)  # fmt: skip


def test_version() -> None:
    told = chungtay("--version")
    assert (told.returncode, told.stdout, told.stderr) == (0, f"chungtay {planner.__version__}\n", "")


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_help_lists_every_command_in_the_readers_language(lang: str) -> None:
    told = chungtay("--help", env={"CHUNGTAY_LANG": lang})
    assert told.returncode == 0
    rows = told.stdout.partition("Commands:\n")[2].splitlines()
    listed = [row.split()[0] for row in rows if row[2] != " "]
    assert "..." not in told.stdout.partition("Commands:\n")[2]
    assert tuple(listed) == (*FILES, *DESK, *GROUPS)
    about = {
        "vi": "Chung Tay: hoạt động nào tổ chức chung",
        "en": "Chung Tay: which activities to hold as one",
    }
    assert lines(told.stdout)[2].strip().startswith(about[lang])


@pytest.mark.parametrize("command", [*FILES, *DESK, *IN_GROUPS])
def test_every_option_is_explained_in_both_languages(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    texts = []
    for lang in ("vi", "en"):
        assert run([*command.split(), "--lang", lang, "--help"]) == 0
        texts.append(capsys.readouterr().out)
    vietnamese, english = texts
    assert options(vietnamese) == options(english) != []
    assert vietnamese != english


def options(text: str) -> list[str]:
    return [word for line in text.splitlines() for word in line.split()[:2] if word.startswith("--")]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "Missing command."),
        (("frob",), "No such command 'frob'."),
        (("verify", "x"), "Missing argument 'PLAN'."),
        (("check", "x", "--frob"), "No such option: --frob"),
        (("solve", "x", "--deterministic", "--workers", "2"), "--deterministic works with one worker only."),
        (("solve", "x", "--from", "2026-02-07T07:30"), "--from needs --base."),
        (("verify", "x", "y", "--from", "2026-02-07"), "--from needs --base."),
        (("show", "x", "y", "--from", "2026-02-07"), "--from needs --base."),
        (("solve", "x", "--time-limit", "nan"), "nan is not above 0 and at most 2592000 seconds."),
        (("solve", "x", "--time-limit", "0"), "0 is not above 0 and at most 2592000 seconds."),
        (("solve", "x", "--time-limit", "inf"), "inf is not above 0 and at most 2592000 seconds."),
        (("check", "x", "--lang", "fr"), "'fr' is not one of 'vi', 'en'."),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 2
    told = capsys.readouterr()
    assert told.out == ""
    *error, see = lines(told.err)
    assert " ".join(error).startswith("Error: ")
    assert " ".join(error).endswith(message)
    assert see == "See: chungtay --help"


def test_wrong_usage_as_json() -> None:
    told = chungtay("check", "--json", env={"CHUNGTAY_LANG": "vi"})
    assert told.returncode == 2
    document = json.loads(told.stdout)
    (fault,) = document.pop("faults")
    assert document == {"ok": False, "file": "chungtay", "warnings": []}
    assert (fault["code"], fault["found"]) == ("usage", "Missing argument 'SCENARIO'.")
    assert lines(told.stderr)[0] == "Lỗi: Missing argument 'SCENARIO'."


@pytest.mark.parametrize("command", [("check",), ("verify", "plan.json"), ("show", "plan.json")])
def test_a_missing_file(command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    name, *rest = command
    assert run([name, "nothing.json", *rest]) == 2
    told = capsys.readouterr()
    assert lines(told.out if name == "check" else told.err)[0] == "nothing.json: 1 fault"

    assert run([name, "nothing.json", *rest, "--json"]) == 2
    document = json.loads(capsys.readouterr().out)
    assert (document["ok"], document["file"]) == (False, "nothing.json")
    assert [fault["code"] for fault in document["faults"]] == ["missing-file"]


@pytest.mark.parametrize(
    ("variables", "verdict"),
    [
        ({"LANG": "vi_VN.UTF-8", "CHUNGTAY_LANG": ""}, "Không có lỗi."),
        ({"LANG": "de_DE.UTF-8", "CHUNGTAY_LANG": ""}, "No faults."),
        ({"LANG": "de_DE.UTF-8", "CHUNGTAY_LANG": "vi"}, "Không có lỗi."),
    ],
)
def test_the_language_of_the_locale(ward: Ward, variables: dict[str, str], verdict: str) -> None:
    assert lines(chungtay("check", ward.scenario_file, env=variables).stdout)[1] == verdict


def test_a_terminal_without_vietnamese_letters(ward: Ward) -> None:
    ascii_only = {"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    told = chungtay("check", ward.scenario_file, env=ascii_only)
    assert (told.returncode, lines(told.stdout)[0]) == (0, r"Ph\u01b0\u1eddng th\u1eed")
    told = chungtay("show", ward.scenario_file, ward.plan_file, "--json", env=ascii_only)
    assert json.loads(told.stdout) == ward.plan.to_json()


@pytest.mark.parametrize("extra", [(), ("--json",)])
def test_nobody_reads_the_output(ward: Ward, extra: tuple[str, ...]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as stdout:
        told = subprocess.run(
            [*COMMAND, "show", ward.scenario_file, ward.plan_file, *extra],
            cwd=ROOT,
            env=environment(),
            stdout=stdout,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (told.returncode, told.stderr) == (141, b"")


CRASH = """
import sys
from planner.cli import helptext, run
from planner.cli.app import app

@app.command()
def crash(as_json: bool = False) -> int:
    raise ZeroDivisionError("in [the] engine")

helptext.COMMANDS["crash"] = ("", "")
sys.exit(run(sys.argv[1:]))
"""


def test_a_mistake_in_the_program() -> None:
    told = subprocess.run(
        [sys.executable, "-c", CRASH, "crash"],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (told.returncode, told.stdout) == (70, "")
    assert lines(told.stderr)[0] == "Traceback (most recent call last):"
    message = "A mistake in the program, please report it: ZeroDivisionError: in [the] engine"
    assert " ".join(lines(told.stderr)[-2:]).endswith(message)


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("solve", "--help"), ("demo", "--help")])
def test_help_waits_for_nothing_heavy(arguments: tuple[str, ...]) -> None:
    assert loaded(*arguments) == []


@pytest.mark.parametrize("command", ["check", "verify", "show"])
def test_what_needs_no_solver_loads_none(ward: Ward, command: str) -> None:
    files = [ward.scenario_file] if command == "check" else [ward.scenario_file, ward.plan_file]
    assert loaded(command, *files) == []


LOADED = """
import sys
from planner.cli import run
code = run(sys.argv[1:])
heavy = sorted({".".join(name.split(".")[:2]) for name in sys.modules} & {"planner.model", "planner.solve"})
print(code, *heavy, *sorted({"ortools", "numpy", "pandas"} & set(sys.modules)), file=sys.stderr)
"""


def loaded(*arguments: str) -> list[str]:
    """The heavy modules that a command loads."""
    told = subprocess.run(
        [sys.executable, "-c", LOADED, *arguments],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    code, *heavy = told.stderr.splitlines()[-1].split()
    assert code == "0"
    return heavy
