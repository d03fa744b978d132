"""The ground under the code: what is committed, locked and shipped, and that no test is skipped unseen."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import hatchling.build
import pytest
from pathspec import GitIgnoreSpec

import planner
import scenarios

ROOT = Path(__file__).parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
RUN, TEST = ROOT / "requirements.lock", ROOT / "tests" / "requirements.lock"

# Where one machine keeps things and where it gets its packages holds nowhere else. Put together from pieces,
# so that this file passes its own search.
PRIVATE = re.compile(
    r"(?<![\w.~-])/(?:{})/".format("|".join(["work", "tmp" + "/w", "root", "home", "opt/" + "wheels"]))
    + r"|\bpypi\."
    + r"\w|python"
    + "hosted",
    re.IGNORECASE,
)


def test_nothing_private_is_committed() -> None:
    assert [
        f"{name}:{number}: {line.strip()}"
        for name in sorted(committed())
        for number, line in enumerate((ROOT / name).read_bytes().decode("utf-8", "replace").splitlines(), 1)
        if PRIVATE.search(line)
    ] == []


@pytest.mark.parametrize(
    ("line", "private"),
    [
        ("cd " + "/".join(["", "work", "main"]), True),
        ("log=" + "/".join(["", "tmp", "w", "log"]), True),
        ("https://" + "pypi" + ".org/simple", True),
        ("-o /tmp/ward.json", False),
        ("https://baocantho.com.vn/work/a182864", False),
    ],
)
def test_private_words_are_known(line: str, private: bool) -> None:
    assert bool(PRIVATE.search(line)) == private


def test_the_search_sees_the_tree() -> None:
    seen = committed()
    assert {
        "pyproject.toml",
        "requirements.lock",
        ".ci/run",
        "planner/__init__.py",
        "tests/test_ground.py",
    } <= seen
    assert not any(name.startswith((".venv/", ".git/")) or "__pycache__" in name for name in seen)


def test_code_named_like_an_artefact_is_committed() -> None:
    assert not ignored().match_file("scenarios/build/__main__.py")


def test_every_dependency_has_a_reason() -> None:
    lines = (ROOT / "pyproject.toml").read_text("utf-8").splitlines()
    reasons = {
        requirement: [line.partition("# ")[2] for line in lines if line.strip().startswith(f'"{requirement}",')]
        for requirement in requirements("build", "test")
    }
    assert [requirement for requirement, found in reasons.items() if not any(found)] == []


MODULES = {"python-docx": "docx"}
"""What is imported under another name than it is installed by."""


TAKEN_BY_OTHERS = {
    "httptools",  # by uvicorn, where it is there
    "python-multipart",  # by FastAPI, for forms
    "tzdata",  # by zoneinfo, where the system has no time zones
    "uvloop",  # by uvicorn, where it is there
}
"""Dependencies that other libraries import by themselves."""


def test_every_dependency_is_used() -> None:
    imported = {
        match[1]
        for top in ("api", "planner", "web")
        for file in (ROOT / top).rglob("*.py")
        for match in re.finditer(r"^\s*(?:from|import) ([\w.]+)", file.read_text("utf-8"), re.MULTILINE)
    }
    unused = {
        name
        for name in map(name_of, requirements())
        if not any(f"{module}.".startswith(f"{MODULES.get(name, name.replace('-', '_'))}.") for module in imported)
    }
    assert unused == TAKEN_BY_OTHERS


@pytest.mark.parametrize(("lock", "extras"), [(RUN, ["build"]), (TEST, ["build", "test"])], ids=["run", "test"])
def test_every_dependency_is_locked(lock: Path, extras: list[str]) -> None:
    locked = {name_of(pin) for pin in pins(lock)}
    assert {name_of(requirement).replace(".", "-") for requirement in requirements(*extras)} - locked == set()


@pytest.mark.parametrize("lock", [RUN, TEST], ids=["run", "test"])
def test_a_lock_holds_pins_hashes_and_reasons_only(lock: Path) -> None:
    entry = re.compile(
        r"[\w.-]+==\S+(?: ; [^\n\\]+)? \\\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+(?:    # [^\n:]*\n)+"
    )
    assert entry.sub("", lock.read_text("utf-8")) == ""


def test_tests_run_on_what_is_shipped() -> None:
    assert pins(RUN) - pins(TEST) == set()


def test_the_build_backend_is_locked() -> None:
    [backend] = PROJECT["build-system"]["requires"]
    assert PROJECT["project"]["optional-dependencies"]["build"] == [backend]
    assert backend in pins(RUN)


def test_the_wheel_holds_code_and_scenarios(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    wheel = hatchling.build.build_wheel(str(tmp_path))
    shipped = {name for name in ZipFile(tmp_path / wheel).namelist() if ".dist-info/" not in name}
    assert wheel == f"chungtay-{planner.__version__}-py3-none-any.whl"
    assert shipped == {name for name in committed() if name.startswith(("api/", "planner/", "scenarios/", "web/"))}
    assert {f"scenarios/{name}.json" for name in scenarios.names()} - shipped == set()


def test_under_ci_nothing_is_skipped(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    skip_every_way(pytester)
    monkeypatch.setenv("CI", "true")
    run = pytester.runpytest_subprocess("--continue-on-collection-errors")
    run.assert_outcomes(passed=1, failed=2, errors=3)  # a skip before the call is an error
    run.stdout.fnmatch_lines_random(
        [
            "test_ways.py::test_marked: under CI nothing is skipped (Skipped: no Word here)",
            "test_module.py: under CI nothing is skipped (Skipped: no module*)",
        ]
    )


def test_on_a_desk_a_skip_is_a_skip(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    skip_every_way(pytester)
    monkeypatch.delenv("CI", raising=False)
    pytester.runpytest_subprocess().assert_outcomes(passed=1, skipped=4, xfailed=1)


def skip_every_way(pytester: pytest.Pytester) -> None:
    """Write a suite under our conftest with one passing test and each way not to run one."""
    pytester.makeconftest((ROOT / "tests" / "conftest.py").read_text("utf-8"))
    pytester.makepyfile(
        test_module="import pytest; pytest.skip('no module', allow_module_level=True)",
        test_ways="""
            import pytest

            @pytest.fixture
            def word():
                pytest.skip("no Word here")

            @pytest.mark.skip(reason="no Word here")
            def test_marked(): ...
            def test_called(): pytest.skip("no Word here")
            def test_fixture(word): ...
            @pytest.mark.xfail
            def test_expected(): assert False
            def test_passes(): ...
        """,
    )


def ignored() -> GitIgnoreSpec:
    return GitIgnoreSpec.from_lines([*(ROOT / ".gitignore").read_text("utf-8").splitlines(), "/.git"])


def committed() -> set[str]:
    """Every file that .gitignore does not keep out; git itself need not be there."""
    return set(ignored().match_tree_files(ROOT, negate=True))


def requirements(*extras: str) -> list[str]:
    """What pyproject.toml asks for."""
    project = PROJECT["project"]
    return [
        *project["dependencies"],
        *(each for extra in extras for each in project["optional-dependencies"][extra]),
    ]


def name_of(requirement: str) -> str:
    return re.split(r"[<>=!~ \[]", requirement)[0]


def pins(lock: Path) -> set[str]:
    """The releases in a lock, as `name==release`, with the platforms they are for."""
    return set(re.findall(r"^(\w\S*==.+) \\$", lock.read_text("utf-8"), re.MULTILINE))
