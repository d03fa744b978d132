"""Coming in: what lets somebody in, what does not, and for how long."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, text

from planner.desk.desk import Desk
from planner.desk.faults import Forbidden, Missing, Unfit, Unknown
from planner.desk.rights import ALL, Post
from planner.desk.signin import LOCKED_FOR, LONGEST_TOKEN, MOST_FAILURES, SIGNED_IN_FOR, SignedIn
from planner.desk.store import Audit, Store
from planner.desk.users import INVITED_FOR, UserInfo
from tests.desk.asking import CHIEF

PASSWORD = "đường dài mới biết ngựa hay"  # noqa: S105 - of a test
DAY = timedelta(days=1)


def added(desk: Desk, name: str = "lan", *roles: Post) -> UserInfo:
    return desk.users.create(CHIEF, name, roles or (Post("planner", "ubnd"),))


def let_in(desk: Desk, name: str = "lan") -> SignedIn:
    return desk.signin.accept(desk.users.invite(CHIEF, added(desk, name).id), PASSWORD)


def test_by_invitation_once(desk: Desk) -> None:
    user = added(desk)
    void, secret = desk.users.invite(CHIEF, user.id), desk.users.invite(CHIEF, user.id)
    for wrong in (void, "nothing", ""):
        with pytest.raises(Unknown):
            desk.signin.accept(wrong, PASSWORD)
    with pytest.raises(Unknown):
        desk.signin.accept(secret, PASSWORD, now=datetime.now(UTC) + INVITED_FOR)
    with pytest.raises(Unfit):
        desk.signin.accept(secret, "short")
    assert desk.signin.invited(secret) == "lan"
    came = desk.signin.accept(secret, PASSWORD)
    assert (came.who.id, came.who.roles) == (user.id, (Post("planner", "ubnd", ALL),))
    with pytest.raises(Unknown):
        desk.signin.accept(secret, PASSWORD)


def test_by_password(desk: Desk) -> None:
    user = let_in(desk).who
    came = desk.signin.password("lan", PASSWORD)
    assert desk.signin.browser(came.secret) == (user, came.csrf)
    decomposed = "đường dài mới biết ngựa hay".replace("à", "a\u0300")
    assert desk.signin.password("lan", decomposed).who == user  # another keyboard
    with pytest.raises(Unknown):
        desk.signin.browser(came.secret, now=datetime.now(UTC) + SIGNED_IN_FOR)
    desk.signin.sign_out(came.secret)
    with pytest.raises(Unknown):
        desk.signin.browser(came.secret)


@pytest.mark.parametrize(("name", "password"), [("lan", "wrong"), ("mai", PASSWORD), ("lan", ""), ("", "\ud800")])
def test_wrong(desk: Desk, name: str, password: str) -> None:
    let_in(desk)
    with pytest.raises(Unknown):
        desk.signin.password(name, password)


def test_who_has_no_password_yet(desk: Desk) -> None:
    added(desk)
    with pytest.raises(Unknown):
        desk.signin.password("lan", "")


def test_locked_after_failures(desk: Desk) -> None:
    let_in(desk)
    now = datetime.now(UTC)
    for _ in range(MOST_FAILURES - 1):
        with pytest.raises(Unknown):
            desk.signin.password("lan", "wrong", now)
    desk.signin.password("lan", PASSWORD, now)  # and they are forgotten
    for _ in range(MOST_FAILURES):
        with pytest.raises(Unknown):
            desk.signin.password("lan", "wrong", now)
    with pytest.raises(Unknown):
        desk.signin.password("lan", PASSWORD, now + LOCKED_FOR - timedelta(seconds=1))
    desk.signin.password("lan", PASSWORD, now + LOCKED_FOR)


def test_tries_at_the_same_time_count_too(desk: Desk, store: Store) -> None:
    """All of them look at the user before the first one has failed: no more are answered than one after the other."""
    let_in(desk)
    now = datetime.now(UTC)
    together = threading.Barrier(MOST_FAILURES * 2)

    def wrong() -> None:
        together.wait()
        with pytest.raises(Unknown):
            desk.signin.password("lan", "wrong", now)

    threads = [threading.Thread(target=wrong) for _ in range(MOST_FAILURES * 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.reading() as session:
        failed = select(func.count()).where(Audit.action == "user.sign-in-failed")
        assert session.scalar(failed) == MOST_FAILURES
    with pytest.raises(Unknown):
        desk.signin.password("lan", PASSWORD, now)


def test_another_password(desk: Desk) -> None:
    came = let_in(desk)
    with pytest.raises(Unknown):
        desk.signin.change_password(came.who, "wrong", "một hai ba bốn năm")
    with pytest.raises(Unfit):
        desk.signin.change_password(came.who, PASSWORD, "ngắn")
    new = desk.signin.change_password(came.who, PASSWORD, "một hai ba bốn năm")
    with pytest.raises(Unknown):
        desk.signin.browser(came.secret)
    assert desk.signin.browser(new.secret)[0] == came.who
    with pytest.raises(Unknown):
        desk.signin.password("lan", PASSWORD)


def test_tokens(desk: Desk) -> None:
    who = let_in(desk).who
    info, secret = desk.signin.new_token(who, "nightly", ["read"], DAY)
    came = desk.signin.token(secret)
    assert (came.id, came.scopes) == (who.id, frozenset({"read"}))
    assert (came.may("read", "ubnd", None), came.may("plan", "ubnd", None)) == (True, False)
    with pytest.raises(Forbidden):
        desk.signin.new_token(came, "more", ["read", "write"], DAY)
    for lifetime in (timedelta(), LONGEST_TOKEN + DAY):
        with pytest.raises(Unfit):
            desk.signin.new_token(who, "x", ["read"], lifetime)
    with pytest.raises(Unknown):
        desk.signin.token(secret, now=datetime.now(UTC) + DAY)
    other = desk.signin.accept(desk.users.invite(CHIEF, added(desk, "mai").id), PASSWORD).who
    with pytest.raises(Missing):
        desk.signin.revoke(other, info.id)
    desk.signin.revoke(who, info.id)
    with pytest.raises(Unknown):
        desk.signin.token(secret)
    assert [token.revoked is None for token in desk.signin.tokens(who)] == [False]


def test_who_is_let_in_no_more(desk: Desk) -> None:
    came = let_in(desk)
    _, secret = desk.signin.new_token(came.who, "t", ["read"], DAY)
    desk.users.create(CHIEF, "chief", [Post("admin", ALL)])
    desk.users.change(CHIEF, came.who.id, active=False)
    for call in (
        lambda: desk.signin.browser(came.secret),
        lambda: desk.signin.token(secret),
        lambda: desk.signin.password("lan", PASSWORD),
    ):
        with pytest.raises(Unknown):
            call()
    desk.users.change(CHIEF, came.who.id, active=True)
    desk.signin.password("lan", PASSWORD)
    with pytest.raises(Unknown):
        desk.signin.token(secret)  # revoked for good


def test_through_another_service(desk: Desk) -> None:
    user = desk.users.create(CHIEF, "lan", [Post("viewer", "ubnd")], subject="https://id.example/lan")
    assert desk.signin.subject("https://id.example/lan").who.id == user.id
    with pytest.raises(Unknown):
        desk.signin.subject("https://id.example/mai")


def test_the_first_user(desk: Desk) -> None:
    void, secret = desk.signin.first(), desk.signin.first()
    assert void is not None
    assert secret is not None
    with pytest.raises(Unknown):
        desk.signin.accept(void, PASSWORD)
    who = desk.signin.accept(secret, PASSWORD).who
    assert (who.name, who.may("manage", "x", "y"), who.may("plan", "x", None)) == ("admin", True, True)
    assert desk.signin.first() is None


def test_nobody_reads_a_secret_in_the_store(desk: Desk, store: Store) -> None:
    came = let_in(desk)
    _, token = desk.signin.new_token(came.who, "t", ["read"], DAY)
    invitation = desk.users.invite(CHIEF, came.who.id)
    with store.reading() as session:
        rows = [
            str(row)
            for table in ("users", "logins", "tokens", "invitations", "audit")
            for row in session.execute(text(f"SELECT * FROM {table}"))  # noqa: S608 - names of ours
        ]
    assert rows
    assert [row for row in rows for secret in (PASSWORD, came.secret, token, invitation) if secret in row] == []
