"""From the words of a question to what is asked, and news of the solves that it takes on stderr."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Final

from planner.answers.questions.asking import Asking, OnRow
from planner.answers.questions.check import checked, unknown
from planner.answers.questions.kinds import (
    AskCurve,
    AskEmpty,
    AskGaps,
    AskInfeasible,
    AskLost,
    AskOneMore,
    AskPairs,
    AskRefusals,
    AskStaffing,
    AskUnheld,
    AskWhoElse,
    AskWhy,
    AskWhyNot,
    Question,
)
from planner.cli import inputs
from planner.cli.progress import watching
from planner.cli.running import running
from planner.cli.shell import Shell
from planner.domain.faults import Fault, InputError
from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.engine import Cores
from planner.solve.settings import OnProgress, SolveSettings


def asked(words: Sequence[str], scenario: Scenario, plan: Plan) -> Question:
    """Return the question that words ask of a plan.

    Raises:
        BadFile: there is no such question, or what it names is missing or unknown.
    """
    name = _word(words, 0)
    if name not in QUESTIONS:
        raise _refused(next(unknown("/question", name, QUESTIONS)))
    question = QUESTIONS[name](words)
    try:
        checked(question, scenario, plan)
    except InputError as error:
        raise _refused(error.faults[0]) from error
    return question


def asking(
    shell: Shell, scenario: Scenario, plan: Plan, seconds: float, workers: int, stop: threading.Event, *, mend: bool
) -> Asking:
    """Return what questions are asked with: `seconds` for each solve, on `workers` cores; `mend`: with repairs."""

    def watch_base() -> AbstractContextManager[OnProgress]:
        return watching(shell.err, shell.words)

    @contextmanager
    def watch_rows(count: int) -> Iterator[OnRow]:
        with running(shell.err, shell.words, done=0, of=count) as watch:
            yield watch.finished

    return Asking(
        scenario=scenario,
        plan=plan,
        settings=SolveSettings(time_limit_s=seconds, workers=workers, baseline=False),
        engine=Cores(workers),
        mend=mend,
        stop=stop,
        watch_base=watch_base,
        watch_rows=watch_rows,
    )


def _word(words: Sequence[str], n: int) -> str:
    """Return the n-th word; nothing where it is missing, which is no id."""
    return words[n] if n < len(words) else ""


def _refused(fault: Fault) -> inputs.BadFile:
    """Return the refusal of a question, which says what the word should have been instead of where it stands."""
    what = fault.pointer.removeprefix("/").upper()
    return inputs.bad_file(
        "QUESTION", fault.code, fault.found, f"{what}: {fault.allowed_vi}", f"{what}: {fault.allowed_en}"
    )


# Questions are made without validation: files may hold ids of any length, and `checked` refuses a missing one as it
# refuses an unknown one.


def _empty(words: Sequence[str]) -> AskEmpty:
    activity = words[3] if len(words) > 3 else None
    return AskEmpty.model_construct(session=_word(words, 1), role=_word(words, 2), activity=activity)


def _unheld(words: Sequence[str]) -> AskUnheld:
    return AskUnheld.model_construct(activity=_word(words, 1))


def _why(words: Sequence[str]) -> AskWhy:
    return AskWhy.model_construct(person=_word(words, 1), activity=_word(words, 2))


def _why_not(words: Sequence[str]) -> AskWhyNot:
    return AskWhyNot.model_construct(person=_word(words, 1), activity=_word(words, 2), role=_word(words, 3))


def _who_else(words: Sequence[str]) -> AskWhoElse:
    return AskWhoElse.model_construct(session=_word(words, 1), role=_word(words, 2), person=_word(words, 3))


def _staffing(words: Sequence[str]) -> AskStaffing:
    populations = words[1:]
    if not all(word.isdecimal() for word in populations):
        raise inputs.bad_file("QUESTION", "not-a-number", " ".join(populations), "số dân", "populations")
    return AskStaffing.model_construct(populations=tuple(int(word) for word in populations))


QUESTIONS: Final[dict[str, Callable[[Sequence[str]], Question]]] = {
    "gaps": lambda _: AskGaps(),
    "empty": _empty,
    "unheld": _unheld,
    "infeasible": lambda _: AskInfeasible(),
    "why": _why,
    "why-not": _why_not,
    "who-else": _who_else,
    "lost": lambda _: AskLost(),
    "one-more": lambda _: AskOneMore(),
    "refusals": lambda _: AskRefusals(),
    "pairs": lambda _: AskPairs(),
    "curve": lambda _: AskCurve(),
    "staffing": _staffing,
}
"""What can be asked, each with the words that follow it (see the help of `explain`)."""
