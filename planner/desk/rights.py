"""Who may do what: roles, each in an organisation and an area, and what a role gives the right to.

A scenario belongs to an organisation and, where it says so, to an area of it. Who has no right at all to a thing is
told that there is none (`Missing`); who may see it but not do that is told so (`Forbidden`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, get_args

from sqlalchemy import ColumnElement, and_, false, or_, true
from sqlalchemy.orm import InstrumentedAttribute

from planner.desk.faults import Forbidden, Missing

Role = Literal["staff", "viewer", "planner", "consenter", "admin"]
Right = Literal["duties", "read", "open", "plan", "consent", "manage"]
Scope = Literal["read", "write", "admin"]

ROLES: Final[tuple[Role, ...]] = get_args(Role)
SCOPES: Final[tuple[Scope, ...]] = get_args(Scope)

GIVES: Final[dict[Role, frozenset[Right]]] = {
    "staff": frozenset({"duties"}),
    "viewer": frozenset({"duties", "read"}),
    "planner": frozenset({"duties", "read", "open", "plan"}),
    "consenter": frozenset({"consent"}),
    "admin": frozenset({"manage"}),
}
"""What each role gives the right to.

``duties``: one's own. ``read``: scenarios without what is personal in them, plans, results. ``open``: what is personal
too. ``plan``: save scenarios, submit jobs, propose plans. ``consent``: see what is proposed to the organisation, and
answer. ``manage``: users and their roles, the audit trail.
"""

NEEDS: Final[dict[Right, Scope]] = {
    "duties": "read",
    "read": "read",
    "open": "read",
    "plan": "write",
    "consent": "write",
    "manage": "admin",
}
"""The scope of a token that a right needs."""

ALL: Final = "*"
"""Every organisation, or every area."""


@dataclass(frozen=True, order=True)
class Post:
    """A role in an organisation and an area (`ALL`: in each)."""

    role: Role
    organisation: str
    area: str = ALL

    def covers(self, organisation: str, area: str | None) -> bool:
        """Tell whether a thing of an organisation and area is within reach; without an area, of the whole of it."""
        return self.organisation in (ALL, organisation) and self.area in (ALL, area)


@dataclass(frozen=True)
class Who:
    """Somebody who asks: a user, what they may do, and with which scopes they came in.

    `person` is their id in scenarios, where they are in some.
    """

    id: str
    name: str
    roles: tuple[Post, ...] = ()
    scopes: frozenset[Scope] = frozenset(SCOPES)
    person: str | None = None

    def may(self, right: Right, organisation: str, area: str | None) -> bool:
        """Tell whether they have a right to things of an organisation and area."""
        return any(role.covers(organisation, area) for role in self.with_right(right))

    def needs(self, right: Right, organisation: str, area: str | None, kind: str, id: str) -> None:
        """Refuse what they have no right to.

        Raises:
            Missing: they may not even know of it.
            Forbidden: they may, and not do that.
        """
        if self.may(right, organisation, area):
            return
        if self.may("read", organisation, area):
            raise Forbidden(right)
        raise Missing(kind, id)

    def consents_in(self, area: str | None) -> bool:
        """Tell whether they answer for some organisation in an area."""
        return any(role.area in (ALL, area) for role in self.with_right("consent"))

    def somewhere(self, right: Right, organisation: str) -> bool:
        """Tell whether they have a right to things of an organisation in some area."""
        return any(role.organisation in (ALL, organisation) for role in self.with_right(right))

    def anywhere(self, right: Right) -> None:
        """Refuse who has a right nowhere.

        Raises:
            Forbidden: so it is.
        """
        if not any(True for _ in self.with_right(right)):
            raise Forbidden(right)

    def reach(
        self,
        right: Right,
        organisation: InstrumentedAttribute[str],
        area: InstrumentedAttribute[str] | InstrumentedAttribute[str | None],
    ) -> ColumnElement[bool]:
        """Return the condition that a row is within reach of a right."""
        return or_(
            false(),
            *(
                and_(
                    true() if role.organisation == ALL else organisation == role.organisation,
                    true() if role.area == ALL else area == role.area,
                )
                for role in self.with_right(right)
            ),
        )

    def with_right(self, right: Right) -> Iterable[Post]:
        """Yield their roles that give a right."""
        if NEEDS[right] in self.scopes:
            yield from (role for role in self.roles if right in GIVES[role.role])
