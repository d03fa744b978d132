"""Text that comes out of a cell as it went in, and the two languages that headings are in.

A cell holds less than text can: people and programs strip spaces, ``_x0041_`` is an "A" to a spreadsheet, control
characters are no XML. Text that would not survive stands as a JSON string, in double quotes with escapes: what is in
double quotes is kept to the letter. So an id such as ``"Không có"`` can be told from the words that cells have.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final, Literal, NamedTuple, TypeAlias

Lang: TypeAlias = Literal["vi", "en"]
LANGS: Final[tuple[Lang, ...]] = ("vi", "en")


class Said(NamedTuple):
    """The same in Vietnamese and in English."""

    vi: str
    en: str

    def of(self, lang: Lang) -> str:
        """Return it in one language."""
        return self.vi if lang == "vi" else self.en


class Unreadable(Exception):  # noqa: N818 - it says what may stand there
    """What stands in a cell cannot be read; the words say what may."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(en)
        self.vi, self.en = vi, en


EXAMPLES: Final = ("vd:", "ex:")
"""How a row begins that only shows how to fill one in."""

_SPACE: Final = " \t\r\n\v\f\xa0\u200b\ufeff"
_TRAP: Final = re.compile(r"_(?=x[0-9a-fA-F]{4}_)|(?<=\A<)r(?=>)")
_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_ITEM: Final = re.compile(r'\s*("(?:[^"\\]|\\.)*"|[^;\n]*?)\s*(?:[;\n]|\Z)')


def bare(text: str) -> str:
    """Return text without the blanks around it that nobody sees."""
    return text.strip(_SPACE)


def key(text: str) -> str:
    """Return what two headings or words have in common that people take for the same."""
    plain = text if text.isascii() else unicodedata.normalize("NFC", text).replace("\xa0", " ")
    return " ".join(bare(plain).rstrip("* ").casefold().split())


def unquoted(text: str) -> str:
    """Return the text that a cell says; raises Unreadable where it opens a quote and does not close it well."""
    text = bare(text)
    if not (len(text) > 1 and text[0] == text[-1] == '"'):
        return text
    try:
        found = json.loads(text)
    except json.JSONDecodeError:
        return text
    return unicodedata.normalize("NFC", found) if isinstance(found, str) else text


def quoted(text: str, words: Iterable[str] = (), parting: str = "") -> str:
    """Return text as a cell holds it: in quotes where it would not survive, or would be read as one of `words`."""
    unsafe = (
        not text
        or bare(text) != text
        or text[0] == '"'
        or _TRAP.search(text)
        or any(sign in text for sign in parting)
        or any(unicodedata.category(c) in _HIDDEN and c != "\n" for c in text)
        or key(text) in words
        or text.casefold().startswith(EXAMPLES)
    )
    return escaped(json.dumps(text, ensure_ascii=False)) if unsafe else text


def escaped(text: str) -> str:
    """Return JSON text in which nothing is left that a cell would change."""
    text = _TRAP.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    return "".join(json.dumps(c)[1:-1] if unicodedata.category(c) in _HIDDEN else c for c in text)


def shown(text: str) -> str:
    """Return text for people's eyes: what a cell would change is written as an escape, lines stay lines."""
    return "\n".join(map(escaped, text.split("\n")))


def items(text: str) -> list[str]:
    """Return the items of a list in a cell, parted by semicolons or lines; quotes keep an item together."""
    return [unquoted(found) for found in _parts(text) if found]


def _parts(text: str) -> Iterator[str]:
    place = 0
    while place < len(text):
        found = _ITEM.match(text, place)
        if found is None:  # a quote that closes in the middle of an item
            end = min((i for i in (text.find(";", place), text.find("\n", place)) if i >= 0), default=len(text))
            yield bare(text[place:end])
            place = end + 1
        else:
            yield bare(found[1])
            place = max(found.end(), place + 1)


def compact(value: object) -> str:
    """Return JSON values, exact decimals among them, on one line."""
    match value:
        case dict():
            return "{" + ", ".join(f"{json.dumps(k, ensure_ascii=False)}: {compact(v)}" for k, v in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(compact, value)) + "]"
        case Decimal():
            return format(value, "f")
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
