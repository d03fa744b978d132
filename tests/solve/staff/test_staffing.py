"""Staff for a timetable, where the hours of alike people do not add up to those of their crew."""

from __future__ import annotations

from planner.solve.staff.staffing import staffed
from tests.core import Raw
from tests.solve.small import activity, clock, person, problem, week


def days(*hours: int) -> Raw:
    """A session of one seat on each of some days; three volunteers of ten hours a week, a clerk for 10 VND an hour."""
    return week(
        [activity(f"a{n}", f"0{n + 2}T08:00", minutes=60 * length) for n, length in enumerate(hours)],
        [*(person(v, max_hours_per_week=10) for v in "uvw"), person("clerk", cost_per_hour=10)],
    )


def values(raw: Raw) -> dict[str, int]:
    of = problem(raw)
    timetable = [(c, session.starts[0]) for c, session in enumerate(of.sessions)]
    draft, short = staffed(of, timetable, clock(), seconds=30, floor=lambda _, __: 0)
    assert draft is not None
    assert not short
    assert draft.problem is of
    return draft.measured


def test_a_crew_whose_hours_suffice_serves_alone() -> None:
    assert values(days(2, 2, 8, 8, 8))["cost"] == 0


def test_people_who_cannot_take_what_their_crew_could_are_named() -> None:
    found = values(days(2, 3, 8, 8, 8))  # twenty-nine of thirty hours; but nobody has eight and three
    assert (found["unfilled"], found["cost"]) == (0, 30)
