"""The workbook to fill in, and what somebody filled in read into a scenario, with its faults marked."""

from __future__ import annotations

from pathlib import Path

from planner.cli import inputs
from planner.cli.exporting import kept
from planner.cli.faults import fault_records, fault_table, notice_table
from planner.cli.shell import Exit, Shell
from planner.cli.text import safe
from planner.cli.words import Lang
from planner.domain.canonical import sha256
from planner.domain.faults import InputError
from planner.files import read_scenario, write_scenario
from planner.files.content import content
from planner.files.output import write_bytes
from planner.files.workbook import marked, template


def templated(shell: Shell, lang: Lang, output: str | None, *, filled: bool) -> int:
    """Write the workbook to fill in, its headings in `lang` with the other language beneath.

    Raises:
        BadFile: it cannot be written.
    """
    return kept(shell, Path(output or "chungtay.xlsx"), template(lang.value, filled=filled))


def imported(shell: Shell, name: str, output: str | None, copy: str | None) -> int:
    """Read a workbook into a scenario file; where it has faults, tell all of them, and mark them in a copy.

    Raises:
        BadFile: the workbook cannot be opened, or a file cannot be written.
    """
    for target in filter(None, (output, copy)):
        inputs.writable(target)
    try:
        checked = inputs.read(name, Path(name), read_scenario)
    except inputs.BadFile as bad:
        if any(fault.cell for fault in bad.faults):
            return _refused(shell, bad, copy)
        raise
    target = output or f"{Path(name).stem}.json"
    try:
        write_scenario(checked.scenario, Path(target))
    except InputError as error:
        raise inputs.BadFile(target, error.faults) from error
    except OSError as error:
        raise inputs.unusable(target, error, "một tệp ghi được", "a file that can be written") from error
    if shell.as_json:
        warnings = [notice.model_dump() for notice in checked.warnings]
        digest = sha256(checked.scenario)
        shell.document({"ok": True, "file": target, "faults": [], "warnings": warnings, "sha256": digest})
        return Exit.DONE
    if checked.warnings:
        shell.note(notice_table(checked.warnings, shell.words))
    shell.say(shell.words(f"Không có lỗi. Đã ghi {safe(target)}.", f"No faults. Wrote {safe(target)}."))
    return Exit.DONE


def _refused(shell: Shell, bad: inputs.BadFile, copy: str | None) -> int:
    words = shell.words
    if copy is not None:
        try:
            _write(copy, marked(content(Path(bad.file)), bad.faults, shell.lang.value))
        except InputError as error:
            raise inputs.BadFile(copy, error.faults) from error
    if shell.as_json:
        shell.document(fault_records(bad.file, bad.faults) | {"marked": copy})
    else:
        shell.say(bad.heading(words), fault_table(bad.faults, words))
        if copy is not None:
            shell.say(
                words(f"Các ô sai được tô màu trong {safe(copy)}.", f"Faulty cells are coloured in {safe(copy)}.")
            )
    return Exit.INPUT


def _write(target: str, data: bytes) -> None:
    inputs.writable(target)
    try:
        write_bytes(Path(target), data)
    except OSError as error:
        raise inputs.unusable(target, error, "một tệp ghi được", "a file that can be written") from error
