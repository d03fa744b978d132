"""Meaning: times in order, durations that fit, an objective in order, nothing that contradicts itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from planner.domain.checks.findings import Findings, Path
from planner.domain.scenario import Activity, PersonPin, Weighted
from planner.domain.values import Interval, clock_text, moment_text

LONGEST_HORIZON_DAYS: Final = 3660
"""Ten years: a plan of welfare activities is made for days or months."""

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2999
"""Years of a horizon, far from the ends of the calendar, so that no session's end falls off it."""


def check(findings: Findings) -> None:
    """Note whatever makes no sense although each value by itself could stand."""
    _horizon(findings)
    _blocks(findings)
    _people_and_places(findings)
    _separate(findings)
    for i, activity in enumerate(findings.scenario.activities):
        _activity(findings, activity, findings.path("activities", i))
    _objective(findings)
    _contradictions(findings)


def _horizon(findings: Findings) -> None:
    scenario = findings.scenario
    if "timezone" not in findings.lost and not _is_timezone(scenario.timezone):
        findings.add(
            "unknown-timezone",
            ("timezone",),
            scenario.timezone,
            "một múi giờ IANA như Asia/Ho_Chi_Minh",
            "an IANA time zone such as Asia/Ho_Chi_Minh",
        )
    if findings.lost & {"start", "end"}:
        return
    for field in ("start", "end"):
        day: date = getattr(scenario, field)
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            findings.add(
                "wrong-value",
                (field,),
                day.isoformat(),
                f"một ngày từ năm {FIRST_YEAR} đến {LAST_YEAR}",
                f"a date in the years {FIRST_YEAR} to {LAST_YEAR}",
            )
    days = (scenario.end - scenario.start).days
    if days < 0:
        findings.add(
            "end-before-start",
            ("end",),
            scenario.end.isoformat(),
            f"một ngày không trước start, {scenario.start.isoformat()}",
            f"a date not before start, {scenario.start.isoformat()}",
        )
    elif days >= LONGEST_HORIZON_DAYS and scenario.end.year <= LAST_YEAR:
        findings.add(
            "horizon-too-long",
            ("end",),
            scenario.end.isoformat(),
            f"nhiều nhất {LONGEST_HORIZON_DAYS} ngày kể từ start",
            f"at most {LONGEST_HORIZON_DAYS} days from start",
        )


def _is_timezone(name: str) -> bool:
    if not re.fullmatch(r"[A-Za-z0-9+_-]+(/[A-Za-z0-9+_-]+)*", name):
        return False
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def _blocks(findings: Findings) -> None:
    for i, block in enumerate(findings.scenario.blocks):
        if block.end <= block.start:
            findings.add(
                "end-before-start",
                (*findings.path("blocks", i), "end"),
                clock_text(block.end),
                f"giờ sau start, {clock_text(block.start)}",
                f"a time after start, {clock_text(block.start)}",
            )


def _intervals(findings: Findings, intervals: Iterable[Interval], path: Path) -> None:
    for i, interval in enumerate(intervals):
        if interval.end <= interval.start:
            start = moment_text(interval.start)
            findings.add(
                "end-before-start",
                (*path, i, "end"),
                moment_text(interval.end),
                f"lúc sau start, {start}",
                f"a time after start, {start}",
            )


def _people_and_places(findings: Findings) -> None:
    for i, person in enumerate(findings.scenario.people):
        at = findings.path("people", i)
        _intervals(findings, person.available or (), (*at, "available"))
        _intervals(findings, person.unavailable, (*at, "unavailable"))
    for i, place in enumerate(findings.scenario.places):
        _intervals(findings, place.closed, (*findings.path("places", i), "closed"))


def _separate(findings: Findings) -> None:
    for i, function in enumerate(findings.scenario.functions):
        for j, (a, b) in enumerate(function.separate):
            if a == b:
                findings.add(
                    "contradiction",
                    (*findings.path("functions", i), "separate", j),
                    a,
                    "hai vai trò khác nhau: không vai trò nào tách khỏi chính nó",
                    "two different roles: none is separate from itself",
                )


def _activity(findings: Findings, activity: Activity, at: Path) -> None:
    scenario = findings.scenario
    if activity.area is None and findings.places_of_ids["areas"]:
        findings.missing(
            (*at, "area"),
            "một địa bàn: kịch bản có địa bàn thì hoạt động nào cũng thuộc một địa bàn",
            "an area: in a scenario with areas every activity names one",
        )
    if activity.starts is None and activity.window is None:
        findings.missing(
            (*at, "starts"), "starts hoặc window: đúng một trong hai", "starts or window: exactly one of them"
        )
    elif activity.starts is not None and activity.window is not None:
        findings.add(
            "two-times",
            (*at, "window"),
            {"window": True},
            "starts hoặc window, không cả hai",
            "starts or window, not both",
        )
    window = activity.window
    if window is None:
        return
    if window.to < window.from_:
        findings.add(
            "empty-window",
            (*at, "window", "to"),
            window.to.isoformat(),
            f"một ngày không trước from, {window.from_.isoformat()}",
            f"a date not before from, {window.from_.isoformat()}",
        )
    if not findings.complete("blocks"):
        return
    allowed = [b for b in scenario.blocks if window.blocks is None or b.id in window.blocks]
    longest = max((b.end - b.start for b in allowed), default=None)
    if longest is not None and 0 < longest < activity.duration_minutes:
        findings.add(
            "duration-over-block",
            (*at, "duration_minutes"),
            activity.duration_minutes,
            f"nhiều nhất {longest} phút, buổi dài nhất được phép",
            f"at most {longest} minutes, the longest block it allows",
        )


def _objective(findings: Findings) -> None:
    if not findings.complete("objective"):
        return
    objective = findings.scenario.objective
    if tuple(objective[:2]) != ("unheld", "unfilled"):
        findings.add(
            "objective-order",
            ("objective",),
            list(objective) or [],
            "danh sách bắt đầu bằng unheld rồi unfilled",
            "a list that begins with unheld, then unfilled",
        )
    seen: set[str] = set()
    for i, tier in enumerate(objective):
        names = tuple(tier.weighted) if isinstance(tier, Weighted) else (tier,)
        if isinstance(tier, Weighted) and i != len(objective) - 1:
            findings.add(
                "objective-order",
                ("objective", i),
                {"weighted": True},
                "weighted chỉ đứng cuối",
                "weighted only as the last tier",
            )
        if not names:
            findings.add(
                "objective-order",
                ("objective", i, "weighted"),
                {},
                "ít nhất một tiêu chí có trọng số",
                "at least one tier with its weight",
            )
        for name in names:
            if name in seen:
                where: Path = ("objective", i, "weighted", name) if isinstance(tier, Weighted) else ("objective", i)
                findings.add(
                    "objective-repeat",
                    where,
                    name,
                    "mỗi tiêu chí một lần, trong danh sách hoặc trong weighted",
                    "each tier once, in the list or in weighted",
                )
            seen.add(name)


def _contradictions(findings: Findings) -> None:
    scenario = findings.scenario
    never = {a.id for a in scenario.activities if a.merge == "never"}
    together = {frozenset(pair) for pair in scenario.together}
    for i, pair in enumerate(scenario.together):
        alone = [name for name in pair if name in never]
        if alone and pair[0] != pair[1]:
            findings.add(
                "contradiction",
                findings.path("together", i),
                " – ".join(pair),
                f'hai hoạt động chịu ghép; "{alone[0]}" có merge "never"',
                f'two activities that may be merged; "{alone[0]}" has merge "never"',
            )
    for i, pair in enumerate(scenario.apart):
        at = findings.path("apart", i)
        if pair[0] == pair[1]:
            findings.add("contradiction", at, pair[0], "hai hoạt động khác nhau", "two different activities")
        elif frozenset(pair) in together:
            findings.add(
                "contradiction",
                at,
                " – ".join(pair),
                "một cặp không nằm trong together",
                "a pair that is not in together",
            )
    forbidden = {(f.person, f.activity) for f in scenario.forbids}
    for i, pin in enumerate(scenario.pins):
        if isinstance(pin, PersonPin) and (pin.person, pin.activity) in forbidden:
            findings.add(
                "contradiction",
                findings.path("pins", i),
                f"{pin.person} – {pin.activity}",
                "một người không bị cấm (forbids) ở hoạt động đó",
                "a person who is not forbidden (forbids) from that activity",
            )
