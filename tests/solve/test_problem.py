"""What every stage works on: crews of alike people, and people by name."""

from __future__ import annotations

from tests.solve.small import activity, person, problem, week


def test_who_is_named_is_a_crew_of_their_own() -> None:
    alike = problem(week([activity("a", "02T08:00")], [person("p"), person("q"), person("r")]))
    assert alike.crew_of == {0: 0, 1: 0, 2: 0}
    named = alike.naming({1})
    assert named.crews == ((0, 2), (1,))
    assert named.crew_of == {0: 0, 1: 1, 2: 0}
    assert alike.crews == ((0, 1, 2),)
