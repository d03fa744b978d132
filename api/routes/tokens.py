"""Tokens, with which programs come in."""

from __future__ import annotations

from datetime import timedelta

from fastapi import APIRouter
from pydantic import Field

from api import PREFIX
from api.doors import Asker, Id, Line, TheDesk
from api.problems import refuses
from api.routes.session import Strict
from planner.desk.rights import Scope
from planner.desk.signin import LONGEST_TOKEN, TokenInfo

router = APIRouter(prefix=f"{PREFIX}/tokens", tags=["sign-in"])


class TokenAsked(Strict):
    """A token to be made, with no more scopes than one came in with."""

    name: Line = Field(examples=["nightly what-ifs"])
    scopes: set[Scope] = Field(min_length=1, examples=[["read", "write"]], json_schema_extra={"uniqueItems": False})
    days: int = Field(default=90, ge=1, le=LONGEST_TOKEN.days, description="How long it holds")


class TokenMade(Strict):
    """A token with its secret, which is not shown again: ``Authorization: Bearer SECRET``."""

    token: TokenInfo
    secret: str


@router.post(
    "",
    status_code=201,
    responses=refuses("not-signed-in", "csrf", "forbidden", "unfit", "invalid", "malformed", "too-many"),
)
def make(body: TokenAsked, who: Asker, desk: TheDesk) -> TokenMade:
    """Make a token of one's own."""
    token, secret = desk.signin.new_token(who, body.name, body.scopes, timedelta(days=body.days))
    return TokenMade(token=token, secret=secret)


@router.get("", responses=refuses("not-signed-in", "invalid", "too-many"))
def listed(who: Asker, desk: TheDesk) -> tuple[TokenInfo, ...]:
    """Return one's own tokens, the newest first."""
    return desk.signin.tokens(who)


@router.delete("/{id}", status_code=204, responses=refuses("not-signed-in", "csrf", "missing", "invalid", "too-many"))
def revoke(id: Id, who: Asker, desk: TheDesk) -> None:
    """Make a token of one's own void."""
    desk.signin.revoke(who, id)
