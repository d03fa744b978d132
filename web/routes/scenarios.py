"""Scenarios: the list with which everything begins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse

from planner.desk.scenarios import ScenarioInfo
from web.doors import Asker, TheDesk
from web.render import Page, render

router = APIRouter()


@dataclass(frozen=True)
class ScenariosPage(Page):
    """The scenarios that somebody may read, the newest first."""

    template: ClassVar[str] = "scenarios.html"
    scenarios: tuple[ScenarioInfo, ...]


@router.get("/")
def first(_visit: Asker) -> RedirectResponse:
    """Lead to where somebody's work is."""
    return RedirectResponse("/scenarios", 303)


@router.get("/scenarios")
def listed(visit: Asker, desk: TheDesk) -> HTMLResponse:
    """Show the list."""
    found = desk.scenarios.list(visit.who)
    return render(visit, ScenariosPage(found.items))
