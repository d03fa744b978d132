"""The way from a problem to a proven plan, stage by stage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set
from functools import partial

from planner.solve.draft import Draft
from planner.solve.effort import Clock
from planner.solve.first.sweep import sweep
from planner.solve.halls.gather import gather
from planner.solve.halls.location import location_of
from planner.solve.nearby.improve import improve
from planner.solve.nearby.rework import Known, inherit, refit
from planner.solve.problem import Problem
from planner.solve.programs.exact import everything, search
from planner.solve.regions.areas import Areas
from planner.solve.regions.regional import begun, joined, planned
from planner.solve.staff.staffing import staffed
from planner.solve.standing import Standing
from planner.solve.team.teams import is_fixed, staff_fixed, with_fewer
from planner.solve.timetable.crowds import COUNTED, Crowds
from planner.solve.timetable.flow import Flow
from planner.solve.timetable.reshape import reshape
from planner.solve.timetable.sparing import sparing

LATE = frozenset({"people", "peak_minutes", "weighted"})
"""Tiers that the timetable is not chosen for: who serves decides them."""

GAPS = frozenset({"unheld", "unfilled", "unbacked"})
"""Tiers that count what is missing: most plans have nothing missing at all."""

SMALL = 4_000
"""Seat choices (person, seat, joint session) up to which the whole problem goes to the exact model at once."""

LARGE = 700_000
"""Seat choices above which the areas of a problem are planned one after the other."""

ALONE = 0.9
"""Share of the time for what areas would do by themselves, and for staffing that together."""

MONEYED = 3.0
"""Seconds from which on the money of an area is bounded as well."""

EACH = 0.7
"""Share of the time left for bettering areas one by one, before their people are shared out anew."""

COUNTING = 0.4
"""Share of the time for bounds and timetables from counting people."""

SURE = 0.7
"""The same where all tiers before `cost` are proven: most of the work is there."""

MONEY = 0.7
"""Share of that time for `cost`."""

APART = 60_000
"""People's seats up to which every joint session is looked at by itself for its sponsors' presence."""

FIXED = 0.5
"""Share of the time for the staff of the only timetable there is, seat by seat, where other stages could follow."""

FEWER = 1.0
"""Most seconds for dealing out the seats of a timetable anew among fewer people."""

SWEEPING = 2.0
"""Most seconds for sweeps after the first one."""

TINY = 600
"""Seat choices up to which the exact model is quicker than any search."""

SOON = 0.3
"""Seconds for the staff, seat by seat, where the exact model could follow and is quick."""

SMALLER = 0.8
"""Share of the time for the staff, seat by seat, where the exact model could follow."""

MENDING = 2.0
"""Most seconds for making a neighbour's plan fit, before its timetable is staffed anew."""


def pursue(problem: Problem, standing: Standing, clock: Clock, known: Known | None = None) -> None:
    """Better the best draft of `standing` and its bounds until all is proven or the time is over.

    `known` is what a neighbouring scenario's solve gives to begin with.
    """
    if known is not None:
        _reworked(problem, standing, clock, known)
        if standing.proven or _as_good(standing, known):
            return
    if _as_its_form_asks(problem, standing, clock):
        return
    if _choices(problem) <= SMALL:
        sweep(problem, standing, clock, seconds=0)
        _exactly(problem, standing, clock)
        return
    _grounded(problem, standing, clock)
    if standing.infeasible:
        return
    if _choices(problem) > LARGE and len({session.area for session in problem.sessions}) > 1:
        _by_area(problem, standing, clock)
        return
    columns = _counted(problem, standing, clock, share=COUNTING)
    if standing.best is not None and standing.best.held and LATE.issuperset(problem.names[standing.settled :]):
        _evened(problem, standing, clock, standing.best)
        return
    horizon = Flow(problem, range(len(problem.sessions)), calendar=False)
    horizon.staff_rows()
    before = clock.left()
    asked: set[tuple[int, ...]] = set()
    columns |= _bounded(problem, standing, horizon, clock, (), asked, later=LATE)
    for_bounds = min(max(before - clock.left(), clock.left() * 0.15), clock.left() * 0.25)
    clock.limit -= for_bounds
    _planned(problem, standing, clock, columns)
    clock.limit += for_bounds
    if standing.best is None and clock.left() > clock.limit / 4:  # pins that nothing met so far
        _exactly(problem, standing, clock)
    if standing.best is not None and not standing.proven:
        _bounded(problem, standing, horizon, clock, standing.best.values, asked)


def _counted(problem: Problem, standing: Standing, clock: Clock, share: float) -> set[int]:
    """Bound tiers and choose timetables by counting people; return the joint sessions of these.

    Once for the least that counting allows, and once more for plans no worse than the best, where that is another.
    """
    total = clock.left()
    until = total * (1 - share)
    crowds = _crowds(problem, standing)
    columns: set[int] = set()
    for again in (False, True):
        values = standing.best.values if again and standing.best is not None else ()
        part = clock.part(clock.left() - until)
        sure = clock.part(clock.left() - total * (1 - max(share, SURE)))
        given, timetable = _chosen(problem, standing, part, crowds, values, sure=sure)
        columns |= {c for c, _ in timetable}
        if timetable:
            _staffed(
                problem, standing, sure if len(given) <= standing.settled + 1 else part, timetable, 0.5, given[:-1]
            )
        best = standing.best
        all_counted = len(given) == len(problem.names) or problem.names[len(given)] not in COUNTED
        if best is None or (all_counted and best.values[: len(given) - 1] == given[:-1]) or clock.left() <= until:
            break
    return columns


def _crowds(problem: Problem, standing: Standing) -> Crowds:
    """Return the relaxation over all joint sessions, without empty seats where there need be none."""
    best = standing.best
    i = problem.names.index("unfilled")
    full = best is not None and best.values[i] == 0 and standing.settled > i
    return Crowds(problem, range(len(problem.sessions)), full=full)


def _chosen(
    problem: Problem,
    standing: Standing,
    clock: Clock,
    crowds: Crowds,
    values: Sequence[int],
    counted: Set[str] = COUNTED,
    sure: Clock | None = None,
) -> tuple[tuple[int, ...], list[tuple[int, int]]]:
    """Bound tier after tier by counting, for plans no worse than `values` on the tiers before, if there are any.

    With `sure`, a plan that reaches what comes before money is looked for first: money waits where there is none, and
    has the time of `sure` where all of that is proven.

    Return what each tier is kept at, and the last timetable.
    """
    crowds.release()
    given: list[int] = []
    timetable: list[tuple[int, int]] = []
    for i, tier in enumerate(problem.names):
        best = standing.best
        if clock.over or tier not in counted:
            break
        if tier == "cost":
            if sure is not None:
                if timetable and (best is None or best.values[:i] > tuple(given)):
                    _staffed(problem, standing, clock, timetable, share=0.1, hoped=given[:-1])
                    best = standing.best
                if not values and (best is None or best.values[:i] > tuple(given)):
                    break
                clock = sure if standing.settled >= i else clock
            crowds = _narrowed(problem, crowds, given)
        if best is not None and i < standing.settled:
            given.append(best.values[i])
        else:
            hint = None if best is None else crowds.timetable_hint(best)
            most = MONEY if tier == "cost" and standing.settled >= i else 0.5
            answer = crowds.counted(tier, clock.effort(clock.left() * most), hint)
            if answer.bound is not None and problem.complete:
                standing.prove(i, answer.bound, tuple(given))
            if answer.solution is None or answer.value is None:
                break
            timetable = crowds.columns_in(answer.solution)
            given.append(values[i] if values else answer.value)
        crowds.cap(tier, given[-1])
    return tuple(given), timetable


def _narrowed(problem: Problem, crowds: Crowds, given: Sequence[int]) -> Crowds:
    """Return the relaxation over what plans can contain whose first tiers are kept at `given`, where that is less."""
    pairs = _possible(problem, given)
    if len(pairs) == len(crowds.pick):  # nothing is left out
        return crowds
    narrow = Crowds(problem, (), full=given[problem.names.index("unfilled")] == 0, fixed=pairs)
    for tier, value in zip(problem.names, given, strict=False):
        narrow.cap(tier, value)
    return narrow


def _possible(problem: Problem, given: Sequence[int]) -> list[tuple[int, int]]:
    """Return the (joint session, start) pairs of plans whose first tiers are kept at `given`."""
    kept = dict(zip(problem.names, given, strict=False))
    if kept.keys() >= {*GAPS, "staff_sessions"} and kept["unheld"] == 0:
        pairs = sparing(problem, kept["staff_sessions"] + kept["unfilled"], kept["unfilled"] + kept["unbacked"])
        if pairs:
            return pairs
    return [(c, s) for c, session in enumerate(problem.sessions) for s in session.starts]


def _evened(problem: Problem, standing: Standing, clock: Clock, best: Draft) -> None:
    """Prove and better the tiers of who serves, where all others are proven."""
    pairs = _possible(problem, best.values[: standing.settled])
    timeless = Flow(problem, sorted({c for c, _ in pairs}), calendar=False, apart=_largest(problem, pairs, timed=False))
    _bounded(problem, standing, timeless, clock, best.values, set())
    flow = Flow(problem, (), calendar=True, fixed=pairs, apart=_largest(problem, pairs, timed=True))
    _refined(problem, standing, clock, [flow], set(), share=0.4)
    improve(problem, standing, clock, share=1.0)


def _largest(problem: Problem, pairs: Sequence[tuple[int, int]], *, timed: bool) -> set[int]:
    """Return the joint sessions with most seats, as many as have `APART` people's seats between them at all starts."""
    starts = Counter(c for c, _ in pairs)
    found: set[int] = set()
    seats = 0
    for c in sorted(starts, key=lambda c: (-problem.sessions[c].seats, c)):
        kinds = problem.sessions[c].kinds
        seats += (starts[c] if timed else 1) * sum(len(problem.crews_of(kind.eligible)) for kind in kinds)
        if seats > APART:
            break
        found.add(c)
    return found


def _backless(problem: Problem, standing: Standing, clock: Clock, crowds: Crowds) -> None:
    """Bound person-sessions whoever stands by, where nothing need be unheld or unfilled.

    Many areas together seldom have everybody stand by whom each could have.
    """
    names = problem.names[2:4]
    if standing.best is None or standing.settled < 2 or names != ("unbacked", "staff_sessions"):
        return
    given = standing.best.values[:2]
    for tier, value in zip(problem.names, given, strict=False):
        crowds.cap(tier, value)
    answer = crowds.counted("staff_sessions", clock.effort(clock.left() * 0.5), crowds.timetable_hint(standing.best))
    if answer.bound is not None and problem.complete:
        standing.prove(3, answer.bound, given)


def _by_area(problem: Problem, standing: Standing, clock: Clock) -> None:
    """Bound area by area, staff their timetables together, then better the plan in rounds for as long as that helps."""

    def bound(part: Problem, own: Standing, clock: Clock) -> tuple[tuple[int, ...], list[tuple[int, int]]]:
        crowds = _crowds(part, own)
        _backless(part, own, clock, crowds)
        counted = COUNTED if clock.left() >= MONEYED else COUNTED - {"cost"}
        return _chosen(part, own, clock, crowds, (), counted)

    def staff(
        last: str,
        part: Problem,
        own: Standing,
        clock: Clock,
        timetable: Sequence[tuple[int, int]],
        hoped: Sequence[int],
    ) -> Draft | None:
        seconds = clock.left() * 0.7
        return staffed(part, timetable, clock, seconds=seconds, floor=own.bound, hoped=hoped, last=last)[0]

    def mend(part: Problem, own: Standing, clock: Clock) -> None:
        _counted(part, own, clock, share=1.0)

    def better(part: Problem, own: Standing, clock: Clock) -> None:
        _counted(part, own, clock, share=0.7)
        reshape(part, own, clock, partial(_staffed, part, own, clock), share=0.5)
        improve(part, own, clock, share=1.0)

    areas = Areas(problem)
    aims = begun(areas, standing, clock.part(clock.left() * ALONE), bound, partial(staff, "cost"), mend)
    before = None
    while (best := standing.best) is not None and best is not before and not clock.over and not standing.proven:
        before = best
        part = clock.part(clock.left() * EACH)
        planned(areas, standing, aims, part, better)
        joined(areas, standing, aims, clock.part(clock.left() * 0.5), partial(staff, "people"))


def _as_its_form_asks(problem: Problem, standing: Standing, clock: Clock) -> bool:
    """Work on a problem of a form that has a way of its own; tell whether that is all there is to do."""
    if is_fixed(problem):
        choices = _choices(problem)
        later = 1.0 if problem.names[-1] == "people" and choices > SMALL else FIXED
        share = SMALLER if TINY < choices <= SMALL else later
        staff_fixed(problem, standing, clock, seconds=SOON if choices <= TINY else clock.left() * share)
    location = location_of(problem)
    if location is not None and gather(problem, location, standing, clock):
        return True
    return standing.proven or clock.over


def _grounded(problem: Problem, standing: Standing, clock: Clock) -> None:
    """Offer a first plan: what a sweep holds, with pins at least what they name; or prove that no plan meets these.

    Sessions without anything pinned can be left out of any plan, so those with something pinned decide.
    """
    standing.offer(Draft(problem, ()))
    sweep(problem, standing, clock, seconds=min(SWEEPING, clock.left() * 0.05))
    pinned = problem.grid.pinned
    for relevant in (pinned.issuperset, lambda members: not pinned.isdisjoint(members)):
        if standing.best is not None or clock.over:
            return
        choices = [choice for choice in everything(problem) if relevant(choice.candidate.members)]
        found = search(problem, choices, clock, seconds=clock.left() * 0.05)
        standing.offer(found.draft)
        standing.infeasible = found.infeasible and relevant != pinned.issuperset and problem.complete


def _reworked(problem: Problem, standing: Standing, clock: Clock, known: Known) -> None:
    """Begin with a neighbour's bounds and plan: mend the plan, staff its timetable anew, prove or better it."""
    inherit(standing, known.floors)
    refit(problem, known.plan, standing, clock, seconds=MENDING)
    best = standing.best
    if best is None or not best.held or standing.proven or _choices(problem) <= SMALL:
        return
    _staffed(problem, standing, clock, [(h.session, h.start) for h in best.held])
    if known.floors and not _as_good(standing, known):
        columns = {h.session for h in best.held}
        plain = Flow(problem, range(len(problem.sessions)), calendar=True)
        _refined(problem, standing, clock, [plain], columns, share=0.4)
        improve(problem, standing, clock, share=0.1)
        _sharpened(problem, standing, clock, plain, columns, share=0.6)


def _as_good(standing: Standing, known: Known) -> bool:
    """Whether the plan is as good as that of a neighbour that allows more: a better one would better that, too."""
    return standing.best is not None and standing.best.values == tuple(tier.value for tier in known.floors)


def _choices(problem: Problem) -> int:
    return sum(len(kind.eligible) * len(s.starts) for s in problem.sessions for kind in s.kinds)


def _planned(problem: Problem, standing: Standing, clock: Clock, columns: set[int]) -> None:
    """Find plans, and bounds with the calendar."""
    _timetable(problem, standing, clock, columns)
    plain = Flow(problem, range(len(problem.sessions)), calendar=True)
    _refined(problem, standing, clock, [plain], columns, share=0.06)
    if _apart(problem) is not None:
        _sharpened(problem, standing, clock, plain, columns, share=0.3)
    reshape(problem, standing, clock, partial(_staffed, problem, standing, clock), share=0.3)
    _refined(problem, standing, clock, [plain], columns, share=0.4)
    improve(problem, standing, clock, share=0.3)
    if not standing.proven and not clock.over:
        _sharpened(problem, standing, clock, plain, columns, share=0.6)
        improve(problem, standing, clock, share=1.0)


def _sharpened(
    problem: Problem, standing: Standing, clock: Clock, plain: Flow, columns: set[int], share: float
) -> None:
    """Refine with whole people, and sponsors present in each session: of all where that stays small, else of some."""
    joint = _apart(problem)
    apart = columns if joint is None else joint
    whole = Flow(problem, range(len(problem.sessions)), calendar=True, integral=True, apart=apart)
    _refined(problem, standing, clock, [whole, plain], columns, share)


def _apart(problem: Problem) -> set[int] | None:
    """Return the sessions of several sponsors, None where they have more people's seats than `APART`."""
    joint = {c for c, session in enumerate(problem.sessions) if len(session.sponsors) > 1}
    seats = sum(
        len(problem.sessions[c].starts) * len(problem.crews_of(kind.eligible))
        for c in joint
        for kind in problem.sessions[c].kinds
    )
    return joint if seats <= APART else None


def _exactly(problem: Problem, standing: Standing, clock: Clock) -> None:
    start, floors = standing.best, standing.bounds()
    found = search(problem, everything(problem), clock, seconds=clock.left(), start=start, floors=floors)
    standing.infeasible = found.infeasible and problem.complete
    standing.offer(found.draft)
    if found.draft is not None and problem.complete:
        for i, bound in enumerate(found.bounds):
            if bound is not None:
                standing.prove(i, bound, found.draft.values)


def _bounded(
    problem: Problem,
    standing: Standing,
    horizon: Flow,
    clock: Clock,
    values: Sequence[int],
    asked: set[tuple[int, ...]],
    *,
    later: Set[str] = frozenset(),
) -> set[int]:
    """Bound every tier with the calendar left out, for plans no worse than `values` on the tiers before.

    Return the joint sessions that the relaxation holds for one tier or another. `asked` remembers for which values
    of the tiers before a tier was bounded.
    """
    horizon.release()
    solution = None
    best = standing.best
    columns = {h.session for h in best.held} if best is not None else set()
    given: list[int] = []
    for i, tier in enumerate(problem.names):
        if clock.over or tier in later:
            break
        if best is not None and (i < standing.settled or (values and tuple(values[:i]) in asked)):
            given.append(best.values[i])
            horizon.cap(tier, best.values[i])
            continue
        answer = horizon.least(tier, clock.effort(clock.left() * (0.25 if values else 0.05)), solution)
        if answer.solution is None or answer.value is None or answer.bound is None:
            break
        solution = answer.solution
        asked.add(tuple(given))
        if problem.complete:
            standing.prove(i, answer.bound, tuple(given))
        given.append(int(values[i] if values else answer.value))
        horizon.cap(tier, given[-1])
        if tier not in LATE:
            columns |= {c for c, _ in horizon.columns_in(solution)}
    return columns


def _timetable(problem: Problem, standing: Standing, clock: Clock, columns: Set[int], share: float = 0.1) -> bool:
    """Choose among few joint sessions, and their starts, so that staff can be found; tell whether a plan got better."""
    flow = _holding(problem, columns, clock, share)
    best, settled = standing.best, standing.settled
    given = list(best.values[:settled]) if best is not None else []
    for tier, value in zip(problem.names, given, strict=False):
        flow.cap(tier, value)
    hint = None if best is None or not best.held else flow.hint(best)
    hopeful = _hopeful(problem, standing, settled)
    solution = None
    if len(hopeful) > 1:
        solution = flow.least(flow.add_up(hopeful), clock.effort(clock.left() * share), hint=hint).solution
    if solution is not None and hint is None:
        _staffed(problem, standing, clock, flow.columns_in(solution), share)  # something to show, soon
    for i, tier in enumerate(problem.names):
        if clock.over or tier in LATE:
            break
        if i < settled:
            continue
        effort = clock.effort(clock.left() * share)
        answer = flow.least(tier, effort, solution, standing.bound(i, given), hint if solution is None else None)
        if answer.solution is None or answer.value is None:
            break
        solution = answer.solution
        given.append(answer.value)
        flow.cap(tier, answer.value)
    return solution is not None and _staffed(problem, standing, clock, flow.columns_in(solution), share)


def _hopeful(problem: Problem, standing: Standing, settled: int) -> list[str]:
    """Return the first tiers after the settled ones, as far as all of them may be 0: one program can tell."""
    found: list[str] = []
    for i, tier in enumerate(problem.names):
        if tier not in GAPS or standing.bound(i, [0] * i):
            break
        if i >= settled:
            found.append(tier)
    return found


def _holding(problem: Problem, columns: Set[int], clock: Clock, share: float) -> Flow:
    """Return the flow over some joint sessions, and over the activities alone that these cannot hold."""
    flow = Flow(problem, sorted(columns), calendar=True)
    answer = flow.least("unheld", clock.effort(clock.left() * share))
    if answer.solution is None or not answer.value:
        return flow
    lost = {a for a, v in enumerate(flow.unheld) if answer.solution[v] > 0.5}
    alone = {c for c, session in enumerate(problem.sessions) if len(session.members) == 1}
    extra = {c for c in alone if problem.sessions[c].members[0] in lost} - set(columns)
    return Flow(problem, sorted(columns | extra), calendar=True) if extra else flow


def _staffed(
    problem: Problem,
    standing: Standing,
    clock: Clock,
    timetable: Sequence[tuple[int, int]],
    share: float = 0.1,
    hoped: Sequence[int] = (),
) -> bool:
    """Find staff for a timetable, first at `hoped` values of the first tiers; tell whether that is a better plan."""
    if clock.over:
        return False
    draft, short = staffed(problem, timetable, clock, seconds=clock.left() * share, floor=standing.bound, hoped=hoped)
    better = standing.offer(draft)
    if better and short:
        improve(problem, standing, clock, share=0.1)
    if better:
        with_fewer(problem, standing, clock, seconds=min(FEWER, clock.left() * 0.05))
    return better


def _refined(
    problem: Problem, standing: Standing, clock: Clock, flows: Sequence[Flow], columns: set[int], share: float
) -> None:
    """Prove tier after tier over all joint sessions; where a tier can be better, choose anew.

    A later flow is asked where those before it leave a tier open. Ends at the first tier that is neither proven nor
    bettered in time. `columns` grows by what proves useful.
    """
    i = 0
    for flow in flows:
        flow.release()
    while problem.complete and (best := standing.best) is not None and i < len(problem.names) and not clock.over:
        if any(_bettered(problem, standing, clock, flow, share, i, columns) for flow in flows):
            i = 0
            for flow in flows:
                flow.release()
            continue
        if best.values[i] > standing.bound(i, best.values):
            return
        for flow in flows:
            flow.cap(problem.names[i], best.values[i])
        i += 1


def _bettered(
    problem: Problem, standing: Standing, clock: Clock, flow: Flow, share: float, i: int, columns: set[int]
) -> bool:
    """Bound the i-th tier where it is open; tell whether the answer led to a better plan."""
    best, tier = standing.best, problem.names[i]
    if best is None or clock.over or best.values[i] <= standing.bound(i, best.values):
        return False
    effort = clock.effort(clock.left() * share)
    answer = flow.least(tier, effort, hint=flow.hint(best), reached=best.values[i])
    if answer.bound is not None:
        standing.prove(i, answer.bound, best.values[:i])
    if answer.solution is None or answer.value is None or answer.value >= best.values[i]:
        return False
    timetable = flow.columns_in(answer.solution)
    columns |= {c for c, _ in timetable}
    better = _staffed(problem, standing, clock, timetable)
    if tier not in LATE and not clock.over:
        better |= _timetable(problem, standing, clock, columns)
    return better
