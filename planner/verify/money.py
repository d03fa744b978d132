"""Rules of money: what each session costs, who pays it, and the budget."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from planner.domain.report import Violation
from planner.verify.case import Case
from planner.verify.held import Held
from planner.verify.text import named, pointer, whole


def cost(case: Case) -> Iterator[Violation]:
    """A session states what it costs, seats included."""
    for held in case.held:
        if held.session.cost != held.cost.total:
            stated, real = whole(held.session.cost), whole(held.cost.total)
            yield Violation(
                rule="cost",
                where=held.where + "/cost",
                vi=f"Buổi {held.label} ghi {stated} đồng, tính lại là {real}.",
                en=f"Session {held.label} states {stated} VND, it comes to {real}.",
            )


def budget(case: Case) -> Iterator[Violation]:
    """The sessions cost no more than the budget."""
    total = sum(held.cost.total for held in case.held)
    if case.scenario.budget is not None and total > case.scenario.budget:
        yield Violation(
            rule="budget",
            where="/sessions",
            vi=f"Tổng chi phí {whole(total)} đồng vượt kinh phí {whole(case.scenario.budget)} đồng.",
            en=f"The total cost of {whole(total)} VND exceeds the budget of {whole(case.scenario.budget)} VND.",
        )


def cost_shares(case: Case) -> Iterator[Violation]:
    """Each organisation pays its own and its part of what is shared; who pays nothing may be left out."""
    due = cost_due(case)
    for organisation in case.scenario.organisations:
        stated, real = case.plan.cost_shares.get(organisation.id, 0), due.get(organisation.id, 0)
        if stated != real:
            yield Violation(
                rule="cost-shares",
                where=pointer("cost_shares", organisation.id),
                vi=f"{named(organisation)} ghi {whole(stated)} đồng, phần phải chi là {whole(real)}.",
                en=f"{named(organisation)} states {whole(stated)} VND, its share is {whole(real)}.",
            )


def cost_due(case: Case) -> Mapping[str, int]:
    """Return VND of the whole plan by organisation; the sum is the plan's cost exactly."""
    due: Counter[str] = Counter()
    for held in case.held:
        due.update(shares(held))
    return due


def shares(held: Held) -> Mapping[str, int]:
    """Return VND of a session by sponsor; the sum is the session's cost exactly."""
    split = apportion(held.cost.shared, held.sponsors)
    return {sponsor: own + split[sponsor] for sponsor, own in held.cost.own.items()}


def apportion(amount: int, weights: Mapping[str, int]) -> Mapping[str, int]:
    """Split whole VND in proportion to `weights` (equally if all are 0): largest remainder, ties by id."""
    total = sum(weights.values())
    parts = weights if total else dict.fromkeys(weights, 1)
    total = total or len(parts)
    split = {name: amount * part // total for name, part in parts.items()}
    by_remainder = sorted(parts, key=lambda name: (-(amount * parts[name] % total), name))
    for name in by_remainder[: amount - sum(split.values())]:
        split[name] += 1
    return split
