"""A feed in a real calendar server (CalDAV): what changes is changed there, what is called off is called off there."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import httpx2
import pytest
from icalendar import Calendar

from planner.desk.desk import Desk
from planner.desk.queue import Queue
from planner.desk.rights import ALL
from tests import builders as b
from tests.desk.asking import LAN, in_force, member
from tests.desk.test_feeds import AFTERNOON, START, WARD, joint
from tests.files.calendars import told
from tests.ports import free_port

Told = list[tuple[str, int, str, str, datetime]]

CALDAV = "urn:ietf:params:xml:ns:caldav"
MAKE = '<C:mkcalendar xmlns:C="urn:ietf:params:xml:ns:caldav"/>'
QUERY = """\
<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">
  <D:prop><D:getetag/><C:calendar-data/></D:prop>
  <C:filter><C:comp-filter name="VCALENDAR">
    <C:comp-filter name="VEVENT">{}</C:comp-filter>
  </C:comp-filter></C:filter>
</C:calendar-query>"""
DURING = '<C:time-range start="{0:%Y%m%dT%H%M%SZ}" end="{1:%Y%m%dT%H%M%SZ}"/>'


class CalendarServer:
    """A client of a calendar server: it keeps there what a feed says, an object for each id."""

    def __init__(self, address: str) -> None:
        self._client = httpx2.Client(base_url=f"{address}/lan/", auth=("lan", "lan"), timeout=30)
        self._client.request("MKCALENDAR", "work/", content=MAKE).raise_for_status()

    def close(self) -> None:
        self._client.close()

    def take(self, feed: bytes) -> list[int]:
        """Put each event of a feed under its id; return what the server says (201: new, 204: changed)."""
        whole = Calendar.from_ical(feed.decode())
        statuses = []
        for event in list(whole.walk("VEVENT")):
            one = Calendar()
            one.add("version", "2.0")
            one.add("prodid", str(whole["prodid"]))
            for part in (*whole.walk("VTIMEZONE"), event):
                one.add_component(part)
            statuses.append(self.put(f"{event['uid']}.ics", one.to_ical()))
        return statuses

    def put(self, name: str, text: bytes) -> int:
        """Put an object; return what the server says."""
        headers = {"Content-Type": "text/calendar; charset=utf-8"}
        return self._client.put(f"work/{name}", content=text, headers=headers).status_code

    def found(self, wanted: str = "") -> Told:
        """Return the events that the server finds."""
        answer = self._client.request("REPORT", "work/", content=QUERY.format(wanted), headers={"Depth": "1"})
        answer.raise_for_status()
        objects = ET.fromstring(answer.text).iter(f"{{{CALDAV}}}calendar-data")  # noqa: S314 - of the test's own server
        texts = [node.text or "" for node in objects]
        return sorted((event for text in texts for event in told(text.encode())), key=lambda event: event[4])


@pytest.fixture
def server(tmp_path: Path) -> Iterator[CalendarServer]:
    """A calendar server of the test's own."""
    port = free_port()
    options = ["--server-hosts", f"127.0.0.1:{port}", "--storage-filesystem-folder", str(tmp_path / "calendars")]
    command = [sys.executable, "-m", "radicale", "--config", "", *options, "--auth-type", "none"]
    with (tmp_path / "log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as process:
        try:
            client = CalendarServer(answering(f"http://127.0.0.1:{port}", process))
            yield client
            client.close()
        finally:
            process.terminate()


def answering(address: str, process: subprocess.Popen[bytes]) -> str:
    """Wait until a server answers."""
    for _ in range(600):
        try:
            httpx2.get(address, timeout=5)
        except httpx2.TransportError:
            assert process.poll() is None, "the calendar server died"
            time.sleep(0.05)
        else:
            return address
    raise AssertionError(address)


def test_a_feed_in_a_calendar_server(desk: Desk, queue: Queue, server: CalendarServer) -> None:
    scenario = desk.scenarios.create(LAN, WARD, organisation="ubnd").id
    her = member(desk, "her", ("staff", "ubnd", ALL), person="mt-1")
    secret = desk.feeds.create(her)[1]
    name, at_six = "Vai desk – Hoạt động a (+1 more)", START.replace(hour=6)

    in_force(desk, queue, scenario, b.plan(WARD, joint()))
    assert server.take(first := desk.feeds.read(secret, "en")) == [201]
    assert server.found() == [(name, 0, "CONFIRMED", "Nhà hall", START)]
    assert server.put("twice.ics", first) == 409  # one id, one event

    in_force(desk, queue, scenario, b.plan(WARD, joint(start=AFTERNOON, place="yard")))
    assert server.take(desk.feeds.read(secret, "en")) == [204]
    assert server.found() == [(name, 1, "CONFIRMED", "Nhà yard", at_six)]
    # The server takes the time zone as the calendar says it is.
    assert server.found(DURING.format(START, at_six)) == []
    assert len(server.found(DURING.format(at_six, at_six.replace(hour=7)))) == 1

    in_force(desk, queue, scenario, b.plan(WARD, joint(desk=("ub-1", "mt-2"))))
    server.take(desk.feeds.read(secret, "en"))
    called_off = [(f"Cancelled: {name}", 2, "CANCELLED", "Nhà yard", at_six)]
    assert server.found() == called_off
    is_off = '<C:prop-filter name="STATUS"><C:text-match>CANCELLED</C:text-match></C:prop-filter>'
    assert server.found(is_off) == called_off

    in_force(desk, queue, scenario, b.plan(WARD, joint()))
    server.take(desk.feeds.read(secret, "en"))
    assert server.found() == [(name, 3, "CONFIRMED", "Nhà hall", START)]


def test_a_whole_feed_at_once(desk: Desk, queue: Queue, server: CalendarServer) -> None:
    scenario = desk.scenarios.create(LAN, WARD, organisation="ubnd").id
    office = member(desk, "office", ("viewer", "ubnd", ALL))
    alone = b.session("s2", "c", start=AFTERNOON, place="yard", seats=[("desk", "ub-1")])
    for place in ("hall", "yard"):
        in_force(desk, queue, scenario, b.plan(WARD, joint(place=place), alone))
        secret = desk.feeds.create(office, organisation="ub")[1]
        assert server.put("", desk.feeds.read(secret, "en")) == 201
        assert [event[0] for event in server.found()] == ["Hoạt động a (+1 more)", "Hoạt động c"]
    assert [event[1] for event in server.found()] == [1, 0]
    assert server.found()[0][4] == datetime(2031, 2, 3, 0, 30, tzinfo=UTC)
