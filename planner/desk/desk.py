"""The desk: everything that the office keeps and asks for, on one store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, text

from planner.desk import audit
from planner.desk.agenda import Agendas
from planner.desk.consent import Consents
from planner.desk.directory import Directory, directory
from planner.desk.edits import Edits
from planner.desk.faults import Forbidden
from planner.desk.feeds import Feeds
from planner.desk.jobs import Jobs
from planner.desk.mailbox import Mailboxes
from planner.desk.plans import Plans
from planner.desk.reminders import Remembering
from planner.desk.rights import ALL, Who
from planner.desk.scenarios import Scenarios
from planner.desk.signin import SignIn
from planner.desk.store import Audit, Store
from planner.desk.users import Users
from planner.desk.whatifs import WhatIfs


@dataclass(frozen=True)
class AuditEntry:
    """Who did what to which thing, and when; `number` counts from 1."""

    number: int
    at: datetime
    actor: str
    action: str
    subject: str
    detail: Mapping[str, Any]
    digest: str


class Desk:
    """The services of a store."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.scenarios = Scenarios(store)
        self.jobs = Jobs(store)
        self.plans = Plans(store)
        self.edits = Edits(store)
        self.consents = Consents(store)
        self.feeds = Feeds(store)
        self.reminders = Remembering(store)
        self.mailboxes = Mailboxes(store)
        self.agendas = Agendas(store)
        self.whatifs = WhatIfs(store)
        self.users = Users(store)
        self.signin = SignIn(store)

    def is_ready(self) -> bool:
        """Tell whether the database answers."""
        try:
            with self.store.reading() as session:
                session.execute(text("SELECT 1"))
        except Exception:  # noqa: BLE001 - whatever is wrong, it is not ready
            return False
        return True

    def directory(self, who: Who) -> Directory:
        """Return what an admin can give rights to, by name.

        Raises:
            Forbidden: they are no admin.
        """
        return directory(self.store, who)

    def trail(
        self, who: Who, *, subject: str | None = None, before: int | None = None, limit: int = 50
    ) -> tuple[AuditEntry, ...]:
        """Return what was done, the newest first, below a number and about a subject (``scenario/ID``) where given.

        Raises:
            Forbidden: they do not manage everything: the trail tells of all organisations.
        """
        if not who.may("manage", ALL, ALL):
            raise Forbidden("manage")
        query = select(Audit).order_by(Audit.number.desc()).limit(limit)
        if subject is not None:
            query = query.where(Audit.subject == subject)
        if before is not None:
            query = query.where(Audit.number < before)
        with self.store.reading() as session:
            return tuple(
                AuditEntry(row.number, row.at, row.actor, row.action, row.subject, row.detail, row.digest)
                for row in session.scalars(query)
            )

    def verified_trail(self, who: Who) -> tuple[int | None, tuple[int, str]]:
        """Return the first row of the trail that is not as it was written (None: all are), and the last as in `head`.

        Raises:
            Forbidden: they do not manage everything.
        """
        if not who.may("manage", ALL, ALL):
            raise Forbidden("manage")
        with self.store.reading() as session:
            return audit.broken(session), audit.head(session)
