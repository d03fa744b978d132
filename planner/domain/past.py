"""What has begun when a plan is made anew: it stays as it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from planner.domain.plan import Plan, Session


@dataclass(frozen=True)
class Past:
    """The sessions of the base plan that began before `since` (local time); nothing else may start before it."""

    since: datetime
    sessions: tuple[Session, ...]

    @cached_property
    def session_of(self) -> Mapping[str, Session]:
        """For each activity that was held its session."""
        return {activity: session for session in self.sessions for activity in session.activities}


def past_of(base: Plan, since: datetime) -> Past:
    """Return what of the base plan began before a moment."""
    return Past(since, tuple(session for session in base.sessions if session.start < since))
