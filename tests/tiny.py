"""Strategies for tiny scenarios: small enough for brute force, with every rule and field between them."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from copy import deepcopy
from itertools import product

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st

from tests.core import Draw, Raw, core, ids_of
from tests.features import FEATURES

EVENTS = (
    "unavailable", "closed", "capacity", "forbid", "turnout", "never", "pin_start", "pin_place", "pin_person",
    "objective_weighted", "gone", "cancelled",
)  # fmt: skip
"""What can happen to a scenario before it is planned anew: features, a person gone, an activity cancelled."""


def every(examples: int, name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Run a test on so many examples: the same each time, but others for each name."""

    def decorate(test: Callable[..., None]) -> Callable[..., None]:
        once = settings(
            max_examples=examples,
            database=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        )
        return seed(zlib.crc32(name.encode()))(once(test))

    return decorate


@st.composite
def scenarios(draw: Draw, *forced: str) -> Raw:
    """Return a tiny valid scenario with the forced features and up to four others."""
    others = draw(st.lists(st.sampled_from(sorted(FEATURES)), max_size=4, unique=True))
    raw = core(draw)
    for name in (*(o for o in others if o not in forced), *forced):
        FEATURES[name].put(draw, raw)
    return settled(raw)


@st.composite
def smallest(draw: Draw, *forced: str) -> Raw:
    """Return a scenario with the forced features cut down to two activities, two people and two places."""
    raw = core(draw)
    for name in forced:
        FEATURES[name].put(draw, raw)
    for name in ("activities", "people", "places"):
        del raw[name][2:]
    if not any("window" in activity for activity in raw["activities"]):
        raw["blocks"] = []
    return settled(raw)


@st.composite
def replans(draw: Draw, people: int = 4, activities: int = 4) -> tuple[Raw, Raw]:
    """Return two scenarios of at most so many people and activities: before and after an event."""
    before = core(draw)
    del before["people"][people:], before["activities"][activities:]
    first = draw(st.sampled_from([None, "own_roles", "own_nominated", "standby", "skill"]))
    if first is not None:
        FEATURES[first].put(draw, before)
    after = deepcopy(before)
    name = draw(st.sampled_from(EVENTS))
    if name == "gone":
        del after["people"][max(1, len(after["people"]) - 1) :]
    elif name == "cancelled":
        after["activities"] = after["activities"][1:]
    else:
        FEATURES[name].put(draw, after)
    if name != "objective_weighted" and draw(st.booleans()):
        tiers = ["unheld", "unfilled", "unbacked", "staff_sessions", "cost", "people", "peak_minutes"]
        tiers.insert(draw(st.integers(2, 7)), "changes")
        after["objective"] = tiers
    return settled(before), settled(after)


def without(raw: Raw, name: str) -> Raw:
    """Return the scenario with a feature dropped."""
    relaxed = deepcopy(raw)
    FEATURES[name].drop(relaxed)
    return settled(relaxed)


def settled(raw: Raw) -> Raw:
    """Return a scenario without what contradicts itself or names something that is not there (any more)."""
    raw = deepcopy(raw)
    people, places, activities = (set(ids_of(raw[name])) for name in ("people", "places", "activities"))
    roles_of = {f["id"]: set(ids_of(f["roles"])) for f in raw["functions"]}
    pinnable: dict[str, set[str]] = {}
    for function in raw["functions"]:
        function["separate"] = [p for p in function.get("separate", ()) if roles_of[function["id"]] >= set(p)]
    for activity in raw["activities"]:
        roles = roles_of[activity["function"]]
        own_roles = activity.get("own_roles", [])
        named = {role: names for role, names in activity.get("nominated", {}).items() if role in roles}
        for names in [*named.values(), *(own["nominated"] for own in own_roles if "nominated" in own)]:
            names[:] = [p for p in names if p in people]
        costs = activity.get("transport_cost", {})
        activity["nominated"] = named
        activity["transport_cost"] = {place: cost for place, cost in costs.items() if place in places}
        if "places" in activity:
            activity["places"] = [p for p in activity["places"] if p in places]
        pinnable[activity["id"]] = roles | set(ids_of(own_roles))
    forbids = [f for f in raw.get("forbids", ()) if f["person"] in people and f["activity"] in activities]
    forbidden = {(f["person"], f["activity"]) for f in forbids}
    pins = [
        p
        for p in raw.get("pins", ())
        if p["activity"] in activities
        and p.get("place", min(places)) in places
        and p.get("person", min(people)) in people
        and p.get("role", "ban") in pinnable[p["activity"]]
        and (p.get("person"), p["activity"]) not in forbidden
    ]
    apart = [p for p in raw.get("apart", ()) if activities >= set(p)]
    never = {a["id"] for a in raw["activities"] if a.get("merge") == "never"}
    together = [p for p in raw.get("together", ()) if activities - never >= set(p)]
    # What is together with the same is together, and so cannot be apart either.
    joined = {frozenset((a, b)) for p, q in product(together, together) if set(p) & set(q) for a in p for b in q}
    if joined & {frozenset(p) for p in apart}:
        together = []
    travel = [t for t in raw.get("travel", ()) if places >= {t["from"], t["to"]}]
    lists = {"forbids": forbids, "pins": pins, "together": together, "apart": apart, "travel": travel}
    return raw | lists
