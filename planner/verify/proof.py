"""What a plan claims about itself: the scenario it answers, its status, its bounds, its conflict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from planner.domain.canonical import sha256
from planner.domain.plan import Tier
from planner.domain.report import Violation
from planner.rules import HARD
from planner.verify.case import Case
from planner.verify.text import pointer, whole


def scenario_hash(case: Case) -> Iterator[Violation]:
    """The plan was made from this scenario."""
    right = sha256(case.scenario)
    if case.plan.scenario_sha256 != right:
        yield Violation(
            rule="hash",
            where="/scenario_sha256",
            vi=f"Phương án được lập từ một kịch bản khác; SHA-256 của kịch bản này là {right}.",
            en=f"The plan was made from another scenario; this one has the SHA-256 {right}.",
        )


def proven(tiers: Sequence[Tier], values: Mapping[str, int]) -> tuple[bool, ...]:
    """Tell for each tier whether its value equals its bound and every earlier one does."""
    met = (tier.bound is not None and values.get(tier.name) == tier.bound for tier in tiers)
    return tuple(accumulate(met, lambda earlier, this: earlier and this))


def ladder(rule: str, where: str, tiers: Sequence[Tier], values: Mapping[str, int]) -> Iterator[Violation]:
    """No bound is above its value, and each tier is called proven exactly when it is."""
    for i, (tier, is_proven) in enumerate(zip(tiers, proven(tiers, values), strict=True)):
        value = values.get(tier.name)
        if value is not None and tier.bound is not None and tier.bound > value:
            yield Violation(
                rule=rule,
                where=where + pointer(i, "bound"),
                vi=f"Cận {whole(tier.bound)} của {tier.name} lớn hơn giá trị {whole(value)}.",
                en=f"The bound {whole(tier.bound)} of {tier.name} is above its value {whole(value)}.",
            )
        if tier.proven != is_proven:
            yield Violation(
                rule=rule,
                where=where + pointer(i, "proven"),
                vi=f"{tier.name} (giá trị {whole(value)}, cận {whole(tier.bound)}) "
                f"{'đã' if is_proven else 'chưa'} được chứng minh.",
                en=f"{tier.name} (value {whole(value)}, bound {whole(tier.bound)}) "
                f"is {'' if is_proven else 'not '}proven.",
            )


def proof(case: Case) -> Iterator[Violation]:
    """The plan's bounds and proofs are sound as far as a plan shows it."""
    yield from ladder("proof", "/tiers", case.plan.tiers, case.values)


def status(case: Case) -> Iterator[Violation]:
    """An optimal plan is proven throughout, a feasible one is not, and without a plan nothing is planned."""
    plan = case.plan
    if plan.has_sessions_to_check:
        right = "optimal" if all(proven(plan.tiers, case.values)) else "feasible"
        if plan.status != right:
            yield Violation(
                rule="status",
                where="/status",
                vi=f"Trạng thái ghi {plan.status}, theo các tiêu chí phải là {right}.",
                en=f"The status is {plan.status}, by the tiers it should be {right}.",
            )
        return
    if plan.sessions:
        yield Violation(
            rule="status",
            where="/sessions",
            vi=f"Trạng thái {plan.status} nghĩa là không có phương án, nhưng có {len(plan.sessions)} buổi.",
            en=f"The status {plan.status} means that there is no plan, but there are {len(plan.sessions)} sessions.",
        )
    if plan.status == "infeasible" and not case.scenario.pins:
        yield Violation(
            rule="status",
            where="/status",
            vi="Không ấn định gì thì không thể bất khả thi: không tổ chức gì vẫn đúng mọi quy tắc.",
            en="Without pins nothing is infeasible: holding nothing meets every rule.",
        )


def conflict(case: Case) -> Iterator[Violation]:
    """An infeasible scenario comes with the rules in conflict, and only such a one."""
    found = case.plan.conflict
    if (case.plan.status == "infeasible") != bool(found):
        yield Violation(
            rule="conflict",
            where="/conflict",
            vi=f"Trạng thái {case.plan.status} {'mà có' if found else 'mà không nêu'} xung đột.",
            en=f"The status is {case.plan.status} {'but there is a' if found else 'without a'} conflict.",
        )
    for i, part in enumerate(found):
        if part.rule not in HARD or not part.sentence.strip():
            yield Violation(
                rule="conflict",
                where=pointer("conflict", i),
                vi=f"Phần xung đột phải nêu một quy tắc và một câu, tìm thấy {part.rule!r}.",
                en=f"A part of a conflict names a rule and says a sentence, found {part.rule!r}.",
            )
