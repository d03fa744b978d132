"""How a file is refused: one fault for the whole of it, with line and column where there are any."""

from __future__ import annotations

from typing import Final, NamedTuple

from planner.domain.faults import Fault, InputError

SHOWN: Final = 60
"""Most characters shown of what was found."""


class Mark(NamedTuple):
    """A place in a text; line and column count from 1, columns in characters."""

    line: int
    column: int

    @property
    def vi(self) -> str:
        """The place in Vietnamese."""
        return f"dòng {self.line}, cột {self.column}"

    @property
    def en(self) -> str:
        """The place in English."""
        return f"line {self.line}, column {self.column}"


def mark_at(text: str, position: int) -> Mark:
    """Return where the character at `position` (from 0) stands."""
    before = text.count("\n", 0, position)
    return Mark(before + 1, position - text.rfind("\n", 0, position))


def found_at(text: str, position: int) -> str:
    """Return the rest of the line from `position` on, shortened: what stands where something else should."""
    end = text.find("\n", position)
    rest = text[position : end if end >= 0 else None]
    if rest.strip():
        return short(rest.rstrip("\r"))
    return "(hết dòng / end of line)" if end >= 0 else "(hết tệp / end of file)"


def short(text: str) -> str:
    """Return `text` cut to what is shown, lone surrogates written as escapes."""
    kept = text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
    return printable(kept)


def printable(text: str) -> str:
    r"""Return `text` with lone surrogates, which no file can hold, as escapes (``\ud800``)."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def whole_file(code: str, found: str, vi: str, en: str) -> InputError:
    """Return the refusal of a file for one reason that stops the reading of it."""
    return InputError((Fault(code=code, pointer="", found=found, allowed_vi=vi, allowed_en=en),))


def syntax(mark: Mark, found: str, vi: str, en: str) -> InputError:
    """Return the refusal of a text that cannot be read from `mark` on."""
    return whole_file("syntax", found, f"{mark.vi}: {vi}", f"{mark.en}: {en}")
