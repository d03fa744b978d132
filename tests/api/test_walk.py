"""The walk of api/README.md, run as it stands by a shell, against a served desk that nobody has used before."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.desk.killing import answers
from tests.ports import free_port

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl on this machine: apt-get install curl")
def test_the_walk(tmp_path: Path) -> None:
    blocks = BLOCK.findall((ROOT / "api" / "README.md").read_text("utf-8"))
    address = f"http://127.0.0.1:{(port := free_port())}"
    with (tmp_path / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "planner",
                "serve",
                "--port",
                str(port),
                "--database",
                f"sqlite:///{tmp_path}/desk.db",
            ],
            cwd=ROOT,
            stderr=log,
            env=os.environ | {"CHUNGTAY_WORKERS": "1", "CHUNGTAY_THREADS": "1"},
        )
    try:
        last = time.monotonic() + 60
        while not answers(f"{address}/readyz"):
            assert server.poll() is None
            assert time.monotonic() < last
            time.sleep(0.1)
        link = re.search(rf"{address}/\S+/(\S+)", (tmp_path / "server.log").read_text("utf-8"))
        assert link is not None
        script = "\n".join(f"echo '=== {n}' >&2; echo '=== {n}'\n{block}" for n, block in enumerate(blocks))
        done = subprocess.run(
            ["/bin/bash", "-euo", "pipefail", "-c", script],
            cwd=tmp_path,
            env=os.environ | {"DESK": address, "SECRET": link[1]},
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
    finally:
        server.terminate()
        server.wait(30)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    said = [part.partition("\n")[2].strip() for part in done.stdout.split("=== ")[1:]]
    assert said[:2] == ["", ""]
    assert json.loads(said[2]) == {"faults": [], "warnings": []}
    patched, versions = _documents(said[3])
    assert (patched["number"], patched["note"]) == (2, "15% more")
    assert [version["number"] for version in versions["items"]] == [2, 1]
    events, savings, verified = said[4].rsplit("\n", 2)
    kinds = re.findall(r"^event: (\w+)$", events, re.MULTILINE)
    assert (kinds[0], kinds[-1]) == ("state", "state")
    assert re.findall(r"^id: (\d+)$", events, re.MULTILINE) == [str(n) for n in range(1, len(kinds) + 1)]
    assert savings == "{'value': 2, 'low': 2, 'high': 2}"
    assert verified == "[]"
    assert [candidate["sure"] for candidate in json.loads(said[5])["candidates"]] == [True, True]
    moved, restored = said[6].splitlines()
    assert re.fullmatch("Cán bộ [ABCD] hands Bàn phát .* over to Cán bộ [ABCD]\\.", moved)
    assert restored == "← 2"
    stopped, resumed, first = said[7].splitlines()
    assert (stopped, resumed, first[:7]) == ("stopped", "queued", "absent:")
    assert said[8] == "open"
    refused, chain = said[9].split("\n", 1)
    assert (refused, json.loads(chain)["broken"]) == ("/api/v1/problems/missing", None)
    assert len((tmp_path / "whatif.csv").read_text("utf-8-sig").splitlines()) == 5
    assert json.loads((tmp_path / "plan.json").read_text("utf-8"))["format"] == "chungtay-plan/1"
    assert len((tmp_path / "seats.csv").read_text("utf-8-sig").splitlines()) == 3


def _documents(text: str) -> list[Any]:
    decoder, found = json.JSONDecoder(), []
    while text:
        document, end = decoder.raw_decode(text)
        found.append(document)
        text = text[end:].lstrip()
    return found
