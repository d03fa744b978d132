"""The inputs of a form: what is in each, what may be chosen, what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from planner.domain.faults import Fault
from web.cells import bloc
from web.fields import BLOCS, Field
from web.rows import Names, at_path
from web.typed import AIMS, WEIGHED, written
from web.words import Words

FEW: Final = 40
"""Choices that a list is opened for; of more, one is typed and the browser helps."""

MANY: Final = 150
"""Boxes to tick; of more, they are typed."""


@dataclass(frozen=True)
class TierLine:
    """A tier of an objective: its place (empty: left out), or its weight among those that are added up."""

    name: str
    place: str
    weight: str


@dataclass(frozen=True)
class Input:
    """A field of a form: what is in it, what may be chosen, and what is wrong with it."""

    field: Field
    text: str
    chosen: tuple[str, ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    tiers: tuple[TierLine, ...] = ()
    instead: str = ""
    fault: Fault | None = None

    @property
    def is_long(self) -> bool:
        """Whether there is too much to choose from for a list that is opened, or for boxes to tick."""
        return len(self.options) > (FEW if self.field.kind == "ref" else MANY)


def inputs(
    fields: Sequence[Field], row: Mapping[str, Any], names: Names, words: Words, faults: Mapping[str, Fault]
) -> Iterator[Input]:
    """Yield the inputs of a row's fields; `faults` are those of the fields, by their paths.

    Boxes of which there are none to tick are left out: a ward without areas need not read of them.
    """
    for field in fields:
        value = at_path(row, field.path)
        value = field.default if value is None else value
        options = _options(field, names, value, words)
        text = written(field, value)
        if field.kind == "refs" and not options:
            continue
        is_typed = field.kind == "ref" and len(options) > FEW
        yield Input(
            field=field,
            text=dict(options).get(text, text) if is_typed else text,
            chosen=tuple(map(str, value)) if isinstance(value, (list, tuple)) else (),
            options=options,
            tiers=_tiers(value) if field.kind == "tiers" else (),
            instead=_instead(field, row, value),
            fault=faults.get(field.path),
        )


def _options(field: Field, names: Names, value: Any, words: Words) -> tuple[tuple[str, str], ...]:
    """Return what may be chosen; what was chosen and is not there stays to be seen."""
    if field.of == "blocs":
        return tuple((id, bloc(words, id)) for id in BLOCS)
    if field.kind not in ("ref", "refs", "home", "merge"):
        return ()
    known = names.labels(field.of)
    chosen = value if isinstance(value, (list, tuple)) else [value] if value and field.kind == "ref" else ()
    return (*known.items(), *((str(id), str(id)) for id in chosen if id not in known))


def _instead(field: Field, row: Mapping[str, Any], value: Any) -> str:
    """Return what is said of a field other than a value."""
    if "none" in field.instead and value == []:
        return "none"
    path, _, name = field.path.rpartition(".")
    around = at_path(row, path) if path else row
    return "lifted" if "lifted" in field.instead and name in (around or {}) and value is None else ""


def _tiers(value: Any) -> tuple[TierLine, ...]:
    """Return the tiers that there are, those that count first, in their order."""
    aims = value if isinstance(value, (list, tuple)) else ()
    placed = {aim: str(n) for n, aim in enumerate((aim for aim in aims if isinstance(aim, str)), 1)}
    weights: dict[str, Any] = {}
    for aim in aims:
        weights |= aim.get("weighted", {}) if isinstance(aim, Mapping) else {}
    rest = [name for name in AIMS if name not in placed and name not in weights]
    return (
        *(TierLine(name, place, "") for name, place in placed.items()),
        *(TierLine(name, WEIGHED, str(weight)) for name, weight in weights.items()),
        *(TierLine(name, "", "") for name in rest),
    )
