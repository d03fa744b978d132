"""What lists of a scenario and their fields are called, and how a page shows and reads each: one table a list.

A list inside the items of another (roles of functions) is a table of its own, as in a workbook: each row is flat.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

from planner.domain.scenario import DEFAULT_OBJECTIVE

Kind = Literal[
    "id", "text", "whole", "money", "decimal", "ref", "refs", "home", "choice", "choices", "date", "moment", "moments",
    "clock", "merge", "amounts", "nominated", "spans", "flag", "tiers",
]  # fmt: skip
"""How a field is written: ``ref`` and ``refs`` are ids of the list `of`, ``choice`` and ``choices`` some words of it.

``home``: ids in order, the first being home. ``merge``: any, never, or some organisations. ``amounts`` and
``nominated``: a line for each place or role, then a colon and the VND or the people. ``spans``: a line for each stretch
of time, from, to and why. ``flag``: yes or no. ``tiers``: what is aimed at, in order, some weighed.
"""

Instead = Literal["none", "lifted"]
"""What may be said of a field other than a value: an empty list, or that it limits nothing any more (null)."""


def N_(message: str) -> str:  # noqa: N802 - its name in every catalogue: said elsewhere, in the reader's language
    """Mark a message for the catalogues."""
    return message


@dataclass(frozen=True)
class Field:
    """A field of a row: `path` leads to it, a point for each step; 0 and 1 are the two of a pair.

    `is_shown`: in the table, not only in the form. `default` is what stands where there is nothing.
    """

    path: str
    label: str
    kind: Kind = "text"
    of: str = ""
    is_shown: bool = True
    is_needed: bool = False
    hint: str = ""
    default: Any = None
    instead: tuple[Instead, ...] = ()


@dataclass(frozen=True)
class Table:
    """A list of a scenario; with a `child`, the lists of that name in its items, each row naming its item.

    Without a `list` it is the scenario's own fields, all in one row.
    """

    name: str
    label: str
    list: str
    child: str
    fields: tuple[Field, ...]
    is_personal: bool = False

    @property
    def parent(self) -> str:
        """The list in whose items the rows are; empty where it is the table's own."""
        return self.list if self.child else ""

    @property
    def is_own(self) -> bool:
        """Whether its one row is the scenario itself."""
        return not self.list

    @property
    def is_of_pairs(self) -> bool:
        """Whether its rows are pairs of ids."""
        return self.fields[0].path == PAIR[0]


PAIR: Final = ("0", "1")
"""The steps of paths to the two of a pair."""

BLOCS: Final = ("government", "front", "mass", "community", "partner")
ANY: Final = N_("để trống: bất kỳ")

_ID: Final = Field("id", N_("Mã"), "id", is_needed=True)
_NAME: Final = Field("name", N_("Tên"), is_needed=True)
_SPAN: Final = (
    Field("start", N_("Từ"), "moment", is_needed=True),
    Field("end", N_("Đến"), "moment", is_needed=True),
)
_ASKS: Final = (
    Field("skill", N_("Kỹ năng"), "ref", "skills", hint=ANY),
    Field("blocs", N_("Khối"), "choices", "blocs", hint=ANY),
)


def _two(labels: tuple[str, str], of: str) -> tuple[Field, ...]:
    """Return the fields of a pair of ids of a list."""
    return tuple(Field(step, label, "ref", of, is_needed=True) for step, label in zip(PAIR, labels, strict=True))


_ACTIVITIES: Final = (N_("Hoạt động thứ nhất"), N_("Hoạt động thứ hai"))

TABLES: Final = (
    Table("scenario", N_("Chung"), "", "", (
        _NAME,
        Field("timezone", N_("Múi giờ"), is_shown=False, hint=N_("để trống: Asia/Ho_Chi_Minh")),
        Field("start", N_("Ngày đầu"), "date", is_needed=True),
        Field("end", N_("Ngày cuối"), "date", is_needed=True),
        Field("turnout", N_("Tỷ lệ đến chung"), "decimal", hint=N_("1,15: đông hơn 15 phần trăm; để trống: 1")),
        Field("travel_default_minutes", N_("Phút đi lại mặc định"), "whole", hint=N_("để trống: 0")),
        Field("budget", N_("Kinh phí tối đa"), "money", hint=N_("để trống: không hạn chế")),
        Field("representation", N_("Mỗi đơn vị có người tham gia"), "flag", default=True),
        Field("objective", N_("Thứ tự tiêu chí"), "tiers", default=list(DEFAULT_OBJECTIVE),
              hint=N_("cùng thứ: dòng trên đi trước")),
    )),
    Table("people", N_("Người"), "people", "", (
        _ID, _NAME,
        Field("organisations", N_("Đơn vị"), "home", "organisations", is_needed=True),
        Field("skills", N_("Kỹ năng"), "refs", "skills"),
        Field("areas", N_("Địa bàn"), "refs", "areas", is_shown=False, hint=ANY),
        Field("cost_per_hour", N_("Chi phí mỗi giờ (đồng)"), "decimal"),
        Field("max_hours_per_day", N_("Giờ tối đa mỗi ngày"), "decimal", is_shown=False, hint=N_("để trống: 8")),
        Field("max_hours_per_week", N_("Giờ tối đa mỗi tuần"), "decimal", is_shown=False, hint=N_("để trống: 40")),
    )),
    Table("absences", N_("Vắng mặt"), "people", "unavailable", (*_SPAN, Field("reason", N_("Lý do")))),
    Table("presences", N_("Chỉ có mặt"), "people", "available", _SPAN),
    Table("organisations", N_("Đơn vị"), "organisations", "", (
        _ID, _NAME, Field("bloc", N_("Khối"), "choice", "blocs", is_needed=True),
        Field("max_hours", N_("Tổng giờ tối đa"), "decimal", hint=N_("để trống: không hạn chế")),
    )),
    Table("activities", N_("Hoạt động"), "activities", "", (
        _ID, _NAME,
        Field("organisation", N_("Đơn vị chủ trì"), "ref", "organisations", is_needed=True),
        Field("function", N_("Chức năng"), "ref", "functions", is_needed=True),
        Field("area", N_("Địa bàn"), "ref", "areas", is_shown=False),
        Field("duration_minutes", N_("Số phút"), "whole", is_needed=True),
        Field("window.from", N_("Từ ngày"), "date", hint=N_("khung ngày, hoặc các giờ bắt đầu, không cả hai")),
        Field("window.to", N_("Đến ngày"), "date"),
        Field("window.blocks", N_("Buổi trong ngày"), "refs", "blocks", is_shown=False, hint=ANY),
        Field("starts", N_("Các giờ bắt đầu"), "moments", is_shown=False,
              hint=N_("mỗi dòng một giờ: 2026-02-07T07:30")),
        Field("places", N_("Địa điểm"), "refs", "places", is_shown=False, hint=ANY),
        Field("merge", N_("Ghép chung với"), "merge", "organisations"),
        Field("priority", N_("Ưu tiên"), "whole", hint=N_("1 đến 9")),
        Field("turnout", N_("Tỷ lệ đến"), "decimal", is_shown=False, hint=N_("để trống: tỷ lệ chung")),
        Field("transport_cost", N_("Chi phí đi lại"), "amounts", "places", is_shown=False,
              hint=N_("mỗi dòng: mã địa điểm: số đồng")),
        Field("nominated", N_("Đề cử"), "nominated", "people", is_shown=False,
              hint=N_("mỗi dòng: mã vai trò: mã người, mã người")),
    )),
    Table("serves", N_("Phục vụ"), "activities", "serves", (
        Field("group", N_("Nhóm"), "ref", "groups", is_needed=True),
        Field("people", N_("Số người"), "whole", hint=N_("để trống: cả nhóm")),
    )),
    Table("own-roles", N_("Vai trò riêng"), "activities", "own_roles", (
        _ID, _NAME, Field("seats", N_("Số chỗ"), "whole", is_needed=True), *_ASKS,
        Field("nominated", N_("Đề cử"), "refs", "people", is_shown=False, hint=ANY),
    )),
    Table("functions", N_("Chức năng"), "functions", "", (
        _ID, _NAME,
        Field("cost_per_session", N_("Chi phí mỗi buổi (đồng)"), "money"),
        Field("cost_per_person", N_("Chi phí mỗi người đến (đồng)"), "money"),
        Field("max_people", N_("Số người tối đa"), "whole", hint=N_("để trống: theo sức chứa")),
    )),
    Table("roles", N_("Vai trò"), "functions", "roles", (
        _ID, _NAME,
        Field("fixed", N_("Số chỗ cố định"), "whole"),
        Field("people_per_seat", N_("Số người đến mỗi chỗ"), "decimal"),
        Field("standby", N_("Dự phòng"), "whole"),
        *_ASKS,
    )),
    Table("separate", N_("Vai trò phải tách"), "functions", "separate",
          _two((N_("Vai trò thứ nhất"), N_("Vai trò thứ hai")), "roles")),
    Table("places", N_("Địa điểm"), "places", "", (
        _ID, _NAME, Field("area", N_("Địa bàn"), "ref", "areas", hint=N_("để trống: phục vụ mọi địa bàn")),
        Field("capacity", N_("Sức chứa"), "whole", is_needed=True),
        Field("parallel", N_("Số buổi cùng lúc"), "whole", hint=N_("để trống: 1")),
        Field("cost_per_session", N_("Chi phí mỗi buổi (đồng)"), "money"),
    )),
    Table("closings", N_("Đóng cửa"), "places", "closed", _SPAN),
    Table("travel", N_("Đi lại"), "travel", "", (
        Field("from", N_("Từ nơi"), "ref", "places", is_needed=True),
        Field("to", N_("Đến nơi"), "ref", "places", is_needed=True),
        Field("minutes", N_("Số phút"), "whole", is_needed=True),
    )),
    Table("groups", N_("Nhóm thụ hưởng"), "groups", "", (
        _ID, _NAME, Field("people", N_("Số người"), "whole", is_needed=True),
    )),
    Table("blocks", N_("Buổi trong ngày"), "blocks", "", (
        _ID, _NAME, Field("start", N_("Từ giờ"), "clock", is_needed=True, hint="07:30"),
        Field("end", N_("Đến giờ"), "clock", is_needed=True, hint="11:30"),
    )),
    Table("areas", N_("Địa bàn"), "areas", "", (_ID, _NAME)),
    Table("skills", N_("Kỹ năng"), "skills", "", (_ID, _NAME)),
    Table("together", N_("Phải đi cùng"), "together", "", _two(_ACTIVITIES, "activities")),
    Table("apart", N_("Phải tách nhau"), "apart", "", _two(_ACTIVITIES, "activities")),
    Table("pins", N_("Ghim"), "pins", "", (
        Field("activity", N_("Hoạt động"), "ref", "activities", is_needed=True),
        Field("start", N_("Bắt đầu"), "moment"), Field("place", N_("Địa điểm"), "ref", "places"),
        Field("person", N_("Người"), "ref", "people"), Field("role", N_("Vai trò"), "ref", "roles"),
    )),
    Table("forbids", N_("Không phân công"), "forbids", "", (
        Field("person", N_("Người"), "ref", "people", is_needed=True),
        Field("activity", N_("Hoạt động"), "ref", "activities", is_needed=True),
    )),
)  # fmt: skip
"""The tables, in the order in which somebody fills them."""

BY_NAME: Final = {table.name: table for table in TABLES}

PARENTS: Final = {
    "people": N_("Người"), "activities": N_("Hoạt động"), "functions": N_("Chức năng"), "places": N_("Địa điểm"),
}  # fmt: skip
"""What the items are called in which rows of other tables are."""

OTHERS: Final = {
    "roles": N_("Vai trò"), "own_roles": N_("Vai trò riêng"), "unavailable": N_("Vắng mặt"),
    "available": N_("Chỉ có mặt"), "closed": N_("Đóng cửa"), "serves": N_("Phục vụ"), "window": N_("Khung ngày"),
    "separate": N_("Vai trò phải tách"), "blocks": N_("Buổi trong ngày"), "activities": N_("Hoạt động"),
}  # fmt: skip
"""What else has a name: lists without a table, and fields that are tables of their own."""


def list_label(name: str) -> str:
    """Return what a list is called, to be said in the reader's language."""
    return next((table.label for table in TABLES if table.list == name and not table.child), OTHERS.get(name, name))


def field_label(of: str, name: str) -> str:
    """Return what a field of a list's items is called; of the scenario's own where the list has no name."""
    fields = {
        field.path: field.label for table in TABLES if table.list == of and not table.child for field in table.fields
    }
    return fields.get(name) or OTHERS.get(name) or name
