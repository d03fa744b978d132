"""What-ifs: a batch is put together from families and cases of one's own, and asked."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, ClassVar, Final

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import HTMLResponse
from starlette.datastructures import FormData

from planner.desk.asked import Ask, Batch
from planner.desk.desk import Desk
from planner.desk.jobs import JobInfo
from planner.desk.plans import PlanInfo
from planner.desk.scenarios import ScenarioInfo
from planner.desk.whatifs import counted, tried
from planner.domain.faults import Fault, InputError
from planner.domain.scenario import Scenario
from planner.domain.whatif import Case, WhatIf, read_whatif
from planner.files.json import parse
from web import changes, rows, typed
from web.cases import change_said, changes_said
from web.doors import Asker, Id, TheDesk, TheLibrary
from web.fields import N_
from web.inputs import Input, inputs
from web.library import KeptScenario, Library
from web.names import Names
from web.render import Page, go, is_htmx, render
from web.visit import Visitor
from web.words import Words

router = APIRouter()

FAMILIES: Final = ("each_person_absent", "each_organisation_refuses", "each_pair_refuses", "one_more")
AXES: Final = ("A", "B", "C")
"""What a grid is made of: each case of one is tried with each of the others."""

TIMES: Final = (5, 10, 30, 60, 120)
LARGEST_CART: Final = 200_000
"""Most characters of the cases that a form carries."""

UNCHANGED: Final = N_("Giữ nguyên")
"""What a case without changes is called."""

_EMPTY: Final[Mapping[str, Any]] = {"format": "chungtay-whatif/1", "base": "-"}


@dataclass(frozen=True)
class Wish:
    """What a form holds: families, turnouts as typed, cases of one's own.

    `skills` and `organisations` are those of which one more is tried, `axes` the axis of each case (empty: none).
    `into` is the number of the case that gets the next change (empty: a new one), `sort` the type of it.
    """

    families: tuple[str, ...] = ()
    turnouts: str = ""
    skills: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    cases: tuple[Case, ...] = ()
    axes: tuple[str, ...] = ()
    seconds: int = 10
    base: str | None = None
    plans: bool = True
    into: str = ""
    sort: changes.Sort | None = None

    @property
    def carried(self) -> str:
        """The cases as the form carries them on."""
        return json.dumps([_dumped(case) for case in self.cases], ensure_ascii=False)

    @property
    def target(self) -> int | None:
        """The number of the case that gets the next change; None: a new one."""
        return int(self.into) if self.into in map(str, range(len(self.cases))) else None

    def axis(self, number: int) -> str:
        """Return the axis of a case."""
        return self.axes[number] if number < len(self.axes) and self.axes[number] in AXES else ""

    def alone(self) -> tuple[Case, ...]:
        """Return the cases that are tried as they are."""
        return tuple(case for n, case in enumerate(self.cases) if not self.axis(n))

    def generate(self) -> list[Any]:
        """Return the families as a what-if has them."""
        steps = [typed.number(text) for text in self.turnouts.replace(";", " ").split()]
        axes = [[_dumped(c)["changes"] for n, c in enumerate(self.cases) if self.axis(n) == axis] for axis in AXES]
        grid = [axis for axis in axes if axis]
        return [
            *(
                {"one_more": self._wanted()} if name == "one_more" and self._wanted() else name
                for name in self.families
            ),
            *([{"turnout": steps}] if steps else []),
            *([{"grid": grid}] if grid else []),
        ]

    def _wanted(self) -> dict[str, list[str]]:
        wanted = {"skills": list(self.skills), "organisations": list(self.organisations)}
        return {name: ids for name, ids in wanted.items() if ids}


@dataclass(frozen=True)
class CartCase:
    """A case as it is put together: its name (empty where its changes say it all), and each change in words."""

    name: str
    title: str
    changes: tuple[str, ...]
    axis: str


@dataclass(frozen=True)
class WhatIfsBase(Page):
    """The form of a batch. `counts`: how many cases a family comes to; `total`: all that is chosen.

    `inputs` are those of the next change; `turnout_fault` and `faults` what is wrong with the turnouts, and elsewhere.
    """

    info: ScenarioInfo
    scenario: Scenario
    wish: Wish
    name: str
    cart: tuple[CartCase, ...]
    inputs: tuple[Input, ...]
    counts: Mapping[str, int]
    total: int
    plans: tuple[PlanInfo, ...]
    jobs: tuple[JobInfo, ...]
    may_plan: bool
    faults: tuple[Fault, ...] = ()
    turnout_fault: Fault | None = None
    groups: tuple[changes.Group, ...] = changes.GROUPS
    axes: tuple[str, ...] = AXES
    times: tuple[int, ...] = TIMES


@dataclass(frozen=True)
class WhatIfsPage(WhatIfsBase):
    """The form as a page."""

    template: ClassVar[str] = "whatifs.html"


@dataclass(frozen=True)
class WhatIfsPart(WhatIfsBase):
    """The form for htmx."""

    template: ClassVar[str] = "parts/whatifs.html"


@dataclass(frozen=True)
class _Asking:
    """Who asks about which scenario, and of whom."""

    visit: Visitor
    request: Request
    desk: Desk
    library: Library
    kept: KeptScenario

    @property
    def names(self) -> Names:
        """The scenario's names."""
        return self.library.shelf.get("names", self.kept.digest, lambda: Names(self.kept.scenario))


async def _form(request: Request) -> FormData:
    return await request.form()


@router.get("/scenarios/{id}/whatifs")
def show(
    id: Id,
    visit: Asker,
    request: Request,
    desk: TheDesk,
    library: TheLibrary,
    sort: Annotated[str, Query(max_length=40)] = "",
) -> HTMLResponse:
    """Show the form, with a type of change where one is asked for, and the batches asked before."""
    asking = _Asking(visit, request, desk, library, library.scenario(visit.who, id))
    return _shown(asking, Wish(sort=changes.BY_TYPE.get(sort)), FormData())


@router.post("/scenarios/{id}/whatifs")
def build(
    id: Id,
    visit: Asker,
    request: Request,
    desk: TheDesk,
    library: TheLibrary,
    form: Annotated[FormData, Depends(_form)],
    action: Annotated[str, Form(max_length=40)] = "submit",
) -> Response:
    """Add a change to a batch, take one out, choose what comes next, or ask the batch."""
    asking = _Asking(visit, request, desk, library, library.scenario(visit.who, id))
    wish = _wish(form)
    kind, _, detail = action.partition(":")
    try:
        match kind:
            case "submit":
                return _asked(asking, wish)
            case "add":
                wish, form = _with_change(asking, wish, form), FormData()
            case "unchanged":
                wish = _with_case(wish, Case(name=_free(visit.words.text(UNCHANGED), wish.cases)))
            case "drop":
                wish = _without(wish, detail)
            case "into":
                wish = replace(wish, into=detail)
    except InputError as error:
        return _shown(asking, wish, form, error.faults)
    return _shown(asking, wish, form)


@router.post("/plans/{id}/curve")
def ask_curve(id: Id, visit: Asker, request: Request, desk: TheDesk) -> Response:
    """Ask what fewer people cost, near a plan."""
    job = desk.jobs.ask(visit.who, Ask.model_validate({"plan": id, "question": {"ask": "curve"}}))
    return go(request, f"/curves/{job.id}")


def _asked(asking: _Asking, wish: Wish) -> Response:
    desk, visit, kept = asking.desk, asking.visit, asking.kept
    whatif = _whatif(kept, wish)
    if not counted(kept.scenario, whatif):
        vi, en = "ít nhất một tình huống: chọn một họ hoặc thêm một trường hợp", "at least one case: choose or add some"
        raise InputError((Fault(code="no-cases", pointer="/cases", found="0", allowed_vi=vi, allowed_en=en),))
    base = wish.base if any(plan.id == wish.base for plan in desk.plans.list(visit.who, kept.info.id).items) else None
    asked = Batch(whatif=whatif, time_limit_s=wish.seconds, base=base, plans_kept=wish.plans)
    job = desk.jobs.submit(visit.who, kept.info.id, asked, version=kept.info.number)
    return go(asking.request, f"/whatifs/{job.id}")


def _whatif(kept: KeptScenario, wish: Wish) -> WhatIf:
    read = read_whatif({**_EMPTY, "base": kept.info.id, "generate": wish.generate()})
    return read.model_copy(update={"cases": wish.alone()})


# -- what a form holds ------------------------------------------------------------------------------------------


def _wish(form: FormData) -> Wish:
    """Return what a form holds.

    Raises:
        InputError: the cases that it carries are none of ours.
    """
    carried = _text(form, "cases", LARGEST_CART) or "[]"
    raw = {**_EMPTY, "cases": parse(carried.encode("utf-8", "replace"))}
    seconds = _text(form, "seconds")
    return Wish(
        families=tuple(name for name in FAMILIES if name in form.getlist("family")),
        turnouts=_text(form, "turnouts"),
        skills=tuple(map(str, form.getlist("skills"))),
        organisations=tuple(map(str, form.getlist("organisations"))),
        cases=read_whatif(raw).cases,
        axes=tuple(map(str, form.getlist("axis"))),
        seconds=int(seconds) if seconds in map(str, TIMES) else 10,
        base=_text(form, "base"),
        plans=form.get("plans") == "true",
        into=_text(form, "into"),
        sort=changes.BY_TYPE.get(_text(form, "sort")),
    )


def _text(form: FormData, name: str, most: int = 200) -> str:
    return str(form.get(name) or "")[:most]


def _dumped(case: Case) -> dict[str, Any]:
    written = [change.model_dump(mode="json", by_alias=True, exclude_unset=True) for change in case.changes]
    return {"name": case.name, "changes": written}


# -- the cases of one's own ---------------------------------------------------------------------------------------


def _with_change(asking: _Asking, wish: Wish, form: FormData) -> Wish:
    """Return a wish with one more change, in the case that is chosen or in a new one.

    Raises:
        InputError: the scenario does not take it; the pointers of what is wrong with the change start at its form.
    """
    if wish.sort is None:
        vi, en = "một loại thay đổi", "a type of change"
        raise InputError((Fault(code="no-sort", pointer="/sort", found="–", allowed_vi=vi, allowed_en=en),))
    names, words, target = asking.names, asking.visit.words, wish.target
    before = () if target is None else wish.cases[target].changes
    try:
        raw = changes.read(wish.sort, form, names.lists, wish.cases)
        made = read_whatif({**_EMPTY, "cases": [{"name": "-", "changes": [raw]}]}).cases[0].changes
        tried(asking.kept.scenario, Case(name="-", changes=(*before, *made)))
    except InputError as error:
        raise InputError(tuple(_of_form(fault, len(before)) for fault in error.faults)) from error
    if target is None:
        own = _text(form, "name").strip()
        case = Case(name="-", changes=made)
        return _with_case(wish, case.model_copy(update={"name": _free(own or _called(case, names, words), wish.cases)}))
    old = wish.cases[target]
    case = Case(name=old.name, changes=(*before, *made))
    if old.name == _called(old, names, words):
        case = case.model_copy(update={"name": _free(_called(case, names, words), wish.cases)})
    return replace(wish, cases=(*wish.cases[:target], case, *wish.cases[target + 1 :]))


def _of_form(fault: Fault, number: int) -> Fault:
    """Return a fault of a change as one of the form that it was typed in."""
    for start in ("/cases/0/changes/0", f"/changes/{number}"):
        if fault.pointer == start or fault.pointer.startswith(f"{start}/"):
            return fault.model_copy(update={"pointer": f"/{changes.AT}{fault.pointer.removeprefix(start)}"})
    return fault


def _with_case(wish: Wish, case: Case) -> Wish:
    axes = tuple(wish.axis(n) for n in range(len(wish.cases)))
    return replace(wish, cases=(*wish.cases, case), axes=(*axes, ""))


def _without(wish: Wish, place: str) -> Wish:
    """Return a wish without a case (its number), or without a change of one (both numbers, a point between)."""
    number, _, inner = place.partition(".")
    cases, axes = [], []
    for n, case in enumerate(wish.cases):
        kept = tuple(change for m, change in enumerate(case.changes) if (str(n), str(m)) != (number, inner))
        if str(n) != number or (inner and kept):
            cases.append(case.model_copy(update={"changes": kept}))
            axes.append(wish.axis(n))
    return replace(wish, cases=tuple(cases), axes=tuple(axes), into="")


def _called(case: Case, names: Names, words: Words) -> str:
    """Return the name of a case that nobody gave one."""
    return changes_said(case, names, words)[:200]


def _free(name: str, cases: tuple[Case, ...]) -> str:
    """Return a name that no case has, by a number after it where one has it."""
    taken, found, n = {case.name for case in cases}, name, 1
    while found in taken:
        n += 1
        found = f"{name} ({n})"
    return found


# -- shown --------------------------------------------------------------------------------------------------------


def _shown(asking: _Asking, wish: Wish, form: FormData, faults: tuple[Fault, ...] = ()) -> HTMLResponse:
    visit, request, desk, kept, names = asking.visit, asking.request, asking.desk, asking.kept, asking.names
    counts = asking.library.shelf.get("families", kept.digest, lambda: _counts(kept))
    try:
        total = counted(kept.scenario, _whatif(kept, wish))
    except InputError:
        total = len(wish.alone())
    turnout_fault = next((fault for fault in faults if fault.pointer.startswith("/generate")), None)
    elsewhere = tuple(fault for fault in faults if not fault.pointer.startswith("/generate"))
    fields = () if wish.sort is None else wish.sort.fields
    mine, others = rows.by_field(fields, "", elsewhere)
    jobs = desk.jobs.list(visit.who, scenario=kept.info.id, limit=200).items
    plans = desk.plans.list(visit.who, kept.info.id).items
    page = (WhatIfsPart if is_htmx(request) else WhatIfsPage)(
        info=kept.info,
        scenario=kept.scenario,
        wish=wish,
        name=_text(form, "name"),
        cart=tuple(_cart(wish, names, visit.words)),
        inputs=tuple(inputs(fields, _typed(wish, form, names), names.lists, visit.words, mine)),
        counts=counts,
        total=total,
        plans=tuple(plan for plan in plans if plan.status in ("optimal", "feasible")),
        jobs=tuple(job for job in jobs if job.kind == "whatif")[:10],
        may_plan=not kept.info.archived and visit.who.may("plan", kept.info.organisation, kept.info.area),
        faults=others,
        turnout_fault=turnout_fault,
    )
    return render(visit, page, 422 if faults and not is_htmx(request) else 200)


def _typed(wish: Wish, form: FormData, names: Names) -> Mapping[str, Any]:
    """Return the row that the form of the next change holds: what was typed, else how things are now."""
    if wish.sort is None:
        return {}
    begun = changes.begun(wish.sort, names.lists.raw)
    if not any(key.startswith(f"{changes.AT}.") for key in form):
        return begun
    return {changes.AT: {**begun[changes.AT], **changes.read(wish.sort, form, names.lists, wish.cases)}}


def _cart(wish: Wish, names: Names, words: Words) -> Iterator[CartCase]:
    for n, case in enumerate(wish.cases):
        told = tuple(change_said(change, names, words) for change in case.changes)
        name = "" if case.changes and case.name == _called(case, names, words) else case.name
        yield CartCase(name, case.name, told, wish.axis(n))


def _counts(kept: KeptScenario) -> Mapping[str, int]:
    return {name: counted(kept.scenario, read_whatif({**_EMPTY, "generate": [name]})) for name in FAMILIES}
