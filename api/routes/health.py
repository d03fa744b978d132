"""What machines ask: is it alive, is it ready, how is it."""

from __future__ import annotations

from contextlib import suppress
from typing import get_args

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, Gauge, generate_latest
from pydantic import BaseModel

from api.doors import TheDesk
from api.problems import Refusal, refuses
from planner.desk.faults import Unreachable
from planner.desk.queue import State

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """It is well."""

    status: str = "ok"


@router.get("/healthz")
def healthz() -> Health:
    """Tell whether this process answers."""
    return Health()


@router.get("/readyz", responses=refuses("unavailable"))
def readyz(desk: TheDesk) -> Health:
    """Tell whether the database answers too."""
    if not desk.is_ready():
        raise Refusal("unavailable", "the database does not answer")
    return Health()


@router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
def metrics(request: Request, desk: TheDesk) -> Response:
    """Return figures for Prometheus."""
    figures = request.app.state.figures
    gauge: Gauge = request.app.state.jobs_gauge
    gauge.clear()
    with suppress(Unreachable):  # the figures of the requests are wanted most then
        counts = desk.jobs.counts()
        for state in get_args(State):
            gauge.labels(state).set(counts.get(state, 0))
    return Response(generate_latest(figures.registry), headers={"Content-Type": CONTENT_TYPE_LATEST})
