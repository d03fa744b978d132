"""Every named warning: the file can be solved, but somebody should look."""

from __future__ import annotations

import pytest

from planner.domain.checks import read
from planner.domain.faults import Notice
from tests.domain.test_checks import Change, ward

CASES: dict[str, tuple[list[Change], Notice]] = {
    "unknown field with a near one": (
        [("people.0.skill", "x"), ("people.0.skills", None)],
        Notice(
            code="unknown-field",
            pointer="/people/0/skill",
            vi='trường không quen, được giữ nguyên mà không dùng; gần nhất: "skills"',
            en='a field that is not known: kept, not used; the nearest is "skills"',
        ),
    ),
    "unknown field": (
        [("zzz", 1)],
        Notice(
            code="unknown-field",
            pointer="/zzz",
            vi="trường không quen, được giữ nguyên mà không dùng",
            en="a field that is not known: kept, not used",
        ),
    ),
    "serves more than there are": (
        [("activities.0.serves.0.people", 41)],
        Notice(
            code="serves-beyond-group",
            pointer="/activities/0/serves/0/people",
            vi='phục vụ 41 người của nhóm "ho-ngheo" chỉ có 40',
            en='serves 41 people of group "ho-ngheo", which has 40',
        ),
    ),
    "one organisation for two separate roles": (
        [("functions.0.separate", [["ban", "thu"]]), ("people.1.skills", []), ("functions.0.roles.0.skill", "chi-tra")],
        Notice(
            code="separate-one-organisation",
            pointer="/functions/0/separate/0",
            vi='chỉ đơn vị "ubnd" có người cho hai vai trò phải tách: một vai trò sẽ trống',
            en='only organisation "ubnd" has people for these separate roles: one will stay empty',
        ),
    ),
    "too many for every place": (
        [("activities.0.turnout", 2.6)],
        Notice(
            code="fits-no-place",
            pointer="/activities/0",
            vi="104 người, mà địa điểm lớn nhất được phép chứa 100",
            en="104 people, and the largest place that it may use holds 100",
        ),
    ),
    "too many for the function": (
        [("functions.0.max_people", 39)],
        Notice(
            code="fits-no-place",
            pointer="/activities/0",
            vi='40 người; một buổi "qua" nhận nhiều nhất 39',
            en='40 people, and a session of "qua" takes at most 39',
        ),
    ),
    "no place": (
        [("activities.1.places", [])],
        Notice(
            code="fits-no-place",
            pointer="/activities/1",
            vi="không có địa điểm nào được phép: sẽ không được tổ chức",
            en="has no place that it may use: it will not be held",
        ),
    ),
    "no start": (
        [("activities.1.starts", ["2026-02-09T00:00"])],
        Notice(
            code="no-start",
            pointer="/activities/1",
            vi="không có giờ bắt đầu nào trong thời gian của kịch bản: sẽ không được tổ chức",
            en="has no start inside the scenario's days: it will not be held",
        ),
    ),
}


@pytest.mark.parametrize(("changes", "notice"), CASES.values(), ids=list(CASES))
def test_a_warning(changes: list[Change], notice: Notice) -> None:
    assert read(ward(*changes)).warnings == (notice,)


@pytest.mark.parametrize(
    "window", [{"from": "2026-01-01", "to": "2026-02-01"}, {"from": "2026-02-02", "to": "2026-02-02", "blocks": []}]
)
def test_windows_without_a_start(window: dict[str, object]) -> None:
    assert [n.code for n in read(ward(("activities.0.window", window))).warnings] == ["no-start"]


@pytest.mark.parametrize(
    ("changes", "largest"),
    [
        ([], 100),
        ([("places.0.area", "kp1")], 100),
        ([("places.0.area", "kp2")], 50),
        ([("places.0.parallel", 0)], 50),
        ([("places.0.area", "kp2"), ("activities.0.places", ["ubnd", "nha-vh"])], 100),
        ([("places.0.parallel", 0), ("activities.0.places", ["ubnd", "nha-vh"])], 50),
    ],
)
def test_the_largest_place_that_an_activity_may_use(changes: list[Change], largest: int) -> None:
    areas = [{"id": f"kp{n}", "name": f"Khu phố {n}"} for n in (1, 2)]
    found = read(ward(("areas", areas), ("activities.0.turnout", 100), *changes)).warnings
    assert [n.en for n in found] == [f"4000 people, and the largest place that it may use holds {largest}"]


@pytest.mark.parametrize(
    "changes",
    [
        [("places.0.area", "kp2"), ("places.1.area", "kp2")],
        [("places.0.parallel", 0), ("places.1.parallel", 0)],
        [("places.0.parallel", 0), ("activities.0.places", ["nha-vh"]), ("activities.1.places", ["nha-vh"])],
    ],
)
def test_no_place_that_an_activity_may_use(changes: list[Change]) -> None:
    areas = [{"id": f"kp{n}", "name": f"Khu phố {n}"} for n in (1, 2)]
    found = read(ward(("areas", areas), *changes)).warnings
    assert [n.en for n in found] == ["has no place that it may use: it will not be held"] * 2
