"""Scenarios and plans, read once: pages look at the same ones again and again, and a cluster takes a while to read."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from planner.desk.desk import Desk
from planner.desk.plans import PlanInfo
from planner.desk.rights import Who
from planner.desk.scenarios import ScenarioInfo
from planner.domain.plan import Plan
from planner.domain.scenario import Scenario

MOST_KEPT: Final = 24
"""How many are kept; those that were not looked at for longest go."""

T = TypeVar("T")


class Shelf:
    """What was read or worked out, by the digest of what it was read from. Safe to use from several threads."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most, self._kept, self._lock = most, OrderedDict[tuple[str, str], Any](), threading.Lock()

    def get(self, kind: str, digest: str, make: Callable[[], T]) -> T:
        """Return what is kept under a kind and a digest; made, where it is not."""
        key = (kind, digest)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                found: T = self._kept[key]
                return found
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made


@dataclass(frozen=True)
class KeptScenario:
    """A version of a scenario. `digest` tells it from others, and from itself without what is personal."""

    info: ScenarioInfo
    scenario: Scenario
    digest: str


@dataclass(frozen=True)
class KeptPlan:
    """A plan, and the version of the scenario that it was made for."""

    info: PlanInfo
    plan: Plan
    digest: str
    of: KeptScenario


class Library:
    """Scenarios and plans of a desk. What somebody may not read the desk refuses each time."""

    def __init__(self, desk: Desk, shelf: Shelf) -> None:
        self._desk, self.shelf = desk, shelf

    def scenario(self, who: Who, id: str, number: int | None = None) -> KeptScenario:
        """Return a version of a scenario, the newest without a number; without what is personal where they may not.

        Raises:
            Missing: there is none for them.
        """
        info = self._desk.scenarios.read(who, id, number)
        digest = info.sha256 if who.may("open", info.organisation, info.area) else f"{info.sha256} impersonal"

        def read() -> Scenario:
            return Scenario.model_validate_json(self._desk.scenarios.text(who, id, info.number)[1])

        return KeptScenario(info, self.shelf.get("scenario", digest, read), digest)

    def plan(self, who: Who, id: str) -> KeptPlan:
        """Return a plan with its scenario.

        Raises:
            Missing: there is none for them.
        """
        info, text = self._desk.plans.read(who, id), self._desk.plans.text(who, id)
        digest = hashlib.sha256(text).hexdigest()
        plan = self.shelf.get("plan", digest, lambda: Plan.model_validate_json(text))
        return KeptPlan(info, plan, digest, self.scenario(who, info.scenario, info.version))
