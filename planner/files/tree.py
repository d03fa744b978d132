"""From what a parser found to plain values: every string in one Unicode form, every fault with its pointer.

A parser builds lists, scalars, `Members` for objects and `Refused` where something cannot be read, and goes
on; `values` then returns dicts, lists and scalars, or raises all faults at once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from planner.domain.faults import Fault, InputError
from planner.files.refusals import printable, short

DEEPEST: Final = 100
"""Most lists and objects inside each other; the contract needs six."""

LONGEST_NAME: Final = 1000
"""Most characters of a field's name: it stands in the pointer of every fault below it."""

MOST_FAULTS: Final = 1000
"""Faults after which the reading stops: nobody reads more, and a hostile file has millions."""

MOST_MARKS: Final = 30
"""Most combining marks after each other (UAX 15, section 13): more take quadratic time to put in order."""

_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Refused:
    """A value that cannot be used: the kind of fault, what was found, what is allowed."""

    code: str
    found: str
    vi: str
    en: str


class Members(list[tuple[str | Refused, object]]):
    """An object as it stands in a file: names and values in order, repeats included."""


def values(tree: object) -> object:
    """Return the plain values of `tree`: strings in Unicode form C (NFC), objects as dicts.

    Raises:
        InputError: anything refused, a repeated field, half a surrogate pair, too many levels; all at once.
    """
    walk = _Walk()
    found = walk.value(tree)
    if walk.faults:
        raise InputError(tuple(walk.faults))
    return found


def nfc(text: str) -> str:
    """Return `text` in the Unicode form in which equal letters are equal strings, if marks are not heaped."""
    return text if text.isascii() or heaped(text) else unicodedata.normalize("NFC", text)


def heaped(text: str) -> bool:
    """Tell whether more marks stand on a letter than are put in order."""
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks > MOST_MARKS:
            return True
    return False


def repeated(name: str, vi: str = "", en: str = "") -> Refused:
    """Return the refusal of a field that its object has already; `vi` and `en` may say where it stands."""
    return Refused("repeated-field", name, f"mỗi trường một lần trong một mục{vi}", f"each field once in an object{en}")


def too_deep(vi: str = "", en: str = "") -> Refused:
    """Return the refusal of lists and objects too far inside each other."""
    return Refused(
        "too-deep",
        f"> {DEEPEST}",
        f"nhiều nhất {DEEPEST} lớp danh sách và mục lồng nhau{vi}",
        f"at most {DEEPEST} lists and objects inside each other{en}",
    )


class _Walk:
    """One pass over a tree that gathers the faults in the order of the file."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self._path: list[str | int] = []

    def value(self, node: object) -> object:
        """Return the plain value of `node`; None where it has a fault."""
        match node:
            case str():
                return self._text(node)
            case Refused():
                self._refuse(node)
                return None
            case list() if len(self._path) == DEEPEST:
                self._refuse(too_deep())
                return None
            case Members():
                return self._object(node)
            case list():
                return [self._at(i, item) for i, item in enumerate(node)]
        return node

    def _at(self, part: str | int, node: object) -> object:
        self._path.append(part)
        found = self.value(node)
        self._path.pop()
        return found

    def _object(self, members: Members) -> dict[str, object]:
        found: dict[str, object] = {}
        for name, value in members:
            key = self._name(name)
            if key is None:
                continue
            if key in found and not isinstance(value, Refused):
                self._at(key, repeated(key))
            else:
                found[key] = self._at(key, value)
        return found

    def _name(self, name: str | Refused) -> str | None:
        """Return the name of a field; None where it has a fault."""
        if isinstance(name, Refused):
            self._at(short(name.found), name)
            return None
        if len(name) > LONGEST_NAME:
            self._at(short(name), _long_name(name))
            return None
        before = len(self.faults)
        key = nfc(name)
        self._at(printable(key), name)
        return key if len(self.faults) == before else None

    def _text(self, text: str) -> str:
        if text.isascii():
            return text
        if _LONE_SURROGATE.search(text):
            self._refuse(_lone_surrogate(text))
        elif heaped(text):
            self._refuse(too_heaped(text))
        return nfc(text)

    def _refuse(self, why: Refused) -> None:
        self.faults.append(
            Fault(
                code=why.code,
                pointer=pointer(self._path),
                found=short(why.found),
                allowed_vi=why.vi,
                allowed_en=why.en,
            )
        )
        if len(self.faults) == MOST_FAULTS:
            raise InputError((*self.faults, _THE_REST))


def _lone_surrogate(text: str) -> Refused:
    return Refused(
        "lone-surrogate",
        text,
        "chữ Unicode trọn vẹn, không phải nửa cặp mã thay thế (U+D800 đến U+DFFF)",
        "whole Unicode characters, not half a surrogate pair (U+D800 to U+DFFF)",
    )


def _long_name(name: str) -> Refused:
    return Refused(
        "long-name",
        name,
        f"tên trường nhiều nhất {LONGEST_NAME} ký tự",
        f"a field name of at most {LONGEST_NAME} characters",
    )


def too_heaped(text: str) -> Refused:
    """Return the refusal of marks heaped on a letter."""
    return Refused(
        "heaped-marks",
        text,
        f"nhiều nhất {MOST_MARKS} dấu chồng lên nhau trên một chữ",
        f"at most {MOST_MARKS} combining marks on a letter",
    )


_THE_REST: Final = Fault(
    code="too-many-faults",
    pointer="",
    found=f"{MOST_FAULTS}+",
    allowed_vi="sửa các lỗi trên rồi đọc lại; có thể còn lỗi nữa",
    allowed_en="the faults above mended first; there may be more",
)


def pointer(path: Iterable[str | int]) -> str:
    """Return the JSON pointer (RFC 6901) of a path of names and indexes."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)
