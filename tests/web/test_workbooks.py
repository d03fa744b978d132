"""The workbook to fill in, and one with faults that comes back marked."""

from __future__ import annotations

import io
from base64 import b64encode
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from fastapi import FastAPI

from planner.desk.desk import Desk
from planner.files.workbook import read_workbook, template
from planner.files.workbook.marking import COLOUR
from tests.api.serving import served
from tests.desk.asking import CHIEF
from tests.files.workbook.made import filled, put
from tests.web.browser import PHONE, Chromium
from tests.web.client import Client, Page
from tests.web.office import Office
from web.routes.workbooks import XLSX
from web.uploads import KEPT

FAULTY = filled(put("Người", "D3", "khong-co"))


def sent(data: bytes) -> dict[str, Any]:
    """A workbook as a form sends it."""
    return {"files": {"file": ("Phường.xlsx", data, XLSX)}}


def coloured(data: bytes) -> list[str]:
    """The cells of a workbook that are marked."""
    return [
        f"{page.title}!{cell.coordinate}"
        for page in openpyxl.load_workbook(io.BytesIO(data)).worksheets
        for row in page.iter_rows()
        for cell in row
        if cell.fill.fill_type == "solid" and cell.fill.start_color.rgb == COLOUR
    ]


def sheets(data: bytes) -> list[str]:
    """The names of a workbook's sheets."""
    return [str(name) for name in openpyxl.load_workbook(io.BytesIO(data)).sheetnames]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_template_is_in_the_readers_language(client: Client, lang: str) -> None:
    client.come_in("minh").http.cookies.set("lang", lang)
    page = client.page("/scenarios")
    for path, is_filled in (("/workbooks/template", False), ("/workbooks/template?filled=1", True)):
        assert len(page.all("a", href=path)) == 1
        answer = client.get(path)
        assert answer.headers["content-type"] == XLSX
        assert answer.headers["content-disposition"].startswith('attachment; filename="chungtay')
        assert sheets(answer.content) == sheets(template("en" if lang == "en" else "vi", filled=is_filled))
        if is_filled:
            assert read_workbook(answer.content).checked.scenario.activities != ()


def test_who_begins_has_the_template_at_the_first_step(client: Client, desk: Desk) -> None:
    for info in desk.scenarios.list(CHIEF).items:
        desk.scenarios.archive(CHIEF, info.id, expected=info.number)
    page = client.come_in().page("/scenarios")
    assert len(page.all("a", href="/workbooks/template")) == 2


def packed_of(page: Page) -> dict[str, str]:
    """What the form of a page of faults sends."""
    assert len(page.all("form", action="/workbooks/marked")) == 1
    return {str(found["name"]): str(found["value"]) for found in page.all("input", name="packed")}


@pytest.mark.parametrize("at", ["/scenarios", "/scenarios/<scenario>"])
def test_a_faulty_workbook_comes_back_marked(client: Client, ids: dict[str, str], at: str) -> None:
    path = at.replace("<scenario>", ids["scenario"])
    answer = client.come_in().post(path, {"expected": "1"}, **sent(FAULTY))
    page = Page(answer.text)
    assert (answer.status_code, page.faults) == (422, [])
    fields = packed_of(page)
    copy = client.post("/workbooks/marked", fields, files={"none": b""})
    assert (copy.status_code, copy.headers["content-type"]) == (200, XLSX)
    assert copy.headers["content-disposition"] == 'attachment; filename="chungtay-loi.xlsx"'
    assert (coloured(copy.content), sheets(copy.content)[0]) == (["Người!D3"], "Lỗi")


def test_a_large_one_is_chosen_again(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.uploads.KEPT", len(FAULTY) - 1)
    page = Page(client.come_in().post("/scenarios", **sent(FAULTY)).text)
    assert packed_of(page) == {}
    assert len(page.all("input", type="file", accept=".xlsx")) == 1
    assert coloured(client.post("/workbooks/marked", **sent(FAULTY)).content) == ["Người!D3"]


def test_the_largest_that_is_kept_comes_through(client: Client) -> None:
    fields = {"packed": b64encode(b"\0" * KEPT).decode()}
    answer = client.come_in().post("/workbooks/marked", fields, files={"none": b""})
    assert (answer.status_code, ".xlsx" in Page(answer.text).text) == (422, True)


@pytest.mark.parametrize("name", ["a.json", "a.xlsx"])
def test_what_is_no_workbook_offers_no_copy(client: Client, name: str) -> None:
    answer = client.come_in().post("/scenarios", files={"file": (name, b"{}")})
    assert (answer.status_code, Page(answer.text).all("form", action="/workbooks/marked")) == (422, [])


@pytest.mark.parametrize("packed", ["", "%%%", "e30=", "ế"])
def test_what_cannot_be_opened_is_said_so(client: Client, packed: str) -> None:
    answer = client.come_in().post("/workbooks/marked", {"packed": packed})
    assert (answer.status_code, Page(answer.text).faults) == (422, [])


@pytest.mark.parametrize("script", [True, False])
def test_a_browser_has_the_copy_with_a_click(
    chromium: Chromium, app: FastAPI, desk: Desk, office: Office, tmp_path: Path, script: bool
) -> None:
    assert app.state.desk is desk
    file = tmp_path / "Phường.xlsx"
    file.write_bytes(FAULTY)
    with (
        served(app) as address,
        chromium.visiting(address, office, "minh", size=PHONE, script=script, allowed=("422",)) as page,
    ):
        page.goto("/scenarios")
        page.get_by_label("Tệp kịch bản").set_input_files(file)
        if not script:
            page.get_by_role("button", name="Tải lên").click()
        page.get_by_role("alert").wait_for()
        if script:
            assert chromium.faults(page) == []
        with page.expect_download() as download:
            page.get_by_role("button", name="Tải bản có tô màu các lỗi").click()
        assert coloured(download.value.path().read_bytes()) == ["Người!D3"]
