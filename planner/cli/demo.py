"""The demonstration: a real ward, its plan and its proof in a minute."""

from __future__ import annotations

import sys
from typing import Final

from rich.text import Text

from planner.cli.checking import verified
from planner.cli.layout import heading
from planner.cli.shell import Exit, Shell
from planner.cli.solving import settled, solved
from planner.solve.settings import SolveSettings

SCENARIO: Final = "dien-hong-tet"
FILE: Final = f"{SCENARIO}.plan.json"


def demonstrate(shell: Shell, time_limit_s: float, workers: int, *, port: int, serve: bool | None) -> int:
    """Explain the ward, solve it, show the plan, write it and verify the file; then serve its pages.

    `serve`: None serves where somebody sits at a terminal, so that nothing waits for ever elsewhere.
    """
    words = shell.words
    shell.say(
        words(
            "Trước Tết, nhiều đơn vị ở Diên Hồng cùng lo cho một số hộ, ai làm riêng nấy.\n"
            "Việc nào nên làm chung, khi nào, ở đâu, ai làm gì, để bớt người và kinh phí?",
            "Before Tết many bodies of Diên Hồng care for the same households, each apart.\n"
            "What should be held as one, when, where, and by whom, to save people and money?",
        )
    )
    settings = SolveSettings(time_limit_s=time_limit_s, workers=workers)
    outcome = solved(shell, SCENARIO, settings, output_name=FILE)
    code = settled(shell, outcome, output_name=FILE, every=False, session=None)
    if code != Exit.DONE or shell.as_json:
        return code
    shell.say(heading(words(f"Kiểm tra tệp {FILE}", f"Verifying the file {FILE}")))
    code = verified(shell, SCENARIO, FILE, None)
    shell.say(heading(words("Thử tiếp", "Try next")))
    joint = next((s.id for s in outcome[0].plan.sessions if len(s.activities) > 1), "s01")
    for command in (
        f"chungtay show {SCENARIO} {FILE} --session {joint}",
        f"chungtay solve {SCENARIO} --time-limit 300 -o {FILE}",
        "chungtay solve cau-ong-lanh-health",
    ):
        shell.say(Text(f"  {command}", no_wrap=True))
    if serve if serve is not None else sys.stdin.isatty() and sys.stdout.isatty():
        from planner.cli.demo_desk import serve_demo  # noqa: PLC0415 - who only wants the plan need not wait for it

        serve_demo(shell, outcome[0].scenario, outcome[0].plan, port)
    return code
