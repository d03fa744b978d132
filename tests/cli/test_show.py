"""The summary of a plan, whole, in both languages; then what changes with the plan."""

from __future__ import annotations

import json

import pytest

from planner.cli import run
from planner.domain.canonical import sha256
from planner.domain.plan import Plan
from tests import builders as b
from tests.cli.command import lines
from tests.cli.conftest import Ward, small_baseline, small_plan, small_ward

ENGLISH = r"""
Phường thử
Feasible: an independently verified plan, not proven to be the best.
3 of 4 activities held, in 1 session.

Against holding everything apart
Saves 6 of 10 person-sessions (60.0%) and 2,260,000 VND.
                     Apart       Plan      Saved  Best possible
───────────────────────────────────────────────────────────────
Person-sessions         10          4          6  6 .. 7
Cost (VND)       4,500,000  2,240,000  2,260,000  not proven
People                   7          4          3  not proven
Person-hours          10.0        4.0        6.0
Sessions                 3          1          2

Held together: 3 activities in 1 session

Mon 2 Feb 2026 07:30–08:30 · Nhà hall
  Function  Việc gift
  Lead      UB
  Size      150 visitors · 4 of 5 seats filled · 2,240,000 VND
  Session   s1
  • Quà Tết của Nhà nước — UB
  • Quà Quỹ Vì người nghèo — MT
  • Quà [bold]Hội\x1b[31m Phụ nữ \u202eabc — PN

Held alone: 0 sessions

Gaps
Missing                Where                        Why
────────────────────────────────────────────────────────────────────────────────
not held               Liên hoan — PN               Không còn giờ trống.
1 × Vai guide          Mon 2 Feb 2026 07:30–08:30,  Không còn ai đủ điều kiện.
                       Nhà hall (s1)
1 × Vai desk           Mon 2 Feb 2026 07:30–08:30,  9 qualify; proven: no plan
(standby)              Nhà hall (s1)                has fewer missing

Cost by organisation
Organisation           Cost  Share
──────────────────────────────────
MT            1,090,000 VND  48.7%
UB              877,500 VND  39.2%
PN              272,500 VND  12.2%

Total         2,240,000 VND

How good it is
   Tier                 Value      Bound                Gap  Unit
────────────────────────────────────────────────────────────────────────────
✓  Not held                 1          1                  0  priority
✓  Empty seats              1          1                  0  seats
✓  Standby missing          1          1                  0  standby people
   Person-sessions          4          3          1 (25.0%)  person-sessions
   Cost             2,240,000  1,000,000  1,240,000 (55.4%)  VND
   People                   4          4                  0  people
   Busiest person          60         60                  0  minutes
✓ proven: no plan at all is better on this tier without being worse on an
earlier one. Bound: no such plan can go below it. Gap: the most that could still
be gained.

How it was computed
Time      1.2 s
Limit     60.0 s
Workers   1
Seed      7
Versions  ortools 9.15
SHA-256   {sha256}
"""

VIETNAMESE = r"""
Phường thử
Khả thi: phương án đã kiểm tra độc lập, chưa chứng minh là tốt nhất.
3/4 hoạt động, 1 buổi.

So với tổ chức riêng lẻ
Bớt 6 trong 10 người-buổi (60,0%) và 2.260.000 đ.
              Riêng lẻ  Phương án  Tiết kiệm  Nhiều nhất có thể
───────────────────────────────────────────────────────────────
Người-buổi          10          4          6  6 .. 7
Chi phí (đ)  4.500.000  2.240.000  2.260.000  chưa chứng minh
Số người             7          4          3  chưa chứng minh
Giờ công          10,0        4,0        6,0
Số buổi              3          1          2

Tổ chức chung: 3 hoạt động trong 1 buổi

Thứ Hai 02/02/2026 07:30–08:30 · Nhà hall
  Chức năng  Việc gift
  Chủ trì    UB
  Quy mô     150 người đến · 4/5 chỗ có người · 2.240.000 đ
  Mã buổi    s1
  • Quà Tết của Nhà nước — UB
  • Quà Quỹ Vì người nghèo — MT
  • Quà [bold]Hội\x1b[31m Phụ nữ \u202eabc — PN

Tổ chức riêng: 0 buổi

Còn thiếu
Thiếu                  Ở đâu                        Vì sao
────────────────────────────────────────────────────────────────────────────────
không tổ chức          Liên hoan — PN               Không còn giờ trống.
1 × Vai guide          Thứ Hai 02/02/2026           Không còn ai đủ điều kiện.
                       07:30–08:30, Nhà hall (s1)
1 × Vai desk (dự       Thứ Hai 02/02/2026           9 người đủ điều kiện; đã
phòng)                 07:30–08:30, Nhà hall (s1)   chứng minh: không thể thiếu
                                                    ít hơn

Kinh phí theo đơn vị
Đơn vị     Kinh phí  Tỷ lệ
──────────────────────────
MT      1.090.000 đ  48,7%
UB        877.500 đ  39,2%
PN        272.500 đ  12,2%

Cộng    2.240.000 đ

Tốt đến đâu
   Tiêu chí          Giá trị   Cận dưới        Khoảng cách  Đơn vị
──────────────────────────────────────────────────────────────────────────
✓  Không tổ chức           1          1                  0  điểm ưu tiên
✓  Chỗ trống               1          1                  0  chỗ
✓  Thiếu dự phòng          1          1                  0  người dự phòng
   Người-buổi              4          3          1 (25,0%)  người-buổi
   Chi phí         2.240.000  1.000.000  1.240.000 (55,4%)  đồng
   Số người                4          4                  0  người
   Người bận nhất         60         60                  0  phút
✓ đã chứng minh: không phương án nào tốt hơn ở tiêu chí này mà không kém hơn ở
tiêu chí trước. Cận dưới: không phương án nào như vậy xuống dưới mức này. Khoảng
cách: nhiều nhất còn tốt hơn được bấy nhiêu.

Cách tính
Thời gian  1,2 giây
Giới hạn   60,0 giây
Số luồng   1
Hạt giống  7
Phiên bản  ortools 9.15
SHA-256    {sha256}
"""

ONE_SESSION = r"""

Who does what
Mon 2 Feb 2026 07:30–08:30 · Nhà hall
  Function  Việc gift
  Lead      UB
  Size      150 visitors · 4 of 5 seats filled · 2,240,000 VND
  Session   s1
  • Quà Tết của Nhà nước — UB
  • Quà Quỹ Vì người nghèo — MT
  • Quà [bold]Hội\x1b[31m Phụ nữ \u202eabc — PN

Role               For activity             Person             Organisation
────────────────────────────────────────────────────────────────────────────────
Vai desk           the whole session        Cán bộ ub-1        UB
Vai desk           the whole session        Cán bộ mt-1        MT
Vai guide          the whole session        Cán bộ pn-1        PN
Vai guide          the whole session        EMPTY              Không còn ai đủ
                                                               điều kiện.
Vai books          Quà Tết của Nhà nước     Cán bộ ub-2        UB
Vai desk           the whole session        Cán bộ ub-3        UB
(standby)
"""

ALONE = r"""
Held alone: 3 sessions
ID      Activity                     When, where                 Visitors  Staff
────────────────────────────────────────────────────────────────────────────────
b1      Quà Tết của Nhà nước         Mon 2 Feb 2026 07:30–08:30        90    4/4
        UB                           Nhà hall
b2      Quà Quỹ Vì người nghèo       Mon 2 Feb 2026 13:30–14:30       120    3/4
        MT                           Nhà hall
b3      Quà [bold]Hội\x1b[31m Phụ    Mon 2 Feb 2026 13:30–14:30        30    3/3
        nữ \u202eabc                 Nhà yard
        PN
"""

NOT_COMPARABLE = """
                     Apart       Plan  Difference  Best possible
─────────────────────────────────────────────────────────────────
Person-sessions         11          4           7  not comparable
Cost (VND)       4,560,000  2,240,000   2,320,000  not comparable
People                   7          4           3  not comparable
Person-hours          11.0        4.0         7.0  not comparable
Sessions                 3          1           2  not comparable
Not comparable: the two do not hold the same (Empty seats: apart 0, plan 1).
Holding less is not saving.
"""

GROUPED = """
not held               Liên hoan — PN               Không còn giờ trống.
1 × Vai guide          Mon 2 Feb 2026 13:30–14:30,  Không còn ai đủ điều kiện.
                       Nhà hall (b2)
3 × Vai desk           3 sessions: b1, b2, b3       9 qualify; proven: no plan
(standby)                                           has fewer missing
"""

INFEASIBLE = """
Phường thử
Infeasible: no plan meets the rules (proven).

Why there is no plan
Rule            Why                                 Inputs
────────────────────────────────────────────────────────────────────────────────
pins            Không thể tổ chức như đã ấn định.   pins, item 1

How it was computed
Time      0.0 s
Limit     none
Workers   1
Seed      0
Versions  –
SHA-256   {sha256}
"""


@pytest.mark.parametrize(("lang", "expected"), [("en", ENGLISH), ("vi", VIETNAMESE)])
def test_the_whole_summary(ward: Ward, capsys: pytest.CaptureFixture[str], lang: str, expected: str) -> None:
    assert run(["show", ward.scenario_file, ward.plan_file, "--lang", lang]) == 0
    shown = capsys.readouterr()
    assert lines(shown.out) == expected.replace("{sha256}", ward.plan.scenario_sha256).splitlines()[1:]
    assert shown.err == ""


@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_no_line_is_wider_than_the_terminal(
    ward: Ward, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    assert run(["show", ward.scenario_file, ward.plan_file, "--all"]) == 0
    assert [line for line in lines(capsys.readouterr().out) if len(line) > width] == []


def test_who_does_what_in_one_session(ward: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    seats = (
        ("desk", "ub-1"),
        ("desk", "mt-1"),
        ("guide", "pn-1"),
        ("guide", None),
        ("books", "ub-2", "state"),
    )
    session = b.session("s1", "state", "fund", "women", seats=seats, standby=[("desk", "ub-3")])
    file = ward.keep("backed.json", b.plan(ward.of, session, unheld=("party",)))
    assert run(["show", ward.scenario_file, file, "--session", "s1"]) == 0
    assert lines(capsys.readouterr().out) == ONE_SESSION.splitlines()[1:]

    assert run(["show", ward.scenario_file, file]) == 0  # and no standby is missing any more
    assert [line.split("  ")[0] for line in section(capsys.readouterr().out, "Gaps")[3:]] == [
        "not held",
        "1 × Vai guide",
        "",
    ]


def test_no_gaps(ward: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    full = b.scenario(b.activity("one"))
    ward.keep("ward.json", full)
    file = ward.keep("full.json", b.plan(full, b.session("s1", "one", seats=[("desk", "ub-1"), ("desk", "ub-2")])))
    assert run(["show", ward.scenario_file, file]) == 0
    assert section(capsys.readouterr().out, "Gaps") == [
        "Gaps",
        "None: every activity is held, every seat filled, every standby there.",
    ]


def test_a_session_that_is_not_there(ward: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", ward.scenario_file, ward.plan_file, "--session", "s9"]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert lines(shown.err)[0] == "s9: 1 fault"
    assert lines(shown.err)[3].split("  ")[-1] == "the id of a session: s1"


def test_json_is_the_plan(ward: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", ward.scenario_file, ward.plan_file, "--json"]) == 0
    shown = capsys.readouterr()
    assert json.loads(shown.out) == ward.plan.to_json()
    assert shown.err == ""


def test_sessions_of_one_activity_are_listed_on_request(ward: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    file = ward.keep("apart.json", small_baseline(ward.of))
    assert run(["show", ward.scenario_file, file]) == 0
    assert section(capsys.readouterr().out, "Held alone") == [
        "Held alone: 3 sessions",
        "To list them: chungtay show … --all.",
    ]
    assert run(["show", ward.scenario_file, file, "--all"]) == 0
    assert section(capsys.readouterr().out, "Held alone") == ALONE.splitlines()[1:]


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (None, "No baseline was asked for."),
        ("unknown", "Nothing to compare with: holding everything apart came out unknown."),
    ],
)
def test_nothing_to_compare_with(
    ward: Ward, capsys: pytest.CaptureFixture[str], status: str | None, expected: str
) -> None:
    baseline = status and {"status": status, "tiers": [{"name": name} for name in ward.of.tiers()]}
    assert savings_of(ward, small_plan(ward.of, apart=None, baseline=baseline), capsys) == [expected]


def test_holding_less_is_not_saving(ward: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    plan = small_plan(ward.of, bounds={"unfilled": 0}, apart=small_baseline(ward.of, guide="mt-2"))
    assert savings_of(ward, plan, capsys) == NOT_COMPARABLE.splitlines()[1:]


def test_doing_more_is_not_saving_either(ward: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    seats = (("desk", "ub-1"), ("desk", "mt-1"), ("guide", "pn-1"), ("guide", "pn-2"), ("books", "ub-2", "state"))
    full = b.session("s1", "state", "fund", "women", seats=seats)
    unproven = b.edit(small_baseline(ward.of), {"/tiers/1/bound": 0, "/tiers/1/proven": False})
    unproven = b.edit(unproven, {f"/tiers/{i}/proven": False for i in range(2, 7)} | {"/status": "feasible"})
    plan = b.plan(ward.of, full, unheld=("party",), apart=unproven)
    assert " ".join(savings_of(ward, plan, capsys)[-3:]) == (
        "Not comparable: the two do not hold the same (Empty seats: apart 1, plan 0). The "
        "plan does more, so the differences above are not what is saved. Holding apart is "
        "not solved to the end: more time (--time-limit) may change this."
    )


def test_what_is_missing_for_one_reason_is_one_row(ward: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    file = ward.keep("apart.json", small_baseline(ward.of))
    assert run(["show", ward.scenario_file, file]) == 0
    assert section(capsys.readouterr().out, "Gaps")[3:] == GROUPED.splitlines()[1:]


def test_who_could_stand_by(ward: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    few = b.function("gift", b.role("desk", 2, skill="cash", standby=1))
    of = b.scenario(
        b.activity("one"),
        functions=(few,),
        skills=({"id": "cash", "name": "Thủ quỹ"},),
        people=(b.person("ub-1", skills=("cash",)), b.person("ub-2", skills=("cash",)), b.person("ub-3")),
    )
    ward.keep("ward.json", of)
    session = b.session("s1", "one", seats=[("desk", "ub-1"), ("desk", "ub-2")])
    file = ward.keep("few.json", b.plan(of, session, bounds={"unbacked": 0}))
    assert run(["show", ward.scenario_file, file]) == 0
    assert " ".join(line[52:] for line in section(capsys.readouterr().out, "Gaps")[3:]) == (
        "2 qualify (Cán bộ ub-1, Cán bộ ub-2); no other way found so far"
    )


def test_many_gaps_are_cut_short(ward: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    crowd = b.scenario(b.activity("one"), *(b.activity(f"a{i}") for i in range(45)))
    ward.keep("ward.json", crowd)
    session = b.session("s1", "one", seats=[("desk", "ub-1"), ("desk", "ub-2")])
    file = ward.keep("crowd.json", b.plan(crowd, session, unheld=[f"a{i}" for i in range(45)]))
    assert run(["show", ward.scenario_file, file]) == 0
    found = section(capsys.readouterr().out, "Gaps")
    assert sum(line.startswith("not held") for line in found) == 40
    assert found[-1] == "and 5 more rows (--json has all)."


def test_proven_savings(ward: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    assert best_possible(savings_of(ward, small_plan(ward.of, bounds={}), capsys)) == ["proven"] * 3


def test_savings_without_bounds(ward: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    plan = small_plan(ward.of, bounds={"unfilled": 0})
    assert best_possible(savings_of(ward, plan, capsys)) == ["not proven"] * 3


def test_savings_bounded_on_one_side(ward: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    plan = small_plan(ward.of, bounds={"staff_sessions": None})
    assert best_possible(savings_of(ward, plan, capsys)) == ["≥ 6", "not proven", "not proven"]


def test_a_plan_may_cost_more(ward: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    dear = small_ward(places=(b.place("hall", cost_per_session=9_000_000), b.place("yard", parallel=2)))
    ward.keep("ward.json", dear)
    plan = small_plan(dear, apart=small_baseline(dear, place="yard"))
    assert savings_of(ward, plan, capsys)[0] == ("Saves 6 of 10 person-sessions (60.0%); takes 6,740,000 VND more.")


def test_infeasible_shows_the_conflict(ward: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    pinned = small_ward(pins=({"activity": "state"},))
    ward.keep("ward.json", pinned)
    file = ward.keep("none.json", b.no_plan(pinned, "infeasible"))
    assert run(["show", ward.scenario_file, file]) == 0
    assert lines(capsys.readouterr().out) == INFEASIBLE.replace("{sha256}", sha256(pinned)).splitlines()[1:]


def section(out: str, title: str) -> list[str]:
    """The lines of a section of the summary, from its heading to the next empty line."""
    found = lines(out)
    start = next(i for i, line in enumerate(found) if line.startswith(title))
    return found[start : found.index("", start)]


def savings_of(ward: Ward, plan: Plan, capsys: pytest.CaptureFixture[str]) -> list[str]:
    assert run(["show", ward.scenario_file, ward.keep("other.json", plan)]) == 0
    return section(capsys.readouterr().out, "Against holding everything apart")[1:]


def best_possible(savings: list[str]) -> list[str]:
    """The last column of the tiers' rows in a table of savings."""
    return [line.rsplit("  ", 1)[1].strip() for line in savings[3:6]]
