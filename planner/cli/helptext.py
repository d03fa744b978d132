"""What `--help` says, in both languages."""

from __future__ import annotations

from typing import Any, Final

import typer

from planner.cli.words import Words

Sentence = tuple[str, str]

APP: Final[Sentence] = (
    "Chung Tay: hoạt động nào tổ chức chung, khi nào, ở đâu, ai làm gì; ít trùng lắp nhất và có chứng minh.",
    "Chung Tay: which activities to hold as one, when, where, and who does what; proven.",
)

COMMANDS: Final[dict[str, Sentence]] = {
    "demo": (
        "Lập kế hoạch Tết cho phường Diên Hồng, ghi ra tệp, kiểm tra lại, rồi mở các trang của phường.",
        "Plan the Tết programme of Diên Hồng ward, write it to a file, verify that, and serve the ward's pages.",
    ),
    "check": (
        "Kiểm tra kịch bản: mọi lỗi cùng lúc, mỗi lỗi có chỗ trong tệp.",
        "Check a scenario: every fault at once, each with its place in the file.",
    ),
    "solve": ("Lập phương án tốt nhất cho kịch bản.", "Make the best plan of a scenario."),
    "explain": (
        "Hỏi về phương án: vì sao trống, vì sao người này, ai thay được, giá của một lời từ chối.",
        "Ask about a plan: why is it empty, why her, who else, what does a refusal cost.",
    ),
    "whatif": (
        "Trả lời một loạt câu hỏi giả định: ai ốm, đông hơn, đơn vị không tham gia.",
        "Answer a batch of what-ifs: who falls ill, more people come, an organisation says no.",
    ),
    "verify": (
        "Kiểm tra phương án bằng bộ kiểm tra độc lập và tính lại mọi tiêu chí.",
        "Check a plan with the independent verifier and recompute every tier.",
    ),
    "show": (
        "Trình bày phương án đã lập, sau khi kiểm tra.",
        "Show a plan that was made before, after verifying it.",
    ),
}

FILES: Final[dict[str, Sentence]] = {
    "template": (
        "Ghi bảng tính mẫu để điền: tiêu đề tiếng Việt, danh sách chọn, ví dụ, hướng dẫn.",
        "Write a workbook to fill in: headings, drop-downs, examples, a guide.",
    ),
    "import": (
        "Đọc bảng tính thành kịch bản: mọi lỗi cùng lúc, mỗi lỗi có trang, hàng, cột.",
        "Read a workbook into a scenario: every fault at once, each with sheet, row, column.",
    ),
    "export": (
        "Xuất kịch bản, phương án thành tệp văn phòng: bảng tính, Kế hoạch phân công (Word, PDF, HTML), lịch.",
        "Write scenario and plan as an office's files: workbook, assignment plan (Word, PDF, HTML), calendar.",
    ),
}
COMMANDS.update(FILES)

DESK: Final[dict[str, Sentence]] = {
    "serve": (
        "Phục vụ bàn làm việc của văn phòng: kịch bản, phương án, quyền, qua HTTP.",
        "Serve the office's desk: scenarios, plans, rights, over HTTP.",
    ),
    "worker": ("Làm các việc đang chờ của bàn làm việc.", "Do the jobs that wait at the desk."),
    "user": ("Người dùng và vai trò của họ.", "Users and their roles."),
    "user add": ("Thêm người dùng và in đường dẫn mời một lần.", "Add a user and print a one-time link."),
    "user list": ("Liệt kê người dùng.", "List the users."),
    "user invite": ("In đường dẫn mời mới cho một người dùng.", "Print a new link for a user."),
    "user change": ("Đổi vai trò, hoặc cho vào hay không.", "Change roles, or whether they are let in."),
    "backup": (
        "Chép mọi thứ của bàn làm việc vào một tệp, cả khi đang phục vụ.",
        "Copy everything at the desk into one file, while it serves.",
    ),
    "restore": (
        "Kiểm tra bản sao rồi ghi vào một cơ sở dữ liệu trống.",
        "Check a backup and write it into an empty database.",
    ),
    "audit": ("Nhật ký ai làm gì.", "The trail of who did what."),
    "audit verify": ("Kiểm tra nhật ký còn nguyên vẹn.", "Check that the trail is whole."),
}
COMMANDS.update(DESK)

BENCH: Final[dict[str, Sentence]] = {
    "bench": ("Đo bộ giải trên dữ liệu công khai.", "Measure the solver on public instances."),
    "bench smptsp": (
        "Ít người nhất cho các việc có giờ cố định (shift minimisation personnel task scheduling).",
        "Fewest people for tasks at fixed times (shift-minimisation personnel task scheduling).",
    ),
    "bench sscflp": (
        "Họp ở đâu với chi phí ít nhất (single-source capacitated facility location).",
        "Where to meet at least cost (single-source capacitated facility location).",
    ),
    "bench peers": (
        "Cùng dữ liệu, cùng thời gian, cùng số nhân: chúng tôi bên cạnh CP-SAT, HiGHS, Timefold, thuật toán tham lam.",
        "The same instances, time and cores: us beside CP-SAT, HiGHS, Timefold and a greedy sweep.",
    ),
    "bench scale": (
        "Phường, cụm phường, thành phố do máy tạo: chứng minh được gì, mất bao lâu, thời gian tăng thế nào.",
        "Generated wards, clusters, a city: what is proven, how long it takes, how time grows.",
    ),
}
COMMANDS.update(BENCH)

MEASURED: Final = ("smptsp", "sscflp", "scale", "peers")
TABLE: Final = (
    "Bảng CSV, .md và .svg bên cạnh; đã có thì đo tiếp.",
    "CSV table, .md and .svg beside it; gone on with where it exists.",
)
EACH: Final = ("Giới hạn tính bằng giây cho mỗi lần giải.", "Seconds for each instance.")

PARAMETERS: Final[dict[str, Sentence]] = {  # by name; by command and name where a command means something else
    "scenario": (
        "Tệp kịch bản, hoặc tên kịch bản có sẵn.",
        "A scenario file, or the name of a shipped scenario.",
    ),
    "plan": ("Tệp phương án.", "A plan file."),
    "file": ("Tệp giả định, hoặc tên một tệp có sẵn.", "A what-if file, or the name of a shipped one."),
    "question": (
        "gaps · empty BUỔI VAI [HOẠT_ĐỘNG] · unheld HOẠT_ĐỘNG · infeasible · why NGƯỜI HOẠT_ĐỘNG · "
        "why-not NGƯỜI HOẠT_ĐỘNG VAI · who-else BUỔI VAI NGƯỜI · lost · one-more · refusals · pairs · curve · "
        "staffing [SỐ_DÂN...]",
        "gaps · empty SESSION ROLE [ACTIVITY] · unheld ACTIVITY · infeasible · why PERSON ACTIVITY · "
        "why-not PERSON ACTIVITY ROLE · who-else SESSION ROLE PERSON · lost · one-more · refusals · pairs · curve · "
        "staffing [POPULATION...]",
    ),
    "repairs": ("Có tìm cách khắc phục rẻ nhất.", "Whether to look for the cheapest repairs."),
    "resume": ("Chạy tiếp lần trước đã dừng.", "Go on with the batch that was stopped."),
    "restart": ("Bỏ lần trước đã dừng, chạy lại từ đầu.", "Drop the batch that was stopped and begin anew."),
    "plans": ("Giữ cả phương án của từng trường hợp (JSON).", "Keep the plan of every case as well (JSON)."),
    "cluster": ("Chạy trên cụm Dask ở địa chỉ này.", "Run on the Dask cluster at this address."),
    "output": ("Ghi phương án vào tệp này.", "Write the plan to this file."),
    "time_limit": (
        "Giới hạn tính bằng giây, cho cả phương án và phương án riêng lẻ để so sánh.",
        "Seconds for the plan and the baseline together.",
    ),
    "workers": ("Số luồng tính; mặc định: mọi nhân.", "Solver threads; by default every core."),
    "seed": ("Hạt giống ngẫu nhiên.", "Random seed."),
    "deterministic": (
        "Một luồng, giới hạn tính theo khối lượng việc: cùng kịch bản, cùng phương án.",
        "One worker and a limit that counts work: same scenario, same plan.",
    ),
    "base": (
        "Phương án gốc: thay đổi càng ít càng tốt so với nó.",
        "The plan to start from: change as little of it as possible.",
    ),
    "since": (
        "Những gì phương án gốc đã bắt đầu trước lúc này được giữ nguyên (2026-02-07T07:30, hoặc một ngày).",
        "What the base plan began before this moment stays as it was (2026-02-07T07:30, or a day).",
    ),
    "baseline": (
        "Có tính phương án riêng lẻ để biết tiết kiệm được bao nhiêu.",
        "Whether to solve everything held apart too, to know what is saved.",
    ),
    "every": ("Liệt kê cả buổi chỉ có một hoạt động.", "Also list the sessions of a single activity."),
    "session": (
        "Ai làm gì cho hoạt động nào trong buổi này.",
        "Who does what for which activity in this session.",
    ),
    "as_json": ("Một văn bản JSON trên stdout.", "One JSON document on stdout."),
    "lang": ("Ngôn ngữ; mặc định theo máy.", "Language; by default that of the locale."),
    "template output": ("Tệp sẽ ghi; mặc định: chungtay.xlsx.", "The file to write; by default chungtay.xlsx."),
    "filled": ("Điền sẵn ví dụ thành một kịch bản thật.", "With the example as a scenario of its own."),
    "workbook": ("Bảng tính .xlsx.", "An .xlsx workbook."),
    "import output": (
        "Ghi kịch bản vào tệp này (.json, .yaml, .xlsx); mặc định: tên bảng tính với .json.",
        "Write the scenario to this file (.json, .yaml, .xlsx); by default the workbook's name with .json.",
    ),
    "marked": (
        "Khi có lỗi: ghi bản sao của bảng tính với các ô sai được tô màu.",
        "If there are faults: write a copy of the workbook with faulty cells coloured.",
    ),
    "export output": (
        "Ghi vào tệp này; mặc định: tên tệp phương án với đuôi mới.",
        "Write to this file; by default the plan file's name with a new ending.",
    ),
    "export plan": ("Tệp phương án, nếu có.", "A plan file, if there is one."),
    "whatif output": (
        "Ghi bảng vào tệp này (.json, .csv, .xlsx); những gì đã xong nằm ở tệp .rows bên cạnh.",
        "Write the table to this file (.json, .csv, .xlsx); what is finished is kept beside it as .rows.",
    ),
    "whatif time_limit": (
        "Giới hạn tính bằng giây cho phương án gốc, và cho từng trường hợp.",
        "Seconds for the base plan, and for each case.",
    ),
    "whatif workers": (
        "Số trường hợp chạy cùng lúc; mặc định: mọi nhân.",
        "How many cases run side by side; by default one a core.",
    ),
    "explain time_limit": ("Giới hạn tính bằng giây cho mỗi lần giải.", "Seconds for each solve."),
    "paths": ("Tệp dữ liệu như đã công bố, hoặc thư mục chứa chúng.", "Instances as published, or folders of them."),
    "layout": ("Cách bày số liệu, khi không tự rõ.", "Layout of the numbers, where it does not show."),
    **{f"{name} output": TABLE for name in MEASURED},
    **{f"{name} time_limit": EACH for name in MEASURED},
    "scale": (
        "Cũng đo các chỗ cần người của phường được tạo, vào giờ cố định: như --sizes của bench scale.",
        "Also the seats of generated wards at fixed times: sizes as for bench scale.",
    ),
    "peers": (
        "Những bộ giải đo cùng, cách bằng dấu phẩy; mỗi bộ có môi trường Python riêng, tạo khi cần.",
        "Which to measure beside us, with commas; each has a Python environment of its own, made when needed.",
    ),
    "cache": (
        "Nơi giữ các môi trường ấy; mặc định: bộ nhớ đệm của người dùng.",
        "Where these environments are kept; by default the user's cache.",
    ),
    "sizes": (
        "ward, dense, tight, scarce, quarter, cluster (10 phường), city (168), hoặc số phường; cách bằng dấu phẩy.",
        "ward, dense, tight, scarce, quarter, cluster (10 wards), city (168), or a number of wards; with commas.",
    ),
    "seeds": (
        "Hạt giống của kịch bản, như 0-19 hoặc 0,3,7.",
        "Seeds of the scenarios, as in 0-19 or 0,3,7.",
    ),
    "write": (
        "Chỉ ghi các kịch bản vào thư mục này, không đo.",
        "Only write the scenarios into this folder, measuring nothing.",
    ),
    "template": ("Mẫu Word của cơ quan (chỉ với docx).", "The office's own Word template (docx only)."),
    "head": (
        "Văn bản của chính quyền (government) hay Mặt trận (front).",
        "A paper of the government, or of the Fatherland Front.",
    ),
    "superior": ("Cơ quan cấp trên trực tiếp, ghi trên tên cơ quan.", "The body above, over the agency's name."),
    "agency": ("Cơ quan ban hành.", "The agency that issues the paper."),
    "number": ("Số văn bản; không có thì để trống.", "Number of the paper; a blank where there is none."),
    "symbol": ("Ký hiệu, như KH-UBND.", "Symbol after the number, such as KH-UBND."),
    "city": ("Địa danh.", "Place that the paper is dated at."),
    "dated": ("Ngày văn bản (2026-02-07 hoặc 07/02/2026).", "Date of the paper (2026-02-07 or 07/02/2026)."),
    "subject": ("Trích yếu.", "What the paper is about."),
    "ground": ("Căn cứ; lặp lại cho nhiều căn cứ.", "A ground; again for more of them."),
    "position": (
        "Dòng trên chữ ký, như KT. CHỦ TỊCH; lặp lại cho nhiều dòng.",
        "A line over the signature; again for more of them.",
    ),
    "signer": ("Họ tên người ký.", "Name of who signs."),
    "recipient": ("Nơi nhận; lặp lại cho nhiều nơi.", "A recipient; again for more of them."),
    "archive": ("Dòng lưu, như VT, VHXH.", "Where it is archived, such as VT, VHXH."),
    "motto": ("Có Quốc hiệu và Tiêu ngữ.", "Whether the state's name and motto stand on top."),
    "host": ("Địa chỉ của máy để phục vụ.", "Address of this machine to serve at."),
    "serve": (
        "Mở các trang sau khi lập xong; mặc định: khi có người ngồi ở cửa sổ lệnh.",
        "Serve the pages after planning; by default where somebody sits at a terminal.",
    ),
    "port": ("Cổng.", "Port."),
    "database": (
        "sqlite:///TỆP hoặc postgresql://...; mặc định: CHUNGTAY_DATABASE, nếu không là tệp của người dùng.",
        "sqlite:///FILE or postgresql://...; by default CHUNGTAY_DATABASE, else a file of the user's own.",
    ),
    "name": ("Tên người dùng.", "Name of the user."),
    "worker name": ("Tên của tiến trình này; mặc định: một tên mới.", "Name of this worker; by default a new one."),
    "attached": ("Kết thúc khi đầu vào chuẩn kết thúc.", "Leave when standard input ends."),
    "roles": (
        "VAI:TỔ_CHỨC[:ĐỊA_BÀN]; vai là staff, viewer, planner, consenter hoặc admin; * là tất cả.",
        "ROLE:ORGANISATION[:AREA]; a role is staff, viewer, planner, consenter or admin; * is all.",
    ),
    "person": ("Mã của người này trong kịch bản.", "Id of this person in scenarios."),
    "active": ("Có cho đăng nhập không.", "Whether they are let in."),
    "to": ("Loại tệp.", "The kind of file."),
    "organisation": ("Chỉ những gì của đơn vị này.", "Only what concerns this organisation."),
    "export person": ("Chỉ việc của người này.", "Only the duties of this person."),
    "backup file": ("Tệp sẽ được ghi, chưa có.", "The file to be written, which is not there yet."),
    "restore file": ("Bản sao.", "The backup."),
    "version": ("Phiên bản.", "Print the version."),
    "help": ("Trợ giúp này.", "Show this message."),
}


def translate(group: Any, words: Words) -> None:
    """Give a command and all below it their help in the reader's language."""
    group.help = words(*APP)
    _describe(group, "", words)
    _explain(group, words)


def _describe(group: Any, above: str, words: Words) -> None:
    """Describe the commands of a group; those of a group in it go by both names."""
    for name, command in group.commands.items():
        full = f"{above}{name}"
        command.help = command.short_help = words(*COMMANDS[full])
        _explain(command, words)
        if hasattr(command, "commands"):
            _describe(command, f"{full} ", words)


def _explain(command: Any, words: Words) -> None:
    for parameter in command.get_params(typer.Context(command)):
        own = f"{command.name} {parameter.name}"
        parameter.help = words(*PARAMETERS[own if own in PARAMETERS else parameter.name])
