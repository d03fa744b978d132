"""`chungtay serve` as an office runs it: the first link, an address that is taken, and leaving in order."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from tests.cli.command import COMMAND, ROOT, chungtay, environment
from tests.desk.killing import children
from tests.ports import free_port

PASSWORD = "đường dài mới biết ngựa hay"  # noqa: S105 - of a test


class Server:
    """A served desk, and what it writes to stderr."""

    def __init__(self, folder: Path, port: int, lang: str) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self._log = folder / f"{lang}.log"
        env = {"CHUNGTAY_WORKERS": "1", "CHUNGTAY_THREADS": "1", "CHUNGTAY_LANG": lang}
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                [*COMMAND, "serve", "--port", str(port), "--database", f"sqlite:///{folder / 'desk.db'}"],
                cwd=ROOT,
                env=environment(env),
                stderr=log,
            )
        wait(lambda: f" {self.address}" in self.told() or self.process.poll() is not None)
        wait(lambda: self.asked("GET", "/readyz") is not None)

    def told(self) -> str:
        """What it has written so far."""
        return self._log.read_text("utf-8")

    def asked(self, method: str, path: str, body: object = None) -> Any:
        """What it answers; None where it does not."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        request = Request(self.address + path, data, headers, method=method)  # noqa: S310 - our own server
        try:
            with urlopen(request, timeout=10) as response:  # noqa: S310 - our own server
                return json.load(response)
        except OSError:
            return None


@contextmanager
def served(folder: Path, port: int, lang: str) -> Iterator[Server]:
    server = Server(folder, port, lang)
    try:
        yield server
    finally:
        server.process.kill()
        server.process.wait()


def wait(holds: Callable[[], bool]) -> None:
    last = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < last
        time.sleep(0.05)


@pytest.fixture
def port() -> int:
    return free_port()


def test_from_the_first_start_on(tmp_path: Path, port: int) -> None:
    with served(tmp_path, port, "vi") as server:
        first, link, serving = server.told().splitlines()[:3]
        assert first == "Đặt mật khẩu cho admin (một lần):"
        assert serving == f"Đang phục vụ tại {server.address}"
        assert link.startswith(f"{server.address}/invitations/")
        path = f"/api/v1{link.removeprefix(server.address)}"
        assert server.asked("GET", path) == {"name": "admin"}
        assert server.asked("POST", path, {"password": PASSWORD})["name"] == "admin"
        assert server.asked("GET", path) is None  # it is used up
        requests = [json.loads(line) for line in server.told().splitlines()[3:]]
        assert {(line["event"], line["level"]) for line in requests} == {("request", "info")}
        secret = path.rpartition("/")[2]
        assert [line for line in server.told().splitlines()[3:] if secret in line or PASSWORD in line] == []

        taken = chungtay("serve", "--port", str(port), "--database", f"sqlite:///{tmp_path / 'other.db'}")
        assert (taken.returncode, taken.stdout) == (2, "")
        assert taken.stderr.splitlines()[0] == f"127.0.0.1:{port}: 1 fault"

        wait(lambda: len(children(server.process.pid)) == 1)
        workers = children(server.process.pid)
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(30) == 0
        assert [pid for pid in workers if runs(pid)] == []
    assert sorted(file.name for file in tmp_path.glob("desk.db*")) == ["desk.db"]  # it was closed in order

    with served(tmp_path, port, "en") as server:
        assert server.told().splitlines()[0] == f"Serving at {server.address}"  # no link any more
        came = server.asked("POST", "/api/v1/session", {"name": "admin", "password": PASSWORD})
        assert came["name"] == "admin"
        wait(lambda: len(children(server.process.pid)) == 1)
        workers = children(server.process.pid)
        server.process.kill()  # nobody tells the workers anything
        server.process.wait()
        wait(lambda: not any(map(runs, workers)))


def runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
