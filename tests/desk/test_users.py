"""Admins and how far they reach."""

from __future__ import annotations

import pytest
from sqlalchemy import delete

from planner.desk.desk import Desk
from planner.desk.faults import Forbidden, Missing, Unfit
from planner.desk.once import Key
from planner.desk.rights import ALL, Post
from planner.desk.store import Grant, Store
from tests.desk.asking import CHIEF, LAN, somebody

WOMEN = somebody("hoa", ("admin", "hlhpn", ALL))
CLUB = somebody("bình", ("admin", "hlhpn", "phu-nhuan"))


@pytest.fixture(autouse=True)
def chief(desk: Desk) -> None:
    desk.users.create(CHIEF, "chief", [Post("admin", ALL)])


def test_within_reach(desk: Desk) -> None:
    user = desk.users.create(WOMEN, "lan", [Post("planner", "hlhpn"), Post("viewer", "hlhpn", "dien-hong")])
    assert desk.users.read(WOMEN, user.id).roles == user.roles
    assert [found.name for found in desk.users.list(WOMEN).items] == ["lan"]
    assert [found.name for found in desk.users.list(CHIEF).items] == ["lan", "chief"]
    assert desk.users.list(CLUB).items == ()
    with pytest.raises(Missing):
        desk.users.read(CLUB, user.id)


@pytest.mark.parametrize(
    "post",
    [Post("planner", "ubnd"), Post("viewer", ALL), Post("admin", "hlhpn", ALL), Post("viewer", "hlhpn", "dien-hong")],
)
def test_nobody_gives_more_than_they_reach(desk: Desk, post: Post) -> None:
    with pytest.raises(Forbidden):
        desk.users.create(CLUB, "lan", [post])
    user = desk.users.create(CLUB, "lan", [Post("viewer", "hlhpn", "phu-nhuan")])
    with pytest.raises(Forbidden):
        desk.users.change(CLUB, user.id, roles=[post])
    assert desk.users.read(CHIEF, user.id).roles == user.roles


def test_roles_elsewhere_stay(desk: Desk) -> None:
    here, elsewhere = Post("viewer", "hlhpn"), Post("planner", "ubnd")
    user = desk.users.create(CHIEF, "lan", [here, elsewhere])
    assert desk.users.change(WOMEN, user.id, roles=[Post("consenter", "hlhpn")]).roles == (
        Post("consenter", "hlhpn"),
        elsewhere,
    )
    for change in (
        lambda: desk.users.change(WOMEN, user.id, active=False),
        lambda: desk.users.change(WOMEN, user.id, person="x"),
        lambda: desk.users.invite(WOMEN, user.id),  # who sets a password has all roles of the user
    ):
        with pytest.raises(Forbidden):
            change()


def test_who_is_no_admin(desk: Desk) -> None:
    for call in (
        lambda: desk.users.list(LAN),
        lambda: desk.users.create(LAN, "x", [Post("viewer", "ubnd")]),
        lambda: desk.users.create(WOMEN, "x", []),
        lambda: desk.trail(WOMEN),
        lambda: desk.verified_trail(LAN),
    ):
        with pytest.raises(Forbidden):
            call()


def test_somebody_manages_everything(desk: Desk) -> None:
    (chief,) = desk.users.list(CHIEF).items
    with pytest.raises(Unfit):
        desk.users.change(CHIEF, chief.id, active=False)
    with pytest.raises(Unfit):
        desk.users.change(CHIEF, chief.id, roles=[Post("admin", "ubnd")])
    assert desk.users.read(CHIEF, chief.id) == chief


def test_before_anybody_manages_everything(store: Store) -> None:
    """Users may be added and changed before the first admin is there."""
    with store.writing() as session:
        session.execute(delete(Grant))
    desk = Desk(store)
    user = desk.users.create(CHIEF, "lan", [Post("planner", "ubnd")])
    assert desk.users.change(CHIEF, user.id, person="ub-1").person == "ub-1"


def test_names_are_taken_once(desk: Desk) -> None:
    key = Key("k", "a")
    first = desk.users.create(CHIEF, "lan", [Post("viewer", "ubnd")], key=key)
    assert desk.users.create(CHIEF, "lan", [Post("viewer", "ubnd")], key=key) == first
    with pytest.raises(Unfit):
        desk.users.create(CHIEF, "lan", [])


def test_the_trail(desk: Desk) -> None:
    user = desk.users.create(CHIEF, "lan", [Post("viewer", "ubnd")])
    desk.users.change(CHIEF, user.id, person="ub-1")
    entries = desk.trail(CHIEF, subject=f"user/{user.id}")
    assert [(entry.action, entry.actor, entry.number) for entry in entries] == [
        ("user.change", "chief", 3),
        ("user.create", "chief", 2),
    ]
    assert [entry.number for entry in desk.trail(CHIEF, before=3, limit=1)] == [2]
    assert desk.verified_trail(CHIEF) == (None, (3, entries[0].digest))
