"""Kill -9 of server and workers while they have jobs to do, on SQLite and on PostgreSQL: nothing lost, nothing twice.

    .venv/bin/python -m tests.bench.kills [--kills N] [--seed S] [--database URL]

Without a URL both databases: a file, and a PostgreSQL server of its own where its programs are installed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text

from tests.desk.conftest import server_of
from tests.desk.killing import survive


def main() -> None:
    """Kill, and print what came of it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kills", type=int, default=25, metavar="N", help="on each database")
    options.add_argument("--seed", type=int, default=1, metavar="S")
    options.add_argument("--database", metavar="URL")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        where = Path(folder)
        if given.database:
            _tell("given", given.database, where, given.kills, given.seed)
            return
        _tell("SQLite", f"sqlite:///{where / 'desk.db'}", where, given.kills, given.seed)
    with tempfile.TemporaryDirectory() as folder, _postgresql() as url:
        _tell("PostgreSQL", url, Path(folder), given.kills, given.seed)


def _tell(name: str, url: str, folder: Path, kills: int, seed: int) -> None:
    began = time.monotonic()
    tally = survive(url, folder, kills, seed)
    jobs = ", ".join(f"{n} {state}" for state, n in sorted(tally.states.items()))
    killed = ", ".join(f"{n} of the {what}" for what, n in sorted(tally.kills.items()))
    sys.stdout.write(
        f"{name}: {sum(tally.kills.values())} kills ({killed}) in {time.monotonic() - began:.0f} s; jobs: {jobs}\n"
    )
    for line in tally.wrong:
        sys.stdout.write(f"  WRONG {line}\n")
    sys.stdout.flush()


@contextmanager
def _postgresql() -> Iterator[str]:
    with server_of() as server:
        name = f"desk_{uuid.uuid4().hex}"
        url = server.format(name="postgres").replace("postgresql:", "postgresql+psycopg:")
        with closing(create_engine(url, isolation_level="AUTOCOMMIT").connect()) as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        yield server.format(name=name)


if __name__ == "__main__":
    main()
