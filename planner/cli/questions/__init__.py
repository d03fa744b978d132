"""Questions that a plan answers: each is solved anew, and told in a planner's words or as JSON.

Only `explain` imports this, when it runs: the solver's library takes a second to load.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import RenderableType

from planner.answers.questions.answering import answered
from planner.answers.questions.found import (
    Answer,
    Candidates,
    Curve,
    Gaps,
    Losses,
    Needs,
    Price,
    Reasons,
    Refusals,
    Worths,
)
from planner.cli import inputs
from planner.cli.checking import OTHER_SCENARIO, say_refused
from planner.cli.interrupt import stoppable
from planner.cli.names import Cells
from planner.cli.questions import forcing, lacking, ranking, sweeps
from planner.cli.questions.asking import asked, asking
from planner.cli.shell import Exit, Shell
from planner.cli.words import Words
from planner.domain.scenario import Scenario
from planner.verify import verify


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
    cells = inputs.cells(scenario_name)
    report = verify(scenario, plan)
    if not report.ok:
        say_refused(shell, report)
        return Exit.INPUT if any(v.rule == OTHER_SCENARIO for v in report.violations) else Exit.NO
    wanted = asked(question, scenario, plan)

    def work(stop: threading.Event) -> Answer:
        return answered(wanted, asking(shell, scenario, plan, seconds, workers, stop, mend=mend))

    stopped = threading.Event()

    def on_stop() -> None:
        stopped.set()
        shell.note(shell.words("Đang dừng.", "Stopping."))

    answer = stoppable(work, on_stop=on_stop)
    if shell.as_json:
        shell.document(located({"question": list(question), **answer.document}, cells))
    else:
        shell.say(*_told(answer, scenario, shell.words, cells))
    if not stopped.is_set():
        return Exit.DONE
    shell.note(shell.words("Đã dừng: đây là những gì đã xong.", "Stopped: this is what was done until then."))
    return Exit.INTERRUPT


def located(value: Any, cells: Cells) -> Any:
    """Return a document in which everything with a pointer into a workbook has its cell as well."""
    if isinstance(value, list | tuple):
        return [located(item, cells) for item in value]
    if not isinstance(value, dict):
        return value
    found = {name: located(item, cells) for name, item in value.items()}
    pointer = value.get("pointer")
    if isinstance(pointer, str) and (cell := cells(pointer)) is not None:
        found["cell"] = cell.model_dump()
    return found


def _told(answer: Answer, scenario: Scenario, words: Words, cells: Cells) -> Iterator[RenderableType]:
    """Show an answer to people."""
    match answer:
        case Reasons():
            yield from lacking.reasons(answer, words, cells)
        case Gaps():
            yield from lacking.gaps(answer, words, cells)
        case Price():
            yield from forcing.price(answer, words, cells)
        case Candidates():
            yield from forcing.candidates(answer, scenario, words)
        case Losses():
            yield ranking.losses(answer, scenario, words)
        case Worths():
            yield ranking.worths(answer, words)
        case Refusals():
            yield ranking.refusals(answer, words)
        case Curve():
            yield sweeps.curve(answer, words)
        case Needs():
            yield sweeps.needs(answer, words)
