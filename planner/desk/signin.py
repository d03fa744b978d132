"""Coming in: passwords, signed-in browsers, tokens of programs, invitations."""

from __future__ import annotations

import unicodedata
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import Row, bindparam, delete, select
from sqlalchemy.orm import Session

from planner.desk import audit, secrets
from planner.desk.faults import Forbidden, Missing, Unfit, Unknown
from planner.desk.rights import SCOPES, Post, Scope, Who
from planner.desk.store import Grant, Invitation, Login, Store, Token, User
from planner.desk.users import add_user, any_chief, invitation, posts

SIGNED_IN_FOR: Final = timedelta(hours=12)
"""How long a browser stays signed in."""

MOST_FAILURES: Final = 5
"""Wrong passwords in a row after which nobody comes in under a name for a while."""

LOCKED_FOR: Final = timedelta(minutes=15)

SHORTEST: Final = 10
"""Fewest characters of a password (NIST SP 800-63B-4 asks for length, not for kinds of characters)."""

LONGEST: Final = 200

LONGEST_TOKEN: Final = timedelta(days=366)
"""Longest that a token may hold."""

_PASSWORDS: Final = PasswordHash((Argon2Hasher(),))
_NOBODY: Final = _PASSWORDS.hash("nobody's password: checked where there is none, so that both take as long")


@dataclass(frozen=True)
class SignedIn:
    """A browser that came in: `secret` for its cookie, `csrf` for each of its requests that changes something."""

    who: Who
    secret: str
    csrf: str
    expires: datetime


@dataclass(frozen=True)
class TokenInfo:
    """What is known of a token of a program."""

    id: str
    name: str
    scopes: tuple[Scope, ...]
    created: datetime
    expires: datetime
    revoked: datetime | None


class SignIn:
    """The doors of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def password(self, name: str, password: str, now: datetime | None = None) -> SignedIn:
        """Let a browser in with a user's name and password.

        Raises:
            Unknown: no such user or password, one who is let in no more, or after too many failures too early for
                the right password too; nobody learns which.
        """
        at = now or datetime.now(UTC)
        with self._store.reading() as session:
            user = session.scalars(select(User).where(User.name == name)).first()
            locked = user is not None and user.locked is not None and user.locked > at
            known = None if user is None or not user.active or locked else user.password
        right, renewed = _PASSWORDS.verify_and_update(_normal(password), known or _NOBODY)
        if locked:
            raise Unknown("sign-in")
        with self._store.writing() as session:
            user = session.scalars(select(User).where(User.name == name).with_for_update()).first()
            if user is not None and user.locked is not None and user.locked > at:
                raise Unknown("sign-in")  # by others who tried at the same time
            if user is not None and user.active and right and known is not None and known == user.password:
                user.password, user.failures, user.locked = renewed or user.password, 0, None
                audit.record(session, user.id, "user.sign-in", f"user/{user.id}", {})
                return _let_in(session, user, at)
            if user is not None:
                user.failures += 1
                audit.record(session, user.id, "user.sign-in-failed", f"user/{user.id}", {"failures": user.failures})
                if user.failures >= MOST_FAILURES:
                    user.failures, user.locked = 0, at + LOCKED_FOR
        raise Unknown("sign-in")

    def subject(self, subject: str) -> SignedIn:
        """Let a browser in whose user another service vouches for.

        Raises:
            Unknown: no user is known by that, or is let in no more.
        """
        with self._store.writing() as session:
            user = session.scalars(select(User).where(User.subject == subject)).first()
            if user is None or not user.active:
                raise Unknown("subject")
            audit.record(session, user.id, "user.sign-in", f"user/{user.id}", {"through": "oidc"})
            return _let_in(session, user, datetime.now(UTC))

    def browser(self, secret: str, now: datetime | None = None) -> tuple[Who, str]:
        """Return whose browser has this secret in its cookie, and what its changing requests must bring.

        Raises:
            Unknown: nobody's, or no longer.
        """
        with self._store.reading() as session:
            rows = session.execute(_BY_LOGIN, {"digest": secrets.digest(secret)}).all()
        if not rows or rows[0].expires <= (now or datetime.now(UTC)):
            raise Unknown("login")
        return _known(rows, frozenset(SCOPES)), rows[0].csrf

    def sign_out(self, secret: str) -> None:
        """Forget a browser."""
        with self._store.writing() as session:
            session.execute(delete(Login).where(Login.digest == secrets.digest(secret)))

    def accept(self, secret: str, password: str, now: datetime | None = None) -> SignedIn:
        """Set a password by an invitation, and let the browser in. Other browsers of the user are signed out.

        Raises:
            Unknown: no such invitation, or no longer.
            Unfit: the password is too short or too long.
        """
        at = now or datetime.now(UTC)
        digest = secrets.digest(secret)
        with self._store.reading() as session:
            _invited(session, digest, at)
        hashed = _hashed(password)
        with self._store.writing() as session:
            user = _invited(session, digest, at)
            session.execute(delete(Invitation).where(Invitation.user == user.id))
            _set(session, user, hashed)
            audit.record(session, user.id, "user.password", f"user/{user.id}", {"by": "invitation"})
            return _let_in(session, user, at)

    def invited(self, secret: str) -> str:
        """Return the name of the user whom a link invites.

        Raises:
            Unknown: no such invitation, or no longer.
        """
        with self._store.reading() as session:
            return _invited(session, secrets.digest(secret), datetime.now(UTC)).name

    def change_password(self, who: Who, old: str, new: str) -> SignedIn:
        """Set another password, and let the browser in anew. All browsers of the user are signed out.

        Raises:
            Unknown: the old password is wrong.
            Unfit: the new one is too short or too long.
        """
        with self._store.reading() as session:
            known = session.get_one(User, who.id).password
        if not _PASSWORDS.verify(_normal(old), known or _NOBODY) or known is None:
            raise Unknown("password")
        hashed = _hashed(new)
        with self._store.writing() as session:
            user = session.get_one(User, who.id, with_for_update=True)
            _set(session, user, hashed)
            audit.record(session, user.id, "user.password", f"user/{user.id}", {"by": "user"})
            return _let_in(session, user, datetime.now(UTC))

    # -- tokens -------------------------------------------------------------------------------------------------

    def token(self, secret: str, now: datetime | None = None) -> Who:
        """Return whose program has this token, with the scopes of it.

        Raises:
            Unknown: nobody's, or no longer.
        """
        with self._store.reading() as session:
            rows = session.execute(_BY_TOKEN, {"digest": secrets.digest(secret)}).all()
        if not rows or rows[0].revoked is not None or rows[0].expires <= (now or datetime.now(UTC)):
            raise Unknown("token")
        return _known(rows, frozenset(rows[0].scopes))

    def new_token(self, who: Who, name: str, scopes: Iterable[Scope], lifetime: timedelta) -> tuple[TokenInfo, str]:
        """Give out a token, with no more scopes than they came in with; its secret is not shown again.

        Raises:
            Forbidden: they came in with fewer scopes.
            Unfit: it would hold for too long.
        """
        wanted = tuple(scope for scope in SCOPES if scope in set(scopes))
        if not who.scopes.issuperset(wanted):
            raise Forbidden("manage")
        if not timedelta() < lifetime <= LONGEST_TOKEN:
            days = LONGEST_TOKEN.days
            raise Unfit("token-lifetime", f"từ 1 đến {days} ngày", f"1 to {days} days")
        now, secret = datetime.now(UTC), secrets.new()
        with self._store.writing() as session:
            row = Token(
                id=str(uuid.uuid4()),
                digest=secrets.digest(secret),
                user=who.id,
                name=name,
                scopes=list(wanted),
                created=now,
                expires=now + lifetime,
            )
            session.add(row)
            audit.record(session, who.id, "token.create", f"token/{row.id}", {"scopes": list(wanted)})
            return _key(row), secret

    def tokens(self, who: Who) -> tuple[TokenInfo, ...]:
        """Return their tokens, the newest first."""
        with self._store.reading() as session:
            query = select(Token).where(Token.user == who.id).order_by(Token.created.desc(), Token.id)
            return tuple(map(_key, session.scalars(query)))

    def revoke(self, who: Who, id: str) -> None:
        """Make a token void.

        Raises:
            Missing: they have no such token.
        """
        with self._store.writing() as session:
            row = session.get(Token, id)
            if row is None or row.user != who.id:
                raise Missing("token", id)
            if row.revoked is None:
                row.revoked = datetime.now(UTC)
                audit.record(session, who.id, "token.revoke", f"token/{id}", {})

    # -- the first user -----------------------------------------------------------------------------------------

    def first(self, name: str = "admin") -> str | None:
        """Where nobody manages everything yet, add somebody who does; return the secret of their invitation.

        It is made anew as long as nobody has accepted it. None: there is somebody.
        """
        with self._store.writing() as session:
            waiting = session.scalars(select(User).where(User.name == name, User.password.is_(None))).first()
            if waiting is None:
                if any_chief(session):
                    return None
                waiting = add_user(session, "system", name, (Post("admin", "*"), Post("planner", "*")))
            elif session.scalars(select(User).where(User.password.is_not(None)).limit(1)).first() is not None:
                return None
            return invitation(session, "system", waiting.id)


def known(session: Session, id: str) -> Who | None:
    """Return a user with all that they may do; None: there is none, or none who is let in."""
    user = session.get(User, id)
    return None if user is None or not user.active else _who(session, user, frozenset(SCOPES))


def _let_in(session: Session, user: User, at: datetime) -> SignedIn:
    session.execute(delete(Login).where(Login.expires <= at))
    secret, csrf = secrets.new(), secrets.new()
    expires = at + SIGNED_IN_FOR
    session.add(Login(digest=secrets.digest(secret), user=user.id, csrf=csrf, created=at, expires=expires))
    return SignedIn(_who(session, user, frozenset(SCOPES)), secret, csrf, expires)


_WITH_ROLES: Final = select(
    User.id, User.name, User.person, User.active, Grant.role, Grant.organisation, Grant.area
).outerjoin(Grant, Grant.user == User.id)
_BY_LOGIN: Final = (
    _WITH_ROLES.add_columns(Login.csrf, Login.expires)
    .join(Login, Login.user == User.id)
    .where(Login.digest == bindparam("digest"))
)
_BY_TOKEN: Final = (
    _WITH_ROLES.add_columns(Token.scopes, Token.expires, Token.revoked)
    .join(Token, Token.user == User.id)
    .where(Token.digest == bindparam("digest"))
)
"""A user with a row for each role: one query, since every request begins with it."""


def _known(rows: Sequence[Row[Any]], scopes: frozenset[Scope]) -> Who:
    user = rows[0]
    if not user.active:
        raise Unknown("user")
    roles = sorted(Post(row.role, row.organisation, row.area) for row in rows if row.role is not None)
    return Who(user.id, user.name, tuple(roles), scopes, user.person)


def _who(session: Session, user: User, scopes: frozenset[Scope]) -> Who:
    return Who(user.id, user.name, posts(session, user.id), scopes, user.person)


def _invited(session: Session, digest: str, at: datetime) -> User:
    row = session.get(Invitation, digest)
    if row is None or row.expires <= at:
        raise Unknown("invitation")
    user = session.get_one(User, row.user)
    if not user.active:
        raise Unknown("invitation")
    return user


def _set(session: Session, user: User, hashed: str) -> None:
    user.password, user.failures, user.locked = hashed, 0, None
    session.execute(delete(Login).where(Login.user == user.id))


def _hashed(password: str) -> str:
    if not SHORTEST <= len(password) <= LONGEST:
        vi = f"mật khẩu từ {SHORTEST} đến {LONGEST} ký tự"
        raise Unfit("password-length", vi, f"a password of {SHORTEST} to {LONGEST} characters")
    return _PASSWORDS.hash(_normal(password))


def _normal(password: str) -> bytes:
    """Return a password in one form, however the keyboard composed its letters."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")


def _key(row: Token) -> TokenInfo:
    return TokenInfo(row.id, row.name, tuple(row.scopes), row.created, row.expires, row.revoked)
