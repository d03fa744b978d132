"""The account of what is saved: the baseline agrees with itself and the scenario, no saving is inflated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from planner.domain.plan import Baseline, BaselineValues, Difference, Range, Savings, Tier
from planner.domain.report import Violation
from planner.domain.scenario import Activity, Weighted
from planner.verify.case import Case
from planner.verify.figures import tier_orders
from planner.verify.held import Lookup, seats_of
from planner.verify.proof import ladder, proven
from planner.verify.text import pointer, whole

PLANNED: Final = ("optimal", "feasible")


def baseline(case: Case) -> Iterator[Violation]:
    """The baseline is complete, its values are its tiers', its proof is sound and the scenario allows it."""
    base = case.plan.baseline
    if base is None:
        return
    values = _values(base)
    names = tuple(tier.name for tier in base.tiers)
    orders = tier_orders(case.scenario, None)  # a baseline may be solved with or without the base plan
    if names not in orders:
        yield _wrong("/baseline/tiers", f"[{', '.join(names)}]", f"[{', '.join(orders[0])}]")
    yield from ladder("baseline", "/baseline/tiers", base.tiers, values)
    if base.status in PLANNED:
        right = "optimal" if all(proven(base.tiers, values)) else "feasible"
        if base.status != right:
            yield _wrong("/baseline/status", base.status, right)
        for where, missing in [
            *((pointer("baseline", "tiers", i, "value"), t.value is None) for i, t in enumerate(base.tiers)),
            ("/baseline/values", base.values is None),
            ("/baseline/sessions", base.sessions is None),
            ("/baseline/person_minutes", base.person_minutes is None),
        ]:
            if missing:
                yield _wrong(where, "null", "≥ 0")
        if base.values is not None and base.sessions is not None and base.person_minutes is not None:
            yield from _agrees(case, base, base.values, values)
            yield from _held_apart(case, base.values, base.sessions, base.person_minutes, values)
            yield from _witness(case, values)
    else:
        stated = [
            *values,
            *(n for n in ("values", "sessions", "person_minutes") if getattr(base, n) is not None),
        ]
        if stated:
            yield _wrong("/baseline", f"{base.status}: {', '.join(stated)}", "null")


def _agrees(case: Case, base: Baseline, stated: BaselineValues, values: Mapping[str, int]) -> Iterator[Violation]:
    """Check that `values` repeats the tiers, and adds up to the weighted tier where it has all its parts."""
    known = {"staff_sessions": stated.staff_sessions, "cost": stated.cost, "people": stated.people}
    for name, value in known.items():
        if values.get(name, value) != value:
            yield _wrong(pointer("baseline", "values", name), whole(value), whole(values[name]))
    for tier in case.scenario.objective:
        if isinstance(tier, Weighted) and "weighted" in values and tier.weighted.keys() <= known.keys():
            total = sum(weight * known[name] for name, weight in tier.weighted.items())
            if values["weighted"] != total:
                i = [t.name for t in base.tiers].index("weighted")
                yield _wrong(pointer("baseline", "tiers", i, "value"), whole(values["weighted"]), whole(total))


def _held_apart(
    case: Case, stated: BaselineValues, sessions: int, person_minutes: int, values: Mapping[str, int]
) -> Iterator[Violation]:
    """Check what must be so when each activity has a session and the seats of its own.

    With everything held, sessions and filled seats follow from the scenario alone, and with every seat filled
    so do the minutes; otherwise they stay below. A baseline made to look worse than it is does not pass.
    """
    all_held = values.get("unheld") == 0
    all_filled = values.get("unfilled") == 0
    seats = [(a.duration_minutes, _seats_alone(case.lookup, a)) for a in case.scenario.activities]
    filled = sum(n for _, n in seats) - values.get("unfilled", 0)
    minutes = sum(duration * n for duration, n in seats)
    for where, value, most, is_exact in (
        ("sessions", sessions, len(seats) if all_held else len(seats) - 1, all_held),
        ("values/staff_sessions", stated.staff_sessions, filled, all_held),
        ("person_minutes", person_minutes, minutes, all_held and all_filled),
        ("values/people", stated.people, min(stated.staff_sessions, len(case.scenario.people)), False),
    ):
        if value > most or (is_exact and value != most):
            yield _wrong(f"/baseline/{where}", whole(value), ("" if is_exact else "≤ ") + whole(most))


def _seats_alone(lookup: Lookup, activity: Activity) -> int:
    """Return the seats of a session that holds this activity only."""
    attendance = sum(lookup.brings(activity).values())
    shared = sum(seats_of(role, attendance) for role in lookup.functions[activity.function].roles)
    return shared + sum(own.seats for own in activity.own_roles)


def _witness(case: Case, values: Mapping[str, int]) -> Iterator[Violation]:
    """Hold the plan's bounds against the baseline, which is itself a plan of the scenario.

    As long as the baseline is no worse than the plan on every earlier tier, no bound can be above its value.
    So (unheld, unfilled) of the plan, where proven, is never worse than the baseline's. This does not hold
    with `together`, which the baseline drops, nor against a base plan, which it does not start from.
    """
    names = {tier.name for tier in case.plan.tiers}
    if case.scenario.together or case.base is not None or "changes" in names:
        return
    for i, tier in enumerate(case.plan.tiers):
        if tier.name not in values or tier.name not in case.values:
            return
        apart = values[tier.name]
        if tier.bound is not None and tier.bound > apart:
            yield _wrong(pointer("tiers", i, "bound"), whole(tier.bound), f"≤ {whole(apart)}")
        if apart > case.values[tier.name]:
            return


def savings(case: Case) -> Iterator[Violation]:
    """Savings are the differences that they should be, and there where there is something to compare."""
    found, right = case.plan.savings, account(case)
    if found is None or right is None:
        if found is not right:
            stated, needed = ("null", "{…}") if found is None else ("{…}", "null")
            yield _wrong("/savings", stated, needed, rule="savings")
        return
    for (where, is_), (_, should) in zip(_lines(found), _lines(right), strict=True):
        if is_ != should:
            yield _wrong(where, whole(is_), whole(should), rule="savings")


def account(case: Case) -> Savings | None:
    """Return what the plan saves against its baseline; None where there are not two plans to compare."""
    base = case.plan.baseline
    if base is None or base.status not in PLANNED or not case.plan.has_sessions_to_check:
        return None
    if base.values is None or base.sessions is None or base.person_minutes is None:
        return None
    apart = _values(base)
    return Savings(
        comparable=all(apart.get(name) == case.values[name] for name in ("unheld", "unfilled")),
        staff_sessions=_range(case, base, "staff_sessions", base.values.staff_sessions),
        cost=_range(case, base, "cost", base.values.cost),
        people=_range(case, base, "people", base.values.people),
        person_minutes=Difference(value=base.person_minutes - case.person_minutes),
        sessions=Difference(value=base.sessions - len(case.held)),
    )


def _range(case: Case, base: Baseline, name: str, apart: int) -> Range:
    """Return the saving on a tier, and the least and the most that the best plan saves where proven."""
    value = case.values[name]
    mine, theirs = _standing(case.plan.tiers, case.values, name), _standing(base.tiers, _values(base), name)
    if mine is None or theirs is None:
        return Range(value=apart - value)
    return Range(
        value=apart - value,
        low=None if theirs.bound is None else theirs.bound - value,
        high=None if mine.bound is None else apart - mine.bound,
    )


def _values(base: Baseline) -> Mapping[str, int]:
    return {tier.name: tier.value for tier in base.tiers if tier.value is not None}


def _lines(savings: Savings) -> Iterator[tuple[str, int | None]]:
    """Yield each number of the savings and where it stands."""
    yield "/savings/comparable", savings.comparable
    for name in ("staff_sessions", "cost", "people"):
        saving: Range = getattr(savings, name)
        yield f"/savings/{name}/value", saving.value
        yield f"/savings/{name}/low", saving.low
        yield f"/savings/{name}/high", saving.high
    yield "/savings/person_minutes/value", savings.person_minutes.value
    yield "/savings/sessions/value", savings.sessions.value


def _standing(tiers: Sequence[Tier], values: Mapping[str, int], name: str) -> Tier | None:
    """Return the tier of this name where all tiers before it are proven."""
    for tier, earlier in zip(tiers, (True, *proven(tiers, values)), strict=False):
        if tier.name == name:
            return tier if earlier else None
    return None


def _wrong(where: str, found: str, right: str, *, rule: str = "baseline") -> Violation:
    return Violation(
        rule=rule,
        where=where,
        vi=f"So với tổ chức riêng lẻ ({where}): ghi {found}, phải là {right}.",
        en=f"Compared with holding apart ({where}): {found} stands there, it should be {right}.",
    )
