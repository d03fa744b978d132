"""Rules of seats: how many there are, and who may hold them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from planner.domain.report import Violation
from planner.domain.scenario import Person
from planner.verify.case import Case
from planner.verify.duties import why_absent
from planner.verify.held import Held, Lookup, Wanted
from planner.verify.text import named, pointer, whole


def seats(case: Case) -> Iterator[Violation]:
    """A session lists exactly the seats that its roles need, filled or not."""
    for held in case.held:
        listed = Counter((s.role, s.activity) for s in held.session.seats)
        wanted = {key: w.seats for key, w in held.wanted.items()}
        for key in dict.fromkeys([*wanted, *listed]):
            role, activity = key
            if listed[key] == wanted.get(key, 0) or not (activity is None or activity in case.lookup.activities):
                continue
            name = named(held.wanted[key].role) if key in held.wanted else role
            of = "" if activity is None else f", {named(case.lookup.activities[activity])}"
            yield Violation(
                rule="seats",
                where=held.where + "/seats",
                vi=f"Buổi {held.label} có {listed[key]} chỗ {name}{of}, phải là {whole(wanted.get(key, 0))}.",
                en=f"Session {held.label} has {listed[key]} seats {name}{of} instead of {whole(wanted.get(key, 0))}.",
            )


def qualified(case: Case) -> Iterator[Violation]:
    """Whoever holds a seat qualifies for it."""
    for held in case.held:
        for duty in held.holders:
            wanted = held.wanted.get((duty.role, duty.activity))
            for vi, en in _why_unqualified(case.lookup, duty.person, wanted, held) if wanted else ():
                yield Violation(
                    rule="qualified",
                    where=duty.where + "/person",
                    vi=f"{named(duty.person)} giữ chỗ {duty.role} ở buổi {held.label} nhưng {vi}.",
                    en=f"{named(duty.person)} holds {duty.role} in session {held.label} but {en}.",
                )


def _why_unqualified(lookup: Lookup, person: Person, wanted: Wanted, held: Held) -> Iterator[tuple[str, str]]:
    """Say, in both languages, what a person lacks for a seat."""
    role = wanted.role
    if role.skill is not None and role.skill not in person.skills:
        yield f"không có kỹ năng {role.skill}", f"lacks the skill {role.skill}"
    if role.blocs is not None and not any(lookup.organisations[o].bloc in role.blocs for o in person.organisations):
        blocs = ", ".join(role.blocs)
        yield f"không thuộc khối nào trong [{blocs}]", f"belongs to none of the blocs [{blocs}]"
    if held.area is not None and person.areas is not None and held.area not in person.areas:
        area = named(lookup.areas[held.area])
        yield f"không phụ trách địa bàn {area}", f"does not work in the area {area}"
    if wanted.nominated is not None and person.id not in wanted.nominated:
        yield "không được đề cử", "is not nominated"


def separate(case: Case) -> Iterator[Violation]:
    """No home organisation holds both roles of a separate pair in a session."""
    for held in case.held:
        for one, other in held.function.separate if held.function else ():
            mine = {d.person.home: d for d in held.holders if (d.role, d.activity) == (one, None)}
            for duty in held.holders:
                if (duty.role, duty.activity) == (other, None) and duty.person.home in mine:
                    home = named(case.lookup.organisations[duty.person.home])
                    pair = f"{named(mine[duty.person.home].person)}, {named(duty.person)}"
                    yield Violation(
                        rule="separate",
                        where=duty.where + "/person",
                        vi=f"{pair} cùng thuộc {home}, giữ hai vai trò phải độc lập {one}, {other} ở "
                        f"buổi {held.label}.",
                        en=f"{pair} are both of {home} and hold {one} and {other}, to be kept separate, "
                        f"in session {held.label}.",
                    )


def representation(case: Case) -> Iterator[Violation]:
    """In a session of several sponsors each has somebody in a seat."""
    if not case.scenario.representation:
        return
    for held in case.held:
        present = {o for duty in held.holders for o in duty.person.organisations}
        for sponsor in sorted(set(held.sponsors) - present) if len(held.sponsors) > 1 else ():
            name = named(case.lookup.organisations[sponsor])
            yield Violation(
                rule="representation",
                where=held.where + "/seats",
                vi=f"{name} cùng chủ trì buổi {held.label} nhưng không có ai giữ chỗ.",
                en=f"{name} is a sponsor of session {held.label} but has nobody in a seat.",
            )


def standby(case: Case) -> Iterator[Violation]:
    """Who stands by qualifies, can be there, and no more do than are asked for."""
    for held in case.held:
        seen: Counter[str] = Counter()
        for i, entry in enumerate(held.session.standby):
            seen[entry.role] += 1
            wanted = held.wanted.get((entry.role, None))
            asked = wanted.standby if wanted else 0
            if seen[entry.role] > asked:
                yield Violation(
                    rule="standby",
                    where=held.where + pointer("standby", i),
                    vi=f"Buổi {held.label} cần {asked} dự phòng cho {entry.role}, đây là người thứ {seen[entry.role]}.",
                    en=f"Session {held.label} asks for {asked} standbys for {entry.role}, "
                    f"this is number {seen[entry.role]}.",
                )
        for duty in held.standbys:
            wanted = held.wanted.get((duty.role, None))
            lacks = list(_why_unqualified(case.lookup, duty.person, wanted, held)) if wanted else []
            for vi, en in [*lacks, *why_absent(duty.person, held)]:
                yield Violation(
                    rule="standby",
                    where=duty.where + "/person",
                    vi=f"{named(duty.person)} dự phòng {duty.role} ở buổi {held.label} nhưng {vi}.",
                    en=f"{named(duty.person)} stands by for {duty.role} in session {held.label} but {en}.",
                )
