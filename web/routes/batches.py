"""A batch of what-ifs: its rows as they arrive, sorted and drawn; a case of it, and taking that up."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import HTMLResponse, StreamingResponse

from planner.answers.moves import Move, moves
from planner.desk.desk import Desk
from planner.desk.faults import Missing
from planner.desk.jobs import JobInfo
from planner.desk.queue import ENDED
from planner.desk.scenarios import ScenarioInfo
from planner.domain.plan import Plan, Session
from planner.domain.whatif import Case, SetPeople, SetTurnout
from web.cases import changes_said, own_names, said
from web.charts import Line, Tornado, line, tornado
from web.doors import Asker, Id, Number, TheDesk, TheLibrary, with_query
from web.library import Library
from web.live import LastEvent, live
from web.names import Names
from web.render import Page, fragment, go, is_htmx, render
from web.visit import Visitor

router = APIRouter()

SIZE: Final = 50
"""Rows of a page."""

PLAIN: Final = ("case", "status", "seats_changed", "seconds")
"""What rows can be sorted by besides their tiers."""


@dataclass(frozen=True)
class Cell:
    """A tier of a row: its value, and how far it is from the base's."""

    value: int | None
    shift: int | None


@dataclass(frozen=True)
class BatchRow:
    """A finished case."""

    number: int
    label: str
    case: Case
    status: str
    cells: tuple[Cell, ...]
    differences: dict[str, int]
    seats_changed: int | None
    seconds: float
    error: Any

    def sorts_by(self, key: str, columns: Sequence[str]) -> Any:
        """Return what stands in a column."""
        if key in PLAIN:
            return self.label.casefold() if key == "case" else getattr(self, key)
        return self.cells[columns.index(key)].shift


@dataclass(frozen=True)
class Staircase:
    """A tier over a number: the turnout, or the size of the `group` of that name."""

    tier: str
    group: str
    line: Line


@dataclass(frozen=True)
class BatchBase(Page):
    """A batch: how far it is, charts of what came out, and a window of its rows."""

    job: JobInfo
    info: ScenarioInfo
    done: int
    total: int
    failed: int
    columns: tuple[str, ...]
    rows: tuple[BatchRow, ...]
    sort: str
    down: bool
    number: int
    pages: int
    tornado: Tornado | None
    stairs: tuple[Staircase, ...]
    may_plan: bool
    is_over: bool

    def at(self, then: str = "", **more: Any) -> str:
        """Return the address of this window, or of what comes `then` under it, with something else in it."""
        known: dict[str, Any] = {"sort": self.sort, "down": int(self.down) or None, "page": self.number, **more}
        query = urlencode({key: value for key, value in known.items() if value and (key, value) != ("page", 1)})
        return f"/whatifs/{self.job.id}{then}" + (f"?{query}" if query else "")

    def sorted_by(self, key: str) -> str:
        """Return the address of the rows sorted by a column: the largest first, then the other way round."""
        return self.at(sort=key, down=None if self.sort == key and self.down else 1, page=None)


@dataclass(frozen=True)
class BatchPage(BatchBase):
    """A batch as a page."""

    template: ClassVar[str] = "batch.html"


@dataclass(frozen=True)
class BatchPart(BatchBase):
    """A batch for htmx, where other rows are wanted, or another order."""

    template: ClassVar[str] = "parts/batch.html"


@dataclass(frozen=True)
class BatchNews(BatchBase):
    """What changes in a batch while it runs."""

    template: ClassVar[str] = "parts/batch_rows.html"


@dataclass(frozen=True)
class Window:
    """Which rows of a batch are wanted, and in which order."""

    sort: Annotated[str, Query(max_length=40)] = ""
    down: Annotated[bool, Query()] = False
    page: Annotated[int, Query(ge=1, le=10**6)] = 1


AWindow = Annotated[Window, Depends()]


@dataclass(frozen=True)
class CasePage(Page):
    """A case: what it changes, what came out, its plan where that was kept, and what is different in it."""

    template: ClassVar[str] = "case.html"
    job: JobInfo
    info: ScenarioInfo
    number: int
    label: str
    changes: str
    row: Any
    plan: Plan | None
    sessions: tuple[Session, ...]
    moves: tuple[Move, ...]
    names: Names
    may_plan: bool


@dataclass(frozen=True)
class CurvePage(Page):
    """Fewest people against least cost: the points, as far as they are found."""

    template: ClassVar[str] = "curve.html"
    job: JobInfo
    info: ScenarioInfo
    points: Any
    line: Line | None
    is_over: bool


@router.get("/whatifs/{id}")
def show(id: Id, visit: Asker, request: Request, desk: TheDesk, library: TheLibrary, window: AWindow) -> HTMLResponse:
    """Show a batch as far as it is."""
    made = BatchPart if is_htmx(request) else BatchPage
    return render(visit, _batch(made, visit, desk, library, desk.jobs.read(visit.who, id), window))


@router.get("/whatifs/{id}/live")
async def watch(
    id: Id,
    visit: Asker,
    request: Request,
    desk: TheDesk,
    library: TheLibrary,
    window: AWindow,
    last: LastEvent = 0,
) -> StreamingResponse:
    """Send the rows of a batch as they come."""

    def part(job: JobInfo) -> str:
        return fragment(visit, _batch(BatchNews, visit, desk, library, job, window))

    return await live(request, desk, visit, id, last, part)


@router.post("/whatifs/{id}/stop")
def stop(id: Id, visit: Asker, request: Request, desk: TheDesk) -> Response:
    """Stop a batch: the finished cases are kept."""
    desk.jobs.stop(visit.who, id)
    return go(request, f"/whatifs/{id}")


@router.post("/whatifs/{id}/resume")
def resume(id: Id, visit: Asker, request: Request, desk: TheDesk) -> Response:
    """Go on with a batch: finished cases are not done again."""
    desk.jobs.resume(visit.who, id)
    return go(request, f"/whatifs/{id}")


@router.get("/whatifs/{id}/rows/{number}")
def case(id: Id, number: Number, visit: Asker, desk: TheDesk, library: TheLibrary) -> HTMLResponse:
    """Show a case of a batch."""
    job = desk.jobs.read(visit.who, id)
    kept = library.scenario(visit.who, job.scenario, job.version)
    key = f"{id} {number} {job.events}"
    told = library.shelf.get("case", key, lambda: desk.whatifs.case(visit.who, id, number))
    before, after = Names(kept.scenario), Names(told.scenario)
    found: tuple[Move, ...] = ()
    if told.plan is not None and told.base is not None:
        found = moves(kept.scenario, told.base, told.plan, told.scenario)
    page = CasePage(
        job=job,
        info=kept.info,
        number=number,
        label=said(told.case, before, visit.words, is_own=told.case.name in own_names(job.asked)),
        changes=changes_said(told.case, before, visit.words),
        row=told.row,
        plan=told.plan,
        sessions=tuple(sorted(told.plan.sessions, key=lambda s: (s.start, s.id))) if told.plan else (),
        moves=found,
        names=after,
        may_plan=not kept.info.archived and visit.who.may("plan", kept.info.organisation, kept.info.area),
    )
    return render(visit, page)


@router.post("/whatifs/{id}/rows/{number}/adopt")
def adopt(
    id: Id,
    number: Number,
    visit: Asker,
    request: Request,
    desk: TheDesk,
    expected: Annotated[int, Form(ge=1, le=10**9)],
) -> Response:
    """Take a case up: its changes become a new version, which is planned."""
    made = desk.whatifs.adopt(visit.who, id, number, expected=expected)
    back = f"/whatifs/{id}/rows/{number}"
    return go(request, with_query(f"/jobs/{made.job}", saved=made.scenario.number, back=back))


@router.get("/curves/{id}")
def curve(id: Id, visit: Asker, desk: TheDesk) -> HTMLResponse:
    """Show the curve of people against cost."""
    job = desk.jobs.read(visit.who, id)
    if job.asked.get("question", {}).get("ask") != "curve":
        raise Missing("curve", id)
    text = desk.jobs.answer(visit.who, id)
    points = () if text is None else json.loads(text)["points"]
    page = CurvePage(
        job=job,
        info=desk.scenarios.read(visit.who, job.scenario, job.version),
        points=points,
        line=line([(p["people"], p["cost"], p["proven"]) for p in points], steps=True),
        is_over=job.state in ENDED,
    )
    return render(visit, page)


def _batch(
    made: Callable[..., BatchBase], visit: Visitor, desk: Desk, library: Library, job: JobInfo, window: Window
) -> BatchBase:
    kept = library.scenario(visit.who, job.scenario, job.version)
    names = library.shelf.get("names", kept.digest, lambda: Names(kept.scenario))
    known = library.shelf.get(
        "cases", job.id, lambda: {_plain(c.name): c for c in desk.whatifs.cases(visit.who, job.id)}
    )
    key = f"{job.id} {job.events} {kept.digest} {visit.words.lang}"
    columns, found = library.shelf.get("rows", key, lambda: _rows(desk, visit, job, known, names))
    sort = window.sort if window.sort in (*PLAIN, *columns) else ""
    shown = _sorted(found, sort, window.down, columns)
    pages = max(1, -(-len(shown) // SIZE))
    number = min(window.page, pages)
    return made(
        job=job,
        info=kept.info,
        done=len(found),
        total=len(known),
        failed=sum(row.status == "error" for row in found),
        columns=columns,
        rows=tuple(shown[(number - 1) * SIZE : number * SIZE]),
        sort=sort,
        down=window.down,
        number=number,
        pages=pages,
        tornado=tornado([(r.number, r.label, r.differences) for r in found if _step(r.case) is None], columns),
        stairs=tuple(_stairs(found, columns, names)),
        may_plan=visit.who.may("plan", kept.info.organisation, kept.info.area),
        is_over=job.state in ENDED,
    )


def _rows(
    desk: Desk, visit: Visitor, job: JobInfo, known: Mapping[str, Case], names: Names
) -> tuple[tuple[str, ...], list[BatchRow]]:
    """Return the tiers of a batch, and its finished rows."""
    raw = list(desk.jobs.all_rows(visit.who, job.id))
    columns = tuple(tier["name"] for tier in next((row["tiers"] for row in raw if row.get("tiers")), ()))
    own = own_names(job.asked)
    found = []
    for number, row in enumerate(raw, 1):
        case = known[row["case"]]
        found.append(_row(number, row, case, columns, said(case, names, visit.words, is_own=case.name in own)))
    return columns, found


def _row(number: int, row: dict[str, Any], case: Case, columns: Sequence[str], label: str) -> BatchRow:
    values = {tier["name"]: tier.get("value") for tier in row.get("tiers", ())}
    shifts = {name: shift["value"] for name, shift in row.get("difference", {}).items()}
    return BatchRow(
        number=number,
        label=label,
        case=case,
        status=row["status"],
        cells=tuple(Cell(values.get(name), shifts.get(name)) for name in columns),
        differences=shifts,
        seats_changed=row.get("seats_changed"),
        seconds=row.get("seconds", 0.0),
        error=row.get("error"),
    )


def _sorted(rows: list[BatchRow], sort: str, down: bool, columns: Sequence[str]) -> list[BatchRow]:
    """Return rows in order; those without a value there come last, whichever way."""
    if not sort:
        return rows
    having = [row for row in rows if row.sorts_by(sort, columns) is not None]
    ordered = sorted(having, key=lambda row: row.sorts_by(sort, columns), reverse=down)
    return ordered + [row for row in rows if row.sorts_by(sort, columns) is None]


def _step(case: Case) -> tuple[str, float] | None:
    """Return of what number a case is a step: of all turnouts (no name) or of a group's size; None: it is none."""
    match case.changes:
        case (SetTurnout(activity=None, turnout=turnout),):
            return "", float(turnout)
        case (SetPeople(activity=None, group=group, people=people),):
            return group, float(people)
    return None


def _stairs(rows: Sequence[BatchRow], columns: Sequence[str], names: Names) -> Iterator[Staircase]:
    """Yield each tier over each number of which there are several steps; what never changes is not drawn."""
    steps: dict[str, list[tuple[float, BatchRow]]] = {}
    for row in rows:
        step = _step(row.case)
        if step is not None:
            steps.setdefault(step[0], []).append((step[1], row))
    groups = {group.id: group.name for group in names.scenario.groups}
    for group, found in steps.items():
        for n, tier in enumerate(columns):
            points = [(x, row.cells[n].value, row.status == "optimal") for x, row in found]
            drawn = line([(x, y, sure) for x, y, sure in points if y is not None], steps=True)
            if drawn is not None and len({spot.up for spot in drawn.spots}) > 1:
                yield Staircase(tier, groups.get(group, group), drawn)


def _plain(name: str) -> str:
    """Return a name as rows have it: the store keeps no NUL."""
    return name.replace("\0", "\N{SYMBOL FOR NULL}")
