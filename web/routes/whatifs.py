"""What-ifs: a batch is put together from families and cases of one's own, and asked."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, ClassVar, Final

from fastapi import APIRouter, Depends, Form, Request, Response
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
from web.cases import said, written
from web.doors import Asker, Id, TheDesk, TheLibrary
from web.library import KeptScenario
from web.names import Names
from web.render import Page, go, is_htmx, render
from web.visit import Visitor

router = APIRouter()

FAMILIES: Final = ("each_person_absent", "each_organisation_refuses", "each_pair_refuses", "one_more")
TIMES: Final = (5, 10, 30, 60, 120)
LARGEST_CART: Final = 200_000
"""Most characters of the cases that a form carries."""


@dataclass(frozen=True)
class Wish:
    """What a form holds: families, turnouts as typed, cases of one's own; `typed` are the fields of a new case."""

    families: tuple[str, ...] = ()
    turnouts: str = ""
    cases: tuple[Case, ...] = ()
    seconds: int = 10
    base: str = ""
    plans: bool = True
    typed: Mapping[str, str] | None = None

    @property
    def carried(self) -> str:
        """The cases as the form carries them on."""
        dumped = [case.model_dump(mode="json", by_alias=True, exclude_unset=True) for case in self.cases]
        return json.dumps(dumped, ensure_ascii=False)

    def generate(self) -> list[Any]:
        """Return the families as a what-if has them."""
        steps = [_turnout(text) for text in self.turnouts.replace(";", " ").split()]
        return [*self.families, *([{"turnout": steps}] if steps else [])]


@dataclass(frozen=True)
class WhatIfsBase(Page):
    """The form of a batch. `counts`: how many cases a family comes to; `total`: all that is chosen."""

    info: ScenarioInfo
    scenario: Scenario
    wish: Wish
    cart: tuple[str, ...]
    counts: Mapping[str, int]
    total: int
    plans: tuple[PlanInfo, ...]
    jobs: tuple[JobInfo, ...]
    may_plan: bool
    faults: tuple[Fault, ...] = ()
    times: tuple[int, ...] = TIMES


@dataclass(frozen=True)
class WhatIfsPage(WhatIfsBase):
    """The form as a page."""

    template: ClassVar[str] = "whatifs.html"


@dataclass(frozen=True)
class WhatIfsPart(WhatIfsBase):
    """The form for htmx."""

    template: ClassVar[str] = "parts/whatifs.html"


async def _form(request: Request) -> FormData:
    return await request.form()


@router.get("/scenarios/{id}/whatifs")
def show(id: Id, visit: Asker, request: Request, desk: TheDesk, library: TheLibrary) -> HTMLResponse:
    """Show the form, and the batches asked before."""
    return _shown(visit, request, desk, library, library.scenario(visit.who, id), Wish())


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
    """Add a case to a batch, take one out, or ask the batch."""
    kept = library.scenario(visit.who, id)
    wish = _wish(form)
    kind, _, detail = action.partition(":")
    try:
        if kind == "add":
            wish = _with_case(visit, kept, wish, detail, form)
        elif kind == "drop":
            wish = _without(wish, detail)
        else:
            return _asked(visit, request, desk, kept, wish)
    except InputError as error:
        return _shown(visit, request, desk, library, kept, wish, error.faults)
    return _shown(visit, request, desk, library, kept, wish)


@router.post("/plans/{id}/curve")
def ask_curve(id: Id, visit: Asker, request: Request, desk: TheDesk) -> Response:
    """Ask what fewer people cost, near a plan."""
    job = desk.jobs.ask(visit.who, Ask.model_validate({"plan": id, "question": {"ask": "curve"}}))
    return go(request, f"/curves/{job.id}")


def _asked(visit: Visitor, request: Request, desk: Desk, kept: KeptScenario, wish: Wish) -> Response:
    whatif = _whatif(kept, wish)
    if not counted(kept.scenario, whatif):
        vi, en = "ít nhất một tình huống: chọn một họ hoặc thêm một trường hợp", "at least one case: choose or add some"
        raise InputError((Fault(code="no-cases", pointer="/cases", found="0", allowed_vi=vi, allowed_en=en),))
    base = wish.base if any(plan.id == wish.base for plan in desk.plans.list(visit.who, kept.info.id).items) else None
    asked = Batch(whatif=whatif, time_limit_s=wish.seconds, base=base, plans_kept=wish.plans)
    job = desk.jobs.submit(visit.who, kept.info.id, asked, version=kept.info.number)
    return go(request, f"/whatifs/{job.id}")


def _whatif(kept: KeptScenario, wish: Wish) -> WhatIf:
    read = read_whatif({"format": "chungtay-whatif/1", "base": kept.info.id, "generate": wish.generate()})
    return read.model_copy(update={"cases": wish.cases})


def _wish(form: FormData) -> Wish:
    """Return what a form holds.

    Raises:
        InputError: the cases that it carries are none of ours.
    """
    carried = str(form.get("cases") or "[]")[:LARGEST_CART]
    raw = {"format": "chungtay-whatif/1", "base": "-", "cases": parse(carried.encode("utf-8", "replace"))}
    seconds = str(form.get("seconds") or "")
    return Wish(
        families=tuple(name for name in FAMILIES if name in form.getlist("family")),
        turnouts=str(form.get("turnouts") or "")[:200],
        cases=read_whatif(raw).cases,
        seconds=int(seconds) if seconds in map(str, TIMES) else 10,
        base=str(form.get("base") or "")[:36],
        plans=form.get("plans") == "true",
        typed={key: str(value)[:300] for key, value in form.items() if "." in key},
    )


def _with_case(visit: Visitor, kept: KeptScenario, wish: Wish, kind: str, form: FormData) -> Wish:
    """Return a wish with one more case, or with a change more in the case of that name.

    Raises:
        InputError: the scenario does not take it.
    """
    change = dict(_change(kind, form))
    made = read_whatif(
        {"format": "chungtay-whatif/1", "base": "-", "cases": [{"name": "-", "changes": [change]}]}
    ).cases[0]
    names = Names(kept.scenario)
    name = str(form.get("name") or "").strip()[:200] or written(made, names, visit.words)
    before = next((case for case in wish.cases if case.name == name), None)
    case = Case(name=name, changes=(*(before.changes if before else ()), *made.changes))
    tried(kept.scenario, case)
    cases = tuple(case if other is before else other for other in wish.cases)
    return Wish(wish.families, wish.turnouts, cases if before else (*cases, case), wish.seconds, wish.base, wish.plans)


def _without(wish: Wish, number: str) -> Wish:
    cases = tuple(case for n, case in enumerate(wish.cases) if str(n) != number)
    return Wish(wish.families, wish.turnouts, cases, wish.seconds, wish.base, wish.plans, wish.typed)


def _change(kind: str, form: FormData) -> Iterator[tuple[str, Any]]:
    """Yield the fields of a change of a kind from a form; what is left empty is absent."""
    yield "type", kind
    for key, value in form.items():
        of, _, field = key.partition(".")
        text = str(value).strip()
        if of != kind or not text:
            continue
        if field in ("people", "budget"):
            yield field, int(text) if text.isdecimal() else text
        elif field == "turnout":
            yield field, _turnout(text)
        elif field == "organisations":
            continue
        else:
            yield field, text
    if kind == "set_merge":
        yield "merge", []
    if kind == "keep_apart":
        yield "organisations", [str(value) for value in form.getlist("keep_apart.organisations")]


def _turnout(text: str) -> Any:
    """Return the share that a text stands for: 1,15 or 1.15 or 115%; the text itself where it stands for none."""
    plain = text.strip().replace(",", ".")
    try:
        return Decimal(plain.removesuffix("%")) / (100 if plain.endswith("%") else 1)
    except InvalidOperation:
        return text


def _shown(
    visit: Visitor,
    request: Request,
    desk: Desk,
    library: TheLibrary,
    kept: KeptScenario,
    wish: Wish,
    faults: tuple[Fault, ...] = (),
) -> HTMLResponse:
    names = library.shelf.get("names", kept.digest, lambda: Names(kept.scenario))
    counts = library.shelf.get("families", kept.digest, lambda: _counts(kept))
    try:
        total = counted(kept.scenario, _whatif(kept, wish))
    except InputError:
        total = len(wish.cases)
    jobs = desk.jobs.list(visit.who, scenario=kept.info.id, limit=200).items
    plans = desk.plans.list(visit.who, kept.info.id).items
    page = (WhatIfsPart if is_htmx(request) else WhatIfsPage)(
        info=kept.info,
        scenario=kept.scenario,
        wish=wish,
        cart=tuple(said(case, names, visit.words) for case in wish.cases),
        counts=counts,
        total=total,
        plans=tuple(plan for plan in plans if plan.status in ("optimal", "feasible")),
        jobs=tuple(job for job in jobs if job.kind == "whatif")[:10],
        may_plan=not kept.info.archived and visit.who.may("plan", kept.info.organisation, kept.info.area),
        faults=faults,
    )
    return render(visit, page, 422 if faults and not is_htmx(request) else 200)


def _counts(kept: KeptScenario) -> Mapping[str, int]:
    empty: dict[str, Any] = {"format": "chungtay-whatif/1", "base": "-"}
    return {name: counted(kept.scenario, read_whatif({**empty, "generate": [name]})) for name in FAMILIES}
