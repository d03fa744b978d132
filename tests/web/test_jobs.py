"""Jobs as pages: their progress, live too, stop and go on, answers to questions."""

from __future__ import annotations

import threading
import time

import pytest

from planner.desk.desk import Desk
from planner.desk.queue import News, Queue
from tests.desk.asking import CHIEF
from tests.web.client import Client
from tests.web.office import Office, told, ward_plan
from web.curve import progress


def test_a_running_job_shows_values_and_bounds(client: Client, ids: dict[str, str]) -> None:
    page = client.come_in().page(f"/jobs/{ids['running']}")
    assert page.all("div", **{"sse-connect": f"/jobs/{ids['running']}/live"}) != []
    assert page.all("meta", **{"http-equiv": "refresh"}) != []
    assert len(page.all("polyline")) == 2
    assert "153.170.000 ₫" in page.text


def test_stopping_and_going_on(client: Client, desk: Desk, ids: dict[str, str]) -> None:
    client.come_in()
    assert client.post(f"/jobs/{ids['running']}/stop").status_code == 303
    assert desk.jobs.read(CHIEF, ids["running"]).stopping
    assert client.page(f"/jobs/{ids['running']}").all("form", action=f"/jobs/{ids['running']}/stop") == []
    assert client.post(f"/jobs/{ids['stopped']}/resume").headers["location"] == f"/jobs/{ids['stopped']}"
    assert desk.jobs.read(CHIEF, ids["stopped"]).state == "queued"
    assert client.post(f"/jobs/{ids['job of plan']}/resume").status_code == 409


def test_news_come_as_they_are_told(client: Client, desk: Desk, ids: dict[str, str]) -> None:
    queue = Queue(desk.store)

    def work() -> None:
        time.sleep(1.0)
        queue.beat(ids["running"], "w1", news=list(told(ward_plan()))[4:6])
        time.sleep(1.0)
        queue.finish(ids["running"], "w1", plan=ward_plan())

    worker = threading.Thread(target=work)
    worker.start()
    answer = client.come_in().get(f"/jobs/{ids['running']}/live")
    worker.join()
    assert answer.headers["content-type"].startswith("text/event-stream")
    kinds = [line.removeprefix("event: ") for line in answer.text.splitlines() if line.startswith("event: ")]
    assert kinds[0] == "progress"
    assert kinds[-1] == "over"
    assert kinds.count("progress") >= 2
    assert "153.170.000" in answer.text


def test_a_stream_is_for_those_who_may_read(client: Client, ids: dict[str, str]) -> None:
    assert client.come_in("nam").get(f"/jobs/{ids['running']}/live").status_code == 404


def test_answers_are_for_those_who_plan(client: Client, office: Office) -> None:
    path = f"/jobs/{office.ids['question']}"
    assert "Phương án không thiếu gì." in client.come_in().page(path).text
    assert "Phương án không thiếu gì." not in client.come_in("hoa").page(path).text


@pytest.mark.parametrize(
    ("tiers", "gap"),
    [
        ([("unheld", 0, 0)], 0.0),
        ([("cost", 100, 75)], 0.25),
        ([("cost", 100, None)], 1.0),
        ([("cost", None, None)], None),
    ],
)
def test_a_gap_is_a_share_of_the_value(tiers: list[tuple[str, int | None, int | None]], gap: float | None) -> None:
    known = [{"name": name, "value": value, "bound": bound, "proven": False} for name, value, bound in tiers]
    news = News("progress", {"seconds": 2.0, "of": "plan", "tier": tiers[0][0], "tiers": known})
    found = progress([News("state", {"state": "running"}), news])
    if gap is None:
        assert found.lines == ()
    else:
        top, bottom = (y for y, share in found.ticks if share in (0, 100))
        low, high = max(top, bottom), min(top, bottom)
        assert found.lines[0][0].y == pytest.approx(low - gap * (low - high))
