"""Users, rights, one's own account and the trail, as pages."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from planner.desk.desk import Desk
from planner.desk.faults import Unknown
from planner.desk.rights import ALL, Post
from planner.desk.store import Audit
from tests.desk.asking import CHIEF
from tests.web.client import Client, Page
from tests.web.office import PASSWORD

ROLE = {"role": ["viewer", "", "planner"], "organisation": ["vhxh", "x", ""], "area": ["", "", "kp-1"]}


def test_a_user_is_added_and_invited_once(client: Client, desk: Desk) -> None:
    answer = client.come_in().post("/users", {"name": "<b>moi", "person": "vp-02", **ROLE})
    at = answer.headers["location"]
    user = desk.users.read(CHIEF, at.removeprefix("/users/"))
    assert (user.name, user.person, user.roles) == (
        "<b>moi",
        "vp-02",
        (Post("planner", ALL, "kp-1"), Post("viewer", "vhxh")),
    )
    (link,) = [str(i["value"]) for i in Page(client.post(f"{at}/invitation").text).all("input", type="text")]
    path = link.partition("//")[2].partition("/")[2]
    assert "<b>moi" in client.page(f"/{path}").text
    page = client.page(at)
    assert "/invitations/" not in str(page.tags)
    assert "<b>moi" in client.page("/users").words


def test_rights_are_changed(client: Client, desk: Desk, ids: dict[str, str]) -> None:
    at = f"/users/{ids['hoa']}"
    assert client.come_in().post(at, {"person": "vp-03", **ROLE}).headers["location"] == f"{at}?saved=1"
    user = desk.users.read(CHIEF, ids["hoa"])
    assert (user.person, user.roles) == ("vp-03", (Post("planner", ALL, "kp-1"), Post("viewer", "vhxh")))
    client.post(at, {"person": "", "role": "viewer", "organisation": "vhxh", "area": ""})
    user = desk.users.read(CHIEF, ids["hoa"])
    assert (user.person, user.roles) == (None, (Post("viewer", "vhxh"),))


def test_rights_are_given_by_name(client: Client, desk: Desk, ids: dict[str, str]) -> None:
    at = f"/users/{ids['hoa']}"
    page = client.come_in().page(at)
    assert len(page.all("select", name="organisation")) == len(page.all("select", name="role")) == 3
    assert "Hội Liên hiệp Phụ nữ" in page.words
    labels = [found["value"] for found in page.all("option") if "Phó Chủ tịch MTTQ 01" in str(found.get("value"))]
    assert labels == ["Phó Chủ tịch MTTQ 01"]
    typed = {"person": "Phó Chủ tịch MTTQ 01", "role": "viewer", "organisation": "Hội Liên hiệp Phụ nữ", "area": ""}
    client.post(at, typed)
    user = desk.users.read(CHIEF, ids["hoa"])
    assert (user.person, user.roles) == ("mttq-01", (Post("viewer", "phu-nu"),))
    page = client.page("/users")
    assert ("Phó Chủ tịch MTTQ 01" in page.words, "Hội Liên hiệp Phụ nữ" in page.text) == (True, True)
    assert client.page(at).all("input", name="person")[0]["value"] == "Phó Chủ tịch MTTQ 01"


def test_an_admin_is_offered_what_is_within_reach(client: Client, desk: Desk, ids: dict[str, str]) -> None:
    desk.users.change(CHIEF, ids["minh"], roles=[Post("admin", "vhxh")])
    page = client.come_in("minh").page(f"/users/{ids['hoa']}")
    offered = {str(found["value"]) for found in page.all("option")} - {"", "vhxh"}
    assert offered == {"staff", "viewer", "planner", "consenter", "admin"}


def test_a_user_is_locked_out_and_let_in_again(client: Client, desk: Desk, ids: dict[str, str]) -> None:
    client.come_in().post(f"/users/{ids['hoa']}/active", {"active": "false"})
    with pytest.raises(Unknown):
        desk.signin.password("hoa", PASSWORD)
    client.post(f"/users/{ids['hoa']}/active", {"active": "true"})
    assert desk.signin.password("hoa", PASSWORD).who.name == "hoa"


def test_what_an_admin_may_not_do_is_said(client: Client, desk: Desk, ids: dict[str, str]) -> None:
    client.come_in()
    taken = client.post("/users", {"name": "mai", **ROLE})
    assert (taken.status_code, "đã có người dùng tên này" in taken.text) == (422, True)
    assert Page(taken.text).all("input", name="name")[0]["value"] == "mai"
    assert client.post("/users", {"name": " ", **ROLE}).status_code == 422
    last = client.post(f"/users/{ids['lan']}/active", {"active": "false"})
    assert (last.status_code, "ít nhất một quản trị viên" in last.text) == (422, True)
    desk.users.change(CHIEF, ids["minh"], roles=[Post("admin", "vhxh")])
    page = client.come_in("minh").page("/users")
    assert ("hoa" in page.words, "mai" in page.words) == (True, False)
    wide = {"name": "rộng", "role": "viewer", "organisation": "mttq", "area": ""}
    assert client.post("/users", wide).status_code == 422
    assert client.get(f"/users/{ids['mai']}").status_code == 404
    assert "rộng" not in {user.name for user in desk.users.list(CHIEF).items}


@pytest.mark.parametrize("who", ["minh", "hoa", "mai", "nam"])
def test_users_and_the_trail_are_for_admins(client: Client, ids: dict[str, str], who: str) -> None:
    client.come_in(who)
    for path in ("/users", "/audit", "/audit?verify=1"):
        assert client.get(path).status_code == 403
    assert client.get(f"/users/{ids['lan']}").status_code in (403, 404)
    assert client.post("/users", {"name": "x", **ROLE}).status_code in (403, 422)
    page = client.page("/account")
    assert page.all("a", href="/users") == page.all("a", href="/audit") == []


def test_a_password_is_changed(client: Client, desk: Desk) -> None:
    new = "một câu dài khác hẳn"
    client.come_in("nam")
    for fields in (
        {"old": "sai", "new": new, "again": new},
        {"old": PASSWORD, "new": new, "again": "khác"},
        {"old": PASSWORD, "new": "ngắn", "again": "ngắn"},
    ):
        refused = client.post("/account/password", fields)
        assert (refused.status_code, len(Page(refused.text).all("p", role="alert"))) == (422, 1)
    answer = client.post("/account/password", {"old": PASSWORD, "new": new, "again": new})
    assert answer.headers["location"] == "/account?changed=1"
    assert client.get("/account?changed=1").status_code == 200
    assert desk.signin.password("nam", new).who.name == "nam"


def test_a_token_is_shown_once_and_revoked(client: Client, desk: Desk) -> None:
    made = client.come_in("minh").post("/account/tokens", {"name": "<i>máy", "scope": ["read", "write"], "days": "30"})
    (secret,) = [str(i["value"]) for i in Page(made.text).all("input", type="text") if "readonly" in i]
    who = desk.signin.token(secret)
    assert (who.name, sorted(who.scopes)) == ("minh", ["read", "write"])
    page = client.page("/account")
    assert ("<i>máy" in page.words, secret in str(page.tags)) == (True, False)
    (token,) = desk.signin.tokens(who)
    assert 29 <= (token.expires - datetime.now(UTC)).days <= 30
    assert client.come_in("nam").post(f"/account/tokens/{token.id}/revoke").status_code == 404
    client.come_in("minh").post(f"/account/tokens/{token.id}/revoke")
    with pytest.raises(Unknown):
        desk.signin.token(secret)
    assert client.post("/account/tokens", {"name": "x"}).status_code == 422


def test_the_trail_is_read_filtered_and_checked(client: Client, desk: Desk, ids: dict[str, str]) -> None:
    page = client.come_in().page("/audit?verify=1")
    count = desk.verified_trail(CHIEF)[1][0]
    assert f"Cả {count} dòng còn nguyên như lúc ghi." in page.text
    subject = f"scenario/{ids['edited']}"
    page = client.page(f"/audit?subject={subject}")
    told = ["kịch bản: lưu bản mới", "kịch bản: tạo"]
    assert [word for word in page.words if word.startswith("kịch bản:")] == told
    assert len(page.all("tr")) == 3
    first = client.page("/audit")
    assert first.all("code") == []  # all that was done has words
    assert len(first.all("tr")) == 51
    (older,) = [str(a["href"]) for a in first.all("a") if str(a["href"]).startswith("/audit?before=")]
    assert len(client.page(older).all("tr")) == min(51, count - 50 + 1)
    with desk.store.writing() as session:
        session.execute(update(Audit).where(Audit.number == 7).values(action="khác"))
    assert "Dòng 7 không còn như lúc ghi" in client.page("/audit?verify=1").text
