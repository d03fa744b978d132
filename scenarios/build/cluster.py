"""Wards side by side: a Tet programme in each, and people and partners whom several wards share."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from scenarios.build import material, staff
from scenarios.build.dien_hong_tet import DAYS, FUNCTIONS, START
from scenarios.build.entry import Entry, activity, day
from scenarios.build.programme import GROUPS, PLACES, PROGRAMME
from scenarios.build.staff import Post
from scenarios.build.text import Record, record


@dataclass(frozen=True)
class Ward:
    """A ward: its place in the list, the prefix of its ids, its residents."""

    index: int
    prefix: str
    name: str
    residents: int


MODEL_RESIDENTS: Final = 59_218
"""Residents (S) of Diên Hồng, whose programme the wards follow in proportion to their own."""

REFUSAL: Final = 0.12
"""Part of the activities open to all that a sponsor elsewhere keeps to itself or to a few (A)."""

LENT: Final = {
    "Tình nguyện viên Đoàn": 6,
    "Bác sĩ Trạm Y tế": 2,
    "Điều dưỡng Trạm Y tế": 2,
    "Cán bộ tư pháp": 2,
    "Giám sát viên MTTQ": 2,
    "Tình nguyện viên Chữ thập đỏ": 2,
}
"""How many of each office a ward shares with the next one: 16 of its 97 people (A)."""

PARTNERS: Final = (
    ("ngan-hang-a", "Nhân viên Ngân hàng A", ("chi-tra", "cong-nghe")),
    ("benh-vien-b", "Bác sĩ Bệnh viện B", ("kham-benh", "y-te")),
    ("vien-thong-c", "Nhân viên Viễn thông C", ("cong-nghe",)),
)
"""The city-level partners, each with one person a ward."""

REACH: Final = 3
"""Wards in which somebody of a city-level partner works."""


@dataclass(frozen=True)
class Shape:
    """What each ward has: `activities` a round, drawn from `pool`; `rounds` of a fortnight, one after the other.

    `posts` are its own people, to whom one person a partner comes. Where more activities are drawn than the pool has,
    some come again; more places than the programme has are second ones of a kind.
    """

    activities: int = 40
    rounds: int = 1
    days: int = DAYS
    pool: tuple[Entry, ...] = PROGRAMME
    posts: tuple[Post, ...] = staff.WARD
    places: tuple[Record, ...] = PLACES


@dataclass(frozen=True)
class Cluster:
    """Wards of one shape; `seed` says which activities each has, and what its sponsors refuse."""

    name: str
    seed: str
    wards: Sequence[Ward]
    shape: Shape = Shape()

    def build(self) -> Record:
        """Return the scenario."""
        people = [person for ward in self.wards for person in self._ward_people(ward)] + self._partner_people()
        known = {person["id"] for person in people}
        activities = [
            _of_those_there(
                activity(entry, START, own=self._own(ward), suffix=f" ({ward.name})", area=ward.prefix), known
            )
            for ward in self.wards
            for entry in self._programme(ward)
        ]
        asking = [*FUNCTIONS, *({"roles": made.get("own_roles", [])} for made in activities)]
        return record(
            format="chungtay/1",
            name=self.name,
            start=START.isoformat(),
            end=day(START, self.shape.days),
            blocks=material.BLOCKS,
            areas=[record(id=ward.prefix, name=ward.name) for ward in self.wards],
            organisations=[
                *(
                    self._in_ward(ward, one)
                    for ward in self.wards
                    for one in material.organisations(material.WARD_ORGANISATIONS)
                ),
                *material.organisations(material.PARTNERS),
            ],
            skills=material.skills(people, asking),
            people=people,
            places=[
                {**self._in_ward(ward, place), "area": ward.prefix}
                for ward in self.wards
                for place in self.shape.places
            ],
            travel_default_minutes=15,
            groups=[
                record(id=self._own(ward)(key), name=f"{name} ({ward.name})", people=_scaled(people_, ward, up=True))
                for ward in self.wards
                for key, (name, people_) in GROUPS.items()
            ],
            functions=FUNCTIONS,
            activities=activities,
        )

    def _own(self, ward: Ward) -> Callable[[str], str]:
        """Return what turns a standard id into the ward's; a partner keeps its own, for it is the city's."""

        def own(key: str) -> str:
            for partner in material.PARTNERS:
                if key == partner:
                    return key
                if key.startswith(f"{partner}-"):
                    nth = int(key.removeprefix(f"{partner}-"))
                    return f"{partner}-{1 + (ward.index + 1 - nth) % len(self.wards):02d}"
            return f"{ward.prefix}-{key}"

        return own

    def _in_ward(self, ward: Ward, item: Record) -> Record:
        return {**item, "id": self._own(ward)(item["id"]), "name": f"{item['name']} ({ward.name})"}

    def _ward_people(self, ward: Ward) -> list[Record]:
        """Return the ward's people; of the offices that are lent, the last ones also work in the next ward."""
        areas = self._from(ward.index, 2)
        found = staff.people(self.shape.posts, own=self._own(ward), suffix=f" ({ward.name})", areas=areas[:1])
        for title, count in LENT.items():
            for person in [person for person in found if person["name"].startswith(title)][-count:]:
                person["areas"] = areas
        return found

    def _partner_people(self) -> list[Record]:
        """Return the partners' people, each at work in `REACH` wards that follow one another in the list."""
        posts = [Post(partner, title, len(self.wards), has, material.VOLUNTEER) for partner, title, has in PARTNERS]
        found = staff.people(posts)
        for person in found:
            person["areas"] = self._from(int(person["id"].rpartition("-")[2]) - 1, REACH)
        return found

    def _from(self, first: int, count: int) -> list[str]:
        """Return the areas of so many wards from the first on; after the last comes the first."""
        count = min(count, len(self.wards))
        return [self.wards[(first + step) % len(self.wards)].prefix for step in range(count)]

    def _programme(self, ward: Ward) -> list[Entry]:
        """Return the ward's activities in its size, some a day earlier or later, each round a fortnight later."""
        rng = random.Random(f"{self.seed}-{ward.prefix}")
        pool, times = self.shape.pool, Counter[str]()
        found = []
        for turn in range(self.shape.rounds):
            numbers = list(range(len(pool))) * (self.shape.activities // len(pool))
            numbers += rng.sample(range(len(pool)), self.shape.activities % len(pool))
            for number in sorted(numbers):
                entry = self._adapted(pool[number], ward, rng, DAYS * turn)
                times[entry.id] += 1
                nth = times[entry.id]
                found.append(entry if nth == 1 else replace(entry, id=f"{entry.id}-{nth}", name=f"{entry.name}, {nth}"))
        return found

    def _adapted(self, entry: Entry, ward: Ward, rng: random.Random, later: int) -> Entry:
        shift = rng.choice((-1, 0, 0, 1))
        refuses = entry.merge == "any" and rng.random() < REFUSAL
        own_few = tuple(key for key in ("mttq", "vhxh") if key != entry.sponsor)
        merge = rng.choice(("never", own_few)) if refuses else entry.merge
        last = later + DAYS
        days = (
            (max(later + 1, entry.days[0] + later + shift), min(last, entry.days[1] + later + shift))
            if entry.days
            else None
        )
        starts = entry.starts and tuple((number + later, hour) for number, hour in entry.starts)
        serves = {group: _scaled(people, ward) for group, people in entry.serves.items() if people is not None}
        seconds = {place["id"] for place in self.shape.places} - {place["id"] for place in PLACES}
        places = (*entry.places, *(f"{place}-2" for place in entry.places if f"{place}-2" in seconds))
        return replace(entry, serves=serves, days=days, starts=starts, merge=merge, places=places)


def _of_those_there(made: Record, known: set[str]) -> Record:
    """Keep of an activity's nominees those who are there: where nobody is left, anybody may come."""
    lists = [(made["nominated"], role) for role in made.get("nominated", ())]
    lists += [(own, "nominated") for own in made.get("own_roles", ()) if "nominated" in own]
    for where, key in lists:
        where[key] = [person for person in dict.fromkeys(where[key]) if person in known]
        if not where[key]:
            del where[key]
    return made


def _scaled(people: int, ward: Ward, *, up: bool = False) -> int:
    """Return `people` of Diên Hồng for the ward's residents; up for a group, down for those served."""
    product = people * ward.residents
    return -(-product // MODEL_RESIDENTS) if up else product // MODEL_RESIDENTS
