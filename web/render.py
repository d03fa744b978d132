"""Templates, each with the one typed context that it reads as `page`; `visit` is who reads it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from planner import __version__
from planner.rules import rule, tier
from web.assets import static
from web.visit import Reader
from web.words import FILTERS, Lang, Words, translations


@dataclass(frozen=True)
class Page:
    """What a template reads. Each page is a frozen dataclass of its own that names its `template`."""

    template: ClassVar[str]


def render(visit: Reader, page: Page, status: int = 200, headers: dict[str, str] | None = None) -> HTMLResponse:
    """Return a page as a response."""
    text = environment(visit.words.lang).get_template(page.template).render(page=page, visit=visit)
    return HTMLResponse(text, status, headers={"Cache-Control": "no-store", **(headers or {})})


def fragment(visit: Reader, page: Page) -> str:
    """Return a part of a page as text, for events."""
    return environment(visit.words.lang).get_template(page.template).render(page=page, visit=visit)


def go(request: Request, path: str) -> HTMLResponse | RedirectResponse:
    """Send the browser to another page after something was done; one that asked by htmx is told so in its way."""
    if is_htmx(request):
        return HTMLResponse("", headers={"HX-Redirect": path})
    return RedirectResponse(path, 303)


def is_htmx(request: Request) -> bool:
    """Tell whether htmx asks, for a part of a page."""
    return request.headers.get("hx-request") == "true"


def icon(name: str) -> Markup:
    """Return a small picture that goes with words, and says nothing of its own."""
    return Markup('<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>').format(
        static("icons.svg"), name
    )


@cache
def environment(lang: Lang) -> Environment:
    """Return the templates in a language."""
    made = Environment(
        loader=PackageLoader("web"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    catalogue: Any = made
    catalogue.install_gettext_translations(translations(lang), newstyle=True)
    words = Words(lang)
    made.filters |= {name: getattr(words, name) for name in FILTERS}
    made.globals |= {"static": static, "version": __version__, "words": words, "rule": rule, "tier": tier, "icon": icon}
    return made
