"""Reminders by e-mail: at most once a day to each user, however many servers there are and however often they restart.

A server first claims a user's day by a row that only one can add. It speaks with the mail server up to the point at
which that would take the message, marks the day as ``sending``, and only then hands it over. What fails before, or is
refused in so many words, is tried again after a while; a connection that breaks while the message is handed over is
not: nobody can know whether it was taken, and twice is worse than a day without.
"""

from __future__ import annotations

import smtplib
import ssl
import threading
import uuid
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import and_, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from planner.desk import reminders
from planner.desk.settings import Settings
from planner.desk.signin import known
from planner.desk.store import Digest, Store, User

LOOK_SECONDS: Final = 30.0
"""How often it is looked who is still to be written to."""

PATIENCE_SECONDS: Final = 30.0
"""How long a mail server may take for one answer."""

LEASE: Final = timedelta(minutes=10)
"""How long a claimed day stays with a server that fell silent before it sent anything."""

AGAIN: Final = tuple(timedelta(minutes=n) for n in (1, 5, 15, 60, 180))
"""How long after each failure it is tried again; after the last it is given up for that day."""

ABOUT: Final = {"vi": "Nhắc việc", "en": "Reminders"}

log = structlog.get_logger("chungtay.postman")


class NotTaken(Exception):  # noqa: N818 - named for what it is
    """The mail server does not take a message, and said so: `code` is its reply, 500 and more for good."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code


class Postman:
    """Sends reminders as long as the block lasts, where the settings name a mail server."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self._settings, self._store = settings, store
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._walk, name="chungtay-postman", daemon=True)

    def __enter__(self) -> Postman:
        if self._settings.smtp_host is not None:
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        if self._thread.is_alive():
            self._thread.join(PATIENCE_SECONDS)

    def _walk(self) -> None:
        while True:
            try:
                deliver(self._store, self._settings, over=self._over)
            except Exception as error:  # noqa: BLE001 - the store may be out of reach for a moment
                log.warning("round fails", error=type(error).__name__)
            if self._over.wait(LOOK_SECONDS):
                return


@dataclass(frozen=True)
class _Claim:
    user: str
    day: str
    attempt: int


def deliver(
    store: Store, settings: Settings, now: datetime | None = None, *, over: threading.Event | None = None
) -> int:
    """Send what is to be sent now, until `over`; return how many messages were taken."""
    at = now or datetime.now(UTC)
    local = at.astimezone(ZoneInfo(settings.timezone))
    if local.hour < settings.digest_hour:
        return 0
    day = local.date().isoformat()
    sent = 0
    with store.reading() as session:
        waiting = session.scalars(_waiting(day, at)).all()
    for user in waiting:
        if over is not None and over.is_set():
            break
        claim = _claimed(store, user, day, at)
        if claim is not None and _one(store, settings, claim, at):
            sent += 1
    return sent


def _waiting(day: str, at: datetime) -> Any:
    """Return who wants reminders and has not had those of the day, as far as it is known before claiming."""
    this = and_(Digest.user == User.id, Digest.day == day)
    query = select(User.id).outerjoin(Digest, this).where(User.active, User.digest, User.email.is_not(None))
    return query.where(or_(Digest.user.is_(None), _is_due(at))).order_by(User.id)


def _is_due(at: datetime) -> Any:
    return and_(Digest.state.in_(("claimed", "failed")), Digest.due <= at)


def _claimed(store: Store, user: str, day: str, at: datetime) -> _Claim | None:
    """Claim a user's day; None where another server has it, or it is done."""
    lease = at + LEASE
    with store.writing() as session:
        insert = (postgresql if store.is_postgresql else sqlite).insert(Digest)
        row = insert.values(user=user, day=day, state="claimed", attempts=1, due=lease).on_conflict_do_nothing()
        if _did(session, row):
            return _Claim(user, day, 1)
        mine = update(Digest).where(Digest.user == user, Digest.day == day, _is_due(at))
        if _did(session, mine.values(state="claimed", attempts=Digest.attempts + 1, due=lease)):
            attempts = session.scalars(select(Digest.attempts).where(Digest.user == user, Digest.day == day)).one()
            return _Claim(user, day, attempts)
    return None


def _moved(store: Store, claim: _Claim, before: str, state: str, due: datetime) -> bool:
    """Write how far a day is; False where it is not this server's any more."""
    mine = update(Digest).where(
        Digest.user == claim.user,
        Digest.day == claim.day,
        Digest.state == before,
        Digest.attempts == claim.attempt,
    )
    with store.writing() as session:
        return _did(session, mine.values(state=state, due=due))


def _did(session: Session, statement: Any) -> bool:
    """Tell whether a statement wrote a row; the count of rows of an INSERT is -1 on PostgreSQL, whatever it did."""
    return session.execute(statement.returning(Digest.user)).first() is not None


def _one(store: Store, settings: Settings, claim: _Claim, at: datetime) -> bool:
    """Write to one user; tell whether the message was taken."""
    told = log.bind(user=claim.user, day=claim.day, attempt=claim.attempt)
    state = "claimed"
    try:
        message = _written(store, settings, claim, at)
        if message is None:
            _moved(store, claim, state, "nothing", at)
            return False
        with closing(_connected(settings)) as server:
            _announced(server, message)
            if not _moved(store, claim, state, "sending", at):
                return False
            state = "sending"
            code, _ = server.data(message.as_bytes(policy=SMTP))
            if code != 250:
                raise NotTaken(code)  # noqa: TRY301 - told below, as what the server says before
            _moved(store, claim, state, "sent", at)
            state = "sent"
            told.info("sent")
            server.quit()
    except Exception as error:  # noqa: BLE001 - whatever goes wrong with one message, the others go out
        if state != "sent":  # a goodbye that fails changes nothing
            _failed(store, claim, state, error, at)
    return state == "sent"


def _failed(store: Store, claim: _Claim, handing: str, error: Exception, at: datetime) -> None:
    """Write down a failure, and when it is tried again. The log names no address."""
    code = getattr(error, "code", None) or getattr(error, "smtp_code", None)
    told = log.bind(user=claim.user, day=claim.day, attempt=claim.attempt, error=type(error).__name__, code=code)
    if handing == "sending" and code is None:
        told.error("broke off while the message was handed over: not sent again")
        return
    for_good = isinstance(error, NotTaken) and error.code >= 500
    if for_good or claim.attempt > len(AGAIN):
        _moved(store, claim, handing, "given-up", at)
        told.error("given up")
        return
    _moved(store, claim, handing, "failed", at + AGAIN[claim.attempt - 1])
    told.warning("fails", again_after=str(AGAIN[claim.attempt - 1]))


def _written(store: Store, settings: Settings, claim: _Claim, at: datetime) -> EmailMessage | None:
    """Return the message of a day; None where nothing is due."""
    with store.reading() as session:
        user, who = session.get(User, claim.user), known(session, claim.user)
        if user is None or who is None or user.email is None:
            return None
        due = reminders.told(reminders.owed(session, who, at, timedelta(days=reminders.DAYS)))
    if not due.items:
        return None
    day = date.fromisoformat(claim.day)
    is_vietnamese = user.lang == "vi"
    text = due.vi if is_vietnamese else due.en
    end = (
        f"Xem và sửa: {settings.address}\nThư này gửi tự động mỗi ngày; tắt trong phần cài đặt của bạn."
        if is_vietnamese
        else f"See and change: {settings.address}\nThis is sent every day by itself; switch it off in your settings."
    )
    message = EmailMessage(policy=SMTP)
    message["Subject"] = f"{ABOUT[user.lang]} {day:%d/%m/%Y} ({len(due.items)})"
    message["From"] = settings.smtp_from
    message["To"] = user.email
    message["Date"] = format_datetime(at)
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"{claim.user}/{claim.day}")
    message["Message-ID"] = f"<{name}@{settings.smtp_from.partition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(f"{text}\n\n-- \n{end}\n", cte="quoted-printable")
    message["Content-Language"] = user.lang
    return message


def _connected(settings: Settings) -> smtplib.SMTP:
    """Return a mail server that has let us in."""
    host, port = settings.smtp_host or "", settings.smtp_port
    safe = ssl.create_default_context()
    server = (
        smtplib.SMTP_SSL(host, port, timeout=PATIENCE_SECONDS, context=safe)
        if settings.smtp_security == "tls"
        else smtplib.SMTP(host, port, timeout=PATIENCE_SECONDS)
    )
    try:
        if settings.smtp_security == "starttls":
            server.starttls(context=safe)
        server.ehlo_or_helo_if_needed()
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password)
    except BaseException:
        server.close()
        raise
    return server


def _announced(server: smtplib.SMTP, message: EmailMessage) -> None:
    """Say who writes to whom.

    Raises:
        NotTaken: the server does not want that.
    """
    for code, _ in (server.mail(str(message["From"])), server.rcpt(str(message["To"]))):
        if code not in (250, 251):
            raise NotTaken(code)
