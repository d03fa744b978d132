"""The app: the desk over HTTP, under ``/api/v1``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from fastapi import FastAPI
from prometheus_client import Gauge
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from api import PREFIX, outer, problems
from api.routes import ROUTERS, health
from api.routes.jobs import BatchAsked
from planner import __version__
from planner.desk.desk import Desk
from planner.desk.limits import Limits
from planner.desk.settings import Settings
from planner.domain.plan import Plan
from planner.domain.scenario import Scenario

AS_THEY_STAND: Final[tuple[type[BaseModel], ...]] = (Scenario, Plan, BatchAsked, problems.Problem)
"""What routes read or send without the framework's models between."""

DESCRIPTION = """\
Scenarios, plans, what-ifs, consent and people of a ward office.

Programs come in with a token (`Authorization: Bearer ...`), browsers with a cookie; a browser's requests that change
something bring `X-CSRF-Token`. What is refused is told as problem details (RFC 9457), each `type` documented under
`/api/v1/problems/CODE`. Lists come in pages: `next` of a page is the `cursor` of the one after it.
"""


class Api(FastAPI):
    """The app, described with what is read and sent as it stands: scenarios, plans, what-ifs, problems."""

    def openapi(self) -> dict[str, Any]:
        """Return the OpenAPI description."""
        found = super().openapi()
        known = found["components"]["schemas"]
        if AS_THEY_STAND[0].__name__ not in known:
            models = models_json_schema(
                [(model, "validation") for model in AS_THEY_STAND], ref_template="#/components/schemas/{model}"
            )[1]
            for name, schema in models["$defs"].items():
                known.setdefault(name, schema)
            for parameter in self._parameters(found):
                if parameter["name"] == "If-Match":
                    parameter["required"] = True  # what is missing has a status of its own: 428
        return found

    def _parameters(self, described: dict[str, Any]) -> Iterator[dict[str, Any]]:
        for item in described["paths"].values():
            for operation in item.values():
                yield from operation.get("parameters", ())


def create_app(desk: Desk, settings: Settings) -> FastAPI:
    """Return the app that serves a desk."""
    app = Api(
        title="Chung Tay",
        version=__version__,
        description=DESCRIPTION,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
        separate_input_output_schemas=False,
        redirect_slashes=False,
    )
    figures = outer.Figures()
    app.state.desk, app.state.settings, app.state.limits, app.state.figures = desk, settings, Limits(settings), figures
    app.state.jobs_gauge = Gauge("chungtay_jobs", "Jobs by state", ("state",), registry=figures.registry)
    problems.mount(app)
    app.include_router(health.router)
    for routes in ROUTERS:
        app.include_router(routes.router)
    app.add_middleware(outer.Outer, figures=figures)

    return app
