"""What can be asked of a worker: a plan, a batch of what-ifs, a question about a plan."""

from __future__ import annotations

import uuid
from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool

from planner.answers.questions.kinds import Question
from planner.domain.values import Moment
from planner.domain.whatif import WhatIf


def _written(text: str) -> str:
    """Return a UUID as the store writes it.

    Raises:
        ValueError: it is none.
    """
    return str(uuid.UUID(text))


Id: TypeAlias = Annotated[
    str, AfterValidator(_written), Field(json_schema_extra={"format": "uuid"}, min_length=36, max_length=36)
]
"""The id of something that the store keeps."""

Seconds: TypeAlias = Annotated[float, Field(gt=0, le=3600, allow_inf_nan=False)]
"""Seconds of work, at most an hour."""


class _Asked(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    @property
    def plans(self) -> tuple[str, ...]:
        """The plans that it starts from."""
        return ()


class SolveOptions(_Asked):
    """How a plan is to be made.

    `base` is a plan to stay close to; with `since` (local time) what it began before then stays as it was.
    `deterministic`: one thread and a limit that counts work instead of time: the same scenario gives the same plan.
    `baseline`: also plan everything held apart, for the savings.
    """

    time_limit_s: Seconds = 60.0
    seed: int = Field(default=0, ge=0, le=2**31 - 1)
    deterministic: StrictBool = False
    baseline: StrictBool = True
    base: Id | None = None
    since: Moment | None = None

    @property
    def plans(self) -> tuple[str, ...]:
        """The base plan, where there is one."""
        return () if self.base is None else (self.base,)


class Solve(SolveOptions):
    """A plan for a scenario."""

    kind: Literal["solve"] = "solve"


class Batch(_Asked):
    """A batch of what-ifs; `time_limit_s` for the base and for each case; `plans_kept`: also keep each case's plan."""

    kind: Literal["whatif"] = "whatif"
    whatif: WhatIf
    time_limit_s: Seconds = 30.0
    plans_kept: StrictBool = False
    base: Id | None = None

    @property
    def plans(self) -> tuple[str, ...]:
        """The plan that the base begins with, where one is named."""
        return () if self.base is None else (self.base,)


class Ask(_Asked):
    """A question about a plan; `time_limit_s` for each solve that it takes; `repairs`: also look for the cheapest."""

    kind: Literal["question"] = "question"
    plan: Id
    question: Question
    time_limit_s: Seconds = 10.0
    repairs: StrictBool = True

    @property
    def plans(self) -> tuple[str, ...]:
        """The plan that is asked about."""
        return (self.plan,)


Asked: TypeAlias = Solve | Batch | Ask
