"""From arguments to an exit code: every way in which a command can end."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from io import TextIOWrapper

import typer
from rich.text import Text

from planner.cli.app import NAME, app
from planner.cli.faults import fault_records, fault_table
from planner.cli.helptext import translate
from planner.cli.inputs import BadFile, bad_file
from planner.cli.interrupt import Quit
from planner.cli.shell import BrokenOutput, Exit, Shell
from planner.cli.text import sentence
from planner.cli.words import language


def main() -> None:
    """Run the command line and leave with its exit code.

    The process ends at once: a solver that was told to stop may still be at work in a thread of its own, and an
    orderly end would wait for it or be torn down by it.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal without Vietnamese letters is no error
    try:
        code = run(sys.argv[1:])
    except Quit as left:
        code = 128 + left.signal_number
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):
            stream.flush()
    os._exit(code)


def run(argv: Sequence[str]) -> int:
    """Run one command and return its exit code.

    Raises:
        Quit: the reader asked twice to stop.
    """
    shell = Shell(language(argv, os.environ), "--json" in argv)
    command = typer.main.get_command(app)
    translate(command, shell.words)
    try:
        code = command.main(list(argv), prog_name=NAME, standalone_mode=False)
        sys.stdout.flush()
    except BadFile as bad:
        _refuse(shell, bad)
        return Exit.INPUT
    except typer.TyperException as wrong:
        return _misused(shell, wrong)
    except (BrokenOutput, BrokenPipeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what is still buffered has nowhere to go
        return Exit.PIPE
    except Exception as error:  # noqa: BLE001 - whatever it is, the shell must learn that it is our mistake
        return _broken(shell, error)
    return int(code or Exit.DONE)


def _refuse(shell: Shell, bad: BadFile) -> None:
    if shell.as_json:
        shell.document(fault_records(bad.file, bad.faults))
    shell.note(bad.heading(shell.words))
    shell.note(fault_table(bad.faults, shell.words))


def _misused(shell: Shell, wrong: typer.TyperException) -> int:
    message = wrong.format_message()
    if shell.as_json:
        shell.document(fault_records(NAME, bad_file(NAME, "usage", message, message, message).faults))
    shell.note(Text(f"{shell.words('Lỗi', 'Error')}: {sentence(message)}", style="bold red"))
    shell.note(shell.words(f"Xem: {NAME} --help", f"See: {NAME} --help"))
    return wrong.exit_code


def _broken(shell: Shell, error: Exception) -> int:
    what = f"{type(error).__name__}: {error}"
    if shell.as_json:
        shell.document({"ok": False, "internal_error": what})
    title = shell.words("Lỗi của chương trình, xin báo lại", "A mistake in the program, please report it")
    shell.note(Text("".join(traceback.format_exception(error)), style="dim"))
    shell.note(Text(f"{title}: {sentence(what)}", style="bold red"))
    return Exit.INTERNAL
