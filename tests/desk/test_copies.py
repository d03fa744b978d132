"""Backups: whole while others write, from and to either database, and damage never goes unnoticed."""

from __future__ import annotations

import random
import sqlite3
import stat
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, select, text

from planner.desk.asked import Batch
from planner.desk.desk import Desk
from planner.desk.once import Key
from planner.desk.queue import News, Queue
from planner.desk.rights import ALL, Post
from planner.desk.store import Digest, Store, Table, copies
from planner.desk.store.copies import BadCopy, Copied, backup, check, restore
from planner.domain.whatif import Row, WhatIf
from planner.files import parse_scenario
from tests import builders as b
from tests.desk.asking import CHIEF, LAN, PLAN, WARD, claimed, in_force, member, planned
from tests.desk.conftest import new_database

JOINT = b.scenario(b.activity("a", "ub"), b.activity("b", "mt"))
JOINED = b.plan(JOINT, b.session("s1", "a", "b", seats=[("desk", "ub-1"), ("desk", "mt-1")]))


@pytest.fixture
def office(desk: Desk, queue: Queue) -> Store:
    """A store with a row at least in every table."""
    kept = desk.scenarios.create(LAN, JOINT, organisation="ubnd", area="dien-hong", note="Tết").id
    plan = str(planned(desk, queue, kept, JOINED).plan)
    desk.consents.propose(CHIEF, plan)
    whatif = WhatIf(format="chungtay-whatif/1", base="-", generate=("each_person_absent",))
    job = desk.jobs.submit(LAN, kept, Batch(whatif=whatif)).id
    claimed(queue)
    queue.beat(job, "w1", news=[News("progress", {"tier": "cost", "tên": [1, None]})], best=PLAN)
    queue.add_rows(
        job, "w1", [Row(case="c\0ă", status="optimal", plan=PLAN), Row(case="d", status="error")], plans=True
    )
    user = desk.users.create(CHIEF, "lan", [Post("planner", "ubnd")])
    came = desk.signin.accept(desk.users.invite(CHIEF, user.id), "một hai ba bốn năm")
    desk.signin.new_token(came.who, "đêm", ["read"], timedelta(days=1))
    desk.users.invite(CHIEF, user.id)
    desk.users.create(CHIEF, "mai", [], key=Key("k", "d"))
    in_force(desk, queue, kept, JOINED)
    desk.feeds.create(member(desk, "nam", ("viewer", "ubnd", ALL), person="ub-1"))
    with desk.store.writing() as session:
        session.add(
            Digest(user=user.id, day="2026-02-02", state="sent", attempts=1, due=datetime(2026, 2, 2, tzinfo=UTC))
        )
    assert [name for name, rows in contents(desk.store).items() if not rows] == []
    return desk.store


def contents(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, in order of their keys."""
    with store.reading() as session:
        return {
            table.name: [tuple(row) for row in session.execute(select(table).order_by(*table.primary_key))]
            for table in Table.metadata.sorted_tables
        }


@pytest.fixture
def empty(tmp_path: Path) -> Store:
    """Another database, in which nothing is."""
    return Store(f"sqlite:///{tmp_path / 'empty.db'}")


@pytest.fixture(scope="session")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of an office with some scenarios."""
    folder = tmp_path_factory.mktemp("sealed")
    with closing(Store(f"sqlite:///{folder / 'desk.db'}")) as store:
        store.upgrade()
        desk = Desk(store)
        desk.users.create(CHIEF, "lan", [Post("planner", "ubnd")])
        for name in "abc":
            desk.scenarios.create(LAN, b.scenario(b.activity(name)), organisation="ubnd", note="ghi chú")
        backup(store, folder / "copy")
    return folder / "copy"


def test_everything_comes_back(office: Store, empty: Store, tmp_path: Path) -> None:
    before = contents(office)
    copied = backup(office, tmp_path / "copy")
    assert copied == check(office)
    assert copied.rows == {name: len(rows) for name, rows in before.items()}
    with closing(empty):
        assert restore(tmp_path / "copy", empty) == copied
        assert contents(empty) == before
    with closing(Store(f"sqlite:///{tmp_path / 'copy'}")) as copy:
        assert contents(copy) == before


def test_into_the_other_database(request: pytest.FixtureRequest, office: Store, tmp_path: Path) -> None:
    """A desk moves from SQLite to PostgreSQL and back; the id of a job goes on working."""
    other = "postgresql" if not office.is_postgresql else "sqlite"
    copied = backup(office, tmp_path / "copy")
    with closing(Store(new_url(request, other, tmp_path))) as moved:
        assert restore(tmp_path / "copy", moved) == copied
        assert contents(moved) == contents(office)
        desk = Desk(moved)
        (scenario,) = desk.scenarios.list(LAN).items
        assert parse_scenario(desk.scenarios.text(LAN, scenario.id)[1]).scenario == JOINT
        desk.scenarios.save(LAN, scenario.id, WARD, expected=1)  # and the office goes on
        assert desk.verified_trail(CHIEF)[0] is None


def new_url(request: pytest.FixtureRequest, kind: str, folder: Path) -> str:
    if kind == "sqlite":
        return f"sqlite:///{folder / 'moved.db'}"
    return new_database(str(request.getfixturevalue("postgresql")))


def test_a_copy_is_of_one_moment(desk: Desk, tmp_path: Path) -> None:
    """Four people save versions all the time: in a copy each scenario has all versions up to its head, and no more."""
    kept = [desk.scenarios.create(LAN, WARD, organisation="ubnd").id for _ in range(4)]
    over = threading.Event()
    saved = []

    def save(id: str) -> None:
        number = 1
        while not over.is_set():
            changed = WARD.model_copy(update={"name": f"{id} {number}"})
            number = desk.scenarios.save(LAN, id, changed, expected=number).number
            saved.append(number)

    threads = [threading.Thread(target=save, args=(id,)) for id in kept]
    for thread in threads:
        thread.start()
    copies = []
    try:
        for n in range(3):
            before = len(saved)
            copies.append(backup(desk.store, tmp_path / f"copy{n}"))
            while len(saved) == before:
                over.wait(0.01)
    finally:
        over.set()
        for thread in threads:
            thread.join()
    for n, copied in enumerate(copies):
        with closing(Store(f"sqlite:///{tmp_path / f'copy{n}'}")) as store:
            rows = contents(store)
            found = Desk(store)
            heads = {id: found.scenarios.read(LAN, id).newest for id in kept}
            numbers = {id: [v.number for v in found.scenarios.versions(LAN, id, limit=10**6).items] for id in kept}
        assert numbers == {id: list(range(head, 0, -1)) for id, head in heads.items()}
        assert copied.trail[0] == copied.rows["versions"] == sum(heads.values()) == len(rows["audit"])
        assert copied.broken is None
    assert copies[0].trail[0] < copies[-1].trail[0]


def test_the_file_is_its_owners_alone_and_takes_no_others_place(office: Store, tmp_path: Path) -> None:
    backup(office, tmp_path / "copy")
    assert stat.S_IMODE((tmp_path / "copy").stat().st_mode) == 0o600
    before = (tmp_path / "copy").read_bytes()
    with pytest.raises(FileExistsError, match="copy"):
        backup(office, tmp_path / "copy")
    with pytest.raises(FileNotFoundError):
        backup(office, tmp_path / "nowhere" / "copy")
    assert (tmp_path / "copy").read_bytes() == before
    assert [file.name for file in tmp_path.glob("*copy*")] == ["copy"]  # nothing is left beside it


def test_only_into_an_empty_database(office: Store, tmp_path: Path) -> None:
    backup(office, tmp_path / "copy")
    before = contents(office)
    with pytest.raises(BadCopy, match="empty"):
        restore(tmp_path / "copy", office)
    assert contents(office) == before


def test_what_is_no_backup(empty: Store, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="nothing"):
        restore(tmp_path / "nothing", empty)
    with pytest.raises(FileNotFoundError):
        restore(tmp_path, empty)
    for name, data in {"void": b"", "text": b"SQLite format 3 is what this is not", "zeros": bytes(100_000)}.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(BadCopy, match="no backup"):
            restore(tmp_path / name, empty)
    with closing(sqlite3.connect(tmp_path / "other.db")) as other, other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    with pytest.raises(BadCopy, match="no backup"):
        restore(tmp_path / "other.db", empty)
    with closing(empty):
        assert inspect(empty.engine).get_table_names() == []


def test_a_copy_of_a_later_release(sealed: Path, empty: Store, tmp_path: Path) -> None:
    later = forged(sealed, tmp_path, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(BadCopy, match="9999"):
        restore(later, empty)


def forged(sealed: Path, folder: Path, change: str) -> Path:
    """A copy in which something is changed, and which is sealed again."""
    file = folder / "forged"
    file.write_bytes(sealed.read_bytes())
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(f"DROP TABLE {copies.SEAL}")
        connection.execute(change)
    copies._seal(file)
    return file


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE users SET name = 'mai'", "table users"),
        ("UPDATE versions SET note = ''", "table versions"),
        ("DELETE FROM audit WHERE number = 3", "table audit"),
        ("UPDATE bodies SET text = x'00'", "table bodies"),
        ("DELETE FROM grants", "table grants"),
        ("DROP TABLE rows", "table rows"),
        ("ALTER TABLE rows ADD COLUMN more INTEGER", "table rows"),
        ("CREATE TABLE more (n INTEGER)", "table more"),
        ("DROP TABLE seal", "no backup"),
        ("DELETE FROM seal WHERE name = 'jobs'", "table jobs"),
    ],
)
def test_what_was_changed_is_named(sealed: Path, empty: Store, tmp_path: Path, change: str, said: str) -> None:
    changed = tmp_path / "changed"
    changed.write_bytes(sealed.read_bytes())
    with closing(sqlite3.connect(changed)) as connection, connection:
        connection.execute(change)
    with pytest.raises(BadCopy, match=said):
        restore(changed, empty)


def test_damage_anywhere_is_found(sealed: Path, tmp_path: Path) -> None:
    """A byte of the file is another one, or its end is missing: it is refused, or nothing of what it says is lost."""
    whole = sealed.read_bytes()
    with closing(Store(f"sqlite:///{sealed}")) as store:
        wanted = contents(store)
    chance = random.Random(1)
    used = [at for at, byte in enumerate(whole) if byte]
    cuts: list[Callable[[bytearray], None]] = [_flip(chance.choice(used)) for _ in range(24)]
    cuts += [_cut(chance.randrange(1, len(whole))) for _ in range(4)]
    refused = 0
    for n, damage in enumerate(cuts):
        data = bytearray(whole)
        damage(data)
        (tmp_path / "damaged").write_bytes(data)
        with closing(Store(f"sqlite:///{tmp_path / f'{n}.db'}")) as store:
            try:
                restore(tmp_path / "damaged", store)
            except BadCopy:
                refused += 1
            else:
                assert contents(store) == wanted
    assert refused >= 12  # some of what is flipped is an index or unused


def _flip(at: int) -> Callable[[bytearray], None]:
    def damage(data: bytearray) -> None:
        data[at] ^= 0x55

    return damage


def _cut(at: int) -> Callable[[bytearray], None]:
    def damage(data: bytearray) -> None:
        del data[at:]

    return damage


def test_a_scenario_that_is_not_what_it_was(sealed: Path, empty: Store, tmp_path: Path) -> None:
    with closing(sqlite3.connect(sealed)) as connection:
        digests = [row[0] for row in connection.execute("SELECT sha256 FROM bodies ORDER BY sha256")]
    swap = "UPDATE bodies SET text = (SELECT max(text) FROM bodies WHERE sha256 <> '{0}') WHERE sha256 = '{0}'"
    with pytest.raises(BadCopy, match=digests[0]):
        restore(forged(sealed, tmp_path, swap.format(digests[0])), empty)


def test_what_cannot_be_read_in_a_desk_is_named(tmp_path: Path) -> None:
    with closing(Store(f"sqlite:///{tmp_path / 'desk.db'}")) as store:
        store.upgrade()
        Desk(store).scenarios.create(LAN, WARD, organisation="ubnd")
        with store.writing() as session:
            session.execute(text("UPDATE bodies SET text = x'00'"))
        with pytest.raises(BadCopy, match="table bodies"):
            backup(store, tmp_path / "copy")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["desk.db"]


def test_a_trail_that_was_tampered_with_is_copied_as_it_is(office: Store, empty: Store, tmp_path: Path) -> None:
    """An office whose trail is broken needs its backups all the more."""
    with office.writing() as session:
        session.execute(text("UPDATE audit SET actor = 'mai' WHERE number = 2"))
    copied: Copied = backup(office, tmp_path / "copy")
    with closing(empty):
        assert (copied.broken, restore(tmp_path / "copy", empty)) == (2, copied)
        assert contents(empty) == contents(office)
