"""Chromium, driven by Playwright, on a served office; axe-core looks for faults that shut people out."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from planner.desk.cookies import COOKIE
from tests.web.office import Office

NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
DESK: Final = {"width": 1440, "height": 900}
PHONE: Final = {"width": 390, "height": 844}


def found() -> str | None:
    """Where the system's Chromium is."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def missing() -> str | None:
    """Why no test with a browser can run; None: it can."""
    return None if found() else "no Chromium: its tests are skipped (sudo apt-get install chromium)"


@dataclass
class Chromium:
    """A running browser."""

    browser: Browser
    _axe: Axe = field(default_factory=Axe)

    @classmethod
    @contextmanager
    def started(cls) -> Iterator[Chromium]:
        """Yield a browser as long as the block lasts."""
        arguments = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=found(), args=arguments)
            try:
                yield cls(browser)
            finally:
                browser.close()

    @contextmanager
    def visiting(
        self,
        address: str,
        office: Office | None = None,
        name: str | None = None,
        *,
        lang: Literal["vi", "en"] = "vi",
        theme: Literal["light", "dark"] = "light",
        size: Mapping[str, int] = DESK,
        script: bool = True,
        allowed: tuple[str, ...] = (),
    ) -> Iterator[Page]:
        """Yield a page in a window of its own, come in as `name`.

        What its console complains of fails the test, but for answers with these statuses.
        """
        context = self.browser.new_context(
            base_url=address,
            viewport={"width": size["width"], "height": size["height"]},
            java_script_enabled=script,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            reduced_motion="reduce",
        )
        _cookies(context, address, office, name, {"lang": lang, "theme": theme})
        complaints: list[str] = []
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.set_default_timeout(10_000)
        try:
            yield page
        finally:
            context.close()
        known = tuple(f"status of {status} " for status in ("404", *allowed))
        assert [text for text in complaints if not any(status in text for status in known)] == []

    def faults(self, page: Page) -> list[str]:
        """What axe-core finds on a page: rule, element, what is wrong."""
        response: dict[str, Any] = self._axe.run(page).response
        return [
            f"{found['id']}: {node['target']}: {node['failureSummary']}"
            for found in response["violations"]
            for node in found["nodes"]
        ]


def _cookies(
    context: BrowserContext, address: str, office: Office | None, name: str | None, kept: Mapping[str, str]
) -> None:
    given = dict(kept)
    if office is not None and name is not None:
        given[COOKIE] = office.doors[name][0]
    context.add_cookies([{"name": key, "value": value, "url": address} for key, value in given.items()])
