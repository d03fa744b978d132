"""Cases of what-ifs, said in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from planner.domain.values import moment_text
from planner.domain.whatif import (
    AddForbid,
    AddPerson,
    Case,
    Change,
    ClosePlace,
    KeepApart,
    RemovePerson,
    SetBudget,
    SetMerge,
    SetPeople,
    SetTurnout,
    SetUnavailable,
)
from web.changes import told
from web.names import Names
from web.words import Words

_Said = Callable[[Any, Names, Words], str]


def said(case: Case, names: Names, words: Words, *, is_own: bool) -> str:
    """Say a case: one of somebody's own by the name that they gave it, a generated one by its changes."""
    return case.name if is_own else changes_said(case, names, words)


def changes_said(case: Case, names: Names, words: Words) -> str:
    """Say what a case changes."""
    return "; ".join(change_said(change, names, words) for change in case.changes) or words.text("giữ nguyên")


def own_names(asked: Mapping[str, Any]) -> frozenset[str]:
    """Return the names of the cases in what was asked that somebody wrote."""
    return frozenset(case["name"] for case in asked.get("whatif", {}).get("cases", ()))


def change_said(change: Change, names: Names, words: Words) -> str:
    """Say a change."""
    how = _WORDS.get(type(change))
    return told(change, names.lists, words) if how is None else how(change, names, words)


def _removed(change: RemovePerson, names: Names, words: Words) -> str:
    return words.text("Vắng %(person)s") % {"person": names.person(change.person)}


def _added(change: AddPerson, names: Names, words: Words) -> str:
    skills = ", ".join(map(names.skill, change.person.skills))
    told = {"skills": skills or change.person.name, "organisation": names.organisation(change.person.home)}
    return words.text("Thêm một người: %(skills)s, %(organisation)s") % told


def _unavailable(change: SetUnavailable, names: Names, words: Words) -> str:
    told = {
        "person": names.person(change.person),
        "start": moment_text(change.start).replace("T", " "),
        "end": moment_text(change.end).replace("T", " "),
    }
    return words.text("%(person)s vắng từ %(start)s đến %(end)s") % told


def _turnout(change: SetTurnout, names: Names, words: Words) -> str:
    share = words.percent(float(change.turnout))
    if change.activity is None:
        return words.text("Số người đến bằng %(share)s") % {"share": share}
    told = {"activity": names.activity(change.activity), "share": share}
    return words.text("%(activity)s: số người đến bằng %(share)s") % told


def _people(change: SetPeople, names: Names, words: Words) -> str:
    groups = {group.id: group.name for group in names.scenario.groups}
    told = {"group": groups.get(change.group, change.group), "people": words.number(change.people)}
    return words.text("%(group)s: %(people)s người") % told


def _merge(change: SetMerge, names: Names, words: Words) -> str:
    whose = names.organisation(change.organisation) if change.organisation else names.activity(change.activity or "")
    if change.merge == "any":
        return words.text("%(whose)s chịu làm chung với bất kỳ ai") % {"whose": whose}
    if not change.merge or change.merge == "never":
        return words.text("%(whose)s không làm chung với ai") % {"whose": whose}
    others = ", ".join(names.organisation(id) for id in change.merge)
    return words.text("%(whose)s chỉ làm chung với %(others)s") % {"whose": whose, "others": others}


def _apart(change: KeepApart, names: Names, words: Words) -> str:
    a, b = map(names.organisation, change.organisations)
    return words.text("%(a)s và %(b)s không làm chung") % {"a": a, "b": b}


def _closed(change: ClosePlace, names: Names, words: Words) -> str:
    start = "…" if change.start is None else moment_text(change.start).replace("T", " ")
    end = "…" if change.end is None else moment_text(change.end).replace("T", " ")
    if change.start is None and change.end is None:
        return words.text("Đóng cửa %(place)s cả đợt") % {"place": names.place(change.place)}
    told = {"place": names.place(change.place), "start": start, "end": end}
    return words.text("Đóng cửa %(place)s từ %(start)s đến %(end)s") % told


def _budget(change: SetBudget, _names: Names, words: Words) -> str:
    if change.budget is None:
        return words.text("Không hạn chế kinh phí")
    return words.text("Kinh phí tối đa %(money)s") % {"money": words.money(change.budget)}


def _forbid(change: AddForbid, names: Names, words: Words) -> str:
    told = {"person": names.person(change.person), "activity": names.activity(change.activity)}
    return words.text("%(person)s không tham gia %(activity)s") % told


_WORDS: Final[Mapping[type[object], _Said]] = {
    RemovePerson: _removed,
    AddPerson: _added,
    SetUnavailable: _unavailable,
    SetTurnout: _turnout,
    SetPeople: _people,
    SetMerge: _merge,
    KeepApart: _apart,
    ClosePlace: _closed,
    SetBudget: _budget,
    AddForbid: _forbid,
}
"""What is said of some types of change; others are told by their fields."""
