"""Who asks in the tests of the desk, and what they ask about."""

from __future__ import annotations

from planner.desk.asked import Solve
from planner.desk.desk import Desk
from planner.desk.jobs import JobInfo
from planner.desk.queue import Queue, Task
from planner.desk.rights import ALL, ROLES, Post, Role, Who
from planner.domain.plan import Plan
from tests import builders as b


def somebody(name: str, *roles: tuple[Role, str, str], person: str | None = None) -> Who:
    """Somebody with roles; whether they are in the store makes no difference to what they may do."""
    return Who(name, name, tuple(Post(*role) for role in roles), person=person)


LAN = somebody("lan", ("planner", "ubnd", ALL))
MAI = somebody("mai", ("planner", "mttq", ALL))
VIEWER = somebody("vinh", ("viewer", "ubnd", ALL))
NOBODY = somebody("nobody")
CHIEF = Who("chief", "chief", tuple(Post(role, ALL) for role in ROLES))

WARD = b.scenario(b.activity("a"))
PLAN = b.plan(WARD, b.session("s1", "a", seats=[("desk", "ub-1")]))
WORSE = b.plan(WARD, unheld=("a",))


def claimed(queue: Queue, worker: str = "w1") -> Task:
    """Take the next job, which is there."""
    task = queue.claim(worker)
    assert task is not None
    return task


def planned(desk: Desk, queue: Queue, scenario: str, plan: Plan = PLAN) -> JobInfo:
    """Ask for a plan of a scenario and have this one made at once."""
    job = desk.jobs.submit(CHIEF, scenario, Solve())
    assert claimed(queue).id == job.id
    queue.finish(job.id, "w1", plan=plan)
    return desk.jobs.read(CHIEF, job.id)


def member(desk: Desk, name: str, *roles: tuple[Role, str, str], person: str | None = None) -> Who:
    """Somebody with roles who is in the store."""
    posts = tuple(Post(*role) for role in roles)
    return Who(desk.users.create(CHIEF, name, posts, person=person).id, name, posts, person=person)


def in_force(desk: Desk, queue: Queue, scenario: str, plan: Plan) -> str:
    """Have a plan made of a scenario and agreed to by all its sponsors; return its id."""
    made = str(planned(desk, queue, scenario, plan).plan)
    proposal = desk.consents.propose(CHIEF, made)
    for said in proposal.said:
        desk.consents.answer(CHIEF, proposal.id, said.session, said.organisation, "accept")
    return made
