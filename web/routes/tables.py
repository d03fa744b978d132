"""The lists of a scenario, edited in place: a row at a time, each save a version, faults at the field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import HTMLResponse
from starlette.datastructures import FormData

from planner.desk.faults import Changed, Missing
from planner.desk.scenarios import ScenarioInfo
from planner.domain.faults import Fault, InputError
from planner.files.scenario import given
from web import rows as shown
from web import typed
from web.cells import cell
from web.doors import Asker, Id, TheDesk, TheLibrary
from web.fields import BY_NAME, PARENTS, TABLES, Table
from web.inputs import Input, inputs
from web.library import KeptScenario
from web.render import Page, go, is_htmx, render
from web.visit import Visitor

router = APIRouter()

SIZE: Final = 25
"""Rows of a page."""

NEW: Final = shown.NEW
OWN_ROW: Final = "0"
"""The row of the scenario's own fields, which is in a form from the beginning."""


@dataclass(frozen=True)
class Editing:
    """A row in a form. `parents` are the items in which it may stand, with their names; `others`: faults elsewhere."""

    key: str
    inputs: tuple[Input, ...]
    parent: str
    parents: tuple[tuple[str, str], ...]
    parent_label: str
    others: tuple[Fault, ...] = ()

    @property
    def is_new(self) -> bool:
        """Whether the row is not there yet."""
        return self.key == NEW


@dataclass(frozen=True)
class ShownRow:
    """A row as people read it."""

    key: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class TableBase(Page):
    """A window of the rows of a table. `suffix` leads back to it; `saved` is the row that was saved just now."""

    info: ScenarioInfo
    table: Table
    tables: tuple[Table, ...]
    heads: tuple[tuple[str, bool], ...]
    rows: tuple[ShownRow, ...]
    count: int
    q: str
    number: int
    pages: int
    may_plan: bool
    editing: Editing | None = None
    saved: str = ""

    def at(self, **more: Any) -> str:
        """Return the address of this window, with something else in it."""
        known = {"q": self.q, "page": self.number if self.number > 1 else None, **more}
        query = urlencode({key: value for key, value in known.items() if value})
        return f"/scenarios/{self.info.id}/tables/{self.table.name}" + (f"?{query}" if query else "")


@dataclass(frozen=True)
class TablePage(TableBase):
    """A table as a page."""

    template: ClassVar[str] = "table.html"


@dataclass(frozen=True)
class TablePart(TableBase):
    """The same for htmx, in place of what was there."""

    template: ClassVar[str] = "parts/table.html"


@dataclass(frozen=True)
class ConflictPage(Page):
    """Somebody saved another version meanwhile. `typed`: what was to be saved, label by label."""

    template: ClassVar[str] = "table_conflict.html"
    id: str
    name: str
    table: str
    key: str
    expected: int
    found: int
    typed: tuple[tuple[str, str], ...] = field(default_factory=tuple)


@dataclass(frozen=True)
class ConflictPart(ConflictPage):
    """The same for htmx: what was typed is still in its form."""

    template: ClassVar[str] = "parts/table_conflict.html"


async def _form(request: Request) -> FormData:
    return await request.form()


AForm = Annotated[FormData, Depends(_form)]
Text = Annotated[str, Query(max_length=200)]


@router.get("/scenarios/{id}/tables")
def first(id: Id, _visit: Asker, request: Request) -> Response:
    """Lead to the first table."""
    return go(request, f"/scenarios/{id}/tables/{TABLES[0].name}")


@router.get("/scenarios/{id}/tables/{name}")
def show(
    id: Id,
    name: str,
    visit: Asker,
    request: Request,
    library: TheLibrary,
    q: Text = "",
    edit: Text = "",
    saved: Text = "",
    page: Annotated[int, Query(ge=1, le=10**6)] = 1,
) -> HTMLResponse:
    """Show a window of a table, with one row in a form where that is asked for."""
    table, kept = _table(name), library.scenario(visit.who, id)
    raw = _raw(library, kept)
    editing = None
    edit = edit or (OWN_ROW if table.is_own and not saved else "")
    if edit and _may_plan(visit, kept):
        editing = _editing(visit, raw, table, edit, _row(raw, table, edit))
    return _window(visit, request, library, kept, table, q, page, editing=editing, saved=saved)


@router.post("/scenarios/{id}/tables/{name}/rows")
def save(
    id: Id,
    name: str,
    visit: Asker,
    request: Request,
    desk: TheDesk,
    library: TheLibrary,
    form: AForm,
    version: Annotated[int, Form(ge=1, le=10**9)],
    key: Annotated[str, Form(max_length=40)],
    action: Annotated[str, Form(max_length=10)] = "save",
    q: Annotated[str, Form(max_length=200)] = "",
    page: Annotated[int, Form(ge=1, le=10**6)] = 1,
) -> Response:
    """Save a row, new or old, or remove it: a new version of the scenario, unless somebody was quicker."""
    table, kept = _table(name), library.scenario(visit.who, id, version)
    raw = _raw(library, kept)
    old = _row(raw, table, key)
    at = None if key == NEW else shown.at_of(key, table)
    parent = str(form.get(shown.PARENT) or old.parent)
    value = None if action == "remove" else typed.read(table.fields, form, old.value, shown.Names(raw))
    words = visit.words
    try:
        changed = shown.replaced(raw, table, at, value, parent)
    except KeyError:
        vi, en = _PICK
        fault = Fault(code="dangling-id", pointer=f"/{table.list}", found=parent, allowed_vi=vi, allowed_en=en)
        editing = _editing(visit, raw, table, key, shown.Row(old.at, value or {}, parent), (fault,))
        return _window(visit, request, library, kept, table, q, page, editing=editing, status=422)
    note = f"{words.text(table.label)}: {_called(table, value or old.value, parent)}"
    try:
        info = desk.scenarios.patch(visit.who, id, changed, expected=version, note=note[:200])
    except InputError as error:
        editing = _editing(visit, raw, table, key, shown.Row(old.at, value or old.value, parent), error.faults, at)
        return _window(visit, request, library, kept, table, q, page, editing=editing, status=422)
    except Changed as error:
        entered = tuple(
            (words.text(f.label), typed.written(f, shown.at_path(value or {}, f.path))) for f in table.fields
        )
        conflict = ConflictPart if is_htmx(request) else ConflictPage
        told = conflict(
            id, kept.info.name, table.name, key, version, int(error.found), tuple(t for t in entered if t[1])
        )
        return render(visit, told, 409)
    if is_htmx(request):
        return _window(visit, request, library, library.scenario(visit.who, id, info.number), table, q, page, saved=key)
    query = urlencode({k: v for k, v in {"q": q, "page": page, "saved": key}.items() if v})
    return go(request, f"/scenarios/{id}/tables/{name}?{query}")


_PICK: Final = ("một mục trong danh sách", "an item of the list")


def _window(
    visit: Visitor,
    request: Request,
    library: TheLibrary,
    kept: KeptScenario,
    table: Table,
    q: str,
    page: int,
    *,
    editing: Editing | None = None,
    saved: str = "",
    status: int = 200,
) -> HTMLResponse:
    words, raw = visit.words, _raw(library, kept)
    names = shown.Names(raw)
    columns = [f for f in table.fields if f.is_shown]
    found: list[ShownRow] = []
    wanted = shown.folded(q.strip())
    for row in shown.rows(raw, table):
        cells = [cell(f, shown.at_path(row.value, f.path), names, words) for f in columns]
        if table.child:
            cells.insert(0, names.of(table.list).get(row.parent, row.parent))
        if not wanted or wanted in shown.folded(" ".join(cells)):
            found.append(ShownRow(row.key, tuple(cells)))
    pages = max(1, -(-len(found) // SIZE))
    number = min(page, pages)
    heads = [(words.text(f.label), f.kind in ("whole", "money", "decimal")) for f in columns]
    if table.child:
        heads.insert(0, (words.text(PARENTS[table.list]), False))
    made = (TablePart if is_htmx(request) else TablePage)(
        info=kept.info,
        table=table,
        tables=TABLES,
        heads=tuple(heads),
        rows=tuple(found[(number - 1) * SIZE : number * SIZE]),
        count=len(found),
        q=q,
        number=number,
        pages=pages,
        may_plan=_may_plan(visit, kept),
        editing=editing,
        saved=saved,
    )
    return render(visit, made, 200 if is_htmx(request) else status)


def _editing(
    visit: Visitor,
    raw: Mapping[str, Any],
    table: Table,
    key: str,
    row: shown.Row,
    faults: tuple[Fault, ...] = (),
    at: shown.At | None = None,
) -> Editing:
    names = shown.Names(raw)
    mine, others = shown.by_field(table.fields, shown.pointer(raw, table, at, row.parent), faults)
    parents = tuple(names.labels(table.list).items()) if table.child else ()
    found = tuple(inputs(table.fields, row.value, names, visit.words, mine))
    label = visit.words.text(PARENTS[table.list]) if table.child else ""
    return Editing(key, found, row.parent, parents, label, others)


def _table(name: str) -> Table:
    if name not in BY_NAME:
        raise Missing("table", name)
    return BY_NAME[name]


def _row(raw: Mapping[str, Any], table: Table, key: str) -> shown.Row:
    if key == NEW:
        return shown.Row((), {})
    at = shown.at_of(key, table)
    found = next((row for row in shown.rows(raw, table) if row.at == at), None)
    if found is None:
        raise Missing("row", key)
    return found


def _called(table: Table, value: Mapping[str, Any], parent: str) -> str:
    if table.is_own:
        return str(value.get("name") or "")
    name = value.get("name") or value.get("id")
    others: Sequence[str] = [str(value[f.path]) for f in table.fields[:2] if f.path in value]
    return str(name) if name else " ".join(filter(None, [parent, *others]))


def _raw(library: TheLibrary, kept: KeptScenario) -> Mapping[str, Any]:
    found: Mapping[str, Any] = library.shelf.get("raw", kept.digest, lambda: given(kept.scenario))
    return found


def _may_plan(visit: Visitor, kept: KeptScenario) -> bool:
    return not kept.info.archived and visit.who.may("plan", kept.info.organisation, kept.info.area)
