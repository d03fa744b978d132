"""Which of a scenario's inputs, and of the activities to be held, a goal fails on: asked again and again, and shrunk.

A member of a conflict is an input that is enforced or a need: a demand of another activity. A set of members fails
where no plan meets the goal and the set's needs in the scenario without all inputs that are not in the set. Sets
only fail more as they grow, so an answer about one set is an answer about all larger or all smaller ones.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Sequence
from typing import Final

from planner.answers.hitting import smallest_hitting
from planner.answers.inputs import Input, relaxed
from planner.domain.plan import Output, Session
from planner.domain.scenario import Scenario
from planner.solve.feasible.excerpt import excerpt
from planner.solve.feasible.possible import Answer, Demand, met, possible, violations

SECONDS_A_PROBE: Final = 5.0
"""Most seconds for one question of the oracle."""

Members = frozenset[int]
"""Inputs and needs by number: see `Probe`."""


class Need(Output):
    """What another activity needs: to be held, and where a role is named few empty seats of it, as in the plan."""

    activity: str
    role: str | None = None
    origin: str | None = None
    empty: int = 0

    @property
    def demand(self) -> Demand:
        """What the oracle is asked."""
        seats = () if self.role is None else (((self.role, self.origin), self.empty),)
        return Demand(frozenset({self.activity}), seats)


class Probe:
    """Asks whether sets of members fail, each at most once, until `seconds` are over.

    Searches begin `near` some sessions. Members are numbers: inputs from 0, in their order, then needs as they are
    added.
    """

    def __init__(
        self,
        scenario: Scenario,
        inputs: Sequence[Input],
        goal: Sequence[Demand],
        *,
        seconds: float,
        near: Sequence[Session] = (),
        stop: threading.Event | None = None,
    ) -> None:
        self.scenario = scenario
        self.inputs = tuple(inputs)
        self.goal = tuple(goal)
        self.near = tuple(near)
        self.needs: list[Need] = []
        self._end = time.monotonic() + seconds
        self._stop = stop or threading.Event()
        self._fail: list[Members] = []
        self._work: list[tuple[Members, tuple[Session, ...]]] = []

    def add(self, need: Need) -> int:
        """Return the number of a need, new or known."""
        if need not in self.needs:
            self.needs.append(need)
        return len(self.inputs) + self.needs.index(need)

    def member(self, number: int) -> Input | Need:
        """Return what a number stands for."""
        return self.inputs[number] if number < len(self.inputs) else self.needs[number - len(self.inputs)]

    @property
    def over(self) -> bool:
        """Whether the time is up."""
        return self._stop.is_set() or time.monotonic() >= self._end

    @property
    def everything(self) -> Members:
        """All inputs."""
        return frozenset(range(len(self.inputs)))

    def without(self, members: Members) -> Scenario:
        """Return the scenario with only these of its inputs enforced."""
        return relaxed(self.scenario, (one for n, one in enumerate(self.inputs) if n not in members))

    def demands(self, members: Members) -> list[Demand]:
        """Return the goal with the needs among the members."""
        first = len(self.inputs)
        return [*self.goal, *(self.needs[n - first].demand for n in sorted(members) if n >= first)]

    def ask(self, members: Members, seed: int = 0) -> Answer:
        """Put the question to the oracle."""
        left = min(SECONDS_A_PROBE, self._end - time.monotonic())
        if left <= 0 or self._stop.is_set():
            return Answer(None, known=False)
        answer = possible(
            self.without(members),
            self.demands(members),
            seconds=left,
            near=self.near,
            seed=seed,
            stop=self._stop,
        )
        if answer.sessions is not None:
            self._work.append((members, answer.sessions))
        elif answer.known:
            self._fail.append(members)
        return answer

    def fails(self, members: Members) -> bool | None:
        """Tell whether a set fails; None where that could not be found out."""
        if any(known <= members for known in self._fail):
            return True
        if any(known >= members for known, _ in self._work):
            return False
        answer = self.ask(members)
        return answer.sessions is None if answer.known else None

    # -- shrinking ----------------------------------------------------------------------------------------------

    def shrunk(self, members: Members, groups: Iterable[Sequence[Iterable[int]]], few: int = 1) -> Members:
        """Drop what the rest fails without, group after group: all of its parts at once, or half of them, and so on.

        Of `few` parts that cannot all go each is tried alone: right where most have to stay.
        """
        for group in groups:
            stack = [[part for part in map(members.intersection, group) if part]]
            while stack:
                parts = stack.pop()
                fails = self.fails(members.difference(*parts)) if parts else None
                if fails:
                    members = members.difference(*parts)
                elif len(parts) > 1:
                    size = 1 if len(parts) <= few else len(parts) // 2
                    stack += [parts[i : i + size] for i in range(0, len(parts), size)][::-1]
        return members

    def confirmed(self, members: Members) -> bool:
        """Tell whether the set fails when asked anew, and works without any one member (those are verified plans)."""
        answer = self.ask(members, seed=1)
        return answer.known and answer.sessions is None and all(self.fails(members - {n}) is False for n in members)

    # -- the smallest -------------------------------------------------------------------------------------------

    def smallest(self, members: Members, most_probes: int = 60) -> tuple[Members, bool]:
        """Return a smallest failing set of inputs and of needs among `members`, and whether it is proven smallest.

        A set that fails has something in common with all that any plan breaks: a smallest choice that has is a
        smallest failing set as soon as it fails (implicit hitting sets).
        """
        universe = self.everything | members
        breaks = [self._broken(universe, known, sessions) for known, sessions in self._work if known <= universe]
        for _ in range(most_probes):
            choice = smallest_hitting(breaks)
            if choice is None or self.over:
                break
            if len(choice) >= len(members):
                return members, True
            fails = self.fails(choice)
            if fails is None:
                break
            if fails:
                return choice, True
            known, sessions = next((k, s) for k, s in self._work if k >= choice)
            breaks.append(self._corrected(universe, self._broken(universe, known, sessions)))
        return members, False

    def _corrected(self, universe: Members, broken: Members) -> Members:
        """Return a smaller set of members without which a plan works: fewer choices hit it."""
        for n in sorted(broken):
            if self.over:
                break
            if len(broken) > 1 and self.fails(universe - (broken - {n})) is False:
                broken -= {n}
        return broken

    def _broken(self, universe: Members, known: Members, sessions: tuple[Session, ...]) -> Members:
        """Return members that a plan breaks: with all others of the universe enforced it is a plan."""
        needs = frozenset(n for n in universe if n >= len(self.inputs))
        unmet = frozenset(n for n in needs if not met(sessions, self.needs[n - len(self.inputs)].demand))
        held = [a for session in sessions for a in session.activities]

        def sound(enforced: Members) -> bool:
            return not violations(excerpt(self.without(enforced), held), sessions)

        def broken(part: list[int]) -> Members:
            if not part or sound(known | frozenset(part)):
                return frozenset()
            if len(part) == 1:
                return frozenset(part)
            half = len(part) // 2
            return (broken(part[:half]) | broken(part[half:])) or frozenset(part)

        found = broken(sorted((universe & self.everything) - known)) | unmet
        return found if sound((universe & self.everything) - found) else universe - known
