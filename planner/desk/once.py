"""Requests that are sent twice, because the answer to the first was lost, and must not be done twice."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from planner.desk.faults import Reused
from planner.desk.store import Request


@dataclass(frozen=True)
class Key:
    """A key that the asker made up, and the SHA-256 of what they ask for under it."""

    text: str
    digest: str


def made(session: Session, actor: str, key: Key | None) -> str | None:
    """Return the id of what was made under a key before; None: this is the first time. Others with it wait.

    Raises:
        Reused: it was given with another request.
    """
    if key is None:
        return None
    if session.get_bind().dialect.name == "postgresql":
        number = int.from_bytes(hashlib.sha256(f"{actor}\0{key.text}".encode()).digest()[:8], signed=True)
        session.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})
    row = session.get(Request, (actor, key.text))
    if row is None:
        return None
    if row.digest != key.digest:
        raise Reused(key.text)
    return row.made


def remember(session: Session, actor: str, key: Key | None, id: str) -> None:
    """Keep what was made under a key, in the transaction in which it was."""
    if key is not None:
        session.add(Request(actor=actor, key=key.text, digest=key.digest, made=id, created=datetime.now(UTC)))
