"""The best plan of a tiny scenario by trying everything: the judge of the solver.

`best` looks at every timetable and every staffing but for those that provably cannot be better, and has its
result confirmed by the verifier. `best_by_verifier` writes down every plan there could be and lets the
verifier alone say which of them are plans. The tests show that the two agree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from math import prod
from unittest.mock import patch

from planner.domain.canonical import sha256
from planner.domain.plan import Plan
from planner.domain.report import Report
from planner.domain.scenario import Scenario
from planner.verify import proof, verify
from tests.contract import NAMES, Duties, Meeting, Rules
from tests.search import Search


@dataclass(frozen=True)
class Optimum:
    """The best value of each tier, in the order of the objective, and a plan that has them.

    `measured` holds every tier of that plan by name, whether or not the objective has it.
    """

    values: dict[str, int]
    plan: Plan
    measured: dict[str, int]


def best(scenario: Scenario, base: Plan | None = None) -> Optimum | None:
    """Return the optimum, confirmed by the verifier, or None where no plan meets the rules."""
    rules = Rules(scenario, base)
    plan = Search(rules).run()
    if plan is None:
        return None
    report = verify(scenario, plan, base=base)
    assert report.ok, report.violations
    values = ranked(rules, report.values)
    assert values == {tier.name: tier.value for tier in plan.tiers}
    return Optimum(values, plan, report.values)


def best_by_verifier(scenario: Scenario, base: Plan | None = None, since: datetime | None = None) -> Optimum | None:
    """Return the optimum among all plans that the verifier passes; only for the smallest."""
    rules = Rules(scenario, base)
    found: Optimum | None = None
    for plan, report in verified_plans(rules, since):
        values = ranked(rules, report.values)
        if found is None or list(values.values()) < list(found.values.values()):
            found = Optimum(values, plan, report.values)
    return found


def verified_plans(rules: Rules, since: datetime | None = None) -> Iterator[tuple[Plan, Report]]:
    """Yield every plan that the verifier passes.

    It works the hash of the one scenario out once, which is most of its work on a tiny one.
    """
    digest = sha256(rules.scenario)
    with patch.object(proof, "sha256", lambda of: digest if of is rules.scenario else sha256(of)):
        for plan in every_plan(rules):
            report = verify(rules.scenario, plan, base=rules.base, since=since)
            if report.ok:
                yield plan, report


def ranked(rules: Rules, measured: dict[str, int]) -> dict[str, int]:
    """Return the tiers of the objective, in its order, from a value for every tier."""
    rank = rules.rank(tuple(measured[name] for name in NAMES))
    return dict(zip(rules.tiers, rank, strict=True))


def number_of_plans(rules: Rules) -> int:
    """Return how many plans `every_plan` yields."""
    slots, total = len(rules.starts) * len(rules.places), 0
    for sets in rules.partitions(tuple(sorted(rules.activities))):
        total += prod(slots * len(_staffings(rules, members)) for members in sets)
    return total


def every_plan(rules: Rules) -> Iterator[Plan]:
    """Yield every plan with every start, place and staffing, whatever the rules say of them."""
    for sets in rules.partitions(tuple(sorted(rules.activities))):
        kinds = [rules.kinds(members) for members in sets]
        staff = [_staffings(rules, members) for members in sets]
        for slots in product(product(rules.starts, sorted(rules.places)), repeat=len(sets)):
            meetings = [
                Meeting(members, start, start + rules.length(members), place)
                for members, (start, place) in zip(sets, slots, strict=True)
            ]
            for duties in product(*staff):
                yield rules.plan(list(zip(meetings, kinds, duties, strict=True)))


def _staffings(rules: Rules, members: tuple[str, ...]) -> list[Duties]:
    """Return every way to staff a session, also with more standbys than it asks for."""
    kinds = rules.kinds(members)
    return [
        duties
        for duties in product((None, *range(len(kinds))), repeat=len(rules.people))
        if all(kind.standby or duties.count(k) <= kind.number for k, kind in enumerate(kinds))
    ]
