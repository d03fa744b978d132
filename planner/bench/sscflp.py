"""Files of the single-source capacitated facility location problem, in the three layouts that are published.

Each customer is served by one facility, what a facility serves stays within its capacity, and opening facilities and
serving customers costs. As a scenario: a place a facility, an activity a customer with a group of its own, any of
which may be held together, and no staff.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Final

from planner.bench.instance import DAY, Instance, Raw, names, text_of
from planner.domain.checks import read as checked
from planner.domain.plan import Plan
from planner.domain.values import LARGEST
from planner.files.refusals import whole_file

SUFFIXES: Final = ("", ".dat", ".plc", ".txt")
"""How such files end."""

MOST: Final = 9 * 10**8
"""What a solution's cost in VND is to stay below: then the solver's floating-point bounds are exact to the unit."""


@dataclass(frozen=True)
class Facilities:
    """`costs[i][j]` is what facility i takes for all that customer j wants; numbers are as in the file."""

    capacities: list[Decimal]
    fixed: list[Decimal]
    demands: list[Decimal]
    costs: list[list[Decimal]]


def read(path: Path, layout: str | None = None) -> Instance:
    """Read an instance; `layout` is one of `LAYOUTS`, by default the one that fits the file.

    Raises:
        InputError: the file fits no layout, or several.
        OSError: it cannot be read.
    """
    numbers = _numbers(text_of(path))
    wanted = [layout] if layout is not None else ["avella"] if path.suffix == ".plc" else list(LAYOUTS)
    fitting = [found for name in wanted if (found := _fitting(numbers, name)) is not None]
    if len(fitting) != 1:
        vi = f"một trong các cách bày {', '.join(LAYOUTS)}" + ("; chọn bằng --layout" if fitting else "")
        en = f"one of the layouts {', '.join(LAYOUTS)}" + ("; choose with --layout" if fitting else "")
        code = "several-layouts" if fitting else "no-layout"
        raise whole_file(code, f"{len(numbers)} numbers: {' '.join(map(str, numbers[:6]))} …", vi, en)
    return instance(path.stem, fitting[0])


def _numbers(text: str) -> list[Decimal]:
    words = text.split()
    try:
        numbers = [Decimal(word) for word in words]
    except InvalidOperation as error:
        bad = next(word for word in words if not _is_number(word))
        raise whole_file("no-number", bad, "số", "numbers") from error
    if any(not n.is_finite() or n < 0 for n in numbers):
        raise whole_file("no-number", "< 0", "số không âm", "numbers of 0 or more")
    return numbers


def _is_number(word: str) -> bool:
    try:
        Decimal(word)
    except InvalidOperation:
        return False
    return True


class _Numbers:
    def __init__(self, numbers: list[Decimal]) -> None:
        self._numbers = numbers
        self._at = 0

    def count(self) -> int:
        return int(self.take(1)[0])

    def take(self, number: int) -> list[Decimal]:
        found = self._numbers[self._at : self._at + number]
        if len(found) < number:
            raise ValueError
        self._at += number
        return found

    def rows(self, number: int, length: int) -> list[list[Decimal]]:
        return [self.take(length) for _ in range(number)]

    @property
    def over(self) -> bool:
        return self._at == len(self._numbers)


def _holmberg(numbers: _Numbers) -> Facilities:
    """Facilities, customers; capacity and fixed cost of each facility; demands; costs by facility."""
    n, m = numbers.count(), numbers.count()
    facilities = numbers.rows(n, 2)
    demands = numbers.take(m)
    return Facilities([f[0] for f in facilities], [f[1] for f in facilities], demands, numbers.rows(n, m))


def _delmaire(numbers: _Numbers) -> Facilities:
    """Customers, facilities; costs by customer; demands; fixed costs; capacities."""
    m, n = numbers.count(), numbers.count()
    costs = numbers.rows(m, n)
    demands, fixed, capacities = numbers.take(m), numbers.take(n), numbers.take(n)
    return Facilities(capacities, fixed, demands, [list(column) for column in zip(*costs, strict=True)])


def _avella(numbers: _Numbers) -> Facilities:
    """Customers, facilities; demands; capacities; fixed costs; costs of one unit by facility."""
    m, n = numbers.count(), numbers.count()
    demands, capacities, fixed = numbers.take(m), numbers.take(n), numbers.take(n)
    unit = numbers.rows(n, m)
    return Facilities(capacities, fixed, demands, [[c * d for c, d in zip(row, demands, strict=True)] for row in unit])


LAYOUTS: Final[dict[str, Callable[[_Numbers], Facilities]]] = {
    "holmberg": _holmberg,
    "delmaire": _delmaire,
    "avella": _avella,
}
"""The layouts by a family that is published so."""


def _fitting(numbers: list[Decimal], layout: str) -> Facilities | None:
    """Return the facilities where the numbers are as many as the layout says, and could be meant so."""
    found = _Numbers(numbers)
    try:
        facilities = LAYOUTS[layout](found)
    except ValueError:
        return None
    whole = all(n == int(n) for n in (*facilities.capacities, *facilities.demands))
    enough = sum(facilities.capacities) >= sum(facilities.demands) and facilities.capacities and facilities.demands
    roomy = enough and max(facilities.capacities) >= max(facilities.demands) > 0
    return facilities if found.over and whole and roomy else None


def instance(name: str, found: Facilities) -> Instance:
    """Return facilities and customers as a scenario, its money in the smallest unit that keeps sums below `MOST`."""
    prices = [*found.fixed, *(cost for row in found.costs for cost in row)]
    digits = max((max(0, -int(price.normalize().as_tuple().exponent)) for price in prices), default=0)
    scale = 10**digits
    least = sum(min(column) for column in zip(*found.costs, strict=True)) + min(found.fixed)
    while scale > 1 and (2 * least * scale > MOST or max(prices) * scale > LARGEST):
        scale //= 10
    rounded = Facilities(
        found.capacities,
        [round(f * scale) for f in found.fixed],
        found.demands,
        [[round(c * scale) for c in row] for row in found.costs],
    )
    slack = _most_off(found.fixed, rounded.fixed, scale, every=True)
    for mine, theirs in zip(zip(*found.costs, strict=True), zip(*rounded.costs, strict=True), strict=True):
        slack += _most_off(mine, theirs, scale, every=False)
    place, customer = names("p", len(found.fixed)), names("c", len(found.demands))
    facility_of, customer_of = ({n: i for i, n in enumerate(listed)} for listed in (place, customer))

    def value(plan: Plan) -> Fraction:
        total = Fraction(0)
        for session in plan.sessions:
            i = facility_of[session.place]
            total += Fraction(found.fixed[i])
            total += sum(Fraction(found.costs[i][customer_of[a]]) for a in session.activities)
        return total

    raw = _scenario(name, rounded, place, customer)
    return Instance(checked(raw).scenario, "cost", value, scale, slack)


def _most_off(exact: object, rounded: object, scale: int, *, every: bool) -> Fraction:
    """Return by how much rounding may have raised the cost of a solution: of all the prices, or of any one."""
    off = [Fraction(r) / scale - Fraction(e) for e, r in zip(exact, rounded, strict=True)]  # type: ignore[call-overload]
    raised = [max(Fraction(0), o) for o in off]
    return sum(raised, Fraction(0)) if every else max(raised)


def _scenario(name: str, found: Facilities, place: list[str], customer: list[str]) -> Raw:
    def transport(j: int) -> Iterator[tuple[str, int]]:
        for p, costs in zip(place, found.costs, strict=True):
            if costs[j]:
                yield p, int(costs[j])

    return {
        "format": "chungtay/1",
        "name": name,
        "start": DAY,
        "end": DAY,
        "organisations": [{"id": "o", "name": "o", "bloc": "government"}],
        "skills": [],
        "people": [],
        "places": [
            {"id": p, "name": p, "capacity": int(capacity), "cost_per_session": int(fixed)}
            for p, capacity, fixed in zip(place, found.capacities, found.fixed, strict=True)
        ],
        "groups": [{"id": c, "name": c, "people": int(d)} for c, d in zip(customer, found.demands, strict=True)],
        "functions": [{"id": "f", "name": "f"}],
        "activities": [
            {
                "id": c,
                "name": c,
                "organisation": "o",
                "function": "f",
                "serves": [{"group": c}],
                "starts": [f"{DAY}T08:00"],
                "duration_minutes": 60,
                "transport_cost": dict(transport(j)),
            }
            for j, c in enumerate(customer)
        ],
        "objective": ["unheld", "unfilled", "cost"],
    }
