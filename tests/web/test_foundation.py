"""What all pages share: files, words in both languages, doors, errors, two rooms beside each other."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import text

import web
from planner.desk.desk import Desk
from planner.desk.limits import Limits
from planner.verify import verify
from tests.web.catalogues import LANGS, extracted, file_of, missing, read, updated, written
from tests.web.client import Client, Page
from tests.web.office import PASSWORD, SETTINGS, Office, ward, ward_plan
from tests.web.pages import OUTSIDE, PAGES, path_of
from web.assets import assets, static

WEB = Path(web.__file__).parent
VENDOR = WEB / "static" / "vendor"
VIETNAMESE = re.compile("[ăâđêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]", re.IGNORECASE)


# -- files ----------------------------------------------------------------------------------------------------


def test_vendored_files_are_as_they_came() -> None:
    lines = (VENDOR / "SHA256SUMS").read_text("utf-8").splitlines()
    told = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    there = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in VENDOR.iterdir()}
    del there["SHA256SUMS"]
    assert there == told


def test_every_vendored_file_has_its_licence() -> None:
    names = {re.sub(r"-\d.*", "", file.name) for file in VENDOR.iterdir() if file.suffix in (".js", ".css")}
    assert {name for name in names if not (VENDOR / f"{name}.LICENSE.txt").is_file()} == set()


def test_every_colour_stands_once() -> None:
    on_screen = (WEB / "static" / "chungtay.css").read_text("utf-8").partition("@media print")[0]
    tokens = re.findall(r"^\s*(--[\w-]+):", on_screen, re.MULTILINE)
    assert len(tokens) > 40
    assert sorted(tokens) == sorted(set(tokens))


def test_files_are_kept_for_good_under_their_digest(client: Client) -> None:
    path = static("chungtay.css")
    sent = client.get(path)
    assert sent.status_code == 200
    assert sent.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert sent.headers["content-type"] == "text/css; charset=utf-8"
    assert sent.content == assets()["chungtay.css"].plain
    assert client.get(path.replace(assets()["chungtay.css"].version, "0" * 12)).status_code == 404


def test_files_are_packed_where_the_browser_takes_that(client: Client) -> None:
    sent = client.get(static("chungtay.css"), **{"accept-encoding": "gzip"})
    assert (sent.headers["content-encoding"], sent.headers["vary"]) == ("gzip", "Accept-Encoding")
    assert "content-encoding" not in client.get(static("chungtay.css"), **{"accept-encoding": "identity"}).headers


# -- words ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
def test_all_that_is_said_has_words_in_both_languages(lang: str) -> None:
    catalogue = read(lang)
    assert missing(catalogue) == []
    assert [message.id for message in catalogue if message.fuzzy and message.id] == []
    assert {message.id for message in catalogue} == {message.id for message in extracted()}


@pytest.mark.parametrize("lang", LANGS)
def test_catalogues_stand_as_they_are_written(lang: str) -> None:
    assert file_of(lang).read_bytes() == written(updated(lang, {}))


def test_english_is_english() -> None:
    texts = {
        text
        for message in read("en")
        for text in (message.string if isinstance(message.string, tuple) else (message.string,))
        if message.id
    }
    assert {text for text in texts if VIETNAMESE.search(str(text)) and text != "Tiếng Việt"} == set()


@pytest.mark.parametrize("lang", LANGS)
def test_words_keep_what_is_filled_in(lang: str) -> None:
    blanks = re.compile(r"%\(\w+\)[sd]")
    for message in read(lang):
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        for said in strings:
            assert set(blanks.findall(str(said))) <= set(blanks.findall(str(ids[0]))), message.id


# -- doors ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(PAGES.keys() - OUTSIDE - {"missing"}))
def test_pages_are_for_those_who_have_come_in(client: Client, office: Office, name: str) -> None:
    path = path_of(name, office.ids)
    answer = client.get(path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in?back=/")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", sorted(PAGES.keys() - {"missing"}))
def test_every_page_shows_in_both_languages(client: Client, office: Office, name: str, lang: str) -> None:
    if name not in OUTSIDE:
        client.come_in()
    client.http.cookies.set("lang", lang)
    page = client.page(path_of(name, office.ids))
    assert page.all("html", lang=lang) != []
    assert len(page.all("h1")) == 1


def test_signing_in_leads_back(client: Client) -> None:
    page = client.page("/sign-in?back=/scenarios%3Fafter%3D1")
    assert page.all("input", name="back")[-1]["value"] == "/scenarios?after=1"
    answer = client.post("/sign-in", {"name": "lan", "password": PASSWORD, "back": "/scenarios?after=1"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/scenarios?after=1")
    assert client.get("/scenarios").status_code == 200


@pytest.mark.parametrize(
    "back", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:1", "x", "/\t/"]
)
def test_signing_in_leads_nowhere_else(client: Client, back: str) -> None:
    answer = client.post("/sign-in", {"name": "lan", "password": PASSWORD, "back": back})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_a_service_that_vouches_for_people_is_offered(client: Client, app: FastAPI) -> None:
    assert client.page("/sign-in").all("a", href="/api/v1/oidc") == []
    named = SETTINGS.model_copy(update={"oidc_issuer": "https://id.example", "oidc_name": "<b>Sở"})
    app.state.settings = named
    try:
        page = client.page("/sign-in")
        wrong = Page(client.post("/sign-in", {"name": "lan", "password": "sai"}).text)
    finally:
        app.state.settings = SETTINGS
    for found in (page, wrong):
        assert len(found.all("a", href="/api/v1/oidc")) == 1
        assert "Đăng nhập qua <b>Sở" in found.words


def test_a_wrong_password_is_said_so(client: Client) -> None:
    answer = client.post("/sign-in", {"name": "<b>lan", "password": "sai", "back": "/"})
    page = Page(answer.text)
    assert answer.status_code == 422
    assert page.all("input", name="name")[0]["value"] == "<b>lan"
    assert page.all("p", role="alert") != []
    assert "chungtay" not in answer.cookies


def test_an_invitation_sets_a_password_and_lets_in(client: Client, office: Office, desk: Desk) -> None:
    path = f"/invitations/{office.ids['invitation']}"
    assert client.post(path, {"password": "một hai ba bốn", "again": "khác"}).status_code == 422
    assert client.post(path, {"password": "ngắn", "again": "ngắn"}).status_code == 422
    answer = client.post(path, {"password": "một hai ba bốn", "again": "một hai ba bốn"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert desk.signin.password("moi", "một hai ba bốn").who.name == "moi"
    assert client.get("/scenarios").status_code == 200
    assert client.get(path).status_code == 404


def test_signing_out_forgets_the_browser(client: Client) -> None:
    secret = client.come_in().http.cookies["chungtay"]
    assert client.post("/sign-out").headers["location"] == "/sign-in"
    client.http.cookies.set("chungtay", secret)
    assert client.get("/scenarios").status_code == 303


@pytest.mark.parametrize("csrf", ["", "khác"])
def test_a_form_without_its_token_does_nothing(client: Client, csrf: str) -> None:
    client.come_in()
    answer = client.http.post("/sign-out", data={"csrf": csrf})
    assert answer.status_code == 403
    assert Page(answer.text).faults == []
    assert client.get("/scenarios").status_code == 200


def test_htmx_brings_the_token_in_a_header(client: Client) -> None:
    client.come_in()
    assert client.http.post("/sign-out", headers={"X-CSRF-Token": client.csrf}).status_code == 303


def test_another_site_signs_nobody_in(client: Client) -> None:
    fields = {"name": "lan", "password": PASSWORD}
    assert client.post("/sign-in", fields, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_htmx_is_told_to_sign_in_first(client: Client) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/scenarios?after=2"}
    answer = client.get("/scenarios", **headers)
    assert (answer.status_code, answer.headers["hx-redirect"]) == (401, "/sign-in?back=/scenarios%3Fafter%3D2")


def test_preferences_are_kept(client: Client) -> None:
    assert client.post("/preferences", {"lang": "en", "back": "/sign-in"}).headers["location"] == "/sign-in"
    client.post("/preferences", {"theme": "dark"})
    client.post("/preferences", {"lang": "xx", "theme": "<x>"})
    html = client.page("/sign-in").all("html")[0]
    assert html == {"lang": "en", "data-theme": "dark"}


# -- errors and the room beside ------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/nowhere", "/scenarios/1", "/scenarios/00000000-0000-0000-0000-000000000000"])
def test_what_is_not_there_is_told_by_a_page(client: Client, path: str) -> None:
    answer = client.come_in().get(path)
    assert (answer.status_code, Page(answer.text).faults) == (404, [])
    assert "Không tìm thấy" in answer.text


def test_what_is_under_the_api_gets_no_page(client: Client) -> None:
    for path in ("/api/v1/nowhere", "/api/v1/scenarios"):
        assert client.get(path).headers["content-type"] == "application/problem+json"
    assert client.http.put("/api/v1/scenarios").status_code == 405


def test_htmx_gets_what_went_wrong_as_a_part(client: Client) -> None:
    answer = client.come_in().get("/scenarios/00000000-0000-0000-0000-000000000000", **{"hx-request": "true"})
    page = Page(answer.text)
    assert (answer.status_code, page.faults, page.all("html")) == (404, [], [])
    assert page.all("div", role="alert") != []


def test_what_is_too_large_is_told_by_a_page(client: Client) -> None:
    files = {"file": ("a.json", b"{}")}
    answer = client.come_in().post("/scenarios", files=files, headers={"Content-Length": "50000001"})
    assert (answer.status_code, Page(answer.text).faults) == (413, [])
    assert "50 MB" in answer.text
    assert client.post("/sign-out", headers={"Content-Length": "1000001"}).status_code == 413


def test_a_mistake_in_the_program_is_a_page_with_its_number(client: Client, desk: Desk, office: Office) -> None:
    client.come_in()
    with desk.store.writing() as session:
        session.execute(text("DROP TABLE events"))
    answer = client.get(f"/jobs/{office.ids['running']}", **{"x-request-id": "so-hieu-1"})
    page = Page(answer.text)
    assert (answer.status_code, page.faults) == (500, [])
    assert "so-hieu-1" in page.words
    assert "DROP" not in answer.text
    assert "no such table" not in answer.text


def test_too_many_tries_are_told_so(app: FastAPI, desk: Desk, client: Client) -> None:
    assert app.state.desk is desk
    before = app.state.limits
    app.state.limits = Limits(SETTINGS.model_copy(update={"signins_per_minute": 2}))
    try:
        tries = [client.post("/sign-in", {"name": "x", "password": "y"}) for _ in range(3)]
    finally:
        app.state.limits = before
    assert [answer.status_code for answer in tries] == [422, 422, 429]
    assert 1 <= int(tries[-1].headers["retry-after"]) <= 120


def test_pages_say_what_a_browser_may_load(client: Client) -> None:
    headers = client.get("/sign-in").headers
    assert headers["content-security-policy"].startswith("default-src 'self'; img-src 'self' data:;")
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["cache-control"] == "no-store"


def test_the_kept_plan_is_one_of_the_ward() -> None:
    report = verify(ward(), ward_plan())
    assert report.violations == ()
