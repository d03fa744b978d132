"""Calendars to subscribe to: secret links, each of them a user's own duties or the sessions of an organisation.

A link shows what its user may see at the moment in which it is read, so it fades with their rights and dies with their
account. Only plans in force are in it; what was called off stays for a while, so that calendars take it away.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from planner.desk import audit, publishing, secrets
from planner.desk.faults import Forbidden, Missing, Unfit
from planner.desk.rights import Who
from planner.desk.signin import known
from planner.desk.store import Link, Published, Scenario, Store, User
from planner.files.calendar import Lang, calendar_text

SHOWN_CANCELLED: Final = timedelta(days=60)
"""How long something that was called off stays in a calendar, at least until it would have been over."""

SHOWN_PAST: Final = timedelta(days=366)
"""How long something that is over stays in a calendar."""

MOST_LINKS: Final = 20
"""Links of one user that hold at a time."""

ZONE: Final = "Asia/Ho_Chi_Minh"
"""The time zone that a calendar without events names."""


@dataclass(frozen=True)
class LinkInfo:
    """A link: to one's own duties, or to the sessions of an `organisation`."""

    id: str
    name: str
    organisation: str | None
    created: datetime
    revoked: datetime | None


class Feeds:
    """The calendars of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def create(self, who: Who, *, name: str = "", organisation: str | None = None) -> tuple[LinkInfo, str]:
        """Give out a link: to their own duties, or to an organisation's sessions. Its secret is not shown again.

        Raises:
            Forbidden: they came in with a token that only reads: a link outlives it.
            Missing: there is no such organisation for them.
            Unfit: they are nobody in scenarios, or have too many links.
        """
        lasting(who)
        secret = secrets.new()
        with self._store.writing() as session:
            if organisation is not None:
                known_organisation(session, who, organisation)
            elif who.person is None:
                vi = "tài khoản chưa gắn với người nào trong kịch bản"
                raise Unfit("no-person", vi, "this user is nobody in scenarios: an admin says who (person)")
            session.get_one(User, who.id, with_for_update=True)
            theirs = select(func.count()).where(Link.user == who.id, Link.revoked.is_(None))
            if (session.scalar(theirs) or 0) >= MOST_LINKS:
                raise Unfit(
                    "many-links", f"nhiều nhất {MOST_LINKS} đường dẫn", f"at most {MOST_LINKS} links: revoke one"
                )
            row = Link(
                id=str(uuid.uuid4()),
                digest=secrets.digest(secret),
                user=who.id,
                organisation=organisation,
                name=name,
                created=datetime.now(UTC),
            )
            session.add(row)
            session.flush()
            told = {"organisation": organisation} if organisation is not None else {}
            audit.record(session, who.id, "feed.create", f"feed/{row.id}", told)
            return _link(row), secret

    def list(self, who: Who) -> tuple[LinkInfo, ...]:
        """Return their links, the newest first."""
        with self._store.reading() as session:
            query = select(Link).where(Link.user == who.id).order_by(Link.created.desc(), Link.id)
            return tuple(map(_link, session.scalars(query)))

    def revoke(self, who: Who, id: str) -> None:
        """Make a link of theirs void.

        Raises:
            Missing: they have no such link.
            Forbidden: they came in with a token that only reads.
        """
        lasting(who)
        with self._store.writing() as session:
            row = session.get(Link, id, with_for_update=True)
            if row is None or row.user != who.id:
                raise Missing("feed", id)
            if row.revoked is None:
                row.revoked = datetime.now(UTC)
                audit.record(session, who.id, "feed.revoke", f"feed/{id}", {})

    def read(self, secret: str, lang: Lang = "vi", now: datetime | None = None) -> bytes:
        """Return the calendar of a link.

        Raises:
            Missing: there is no such link, or no longer.
        """
        at = now or datetime.now(UTC)
        with self._store.reading() as session:
            link = session.scalars(select(Link).where(Link.digest == secrets.digest(secret))).first()
            who = None if link is None or link.revoked is not None else known(session, link.user)
            if link is None or who is None:
                raise Missing("feed", "-")
            if link.organisation is not None:
                rows = organisations_rows(session, who, link.organisation)
                title = link.organisation
            else:
                rows = persons_rows(session, who)
                title = who.name
            events = [publishing.event(row) for row in rows if _is_shown(row, at)]
        newest = max(events, key=lambda event: (event.changed, event.uid), default=None)
        title = title if newest is None else newest.entry.whose
        return calendar_text(f"Chung Tay: {title}", events, lang, timezone=ZONE)


def persons_rows(session: Session, who: Who) -> Sequence[Published]:
    """Return what calendars have of somebody's own duties, in scenarios where they have a role."""
    if who.person is None:
        return ()
    query = select(Published).join(Scenario, Scenario.id == Published.scenario)
    query = query.where(Published.kind == "person", Published.subject == who.person)
    query = query.where(who.reach("duties", Scenario.organisation, Scenario.area))
    return session.scalars(query.order_by(Published.begins, Published.uid)).all()


def organisations_rows(session: Session, who: Who, organisation: str) -> Sequence[Published]:
    """Return what calendars have of an organisation's sessions, as far as somebody may see them.

    They may where they read the scenario, or read or answer for what is the organisation's there.
    """
    query = select(Published, Scenario).join(Scenario, Scenario.id == Published.scenario)
    query = query.where(Published.kind == "organisation", Published.subject == organisation)
    found = session.execute(query.order_by(Published.begins, Published.uid)).all()
    return [row for row, scenario in found if concerns(who, organisation, scenario)]


def concerns(who: Who, organisation: str, scenario: Scenario) -> bool:
    """Tell whether somebody may see an organisation's part in a scenario: its sessions, its people in them."""
    return (
        who.may("read", scenario.organisation, scenario.area)
        or who.may("read", organisation, scenario.area)
        or who.may("consent", organisation, scenario.area)
    )


def known_organisation(session: Session, who: Who, organisation: str) -> None:
    """Refuse to speak of an organisation to somebody whom it does not concern.

    Raises:
        Missing: so it is.
    """
    if not who.somewhere("read", organisation) and not who.somewhere("consent", organisation):
        query = select(Scenario).where(who.reach("read", Scenario.organisation, Scenario.area))
        part = select(Published.uid).where(
            Published.scenario == Scenario.id, Published.kind == "organisation", Published.subject == organisation
        )
        if session.scalars(query.where(part.exists()).limit(1)).first() is None:
            raise Missing("organisation", organisation)


def lasting(who: Who) -> None:
    """Refuse somebody whose token may not change anything.

    Raises:
        Forbidden: so it is.
    """
    if not who.scopes.issuperset({"read", "write"}):
        raise Forbidden("duties")


def _is_shown(row: Published, at: datetime) -> bool:
    if row.cancelled is not None:
        return max(row.cancelled + SHOWN_CANCELLED, row.ends) > at
    return row.ends + SHOWN_PAST > at


def _link(row: Link) -> LinkInfo:
    return LinkInfo(row.id, row.name, row.organisation, row.created, row.revoked)
