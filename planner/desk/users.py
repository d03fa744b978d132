"""Users and their roles, as admins see them: an admin reaches as far as the organisations and areas of the role."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from planner.desk import audit, once, secrets
from planner.desk.faults import Forbidden, Missing, Unfit
from planner.desk.once import Key
from planner.desk.pages import Cursor, Page, page
from planner.desk.rights import ALL, Post, Who
from planner.desk.store import Grant, Invitation, Login, Store, Token, User

INVITED_FOR: Final = timedelta(days=7)
"""How long an invitation holds."""


@dataclass(frozen=True)
class UserInfo:
    """A user as admins see them; `can_sign_in`: they have set a password, or come through another service."""

    id: str
    name: str
    person: str | None
    active: bool
    can_sign_in: bool
    created: datetime
    roles: tuple[Post, ...]


class Users:
    """The users in a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def create(
        self,
        who: Who,
        name: str,
        roles: Iterable[Post],
        *,
        person: str | None = None,
        subject: str | None = None,
        key: Key | None = None,
    ) -> UserInfo:
        """Add a user, who sets a password by an invitation, or comes as `subject` through another service.

        Raises:
            Forbidden: a role is out of the admin's reach, or there is none and the admin does not reach everything.
            Unfit: there is a user of that name.
            Reused: the key stands for something else.
        """
        wanted = tuple(sorted(set(roles)))
        _reaches(who, wanted)
        with self._store.writing() as session:
            if (known := once.made(session, who.id, key)) is not None:
                return _account(session, session.get_one(User, known))
            user = add_user(session, who.id, name, wanted, person=person, subject=subject)
            once.remember(session, who.id, key, user.id)
            return _account(session, user)

    def read(self, who: Who, id: str) -> UserInfo:
        """Return a user.

        Raises:
            Missing: there is none within the admin's reach.
        """
        with self._store.reading() as session:
            return _account(session, _reached(session, who, id))

    def list(self, who: Who, *, after: Cursor | None = None, limit: int = 50) -> Page[UserInfo]:
        """Return the users within the admin's reach, the newest first.

        Raises:
            Forbidden: they are no admin.
        """
        who.anywhere("manage")
        query = select(User)
        if not _everywhere(who):
            theirs = select(Grant.user).where(who.reach("manage", Grant.organisation, Grant.area))
            query = query.where(User.id.in_(theirs))
        with self._store.reading() as session:
            return page(
                session, query, User.created, User.id, lambda user: _account(session, user), after=after, limit=limit
            )

    def change(
        self,
        who: Who,
        id: str,
        *,
        roles: Iterable[Post] | None = None,
        active: bool | None = None,
        person: str | None = None,
    ) -> UserInfo:
        """Give a user other roles (within the admin's reach; others stay), another person, let them in or not.

        Who is let in no more is signed out everywhere, and their tokens are revoked. An empty `person`: none.

        Raises:
            Missing: there is none within reach.
            Forbidden: a role is out of the admin's reach, or a role elsewhere makes the user somebody else's to change.
            Unfit: nobody would be left who can manage everything.
        """
        with self._store.writing() as session:
            user = _reached(session, who, id, lock=True)
            had, managed = posts(session, id), any_chief(session)
            told: dict[str, object] = {}
            if roles is not None:
                kept = tuple(post for post in had if not _reach(who, post))
                wanted = tuple(sorted({*roles}))
                _reaches(who, wanted)
                session.execute(delete(Grant).where(Grant.user == id))
                _grant(session, id, (*kept, *wanted))
                told["roles"] = [[post.role, post.organisation, post.area] for post in (*kept, *wanted)]
            if active is not None or person is not None:
                _reaches(who, had)  # more than a role of one's own organisation
            if active is not None and active != user.active:
                user.active = told["active"] = active
                if not active:
                    _sign_out(session, id)
            if person is not None:
                user.person = person or None
                told["person"] = user.person
            session.flush()
            if managed and not any_chief(session):
                raise Unfit(
                    "last-admin",
                    "phải còn ít nhất một quản trị viên của mọi tổ chức",
                    "somebody must remain who is an admin of all organisations",
                )
            audit.record(session, who.id, "user.change", f"user/{id}", told)
            return _account(session, user)

    def invite(self, who: Who, id: str) -> str:
        """Return the secret of a link with which the user sets a password; links given before are void.

        Raises:
            Missing: there is none within reach.
            Forbidden: the user has roles out of the admin's reach.
        """
        with self._store.writing() as session:
            _reached(session, who, id, lock=True)
            _reaches(who, posts(session, id))
            return invitation(session, who.id, id)


def add_user(
    session: Session,
    actor: str,
    name: str,
    roles: Iterable[Post],
    *,
    person: str | None = None,
    subject: str | None = None,
) -> User:
    """Add a user with roles.

    Raises:
        Unfit: there is a user of that name, or from that service.
    """
    same = select(User).where(or_(User.name == name, User.subject == subject if subject else User.name == name))
    if session.scalars(same).first() is not None:
        raise Unfit("name-taken", "đã có người dùng tên này", "there is a user of that name already")
    user = User(
        id=str(uuid.uuid4()),
        name=name,
        subject=subject,
        person=person,
        active=True,
        created=datetime.now(UTC),
        failures=0,
    )
    session.add(user)
    session.flush()
    _grant(session, user.id, tuple(roles))
    told = [[post.role, post.organisation, post.area] for post in roles]
    audit.record(session, actor, "user.create", f"user/{user.id}", {"roles": told})
    return user


def invitation(session: Session, actor: str, id: str) -> str:
    """Return the secret of a new invitation of a user; those given before are void."""
    secret = secrets.new()
    session.execute(delete(Invitation).where(Invitation.user == id))
    session.add(Invitation(digest=secrets.digest(secret), user=id, expires=datetime.now(UTC) + INVITED_FOR))
    audit.record(session, actor, "user.invite", f"user/{id}", {})
    return secret


def posts(session: Session, id: str) -> tuple[Post, ...]:
    """Return the roles of a user."""
    found = session.scalars(select(Grant).where(Grant.user == id))
    return tuple(sorted(Post(row.role, row.organisation, row.area) for row in found))  # type: ignore[arg-type]


def any_chief(session: Session) -> bool:
    """Tell whether somebody is an admin of everything."""
    chiefs = select(Grant.user).join(User, User.id == Grant.user)
    chiefs = chiefs.where(Grant.role == "admin", Grant.organisation == ALL, Grant.area == ALL, User.active)
    return session.scalars(chiefs.limit(1)).first() is not None


def _grant(session: Session, id: str, roles: Iterable[Post]) -> None:
    for post in set(roles):
        session.add(Grant(user=id, role=post.role, organisation=post.organisation, area=post.area))
    session.flush()


def _sign_out(session: Session, id: str) -> None:
    session.execute(delete(Login).where(Login.user == id))
    session.execute(delete(Invitation).where(Invitation.user == id))
    for token in session.scalars(select(Token).where(Token.user == id, Token.revoked.is_(None))):
        token.revoked = datetime.now(UTC)


def _everywhere(who: Who) -> bool:
    return _reach(who, Post("admin", ALL, ALL))


def _reach(who: Who, post: Post) -> bool:
    """Tell whether a role is within an admin's reach: no wider than the admin's own."""
    return who.may("manage", post.organisation, post.area)


def _reaches(who: Who, wanted: tuple[Post, ...]) -> None:
    if not (all(_reach(who, post) for post in wanted) if wanted else _everywhere(who)):
        raise Forbidden("manage")


def _reached(session: Session, who: Who, id: str, *, lock: bool = False) -> User:
    """Return a user with a role within the admin's reach; who reaches everything also has those without any."""
    who.anywhere("manage")
    query = select(User).where(User.id == id)
    user = session.scalars(query.with_for_update() if lock else query).first()
    if user is None or not (_everywhere(who) or any(_reach(who, post) for post in posts(session, id))):
        raise Missing("user", id)
    return user


def _account(session: Session, user: User) -> UserInfo:
    return UserInfo(
        id=user.id,
        name=user.name,
        person=user.person,
        active=user.active,
        can_sign_in=user.password is not None or user.subject is not None,
        created=user.created,
        roles=posts(session, user.id),
    )
