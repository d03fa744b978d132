"""Who meets whom, when and where."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from planner.domain.scenario import Activity, Scenario
from planner.verify import verify
from tests.builders import AFTERNOON, MORNING, activity, edit, function, group, place, plan, scenario, session
from tests.verify.pairs import Pair, Side

UB = (("desk", "ub-1"), ("desk", "ub-2"))
MT = (("desk", "mt-1"), ("desk", "mt-2"))
BOTH = (("desk", "ub-1"), ("desk", "mt-1"))


def joint(of: Scenario, **fields: Any) -> Side:
    """Activities ``a`` and ``b`` as one."""
    return Side(of, plan(of, session("s", "a", "b", seats=BOTH, **fields)))


def split(of: Scenario, later: str = AFTERNOON, where: str = "hall") -> Side:
    """``a`` in the morning in the hall, ``b`` later or elsewhere."""
    two = session("t", "b", start=later, place=where, seats=MT)
    return Side(of, plan(of, session("s", "a", seats=UB), two))


def alone(of: Scenario, **fields: Any) -> Side:
    """``a`` by itself."""
    return Side(of, plan(of, session("s", "a", seats=UB, **fields)))


def two(a: Activity | None = None, b: Activity | None = None, **fields: Any) -> Scenario:
    return scenario(a or activity("a", "ub"), b or activity("b", "mt"), **fields)


def one_session() -> list[Pair]:
    of = two()
    with_b = plan(of, session("s", "a", seats=UB), unheld=["b"])
    without = edit(with_b, {"/unheld": []})
    empty = session("e", place="yard", end=AFTERNOON, function="gift", attendance=0, lead="ub", cost=0)
    twice = [session("s", "a", seats=UB), session("t", "a", start=AFTERNOON, seats=UB)]
    again = plan(of, session("s", "a", "a", seats=UB), unheld=["b"])
    no_b_twice = plan(of, session("s", "a", seats=UB), unheld=["b", "b"])
    return [
        Pair("one-session", "left out", Side(of, with_b), Side(of, without)),
        Pair("one-session", "held twice", split(of), Side(of, plan(of, *twice, unheld=["b"]))),
        Pair("one-session", "held and not held", split(of), Side(of, plan(of, *_apart(), unheld=["b"]))),
        Pair("one-session", "listed twice", Side(of, with_b), Side(of, again)),
        Pair("one-session", "not held twice", Side(of, with_b), Side(of, no_b_twice)),
        Pair("one-session", "nothing in it", split(of), Side(of, plan(of, *_apart(), empty))),
    ]


def _apart() -> tuple[dict[str, Any], dict[str, Any]]:
    return session("s", "a", seats=UB), session("t", "b", start=AFTERNOON, seats=MT)


def same_function() -> list[Pair]:
    functions = (function("gift"), function("meal"))
    areas = {"areas": [{"id": "kp1", "name": "Khu phố 1"}, {"id": "kp2", "name": "Khu phố 2"}]}
    in_one = two(activity("a", area="kp1"), activity("b", "mt", area="kp1"), **areas)
    in_two = two(activity("a", area="kp1"), activity("b", "mt", area="kp2"), **areas)
    gifts, mixed = two(functions=functions), two(b=activity("b", "mt", function="meal"), functions=functions)
    return [
        Pair("same-function", "two functions", joint(gifts), joint(mixed)),
        Pair("same-function", "two functions apart", split(mixed), joint(mixed)),
        Pair("same-function", "states another function", joint(gifts), joint(gifts, function="meal")),
        Pair("same-function", "two areas", joint(in_one), joint(in_two)),
        Pair("same-function", "states another area", joint(in_one), joint(in_one, area="kp2")),
        Pair("same-function", "states no area", joint(in_one), joint(in_one, area=None)),
    ]


def consent() -> list[Pair]:
    def first(merge: object) -> Scenario:
        return two(a=activity("a", "ub", merge=merge))

    def second(merge: object) -> Scenario:
        return two(b=activity("b", "mt", merge=merge))

    def own_sponsor(merge: object) -> Side:
        of = two(activity("a", "ub", merge=merge), activity("b", "ub", merge=merge))
        return Side(of, plan(of, session("s", "a", "b", seats=UB)))

    return [
        Pair("consent", "never, first", joint(first("any")), joint(first("never"))),
        Pair("consent", "never, second", joint(second("any")), joint(second("never"))),
        Pair("consent", "never alone", split(first("never")), joint(first("never"))),
        Pair("consent", "not on the first's list", joint(first(["mt"])), joint(first(["pn"]))),
        Pair("consent", "not on the second's list", joint(second(["ub"])), joint(second(["pn"]))),
        Pair("consent", "its own only", own_sponsor([]), joint(first([]))),
        Pair("consent", "never, not even its own", own_sponsor([]), own_sponsor("never")),
    ]


def together_and_apart() -> list[Pair]:
    of_pair, of_rivals, free = two(together=[("a", "b")]), two(apart=[("b", "a")]), two()
    neither = Side(of_pair, plan(of_pair, unheld=["a", "b"]))
    half = Side(of_pair, plan(of_pair, session("s", "a", seats=UB), unheld=["b"]))
    return [
        Pair("together", "two sessions", joint(of_pair), split(of_pair)),
        Pair("together", "one not held", neither, half),
        Pair("together", "nobody asks", split(free), split(of_pair)),
        Pair("apart", "one session", split(of_rivals), joint(of_rivals)),
        Pair("apart", "nobody asks", joint(free), joint(of_rivals)),
    ]


def start() -> list[Pair]:
    def at(moment: str) -> Scenario:
        return scenario(activity("a", starts=[moment]))

    def window(first: str, last: str, *blocks: str, minutes: int = 60) -> Scenario:
        days = {"from": first, "to": last, **({"blocks": blocks} if blocks else {})}
        return scenario(activity("a", window=days, duration_minutes=minutes))

    def beside(minutes: int) -> Scenario:
        """``a`` fits into the morning; ``b`` lasts longer, and takes the session along."""
        days = {"from": "2026-02-02", "to": "2026-02-02"}
        return two(activity("a", window=days), activity("b", "mt", starts=[MORNING], duration_minutes=minutes))

    week, monday = window("2026-02-02", "2026-02-08"), window("2026-02-02", "2026-02-02")
    cut = week.model_copy(update={"end": week.start})
    sunday, next_week = "2026-02-08T07:30", "2026-02-09T07:30"
    no_blocks = scenario(activity("a", window={"from": "2026-02-02", "to": "2026-02-02", "blocks": []}))
    evening = {"start": "2026-02-02T20:00"}
    full, over = (window("2026-02-02", "2026-02-02", "toi", minutes=m) for m in (240, 241))
    late = at(MORNING).model_copy(update={"start": date(2026, 2, 3)})
    free, short = at(MORNING), session("s", "a", seats=UB, end="2026-02-02T08:29")
    return [
        Pair("start", "not among its starts", alone(at(MORNING)), alone(at(AFTERNOON))),
        Pair(
            "start",
            "after the horizon",
            alone(at(sunday), start=sunday),
            alone(at(next_week), start=next_week),
        ),
        Pair("start", "before the horizon", alone(at(MORNING)), alone(late)),
        Pair(
            "start",
            "after the window",
            alone(week, start="2026-02-03T07:30"),
            alone(monday, start="2026-02-03T07:30"),
        ),
        Pair("start", "window beyond the horizon", alone(cut), alone(cut, start="2026-02-03T07:30")),
        Pair("start", "not at a block's start", alone(monday), alone(monday, start="2026-02-02T07:31")),
        Pair("start", "another block", alone(monday), alone(window("2026-02-02", "2026-02-02", "chieu"))),
        Pair("start", "no block", alone(monday), alone(no_blocks)),
        Pair("start", "past midnight", alone(full, **evening), alone(over, **evening)),
        Pair("start", "longer member past the block", joint(beside(240)), joint(beside(241))),
        Pair("start", "not the second's", joint(two()), joint(two(b=activity("b", "mt", starts=[AFTERNOON])))),
        Pair("start", "ends early", alone(free), Side(free, plan(free, short))),
        Pair("start", "as short as the shorter", joint(beside(90)), joint(beside(90), end="2026-02-02T08:30")),
    ]


def where() -> list[Pair]:
    areas = [{"id": "kp1", "name": "Khu phố 1"}, {"id": "kp2", "name": "Khu phố 2"}]

    def local(area: str | None, **fields: Any) -> Scenario:
        return scenario(activity("a", area="kp1", **fields), areas=areas, places=(place("hall", area=area),))

    def closed(start: str, end: str) -> Scenario:
        hall = place("hall", closed=[{"start": f"2026-02-02T{start}", "end": f"2026-02-02T{end}"}])
        return scenario(activity("a"), places=(hall,))

    def rooms(parallel: int) -> Scenario:
        return two(places=(place("hall", parallel=parallel),))

    def hall_for(parallel: int) -> Scenario:
        return scenario(activity("a"), places=(place("hall", parallel=parallel),))

    def then(start: str) -> tuple[Scenario, str]:
        return two(b=activity("b", "mt", starts=[start])), start

    touching, overlapping = then("2026-02-02T08:30"), then("2026-02-02T08:29")
    listed, elsewhere = (scenario(activity("a", places=[p])) for p in ("hall", "yard"))
    return [
        Pair("place", "not on its list", alone(listed), alone(elsewhere)),
        Pair("place", "empty list", alone(listed), alone(scenario(activity("a", places=[])))),
        Pair("place", "another area", alone(local("kp1")), alone(local("kp2"))),
        Pair("place", "another area, not listed", alone(local("kp2", places=["hall"])), alone(local("kp2"))),
        Pair("place", "of an area, serves all", alone(local(None)), alone(local("kp2"))),
        Pair("place", "not the second's", joint(two()), joint(two(b=activity("b", "mt", places=["yard"])))),
        Pair("place", "closed at the end", alone(closed("08:30", "09:00")), alone(closed("08:29", "09:00"))),
        Pair("place", "closed at the start", alone(closed("07:00", "07:30")), alone(closed("07:00", "07:31"))),
        Pair("place", "closed within", alone(closed("06:00", "07:00")), alone(closed("08:00", "08:10"))),
        Pair("place", "two at once", split(rooms(2), later=MORNING), split(rooms(1), later=MORNING)),
        Pair("place", "overlap by a minute", split(*touching), split(*overlapping)),
        Pair("place", "none at any time", alone(hall_for(1)), alone(hall_for(0))),
    ]


def capacity() -> list[Pair]:
    serves = [{"group": "ngheo"}]

    def crowd(people: int, hall: int, most: int | None = None) -> Side:
        limit = {} if most is None else {"max_people": most}
        return alone(
            scenario(
                activity("a", serves=serves),
                groups=(group("ngheo", people),),
                places=(place("hall", hall),),
                functions=(function("gift", **limit),),
            )
        )

    return [
        Pair("capacity", "the place", crowd(100, 100), crowd(101, 100)),
        Pair("capacity", "the function", crowd(100, 1000, 100), crowd(101, 1000, 100)),
        Pair("capacity", "nobody fits", crowd(0, 0), crowd(1, 0)),
    ]


def session_ids() -> list[Pair]:
    of = two()
    same = session("s", "a", seats=UB), session("s", "b", start=AFTERNOON, seats=MT)
    return [Pair("session-ids", "one id for two", split(of), Side(of, plan(of, *same)))]


PAIRS = [
    *one_session(),
    *same_function(),
    *consent(),
    *together_and_apart(),
    *start(),
    *where(),
    *capacity(),
    *session_ids(),
]


@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_pair(pair: Pair) -> None:
    pair.check()


@pytest.mark.parametrize(
    ("members", "named"), [("ab", "Hoạt động a, Hoạt động b"), ("abc", "Hoạt động a, Hoạt động b, …")]
)
def test_a_session_is_named_by_its_first_members(members: str, named: str) -> None:
    of = scenario(*(activity(a) for a in members))
    found = plan(of, session("s", *members, seats=UB, end="2026-02-02T08:31"))
    assert [v.en for v in verify(of, found).violations] == [
        f"Session s ({named}; 2026-02-02 07:30) lasts 60 minutes and does not end at 2026-02-02 08:31."
    ]
