"""A served office, and schemathesis asking it everything that the description allows, and what it does not.

.venv/bin/python -m tests.api.serving [--examples N] [WHO ...]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import uvicorn
from fastapi import FastAPI

from tests.api.world import World, make_app, make_world

HERE: Final = Path(__file__).parent
ASKING: Final = ("nobody", "staff", "viewer", "planner", "consenter", "admin", "chief")
LONGEST: Final = 900
"""Seconds that schemathesis may take."""


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """Yield the address at which an app is served as long as the block lasts."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, access_log=False, timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started and thread.is_alive():
            time.sleep(0.02)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


def ask_everything(app: FastAPI, world: World, who: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Have schemathesis ask an office as somebody: every operation, all checks."""
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        world.client(app, Path(folder)),
        served(app) as address,
    ):
        headers = [f"--header={name}: {value}" for name, value in world.headers(who).items()]
        return subprocess.run(
            [
                Path(sys.executable).with_name("schemathesis"),
                f"--config-file={HERE / 'schemathesis.toml'}",
                "run",
                f"{address}/api/v1/openapi.json",
                "--checks=all",
                "--no-color",
                *headers,
                *options,
            ],
            cwd=folder,
            env=os.environ | {"CHUNGTAY_TEST_IDS": json.dumps(world.ids), "SCHEMATHESIS_HOOKS": str(HERE / "hooks.py")},
            capture_output=True,
            text=True,
            timeout=LONGEST,
            check=False,
        )


def main() -> None:
    """Ask as everybody, and print what came of it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("who", nargs="*", default=ASKING, metavar="WHO", help=", ".join(ASKING))
    options.add_argument("--examples", type=int, default=10, metavar="N", help="made up for each operation")
    given = options.parse_args()
    app = make_app()
    failed = False
    for who in given.who:
        with tempfile.TemporaryDirectory() as folder:
            done = ask_everything(
                app,
                make_world(Path(folder)),
                who,
                "--phases=examples,coverage,fuzzing",
                f"--max-examples={given.examples}",
            )
        failed |= done.returncode != 0
        tally = done.stdout.partition("Test cases:\n")[2].splitlines()[:1]
        sys.stdout.write(f"{who:10} {tally[0].strip() if done.returncode == 0 and tally else done.stdout}\n")
        sys.stdout.flush()
    sys.exit(failed)


if __name__ == "__main__":
    main()
