"""The arrows of the house, read from the imports.

The table below is the documentation: a room is a file or folder directly under planner/, the folder api/ or web/, or
that of the shipped scenarios, and its row says which rooms it may import. Data flows one way: an arrow only points to
a row above.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import scenarios

ARROWS: dict[str, tuple[str, ...]] = {
    "scenarios": (),
    "domain": (),
    "rules": ("domain",),
    "grid": ("domain", "rules"),
    "files": ("domain",),
    "engine": (),
    "verify": ("domain", "rules"),  # shares nothing with the model, so that one mistake is not made twice
    "model": ("domain", "rules", "grid"),
    "solve": ("domain", "rules", "grid", "verify", "model"),
    "whatif": ("domain", "rules", "grid", "engine", "verify", "model", "solve"),
    "answers": ("domain", "rules", "grid", "engine", "verify", "model", "solve", "whatif"),
    "bench": ("scenarios", "domain", "files", "verify", "solve"),
    "desk": ("domain", "files", "engine", "verify", "solve", "whatif", "answers"),
    "api": ("domain", "files", "desk", "answers"),
    "web": ("scenarios", "domain", "rules", "files", "desk", "answers"),
    "cli": (
        "scenarios",
        "domain",
        "rules",
        "grid",
        "files",
        "engine",
        "verify",
        "model",
        "solve",
        "whatif",
        "answers",
        "bench",
        "desk",
        "api",
        "web",
    ),
    "__main__": ("cli",),
}
SOLVER_ROOMS = {"model", "solve", "answers"}  # the only ones that import ortools: it takes a second
PEERS = "planner/bench/peers"  # programs that run with libraries of their own, never with ours

ROOT = Path(__file__).parents[1]


def test_arrows_point_up() -> None:
    rooms = list(ARROWS)
    assert [
        (room, target)
        for room, targets in ARROWS.items()
        for target in targets
        if rooms.index(target) >= rooms.index(room)
    ] == []


def test_every_room_has_a_row() -> None:
    assert rooms(ROOT) == set(ARROWS)


def test_every_arrow_is_listed() -> None:
    assert strays(ROOT) == []


@pytest.mark.parametrize(
    "script",
    [
        pytest.param("import planner.cli", id="import"),
        pytest.param("from planner.cli import run; sys.exit(run(sys.argv[1:]))", id="check"),
    ],
)
def test_ortools_stays_out_until_solving(script: str) -> None:
    name = scenarios.names()[0]
    code = (
        "import atexit, sys\n"
        "atexit.register(lambda: print('ortools', 'ortools' in sys.modules, file=sys.stderr))\n" + script
    )
    run = subprocess.run(
        [sys.executable, "-c", code, "check", str(scenarios.path(name))],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stderr.splitlines()[-1]) == (0, "ortools False"), run.stderr


@pytest.mark.parametrize(
    ("file", "line", "stray"),
    [
        ("planner/domain/plan.py", "from planner.grid import Grid", "planner/domain/plan.py:1: grid"),
        ("planner/domain/plan.py", "import planner.files.yaml", "planner/domain/plan.py:1: files"),
        ("planner/domain/plan.py", "from planner import solve", "planner/domain/plan.py:1: solve"),
        ("planner/domain/plan.py", "from ..verify import hours", "planner/domain/plan.py:1: verify"),
        ("planner/rules.py", "from . import grid", "planner/rules.py:1: grid"),
        (
            "planner/verify/hours.py",
            "def f():\n    from planner.model import hours",
            "planner/verify/hours.py:2: model",
        ),
        (
            "planner/verify/hours.py",
            "from ortools.sat.python import cp_model",
            "planner/verify/hours.py:1: ortools",
        ),
        ("planner/cli.py", "import numpy, ortools", "planner/cli.py:1: ortools"),
        ("planner/model/hours.py", "from scenarios import path", "planner/model/hours.py:1: scenarios"),
        ("planner/__init__.py", "from planner.domain import plan", "planner/__init__.py:1: domain"),
        ("planner/attic.py", "from planner.domain import plan", "planner/attic.py:1: domain"),
        ("scenarios/build/__main__.py", "import planner.domain", "scenarios/build/__main__.py:1: domain"),
    ],
)
def test_a_stray_arrow_is_found(tmp_path: Path, file: str, line: str, stray: str) -> None:
    write(tmp_path / file, line)
    assert strays(tmp_path) == [stray]


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("planner/domain/plan.py", "from planner.domain.values import Id\nfrom . import values"),
        ("planner/domain/plan.py", "import decimal"),
        ("planner/model/hours.py", "from ortools.sat.python import cp_model\nfrom ..grid import Grid"),
        ("planner/cli.py", "def solve():\n    from planner.solve import solve"),
        ("planner/cli.py", "from planner import __version__"),
        ("scenarios/build/__main__.py", "from scenarios import names"),
    ],
)
def test_a_listed_arrow_passes(tmp_path: Path, file: str, line: str) -> None:
    write(tmp_path / file, line)
    assert strays(tmp_path) == []


def test_a_new_room_is_seen(tmp_path: Path) -> None:
    for file in (
        "planner/__init__.py",
        "planner/attic.py",
        "planner/cellar/wine/red.py",
        "scenarios/__init__.py",
    ):
        write(tmp_path / file, "")
    (tmp_path / "planner" / "py.typed").touch()
    (tmp_path / "planner" / "empty").mkdir()
    assert rooms(tmp_path) == {"attic", "cellar", "scenarios"}


def rooms(root: Path) -> set[str]:
    """The rooms with code in them."""
    return {room_of(file, root) for file in sources(root)} - {"__init__"}


def strays(root: Path) -> list[str]:
    """Every import that no row allows, as `file:line: room`."""
    return [
        f"{file.relative_to(root).as_posix()}:{line}: {target}"
        for file in sources(root)
        for line, target in imports(file, root)
        if target not in allowed(room_of(file, root)) and not (target == "ortools" and root / PEERS in file.parents)
    ]


def allowed(room: str) -> set[str]:
    """What a room may import: itself, its row, and ortools where it is a room of the solver."""
    return {room, *ARROWS.get(room, ()), *({"ortools"} if room in SOLVER_ROOMS else ())}


def sources(root: Path) -> list[Path]:
    return sorted(file for top in ("api", "planner", "scenarios", "web") for file in (root / top).rglob("*.py"))


def room_of(file: Path, root: Path) -> str:
    top, *inner = file.relative_to(root).with_suffix("").parts
    return inner[0] if top == "planner" else top


def imports(file: Path, root: Path) -> Iterator[tuple[int, str]]:
    """Line and room of each import of ours or of ortools, wherever in the file it stands."""
    package = file.relative_to(root).parent.parts
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        match node:
            case ast.Import():
                names = [alias.name for alias in node.names]
            case ast.ImportFrom():
                start = package[: len(package) - node.level + 1] if node.level else ()
                stem = [*start, *([node.module] if node.module else [])]
                names = [".".join([*stem, alias.name]) for alias in node.names]
            case _:
                continue
        for name in names:
            match name.split("."):
                case ["api" | "ortools" | "scenarios" | "web" as top, *_]:
                    yield node.lineno, top
                case ["planner", room, *_] if not room.startswith("_"):
                    yield node.lineno, room


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
