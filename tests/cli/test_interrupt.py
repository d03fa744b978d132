"""Stopping long work with real signals: once keeps the best, twice leaves."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from planner.cli.interrupt import stoppable
from tests.cli.command import ROOT

WORK = """
import sys, time
from planner.cli.interrupt import Quit, stoppable

def work(stop):
    print("working", flush=True)
    stop.wait()
    {after}
    return "the best so far"

try:
    print(stoppable(work, on_stop=lambda: print("stopping", flush=True)), flush=True)
except Quit as left:
    print("left", left.signal_number, flush=True)
"""


def start(after: str) -> subprocess.Popen[str]:
    command = subprocess.Popen(
        [sys.executable, "-c", WORK.format(after=after)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert read(command) == "working"
    return command


def read(command: subprocess.Popen[str]) -> str:
    assert command.stdout is not None
    return command.stdout.readline().strip()


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
def test_once_keeps_the_best(asked: signal.Signals) -> None:
    command = start("pass")
    command.send_signal(asked)
    assert command.communicate(timeout=30)[0] == "stopping\nthe best so far\n"
    assert command.returncode == 0


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
def test_twice_leaves(asked: signal.Signals) -> None:
    command = start("time.sleep(600)")
    command.send_signal(signal.SIGINT)
    assert read(command) == "stopping"
    command.send_signal(asked)
    assert command.communicate(timeout=30)[0] == f"left {asked.value}\n"


def test_an_error_comes_out() -> None:
    def fail(_stop: object) -> None:
        raise ZeroDivisionError("on purpose")

    with pytest.raises(ZeroDivisionError, match="on purpose"):
        stoppable(fail, on_stop=lambda: None)


def test_signals_are_as_before_when_the_work_is_done() -> None:
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    assert stoppable(lambda _: signal.getsignal(signal.SIGINT), on_stop=lambda: None) != before[0]
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before
