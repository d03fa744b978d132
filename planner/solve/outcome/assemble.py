"""From indices to the plan file: names, times, leads, money by organisation, reasons."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from planner.domain.plan import Seat, Session, Standby, Status, Tier, Unheld
from planner.domain.scenario import BLOCS
from planner.solve.draft import Draft, Held
from planner.solve.outcome.reasons import empty_seat, unheld_activity
from planner.solve.problem import Problem


def sessions(draft: Draft) -> tuple[Session, ...]:
    """Return the sessions in order of start, place and members."""
    ordered = sorted(draft.held, key=lambda h: (h.start, h.place, draft.problem.sessions[h.session].members))
    return tuple(_session(draft, h, f"s{i:0{len(str(len(ordered)))}d}") for i, h in enumerate(ordered, 1))


def _session(draft: Draft, h: Held, name: str) -> Session:
    grid = draft.problem.grid
    joint = draft.problem.sessions[h.session]
    seats: list[Seat] = []
    for k, kind in enumerate(joint.kinds):
        activity = None if kind.activity is None else grid.activities[kind.activity].id
        holders = sorted(grid.people[p].id for j, p in h.seats if j == k)
        seats += [Seat(role=kind.role, activity=activity, person=person) for person in holders]
        if len(holders) < kind.seats:
            vi, en = empty_seat(draft, h, k)
            empty = Seat(role=kind.role, activity=activity, reason=vi, reason_en=en)
            seats += [empty] * (kind.seats - len(holders))
    return Session(
        id=name,
        activities=tuple(grid.activities[a].id for a in joint.members),
        function=joint.function,
        area=joint.area,
        start=grid.moment(h.start),
        end=grid.moment(h.start + joint.minutes),
        place=grid.places[h.place].id,
        attendance=joint.attendance,
        lead=_lead(draft.problem, joint.members),
        cost=draft.cost_of(h),
        seats=tuple(seats),
        standby=tuple(Standby(role=joint.kinds[k].role, person=grid.people[p].id) for k, p in h.standby),
    )


def _lead(problem: Problem, members: tuple[int, ...]) -> str:
    grid = problem.grid

    def rank(a: int) -> tuple[int, int, int, bytes]:
        activity = grid.activities[a]
        size = sum(grid.brought[a].values())
        return (
            -activity.priority,
            -size,
            BLOCS.index(grid.bloc[activity.organisation]),
            activity.id.encode("utf-16-be"),
        )

    return grid.activities[min(members, key=rank)].organisation


def unheld(draft: Draft) -> tuple[Unheld, ...]:
    """Return the activities that are not held, each with its reason."""
    found = []
    for a in draft.unheld:
        vi, en = unheld_activity(draft, a)
        found.append(Unheld(activity=draft.problem.grid.activities[a].id, reason=vi, reason_en=en))
    return tuple(found)


def cost_shares(draft: Draft) -> dict[str, int]:
    """Return VND by organisation; the sum is the cost exactly."""
    grid = draft.problem.grid
    total = {o.id: 0 for o in draft.problem.scenario.organisations}
    for h in draft.held:
        joint = draft.problem.sessions[h.session]
        common = draft.cost_of(h)
        place = grid.places[h.place].id
        brought: dict[str, int] = {}
        for a in joint.members:
            activity = grid.activities[a]
            own = activity.transport_cost.get(place, 0) + sum(
                grid.seat_cost(p, joint.minutes) for k, p in h.seats if joint.kinds[k].activity == a
            )
            total[activity.organisation] += own
            common -= own
            brought[activity.organisation] = brought.get(activity.organisation, 0) + sum(grid.brought[a].values())
        for organisation, share in largest_remainder(common, brought).items():
            total[organisation] += share
    return total


def largest_remainder(amount: int, weights: dict[str, int]) -> dict[str, int]:
    """Split an amount in proportion to weights (equally at none); ties go by name."""
    whole = sum(weights.values())
    exact = {
        name: Fraction(amount * weight, whole) if whole else Fraction(amount, len(weights))
        for name, weight in weights.items()
    }
    shares = {name: int(part) for name, part in exact.items()}
    left = amount - sum(shares.values())
    for name in sorted(exact, key=lambda n: (shares[n] - exact[n], n.encode("utf-16-be")))[:left]:
        shares[name] += 1
    return shares


def tiers(problem: Problem, values: Sequence[int] | None, bounds: Sequence[int | None]) -> tuple[Tier, ...]:
    """Return what is reported of each tier: proven where value and bound meet and all tiers before are proven."""
    found: list[Tier] = []
    proven = values is not None
    for i, name in enumerate(problem.names):
        value = None if values is None else values[i]
        bound = None if values is None else bounds[i]
        proven = proven and value == bound
        found.append(Tier(name=name, value=value, bound=bound, proven=proven))
    return tuple(found)


def status(proofs: Sequence[Tier]) -> Status:
    """Return `optimal` where every tier is proven."""
    return "optimal" if all(tier.proven for tier in proofs) else "feasible"
