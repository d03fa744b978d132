"""Questions that a plan answers: each is solved anew, and told in a planner's words or as JSON.

Only `explain` imports this, when it runs: the solver's library takes a second to load.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from planner.cli import inputs
from planner.cli.checking import OTHER_SCENARIO, say_refused
from planner.cli.interrupt import stoppable
from planner.cli.questions import forcing, lacking, ranking, sweeps
from planner.cli.questions.asking import Answer, Asking
from planner.cli.shell import Exit, Shell
from planner.verify import verify

QUESTIONS: Final[dict[str, Callable[[Asking], Answer]]] = {
    "gaps": lacking.gaps,
    "empty": lacking.empty,
    "unheld": lacking.unheld,
    "infeasible": lacking.infeasible,
    "why": forcing.why_here,
    "why-not": forcing.why_not_there,
    "who-else": forcing.who_else,
    "lost": ranking.lost,
    "one-more": ranking.more,
    "refusals": ranking.refused,
    "pairs": ranking.refused_by_pairs,
    "curve": sweeps.people_against_cost,
    "staffing": sweeps.staff_by_population,
}
"""What can be asked, each with the words that follow it (see the help of `explain`)."""


def explained(
    shell: Shell,
    scenario_name: str,
    plan_name: str,
    question: Sequence[str],
    seconds: float,
    workers: int,
    *,
    mend: bool,
) -> int:
    """Answer a question about a plan, after verifying it.

    Raises:
        BadFile: scenario, plan or question cannot be used.
        Quit: the reader asked twice to stop.
    """
    scenario, plan = inputs.scenario(scenario_name).scenario, inputs.plan(plan_name)
    report = verify(scenario, plan)
    if not report.ok:
        say_refused(shell, report)
        return Exit.INPUT if any(v.rule == OTHER_SCENARIO for v in report.violations) else Exit.NO
    asking = Asking(shell, scenario, plan, question, seconds, workers, mend)
    name = asking.argument(0, "QUESTION", QUESTIONS)

    def work(stop: threading.Event) -> Answer:
        return QUESTIONS[name](replace(asking, stop=stop))

    stopped = threading.Event()

    def on_stop() -> None:
        stopped.set()
        shell.note(shell.words("Đang dừng.", "Stopping."))

    document, said = stoppable(work, on_stop=on_stop)
    if shell.as_json:
        shell.document({"question": list(question), **document})
    else:
        shell.say(*said)
    if not stopped.is_set():
        return Exit.DONE
    shell.note(shell.words("Đã dừng: đây là những gì đã xong.", "Stopped: this is what was done until then."))
    return Exit.INTERRUPT
