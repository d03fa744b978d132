"""The answers: what was found, and the JSON document of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

from planner.answers.conflicts import Conflict
from planner.answers.curve import Point
from planner.answers.forced import Candidate
from planner.answers.moves import Move
from planner.answers.rankings import Loss, Refusal, Worth
from planner.answers.repairs import Repair
from planner.answers.staffing import Need
from planner.domain.whatif import Row

Document: TypeAlias = dict[str, Any]
"""JSON values by name."""


@dataclass(frozen=True)
class Reasons:
    """Why something cannot be. `repairs`: the cheapest, best first; None where none were looked for."""

    conflict: Conflict
    repairs: tuple[Repair, ...] | None = None

    @property
    def document(self) -> Document:
        """The conflict, and the repairs without their plans."""
        document = self.conflict.model_dump(mode="json")
        if self.repairs is not None:
            document["repairs"] = [repair.model_dump(mode="json", exclude={"plan"}) for repair in self.repairs]
        return document


@dataclass(frozen=True)
class Gaps:
    """Why each unheld activity is not held, then why each kind of empty seat of each session is empty."""

    answers: tuple[Reasons, ...]

    @property
    def document(self) -> Document:
        """Each with its conflict and repairs."""
        return {"answers": [answer.document for answer in self.answers]}


@dataclass(frozen=True)
class Price:
    """What it costs to force something, and what else moves then.

    `row`: None where it was stopped. `moves`: None where the row has no plan. `conflict`: why it cannot be.
    """

    row: Row | None
    moves: tuple[Move, ...] | None = None
    conflict: Conflict | None = None

    @property
    def document(self) -> Document:
        """The row, alone in a list, with its moves; the conflict where there is one."""
        document: Document = {"rows": [] if self.row is None else [_record(self.row)]}
        if self.moves is not None:
            document["rows"][0]["moves"] = _values(self.moves)
        if self.conflict is not None:
            document["conflict"] = self.conflict.model_dump(mode="json")
        return document


@dataclass(frozen=True)
class Candidates:
    """Who could have a seat instead, the cheapest first."""

    candidates: tuple[Candidate, ...]

    @property
    def document(self) -> Document:
        """Each with their row and its moves."""
        return {
            "candidates": [
                {"person": c.person, "sure": c.sure, **_record(c.row), "moves": _values(c.moves)}
                for c in self.candidates
            ]
        }


@dataclass(frozen=True)
class Losses:
    """What is lost without each person, the worst first."""

    losses: tuple[Loss, ...]

    @property
    def document(self) -> Document:
        """The rows, each with who is gone and who takes over."""
        return {"rows": [_ranked(loss) | {"irreplaceable": loss.irreplaceable} for loss in self.losses]}


@dataclass(frozen=True)
class Worths:
    """What one person more would bring, the best first."""

    worths: tuple[Worth, ...]

    @property
    def document(self) -> Document:
        """The rows, each with the skill and the organisation."""
        return {"rows": [_ranked(worth) for worth in self.worths]}


@dataclass(frozen=True)
class Refusals:
    """What it costs that organisations do not join, the dearest first."""

    refusals: tuple[Refusal, ...]

    @property
    def document(self) -> Document:
        """The rows, each with who refuses."""
        return {"rows": [_ranked(refusal) for refusal in self.refusals]}


@dataclass(frozen=True)
class Curve:
    """The efficient points, from the fewest people to the least cost."""

    points: tuple[Point, ...]

    @property
    def document(self) -> Document:
        """People and cost (VND) of each point, without its plan."""
        return {"points": [{"people": p.people, "cost": p.cost, "proven": p.proven} for p in self.points]}


@dataclass(frozen=True)
class Needs:
    """The staff that populations ask for; `registered` people are in the scenario's groups."""

    registered: int
    needs: tuple[Need, ...]

    @property
    def document(self) -> Document:
        """Each need, and whether the present staff is enough."""
        return {"registered": self.registered, "needs": [{**vars(need), "enough": need.enough} for need in self.needs]}


Answer: TypeAlias = Reasons | Gaps | Price | Candidates | Losses | Worths | Refusals | Curve | Needs
"""The answer to a question."""


def _record(row: Row) -> Document:
    """Return a row without its plan."""
    return row.model_dump(mode="json", exclude={"plan"}, exclude_none=True)


def _ranked(ranked: Loss | Worth | Refusal) -> Document:
    return _record(ranked.row) | ranked.model_dump(mode="json", exclude={"row"})


def _values(moves: Iterable[Move]) -> list[Document]:
    return [move.model_dump(mode="json") for move in moves]
