"""What a plan states besides who meets whom: references, reasons, attendance, lead and the tiers' values."""

from __future__ import annotations

from collections.abc import Container, Iterator

from planner.domain.plan import Plan
from planner.domain.report import Violation
from planner.domain.scenario import BLOCS, Scenario, Weighted
from planner.verify.case import Case
from planner.verify.held import Held
from planner.verify.text import named, pointer, whole


def unknown_reference(case: Case) -> Iterator[Violation]:
    """Every id in the plan is one of the scenario's."""
    for kind, known, found, where in _references(case):
        if found not in known:
            yield Violation(
                rule="unknown-reference",
                where=where,
                vi=f"Kịch bản không có {kind[0]} nào mang mã {found!r}.",
                en=f"The scenario has no {kind[1]} with the id {found!r}.",
            )


def _references(case: Case) -> Iterator[tuple[tuple[str, str], Container[str], str, str]]:
    """Yield each reference of the plan: what it names (vi, en), the known ids, the id found, its pointer."""
    lookup = case.lookup
    activity = ("hoạt động", "activity"), lookup.activities
    person = ("người", "person"), lookup.people
    organisation = ("đơn vị", "organisation"), lookup.organisations
    for held in case.held:
        session, where = held.session, held.where
        for i, member in enumerate(session.activities):
            yield *activity, member, where + pointer("activities", i)
        yield ("chức năng", "function"), lookup.functions, session.function, where + "/function"
        if session.area is not None:
            yield ("địa bàn", "area"), lookup.areas, session.area, where + "/area"
        yield ("địa điểm", "place"), lookup.places, session.place, where + "/place"
        yield *organisation, session.lead, where + "/lead"
        for i, seat in enumerate(session.seats):
            if seat.activity is not None:
                yield *activity, seat.activity, where + pointer("seats", i, "activity")
            if seat.person is not None:
                yield *person, seat.person, where + pointer("seats", i, "person")
        for i, standby in enumerate(session.standby):
            yield *person, standby.person, where + pointer("standby", i, "person")
    for i, unheld in enumerate(case.plan.unheld):
        yield *activity, unheld.activity, pointer("unheld", i, "activity")
    for payer in case.plan.cost_shares:
        yield *organisation, payer, pointer("cost_shares", payer)


def reasons(case: Case) -> Iterator[Violation]:
    """Nothing is dropped in silence."""
    for i, unheld in enumerate(case.plan.unheld):
        if not unheld.reason.strip():
            yield Violation(
                rule="reasons",
                where=pointer("unheld", i, "reason"),
                vi=f"Hoạt động {unheld.activity} không tổ chức mà không có lý do.",
                en=f"Activity {unheld.activity} is not held and no reason is given.",
            )
    for held in case.held:
        for i, seat in enumerate(held.session.seats):
            if seat.person is None and not (seat.reason or "").strip():
                yield Violation(
                    rule="reasons",
                    where=held.where + pointer("seats", i, "reason"),
                    vi=f"Chỗ {seat.role} của buổi {held.label} trống mà không có lý do.",
                    en=f"The seat {seat.role} of session {held.label} is empty and no reason is given.",
                )


def attendance(case: Case) -> Iterator[Violation]:
    """A session states the people it receives."""
    for held in case.held:
        if held.session.attendance != held.attendance:
            stated, real = whole(held.session.attendance), whole(held.attendance)
            yield Violation(
                rule="attendance",
                where=held.where + "/attendance",
                vi=f"Buổi {held.label} ghi {stated} người, tính lại là {real}.",
                en=f"Session {held.label} states {stated} people, it comes to {real}.",
            )


def lead(case: Case) -> Iterator[Violation]:
    """The sponsor that leads is the one that the contract's order names."""
    for held in case.held:
        stated = case.lookup.organisations.get(held.session.lead)
        if stated is None or not held.members:
            continue
        right = case.lookup.organisations[leader(held)]
        if stated is not right:
            yield Violation(
                rule="lead",
                where=held.where + "/lead",
                vi=f"Buổi {held.label} do {named(right)} chủ trì, không phải {named(stated)}.",
                en=f"Session {held.label} is led by {named(right)}, not {named(stated)}.",
            )


def leader(held: Held) -> str:
    """Return the sponsor of the first member by priority, people brought, bloc and id."""
    first = min(
        held.members,
        key=lambda a: (
            -a.priority,
            -sum(held.lookup.brings(a).values()),
            BLOCS.index(held.lookup.organisations[a.organisation].bloc),
            a.id,
        ),
    )
    return first.organisation


def tier_orders(scenario: Scenario, base: Plan | None) -> list[tuple[str, ...]]:
    """Return the orders in which a plan may list its tiers: as in the objective, or with `changes` added.

    Where `changes` is not in the objective it comes after `unfilled`: with a base plan it must. Without one a
    replanned plan can still be read, but its changes cannot be counted again and anything but 0 fails.
    """
    names = scenario.tiers()
    weighed = {name for tier in scenario.objective if isinstance(tier, Weighted) for name in tier.weighted}
    if "changes" in {*names, *weighed}:
        return [names]
    replanned = (*names[:2], "changes", *names[2:])
    return [names, replanned] if base is None else [replanned]


def tiers(case: Case) -> Iterator[Violation]:
    """The tiers stand in order, each with the value that the sessions come to."""
    found = tuple(tier.name for tier in case.plan.tiers)
    orders = tier_orders(case.scenario, case.base)
    if found not in orders:
        yield Violation(
            rule="tiers",
            where="/tiers",
            vi=f"Các tiêu chí là [{', '.join(found)}], phải là [{', '.join(orders[0])}].",
            en=f"The tiers are [{', '.join(found)}] instead of [{', '.join(orders[0])}].",
        )
    for i, tier in enumerate(case.plan.tiers):
        real = case.values.get(tier.name)
        if tier.value != real:
            no_base = tier.name == "changes" and case.base is None
            yield Violation(
                rule="tiers",
                where=pointer("tiers", i, "value"),
                vi=f"Tiêu chí {tier.name} ghi {whole(tier.value)}, tính lại là {whole(real)}"
                + (" vì không có phương án gốc để so." if no_base else "."),
                en=f"Tier {tier.name} states {whole(tier.value)}, it comes to {whole(real)}"
                + (" because there is no base plan to compare with." if no_base else "."),
            )
