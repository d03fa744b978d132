"""One input that can be taken back, and what the scenario is without it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from planner.answers.inputs.edit import Edit, edited, pointer
from planner.domain.scenario import Scenario


@dataclass(frozen=True)
class Input:
    """Something that a scenario says and that could be otherwise.

    `pointer` is its JSON pointer in the scenario, `rule` the hard rule that it speaks for, `kind` the pointer with
    ``*`` for positions and names. `vi` and `en` say it in a sentence. Taking it back only ever allows more: every
    plan stays a plan.
    """

    pointer: str
    rule: str
    kind: str
    vi: str
    en: str
    edits: tuple[Edit, ...]

    def relax(self, scenario: Scenario) -> Scenario:
        """Return the scenario (the one that the input was found in) without it."""
        return relaxed(scenario, (self,))


def relaxed(scenario: Scenario, dropped: Iterable[Input]) -> Scenario:
    """Return the scenario without some of its inputs, in time proportional to their number."""
    return edited(scenario, (edit for one in dropped for edit in one.edits))


def removable(steps: tuple[str | int, ...], rule: str, instead: object, vi: str, en: str) -> Input:
    """Return the input at the end of `steps`, for which `instead` stands when it is taken back."""
    path = tuple(map(str, steps))
    return with_edits(steps, rule, ((path, instead),), vi, en)


def with_edits(steps: tuple[str | int, ...], rule: str, edits: tuple[tuple[Any, Any], ...], vi: str, en: str) -> Input:
    """Return the input at the end of `steps`, taken back by several edits."""
    kind = "/".join("*" if isinstance(step, int) else step for step in steps)
    return Input(pointer(*steps), rule, kind, vi, en, edits)
