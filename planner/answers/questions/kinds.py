"""The questions, each a type of its own, told apart by `ask`. Ids are those of the scenario and of the plan."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Discriminator, Field

from planner.domain.values import LARGEST

Id: TypeAlias = Annotated[str, Field(strict=True, min_length=1, max_length=200)]
"""The id of something that is asked about."""


Population: TypeAlias = Annotated[int, Field(strict=True, ge=1, le=LARGEST)]
"""How many residents there are, 1 to 10^9."""


def _told_apart(schema: dict[str, Any]) -> None:
    """Say in a JSON schema that `ask` must be there: only code that names the class can do without."""
    schema["properties"]["ask"].pop("default")
    schema["required"] = ["ask", *schema.get("required", ())]


class _Ask(BaseModel):
    """What all questions share: a field that they do not know is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra=_told_apart)


class AskGaps(_Ask):
    """Why is each empty seat empty, and each activity that is not held not held?"""

    ask: Literal["gaps"] = "gaps"


class AskEmpty(_Ask):
    """Why is a seat of a role empty?

    `session` is a session of the plan, or an activity in it. `activity` is the one that brings the seat; without it
    the session's first empty seat of the role is meant.
    """

    ask: Literal["empty"] = "empty"
    session: Id
    role: Id
    activity: Id | None = None


class AskUnheld(_Ask):
    """Why is an activity not held?"""

    ask: Literal["unheld"] = "unheld"
    activity: Id


class AskInfeasible(_Ask):
    """Why is there no plan at all?"""

    ask: Literal["infeasible"] = "infeasible"


class AskWhy(_Ask):
    """Why is a person in an activity: what would it cost to do without them there?"""

    ask: Literal["why"] = "why"
    person: Id
    activity: Id


class AskWhyNot(_Ask):
    """Why does a person not have a role in an activity: what would it cost, or why can it not be?"""

    ask: Literal["why-not"] = "why-not"
    person: Id
    activity: Id
    role: Id


class AskWhoElse(_Ask):
    """Who could have a seat of a role instead, and at what price?

    `session` is a session of the plan, or an activity in it. `person` is who has the seat; null or ``-``: nobody.
    """

    ask: Literal["who-else"] = "who-else"
    session: Id
    role: Id
    person: Id | None = None


class AskLost(_Ask):
    """What is lost without each person, and who stands in?"""

    ask: Literal["lost"] = "lost"


class AskOneMore(_Ask):
    """What would one person more bring, for each skill and organisation?"""

    ask: Literal["one-more"] = "one-more"


class AskRefusals(_Ask):
    """What does it cost if an organisation joins nobody, for each of them?"""

    ask: Literal["refusals"] = "refusals"


class AskPairs(_Ask):
    """What does it cost if two organisations do not join each other, for each two?"""

    ask: Literal["pairs"] = "pairs"


class AskCurve(_Ask):
    """What do fewer people cost: which plans does no other beat in both people and cost?"""

    ask: Literal["curve"] = "curve"


class AskStaffing(_Ask):
    """How many staff does a population ask for?

    `populations` count residents; without any: 85, 100 and 115 % of those whom the scenario's groups have.
    """

    ask: Literal["staffing"] = "staffing"
    populations: Annotated[tuple[Population, ...], Field(max_length=20)] = ()


Question: TypeAlias = Annotated[
    AskGaps
    | AskEmpty
    | AskUnheld
    | AskInfeasible
    | AskWhy
    | AskWhyNot
    | AskWhoElse
    | AskLost
    | AskOneMore
    | AskRefusals
    | AskPairs
    | AskCurve
    | AskStaffing,
    Discriminator("ask"),
]
"""One question about a plan."""
