"""What tests of the API share: requests of somebody, and what a refusal looks like."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response

from api.problems import KINDS, MEDIA
from planner.files.json_text import json_text
from planner.files.scenario import given
from tests.api.world import JOINT, World

V1 = "/api/v1"


def raw(**changes: Any) -> dict[str, Any]:
    """The office's scenario as JSON values, with changes."""
    found: dict[str, Any] = json.loads(json_text(given(JOINT))) | changes
    return found


@dataclass(frozen=True)
class Caller:
    """Somebody with a token who asks the API."""

    client: TestClient
    world: World
    who: str = "chief"

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Response:
        """Ask; `path` is below /api/v1, or below the root after `//`.

        Words in angle brackets stand for ids of the office, `_` in names of headers for `-`.
        """
        for name, id in self.world.ids.items():
            path = path.replace(f"<{name}>", id)
        content = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        said = self.world.headers(self.who) | {name.replace("_", "-"): value for name, value in headers.items()}
        if body is not None:
            said.setdefault("Content-Type", "application/json")
        return self.client.request(
            method, path[1:] if path.startswith("//") else V1 + path, content=content, headers=said
        )

    def as_(self, who: str) -> Caller:
        """Somebody else."""
        return Caller(self.client, self.world, who)


def refused(response: Response, code: str) -> dict[str, Any]:
    """The problem that a response tells, which is of this kind and whole."""
    problem: dict[str, Any] = response.json()
    kind = KINDS[code]
    assert (response.status_code, response.headers["content-type"]) == (kind.status, MEDIA), response.text
    told = {name: problem[name] for name in ("type", "title", "title_en", "status")}
    assert told == {"type": f"{V1}/problems/{code}", "title": kind.vi, "title_en": kind.en, "status": kind.status}
    assert problem["request"] == response.headers["x-request-id"]
    return problem
