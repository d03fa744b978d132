"""Users and their roles, for admins."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import Field, StrictBool, StringConstraints

from api import PREFIX
from api.doors import After, Asker, Id, Limit, Line, Once, TheDesk, TheSettings
from api.problems import refuses
from api.routes.session import Strict
from planner.desk.pages import Page
from planner.desk.rights import ALL, Post, Role
from planner.desk.users import UserInfo

router = APIRouter(prefix=f"{PREFIX}/users", tags=["users"])

_REFUSED = ("not-signed-in", "csrf", "forbidden", "missing", "unfit", "invalid", "malformed", "reused", "too-many")


class RoleAsked(Strict):
    """A role in an organisation (``*``: in all) and an area (``*``: in all)."""

    role: Role
    organisation: Line = Field(examples=["mttq"])
    area: Line = ALL

    @property
    def post(self) -> Post:
        """The role as the desk has it."""
        return Post(self.role, self.organisation, self.area)


class UserAsked(Strict):
    """A user to be added. `subject`: who they are with the OpenID Connect service, where there is one."""

    name: Line = Field(examples=["lan"])
    roles: list[RoleAsked] = Field(max_length=100)
    person: Line | None = None
    subject: Line | None = None


class UserChange(Strict):
    """What is to be different of a user; what is not given stays. `person` empty: none."""

    roles: list[RoleAsked] | None = Field(default=None, max_length=100)
    active: StrictBool | None = None
    person: Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\u0000-\u001f\u007f]*$")] | None = None


class Invitation(Strict):
    """The link with which a user sets a password, once, within a week."""

    link: str
    secret: str


@router.post("", status_code=201, responses=refuses(*_REFUSED))
def create(body: UserAsked, who: Asker, desk: TheDesk, once: Once, response: Response) -> UserInfo:
    """Add a user."""
    posts = [role.post for role in body.roles]
    user = desk.users.create(who, body.name, posts, person=body.person, subject=body.subject, key=once)
    response.headers["Location"] = f"{PREFIX}/users/{user.id}"
    return user


@router.get("", responses=refuses("not-signed-in", "forbidden", "invalid", "too-many"))
def listed(who: Asker, desk: TheDesk, after: After, limit: Limit = 50) -> Page[UserInfo]:
    """Return the users within one's reach, the newest first."""
    return desk.users.list(who, after=after, limit=limit)


@router.get("/{id}", responses=refuses("not-signed-in", "forbidden", "missing", "invalid", "too-many"))
def read(id: Id, who: Asker, desk: TheDesk) -> UserInfo:
    """Return a user."""
    return desk.users.read(who, id)


@router.patch("/{id}", responses=refuses(*_REFUSED))
def change(id: Id, body: UserChange, who: Asker, desk: TheDesk) -> UserInfo:
    """Give a user other roles or another person, let them in or not."""
    posts = None if body.roles is None else [role.post for role in body.roles]
    return desk.users.change(who, id, roles=posts, active=body.active, person=body.person)


@router.post("/{id}/invitation", status_code=201, responses=refuses(*_REFUSED))
def invite(id: Id, who: Asker, desk: TheDesk, settings: TheSettings) -> Invitation:
    """Make a link with which a user sets a password; links made before are void."""
    secret = desk.users.invite(who, id)
    return Invitation(link=settings.invitation(secret), secret=secret)
