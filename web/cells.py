"""Fields as people read them, by their kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from planner.rules import TIERS, tier
from web.fields import Field
from web.rows import Names
from web.words import Words


def cell(field: Field, value: Any, names: Names, words: Words) -> str:
    """Write a field of a row for people."""
    shown = field.default if value is None else value
    if shown is None:
        return ""
    if isinstance(shown, bool):
        return words.text("có") if shown else words.text("không")
    if field.of and field.of != "blocs":
        return _WRITE.get(field.kind, _ids)(shown, names.of(field.of), words)
    if isinstance(shown, (int, float, Decimal)):
        return words.number(shown)
    return _WRITE.get(field.kind, _plain)(shown, {}, words)


def _plain(value: Any, _known: Mapping[str, str], _words: Words) -> str:
    return str(value)


def _ids(value: Any, known: Mapping[str, str], _words: Words) -> str:
    return ", ".join(known.get(id, str(id)) for id in _several(value))


def _blocs(value: Any, _known: Mapping[str, str], words: Words) -> str:
    return ", ".join(bloc(words, item) for item in _several(value))


def _moments(value: Any, _known: Mapping[str, str], words: Words) -> str:
    return "; ".join(_when(item, words) for item in _several(value))


def _spans(value: Any, _known: Mapping[str, str], words: Words) -> str:
    told = []
    for item in value:
        start, end = (_when(item.get(name, ""), words) for name in ("start", "end"))
        told.append(f"{start} – {end} {item.get('reason') or ''}".strip())
    return "; ".join(told)


def _amounts(value: Any, known: Mapping[str, str], words: Words) -> str:
    return "; ".join(f"{known.get(place, place)}: {words.number(amount)}" for place, amount in value.items())


def _nominated(value: Any, known: Mapping[str, str], _words: Words) -> str:
    return "; ".join(f"{role}: {', '.join(known.get(id, id) for id in people)}" for role, people in value.items())


def _aims(value: Any, _known: Mapping[str, str], words: Words) -> str:
    return " → ".join(_aim(item, words) for item in value)


def _aim(aim: Any, words: Words) -> str:
    """Write a tier of an objective, or some that are weighed."""
    if isinstance(aim, Mapping):
        return " + ".join(f"{weight} × {_aim(name, words)}" for name, weight in aim.get("weighted", {}).items())
    return words.said(tier(aim), "name") if aim in _TIERS else str(aim)


def _when(text: Any, words: Words) -> str:
    """Write a day or a time as the reader does; what is none stays as it is."""
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return str(text)
    return words.short_day(moment) + (f" {words.clock(moment)}" if "T" in str(text) else "")


def _several(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _merge(value: Any, known: Mapping[str, str], words: Words) -> str:
    if isinstance(value, str):
        return words.text("không ai") if value == "never" else words.text("bất kỳ ai")
    return ", ".join(known.get(id, id) for id in value) or words.text("chỉ của mình")


def bloc(words: Words, id: str) -> str:
    """Write a bloc for people."""
    known = {
        "government": words.text("Chính quyền"),
        "front": words.text("Mặt trận"),
        "mass": words.text("Đoàn thể"),
        "community": words.text("Cộng đồng"),
        "partner": words.text("Đối tác"),
    }
    return known.get(id, id)


_TIERS: Final = frozenset(known.id for known in TIERS)
_WRITE: Final[Mapping[str, Callable[[Any, Mapping[str, str], Words], str]]] = {
    "choice": _blocs,
    "choices": _blocs,
    "merge": _merge,
    "date": _moments,
    "moment": _moments,
    "moments": _moments,
    "spans": _spans,
    "tiers": _aims,
    "amounts": _amounts,
    "nominated": _nominated,
}
"""How kinds of fields are written; those that are not here are ids of a list, or plain text."""
