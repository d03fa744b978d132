"""A browser without a screen: cookies, forms with their tokens, pages as trees."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from planner.desk.cookies import COOKIE
from tests.web.office import Office

VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})


class Page(HTMLParser):
    """The tags of a page, its text, and whether each is closed where it should be."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.faults: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        self.faults += [f"<{tag}> stays open" for tag in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"</{tag}> at {self.getpos()}")

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.words.append(" ".join(data.split()))

    def all(self, tag: str, **attributes: str) -> list[dict[str, str | None]]:
        """The attributes of each tag of a name that has these."""
        return [found for name, found in self.tags if name == tag and attributes.items() <= found.items()]

    @property
    def text(self) -> str:
        """All words, in order."""
        return " ".join(self.words)


class Client:
    """Asks the app as a browser would."""

    def __init__(self, app: FastAPI, office: Office) -> None:
        self._office, self.csrf = office, ""
        self.http = TestClient(app, follow_redirects=False)

    def come_in(self, name: str = "lan") -> Client:
        """Come in as a user of the office."""
        secret, self.csrf = self._office.doors[name]
        self.http.cookies.set(COOKIE, secret)
        return self

    def get(self, path: str, **headers: str) -> Response:
        """Ask for a page."""
        return self.http.get(path, headers=headers)

    def page(self, path: str) -> Page:
        """Read a page that is there, and whole."""
        answer = self.get(path)
        assert answer.status_code == 200, (answer.status_code, answer.text)
        page = Page(answer.text)
        assert page.faults == []
        return page

    def post(self, path: str, fields: dict[str, Any] | None = None, **more: Any) -> Response:
        """Send a form with its token."""
        return self.http.post(path, data={"csrf": self.csrf, **(fields or {})}, **more)
