"""The types of change that may be tried, each with a form: its fields are those of its model in the domain.

A new type of change needs a line in `GROUPS`, and a word in `LABELS` for each field that no table has.
"""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo
from starlette.datastructures import FormData

from planner.domain.values import Record
from planner.domain.whatif import CHANGES, NAMED_IN, Case, Step
from web import typed
from web.cells import cell
from web.fields import BY_NAME, N_, PAIR, TABLES, Field, Instead, Kind
from web.rows import Names, at_path
from web.words import Words

AT: Final = "change"
"""The first step of the paths of all fields of changes: the form of a batch has others beside them."""


@dataclass(frozen=True)
class Sort:
    """A type of change as a form. `adds` is the list that gets a new item, `field` the field that holds it."""

    type: str
    label: str
    fields: tuple[Field, ...]
    adds: str = ""
    field: str = ""


@dataclass(frozen=True)
class Group:
    """Types of change that belong together."""

    label: str
    sorts: tuple[Sort, ...]


LABELS: Final = {
    "person": N_("Người nào"), "activity": N_("Hoạt động nào"), "group": N_("Nhóm nào"), "people": N_("Số người"),
    "organisation": N_("Đơn vị nào"), "place": N_("Địa điểm nào"), "function": N_("Chức năng nào"),
    "role": N_("Vai trò nào"), "merge": N_("Chịu làm chung với"),
    "turnout": N_("Tỷ lệ đến"), "start": N_("Từ"), "end": N_("Đến"),
    "budget": N_("Kinh phí tối đa"), "available": N_("Chỉ có mặt"), "unavailable": N_("Vắng mặt"),
    "closed": N_("Đóng cửa"), "nominated": N_("Đề cử"),
    "activities.0": N_("Hoạt động thứ nhất"), "activities.1": N_("Hoạt động thứ hai"),
    "organisations.0": N_("Đơn vị thứ nhất"), "organisations.1": N_("Đơn vị thứ hai"),
}  # fmt: skip
"""What fields of changes are called where no table's field of that path says it."""

_EVERYWHERE: Final = N_("để trống: mọi hoạt động")
_ONE_OF: Final = N_("chọn đúng một")
_ONE_OF_TWO: Final = N_("nhập, hoặc bỏ hạn chế")
_AS_IS: Final = N_("để trống: như cũ")

HINTS: Final = {
    "set_turnout": {"turnout": N_("1,15: đông hơn 15 phần trăm"), "activity": _EVERYWHERE},
    "set_people": {"activity": N_("để trống: cả nhóm, ở mọi hoạt động")},
    "set_merge": {"activity": _ONE_OF, "organisation": N_("chọn đúng một; đơn vị: mọi hoạt động của mình")},
    "set_role": {"function": _ONE_OF, "activity": N_("chọn đúng một; hoạt động: vai trò riêng")},
    "set_cost": {"person": _ONE_OF, "place": _ONE_OF, "function": _ONE_OF},
    "close_place": {"start": N_("để trống: từ ngày đầu"), "end": N_("để trống: đến hết đợt")},
    "set_window": {"window.from": N_("khung ngày, hoặc các giờ bắt đầu, không cả hai")},
    "unpin": {"activity": N_("y như ghim đang có")},
    "set_objective": {"objective": N_("cùng thứ: dòng trên đi trước")},
    "pin": {"activity": N_("ghim giờ, nơi của hoạt động, hoặc ghim một người vào một vai trò")},
}  # fmt: skip
"""What is said beside fields of changes."""

_BY_KIND: Final[Mapping[Kind, str]] = {
    "spans": N_("mỗi dòng: từ, đến, lý do; như 2026-02-03 07:30, 2026-02-03 11:30"),
    "moments": N_("mỗi dòng một giờ: 2026-02-07T07:30"),
}
OWN_ID: Final = N_("để trống: tự đặt")


# -- from models to fields --------------------------------------------------------------------------------------


def _sort(name: str, label: str) -> Sort:
    model = CHANGES[name]
    known = {field: _record(info) for field, info in model.model_fields.items()}
    new = next((field for field, record in known.items() if record is not None and "id" in record.model_fields), "")
    usual = _AS_IS if name.startswith("set_") else ""
    hints = HINTS.get(name, {})
    fields = tuple(
        replace(f, path=f"{AT}.{f.path}", hint=hints.get(f.path) or f.hint or ("" if f.is_needed else usual))
        for f in _fields(model)
    )
    return Sort(name, label, fields, NAMED_IN.get(new, ""), new)


def _fields(model: type[Step]) -> Iterator[Field]:
    """Yield the fields of a change; of a record in it, those of that record, as its table has them."""
    for name, info in model.model_fields.items():
        record = _record(info)
        if name == "type":
            continue
        if record is None:
            yield from _plain(name, name, info, name in model.nullable)
            continue
        table = {field.path: field for field in BY_NAME[NAMED_IN[name]].fields} if name in NAMED_IN else {}
        for inner, of in sorted(record.model_fields.items(), key=lambda item: item[0] == "id"):
            path = f"{name}.{of.alias or inner}"
            if inner == "id":
                yield replace(table[inner], path=path, is_needed=False, hint=OWN_ID)
            elif inner in table:
                yield replace(table[inner], path=path)
            else:
                fields = _plain(path, inner, of, False)
                yield from (replace(f, is_needed=f.is_needed and info.is_required(), instead=()) for f in fields)


def _plain(path: str, name: str, info: FieldInfo, is_nullable: bool) -> Iterator[Field]:
    """Yield a field by its type; of a pair, both."""
    forms = _forms(info.annotation)
    kind, of = _kind(name, forms)
    if get_origin(forms[0]) is tuple and ... not in get_args(forms[0]):
        for step in PAIR:
            yield Field(f"{path}.{step}", _label(f"{path}.{step}"), "ref", NAMED_IN[name], is_needed=True)
        return
    instead: tuple[Instead, ...] = ("none",) if kind in ("refs", "choices", "spans") else ()
    if is_nullable:
        instead += ("lifted",)
    needed = info.is_required() and "lifted" not in instead
    hint = _BY_KIND.get(kind, _ONE_OF_TWO if info.is_required() and instead else "")
    yield Field(path, _label(path), kind, of, is_needed=needed, hint=hint, instead=instead)


def _kind(name: str, forms: tuple[Any, ...]) -> tuple[Kind, str]:
    """Return how a type is written, and the list that its ids are of."""
    of = "roles" if name == "role" else NAMED_IN.get(name, "")
    if len(forms) > 1:
        return "merge", of
    (form,) = forms
    if get_origin(form) is tuple:
        return _kind_of_list(name, of, _forms(get_args(form)[0]))
    if form is int:
        return ("money" if name == "budget" or name.startswith("cost_") else "whole"), ""
    return ("ref", of) if of else (_SCALARS[form], "")


def _kind_of_list(name: str, of: str, forms: tuple[Any, ...]) -> tuple[Kind, str]:
    """Return how a list of a type is written, and the list that its ids are of."""
    if len(forms) > 1:
        return "tiers", ""
    (form,) = forms
    if get_origin(form) is Literal:
        return "choices", name
    return ("refs", of) if form is str else ("moments" if form is datetime else "spans", "")


_SCALARS: Final[Mapping[Any, Kind]] = {str: "text", Decimal: "decimal", datetime: "moment", date: "date"}


def _forms(annotation: Any) -> tuple[Any, ...]:
    """Return the forms that a type allows, absence aside."""
    if get_origin(annotation) is Annotated:
        return _forms(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        return tuple(form for arg in get_args(annotation) for form in _forms(arg))
    return () if annotation is types.NoneType else (annotation,)


def _record(info: FieldInfo) -> type[Record] | None:
    """Return the record that a field holds, if it holds one."""
    form = _forms(info.annotation)[0]
    return form if isinstance(form, type) and issubclass(form, Record) else None


def _label(path: str) -> str:
    return LABELS.get(path) or LABELS.get(path.rpartition(".")[2]) or _IN_TABLES[path]


_IN_TABLES: Final = {field.path: field.label for table in TABLES for field in table.fields}

GROUPS: Final = tuple(
    Group(label, tuple(_sort(name, called) for name, called in sorts.items()))
    for label, sorts in {
        N_("Người"): {
            "remove_person": N_("Vắng một người"),
            "set_unavailable": N_("Một người vắng một lúc"),
            "add_person": N_("Thêm một người"),
            "set_person": N_("Kỹ năng, địa bàn, giờ giấc của một người"),
            "pin": N_("Ghim một hoạt động hoặc một người"),
            "unpin": N_("Bỏ một ghim"),
            "forbid": N_("Không phân công một người"),
            "allow": N_("Lại được phân công một người"),
        },
        N_("Bao nhiêu người đến"): {
            "set_turnout": N_("Số người đến khác đi"),
            "set_people": N_("Một nhóm đông hơn hay ít hơn"),
        },
        N_("Làm chung với ai"): {
            "set_merge": N_("Chịu hay không chịu làm chung"),
            "keep_apart": N_("Hai đơn vị không làm chung"),
            "untie": N_("Hai hoạt động không còn phải đi cùng"),
            "unpart": N_("Hai hoạt động không còn phải tách"),
        },
        N_("Ở đâu, khi nào"): {
            "close_place": N_("Đóng cửa một địa điểm"),
            "add_place": N_("Thêm một địa điểm"),
            "set_place": N_("Sức chứa, giờ đóng cửa của một địa điểm"),
            "set_places": N_("Nơi có thể tổ chức một hoạt động"),
            "set_window": N_("Khi nào có thể tổ chức một hoạt động"),
        },
        N_("Cần bao nhiêu người làm"): {
            "set_norm": N_("Định mức của một vai trò"),
            "set_role": N_("Vai trò đòi hỏi gì ở người"),
            "set_nominated": N_("Đề cử ai"),
            "set_max_people": N_("Số người tối đa trong một buổi"),
            "set_organisation": N_("Tổng giờ của một đơn vị"),
        },
        N_("Tiền và mục tiêu"): {
            "set_cost": N_("Chi phí khác đi"),
            "set_budget": N_("Kinh phí tối đa"),
            "set_objective": N_("Thứ tự tiêu chí"),
        },
    }.items()
)
"""The types, in the groups in which somebody looks for them."""

BY_TYPE: Final = {sort.type: sort for group in GROUPS for sort in group.sorts}


# -- from forms to changes, and to words -----------------------------------------------------------------------


def begun(sort: Sort, raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return a form's row to begin with: what is the scenario's own (turnout, budget, objective) is as it is now."""
    own = {field.path: raw.get(field.path, field.default) for field in BY_NAME["scenario"].fields}
    name = sort.type.removeprefix("set_")
    return {AT: {name: own[name]} if own.get(name) is not None else {}}


def told(change: Step, names: Names, words: Words) -> str:
    """Say a change by its form: what it is, and each of its fields."""
    dumped = change.model_dump(mode="json", by_alias=True, exclude_unset=True)
    sort = BY_TYPE[dumped["type"]]
    said = []
    for field in sort.fields:
        path = field.path.removeprefix(f"{AT}.")
        value = at_path(dumped, path)
        text = cell(field, value, names, words)
        if path in dumped and not text:
            text = words.text("không hạn chế") if value is None else words.text("không có")
        if text and not path.endswith(".id"):
            is_plain = field.kind in ("ref", "home") or path.endswith(".name") or field.label == sort.label
            said.append(text if is_plain else f"{words.text(field.label)} {text}")
    return f"{words.text(sort.label)}: {'; '.join(said)}"


def read(sort: Sort, form: FormData, names: Names, cases: tuple[Case, ...]) -> dict[str, Any]:
    """Return a change as a form has it, as a file would: what is left empty is absent.

    Something new that has no id gets one that nothing has, in the scenario or in the cases.
    """
    found: dict[str, Any] = typed.read(sort.fields, form, {}, names).get(AT, {})
    if sort.field:
        taken = {*names.of(sort.adds), *_added(sort, cases)}
        new = found.setdefault(sort.field, {})
        new.setdefault("id", next(id for n in range(1, len(taken) + 2) if (id := f"moi-{n}") not in taken))
    return {"type": sort.type, **{name: _paired(value) for name, value in found.items()}}


def _added(sort: Sort, cases: tuple[Case, ...]) -> Iterator[str]:
    for case in cases:
        yield from (getattr(change, sort.field).id for change in case.changes if change.type == sort.type)


def _paired(value: Any) -> Any:
    """Return the two of a pair as a list; all else as it is."""
    return list(value.values()) if isinstance(value, dict) and value.keys() <= set(PAIR) else value
