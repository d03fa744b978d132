"""Money by the prices of people's time: what the dual of the cheapest staff sees, and seats alone do not."""

from __future__ import annotations

from typing import Any

from planner.solve.timetable.crowds import Crowds
from tests.core import Raw
from tests.solve.small import activity, clock, hall, person, problem, role, week


def raw(**changes: Any) -> Raw:
    """Two activities, morning and afternoon, of one sponsor; a volunteer serves for nothing, others for 10 an hour."""
    return (
        week(
            [half_day("a", "02T08:00"), half_day("b", "02T14:00")],
            people(),
            organisations=[{"id": o, "name": o, "bloc": "mass"} for o in ("host", "guest", "others")],
            places=[hall(parallel=9)],
        )
        | changes
    )


def half_day(name: str, *starts: str, **changes: Any) -> Raw:
    return activity(name, *starts, minutes=240, **({"organisation": "host"} | changes))


def cost(given: Raw) -> int:
    """Return the proven least cost where everything is held and filled."""
    of = problem(given)
    crowds = Crowds(of, range(len(of.sessions)), full=True)
    for tier in ("unheld", "unfilled"):
        crowds.cap(tier, 0)
    answer = crowds.counted("cost", clock().effort(30))
    assert answer.value == answer.bound is not None
    return answer.bound


def people(**limits: Any) -> list[Raw]:
    return [
        person("volunteer", organisations=["others"], **limits),
        *(person(name, organisations=[o], cost_per_hour=10) for name, o in (("clerk", "host"), ("aide", "guest"))),
    ]


def test_who_costs_nothing_serves_as_long_as_a_day_allows() -> None:
    assert cost(raw()) == 0
    assert cost(raw(people=people(max_hours_per_day=7))) == 40


def test_who_costs_nothing_serves_as_long_as_a_week_allows() -> None:
    week = [half_day("a", "02T08:00"), half_day("b", "04T08:00"), half_day("c", "06T08:00")]
    assert cost(raw(activities=week)) == 0
    assert cost(raw(activities=week, people=people(max_hours_per_week=10))) == 40
    assert cost(raw(activities=week, people=people(max_hours_per_week=7))) == 80


def test_who_costs_nothing_serves_as_long_as_their_organisation_allows() -> None:
    organisations = [{"id": o, "name": o, "bloc": "mass"} for o in ("host", "guest")]
    limited = [*organisations, {"id": "others", "name": "Others", "bloc": "mass", "max_hours": 4}]
    assert cost(raw(organisations=limited)) == 40


def test_sponsors_send_somebody_who_is_paid() -> None:
    function = {"id": "f", "name": "F", "roles": [role("r", 2)]}
    both = [
        half_day("a", "02T08:00", merge="any"),
        half_day("b", "02T08:00", merge="any", organisation="guest"),
    ]
    volunteers = [person(f"v{n}", organisations=["others"]) for n in range(2)]
    given = raw(activities=both, functions=[function], people=[*people(), *volunteers], together=[["a", "b"]])
    assert cost(given | {"representation": False}) == 0
    assert cost(given) == 80  # somebody of the host, and of the guest
    both_at_home = person("both", organisations=["host", "guest"], cost_per_hour=15)
    assert cost(given | {"people": [*people(), *volunteers, both_at_home]}) == 60


def test_a_session_goes_where_it_costs_least() -> None:
    free = [half_day("a", "02T08:00"), half_day("b", "02T08:00", "03T08:00")]
    assert cost(raw(activities=free)) == 0
    assert cost(raw(activities=[free[0], half_day("b", "02T08:00")])) == 40
