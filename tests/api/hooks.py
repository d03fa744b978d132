"""Has schemathesis ask about what is there, most of the time: ids of an office instead of made-up ones."""

from __future__ import annotations

import json
import os
import re
import uuid
from typing import Any, Final

import schemathesis
from hypothesis import strategies as st

from planner.files.workbook import template

IDS: Final[dict[str, str]] = json.loads(os.environ["CHUNGTAY_TEST_IDS"])

WHAT: Final = (
    (r"DELETE .*/scenarios/", "spare"),
    (r"/scenarios/", "scenario"),
    (r"/plans/", "plan"),
    (r"/jobs/.*/answer", "question"),
    (r"/jobs/.*/(stop|resume)", "stopped"),
    (r"/jobs/", "batch"),
    (r"/proposals/", "proposal"),
    (r"/users/", "other viewer"),
    (r"/tokens/", "token"),
    (r"/feeds/", "feed"),
)
"""What a request speaks of, the first that fits."""

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
schemathesis.openapi.media_type(XLSX, st.sampled_from([template(filled=True), template()]))

_KEY: Final = re.compile(r"[\x21-\x7e]{1,200}")


@schemathesis.hook
def before_call(ctx: Any, case: Any, kwargs: dict[str, Any]) -> None:  # noqa: ARG001 - the hook's form
    """Put an id of the office in the place of a made-up one; one in four stays, and so does what is no id.

    Nobody listens for long to a job that nobody works on. Each key is fresh: one that stands for another request is
    refused, rightly.
    """
    made_up = (case.path_parameters or {}).get("id")
    asked = f"{case.method} {case.operation.path}/"
    if isinstance(made_up, str) and _is_id(made_up) and (made_up[-1] not in "37bf" or "/events/" in asked):
        name = next((name for pattern, name in WHAT if re.search(pattern, asked)), None)
        if name is not None:
            case.path_parameters["id"] = IDS[name]
    secret = (case.path_parameters or {}).get("secret")
    if case.operation.path.startswith("/api/v1/feeds/") and isinstance(secret, str) and len(secret) <= 100:
        case.path_parameters["secret"] = IDS["feed secret"]
    if case.headers and _KEY.fullmatch(case.headers.get("Idempotency-Key") or ""):
        case.headers["Idempotency-Key"] = uuid.uuid4().hex


def _is_id(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False
