"""The workbook, sheet by sheet and column by column: what is written, read, explained and marked follows from this."""

from __future__ import annotations

from typing import Final

from planner.files.workbook.kinds import (
    BLOC_WORDS,
    Choices,
    Clock,
    Day,
    Exact,
    Flag,
    Merge,
    Moment,
    Moments,
    Objective,
    Pairs,
    Ref,
    Refs,
    Text,
    Whole,
)
from planner.files.workbook.sheet import KEY, OWNER, VALUE, Column, Sheet
from planner.files.workbook.words import Said

GREY, BLUE, GREEN, ORANGE, PURPLE = "#5B6B7B", "#1F5FA8", "#2E7D4F", "#B85C00", "#7A4E9E"
"""Colours of what belongs together: the whole, people, places, activities, wishes."""

MONEY: Final = Whole("money")
MANY: Final = Said("Nhiều mã: cách nhau bằng dấu chấm phẩy, như a; b.", "Several ids are parted by semicolons: a; b.")


def _id(vi: str, en: str) -> Column:
    return Column(
        ("id",),
        Said("Mã", "Id"),
        Text(),
        Said(
            f"Mã ngắn, không trùng, của {vi}; các trang khác dùng mã này.", f"A short id of the {en}; used elsewhere."
        ),
        14,
        needed=True,
    )


def _name(width: int = 34) -> Column:
    return Column(("name",), Said("Tên", "Name"), Text(), Said("Tên để mọi người đọc.", "As people read it."), width,
                  needed=True)  # fmt: skip


def _owner(refers: str, vi: str, en: str) -> Column:
    return Column(OWNER, Said(vi, en), Ref(), Said("Mã ở trang của nó.", "Its id."), 18, refers, needed=True)


def _start(required: bool = True) -> Column:
    return Column(("start",), Said("Từ", "From"), Moment(), Said("Ngày và giờ, như 07/02/2026 07:30.",
                  "Date and time, such as 07/02/2026 07:30."), 18, needed=required)  # fmt: skip


def _end() -> Column:
    return Column(("end",), Said("Đến", "To"), Moment(), Said("Ngày và giờ, như 07/02/2026 11:30.",
                  "Date and time, such as 07/02/2026 11:30."), 18, needed=True)  # fmt: skip


_SKILL: Final = Column(
    ("skill",), Said("Kỹ năng", "Skill"), Ref(),
    Said("Để trống: ai cũng được.", "Empty: anybody."), 16, "skills",
)  # fmt: skip
_BLOCS: Final = Column(
    ("blocs",), Said("Khối", "Blocs"), Choices(BLOC_WORDS),
    Said("Chỉ người của các khối này, cách nhau bằng dấu chấm phẩy. Để trống: mọi khối.",
         "Only people of these blocs, parted by semicolons. Empty: any."), 26,
)  # fmt: skip
_FIXED: Final = Column(
    ("fixed",), Said("Số chỗ cố định", "Fixed seats"), Whole(),
    Said("Ít nhất bấy nhiêu người trong mỗi buổi.", "At least so many people in each session."), 12,
)  # fmt: skip

GENERAL: Final = Sheet(
    "",
    Said("Thông tin", "General"),
    Said("Tên, thời gian và điều kiện chung của kịch bản.", "The scenario's name, days and general conditions."),
    (
        Column(("name",), Said("Tên kịch bản", "Name"), Text(), Said("Như “Tết Bính Ngọ 2026, phường Diên Hồng”.",
               "Such as “Tết 2026, Diên Hồng ward”."), needed=True),
        Column(("start",), Said("Ngày đầu", "First day"), Day(), Said("Mọi buổi bắt đầu từ ngày này.",
               "Every session starts on this day or later."), needed=True),
        Column(("end",), Said("Ngày cuối", "Last day"), Day(), Said("Mọi buổi bắt đầu chậm nhất ngày này.",
               "Every session starts on this day or earlier."), needed=True),
        Column(("timezone",), Said("Múi giờ", "Time zone"), Text(), Said("Để trống: Asia/Ho_Chi_Minh.",
               "Empty: Asia/Ho_Chi_Minh.")),
        Column(("turnout",), Said("Hệ số người đến", "Turnout"), Exact(),
               Said("Nhân với số người dự kiến: 1,1 là đông hơn một phần mười. Để trống: 1.",
                    "Multiplies the people expected: 1.1 is a tenth more. Empty: 1.")),
        Column(("travel_default_minutes",), Said("Phút đi lại mặc định", "Travel minutes by default"), Whole(),
               Said("Giữa hai địa điểm không có trong trang Đường đi. Để trống: 0.",
                    "Between places that are not on the sheet Travel. Empty: 0.")),
        Column(("budget",), Said("Ngân sách (đ)", "Budget (VND)"), MONEY, Said("Để trống: không giới hạn.",
               "Empty: no limit.")),
        Column(("representation",), Said("Mỗi đơn vị có đại diện", "Every sponsor represented"), Flag(),
               Said("Có: trong buổi chung, đơn vị nào cũng có người. Để trống: Có.",
                    "Yes: in a joint session every sponsor has somebody. Empty: Yes.")),
        Column(("objective",), Said("Thứ tự mục tiêu", "Objective"), Objective(),
               Said("Để trống: unheld; unfilled; unbacked; staff_sessions; cost; people; peak_minutes.",
                    "Empty: unheld; unfilled; unbacked; staff_sessions; cost; people; peak_minutes.")),
        Column(("format",), Said("Định dạng", "Format"), Text(), Said("Không sửa.", "Leave it."), needed=True),
    ),
    GREY,
    "fields",
)  # fmt: skip

BLOCKS: Final = Sheet(
    "blocks",
    Said("Buổi", "Blocks"),
    Said("Các buổi trong ngày: sáng, chiều, tối.", "The parts of a day: morning, afternoon, evening."),
    (
        _id("buổi", "block"), _name(20),
        Column(("start",), Said("Bắt đầu", "Start"), Clock(), Said("Như 07:30.", "Such as 07:30."), 12, needed=True),
        Column(("end",), Said("Kết thúc", "End"), Clock(), Said("Như 11:30; cuối ngày là 24:00.",
               "Such as 11:30; the day ends at 24:00."), 12, needed=True),
    ),
    GREY,
)  # fmt: skip

AREAS: Final = Sheet(
    "areas",
    Said("Địa bàn", "Areas"),
    Said("Khu phố của phường, hoặc phường của cụm. Không chia thì để trống.",
         "Neighbourhoods of a ward or wards of a cluster. Leave empty if there are none."),
    (_id("địa bàn", "area"), _name()),
    GREY,
)  # fmt: skip

ORGANISATIONS: Final = Sheet(
    "organisations",
    Said("Đơn vị", "Organisations"),
    Said("Cơ quan, đoàn thể và đối tác: chủ trì hoạt động và cử người.",
         "Who sponsors activities and sends people."),
    (
        _id("đơn vị", "organisation"), _name(40),
        Column(("bloc",), Said("Khối", "Bloc"), BLOC_WORDS, Said("Chính quyền, Mặt trận, Đoàn thể, Cộng đồng, Đối tác.",
               "Government, Front, Mass organisation, Community, Partner."), 18, needed=True),
        Column(("max_hours",), Said("Số giờ tối đa", "Most hours"), Exact(),
               Said("Tổng giờ làm của người thuộc đơn vị. Để trống: không giới hạn.",
                    "Seat hours of its people in all. Empty: no limit."), 14),
    ),
    BLUE,
)  # fmt: skip

SKILLS: Final = Sheet(
    "skills",
    Said("Kỹ năng", "Skills"),
    Said("Việc mà không phải ai cũng làm được: chi trả, y tế, giám sát.", "What not everybody can do."),
    (_id("kỹ năng", "skill"), _name()),
    BLUE,
)

PEOPLE: Final = Sheet(
    "people",
    Said("Người", "People"),
    Said("Cán bộ, đoàn viên, tình nguyện viên có thể phân công.", "Everybody who can be given a seat."),
    (
        _id("người", "person"), _name(30),
        Column(("organisations",), Said("Đơn vị", "Organisations"), Refs(),
               Said("Mã đơn vị; đơn vị chính đứng đầu. Kiêm nhiệm: a; b.",
                    "Ids of organisations, home first; more than one: a; b."), 20, "organisations", needed=True),
        Column(("skills",), Said("Kỹ năng", "Skills"), Refs(), MANY, 26, "skills"),
        Column(("areas",), Said("Địa bàn", "Areas"), Refs(), Said("Để trống: ở đâu cũng được. " + MANY.vi,
               "Empty: anywhere. " + MANY.en), 16, "areas"),
        Column(("cost_per_hour",), Said("Chi phí một giờ (đ)", "Cost per hour (VND)"), Exact("money"),
               Said("Để trống: 0.", "Empty: 0."), 16),
        Column(("max_hours_per_day",), Said("Giờ tối đa mỗi ngày", "Most hours a day"), Exact(),
               Said("Để trống: 8.", "Empty: 8."), 14),
        Column(("max_hours_per_week",), Said("Giờ tối đa mỗi tuần", "Most hours a week"), Exact(),
               Said("Để trống: 40.", "Empty: 40."), 14),
    ),
    BLUE,
)  # fmt: skip

_PERSON: Final = _owner("people", "Người", "Person")

AVAILABLE: Final = Sheet(
    "available",
    Said("Giờ có mặt", "Available"),
    Said("Người chỉ làm được trong những lúc này. Không có dòng nào: lúc nào cũng được.",
         "People who can serve only then. No row: at any time."),
    (_PERSON, _start(), _end()),
    BLUE,
    owner="people",
)  # fmt: skip

UNAVAILABLE: Final = Sheet(
    "unavailable",
    Said("Giờ vắng", "Unavailable"),
    Said("Nghỉ phép, họp, tập huấn: lúc này không phân công.", "Leave, meetings, training: no duty then."),
    (
        _PERSON, _start(), _end(),
        Column(("reason",), Said("Lý do", "Reason"), Text(), Said("Không bắt buộc.", "Optional."), 30),
    ),
    BLUE,
    owner="people",
)  # fmt: skip

PLACES: Final = Sheet(
    "places",
    Said("Địa điểm", "Places"),
    Said("Nơi tổ chức: trụ sở, nhà văn hóa, trường học.", "Where sessions are held."),
    (
        _id("địa điểm", "place"), _name(),
        Column(("area",), Said("Địa bàn", "Area"), Ref(), Said("Để trống: phục vụ mọi địa bàn.",
               "Empty: serves all areas."), 14, "areas"),
        Column(("capacity",), Said("Sức chứa (người)", "Capacity"), Whole(), Said("Số người trong một buổi.",
               "People in one session."), 14, needed=True),
        Column(("parallel",), Said("Số buổi cùng lúc", "Sessions at once"), Whole(), Said("Để trống: 1.", "Empty: 1."),
               14),
        Column(("cost_per_session",), Said("Chi phí một buổi (đ)", "Cost per session (VND)"), MONEY,
               Said("Thuê, điện nước. Để trống: 0.", "Rent, power. Empty: 0."), 18),
    ),
    GREEN,
)  # fmt: skip

CLOSED: Final = Sheet(
    "closed",
    Said("Giờ đóng cửa", "Closed"),
    Said("Lúc địa điểm không dùng được.", "When a place cannot be used."),
    (_owner("places", "Địa điểm", "Place"), _start(), _end()),
    GREEN,
    owner="places",
)

TRAVEL: Final = Sheet(
    "travel",
    Said("Đường đi", "Travel"),
    Said("Số phút đi giữa hai địa điểm, cả hai chiều; mỗi cặp một dòng.",
         "Minutes between two places, both ways; each pair once."),
    (
        Column(("from",), Said("Từ địa điểm", "From place"), Ref(), Said("Mã địa điểm.", "A place's id."), 18,
               "places", needed=True),
        Column(("to",), Said("Đến địa điểm", "To place"), Ref(), Said("Mã địa điểm.", "A place's id."), 18, "places",
               needed=True),
        Column(("minutes",), Said("Số phút", "Minutes"), Whole(), Said("Số phút đi.", "Minutes on the way."), 12,
               needed=True),
    ),
    GREEN,
)  # fmt: skip

GROUPS: Final = Sheet(
    "groups",
    Said("Nhóm thụ hưởng", "Groups"),
    Said("Hộ nghèo, người cao tuổi, trẻ em: ai có thể được phục vụ riêng thì là nhóm riêng.",
         "Who is served; people who may be served separately are separate groups."),
    (
        _id("nhóm", "group"), _name(),
        Column(("people",), Said("Số người", "People"), Whole(), Said("Cả nhóm.", "In the whole group."), 12,
               needed=True),
    ),
    ORANGE,
)  # fmt: skip

FUNCTIONS: Final = Sheet(
    "functions",
    Said("Chức năng", "Functions"),
    Said("Loại việc: hoạt động cùng chức năng có thể tổ chức chung.",
         "What activities are for: those of one function can be held as one."),
    (
        _id("chức năng", "function"), _name(),
        Column(("cost_per_session",), Said("Chi phí một buổi (đ)", "Cost per session (VND)"), MONEY,
               Said("Rạp, âm thanh, in ấn. Để trống: 0.", "Tent, sound, print. Empty: 0."), 18),
        Column(("cost_per_person",), Said("Chi phí một người đến (đ)", "Cost per visitor (VND)"), MONEY,
               Said("Nước, phiếu, mẫu đơn; không tính quà. Để trống: 0.", "Water, ticket, form; never the gift."), 20),
        Column(("max_people",), Said("Nhiều người nhất một buổi", "Most people a session"), Whole(),
               Said("Để trống: chỉ theo sức chứa của địa điểm.", "Empty: only the place's capacity counts."), 18),
        Column(("separate",), Said("Vai trò phải tách", "Separate roles"), Pairs(),
               Said("Hai vai trò không được cùng một đơn vị giữ: chi-tra + giam-sat; a + b.",
                    "Two roles that one organisation may not both hold: a + b; c + d."), 28),
    ),
    ORANGE,
)  # fmt: skip

ROLES: Final = Sheet(
    "roles",
    Said("Vai trò", "Roles"),
    Said("Mỗi buổi của một chức năng cần những ai, bao nhiêu.", "Whom a session of a function needs, and how many."),
    (
        _owner("functions", "Chức năng", "Function"), _id("vai trò", "role"), _name(28), _SKILL, _BLOCS, _FIXED,
        Column(("people_per_seat",), Said("Số người đến mỗi chỗ", "Visitors per seat"), Exact(),
               Said("50: cứ 50 người đến cần một người phục vụ. Để trống: chỉ số chỗ cố định.",
                    "50: one seat for every 50 visitors. Empty: only the fixed seats."), 14),
        Column(("standby",), Said("Số dự phòng", "Standby"), Whole(), Said("Người dự phòng mỗi buổi. Để trống: 0.",
               "Standby people in each session. Empty: 0."), 12),
    ),
    ORANGE,
    owner="functions",
)  # fmt: skip

ACTIVITIES: Final = Sheet(
    "activities",
    Said("Hoạt động", "Activities"),
    Said("Việc các đơn vị muốn tổ chức, riêng hay chung. Chọn một: các giờ bắt đầu, hoặc khoảng ngày.",
         "What organisations want held, alone or as one. Give either starts or days."),
    (
        _id("hoạt động", "activity"), _name(40),
        Column(("organisation",), Said("Đơn vị chủ trì", "Sponsor"), Ref(), Said("Mã đơn vị.", "An organisation's id."),
               16, "organisations", needed=True),
        Column(("function",), Said("Chức năng", "Function"), Ref(), Said("Mã chức năng.", "A function's id."), 16,
               "functions", needed=True),
        Column(("area",), Said("Địa bàn", "Area"), Ref(), Said("Bắt buộc khi có chia địa bàn.",
               "Needed where there are areas."), 14, "areas"),
        Column(("duration_minutes",), Said("Số phút", "Minutes"), Whole(), Said("Thời lượng, như 120.",
               "Duration, such as 120."), 10, needed=True),
        Column(("window", "from"), Said("Từ ngày", "From day"), Day(), Said("Ngày đầu có thể tổ chức.",
               "First day on which it may be held."), 13),
        Column(("window", "to"), Said("Đến ngày", "To day"), Day(), Said("Ngày cuối có thể tổ chức.",
               "Last day on which it may be held."), 13),
        Column(("window", "blocks"), Said("Các buổi", "Blocks"), Refs(), Said("Để trống: mọi buổi. " + MANY.vi,
               "Empty: any. " + MANY.en), 16, "blocks"),
        Column(("starts",), Said("Các giờ bắt đầu", "Starts"), Moments(),
               Said("Thay cho khoảng ngày: 07/02/2026 07:30; 08/02/2026 13:30.",
                    "Instead of days: 07/02/2026 07:30; 08/02/2026 13:30."), 22),
        Column(("places",), Said("Các địa điểm", "Places"), Refs(), Said("Để trống: mọi nơi của địa bàn. " + MANY.vi,
               "Empty: any of its area. " + MANY.en), 22, "places"),
        Column(("merge",), Said("Ghép với", "Merge with"), Merge(),
               Said("Mọi đơn vị, Không ghép, Chỉ đơn vị mình, hoặc mã các đơn vị: a; b. Để trống: Mọi đơn vị.",
                    "Any, Never, Own organisation only, or organisations: a; b. Empty: Any."), 20, "organisations"),
        Column(("turnout",), Said("Hệ số người đến", "Turnout"), Exact(), Said("Để trống: hệ số chung.",
               "Empty: that of the scenario."), 12),
        Column(("priority",), Said("Ưu tiên", "Priority"), Whole(), Said("1 đến 9; 9 là cao nhất. Để trống: 1.",
               "1 to 9, 9 the highest. Empty: 1."), 10),
    ),
    ORANGE,
)  # fmt: skip

_ACTIVITY: Final = _owner("activities", "Hoạt động", "Activity")

SERVES: Final = Sheet(
    "serves",
    Said("Phục vụ", "Serves"),
    Said("Hoạt động phục vụ nhóm nào, bao nhiêu người.", "Which groups an activity serves."),
    (
        _ACTIVITY,
        Column(("group",), Said("Nhóm", "Group"), Ref(), Said("Mã nhóm thụ hưởng.", "A group's id."), 18, "groups",
               needed=True),
        Column(("people",), Said("Số người", "People"), Whole(), Said("Để trống: cả nhóm.", "Empty: the whole group."),
               12),
    ),
    ORANGE,
    owner="activities",
)  # fmt: skip

OWN_ROLES: Final = Sheet(
    "own_roles",
    Said("Vai trò riêng", "Own roles"),
    Said("Chỗ mà riêng một hoạt động cần, dù ghép hay không.", "Seats that an activity brings wherever it is held."),
    (
        _ACTIVITY, _id("vai trò", "role"), _name(28),
        Column(("seats",), Said("Số chỗ", "Seats"), Whole(), Said("Số người.", "People."), 10, needed=True),
        _SKILL, _BLOCS,
        Column(("nominated",), Said("Người được đề cử", "Nominated"), Refs(),
               Said("Để trống: ai đủ điều kiện cũng được. " + MANY.vi, "Empty: anybody who qualifies. " + MANY.en), 26,
               "people"),
    ),
    ORANGE,
    owner="activities",
)  # fmt: skip

NOMINATED: Final = Sheet(
    "nominated",
    Said("Đề cử", "Nominated"),
    Said("Hoạt động chỉ nhận những người này cho một vai trò của chức năng.",
         "Only these people may hold a role of the function for an activity."),
    (
        _ACTIVITY,
        Column(KEY, Said("Vai trò", "Role"), Text(), Said("Mã vai trò của chức năng.", "The id of a role."), 18,
               needed=True),
        Column(VALUE, Said("Người", "People"), Refs(), MANY, 36, "people", needed=True),
    ),
    ORANGE,
    "map",
    "activities",
)  # fmt: skip

TRANSPORT: Final = Sheet(
    "transport_cost",
    Said("Chi phí đưa đón", "Transport cost"),
    Said("Hoạt động tốn thêm bao nhiêu khi tổ chức ở một địa điểm.", "What it costs an activity to be at a place."),
    (
        _ACTIVITY,
        Column(KEY, Said("Địa điểm", "Place"), Ref(), Said("Mã địa điểm.", "A place's id."), 18, "places", needed=True),
        Column(VALUE, Said("Chi phí (đ)", "Cost (VND)"), MONEY, Said("Đồng.", "VND."), 16, needed=True),
    ),
    ORANGE,
    "map",
    "activities",
)


def _pair(field: str, name: Said, note: Said) -> Sheet:
    return Sheet(
        field,
        name,
        note,
        (
            Column(("0",), Said("Hoạt động 1", "Activity 1"), Ref(), Said("Mã hoạt động.", "An activity's id."), 22,
                   "activities", needed=True),
            Column(("1",), Said("Hoạt động 2", "Activity 2"), Ref(), Said("Mã hoạt động.", "An activity's id."), 22,
                   "activities", needed=True),
        ),
        PURPLE,
        "pairs",
    )  # fmt: skip


TOGETHER: Final = _pair(
    "together",
    Said("Phải chung", "Together"),
    Said("Hai hoạt động phải ở cùng một buổi.", "Two activities that must be in one session."),
)
APART: Final = _pair(
    "apart",
    Said("Không chung", "Apart"),
    Said("Hai hoạt động không được ở cùng một buổi.", "Two activities that may not be in one session."),
)

PINS: Final = Sheet(
    "pins",
    Said("Đã chốt", "Pins"),
    Said("Điều đã quyết: hoạt động lúc nào, ở đâu; hoặc người giữ vai trò nào.",
         "What is settled: when and where an activity is, or who holds a role."),
    (
        Column(("activity",), Said("Hoạt động", "Activity"), Ref(), Said("Mã hoạt động.", "An activity's id."), 22,
               "activities", needed=True),
        Column(("start",), Said("Giờ bắt đầu", "Start"), Moment(), Said("Không bắt buộc.", "Optional."), 18),
        Column(("place",), Said("Địa điểm", "Place"), Ref(), Said("Không bắt buộc.", "Optional."), 18, "places"),
        Column(("person",), Said("Người", "Person"), Ref(), Said("Điền cùng vai trò, không cùng giờ và địa điểm.",
               "Together with a role, not with start and place."), 18, "people"),
        Column(("role",), Said("Vai trò", "Role"), Text(), Said("Mã vai trò.", "A role's id."), 18),
    ),
    PURPLE,
)  # fmt: skip

FORBIDS: Final = Sheet(
    "forbids",
    Said("Không phân công", "Forbids"),
    Said("Người không làm việc ở hoạt động này.", "A person who has no duty at an activity."),
    (
        Column(("person",), Said("Người", "Person"), Ref(), Said("Mã người.", "A person's id."), 22, "people",
               needed=True),
        Column(("activity",), Said("Hoạt động", "Activity"), Ref(), Said("Mã hoạt động.", "An activity's id."), 22,
               "activities", needed=True),
    ),
    PURPLE,
)  # fmt: skip

SHEETS: Final[tuple[Sheet, ...]] = (
    GENERAL,
    BLOCKS,
    AREAS,
    ORGANISATIONS,
    SKILLS,
    PEOPLE,
    AVAILABLE,
    UNAVAILABLE,
    PLACES,
    CLOSED,
    TRAVEL,
    GROUPS,
    FUNCTIONS,
    ROLES,
    ACTIVITIES,
    SERVES,
    OWN_ROLES,
    NOMINATED,
    TRANSPORT,
    TOGETHER,
    APART,
    PINS,
    FORBIDS,
)
"""The sheets of a scenario in their order; lists before what belongs to their items."""

LISTS: Final = {sheet.field: sheet for sheet in SHEETS if sheet.field and not sheet.owner}
"""The sheets of the scenario's own lists."""

GUIDE, FAULTS = Said("Hướng dẫn", "Guide"), Said("Lỗi", "Faults")
"""Sheets that are for people only."""


def children(owner: str) -> tuple[Sheet, ...]:
    """Return the sheets whose rows belong to items of a list."""
    return tuple(sheet for sheet in SHEETS if sheet.owner == owner)
