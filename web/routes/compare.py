"""Two versions of a scenario, or two plans, side by side: in words, not only totals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Annotated, Any, ClassVar, Final

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from planner.answers.moves import Move
from planner.desk.faults import Missing
from planner.desk.pages import LARGEST
from planner.desk.plans import Comparison, PlanInfo
from planner.desk.scenarios import ScenarioInfo
from planner.domain.difference import Difference, FieldChange, differences
from planner.domain.plan import Plan, Tier
from planner.files.scenario import given
from planner.rules import TIERS
from web import rows as shown
from web.cells import cell
from web.doors import AnId, Asker, Id, TheDesk, TheLibrary
from web.fields import TABLES, Field, field_label, list_label
from web.render import Page, render
from web.words import Words

router = APIRouter()

MOST: Final = 400
"""Differences that are told; of more their number."""


@dataclass(frozen=True)
class Told:
    """A field that is different, as people read it."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class ToldItem:
    """An item that was added, removed or changed."""

    kind: str
    name: str
    fields: tuple[Told, ...]


@dataclass(frozen=True)
class ToldList:
    """What is different in a list."""

    label: str
    items: tuple[ToldItem, ...]
    added: int
    removed: int
    changed: int


@dataclass(frozen=True)
class VersionsPage(Page):
    """Two versions of a scenario. `more`: differences beyond those that are told."""

    template: ClassVar[str] = "compare_versions.html"
    older: ScenarioInfo
    newer: ScenarioInfo
    versions: tuple[ScenarioInfo, ...]
    lists: tuple[ToldList, ...]
    more: int


@dataclass(frozen=True)
class TierPair:
    """A tier in both plans."""

    name: str
    before: Tier | None
    after: Tier | None
    shift: int | None
    low: int | None
    high: int | None


@dataclass(frozen=True)
class PlansPage(Page):
    """Two plans of a scenario; without a `base` only the choice of one."""

    template: ClassVar[str] = "compare_plans.html"
    info: PlanInfo
    scenario: ScenarioInfo
    others: tuple[PlanInfo, ...]
    base: PlanInfo | None
    tiers: tuple[TierPair, ...]
    figures: tuple[tuple[str, int, int], ...]
    comparison: Comparison | None
    moves: tuple[Move, ...]


@router.get("/scenarios/{id}/compare")
def versions(
    id: Id,
    visit: Asker,
    desk: TheDesk,
    library: TheLibrary,
    a: Annotated[int | None, Query(ge=1, le=10**9)] = None,
    b: Annotated[int | None, Query(ge=1, le=10**9)] = None,
) -> HTMLResponse:
    """Show what is different between two versions: without numbers the newest and the one before."""
    newer = library.scenario(visit.who, id, b)
    older = library.scenario(visit.who, id, a if a is not None else max(1, newer.info.number - 1))
    key = f"{older.digest} {newer.digest}"
    found = library.shelf.get("differences", key, lambda: differences(older.scenario, newer.scenario))
    raw = [library.shelf.get("raw", kept.digest, partial(given, kept.scenario)) for kept in (older, newer)]
    names = shown.Names(_named(*raw))
    page = VersionsPage(
        older=older.info,
        newer=newer.info,
        versions=desk.scenarios.versions(visit.who, id, limit=LARGEST).items,
        lists=tuple(_lists(found[:MOST], names, visit.words)),
        more=max(0, len(found) - MOST),
    )
    return render(visit, page)


@router.get("/plans/{id}/compare")
def plans(id: Id, visit: Asker, desk: TheDesk, library: TheLibrary, base: AnId | None = None) -> HTMLResponse:
    """Show what is different in a plan from another one."""
    kept = library.plan(visit.who, id)
    others = desk.plans.list(visit.who, kept.info.scenario, limit=LARGEST).items
    there = tuple(plan for plan in others if plan.id != id and plan.status in ("optimal", "feasible"))
    if base is None:
        return render(visit, PlansPage(kept.info, kept.of.info, there, None, (), (), None, ()))
    other = library.plan(visit.who, base)
    if other.info.scenario != kept.info.scenario:
        raise Missing("plan", base)
    key = " ".join((kept.digest, other.digest, kept.of.digest, other.of.digest))
    comparison = library.shelf.get("comparison", f"{id} {base}", lambda: desk.plans.compare(visit.who, id, base))
    page = PlansPage(
        info=kept.info,
        scenario=kept.of.info,
        others=there,
        base=other.info,
        tiers=_tiers(other.plan, kept.plan, comparison),
        figures=tuple((name, *both) for name, both in _figures(other.plan, kept.plan).items()),
        comparison=comparison,
        moves=library.shelf.get("moves", key, lambda: desk.plans.moves(visit.who, id, base)),
    )
    return render(visit, page)


def _tiers(base: Plan, plan: Plan, comparison: Comparison) -> tuple[TierPair, ...]:
    before, after = ({tier.name: tier for tier in p.tiers} for p in (base, plan))
    known = [tier.id for tier in TIERS]
    found = []
    for name in sorted({*before, *after}, key=lambda name: known.index(name) if name in known else len(known)):
        shift = comparison.difference.get(name)
        value, low, high = (None, None, None) if shift is None else (shift.value, shift.low, shift.high)
        found.append(TierPair(name, before.get(name), after.get(name), value, low, high))
    return tuple(found)


def _figures(base: Plan, plan: Plan) -> dict[str, tuple[int, int]]:
    """Return what plans come to besides their tiers, before and after."""

    def joint(p: Plan) -> int:
        return sum(len(s.activities) > 1 for s in p.sessions)

    def minutes(p: Plan) -> int:
        return sum(
            round((s.end - s.start).total_seconds() / 60) * sum(seat.person is not None for seat in s.seats)
            for s in p.sessions
        )

    return {
        "sessions": (len(base.sessions), len(plan.sessions)),
        "joint": (joint(base), joint(plan)),
        "minutes": (minutes(base), minutes(plan)),
    }


# -- versions in words --------------------------------------------------------------------------------------------


def _named(older: Mapping[str, Any], newer: Mapping[str, Any]) -> dict[str, Any]:
    """Return the lists of both versions, so that what is gone has its name still."""
    return {name: [*older.get(name, ()), *newer.get(name, ())] for name in {t.list for t in TABLES}}


def _lists(found: tuple[Difference, ...], names: shown.Names, words: Words) -> list[ToldList]:
    by_list: dict[str, list[Difference]] = {}
    for difference in found:
        by_list.setdefault(difference.list, []).append(difference)
    return [
        ToldList(
            label=words.text(list_label(name)),
            items=tuple(_item(name, item, names, words) for item in items),
            added=sum(item.kind == "added" for item in items),
            removed=sum(item.kind == "removed" for item in items),
            changed=sum(item.kind == "changed" for item in items),
        )
        for name, items in by_list.items()
    ]


def _item(of: str, difference: Difference, names: shown.Names, words: Words) -> ToldItem:
    item = difference.item
    fields = tuple(_told(of, change, names, words) for change in difference.fields)
    name = str(item.get("name") or difference.id)
    if not difference.id and of:
        name = "; ".join(_value(of, key, value, names, words) for key, value in item.items())
    return ToldItem(difference.kind, name, fields)


def _told(of: str, change: FieldChange, names: shown.Names, words: Words) -> Told:
    label = words.text(field_label(of, change.field))
    if not change.inner:
        both = (_value(of, change.field, value, names, words) for value in (change.before, change.after))
        return Told(label, *both)
    field = _CHILDREN.get(change.field, {}).get(change.inner)
    inner = change.inner if field is None else words.text(field.label)
    both = (
        _loose(change.inner, value, names, words) if field is None else cell(field, value, names, words)
        for value in (change.before, change.after)
    )
    return Told(f"{label} “{change.entry}”, {inner}", *both)


_BY_FIELD: Final[Mapping[tuple[str, str], Field]] = {
    (table.list, field.path): field for table in TABLES if not table.child for field in table.fields
}
_CHILDREN: Final[Mapping[str, Mapping[str, Field]]] = {
    table.child: {field.path: field for field in table.fields} for table in TABLES if table.child
}


def _value(of: str, name: str, value: Any, names: shown.Names, words: Words) -> str:
    """Write a value of a field for people."""
    if value in (None, []):
        return ""
    if isinstance(value, bool):
        return words.text("có") if value else words.text("không")
    field = _BY_FIELD.get((of, name))
    if field is not None:
        return cell(field, value, names, words)
    if name == "pair":
        return " – ".join(names.of("activities").get(id, id) for id in value)
    return _loose(name, value, names, words)


def _loose(name: str, value: Any, names: shown.Names, words: Words) -> str:
    """Write a value that no table has as a field: lists of entries, each by its own fields."""
    fields = _CHILDREN.get(name, {})
    if isinstance(value, list):
        return "; ".join(_loose(name, item, names, words) for item in value)
    if isinstance(value, dict):
        told = []
        for key, item in value.items():
            field = fields.get(key)
            text = _loose(key, item, names, words) if field is None else cell(field, item, names, words)
            label = words.text(field.label) if field is not None and key not in ("id", "name", "start", "end") else ""
            told.append(f"{label} {text}".strip())
        return ", ".join(told)
    if isinstance(value, (int, float, Decimal)):
        return words.number(value)
    return str(value).replace("T", " ") if name in ("start", "end") else str(value)
