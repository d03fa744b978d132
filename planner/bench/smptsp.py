"""Files of the shift-minimisation personnel task scheduling problem (Krishnamoorthy, Ernst, Baatar 2012).

Each task has a start and an end, each employee a list of the tasks that they may do; every task goes to one, no two
that overlap to the same, and the employees used are to be few. As a scenario: an activity a task, held alone, with
one seat to which those employees are nominated.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Final, NoReturn

from planner.bench.instance import DAY, Instance, Raw, names, text_of
from planner.domain.checks import read as checked
from planner.domain.plan import Plan
from planner.files.refusals import Mark, short, syntax

SUFFIXES: Final = (".dat",)
"""How such files end."""

HOURS: Final = 10**6
"""Hours that nobody reaches: these files know none."""


def read(path: Path) -> Instance:
    """Read an instance.

    Raises:
        InputError: the file is not as it was published; the line is named.
        OSError: it cannot be read.
    """
    lines = _Lines(text_of(path))
    lines.field("Type")
    tasks = [lines.pair() for _ in range(lines.field("Jobs"))]
    skilled = [lines.listed(len(tasks)) for _ in range(lines.field("Qualifications"))]
    return Instance(checked(scenario(path.stem, tasks, skilled)).scenario, "people", _people)


def _people(plan: Plan) -> Fraction:
    return Fraction(len({seat.person for session in plan.sessions for seat in session.seats if seat.person}))


def scenario(name: str, tasks: list[tuple[int, int]], skilled: list[list[int]]) -> Raw:
    """Return tasks (minutes of start and end), and those that each person is able to do, as a scenario."""
    first = datetime.fromisoformat(DAY)
    task, person = names("t", len(tasks)), names("e", len(skilled))
    able: list[list[str]] = [[] for _ in tasks]
    for p, listed in zip(person, skilled, strict=True):
        for t in listed:
            able[t].append(p)
    last = first + timedelta(minutes=max((end for _, end in tasks), default=0))
    return {
        "format": "chungtay/1",
        "name": name,
        "start": DAY,
        "end": last.date().isoformat(),
        "organisations": [{"id": "o", "name": "o", "bloc": "government"}],
        "skills": [],
        "people": [
            {
                "id": p,
                "name": p,
                "organisations": ["o"],
                "skills": [],
                "max_hours_per_day": HOURS,
                "max_hours_per_week": HOURS,
            }
            for p in person
        ],
        "places": [{"id": "p", "name": "p", "capacity": 0, "parallel": len(tasks)}],
        "groups": [],
        "functions": [{"id": "f", "name": "f", "roles": [{"id": "r", "name": "r", "fixed": 1}]}],
        "activities": [
            {
                "id": t,
                "name": t,
                "organisation": "o",
                "function": "f",
                "serves": [],
                "starts": [(first + timedelta(minutes=start)).isoformat(timespec="minutes")],
                "duration_minutes": end - start,
                "merge": "never",
                "nominated": {"r": people},
            }
            for t, (start, end), people in zip(task, tasks, able, strict=True)
        ],
        "objective": ["unheld", "unfilled", "people"],
    }


class _Lines:
    """The lines that are no comments, one after the other."""

    def __init__(self, text: str) -> None:
        self._lines = [
            (n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip() and not line.startswith("#")
        ]
        self._at = 0

    def field(self, name: str) -> int:
        """Return N of ``name = N``."""
        key, _, value = self._next().partition("=")
        if key.strip() != name or not value.strip().isdigit():
            self._refuse(f"{name} = …")
        return int(value)

    def pair(self) -> tuple[int, int]:
        """Return the start and end of a task."""
        words = self._next().split()
        if len(words) != 2 or not all(word.isdigit() for word in words) or int(words[0]) >= int(words[1]):
            self._refuse("START END (START < END)")
        return int(words[0]), int(words[1])

    def listed(self, tasks: int) -> list[int]:
        """Return the tasks of ``k: t1 ... tk``."""
        number, colon, rest = self._next().partition(":")
        words = rest.split()
        good = colon and number.strip().isdigit() and all(word.isdigit() and int(word) < tasks for word in words)
        if not good or int(number) != len(words) or len(set(words)) < len(words):
            self._refuse(f"K: T1 … TK (T < {tasks})")
        return [int(word) for word in words]

    def _next(self) -> str:
        self._at += 1
        return self._lines[self._at - 1][1] if self._at <= len(self._lines) else ""

    def _refuse(self, allowed: str) -> NoReturn:
        number, line = self._lines[self._at - 1] if self._at <= len(self._lines) else (0, "(hết tệp / end of file)")
        raise syntax(Mark(number, 1), short(line), allowed, allowed)
