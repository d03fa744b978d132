"""A plan in a planner's words: what it saves, what is held together, what is missing, how good it is."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from planner.cli.gaps import conflict, gaps
from planner.cli.held import alone, joint, one
from planner.cli.inputs import bad_file
from planner.cli.moved import moved
from planner.cli.names import View
from planner.cli.proof import how, proof, shares
from planner.cli.saved import saved
from planner.cli.shell import Shell
from planner.cli.text import safe
from planner.cli.words import Words
from planner.domain.plan import Status


def summary(view: View, *, every_session: bool = False) -> Iterator[RenderableType]:
    """Show a verified plan, or why there is none."""
    words, plan = view.words, view.plan
    yield Text(safe(view.scenario.name), style="bold")
    yield status_line(plan.status, words)
    if plan.has_sessions_to_check:
        every, sessions = len(view.scenario.activities), len(plan.sessions)
        held = every - len(plan.unheld)
        yield words(
            f"{held}/{every} hoạt động, {sessions} buổi.",
            f"{held} of {every} activities held, in {words.many(sessions, 'session')}.",
        )
        if view.moves is not None:
            yield from moved(view.moves, words)
        yield from saved(view)
        yield from joint(view)
        yield from alone(view, listed=every_session)
        yield from gaps(view)
        yield from shares(view)
        yield from proof(view)
    elif plan.conflict:
        yield from conflict(view)
    else:
        yield words("Hãy cho thêm thời gian: --time-limit S (giây).", "Give it more time: --time-limit S (seconds).")
    yield from how(view)


def status_line(status: Status, words: Words) -> Text:
    """Say in a sentence what was found."""
    match status:
        case "optimal":
            return Text(
                words(
                    "Tối ưu: phương án tốt nhất, đã chứng minh và kiểm tra độc lập.",
                    "Optimal: the best plan, proven and independently verified.",
                ),
                style="bold green",
            )
        case "feasible":
            return Text(
                words(
                    "Khả thi: phương án đã kiểm tra độc lập, chưa chứng minh là tốt nhất.",
                    "Feasible: an independently verified plan, not proven to be the best.",
                ),
                style="bold",
            )
        case "infeasible":
            return Text(
                words(
                    "Bất khả thi: không phương án nào thỏa mọi quy tắc (đã chứng minh).",
                    "Infeasible: no plan meets the rules (proven).",
                ),
                style="bold red",
            )
        case "unknown":
            return Text(
                words(
                    "Chưa biết: chưa tìm được phương án trong thời gian cho phép.",
                    "Unknown: no plan was found in time.",
                ),
                style="bold yellow",
            )


def present(shell: Shell, view: View, *, every: bool = False, session: str | None = None) -> None:
    """Print a verified plan: the plan file as JSON, or the summary, or who does what in one session.

    With a base plan the JSON has `moves` as well: each change against it.

    Raises:
        BadFile: the plan has no session of that id.
    """
    if session is not None and not any(held.id == session for held in view.plan.sessions):
        known = ", ".join(held.id for held in view.plan.sessions) or "–"
        raise bad_file(session, "no-session", session, f"mã một buổi: {known}", f"the id of a session: {known}")
    if shell.as_json:
        told = {} if view.moves is None else {"moves": [move.model_dump(mode="json") for move in view.moves]}
        shell.document(view.plan.to_json() | told)
    elif session is not None:
        shell.say(*one(view, next(held for held in view.plan.sessions if held.id == session)))
    else:
        shell.say(*summary(view, every_session=every))
