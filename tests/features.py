"""For each rule and field of the contract a way to make it matter in a tiny scenario, and to drop it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hypothesis import strategies as st

from tests.core import (
    DAYS,
    LATER,
    Draw,
    Raw,
    allied,
    any_of,
    at,
    busy,
    crowded,
    eager,
    ids_of,
    one_of,
    roles,
    some,
    staffed,
    torn,
    two_areas,
    two_places,
)

Put = Callable[[Draw, Raw], None]
Drop = Callable[[Raw], None]


@dataclass(frozen=True)
class Feature:
    """A rule or field: `put` writes it into a scenario, `drop` takes it out again."""

    name: str
    put: Put
    drop: Drop


FEATURES: dict[str, Feature] = {}


def feature(drop: Drop) -> Callable[[Put], Put]:
    """Register a function as the `put` of the feature of its name."""

    def register(put: Put) -> Put:
        FEATURES[put.__name__] = Feature(put.__name__, put, drop)
        return put

    return register


def absent(*path: str) -> Drop:
    """Return a drop that removes a field of the scenario, or of each object below it on the path."""

    def drop(raw: Raw) -> None:
        objects = [raw]
        for name in path[:-1]:
            below = [parent.get(name, []) for parent in objects]
            objects = [o for found in below for o in (found if isinstance(found, list) else [found])]
        for o in objects:
            o.pop(path[-1], None)

    return drop


# -- who meets whom -----------------------------------------------------------------------------------------


@feature(absent("activities", "merge"))
def never(draw: Draw, raw: Raw) -> None:
    eager(draw, raw)
    any_of(draw, raw["activities"])["merge"] = "never"


@feature(absent("activities", "merge"))
def merge_list(draw: Draw, raw: Raw) -> None:
    crowded(draw, raw, 3)
    allied(raw)
    staffed(raw, 3)
    for activity in raw["activities"]:
        activity["merge"] = some(draw, ids_of(raw["organisations"]))[:2]


@feature(absent("activities", "merge"))
def merge_own(draw: Draw, raw: Raw) -> None:
    crowded(draw, raw, 3)
    allied(raw)
    staffed(raw, 3)
    for activity in some(draw, raw["activities"], 1):
        activity["merge"] = []


@feature(absent("together"))
def together(draw: Draw, raw: Raw) -> None:
    crowded(draw, raw)
    first, second = raw["activities"][:2]
    second["starts"] = draw(one_of([at("07:30")], [at("13:30"), at("07:30")], [at("13:30")]))
    raw["representation"] = draw(st.booleans())
    raw["together"] = [[first["id"], second["id"]]]
    if len(raw["activities"]) > 2 and draw(st.booleans()):
        raw["together"].append([raw["activities"][2]["id"], second["id"]])


@feature(absent("apart"))
def apart(draw: Draw, raw: Raw) -> None:
    eager(draw, raw)
    names = ids_of(raw["activities"])
    raw["apart"] = [names[:2]] + [names[1:3]] * (len(names) > 2 and draw(st.booleans()))


# -- when ---------------------------------------------------------------------------------------------------


def _many_starts(raw: Raw) -> None:
    for activity in raw["activities"]:
        if "starts" in activity:
            activity["starts"] = [at(f"{hour:02d}:30") for hour in (7, 11, 15, 19)]


@feature(_many_starts)
def overlapping_starts(draw: Draw, raw: Raw) -> None:
    crowded(draw, raw)
    for activity in raw["activities"]:
        times = some(draw, ["07:30", "08:00", "09:30", "11:30"], 1)[:2]
        activity["starts"] = [at(time) for time in times]
        activity["duration_minutes"] = draw(one_of(120, 240))
        activity["merge"] = draw(one_of("any", "never"))


@feature(absent("activities", "window", "blocks"))
def window_blocks(draw: Draw, raw: Raw) -> None:
    staffed(raw, 2)
    for activity in raw["activities"][:3]:
        activity.pop("starts", None)
        activity["window"] = {"from": DAYS[0], "to": DAYS[0], "blocks": draw(one_of(["sang"], ["chieu"]))}
        activity["duration_minutes"] = min(activity["duration_minutes"], 240)  # as long as these blocks


def _no_short_block(raw: Raw) -> None:
    raw["blocks"] = [b for b in raw["blocks"] if b["id"] != "ngan"]
    for activity in raw["activities"]:
        if activity.get("window", {}).get("blocks") == ["ngan"]:
            activity["window"]["blocks"] = ["sang"]


@feature(_no_short_block)
def short_block(draw: Draw, raw: Raw) -> None:
    """A block that starts with another and ends earlier keeps its activities out of longer sessions."""
    eager(draw, raw)
    raw["blocks"].append({"id": "ngan", "name": "Ngắn", "start": "07:30", "end": draw(one_of("09:30", "11:00"))})
    short, long = raw["activities"][:2]
    short.pop("starts", None)
    short |= {
        "window": {"from": DAYS[0], "to": DAYS[0], "blocks": ["ngan"]},
        "duration_minutes": draw(one_of(60, 120)),
    }
    long |= {"duration_minutes": 240}


def _no_long_block(raw: Raw) -> None:
    raw["blocks"] = [b for b in raw["blocks"] if b["id"] != "dai"]


@feature(_no_long_block)
def shared_start(draw: Draw, raw: Raw) -> None:
    """Of two blocks that start together the longer one makes a joint session possible."""
    eager(draw, raw)
    raw["blocks"].append({"id": "dai", "name": "Dài", "start": "07:30", "end": "13:00"})
    first, second = raw["activities"][:2]
    first.pop("starts", None)
    first |= {"window": {"from": DAYS[0], "to": DAYS[0]}, "duration_minutes": draw(one_of(60, 240))}
    second |= {"starts": [at("07:30")], "duration_minutes": draw(one_of(300, 330))}


def _until_eleven(raw: Raw) -> None:
    raw["blocks"][-1]["end"] = "23:00"


@feature(_until_eleven)
def midnight(draw: Draw, raw: Raw) -> None:
    """A block may end at 24:00, and a session with it."""
    eager(draw, raw)
    raw["blocks"].append({"id": "toi", "name": "Tối", "start": "20:00", "end": "24:00"})
    first, second = raw["activities"][:2]
    first.pop("starts", None)
    first |= {"window": {"from": DAYS[0], "to": DAYS[0], "blocks": ["toi"]}, "duration_minutes": 120}
    second |= {"starts": [at("20:00")], "duration_minutes": draw(one_of(240, 239))}


def _longer_horizon(raw: Raw) -> None:
    raw["end"] = LATER


@feature(_longer_horizon)
def horizon(draw: Draw, raw: Raw) -> None:
    """Starts outside the horizon do not count."""
    raw["end"] = DAYS[0]
    activity = any_of(draw, raw["activities"])
    activity.pop("window", None)
    activity["starts"] = [at("07:30", DAYS[1])]


# -- where --------------------------------------------------------------------------------------------------


@feature(absent("activities", "places"))
def places(draw: Draw, raw: Raw) -> None:
    two_places(raw)
    for activity in raw["activities"]:
        activity["places"] = draw(one_of(["l0"], ["l1"], ["l0", "l1"], []))


@feature(absent("places", "area"))
def place_area(draw: Draw, raw: Raw) -> None:
    two_areas(draw, raw)
    for place in some(draw, raw["places"], 1):
        place["area"] = draw(one_of("k1", "k2"))


def _much_room(raw: Raw) -> None:
    for place in raw["places"]:
        place["parallel"] = 9


@feature(_much_room)
def parallel(draw: Draw, raw: Raw) -> None:
    crowded(draw, raw, draw(one_of(2, 3)))
    staffed(raw, 3)
    del raw["places"][1:]
    raw["places"][0]["parallel"] = draw(one_of(1, 1, 2))
    for activity in raw["activities"]:
        activity["merge"] = "never"
        activity["starts"] = [at(draw(one_of("07:30", "08:30")))]


@feature(absent("places", "closed"))
def closed(draw: Draw, raw: Raw) -> None:
    for place in some(draw, raw["places"], 1):
        start, end = draw(one_of(("00:00", "12:00"), ("09:30", "10:00"), ("11:30", "13:31"), ("06:00", "07:30")))
        place["closed"] = [{"start": at(start), "end": at(end)}]


def _big_places(raw: Raw) -> None:
    for place in raw["places"]:
        place["capacity"] = 1000


@feature(_big_places)
def capacity(draw: Draw, raw: Raw) -> None:
    eager(draw, raw)
    for place in raw["places"]:
        place["capacity"] = draw(one_of(10, 15, 30, 40))


@feature(absent("functions", "max_people"))
def max_people(draw: Draw, raw: Raw) -> None:
    eager(draw, raw)
    raw["functions"][0]["max_people"] = draw(one_of(10, 15, 30, 40))


@feature(absent("places", "cost_per_session"))
def place_cost(draw: Draw, raw: Raw) -> None:
    for place in raw["places"]:
        place["cost_per_session"] = draw(one_of(10, 11))


def _one_area(raw: Raw) -> None:
    for name in ("places", "people"):
        for item in raw[name]:
            item.pop("area", None)
            item.pop("areas", None)
    for activity in raw["activities"]:
        activity["area"] = "k1"


@feature(_one_area)
def areas(draw: Draw, raw: Raw) -> None:
    eager(draw, raw)
    two_areas(draw, raw)
    for activity, area in zip(raw["activities"], ("k1", "k2"), strict=False):
        activity["area"] = area


# -- who ----------------------------------------------------------------------------------------------------


@feature(absent("people", "areas"))
def person_areas(draw: Draw, raw: Raw) -> None:
    two_areas(draw, raw)
    for person in raw["people"]:
        person["areas"] = draw(one_of([], ["k1"], ["k2"], ["k1", "k2"]))


def _one_hat(raw: Raw) -> None:
    for person in raw["people"]:
        del person["organisations"][1:]


@feature(_one_hat)
def double_hatted(draw: Draw, raw: Raw) -> None:
    crowded(draw, raw)
    allied(raw)
    names = ids_of(raw["organisations"])
    for person in raw["people"]:
        person["organisations"] = [names[0], *draw(one_of([names[1]], [], [names[-1]]))]
    if draw(st.booleans()):
        any_of(draw, roles(raw))["blocs"] = [raw["organisations"][1]["bloc"]]


@feature(absent("functions", "roles", "skill"))
def skill(draw: Draw, raw: Raw) -> None:
    for role in some(draw, roles(raw), 1):
        role["skill"] = draw(one_of("y", "thu"))


@feature(absent("functions", "roles", "blocs"))
def blocs(draw: Draw, raw: Raw) -> None:
    for role in some(draw, roles(raw), 1):
        role["blocs"] = draw(one_of(["front"], ["government", "mass"], ["partner"], []))


@feature(absent("functions", "roles", "fixed"))
def fixed(draw: Draw, raw: Raw) -> None:
    for role in some(draw, roles(raw), 1):
        role["fixed"] = draw(one_of(1, 2))


@feature(absent("functions", "roles", "people_per_seat"))
def people_per_seat(draw: Draw, raw: Raw) -> None:
    for role in some(draw, roles(raw), 1):
        role["people_per_seat"] = draw(one_of(15, 12.5, 7.5))


@feature(absent("functions", "roles", "standby"))
def standby(draw: Draw, raw: Raw) -> None:
    staffed(raw, 3)
    for role in some(draw, roles(raw), 1):
        role["standby"] = draw(one_of(1, 1, 2))


@feature(absent("activities", "own_roles"))
def own_roles(draw: Draw, raw: Raw) -> None:
    staffed(raw, 2)
    for activity in some(draw, raw["activities"][:3], 1):
        own = {"id": "rieng", "name": "Riêng", "seats": draw(one_of(1, 1, 2))}
        own |= draw(one_of({}, {"skill": "thu"}, {"blocs": ["front", "mass"]}))
        activity["own_roles"] = [own]


@feature(absent("activities", "own_roles", "nominated"))
def own_nominated(draw: Draw, raw: Raw) -> None:
    own_roles(draw, raw)
    for activity in raw["activities"]:
        for own in activity.get("own_roles", ()):
            own["nominated"] = some(draw, ids_of(raw["people"]))


@feature(absent("activities", "nominated"))
def nominated(draw: Draw, raw: Raw) -> None:
    """Nominations of several members for one role are united."""
    crowded(draw, raw)
    for activity in some(draw, raw["activities"], 1):
        names = ids_of(next(f for f in raw["functions"] if f["id"] == activity["function"])["roles"])
        activity["nominated"] = {role: some(draw, ids_of(raw["people"])) for role in some(draw, names, 1)}


@feature(absent("activities", "nominated"))
def nobody_nominated(draw: Draw, raw: Raw) -> None:
    any_of(draw, raw["activities"])["nominated"] = {"ban": []}


@feature(absent("functions", "separate"))
def separate(draw: Draw, raw: Raw) -> None:
    staffed(raw, draw(one_of(2, 3)))
    function = raw["functions"][0]
    if len(function["roles"]) == 1:
        function["roles"].append({"id": "phat", "name": "Phát", "fixed": 1})
    function["separate"] = [["ban", "phat"]]
    raw["activities"][0]["function"] = function["id"]


def _no_representation(raw: Raw) -> None:
    raw["representation"] = False


@feature(_no_representation)
def representation(draw: Draw, raw: Raw) -> None:
    crowded(draw, raw)
    allied(raw)
    raw["representation"] = True
    home = draw(st.sampled_from(ids_of(raw["organisations"])))
    for person in raw["people"][1:]:
        person["organisations"] = [home]


# -- when people can ----------------------------------------------------------------------------------------


@feature(absent("people", "unavailable"))
def unavailable(draw: Draw, raw: Raw) -> None:
    for person in some(draw, raw["people"], 1):
        start, end = draw(one_of(("00:00", "12:00"), ("07:00", "07:30"), ("08:30", "09:00"), ("08:31", "23:00")))
        person["unavailable"] = [{"start": at(start), "end": at(end), "reason": "họp"}]


@feature(absent("people", "available"))
def available(draw: Draw, raw: Raw) -> None:
    for person in some(draw, raw["people"], 1):
        spans = draw(one_of([("07:30", "09:30")], [("07:30", "08:30"), ("08:30", "11:30")], [("13:30", "17:30")], []))
        person["available"] = [{"start": at(start), "end": at(end)} for start, end in spans]


@feature(absent("people", "max_hours_per_day"))
def day_hours(draw: Draw, raw: Raw) -> None:
    busy(draw, raw, (at("07:30"), at("13:30")))
    for person in raw["people"]:
        person["max_hours_per_day"] = draw(one_of(4, 4.5, 2, 2.4))


@feature(absent("people", "max_hours_per_week"))
def week_hours(draw: Draw, raw: Raw) -> None:
    """Days of one ISO week, of two, or of both."""
    raw["end"] = "2026-02-14"
    days = draw(one_of((DAYS[1], LATER), DAYS, (*DAYS, LATER)))
    busy(draw, raw, tuple(at("07:30", day) for day in days))
    for person in raw["people"]:
        person["max_hours_per_week"] = draw(one_of(2.5, 4, 4.5))


@feature(absent("organisations", "max_hours"))
def organisation_hours(draw: Draw, raw: Raw) -> None:
    for organisation in some(draw, raw["organisations"], 1):
        organisation["max_hours"] = draw(one_of(2, 4.5, 1, 0))


@feature(absent("travel"))
def travel(draw: Draw, raw: Raw) -> None:
    two_places(raw)
    busy(draw, raw, (at("07:30"), at("10:00")))
    raw["travel"] = [{"from": "l1", "to": "l0", "minutes": draw(one_of(31, 30, 1))}]
    for activity, place in zip(raw["activities"], ("l0", "l1"), strict=False):
        activity["places"] = [place]


@feature(absent("travel_default_minutes"))
def travel_default(draw: Draw, raw: Raw) -> None:
    travel(draw, raw)
    del raw["travel"]
    raw["travel_default_minutes"] = draw(one_of(31, 30, 1))


# -- wishes -------------------------------------------------------------------------------------------------


@feature(absent("pins"))
def pin_start(draw: Draw, raw: Raw) -> None:
    activity = any_of(draw, raw["activities"])
    starts = activity.get("starts") or [at("07:30"), at("13:30")]
    raw.setdefault("pins", []).append({"activity": activity["id"], "start": draw(st.sampled_from(starts))})


@feature(absent("pins"))
def pin_place(draw: Draw, raw: Raw) -> None:
    two_places(raw)
    activity = any_of(draw, raw["activities"])
    raw.setdefault("pins", []).append({"activity": activity["id"], "place": draw(one_of("l1", "l0"))})


@feature(absent("pins"))
def pin_activity(draw: Draw, raw: Raw) -> None:
    overlapping_starts(draw, raw)
    parallel(draw, raw)
    raw.setdefault("pins", []).append({"activity": any_of(draw, raw["activities"])["id"]})


@feature(absent("pins"))
def pin_person(draw: Draw, raw: Raw) -> None:
    activity, person = any_of(draw, raw["activities"]), any_of(draw, raw["people"])
    person["cost_per_hour"] = 3
    raw.setdefault("pins", []).append({"person": person["id"], "activity": activity["id"], "role": "ban"})


@feature(absent("pins"))
def pin_own_role(draw: Draw, raw: Raw) -> None:
    own_roles(draw, raw)
    activity = next(a for a in raw["activities"] if a.get("own_roles"))
    person = any_of(draw, raw["people"])
    person["cost_per_hour"] = 3
    raw.setdefault("pins", []).append({"person": person["id"], "activity": activity["id"], "role": "rieng"})


@feature(absent("forbids"))
def forbid(draw: Draw, raw: Raw) -> None:
    roles(raw)[0]["standby"] = draw(one_of(1, 0))
    for person in some(draw, raw["people"], 1):
        activity = any_of(draw, raw["activities"])
        raw.setdefault("forbids", []).append({"person": person["id"], "activity": activity["id"]})


# -- numbers and money --------------------------------------------------------------------------------------


@feature(absent("budget"))
def budget(draw: Draw, raw: Raw) -> None:
    for person in raw["people"]:
        person["cost_per_hour"] = draw(one_of(1, 2, 5))
    raw["budget"] = draw(one_of(8, 3, 0, 12, 16, 20, 30))


@feature(absent("turnout"))
def turnout(draw: Draw, raw: Raw) -> None:
    raw["turnout"] = draw(one_of(1.1, 0.35, 1.5, 0, 2.25))
    raw["functions"][0]["roles"][0]["people_per_seat"] = draw(one_of(11, 10))
    raw["activities"][0] |= {"function": raw["functions"][0]["id"], "serves": [{"group": "g0"}]}


@feature(absent("activities", "turnout"))
def activity_turnout(draw: Draw, raw: Raw) -> None:
    eager(draw, raw)
    raw["functions"][0]["roles"][0] = {"id": "ban", "name": "Bàn", "people_per_seat": draw(one_of(11, 10))}
    for activity in some(draw, raw["activities"], 1):
        activity |= {"turnout": draw(one_of(1.1, 0.7, 0, 2.2)), "serves": [{"group": "g0"}]}


@feature(absent("activities", "serves", "people"))
def serves_people(draw: Draw, raw: Raw) -> None:
    """Of a group that several members serve the largest number counts, once."""
    eager(draw, raw)
    raw["functions"][0]["roles"][0]["people_per_seat"] = 7
    for activity in raw["activities"]:
        activity["serves"] = [{"group": "g0", "people": draw(one_of(5, 8, 14))}]


@feature(absent("activities", "transport_cost"))
def transport_cost(draw: Draw, raw: Raw) -> None:
    two_places(raw)
    for activity in some(draw, raw["activities"], 1):
        activity["transport_cost"] = {place: draw(one_of(1, 4, 9)) for place in some(draw, ids_of(raw["places"]), 1)}


@feature(absent("functions", "cost_per_person"))
def cost_per_person(draw: Draw, raw: Raw) -> None:
    for function in raw["functions"]:
        function["cost_per_person"] = draw(one_of(1, 2))


@feature(absent("people", "cost_per_hour"))
def cost_per_hour(draw: Draw, raw: Raw) -> None:
    """Rates at which half a dong is rounded up."""
    for person in raw["people"]:
        person["cost_per_hour"] = draw(one_of(1.25, 0.75, 2.5, 0.1))
    for activity in raw["activities"]:
        activity["duration_minutes"] = draw(one_of(120, 60, 90))


@feature(absent("activities", "priority"))
def priority(draw: Draw, raw: Raw) -> None:
    crowded(draw, raw, 3)
    parallel(draw, raw)
    for activity in raw["activities"]:
        activity["priority"] = draw(one_of(1, 2, 5, 9))


# -- the objective ------------------------------------------------------------------------------------------


@feature(absent("objective"))
def objective_order(draw: Draw, raw: Raw) -> None:
    torn(draw, raw)
    first = draw(one_of("peak_minutes", "people", "cost"))
    rest = draw(st.permutations(["unbacked", "staff_sessions", "cost", "people", "peak_minutes"]))
    raw["objective"] = ["unheld", "unfilled", first, *(tier for tier in rest if tier != first)]


@feature(absent("objective"))
def objective_part(draw: Draw, raw: Raw) -> None:
    torn(draw, raw)
    rest = draw(st.permutations(["people", "peak_minutes", "cost", "unbacked", "staff_sessions", "changes"]))
    raw["objective"] = ["unheld", "unfilled", *rest[: draw(st.integers(0, 4))]]


@feature(absent("objective"))
def objective_weighted(draw: Draw, raw: Raw) -> None:
    torn(draw, raw)
    rest = draw(st.permutations(["cost", "people", "peak_minutes", "staff_sessions", "unbacked", "changes"]))
    kept, weighed = rest[: draw(st.integers(0, 2))], rest[2 : draw(st.integers(3, 6))]
    raw["objective"] = [
        "unheld",
        "unfilled",
        *kept,
        {"weighted": {t: draw(one_of(1, 3, 60, 0)) for t in weighed}},
    ]
