"""Where somebody's reminders go: an address of their own choice, once a day or not at all."""

from __future__ import annotations

from dataclasses import dataclass

from planner.desk import audit
from planner.desk.addresses import is_address
from planner.desk.faults import Missing, Unfit
from planner.desk.feeds import lasting
from planner.desk.rights import Who
from planner.desk.store import Store, User
from planner.files.calendar import Lang


@dataclass(frozen=True)
class Mailbox:
    """Where reminders go; with `digest` once a day, in `lang`, on days on which something is due."""

    email: str | None
    digest: bool
    lang: Lang


class Mailboxes:
    """The mailboxes in a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def read(self, who: Who) -> Mailbox:
        """Return where their reminders go.

        Raises:
            Missing: they are not in the store.
        """
        with self._store.reading() as session:
            user = session.get(User, who.id)
            if user is None:
                raise Missing("user", who.id)
            return _mailbox(user)

    def change(
        self, who: Who, *, email: str | None = None, digest: bool | None = None, lang: Lang | None = None
    ) -> Mailbox:
        """Change what is given; an empty `email`: none, and no digest.

        Raises:
            Missing: they are not in the store.
            Forbidden: they came in with a token that only reads.
            Unfit: that is no address, or a digest would go nowhere.
        """
        lasting(who)
        with self._store.writing() as session:
            user = session.get(User, who.id, with_for_update=True)
            if user is None:
                raise Missing("user", who.id)
            before = _mailbox(user)
            if email is not None:
                if email and not is_address(email):
                    raise Unfit("email", "một địa chỉ thư điện tử như lan@example.vn", "an address: lan@example.vn")
                user.email = email or None
                user.digest = user.digest and user.email is not None
            if digest is not None:
                if digest and user.email is None:
                    raise Unfit("no-email", "phải có địa chỉ thư trước", "an e-mail address first")
                user.digest = digest
            if lang is not None:
                user.lang = lang
            found = _mailbox(user)
            if found != before:
                told = {"email": found.email is not None, "digest": found.digest, "lang": found.lang}
                audit.record(session, who.id, "user.mailbox", f"user/{who.id}", told)
            return found


def _mailbox(user: User) -> Mailbox:
    return Mailbox(user.email, user.digest, user.lang)  # type: ignore[arg-type]
