"""What needs no solver: check a scenario, verify a plan, show one."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from rich.text import Text

from planner.cli import inputs
from planner.cli.faults import fault_records, fault_table, notice_table
from planner.cli.layout import heading, pairs, table
from planner.cli.names import View, tier_name, unit
from planner.cli.shell import Exit, Shell
from planner.cli.summary import present, status_line
from planner.cli.text import LONG, safe, sentence
from planner.domain.canonical import sha256
from planner.domain.report import Report
from planner.domain.scenario import Scenario
from planner.verify import verify

MOST_SHOWN: Final = 40
"""Violations shown at most; JSON holds all."""
OTHER_SCENARIO: Final = "hash"
"""Broken by a plan that was made from another scenario: all else that it breaks follows from that."""


def checked(shell: Shell, name: str) -> int:
    """Check a scenario and print what is in it, or all that is wrong with it."""
    words = shell.words
    try:
        found = inputs.scenario(name)
    except inputs.BadFile as bad:
        if shell.as_json:
            shell.document(fault_records(bad.file, bad.faults) | {"sha256": None, "counts": None})
        else:
            shell.say(bad.heading(words), fault_table(bad.faults, words))
        return Exit.INPUT
    scenario, digest = found.scenario, sha256(found.scenario)
    counts = _counts(scenario)
    if shell.as_json:
        warnings = [notice.model_dump() for notice in found.warnings]
        shell.document({"ok": True, "faults": [], "warnings": warnings, "sha256": digest, "counts": counts})
        return Exit.DONE
    shell.say(
        Text(safe(scenario.name), style="bold"),
        Text(words("Không có lỗi.", "No faults."), style="bold green"),
        pairs(
            (
                words("Thời gian", "Horizon"),
                f"{words.day(scenario.start)} – {words.day(scenario.end)}, "
                + words(f"{counts['days']} ngày", f"{counts['days']} days"),
            ),
            *(
                (words(vi, en), words.number(counts[name]))
                for name, vi, en in (
                    ("activities", "Hoạt động", "Activities"),
                    ("organisations", "Đơn vị", "Organisations"),
                    ("people", "Người", "People"),
                    ("places", "Địa điểm", "Places"),
                    ("functions", "Chức năng", "Functions"),
                    ("groups", "Nhóm thụ hưởng", "Groups"),
                )
            ),
            ("SHA-256", digest),
        ),
    )
    if found.warnings:
        count = len(found.warnings)
        shell.say(
            heading(words(f"{count} lưu ý", words.many(count, "warning"))),
            notice_table(found.warnings, words),
        )
    return Exit.DONE


def verified(
    shell: Shell, scenario_name: str, plan_name: str, base_name: str | None, since: datetime | None = None
) -> int:
    """Verify a plan and print the verifier's report."""
    view = read(shell, scenario_name, plan_name, base_name, since)
    report = view.report
    if shell.as_json:
        shell.document(report_record(report))
    elif report.ok:
        say_verified(shell, view)
    else:
        say_refused(shell, report)
    return verdict(report)


def shown(
    shell: Shell,
    scenario_name: str,
    plan_name: str,
    base_name: str | None,
    since: datetime | None = None,
    *,
    every: bool,
    session: str | None,
) -> int:
    """Show a plan file, after verifying it: nothing is shown that does not hold."""
    view = read(shell, scenario_name, plan_name, base_name, since)
    if not view.report.ok:
        return refused(shell, view.report)
    present(shell, view, every=every, session=session)
    return Exit.DONE


def refused(shell: Shell, report: Report) -> int:
    """Print what a plan breaks that was to be shown or written, and return the exit code."""
    if shell.as_json:
        shell.document(report_record(report))
    say_refused(shell, report)
    return verdict(report)


def report_record(report: Report) -> dict[str, Any]:
    """Return the JSON document of a report."""
    return {"ok": report.ok, **report.model_dump(mode="json", exclude={"ok"})}


def say_verified(shell: Shell, view: View) -> None:
    """Say that a plan holds, with its tiers as the verifier counts them."""
    words = shell.words
    holds = words("Đúng: mọi quy tắc và mọi con số đều khớp.", "Verified: every rule and every figure holds.")
    shell.say(Text(holds, style="bold green"), status_line(view.plan.status, words))
    if not view.plan.has_sessions_to_check:
        return
    headings = words("Tiêu chí", "Tier"), words("Tính lại", "Recomputed"), words("Đơn vị", "Unit")
    values = table(*headings, solid=(0,), numbers=(1,))
    for tier in view.plan.tiers:
        value = words.number(view.report.values[tier.name])
        values.add_row(tier_name(tier.name, words), value, unit(tier.name, words))
    shell.say(values)


def say_refused(shell: Shell, report: Report) -> None:
    """Say what a plan breaks."""
    words, count = shell.words, len(report.violations)
    title = words(f"Không đạt: {count} chỗ sai.", f"Refused: {words.many(count, 'violation')}.")
    broken = table(words("Quy tắc", "Rule"), words("Vì sao", "Why"), ratios=(2, 7))
    first = sorted(report.violations, key=lambda violation: violation.rule != OTHER_SCENARIO)[:MOST_SHOWN]
    for violation in first:
        why = Text(sentence(words(violation.vi, violation.en)))
        broken.add_row(safe(violation.rule), why.append(f"\n{safe(violation.where, LONG)}", style="dim"))
    shell.say(Text(title, style="bold red"), broken)
    if count > MOST_SHOWN:
        more = words.number(count - MOST_SHOWN)
        shell.say(words(f"và {more} chỗ nữa (--json: tất cả).", f"and {more} more (--json has all)."))


def read(shell: Shell, scenario_name: str, plan_name: str, base_name: str | None, since: datetime | None) -> View:
    """Read a plan with its scenario, and what the verifier says of it."""
    scenario = inputs.scenario(scenario_name).scenario
    plan = inputs.plan(plan_name)
    base = None if base_name is None else inputs.plan(base_name)
    return View(
        scenario, plan, verify(scenario, plan, base=base, since=since), shell.words, base, inputs.cells(scenario_name)
    )


def verdict(report: Report) -> Exit:
    """Return the exit code of a report: a plan of another scenario is bad input, whatever else it breaks."""
    if report.ok:
        return Exit.DONE
    return Exit.INPUT if any(violation.rule == OTHER_SCENARIO for violation in report.violations) else Exit.NO


def _counts(scenario: Scenario) -> dict[str, int]:
    return {
        "activities": len(scenario.activities),
        "organisations": len(scenario.organisations),
        "people": len(scenario.people),
        "places": len(scenario.places),
        "functions": len(scenario.functions),
        "groups": len(scenario.groups),
        "skills": len(scenario.skills),
        "areas": len(scenario.areas),
        "blocks": len(scenario.blocks),
        "days": (scenario.end - scenario.start).days + 1,
    }
