"""One more person for a seat, one more place for what is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from statistics import median

from planner.answers.inputs.words import whole
from planner.answers.remedies.case import Case, Remedy
from planner.domain.scenario import OwnRole, Person, Place, Role
from planner.domain.whatif import AddPerson, AddPlace, Change, SetPlaces


def one_more_person(case: Case, role_id: str) -> Iterator[Remedy]:
    """Yield one more person for the seat: of the organisation of those who could hold it, else of the sponsor."""
    first = case.activities[case.asked[0]]
    functions = {f.id: f for f in case.scenario.functions}
    roles: list[Role | OwnRole] = [*functions[first.function].roles, *first.own_roles]
    role = next(r for r in roles if r.id == role_id)
    wanted = () if role.skill is None else (role.skill,)
    homes = [p.home for p in case.scenario.people if set(wanted) <= set(p.skills)]
    sponsors = [case.activities[a].organisation for a in case.asked]
    for organisation in dict.fromkeys([*homes, *sponsors, *(o.id for o in case.scenario.organisations)]):
        if role.blocs is not None and case.bloc[organisation] not in role.blocs:
            continue
        people = [p for p in case.scenario.people if organisation in p.organisations]
        rates = [p.cost_per_hour for p in people if set(wanted) <= set(p.skills)] or [p.cost_per_hour for p in people]
        named = case.names.organisation[organisation]
        skilled_vi = f" có kỹ năng {case.names.skill[role.skill]}" if role.skill is not None else ""
        skilled_en = f" with the skill {case.names.skill[role.skill]}" if role.skill is not None else ""
        person = Person(
            id=_new("one-more", {p.id for p in case.scenario.people}),
            name=f"Người thêm ({role.name})",
            organisations=(organisation,),
            skills=wanted,
            cost_per_hour=median(rates) if rates else Decimal(0),
        )
        yield Remedy(
            (AddPerson(person=person),),
            f"Thêm một người{skilled_vi} của {named}.",
            f"One more person{skilled_en} from {named}.",
        )
        return


def one_more_place(case: Case) -> Remedy:
    """Return one more place like the largest allowed, with room for what is asked for."""
    scenario, first = case.scenario, case.activities[case.asked[0]]
    need = max(case.attendance(*case.asked), *(case.attendance(a) for a in case.asked))
    allowed = [p for p in scenario.places if first.places is None or p.id in first.places]
    like = max(allowed, key=lambda p: (p.capacity, p.id), default=None)
    place = Place(
        id=_new("one-more", {p.id for p in scenario.places}),
        name="Địa điểm thêm",
        area=first.area,
        capacity=max(need, 0 if like is None else like.capacity),
        cost_per_session=0 if like is None else like.cost_per_session,
    )
    changes: list[Change] = [AddPlace(place=place)]
    for a in case.all:
        listed = case.activities[a].places
        if listed is not None and case.activities[a].function == first.function:
            changes.append(SetPlaces(activity=a, places=(*listed, place.id)))
    vi, en = whole(place.capacity)
    return Remedy(
        tuple(changes), f"Thêm một địa điểm đủ chỗ cho {vi} người.", f"One more place with room for {en} people."
    )


def _new(stem: str, taken: set[str]) -> str:
    number = 1
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"
