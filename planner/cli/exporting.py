"""A scenario, with a plan or without, as the files that an office uses: one writer a format."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from planner.cli import inputs
from planner.cli.shell import Exit, Shell
from planner.cli.text import safe
from planner.cli.words import Lang, Words
from planner.domain.faults import InputError
from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.files.output import write_bytes
from planner.verify import verify


class Subject(NamedTuple):
    """What is exported; a plan was verified against its scenario."""

    scenario: Scenario
    plan: Plan | None
    words: Words


def _xlsx(subject: Subject) -> bytes:
    from planner.files.workbook import workbook  # noqa: PLC0415 - only this format needs it

    return workbook(subject.scenario, subject.words.lang.value, plan=subject.plan)


WRITERS: Final[dict[str, Callable[[Subject], bytes]]] = {"xlsx": _xlsx}
"""What each format is written by."""

NEED_A_PLAN: Final[frozenset[str]] = frozenset()
"""Formats that say nothing without a plan."""


def exported(shell: Shell, lang: Lang, scenario_name: str, plan_name: str | None, to: str, output: str | None) -> int:
    """Write a file in `lang` and say where it is.

    Raises:
        BadFile: scenario or plan cannot be used, the plan breaks a rule of the scenario, or nothing can be written.
    """
    words = shell.words
    if to in NEED_A_PLAN and plan_name is None:
        raise inputs.bad_file("PLAN", "usage", "-", f"--to {to} cần một phương án", f"--to {to} needs a plan")
    scenario = inputs.scenario(scenario_name).scenario
    plan = None if plan_name is None else inputs.plan(plan_name)
    if plan is not None and plan_name is not None and not (report := verify(scenario, plan)).ok:
        first = report.violations[0]
        raise inputs.bad_file(plan_name, first.rule, words(first.vi, first.en), "một phương án đúng với kịch bản này",
                              "a plan that holds for this scenario")  # fmt: skip
    target = output or f"{Path(plan_name or scenario_name).name.split('.')[0]}.{to}"
    inputs.writable(target)
    try:
        data = WRITERS[to](Subject(scenario, plan, Words(lang)))
        write_bytes(Path(target), data)
    except InputError as error:
        raise inputs.BadFile(target, error.faults) from error
    except OSError as error:
        raise inputs.unusable(target, error, "một tệp ghi được", "a file that can be written") from error
    return said(shell, target, len(data))


def said(shell: Shell, target: str, size: int) -> int:
    """Say what was written."""
    if shell.as_json:
        shell.document({"ok": True, "file": target, "bytes": size})
    else:
        shell.say(shell.words(f"Đã ghi {safe(target)}.", f"Wrote {safe(target)}."))
    return Exit.DONE
