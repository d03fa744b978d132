"""Users and their rights, as admins see them; one's own account; the trail of who did what."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any, ClassVar, Final, cast, get_args

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import FormData

from planner.desk.desk import AuditEntry, Desk
from planner.desk.faults import DeskError, Forbidden, Missing, Unfit, Unknown
from planner.desk.pages import Cursor as DeskCursor
from planner.desk.rights import ALL, GIVES, ROLES, SCOPES, Post, Role
from planner.desk.signin import LONGEST, SHORTEST, TokenInfo
from planner.desk.users import UserInfo
from web.doors import Asker, Cursor, Id, TheDesk, TheSettings, let_in
from web.render import Page, go, render
from web.rows import Names
from web.visit import Visitor

router = APIRouter()

SIZE: Final = 50
MORE_POSTS: Final = 2
"""Empty lines for more roles in the form of a user."""

DAYS: Final = (30, 90, 365)
TRAIL: Final = 50
"""Lines of the trail on a page."""


@dataclass(frozen=True)
class UsersPage(Page):
    """The users within an admin's reach. `known`: what rights can be given to; `places`: where the admin may give them.

    `fault` says why nobody was added.
    """

    template: ClassVar[str] = "users.html"
    users: tuple[UserInfo, ...]
    next: str | None
    roles: tuple[str, ...]
    places: tuple[str, ...]
    known: Names
    fault: str = ""
    name: str = ""
    person: str = ""
    posts: tuple[Post, ...] = ()


@dataclass(frozen=True)
class UserPage(Page):
    """A user: roles, person, whether they are let in. `link`: an invitation, shown this once."""

    template: ClassVar[str] = "user.html"
    user: UserInfo
    roles: tuple[str, ...]
    known: Names
    places: tuple[str, ...]
    posts: tuple[Post | None, ...]
    link: str = ""
    fault: str = ""
    is_saved: bool = False


@dataclass(frozen=True)
class AccountPage(Page):
    """The reader's own account. `secret`: a token, shown this once; `fault` says what is wrong with a password."""

    template: ClassVar[str] = "account.html"
    tokens: tuple[TokenInfo, ...]
    scopes: tuple[str, ...]
    days: tuple[int, ...] = DAYS
    secret: str = ""
    fault: str = ""
    token_fault: str = ""
    is_changed: bool = False
    shortest: int = SHORTEST
    longest: int = LONGEST


@dataclass(frozen=True)
class Line:
    """A line of the trail; `who` is the name of the actor where it is known."""

    entry: AuditEntry
    who: str
    detail: str


@dataclass(frozen=True)
class AuditPage(Page):
    """The trail. `broken` is the first line that is not as it was written; it and `head` where that was asked for."""

    template: ClassVar[str] = "audit.html"
    lines: tuple[Line, ...]
    subject: str
    next: int | None
    is_verified: bool
    broken: int | None
    head: tuple[int, str]


async def _form(request: Request) -> FormData:
    return await request.form()


AForm = Annotated[FormData, Depends(_form)]
ShortText = Annotated[str, Form(max_length=200)]


# -- users ----------------------------------------------------------------------------------------------------------


@router.get("/users")
def users(visit: Asker, desk: TheDesk, after: Cursor = None) -> HTMLResponse:
    """Show the users within reach."""
    return render(visit, _users(desk, visit, after))


@router.post("/users")
def create(
    visit: Asker, request: Request, desk: TheDesk, form: AForm, name: ShortText = "", person: ShortText = ""
) -> Response:
    """Add a user, and lead to their page, where they are invited."""
    known = _known(desk, visit)
    posts, person = _posts(form, known), known.id_of("people", person.strip())
    if not name.strip():
        fault = visit.words.text("Người dùng phải có tên.")
        return render(visit, _users(desk, visit, None, fault, name, person, posts), 422)
    try:
        user = desk.users.create(visit.who, name.strip(), posts, person=person or None)
    except (Unfit, Forbidden) as error:
        return render(visit, _users(desk, visit, None, _said(visit, error), name, person, posts), 422)
    return go(request, f"/users/{user.id}")


@router.get("/users/{id}")
def user(id: Id, visit: Asker, desk: TheDesk, saved: Annotated[bool, Query()] = False) -> HTMLResponse:
    """Show a user."""
    return render(visit, _user(desk, visit, desk.users.read(visit.who, id), is_saved=saved))


@router.post("/users/{id}")
def change(id: Id, visit: Asker, request: Request, desk: TheDesk, form: AForm, person: ShortText = "") -> Response:
    """Give a user other roles, or another person."""
    known = _known(desk, visit)
    chosen = known.id_of("people", person.strip())
    try:
        before = desk.users.read(visit.who, id).person or ""
        other = None if chosen == before else chosen
        desk.users.change(visit.who, id, roles=_posts(form, known), person=other)
    except (Unfit, Forbidden) as error:
        return render(visit, _user(desk, visit, desk.users.read(visit.who, id), fault=_said(visit, error)), 422)
    return go(request, f"/users/{id}?saved=1")


@router.post("/users/{id}/active")
def let(id: Id, visit: Asker, request: Request, desk: TheDesk, active: Annotated[bool, Form()] = False) -> Response:
    """Let a user in again, or no more."""
    try:
        desk.users.change(visit.who, id, active=active)
    except (Unfit, Forbidden) as error:
        return render(visit, _user(desk, visit, desk.users.read(visit.who, id), fault=_said(visit, error)), 422)
    return go(request, f"/users/{id}?saved=1")


@router.post("/users/{id}/invitation")
def invite(id: Id, visit: Asker, desk: TheDesk, settings: TheSettings, request: Request) -> HTMLResponse:
    """Show a link with which a user sets a password: this once."""
    try:
        secret = desk.users.invite(visit.who, id)
    except Forbidden as error:
        return render(visit, _user(desk, visit, desk.users.read(visit.who, id), fault=_said(visit, error)), 422)
    base = (settings.address or str(request.base_url)).rstrip("/")
    return render(visit, _user(desk, visit, desk.users.read(visit.who, id), link=f"{base}/invitations/{secret}"))


def _users(
    desk: Desk,
    visit: Visitor,
    after: str | None,
    fault: str = "",
    name: str = "",
    person: str = "",
    posts: Sequence[Post] = (),
) -> UsersPage:
    found = desk.users.list(visit.who, after=_cursor(after), limit=SIZE)
    known = _known(desk, visit)
    return UsersPage(found.items, found.next, _given_roles(), _places(visit), known, fault, name, person, tuple(posts))


def _user(
    desk: Desk, visit: Visitor, found: UserInfo, *, link: str = "", fault: str = "", is_saved: bool = False
) -> UserPage:
    posts: tuple[Post | None, ...] = (*found.roles, *([None] * MORE_POSTS))
    return UserPage(found, _given_roles(), _known(desk, visit), _places(visit), posts, link, fault, is_saved)


def _given_roles() -> tuple[str, ...]:
    return tuple(role for role in ROLES if role in GIVES)


def _places(visit: Visitor) -> tuple[str, ...]:
    """Return the organisations that an admin manages; one that stands for all."""
    return tuple(sorted({post.organisation for post in visit.who.with_right("manage")}))


def _known(desk: Desk, visit: Visitor) -> Names:
    """Return what rights can be given to, by name."""
    found = desk.directory(visit.who)
    named = {"organisations": found.organisations, "areas": found.areas, "people": found.people}
    return Names({of: [{"id": id, "name": name} for id, name in items.items()] for of, items in named.items()})


def _posts(form: FormData, known: Names) -> tuple[Post, ...]:
    """Return the roles that a form gives: a line for each, those without a role left out."""
    columns = [[str(value).strip()[:200] for value in form.getlist(name)] for name in ("role", "organisation", "area")]
    found = []
    for role, organisation, area in zip(*columns, strict=False):
        if role in get_args(Role):
            where = (known.id_of("organisations", organisation), known.id_of("areas", area))
            found.append(Post(cast("Role", role), where[0] or ALL, where[1] or ALL))
    return tuple(found)


# -- one's own account ----------------------------------------------------------------------------------------------


@router.get("/account")
def account(visit: Asker, desk: TheDesk, changed: Annotated[bool, Query()] = False) -> HTMLResponse:
    """Show the reader's own account."""
    return render(visit, _account(desk, visit, is_changed=changed))


@router.post("/account/password")
def password(
    visit: Asker,
    desk: TheDesk,
    settings: TheSettings,
    old: Annotated[str, Form(max_length=10 * LONGEST)] = "",
    new: Annotated[str, Form(max_length=10 * LONGEST)] = "",
    again: Annotated[str, Form(max_length=10 * LONGEST)] = "",
) -> Response:
    """Set another password; other browsers are signed out."""
    words = visit.words
    if new != again:
        fault = words.text("Hai lần nhập mật khẩu không giống nhau.")
        return render(visit, _account(desk, visit, fault=fault), 422)
    try:
        signed_in = desk.signin.change_password(visit.who, old, new)
    except Unknown:
        return render(visit, _account(desk, visit, fault=words.text("Mật khẩu hiện nay không đúng.")), 422)
    except Unfit as error:
        return render(visit, _account(desk, visit, fault=words.said(error)), 422)
    response = RedirectResponse("/account?changed=1", 303)
    let_in(response, signed_in, settings)
    return response


@router.post("/account/tokens")
def new_token(
    visit: Asker,
    desk: TheDesk,
    form: AForm,
    name: ShortText = "",
    days: Annotated[int, Form(ge=1, le=366)] = DAYS[0],
) -> HTMLResponse:
    """Give out a token for a program, and show it: this once."""
    scopes = [scope for scope in SCOPES if scope in form.getlist("scope")]
    if not scopes:
        fault = visit.words.text("Chọn ít nhất một quyền.")
        return render(visit, _account(desk, visit, token_fault=fault), 422)
    _, secret = desk.signin.new_token(visit.who, name.strip() or "–", scopes, timedelta(days=days))
    return render(visit, _account(desk, visit, secret=secret))


@router.post("/account/tokens/{id}/revoke")
def revoke(id: Id, visit: Asker, request: Request, desk: TheDesk) -> Response:
    """Make a token void."""
    desk.signin.revoke(visit.who, id)
    return go(request, "/account")


def _account(desk: Desk, visit: Visitor, **more: Any) -> AccountPage:
    return AccountPage(desk.signin.tokens(visit.who), tuple(s for s in SCOPES if s in visit.who.scopes), **more)


# -- the trail ------------------------------------------------------------------------------------------------------


@router.get("/audit")
def trail(
    visit: Asker,
    desk: TheDesk,
    subject: Annotated[str, Query(max_length=200)] = "",
    before: Annotated[int | None, Query(ge=1, le=2**60)] = None,
    verify: Annotated[bool, Query()] = False,
) -> HTMLResponse:
    """Show who did what, the newest first; where asked, whether every line is as it was written."""
    found = desk.trail(visit.who, subject=subject.strip() or None, before=before, limit=TRAIL + 1)
    names: dict[str, str] = {}
    broken, head = desk.verified_trail(visit.who) if verify else (None, (0, ""))
    page = AuditPage(
        lines=tuple(
            Line(entry, _actor(desk, visit, entry.actor, names), _detail(entry.detail)) for entry in found[:TRAIL]
        ),
        subject=subject.strip(),
        next=found[TRAIL - 1].number if len(found) > TRAIL else None,
        is_verified=verify,
        broken=broken,
        head=head,
    )
    return render(visit, page)


def _actor(desk: Desk, visit: Visitor, id: str, names: dict[str, str]) -> str:
    """Return the name of who did something; the desk's own doings are by its workers and `system`."""
    if id not in names:
        try:
            names[id] = desk.users.read(visit.who, id).name
        except DeskError:
            names[id] = id
    return names[id]


def _detail(detail: Mapping[str, Any]) -> str:
    """Write what goes with a line: texts as they are, all else as JSON."""
    told = {
        k: v if isinstance(v, str) else json.dumps(v, ensure_ascii=False) for k, v in detail.items() if v is not None
    }
    return "; ".join(f"{name}: {text}" for name, text in told.items())


def _said(visit: Visitor, error: Unfit | Forbidden) -> str:
    if isinstance(error, Unfit):
        return visit.words.said(error)
    return visit.words.text(
        "Bạn chỉ cấp được vai trò trong phạm vi mình quản trị, và phải cấp ít nhất một vai trò ở đó."
    )


def _cursor(text: str | None) -> DeskCursor | None:
    try:
        return None if text is None else DeskCursor.of(text)
    except ValueError as error:
        raise Missing("page", str(text)) from error
