"""Every page of the office, by name: tests and screenshots go through this list. A new page adds a line."""

from __future__ import annotations

from typing import Final

PAGES: Final[dict[str, str]] = {
    "sign-in": "/sign-in",
    "invitation": "/invitations/<invitation>",
    "missing": "/nowhere",
    "scenarios": "/scenarios",
    "scenario": "/scenarios/<scenario>",
    "version": "/scenarios/<scenario>/versions/1",
    "job": "/jobs/<job of plan>",
    "job running": "/jobs/<running>",
    "job stopped": "/jobs/<stopped>",
    "question": "/jobs/<question>",
    "plan": "/plans/<plan>",
    "plan with gaps": "/plans/<plan with gaps>",
    "plan week": "/plans/<plan>/week",
    "plan people": "/plans/<plan>/people",
    "plan sessions": "/plans/<plan>/sessions",
    "plan session": "/plans/<plan>/sessions/s01",
    "plan verified": "/plans/<plan>/verification",
    "swap": "/plans/<plan>/swap/<swap>",
    "whatifs": "/scenarios/<scenario>/whatifs",
    "whatifs-change": "/scenarios/<scenario>/whatifs?sort=set_objective",
    "whatifs-person": "/scenarios/<scenario>/whatifs?sort=add_person",
    "batch": "/whatifs/<batch>?sort=staff_sessions&down=1",
    "turnouts": "/whatifs/<turnouts>",
    "case": "/whatifs/<batch>/rows/3",
    "curve": "/curves/<curve>",
    "compare-versions": "/scenarios/<edited>/compare",
    "compare-plans": "/plans/<nearer plan>/compare?base=<plan>",
    "duties": "/duties",
    "person": "/plans/<plan>/person?id=vp-01",
    "organisation": "/plans/<plan>/organisation?id=phu-nu",
    "proposals": "/proposals",
    "proposal": "/proposals/<proposal>",
    "users": "/users",
    "user": "/users/<mai>",
    "account": "/account",
    "audit": "/audit?verify=1",
    "table": "/scenarios/<scenario>/tables/activities",
    "table-edit": "/scenarios/<scenario>/tables/people?edit=3",
    "table-own": "/scenarios/<scenario>/tables/scenario",
    "table-pairs": "/scenarios/<scenario>/tables/together?edit=0",
    "table-new": "/scenarios/<scenario>/tables/roles?edit=new",
}
"""Words in angle brackets stand for ids of the office."""

OUTSIDE: Final = frozenset({"sign-in", "invitation"})
"""Pages for those who have not come in."""


def path_of(name: str, ids: dict[str, str]) -> str:
    """Return a page's address in an office."""
    path = PAGES[name]
    for key, id in ids.items():
        path = path.replace(f"<{key}>", id)
    return path
