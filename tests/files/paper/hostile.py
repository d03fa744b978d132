"""A ward whose names are meant to break papers."""

from __future__ import annotations

from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.files.paper.said import clean
from tests.cli.conftest import small_plan, small_ward

NAMES = (
    "<script>alert(1)</script> & </w:t>",
    "{{ agency }} {% raw %} {_{ }_} {_% {# #}",
    "#set page(width: 1pt) \\ $x$ *b* _i_ `c` @a <part>",
    "\u202eabc\u2066\u200f Phụ nữ\x07\x1b[31m\n=1+1",
    "Trường-" + "x" * 10_000,
    "Hội Đo\u0302\u0323ng \uffff",
)
"""By id: activities, organisations, people, places, roles and areas get them in turn."""

WHEN = small_ward()


def hostile_ward() -> Scenario:
    """The small ward with those names, each in every kind of thing."""
    raw = WHEN.model_dump(mode="json", by_alias=True)
    for first, name in enumerate(("organisations", "people", "activities", "places", "groups", "functions")):
        for number, thing in enumerate(raw[name], first):  # three organisations, four activities: all names are used
            thing["name"] = NAMES[number % len(NAMES)]
            for own in (*thing.get("roles", ()), *thing.get("own_roles", ())):
                own["name"] = NAMES[(number + 1) % len(NAMES)]
    raw["name"] = NAMES[0]
    return Scenario.model_validate(raw)


def hostile_plan(of: Scenario) -> Plan:
    return small_plan(of)


CLEANED = tuple(map(clean, NAMES))
