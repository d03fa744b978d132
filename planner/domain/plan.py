"""A plan: which activities meet in which session, who sits where, what it costs, and how far it is proven."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SerializeAsAny

from planner.domain.values import Moment

Status = Literal["optimal", "feasible", "infeasible", "unknown"]


class Output(BaseModel):
    """A frozen object of a plan file. Unknown fields are kept."""

    model_config = ConfigDict(frozen=True, extra="allow")


class Tier(Output):
    """One objective tier. `value` and `bound` are in the tier's unit; `bound` null where nothing is proven."""

    name: str
    value: int | None = None
    bound: int | None = None
    proven: bool = False


class Seat(Output):
    """A seat of `role`. `activity` is null where the seat is shared; `person` is null where it stays empty."""

    role: str
    activity: str | None = None
    person: str | None = None
    reason: str | None = None
    reason_en: str | None = None


class Standby(Output):
    """A person who stands in for `role`."""

    role: str
    person: str


class Session(Output):
    """Activities held as one. `cost` is in VND, seats included; `lead` is an organisation."""

    id: str
    activities: tuple[str, ...]
    function: str
    area: str | None = None
    start: Moment
    end: Moment
    place: str
    attendance: int
    lead: str
    cost: int
    seats: tuple[Seat, ...] = ()
    standby: tuple[Standby, ...] = ()


class Unheld(Output):
    """An activity that is not held, and why."""

    activity: str
    reason: str
    reason_en: str | None = None


class Conflict(Output):
    """A rule and the inputs (JSON pointers) that make the scenario infeasible."""

    rule: str
    inputs: tuple[str, ...] = ()
    sentence: str
    sentence_en: str | None = None


class BaselineValues(Output):
    """What the baseline comes to: person-sessions, VND, distinct people."""

    staff_sessions: int
    cost: int
    people: int


class Baseline(Output):
    """The same scenario with every activity held apart, solved to the same tiers."""

    status: Status
    tiers: tuple[Tier, ...]
    values: BaselineValues | None = None
    sessions: int | None = None
    person_minutes: int | None = None


class Range(Output):
    """A saving; `low` and `high` enclose what the best plan saves, null where unproven."""

    value: int
    low: int | None = None
    high: int | None = None


class Difference(Output):
    """A saving that is a plain difference."""

    value: int


class Savings(Output):
    """Baseline minus plan. Not `comparable` where unheld or unfilled differ: holding less is not saving."""

    comparable: bool
    staff_sessions: Range
    cost: Range
    people: Range
    person_minutes: Difference
    sessions: Difference


class Settings(Output):
    """How the plan was computed; `time_limit_s` in seconds of wall time, or of the deterministic clock."""

    seed: int = 0
    workers: int = 1
    time_limit_s: float | None = None
    deterministic: bool = False
    versions: dict[str, str] = Field(default_factory=dict)


class Plan(Output):
    """The answer to a scenario. `seconds` is wall time."""

    format: Literal["chungtay-plan/1"] = "chungtay-plan/1"
    scenario_sha256: str
    status: Status
    tiers: tuple[Tier, ...] = ()
    sessions: tuple[Session, ...] = ()
    unheld: tuple[Unheld, ...] = ()
    conflict: tuple[Conflict, ...] = ()
    cost_shares: dict[str, int] = Field(default_factory=dict)
    baseline: Baseline | None = None
    savings: Savings | None = None
    settings: SerializeAsAny[Settings] = Field(default_factory=Settings)
    seconds: float = 0.0

    @property
    def has_sessions_to_check(self) -> bool:
        """Whether the plan claims to be a plan, not only a statement that there is none."""
        return self.status in ("optimal", "feasible")

    def to_json(self) -> dict[str, Any]:
        """Return the plan as JSON values, in the contract's field order."""
        return self.model_dump(mode="json")
