"""What the verifier says of a plan."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, computed_field


class Violation(BaseModel):
    """A rule or figure that the plan breaks; `where` is a JSON pointer into the plan."""

    model_config = ConfigDict(frozen=True)

    rule: str
    where: str
    vi: str
    en: str


class Report(BaseModel):
    """The verifier's answer. `values` holds every tier recomputed from the plan's sessions, by name."""

    model_config = ConfigDict(frozen=True)

    violations: tuple[Violation, ...]
    values: dict[str, int]
    person_minutes: int
    sessions: int

    @computed_field  # type: ignore[prop-decorator]
    @property
    def ok(self) -> bool:
        """Whether nothing is broken."""
        return not self.violations
