"""The catalogue: every rule a plan must meet, every tier that judges it, every figure it states, each once.

Wherever a rule is named (code, messages, files, tests) it is named by its id here. Ids are unique among rules
and figures, and among tiers: ``cost`` is a figure of a session as well as a tier of a plan.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["activity", "session", "seat", "person", "money", "wish", "figure", "file"]
"""What an entry speaks of.

`activity`, `session`, `seat`, `person`, `money` and `wish` are rules: no plan may break one. `figure` is a
number or name that follows from the rest of a plan, `file` a property of a plan file as a whole.
"""


@dataclass(frozen=True, slots=True)
class Unit:
    """What is counted, in both languages."""

    vi: str
    en: str


PRIORITY: Final = Unit("điểm ưu tiên", "priority")
SEATS: Final = Unit("chỗ", "seats")
STAFF_SESSIONS: Final = Unit("người-buổi", "person-sessions")
PEOPLE: Final = Unit("người", "people")
STANDBYS: Final = Unit("người dự phòng", "standby people")
MINUTES: Final = Unit("phút", "minutes")
SESSIONS: Final = Unit("buổi", "sessions")
CHANGES: Final = Unit("thay đổi", "changes")
VND: Final = Unit("đồng", "VND")
POINTS: Final = Unit("điểm", "points")


@dataclass(frozen=True, slots=True)
class Rule:
    """Something that holds in every plan: id, what it speaks of, its sentence, what it counts (if any)."""

    id: str
    kind: Kind
    vi: str
    en: str
    unit: Unit | None = None


@dataclass(frozen=True, slots=True)
class Tier:
    """One thing that plans are judged by, smaller being better: id, unit, short name, sentence."""

    id: str
    unit: Unit
    name_vi: str
    name_en: str
    vi: str
    en: str


RULES: Final = (
    Rule(
        "one-session",
        "activity",
        "Mỗi hoạt động nằm trong đúng một buổi, hoặc được ghi là không tổ chức.",
        "An activity is in exactly one session, or is listed as not held.",
    ),
    Rule(
        "same-function",
        "session",
        "Các hoạt động trong một buổi có cùng chức năng và cùng địa bàn.",
        "All activities of a session have one function and one area.",
    ),
    Rule(
        "consent",
        "session",
        "Không hoạt động nào bị ghép với đơn vị mà đơn vị chủ trì của nó không đồng ý.",
        "No activity is held with a sponsor that its own sponsor has not agreed to.",
    ),
    Rule(
        "together",
        "activity",
        "Hai hoạt động phải đi cùng nhau thì ở chung một buổi, hoặc cả hai không tổ chức.",
        "Two activities that belong together are in one session, or both are not held.",
    ),
    Rule(
        "apart",
        "activity",
        "Hai hoạt động phải tách nhau thì không bao giờ ở chung một buổi.",
        "Two activities to be kept apart are never in one session.",
    ),
    Rule(
        "start",
        "session",
        "Buổi bắt đầu vào giờ mà mọi hoạt động của nó cho phép, dài bằng hoạt động dài nhất và không "
        "vượt quá khung giờ.",
        "A session starts when every activity of it may, lasts as long as the longest, and ends within the block.",
    ),
    Rule(
        "place",
        "session",
        "Địa điểm được mọi hoạt động cho phép, mở cửa suốt buổi và không nhận quá số buổi cùng lúc.",
        "The place is allowed by every activity, open throughout, and holds no more sessions at once than it can.",
        SESSIONS,
    ),
    Rule(
        "capacity",
        "session",
        "Số người đến không vượt sức chứa của địa điểm và mức tối đa của chức năng.",
        "No more people come than the place holds and the function can receive.",
        PEOPLE,
    ),
    Rule(
        "seats",
        "seat",
        "Mỗi buổi có đúng số chỗ mà từng vai trò cần, kể cả vai trò riêng của từng hoạt động.",
        "A session has exactly the seats that each role needs, and those that its activities bring.",
        SEATS,
    ),
    Rule(
        "qualified",
        "seat",
        "Người giữ chỗ có kỹ năng, thuộc khối, phụ trách địa bàn và được đề cử như vai trò yêu cầu.",
        "Who holds a seat has the skill, bloc, area and nomination that its role asks for.",
    ),
    Rule(
        "available",
        "person",
        "Người giữ chỗ có mặt được trong suốt buổi.",
        "Who holds a seat can be there for the whole session.",
    ),
    Rule(
        "no-overlap",
        "person",
        "Hai nhiệm vụ của một người không chồng giờ và đủ thời gian đi lại; mỗi buổi chỉ một nhiệm vụ.",
        "Two duties of a person never overlap and leave time to travel; one duty a session.",
        MINUTES,
    ),
    Rule(
        "hours",
        "person",
        "Giờ làm của mỗi người trong ngày, trong tuần và của mỗi đơn vị trong cả đợt không vượt mức.",
        "Hours stay within the limits of each person's day and week, and of each organisation.",
        MINUTES,
    ),
    Rule(
        "separate",
        "seat",
        "Hai vai trò phải độc lập không do người của cùng một đơn vị gốc giữ trong một buổi.",
        "Two roles that must be independent are not held by people of one home organisation in a session.",
    ),
    Rule(
        "representation",
        "seat",
        "Buổi có nhiều đơn vị thì đơn vị nào cũng có ít nhất một người giữ chỗ.",
        "In a session of several sponsors, each has at least one person in a seat.",
    ),
    Rule(
        "standby",
        "seat",
        "Người dự phòng đủ điều kiện của vai trò, có mặt được, và không nhiều hơn số yêu cầu.",
        "A standby qualifies for the role and can be there, and there are never more than asked.",
        STANDBYS,
    ),
    Rule(
        "budget",
        "money",
        "Tổng chi phí nằm trong kinh phí.",
        "The total cost is within the budget.",
        VND,
    ),
    Rule(
        "pins",
        "wish",
        "Điều đã ấn định thì giữ nguyên: hoạt động, giờ, địa điểm, người.",
        "What has been fixed stays: the activity, its start, its place, its person.",
    ),
    Rule(
        "forbids",
        "wish",
        "Người không được tham gia một hoạt động thì không có nhiệm vụ nào trong buổi của nó.",
        "Who is kept out of an activity has no duty in its session.",
    ),
)
"""The hard rules, in the contract's order."""

FIGURES: Final = (
    Rule(
        "unknown-reference",
        "file",
        "Mọi mã nêu trong phương án đều có trong kịch bản.",
        "Every id that the plan names is one of the scenario's.",
    ),
    Rule("session-ids", "file", "Mỗi buổi có mã riêng.", "Every session has an id of its own."),
    Rule(
        "reasons",
        "file",
        "Chỗ trống và hoạt động không tổ chức nào cũng có lý do.",
        "Every empty seat and every activity that is not held has a reason.",
    ),
    Rule(
        "attendance",
        "figure",
        "Số người đến tính mỗi nhóm một lần, theo số lớn nhất.",
        "Attendance counts each group once, at the largest number that any activity brings.",
        PEOPLE,
    ),
    Rule(
        "lead",
        "figure",
        "Đơn vị chủ trì theo thứ tự: ưu tiên, số người, khối, mã hoạt động.",
        "The lead follows from priority, people brought, bloc and activity id, in this order.",
    ),
    Rule(
        "cost",
        "figure",
        "Chi phí của buổi gồm địa điểm, tổ chức, phục vụ, đi lại và thù lao từng chỗ.",
        "A session costs its place, its holding, its visitors, transport and every filled seat.",
        VND,
    ),
    Rule(
        "cost-shares",
        "figure",
        "Phần chi của các đơn vị cộng lại đúng bằng tổng chi phí và chia theo số người mà mỗi đơn vị đưa đến.",
        "What the organisations pay adds up to the cost exactly and follows the people whom each brings.",
        VND,
    ),
    Rule(
        "tiers",
        "figure",
        "Các tiêu chí đúng thứ tự của kịch bản và đúng giá trị tính lại từ phương án.",
        "The tiers stand in the scenario's order and have the values that the plan comes to.",
    ),
    Rule(
        "proof",
        "figure",
        "Cận dưới không vượt giá trị; “đã chứng minh” là cận bằng giá trị và mọi tiêu chí trước đã chứng minh.",
        "No bound is above its value; proven means that they meet and every earlier tier is proven.",
    ),
    Rule(
        "status",
        "file",
        "Trạng thái khớp với nội dung: tối ưu khi mọi tiêu chí đã chứng minh; không có phương án thì "
        "không có buổi nào.",
        "The status fits the rest: optimal when all tiers are proven; where there is no plan, no sessions.",
    ),
    Rule(
        "conflict",
        "file",
        "Bất khả thi thì nêu được xung đột, và chỉ khi đó.",
        "An infeasible scenario, and only such a one, comes with a conflict.",
    ),
    Rule(
        "baseline",
        "figure",
        "Phương án tổ chức riêng lẻ để so sánh khớp với các tiêu chí của nó và với kịch bản.",
        "The plan with everything held apart agrees with its own tiers and with the scenario.",
    ),
    Rule(
        "savings",
        "figure",
        "Mức tiết kiệm là hiệu giữa tổ chức riêng lẻ và phương án, không hơn.",
        "A saving is what holding apart takes minus what the plan takes, and no more.",
    ),
    Rule(
        "hash",
        "file",
        "Phương án được lập từ đúng kịch bản này.",
        "The plan was made from this very scenario.",
    ),
)
"""What a plan file states and the verifier checks besides the hard rules."""

TIERS: Final = (
    Tier(
        "unheld",
        PRIORITY,
        "Không tổ chức",
        "Not held",
        "Tổng mức ưu tiên của các hoạt động không tổ chức được.",
        "The priorities of the activities that are not held, added up.",
    ),
    Tier(
        "unfilled",
        SEATS,
        "Chỗ trống",
        "Empty seats",
        "Số chỗ không có người.",
        "Seats that nobody holds.",
    ),
    Tier(
        "unbacked",
        STANDBYS,
        "Thiếu dự phòng",
        "Standby missing",
        "Số người dự phòng còn thiếu.",
        "Standby people who are asked for and missing.",
    ),
    Tier(
        "staff_sessions",
        STAFF_SESSIONS,
        "Người-buổi",
        "Person-sessions",
        "Số lượt người đi làm: mỗi chỗ có người trong mỗi buổi là một.",
        "Filled seats: every person in every session counts one.",
    ),
    Tier(
        "cost",
        VND,
        "Chi phí",
        "Cost",
        "Tổng chi phí địa điểm, tổ chức, phục vụ, đi lại và thù lao.",
        "What places, holding, visitors, transport and seats cost together.",
    ),
    Tier(
        "people",
        PEOPLE,
        "Số người",
        "People",
        "Số người khác nhau được phân công.",
        "Different people who hold a seat.",
    ),
    Tier(
        "peak_minutes",
        MINUTES,
        "Người bận nhất",
        "Busiest person",
        "Số phút của người bận nhất.",
        "The seat minutes of the busiest person.",
    ),
    Tier(
        "changes",
        CHANGES,
        "Thay đổi",
        "Changes",
        "Số hoạt động đổi giờ hoặc địa điểm và số người thôi giữ chỗ so với phương án gốc.",
        "Activities that move and people who lose their seat, compared with the base plan.",
    ),
    Tier(
        "weighted",
        POINTS,
        "Tổng có trọng số",
        "Weighted sum",
        "Nhiều tiêu chí cộng lại, mỗi tiêu chí nhân với trọng số của nó.",
        "Several tiers added up, each times its weight.",
    ),
)
"""Everything that an objective can name, in the contract's order."""

_RULES: Final = {rule.id: rule for rule in RULES + FIGURES}
_TIERS: Final = {tier.id: tier for tier in TIERS}
HARD: Final = frozenset(rule.id for rule in RULES)
"""Ids of the hard rules."""


def rule(rule_id: str) -> Rule:
    """Return the rule or figure with this id. Raises KeyError where there is none."""
    return _RULES[rule_id]


def tier(tier_id: str) -> Tier:
    """Return the tier with this id. Raises KeyError where there is none."""
    return _TIERS[tier_id]
