"""Hostile requests: bodies that are broken, enormous, deep, misleading or almost right, for every route that reads one.

    .venv/bin/python -m tests.api.hostile [--bodies N] [--seed S]

Whatever comes, nothing answers with a mistake of the program, nothing hangs, and what is refused leaves no trace.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any, Final

import structlog
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from planner.desk.desk import Desk
from planner.desk.store import Store
from planner.desk.store.tables import Table
from planner.files.json_text import json_text
from planner.files.scenario import given
from tests.api.world import JOINT, World, make_app, make_world
from tests.desk.asking import CHIEF

LONGEST_SECONDS: Final = 10.0
"""How long any one request may take."""

ROUTES: Final[tuple[tuple[str, str, Any], ...]] = (
    ("POST", "/api/v1/validation", json.loads(json_text(given(JOINT)))),
    ("POST", "/api/v1/scenarios?organisation=ubnd&area=dien-hong", json.loads(json_text(given(JOINT)))),
    ("PUT", "/api/v1/scenarios/<scenario>", json.loads(json_text(given(JOINT)))),
    ("PATCH", "/api/v1/scenarios/<scenario>", {"turnout": 1.5, "people": [], "budget": None}),
    ("POST", "/api/v1/scenarios/<scenario>/plans", {"time_limit_s": 5, "seed": 3, "since": "2026-02-07T07:30"}),
    (
        "POST",
        "/api/v1/scenarios/<scenario>/whatifs",
        {"cases": [{"name": "x", "changes": [{"type": "set_turnout", "turnout": 1.2}]}], "generate": ["one_more"]},
    ),
    ("POST", "/api/v1/plans/<plan>/questions", {"question": {"ask": "why-not", "person": "mt-1", "session": "s1"}}),
    ("POST", "/api/v1/proposals/<proposal>/answers", {"session": "s1", "organisation": "mt", "answer": "accept"}),
    ("POST", "/api/v1/proposals/<proposal>/prices", {"session": "s1", "organisation": "mt"}),
    ("POST", "/api/v1/tokens", {"name": "x", "scopes": ["read"], "days": 3}),
    ("POST", "/api/v1/users", {"name": "x", "roles": [{"role": "viewer", "organisation": "ubnd"}]}),
    ("PATCH", "/api/v1/users/<viewer>", {"roles": [], "active": True}),
    ("POST", "/api/v1/session", {"name": "x", "password": "y"}),
    ("PUT", "/api/v1/session/password", {"old": "x", "new": "0123456789"}),
    ("POST", "/api/v1/invitations/<invitation>", {"password": "0123456789"}),
)

ODD: Final[tuple[Any, ...]] = (
    None, True, False, 0, -1, 1, 10**9, 10**9 + 1, 10**30, -(10**30), 0.1, 1e308, 5e-324, "", " ", "\x00", "\ud800",
    "a" * 10_000, "<script>alert(1)</script>", "' OR 1=1 --", "../../etc/passwd", "\u202e\u200f", "=1+1", "{{7*7}}",
    "2026-02-30", "2026-02-07T07:30", "9999-12-31T23:59", "0001-01-01", "24:00", "99:99", "Asia/Ho_Chi_Minh", "/etc/x",
    [], {}, [[]], [None], {"": ""}, {"id": "a"}, {"\ud800": 1}, [1] * 1000, {"__proto__": {}}, {"$ref": "#"},
)  # fmt: skip

TEXTS: Final[tuple[bytes, ...]] = (
    b"", b" ", b"null", b"true", b"0", b"[]", b"{}", b'""', b"{", b"[[", b'{"a":', b"\x00", b"\xff\xfe",
    b"\xef\xbb\xbf{}", b"NaN", b"[NaN]", b"[-Infinity]", b"[1e999]", b"[-0]", b'{"a":1,"a":2}', b'["\\ud800"]',
    b"[" * 100_000, b'{"a":' * 50_000, b"9" * 100_000, b'["' + b"a" * 500_000 + b'"]', b"PK\x03\x04" + b"\x00" * 100,
    b"%PDF-1.7", b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'b'>]><a>&b;</a>", b"--- &a [*a]", b"a=1&b=2",
)  # fmt: skip

TYPES: Final = ("application/json", "application/merge-patch+json", "text/plain", "", "application/json; charset=utf-7",
                "multipart/form-data", "application/x-yaml", "*/*", "\x7f")  # fmt: skip


def attack(world: World, folder: Path, bodies: int, seed: int) -> tuple[Counter[int], list[str]]:
    """Send so many bodies; return how often each status came, and everything that is not as it should be.

    After a few the office is a new one: else nobody could ask for more jobs, and no version would be the newest.
    """
    chance, statuses, wrong = random.Random(seed), Counter[int](), list[str]()
    app = make_app()
    for first in range(0, bodies, A_WHILE):
        with world.client(app, folder) as client:
            desk: Desk = app.state.desk
            for n in range(first, min(first + A_WHILE, bodies)):
                method, path, right = ROUTES[n % len(ROUTES)]
                request = _request(chance, world, method, path, right)
                before = _rows(desk.store)
                began = time.monotonic()
                status = _status(client, request, wrong)
                seconds = time.monotonic() - began
                statuses[status] += 1
                told = f"body {n}: {method} {path}: {status} in {seconds:.1f} s: {request['content'][:200]!r}"
                if status >= 500 or status == 0 or seconds > LONGEST_SECONDS:
                    wrong.append(told)
                if status >= 400 and _rows(desk.store) != before and path not in LEAVES_A_TRACE:
                    wrong.append(f"half-written: {told}")
            if (broken := desk.verified_trail(CHIEF)[0]) is not None:
                wrong.append(f"the trail is broken at {broken}")
            _readable(client, world, wrong)
    return statuses, wrong


A_WHILE: Final = 150

LEAVES_A_TRACE: Final = ("/api/v1/session", "/api/v1/session/password")
"""Where a wrong password is noted in the trail."""


def _request(chance: random.Random, world: World, method: str, path: str, right: Any) -> dict[str, Any]:
    for name, id in world.ids.items():
        path = path.replace(f"<{name}>", id)
    content = chance.choice(TEXTS) if chance.random() < 0.25 else _text(chance, _spoilt(chance, right))
    headers = world.headers("chief") | {"If-Match": f'"{chance.randint(1, 3)}"'}
    media = TYPES[0] if chance.random() < 0.8 else chance.choice(TYPES)
    if media:
        headers["Content-Type"] = media
    if chance.random() < 0.2:
        headers["Idempotency-Key"] = chance.choice(("k", "\x7f", "a" * 300, f"k{chance.random()}"))
    return {"method": method, "url": path, "content": content, "headers": headers}


def _spoilt(chance: random.Random, value: Any) -> Any:
    """Return JSON values with one to three of them replaced, removed, doubled or added."""
    found = json.loads(json.dumps(value))
    for _ in range(chance.randint(0, 3)):
        places = list(_places(found))
        if not places:
            return _odd(chance)
        holder, key = chance.choice(places)
        kind = chance.choice(_SPOILING)
        kind(chance, holder, key)
    return found


def _odd(chance: random.Random) -> Any:
    return deepcopy(chance.choice(ODD))


def _replace(chance: random.Random, holder: Any, key: Any) -> None:
    holder[key] = _odd(chance)


def _remove(_: random.Random, holder: Any, key: Any) -> None:
    del holder[key]


def _add(chance: random.Random, holder: Any, key: Any) -> None:
    if isinstance(holder, list):
        holder.extend(deepcopy([holder[key]] * chance.choice((1, 2, 300))))
    else:
        holder[chance.choice((f"{key} ", "không biết", "\x00", ""))] = _odd(chance)


def _deepen(chance: random.Random, holder: Any, key: Any) -> None:
    for _ in range(chance.choice((1, 3, 60))):
        holder[key] = [holder[key]] if chance.random() < 0.5 else {"a": holder[key]}


_SPOILING: Final[tuple[Callable[[random.Random, Any, Any], None], ...]] = (_replace, _replace, _remove, _add, _deepen)


def _places(value: Any) -> Any:
    if isinstance(value, dict | list):
        for key, item in list(value.items() if isinstance(value, dict) else enumerate(value)):
            yield value, key
            yield from _places(item)


def _text(chance: random.Random, value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")
    if chance.random() < 0.1:
        cut = chance.randrange(len(text) + 1)
        text = text[:cut] + chance.choice((b"", b"\x00", b"\xff", b"}", b",", b"//", text)) + text[cut:]
    return text


def _status(client: TestClient, request: dict[str, Any], wrong: list[str]) -> int:
    try:
        return client.request(**request).status_code
    except Exception as error:  # noqa: BLE001 - what a served app would answer with 500
        wrong.append(f"{type(error).__name__}: {error}")
        return 0


def _rows(store: Store) -> dict[str, int]:
    with store.reading() as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in Table.metadata.sorted_tables
        }


def _readable(client: TestClient, world: World, wrong: list[str]) -> None:
    """Everything that was taken can be read again."""
    headers, pages = world.headers("chief"), list[dict[str, Any]]()
    while not pages or pages[-1]["next"] is not None:
        cursor = f"&cursor={pages[-1]['next']}" if pages else ""
        pages.append(client.get(f"/api/v1/scenarios?limit=200{cursor}", headers=headers).json())
    for item in (item for page in pages for item in page["items"]):
        text = client.get(f"/api/v1/scenarios/{item['id']}", headers=headers).content
        told = client.post("/api/v1/validation", content=text, headers=headers).json()
        if told["faults"]:
            wrong.append(f"kept with faults: {item['id']}: {told['faults'][:1]}")


def main() -> None:
    """Attack an office, and print what came of it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--bodies", type=int, default=10_000, metavar="N")
    options.add_argument("--seed", type=int, default=1, metavar="S")
    given_ = options.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        statuses, wrong = attack(make_world(Path(folder)), Path(folder), given_.bodies, given_.seed)
    counts = ", ".join(f"{n} x {status}" for status, n in sorted(statuses.items()))
    sys.stdout.write(f"{given_.bodies} bodies in {time.monotonic() - began:.0f} s: {counts}\n")
    for line in wrong:
        sys.stdout.write(f"  WRONG {line}\n")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
