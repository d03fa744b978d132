"""Scenarios of any size from a seed: the Tet programme in made-up wards, for measuring.

A size is one of `WARDS`, or how many wards share people: 10 are a cluster, 168 a city.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from scenarios.build import staff
from scenarios.build.cluster import PARTNERS, Cluster, Shape, Ward
from scenarios.build.programme import CLINICS, GIFTS, PLACES, VISITS
from scenarios.build.staff import Post
from scenarios.build.text import Record

CITY: Final = 168
"""Wards of Ho Chi Minh City (S)."""

MOST: Final = 1000
"""The most wards that are made."""

RESIDENTS: Final = (47_000, 88_000)
"""Fewest and most residents of a ward (A, as those of the ten wards)."""


def staffed(people: int) -> tuple[Post, ...]:
    """Return the posts of a ward of so many people, partners included: in proportion, by largest remainder."""
    wanted, there = people - len(PARTNERS), sum(post.count for post in staff.WARD)
    counts = [post.count * wanted // there for post in staff.WARD]
    rest = sorted(range(len(counts)), key=lambda i: (-(staff.WARD[i].count * wanted % there), i))
    for i in rest[: wanted - sum(counts)]:
        counts[i] += 1
    return tuple(replace(post, count=count) for post, count in zip(staff.WARD, counts, strict=True))


def _second(places: Iterable[Record]) -> tuple[Record, ...]:
    return tuple({**place, "id": f"{place['id']}-2", "name": f"{place['name']}, cơ sở 2"} for place in places)


WARDS: Final[Mapping[str, Shape]] = {
    "ward": Shape(posts=staffed(100)),
    "dense": Shape(posts=staffed(100), pool=GIFTS + CLINICS + VISITS),
    "tight": Shape(posts=staffed(40)),
    "scarce": Shape(posts=staffed(22)),
    "quarter": Shape(activities=25, rounds=6, days=90, posts=staffed(250), places=PLACES + _second(PLACES[:5])),
}
"""Single wards: as in the contract; with three functions only; with few people; with far too few; for 90 days."""

NAMED: Final[Mapping[str, int]] = {"cluster": 10, "city": CITY}
"""How many wards a size of several has."""


def wards_of(size: str) -> int | None:
    """Return how many wards a size has; None where it is none."""
    if size in WARDS:
        return 1
    number = NAMED.get(size, int(size) if size.isdecimal() else 0)
    return number if 0 < number <= MOST else None


def scenario(size: str, seed: int) -> Record:
    """Return the scenario of a size and seed, the same at all times.

    Raises:
        ValueError: there is no such size.
    """
    number = wards_of(size)
    if number is None:
        raise ValueError(size)
    name = f"{size}-{seed}"
    rng = random.Random(name)
    wards = [Ward(i, f"p{i + 1:03d}", f"Phường {i + 1}", rng.randint(*RESIDENTS)) for i in range(number)]
    return Cluster(name, name, wards, WARDS.get(size, WARDS["ward"])).build()
