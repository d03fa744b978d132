"""Who and what there is to be given rights: organisations, areas and people by name, as scenarios call them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.desk.rights import ALL, Who
from planner.desk.store import Body, Grant, Scenario, Store, Version

NEWEST: Final = 20
"""How many scenarios are looked into: the newest know what things are called now."""


@dataclass(frozen=True)
class Directory:
    """Names by id. What no scenario names, and somebody has a role in, is called by its id."""

    organisations: Mapping[str, str]
    areas: Mapping[str, str]
    people: Mapping[str, str]


def directory(store: Store, who: Who) -> Directory:
    """Return what an admin can give rights to, within reach; people only of scenarios that they may read.

    What is within reach is called as any scenario calls it: an organisation's name is no secret to its admin.

    Raises:
        Forbidden: they are no admin.
    """
    who.anywhere("manage")
    found: dict[str, dict[str, str]] = {"organisations": {}, "areas": {}, "people": {}}
    with store.reading() as session:
        grants = session.scalars(select(Grant).where(who.reach("manage", Grant.organisation, Grant.area))).all()
        for scenario, text in _scenarios(session):
            raw = json.loads(text)
            for name in ("organisations", "areas"):
                _add(found[name], raw.get(name, ()))
            if who.may("read", scenario.organisation, scenario.area):
                _add(found["people"], raw.get("people", ()))
    for grant in grants:
        found["organisations"].setdefault(grant.organisation, grant.organisation)
        found["areas"].setdefault(grant.area, grant.area)
    return Directory(
        organisations=_named({id: n for id, n in found["organisations"].items() if who.somewhere("manage", id)}),
        areas=_named({id: name for id, name in found["areas"].items() if _manages_in(who, id)}),
        people=_named(found["people"]),
    )


def _scenarios(session: Session) -> list[tuple[Scenario, bytes]]:
    """Return scenarios with what their newest versions say, the newest first."""
    newest = (Version.scenario == Scenario.id) & (Version.number == Scenario.head)
    query = select(Scenario, Body.text).join(Version, newest).join(Body, Body.sha256 == Version.sha256)
    query = query.where(Scenario.archived.is_(None)).order_by(Scenario.created.desc(), Scenario.id)
    return [(row[0], row[1]) for row in session.execute(query.limit(NEWEST))]


def _add(known: dict[str, str], items: Iterable[Mapping[str, str]]) -> None:
    for item in items:
        known.setdefault(item["id"], item["name"])


def _manages_in(who: Who, area: str) -> bool:
    return any(post.area in (ALL, area) for post in who.with_right("manage"))


def _named(known: Mapping[str, str]) -> Mapping[str, str]:
    """Return names in their order, without what stands for all."""
    return dict(sorted(((id, name) for id, name in known.items() if id != ALL), key=lambda item: item[1].casefold()))
