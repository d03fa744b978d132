"""A public instance as a scenario, and how what a plan comes to is told in the numbers of the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.files.refusals import whole_file

DAY: Final = "2001-01-01"
"""The first day of every scenario made from an instance: a Monday, so that weeks are whole."""

Raw = dict[str, Any]


@dataclass(frozen=True)
class Instance:
    """`tier` is what is minimised. `value` works out of a plan what it comes to in the file's own numbers, exactly.

    A bound of the tier, divided by `scale` and less `slack`, bounds that value: both are about rounding only.
    """

    scenario: Scenario
    tier: str
    value: Callable[[Plan], Fraction]
    scale: int = 1
    slack: Fraction = Fraction(0)

    def bound(self, bound: int) -> Fraction:
        """Return the bound in the file's own numbers."""
        return Fraction(bound, self.scale) - self.slack


def text_of(path: Path) -> str:
    """Return the text of a file up to the first NUL: some were published with padding behind it.

    Raises:
        InputError: it is no ASCII text.
        OSError: it cannot be read.
    """
    try:
        return path.read_bytes().split(b"\0")[0].decode("ascii")
    except UnicodeDecodeError as error:
        raise whole_file("not-ascii", f"byte {error.start}", "văn bản ASCII", "ASCII text") from error


def names(letter: str, number: int) -> list[str]:
    """Return ids that sort as they are numbered."""
    width = len(str(max(0, number - 1)))
    return [f"{letter}{i:0{width}d}" for i in range(number)]


def files(paths: list[str], suffixes: tuple[str, ...]) -> Iterator[Path]:
    """Yield the files named, and those in the folders named: with one of the suffixes, `""` being none.

    In the order of their numbers: `p9` before `p10`.
    """
    for name in paths:
        path = Path(name)
        if not path.is_dir():
            yield path
            continue
        found = [f for f in path.rglob("*") if f.is_file() and f.suffix in suffixes and not f.name.startswith(".")]
        yield from sorted(found, key=lambda f: (f.parent, _numbered(f.name)))


def _numbered(name: str) -> list[tuple[int, str]]:
    """Return a key that sorts digits by their value."""
    found: list[tuple[int, str]] = []
    digits = ""
    for letter in (*name, ""):
        if letter.isdigit():
            digits += letter
            continue
        if digits:
            found.append((int(digits), ""))
            digits = ""
        found.append((-1, letter))
    return found
