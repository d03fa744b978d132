"""Every page in a real browser: axe-core finds nothing, in both themes and languages; the phone shows all of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final, Literal

import pytest

from tests.web.browser import DESK, PHONE, Chromium
from tests.web.office import Office
from tests.web.pages import OUTSIDE, PAGES, path_of

MAIN: Final = (
    "sign-in",
    "scenarios",
    "scenario",
    "job",
    "job running",
    "plan",
    "plan with gaps",
    "plan week",
    "plan people",
    "plan sessions",
    "plan session",
    "swap",
    "batch",
    "proposal",
    "duties",
    "table",
)
STILL: Final = 0.01
"""Cumulative layout shift below which nothing is seen to move: a tenth of what counts as good (web vitals)."""

OBSERVED: Final = """
window.shift = 0;
new PerformanceObserver((seen) => { for (const entry of seen.getEntries()) { window.shift += entry.value; } })
  .observe({type: "layout-shift", buffered: true});
"""
LOOKS: tuple[tuple[Literal["vi", "en"], Literal["light", "dark"]], ...] = (("vi", "light"), ("en", "dark"))


@pytest.mark.parametrize(("lang", "theme"), LOOKS)
def test_nobody_is_shut_out_and_nobody_else_is_asked(
    chromium: Chromium,
    address: str,
    office: Office,
    lang: Literal["vi", "en"],
    theme: Literal["light", "dark"],
) -> None:
    found: dict[str, list[str]] = {}
    asked: set[str] = set()
    for who, names in ((None, sorted(OUTSIDE)), ("lan", sorted(PAGES.keys() - OUTSIDE - {"missing"}))):
        with chromium.visiting(address, office, who, lang=lang, theme=theme) as page:
            page.on("request", lambda request: asked.add(request.url))
            for name in names:
                page.goto(path_of(name, office.ids))
                found[name] = chromium.faults(page)
    assert found == {name: [] for name in found}
    assert {url for url in asked if not url.startswith((f"{address}/", "data:"))} == set()


def test_nobody_is_shut_out_where_something_is_wrong(
    chromium: Chromium, address: str, office: Office, tmp_path: Path
) -> None:
    faulty = tmp_path / "sai.json"
    faulty.write_text('{"format": "chungtay/1", "name": 1}', "utf-8")
    found: dict[str, list[str]] = {}
    with chromium.visiting(address, office, "lan", allowed=("422",), size=PHONE) as page:
        page.goto("/scenarios")
        page.get_by_label("Tệp kịch bản").set_input_files(faulty)
        page.get_by_role("alert").wait_for()
        found["faults"] = chromium.faults(page)
        page.goto("/nowhere")
        found["missing"] = chromium.faults(page)
    with chromium.visiting(address, allowed=("422",)) as page:
        page.goto("/sign-in")
        page.get_by_label("Tên đăng nhập").fill("lan")
        page.get_by_label("Mật khẩu").fill("sai mật khẩu")
        page.get_by_role("button", name="Đăng nhập").click()
        page.get_by_role("alert").wait_for()
        found["sign-in"] = chromium.faults(page)
    assert found == {"faults": [], "missing": [], "sign-in": []}


def test_no_page_is_wider_than_a_phone(chromium: Chromium, address: str, office: Office) -> None:
    wide: dict[str, int] = {}
    with chromium.visiting(address, office, "lan", size=PHONE) as page:
        for name in sorted(PAGES.keys() - {"missing"}):
            page.goto(path_of(name, office.ids))
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > PHONE["width"]:
                wide[name] = width
    assert wide == {}


def test_the_first_page_is_light(chromium: Chromium, address: str, office: Office) -> None:
    sizes: list[int] = []
    with chromium.visiting(address, office, "lan") as page:
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
        page.goto("/scenarios", wait_until="networkidle")
    assert len(sizes) >= 5
    assert sum(sizes) < 150_000


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_nothing_moves_while_a_page_comes(
    chromium: Chromium, address: str, office: Office, size: Mapping[str, int]
) -> None:
    moved: dict[str, float] = {}
    with chromium.visiting(address, office, "lan", size=size) as page:
        page.add_init_script(OBSERVED)
        for name in MAIN:
            page.goto(path_of(name, office.ids), wait_until="networkidle")
            page.wait_for_timeout(100)
            if (shift := page.evaluate("window.shift")) >= STILL:
                moved[name] = shift
        page.evaluate("document.querySelector('main').prepend(document.querySelector('.foot'))")
        page.wait_for_function(f"window.shift > {STILL}")  # what moves is seen to
    assert moved == {}
