"""Reminders by e-mail: once a day to each, against a real mail server, however many servers send."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy import select
from structlog.testing import capture_logs

from planner.desk.desk import Desk
from planner.desk.postman import AGAIN, LEASE, Postman, deliver
from planner.desk.queue import Queue
from planner.desk.rights import ALL, Who
from planner.desk.settings import Settings
from planner.desk.store import Digest, Published, Store
from tests import builders as b
from tests.desk.asking import CHIEF, LAN, in_force, member
from tests.desk.mail import Mail, mail_server, secured

NOW = datetime(2026, 2, 1, 0, 0, tzinfo=UTC)
"""Seven in the morning in Ho Chi Minh City, a day before the first session."""
HOSTILE = "Quà\r\nBcc: all@example.vn\r\n\r\n.\r\nTết"
WARD = b.scenario(b.activity("a", "ub", name=HOSTILE))
PLAN = b.plan(WARD, b.session("s1", "a", seats=[("desk", "ub-1"), ("desk", "ub-2")]))


@pytest.fixture
def mail() -> Iterator[Mail]:
    with mail_server() as found:
        yield found


@pytest.fixture
def her(desk: Desk, queue: Queue) -> Who:
    """Somebody with a duty tomorrow who wants to be reminded."""
    scenario = desk.scenarios.create(LAN, WARD, organisation="ubnd").id
    in_force(desk, queue, scenario, PLAN)
    found = member(desk, "her", ("staff", "ubnd", ALL), person="ub-1")
    desk.mailboxes.change(found, email="lan@example.vn", digest=True)
    return found


def settings(mail: Mail, **changes: Any) -> Settings:
    """Settings with this mail server."""
    plain = {"smtp_host": "127.0.0.1", "smtp_port": mail.port, "smtp_security": "none", "smtp_from": "nhac@example.vn"}
    return Settings.model_validate({"database": "sqlite://", "address": "https://ward.example", **plain, **changes})


def states(store: Store) -> list[tuple[str, str, int]]:
    with store.reading() as session:
        return [(row.day, row.state, row.attempts) for row in session.scalars(select(Digest).order_by(Digest.day))]


@pytest.mark.usefixtures("her")
def test_a_message_to_the_letter(store: Store, mail: Mail) -> None:
    assert deliver(store, settings(mail), NOW) == 1
    (message,) = mail.taken
    assert (message["From"], message["To"]) == ("nhac@example.vn", "lan@example.vn")
    assert message["Subject"] == "Nhắc việc 01/02/2026 (1)"
    assert message["Date"].datetime == NOW
    assert message["Message-ID"].endswith("@example.vn>")
    assert (message["Auto-Submitted"], message["Content-Language"], message["Bcc"]) == ("auto-generated", "vi", None)
    assert message.get_content().splitlines() == [
        "Việc của tôi (1)",
        "- 07:30 Thứ Hai 02/02/2026: Vai desk – Quà Bcc: all@example.vn . Tết, tại Nhà hall",
        "",
        "-- ",
        "Xem và sửa: https://ward.example",
        "Thư này gửi tự động mỗi ngày; tắt trong phần cài đặt của bạn.",
    ]
    assert mail.raw[0].isascii()
    assert max(map(len, mail.raw[0].split(b"\r\n"))) <= 78


def test_once_a_day_and_in_the_users_language(desk: Desk, store: Store, her: Who, mail: Mail) -> None:
    desk.mailboxes.change(her, lang="en")
    given = settings(mail)
    before = NOW - timedelta(seconds=1)  # it is not seven yet
    sent = [
        deliver(store, given, now) for now in (before, NOW, NOW, NOW + timedelta(hours=16), NOW + timedelta(days=1))
    ]
    assert sent == [0, 1, 0, 0, 1]
    assert [message["Subject"] for message in mail.taken] == ["Reminders 01/02/2026 (1)", "Reminders 02/02/2026 (1)"]
    ids = {message["Message-ID"] for message in mail.taken}
    assert len(ids) == 2
    assert states(store) == [("2026-02-01", "sent", 1), ("2026-02-02", "sent", 1)]


@pytest.mark.usefixtures("her")
def test_the_hour_is_the_offices(store: Store, mail: Mail) -> None:
    given = settings(mail, timezone="Europe/Paris", digest_hour=2)
    assert [deliver(store, given, NOW + timedelta(minutes=n)) for n in (59, 60)] == [0, 1]


@pytest.mark.usefixtures("her")
def test_who_is_not_written_to(desk: Desk, store: Store, mail: Mail) -> None:
    idle = member(desk, "idle", ("staff", "ubnd", ALL), person="ub-9")
    desk.mailboxes.change(idle, email="idle@example.vn", digest=True)
    off, gone = (member(desk, name, ("staff", "ubnd", ALL), person="ub-2") for name in ("off", "gone"))
    desk.mailboxes.change(off, email="off@example.vn")
    desk.mailboxes.change(gone, email="gone@example.vn", digest=True)
    member(desk, "boss", ("admin", ALL, ALL))
    desk.users.change(CHIEF, gone.id, active=False)
    assert deliver(store, settings(mail), NOW) == 1
    assert [message["To"] for message in mail.taken] == ["lan@example.vn"]
    assert sorted(state for _, state, _ in states(store)) == ["nothing", "sent"]


def test_many_senders_at_a_time_send_once(desk: Desk, queue: Queue, url_with_tables: str, mail: Mail) -> None:
    scenario = desk.scenarios.create(LAN, WARD, organisation="ubnd").id
    in_force(desk, queue, scenario, PLAN)
    people = 5
    for n in range(people):
        user = member(desk, f"user {n}", ("staff", "ubnd", ALL), person="ub-1")
        desk.mailboxes.change(user, email=f"u{n}@example.vn", digest=True)
    stores, together = [Store(url_with_tables) for _ in range(3)], threading.Barrier(3)
    sent: list[int] = []

    def send(mine: Store) -> None:
        together.wait()
        sent.append(deliver(mine, settings(mail), NOW))

    threads = [threading.Thread(target=send, args=(mine,)) for mine in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for mine in stores:
        mine.close()
    assert (sum(sent), mail.tries) == (people, people)
    assert sorted(message["To"] for message in mail.taken) == [f"u{n}@example.vn" for n in range(people)]


@pytest.mark.usefixtures("her")
def test_a_refusal_for_now_is_tried_again(store: Store, mail: Mail) -> None:
    given = settings(mail)
    mail.to_recipient = "451 later"
    assert deliver(store, given, NOW) == 0
    assert states(store) == [("2026-02-01", "failed", 1)]
    assert deliver(store, given, NOW + AGAIN[0] - timedelta(seconds=1)) == 0
    assert mail.tries == 1
    mail.to_recipient, mail.to_body = "250 OK", "452 full"
    assert deliver(store, given, NOW + AGAIN[0]) == 0
    mail.to_body = "250 OK"
    assert deliver(store, given, NOW + AGAIN[0] + AGAIN[1]) == 1
    assert (mail.tries, len(mail.taken), states(store)) == (3, 1, [("2026-02-01", "sent", 3)])


@pytest.mark.usefixtures("her")
def test_nobody_is_tried_for_ever(store: Store, mail: Mail) -> None:
    given, now = settings(mail), NOW
    mail.to_recipient = "451 later"
    for wait in (*AGAIN, timedelta(hours=3), timedelta(hours=3)):
        deliver(store, given, now)
        now += wait
    assert (mail.tries, states(store)) == (len(AGAIN) + 1, [("2026-02-01", "given-up", len(AGAIN) + 1)])


def test_a_refusal_for_good_is_not_tried_again(store: Store, her: Who, mail: Mail) -> None:
    mail.to_recipient = "550 no such user"
    with capture_logs() as told:
        deliver(store, settings(mail), NOW)
        deliver(store, settings(mail), NOW + timedelta(hours=2))
    assert (mail.tries, states(store)) == (1, [("2026-02-01", "given-up", 1)])
    (line,) = told
    assert line == {
        "event": "given up",
        "log_level": "error",
        "user": her.id,
        "day": "2026-02-01",
        "attempt": 1,
        "error": "NotTaken",
        "code": 550,
    }


@pytest.mark.usefixtures("her")
def test_what_may_have_been_taken_is_not_sent_again(store: Store, mail: Mail) -> None:
    mail.to_body = "break off"
    assert deliver(store, settings(mail), NOW) == 0
    mail.to_body = "250 OK"
    assert deliver(store, settings(mail), NOW + timedelta(hours=5)) == 0
    assert (mail.tries, mail.taken, states(store)) == (1, [], [("2026-02-01", "sending", 1)])


def test_a_server_that_died_before_it_sent_is_taken_over_from(store: Store, her: Who, mail: Mail) -> None:
    with store.writing() as session:
        session.add(Digest(user=her.id, day="2026-02-01", state="claimed", attempts=1, due=NOW + LEASE))
    given = settings(mail)
    assert [deliver(store, given, NOW + LEASE - timedelta(seconds=1)), deliver(store, given, NOW + LEASE)] == [0, 1]
    assert states(store) == [("2026-02-01", "sent", 2)]


@pytest.mark.usefixtures("her")
def test_no_mail_server_there(store: Store, mail: Mail) -> None:
    with capture_logs() as told:
        assert deliver(store, settings(mail, smtp_port=1), NOW) == 0
    assert [(line["event"], line["error"]) for line in told] == [("fails", "ConnectionRefusedError")]
    assert "example" not in json.dumps(told)
    assert states(store) == [("2026-02-01", "failed", 1)]


@pytest.mark.usefixtures("her")
def test_over_tls_and_with_a_password(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    options, certificate = secured(tmp_path, "nhac", "mat khau")
    with mail_server(**options) as mail:
        secret = {"smtp_user": "nhac", "smtp_password": "mat khau"}
        given = settings(mail, smtp_host="localhost", smtp_security="starttls", **secret)
        now = NOW
        assert deliver(store, given, now) == 0  # nobody vouches for the certificate
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        now += AGAIN[0]
        assert deliver(store, given.model_copy(update={"smtp_password": "sai"}), now) == 0
        now += AGAIN[1]
        assert mail.tries == 0
        assert deliver(store, given, now) == 1
        assert (mail.secure, len(mail.taken)) == ([True], 1)


@pytest.mark.usefixtures("her")
def test_the_postman_walks_while_the_desk_is_served(store: Store, mail: Mail) -> None:
    given = settings(mail, digest_hour=0)
    with store.writing() as session:  # the duty is next
        for row in session.scalars(select(Published)):
            row.begins, row.ends = (datetime.now(UTC) + timedelta(hours=n) for n in (1, 2))
    with Postman(given, store):
        for _ in range(200):
            if mail.taken:
                break
            threading.Event().wait(0.05)
    assert [message["To"] for message in mail.taken] == ["lan@example.vn"]
    with Postman(Settings(database="sqlite://"), store):
        pass


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"smtp_host": "mail"}, "smtp_from"),
        ({"smtp_host": "mail", "smtp_from": "a@b\r\nBcc: c@d"}, "smtp_from"),
        ({"smtp_security": "none", "smtp_user": "x"}, "smtp_user"),
        ({"smtp_user": "x", "smtp_password": "mật khẩu"}, "smtp_password"),
        ({"timezone": "Asia/Nowhere"}, "timezone"),
        ({"timezone": "../etc/passwd"}, "timezone"),
        ({"digest_hour": 24}, "digest_hour"),
    ],
)
def test_settings_that_cannot_be(given: dict[str, Any], wrong: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Settings.model_validate({"database": "sqlite://", **given})
    assert [error["loc"] for error in refused.value.errors()] == [(wrong,)]
