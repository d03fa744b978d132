"""Each question about a plan is answered with its document, and refused where it names what is not there."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from planner.answers.questions.answering import answered
from planner.answers.questions.asking import Asking
from planner.answers.questions.check import checked
from planner.answers.questions.kinds import (
    AskCurve,
    AskEmpty,
    AskGaps,
    AskInfeasible,
    AskLost,
    AskOneMore,
    AskPairs,
    AskRefusals,
    AskStaffing,
    AskUnheld,
    AskWhoElse,
    AskWhy,
    AskWhyNot,
    Question,
)
from planner.cli.questions.asking import QUESTIONS
from planner.domain.faults import InputError
from planner.domain.scenario import PersonPin
from planner.domain.whatif import Row
from planner.engine import Here
from planner.solve.settings import Progress, SolveSettings
from tests.builders import (
    AFTERNOON,
    MORNING,
    activity,
    function,
    group,
    no_plan,
    own_role,
    person,
    place,
    plan,
    role,
    scenario,
    session,
)
from tests.cli.command import ROOT

SETTINGS = SolveSettings(time_limit_s=60, workers=1, deterministic=True, baseline=False)

WARD = scenario(
    activity("gifts", "ub", starts=[MORNING]),
    activity("alms", "mt", starts=[MORNING]),
    activity("pay", "ub", starts=[MORNING], function="pay", own_roles=(own_role("host"),)),
    activity("feast", "mt", starts=[MORNING], places=["shed"]),
    skills=({"id": "cash", "name": "Tiền mặt"},),
    functions=(function("gift", role("desk", 1)), function("pay", role("till", 2, skill="cash"))),
    people=(
        person("mt-1", cost_per_hour=3),
        person("ub-1", cost_per_hour=5, skills=["cash"]),
        person("ub-2", cost_per_hour=7),
    ),
    groups=(group("poor", 200),),
    places=(place("hall"), place("yard"), place("shed", closed=[{"start": MORNING, "end": AFTERNOON}])),
    objective=("unheld", "unfilled", "cost"),
    representation=False,
)
"""Three people for three seats at once, a fourth for which there is nobody, and a feast in a shed that is closed."""

PLAN = plan(
    WARD,
    session("s1", "pay", seats=(("till", "ub-1"), ("till", None), ("host", "ub-2", "pay"))),
    session("s2", "alms", "gifts", place="yard", seats=(("desk", "mt-1"),)),
    unheld=("feast",),
)
VALUES = {"unheld": 1, "unfilled": 1, "cost": 15}

KINDS = TypeAdapter[Question](Question)

EVERY: tuple[Question, ...] = (
    AskGaps(),
    AskEmpty(session="pay", role="till"),
    AskUnheld(activity="feast"),
    AskInfeasible(),
    AskWhy(person="ub-1", activity="pay"),
    AskWhyNot(person="mt-1", activity="pay", role="host"),
    AskWhoElse(session="s2", role="desk", person="mt-1"),
    AskLost(),
    AskOneMore(),
    AskRefusals(),
    AskPairs(),
    AskCurve(),
    AskStaffing(populations=(100,)),
)


def asking(**fields: Any) -> Asking:
    return Asking(WARD, PLAN, SETTINGS, Here(), **fields)


def document(question: Question, **fields: Any) -> dict[str, Any]:
    """The document of the answer, with nothing said of how long it took."""
    found: dict[str, Any] = timeless(answered(question, asking(**fields)).document)
    return found


def timeless(value: Any) -> Any:
    if isinstance(value, list):
        return [timeless(item) for item in value]
    return {k: timeless(v) for k, v in value.items() if k != "seconds"} if isinstance(value, dict) else value


def row(case: str, changed: int, **shifts: int) -> dict[str, Any]:
    """The row of a case that is solved to the end: the shifts from the plan asked about, and what follows."""
    moved = {name: shifts.get(name, 0) for name in VALUES}
    return {
        "case": case,
        "status": "optimal",
        "tiers": [
            {"name": name, "value": value + moved[name], "bound": value + moved[name], "proven": True}
            for name, value in VALUES.items()
        ],
        "difference": {name: {"value": by, "low": by, "high": by} for name, by in moved.items()},
        "seats_changed": changed,
        "notes": [],
    }


def hands(moves: list[dict[str, Any]]) -> list[tuple[str, str, str | None, str | None]]:
    return [(move["kind"], move["role"], move["gives"], move["takes"]) for move in moves]


# -- answers ------------------------------------------------------------------------------------------------------

TILL = ["/functions/1/roles/0/skill"]
FEAST = ["/places/2/closed/0", "/activities/3/starts", "/activities/3/places"]


def assert_conflict(found: dict[str, Any], goal: dict[str, Any], causes: list[str]) -> None:
    assert found["outcome"] == "conflict"
    assert {name: found["goal"][name] for name in goal} == goal
    assert [cause["pointer"] for cause in found["causes"]] == causes
    assert (found["smallest"], found["checked"], found["instead"]) == (True, True, None)


def test_gaps_with_repairs_and_without() -> None:
    feast, till = document(AskGaps())["answers"]
    assert_conflict(feast, {"activities": ["feast"], "role": None}, FEAST)
    assert_conflict(till, {"activities": ["pay"], "role": "till", "origin": None}, TILL)
    assert [(r["en"], r["mends"], r["difference"]["unfilled"]["value"]) for r in till["repairs"][:2]] == [
        ("One more person with the skill Tiền mặt from UB.", True, -1),
        ("Cán bộ mt-1 is given the skill Tiền mặt.", False, 0),
    ]
    assert not any("plan" in repair for answer in (feast, till) for repair in answer["repairs"])
    bare = [{k: v for k, v in answer.items() if k != "repairs"} for answer in (feast, till)]
    assert document(AskGaps(), mend=False) == {"answers": bare}
    assert document(AskUnheld(activity="feast")) == feast
    for name in ("s1", "pay"):
        assert document(AskEmpty(session=name, role="till"), mend=False) == bare[1]


def test_a_seat_that_an_activity_brings() -> None:
    seats = (("till", "ub-1"), ("till", None), ("host", None, "pay"))
    without = plan(
        WARD,
        session("s1", "pay", seats=seats),
        session("s2", "alms", "gifts", place="yard", seats=(("desk", "mt-1"),)),
        unheld=("feast",),
    )
    found = [
        answered(AskEmpty(session="s1", role="host", activity=of), Asking(WARD, without, SETTINGS, Here())).document
        for of in ("pay", None)
    ]
    assert [answer["goal"]["origin"] for answer in found] == ["pay", "pay"]
    assert timeless(found[0]) == timeless(found[1])
    assert (found[0]["outcome"], len(found[0]["instead"])) == ("possible", 2)  # ub-2 is free


def test_infeasible_or_not() -> None:
    found = document(AskInfeasible())
    assert (found["outcome"], found["causes"], found["instead"]) == ("possible", [], [])
    assert "repairs" not in found
    pins = tuple(PersonPin(person=name, activity="pay", role="till") for name in ("ub-1", "ub-2"))
    ward = WARD.model_copy(update={"pins": pins})
    found = answered(AskInfeasible(), Asking(ward, no_plan(ward, "infeasible"), SETTINGS, Here())).document
    assert_conflict(found, {"activities": []}, [*TILL, "/pins/1"])
    assert found["repairs"][0]["mends"] is True


def test_why_she_is_there() -> None:
    (found,) = document(AskWhy(person="ub-1", activity="pay"))["rows"]
    assert hands(found.pop("moves")) == [
        ("handover", "desk", "mt-1", "ub-1"),
        ("handover", "host", "ub-2", "mt-1"),
        ("emptied", "till", "ub-1", None),
    ]
    assert found == row("without ub-1 in pay", 5, unfilled=1, cost=-7)


def test_why_she_is_not_there() -> None:
    found = document(AskWhyNot(person="mt-1", activity="pay", role="host"))
    (moved,) = (one.pop("moves") for one in found["rows"])
    assert found == {"rows": [row("mt-1 as host in pay", 4)]}
    assert hands(moved) == [("handover", "desk", "mt-1", "ub-2"), ("handover", "host", "ub-2", "mt-1")]
    found = document(AskWhyNot(person="mt-1", activity="pay", role="till"))
    assert [(one["status"], "moves" in one) for one in found["rows"]] == [("infeasible", False)]
    assert_conflict(found["conflict"], {"activities": []}, [*TILL, "/pins/0"])
    assert "repairs" not in found["conflict"]


def test_who_else() -> None:
    second, third = document(AskWhoElse(session="s2", role="desk", person="mt-1"))["candidates"]
    assert hands(second.pop("moves")) == [("handover", "desk", "mt-1", "ub-2"), ("handover", "host", "ub-2", "mt-1")]
    assert second == {"person": "ub-2", "sure": True, **row("instead: ub-2", 4)}
    assert [hand for *_, hand in hands(third.pop("moves"))] == ["ub-1", "mt-1", None]
    assert third == {"person": "ub-1", "sure": True, **row("instead: ub-1", 5, unfilled=1, cost=-7)}


@pytest.mark.parametrize("nobody", [None, "-"])
def test_nobody_else_for_an_empty_seat(nobody: str | None) -> None:
    assert document(AskWhoElse(session="pay", role="till", person=nobody)) == {"candidates": []}


def test_who_is_missed() -> None:
    rows = document(AskLost())["rows"]
    assert [hands(one.pop("hands")) for one in rows] == [
        [("emptied", "desk", "mt-1", None)],
        [("emptied", "till", "ub-1", None)],
        [("emptied", "host", "ub-2", None)],
    ]
    assert rows == [
        row(f"absent: {name}", 1, unfilled=1, cost=-cost)
        | {"person": name, "name": f"Cán bộ {name}", "irreplaceable": True}
        for name, cost in (("mt-1", 3), ("ub-1", 5), ("ub-2", 7))
    ]


def test_what_one_more_brings() -> None:
    assert document(AskOneMore())["rows"] == [
        row(f"one more: cash @ {name}", 1, unfilled=-1, cost=cost)
        | {"skills": ["cash"], "organisations": [name], "skill_names": ["Tiền mặt"]}
        | {"organisation_names": [name.upper()]}
        for name, cost in (("pn", 0), ("mt", 3), ("ub", 5))
    ]


def test_what_refusals_cost() -> None:
    def refused(case: str, *who: str) -> dict[str, Any]:
        found = row(case, 3, unheld=1, unfilled=-1, cost=-7)
        return found | {"organisations": list(who), "names": [name.upper() for name in who]}

    assert document(AskRefusals()) == {"rows": [refused("refuses: mt", "mt"), refused("refuses: ub", "ub")]}
    assert document(AskPairs()) == {"rows": [refused("apart: mt | ub", "mt", "ub")]}


def test_people_against_cost() -> None:
    assert document(AskCurve()) == {"points": [{"people": 3, "cost": 15, "proven": True}]}


@pytest.mark.parametrize(("asked", "expected"), [((100, 7), [100, 7]), ((), [170, 200, 230])])
def test_staff_by_population(asked: tuple[int, ...], expected: list[int]) -> None:
    need = {"people": 3, "least": 3, "unheld": 1, "empty": 1, "sure": True, "enough": False}
    assert document(AskStaffing(populations=asked)) == {
        "registered": 200,
        "needs": [{"population": population, **need} for population in expected],
    }


# -- how far it is, and stopping ----------------------------------------------------------------------------------


def test_who_watches_sees_the_base_and_then_the_rows() -> None:
    seen: list[object] = []
    news: list[Progress] = []

    @contextmanager
    def watch_base() -> Iterator[Callable[[Progress], None]]:
        seen.append("base")
        yield news.append
        seen.append("solved")

    @contextmanager
    def watch_rows(count: int) -> Iterator[Callable[[Row], None]]:
        seen.append(count)
        yield lambda row: seen.append(row.case)
        seen.append("done")

    found = document(AskRefusals(), watch_base=watch_base, watch_rows=watch_rows)
    assert seen == ["base", "solved", 2, "refuses: mt", "refuses: ub", "done"]
    assert {one.of for one in news} == {"plan"}
    assert found == document(AskRefusals())


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (AskWhy(person="ub-1", activity="pay"), {"rows": []}),
        (AskWhyNot(person="mt-1", activity="pay", role="till"), {"rows": []}),
        (AskWhoElse(session="s2", role="desk", person="mt-1"), {"candidates": []}),
        (AskLost(), {"rows": []}),
        (AskStaffing(), {"registered": 200, "needs": []}),
    ],
)
def test_what_is_stopped_has_what_was_found_until_then(question: Question, expected: dict[str, Any]) -> None:
    stop = threading.Event()
    stop.set()
    assert document(question, stop=stop) == expected


# -- what can be asked --------------------------------------------------------------------------------------------


def test_what_is_there_passes() -> None:
    for question in EVERY:
        checked(question, WARD, PLAN)


@pytest.mark.parametrize(
    ("question", "faults"),
    [
        (AskEmpty(session="s3", role="till"), [("/session", "s3", "alms, gifts, pay …")]),
        (AskEmpty(session="s1", role="host"), [("/role", "host", "till …")]),
        (AskEmpty(session="s1", role="till", activity="pay"), [("/activity", "pay", " …")]),
        (AskUnheld(activity="gifts"), [("/activity", "gifts", "feast …")]),
        (AskWhy(person="ub-9", activity="fest"), [
            ("/person", "ub-9", "ub-2, ub-1 …"), ("/activity", "fest", "feast …"),
        ]),
        (AskWhyNot(person="x", activity="y", role="z"), [
            ("/person", "x", "mt-1, ub-1, ub-2 …"), ("/activity", "y", "alms, feast, gifts …"),
        ]),
        (AskWhyNot(person="ub-1", activity="pay", role="hosts"), [("/role", "hosts", "host …")]),
        (AskWhyNot(person="ub-1", activity="gifts", role="host"), [("/role", "host", "desk …")]),
        (AskWhoElse(session="feast", role="desk"), [("/session", "feast", "alms, gifts, pay …")]),
        (AskWhoElse(session="gifts", role="till"), [("/role", "till", "desk …")]),
        (AskWhoElse(session="gifts", role="desk"), [("/person", "-", "mt-1 …")]),
        (AskWhoElse(session="s1", role="till", person="ub-2"), [("/person", "ub-2", "ub-1 …")]),
    ],
)  # fmt: skip
def test_what_is_not_there_is_refused(question: Question, faults: list[tuple[str, str, str]]) -> None:
    with pytest.raises(InputError) as refusal:
        answered(question, asking())
    assert {fault.code for fault in refusal.value.faults} == {"unknown-id"}
    assert [(fault.pointer, fault.found, fault.allowed_en) for fault in refusal.value.faults] == faults
    assert [fault.allowed_vi for fault in refusal.value.faults] == [allowed for _, _, allowed in faults]


def test_every_question_is_read_as_it_was_written() -> None:
    assert [KINDS.validate_json(KINDS.dump_json(question)) for question in EVERY] == list(EVERY)
    assert AskStaffing(populations=(1, 10**9)).populations == (1, 10**9)


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"ask": "who"},
        {"ask": "gaps", "session": "s1"},
        {"ask": "why", "person": "ub-1"},
        {"ask": "why", "person": "ub-1", "activity": ""},
        {"ask": "unheld", "activity": "x" * 201},
        {"ask": "unheld", "activity": 7},
        {"ask": "staffing", "populations": [0]},
        {"ask": "staffing", "populations": [10**9 + 1]},
        {"ask": "staffing", "populations": ["100"]},
        {"ask": "staffing", "populations": [True]},
        {"ask": "staffing", "populations": [1] * 21},
    ],
)
def test_what_is_no_question(raw: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        KINDS.validate_python(raw)


def test_the_schema_has_every_kind() -> None:
    schema = KINDS.json_schema()
    names = [question.ask for question in EVERY]
    assert schema["discriminator"]["propertyName"] == "ask"
    assert set(schema["discriminator"]["mapping"]) == set(names) == set(QUESTIONS)
    assert len(schema["oneOf"]) == len(names) == 13
    for question in EVERY:
        one = schema["$defs"][type(question).__name__]
        assert (one["properties"]["ask"]["const"], one["required"][0]) == (question.ask, "ask")
        assert (one["description"].endswith(("?", ".")), one["additionalProperties"]) == (True, False)
    assert schema["$defs"]["AskWhoElse"]["required"] == ["ask", "session", "role"]
    assert schema["$defs"]["AskStaffing"]["properties"]["populations"] == {
        "default": [], "items": {"type": "integer", "minimum": 1, "maximum": 10**9}, "maxItems": 20,
        "title": "Populations", "type": "array",
    }  # fmt: skip


def test_asking_takes_no_solver_to_load() -> None:
    code = "import sys, planner.answers.questions.check; print('ortools' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert run.stdout == "False\n"
