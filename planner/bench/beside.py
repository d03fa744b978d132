"""Us and peers on the same instances in one run: each in a process of its own, for the same time on the same cores.

Set-up (starting, loading libraries, reading) is told apart from the time that counts. A peer that has not ended
`GRACE` seconds after its time is ended; what it had told by then is its answer. Every answer is made a plan of ours
and checked by our verifier.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache, partial
from pathlib import Path
from statistics import median
from typing import Any, Final

from planner.bench import monolith, plot, public, scale, seats, smptsp
from planner.bench.apart import apart, keep_to
from planner.bench.instance import files
from planner.bench.judge import Judge, refusal
from planner.bench.measure import ENDED, Asked
from planner.bench.peers.protocol import peak
from planner.bench.scale import TIERS
from planner.bench.table import Bench, Key, Row, markdown, number, told
from planner.domain.faults import InputError
from planner.domain.plan import Plan
from planner.domain.scenario import Scenario

OURS: Final = "chungtay"
"""How we are called among the peers."""

WHOLE: Final = "monolith"
"""How the only peer is called that knows the whole problem."""

GRACE: Final = 10.0
"""Seconds that a peer gets beyond its time to come to an end."""

MOST_SETUP: Final = 120.0
"""Seconds after which a peer that is not ready is ended."""

COLUMNS: Final = (
    "instance", "peer", *TIERS, "open_tier", "bound", "gap_percent", "proven", "best_known", "seconds",
    "cpu_seconds", "setup_s", "memory_mib",
)  # fmt: skip
"""`open_tier` is the first that is not proven, or the last one; `bound` and gap are of it."""

PEERS_FOLDER: Final = Path(__file__).parent / "peers"


@dataclass(frozen=True)
class Heard:
    """What a peer has told, and when: seconds after it was ready; `setup_s` before."""

    told: Mapping[str, Any]
    setup_s: float
    seconds: float


@dataclass(frozen=True)
class Source:
    """Where an instance comes from, and the best that is known of it; `whole` where it is more than staffing."""

    scenario: Callable[[], Scenario]
    best_known: str = ""
    whole: bool = False


def sources(paths: Sequence[str], sizes: Sequence[str], seeds: Sequence[int]) -> dict[str, Source]:
    """Return public files of the staffing form by name, then the seats of generated wards, then these as a whole."""
    found = {
        public.name_of(path): Source(partial(_of_file, path), public.best_known(path)[0])
        for path in files(list(paths), smptsp.SUFFIXES)
    }
    made = [(size, seed) for size in sizes for seed in seeds]
    staffing = {f"seats-{size}/{seed}": Source(partial(seats.scenario, size, seed)) for size, seed in made}
    whole = {f"{size}/{seed}": Source(partial(scale.scenario, size, seed), whole=True) for size, seed in made}
    return found | staffing | whole


def _of_file(path: Path) -> Scenario:
    return smptsp.read(path).scenario


def bench(instances: Mapping[str, Source], pythons: Mapping[str, Path], asked: Asked) -> Bench:
    """Return the bench of some instances, by us and then by each peer, by the Python that it runs in."""
    rows: dict[Key, Callable[[], Row]] = {}
    for name, source in instances.items():
        rows[name, OURS] = partial(_ours, source, OURS, asked)
        if source.whole:
            rows[name, WHOLE] = partial(_ours, source, WHOLE, asked)
        for peer, python in () if source.whole else pythons.items():
            rows[name, peer] = partial(_theirs, source, peer, python, asked)
    return Bench(asked, COLUMNS, rows, _told, _report, _drawing)


def _ours(source: Source, peer: str, asked: Asked) -> Row:
    return apart(ours_here, source, peer, asked, time.time()) or {"error": ENDED}


def ours_here(source: Source, peer: str, asked: Asked, begun: float) -> Row:
    """Measure us, or our model alone, in this process, which was begun at that moment."""
    from planner.solve import InternalError, solve  # noqa: PLC0415 - loading is set-up
    from planner.solve.settings import SolveSettings  # noqa: PLC0415

    keep_to(asked.workers)
    try:
        scenario = source.scenario()
    except (InputError, OSError) as error:
        return {"error": str(error)}
    setup, ready, cpu = time.time() - begun, time.perf_counter(), time.process_time()
    try:
        if peer == OURS:
            plan = solve(scenario, SolveSettings(asked.time_limit_s, asked.workers, asked.seed, baseline=False))
        else:
            plan = monolith.solved(scenario, asked)
    except InternalError as error:
        return {"error": str(error)}
    return {
        "setup_s": number(setup),
        "seconds": number(time.perf_counter() - ready),
        "cpu_seconds": number(time.process_time() - cpu),
        "memory_mib": number(peak()),
        "best_known": source.best_known,
        **_cells(scenario, plan),
    }


@lru_cache(maxsize=1)
def _judge(source: Source) -> Judge:
    return Judge(source.scenario())


def _theirs(source: Source, peer: str, python: Path, asked: Asked) -> Row:
    try:
        judge = _judge(source)
    except (InputError, OSError) as error:
        return {"error": str(error)}
    question = asdict(judge.tasks) | {"seconds": asked.time_limit_s, "workers": asked.workers, "seed": asked.seed}
    heard = listened(peer, python, json.dumps(question), asked)
    found = {
        "setup_s": number(heard.setup_s),
        "seconds": number(heard.seconds),
        "best_known": source.best_known,
        **{key: number(heard.told.get(key)) for key in ("cpu_seconds", "memory_mib")},
    }
    if "error" in heard.told or "holders" not in heard.told:
        return found | {"error": heard.told.get("error", "")}
    plan = judge.plan(heard.told["holders"])
    if (least := heard.told.get("bound")) is not None:
        plan = judge.claimed(plan, least)
    return found | _cells(judge.scenario, plan)


def _cells(scenario: Scenario, plan: Plan) -> Row:
    """Return the values of a plan, and how far they are proven."""
    if broken := refusal(scenario, plan):
        return {"error": f"refused: {broken}"}
    if plan.status not in ("optimal", "feasible"):
        return {}
    shown = next((tier for tier in plan.tiers if not tier.proven), plan.tiers[-1])
    value, bound = shown.value or 0, shown.bound
    return {tier.name: number(tier.value) for tier in plan.tiers} | {
        "open_tier": shown.name,
        "bound": number(bound),
        "gap_percent": "" if bound is None else f"{100 * (value - bound) / (value or 1):.3f}",
        "proven": "yes" if shown.proven else "no",
    }


def listened(peer: str, python: Path, question: str, asked: Asked) -> Heard:
    """Ask a peer and return the last that it told of each thing."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    with tempfile.TemporaryDirectory() as name, tempfile.TemporaryFile("w+") as errors:
        folder = Path(name)
        shutil.copytree(PEERS_FOLDER, folder / "planner" / "bench" / "peers")
        (folder / "asked.json").write_text(question, "utf-8")
        begun = time.monotonic()
        with (
            (folder / "asked.json").open("rb") as stdin,
            subprocess.Popen(  # noqa: S603 - our own words
                [str(python), "-m", f"planner.bench.peers.{peer}"],
                cwd=folder,
                env=clean,
                stdin=stdin,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                preexec_fn=partial(keep_to, asked.workers) if os.name == "posix" else None,  # noqa: PLW1509 - one call
            ) as process,
        ):
            heard = _heard(process, begun, asked.time_limit_s)
        errors.seek(0)
        last = errors.read().strip().splitlines()[-1:]
    if process.returncode > 0 and last:
        return Heard({**heard.told, "error": last[0]}, heard.setup_s, heard.seconds)
    return heard


def _heard(process: subprocess.Popen[str], begun: float, limit: float) -> Heard:
    """Listen until the peer ends or has to be ended."""
    told: dict[str, Any] = {}
    ready = last = begun
    ending = threading.Timer(MOST_SETUP, process.kill)
    ending.start()
    for line in process.stdout or ():
        last = time.monotonic()
        try:
            news = json.loads(line)
        except ValueError:
            continue  # a library's own words
        if news.pop("ready", False):
            ready = last
            ending.cancel()
            ending = threading.Timer(limit + GRACE, process.kill)
            ending.start()
        told |= news
    process.wait()
    ending.cancel()
    return Heard(told, ready - begun, last - ready)


def _told(line: Row) -> str:
    return f"{_value(line)}, {line['seconds']} s (+ {line['setup_s']} s)"


def _value(line: Row) -> str:
    if not line["people"]:
        return line["error"] or "-"
    tier = line["open_tier"]
    value = told(line[tier], line["bound"], proven=line["proven"] == "yes")
    return value if tier == "people" else f"{tier} {value}"


def _worth(line: Row) -> tuple[int, ...] | None:
    """Return the tiers in their order; None where there is no plan."""
    return tuple(int(line[tier]) for tier in TIERS if line[tier]) if line["people"] and not line["error"] else None


def _by_peer(rows: Sequence[Row]) -> dict[str, dict[str, Row]]:
    found: dict[str, dict[str, Row]] = defaultdict(dict)
    for line in rows:
        found[line["peer"]][line["instance"]] = line
    return found


def _report(rows: Sequence[Row]) -> list[str]:
    """Return what came of it by folder and peer, then by instance."""
    folders = defaultdict(list)
    for line in rows:
        folders[line["instance"].rpartition("/")[0] or "."].append(line)
    headings = (
        "family", "peer", "instances", "full plans", "proven", "as good as the best", "better than us",
        "worse than us", "refused", "median s", "median set-up s", "largest MiB",
    )  # fmt: skip
    peers = _by_peer(rows)
    names = list(dict.fromkeys(line["instance"] for line in rows))
    blank = {"people": "", "error": ""}
    return [
        *markdown(headings, (line for folder, those in folders.items() for line in _summed(folder, those))),
        "",
        *markdown(
            ("instance", *(f"{peer}{part}" for peer in peers for part in ("", " s"))),
            (
                [name, *(c for lines in peers.values() for r in [lines.get(name)] for c in _pair(r or blank))]
                for name in names
            ),
        ),
    ]


def _pair(line: Row) -> tuple[str, str]:
    return _value(line), line.get("seconds", "")


def _summed(folder: str, rows: Sequence[Row]) -> Iterator[list[str]]:
    peers = _by_peer(rows)
    worths = {peer: {name: _worth(line) for name, line in lines.items()} for peer, lines in peers.items()}
    best = _best(worths)
    for peer, lines in peers.items():
        mine, ours = worths[peer], worths.get(OURS, {})
        both = [(value, ours[name]) for name, value in mine.items() if name in ours]
        yield [
            folder,
            peer,
            str(len(lines)),
            str(sum(value is not None and not any(value[:2]) for value in mine.values())),
            str(sum(line["proven"] == "yes" for line in lines.values())),
            str(sum(value is not None and value == best[name] for name, value in mine.items())),
            str(sum(_is_better(value, our) for value, our in both)),
            str(sum(_is_better(our, value) for value, our in both)),
            str(sum(line["error"].startswith("refused") for line in lines.values())),
            *(f"{median(times):.2f}" if (times := _numbers(lines, key)) else "" for key in ("seconds", "setup_s")),
            f"{max(_numbers(lines, 'memory_mib'), default=0):.0f}",
        ]


def _best(worths: Mapping[str, Mapping[str, tuple[int, ...] | None]]) -> dict[str, tuple[int, ...] | None]:
    """Return the best that anybody has of each instance."""
    found: dict[str, tuple[int, ...] | None] = {}
    for mine in worths.values():
        for name, value in mine.items():
            if _is_better(value, found.setdefault(name, value)):
                found[name] = value
    return found


def _is_better(one: tuple[int, ...] | None, other: tuple[int, ...] | None) -> bool:
    return one is not None and (other is None or one < other)


def _numbers(lines: Mapping[str, Row], key: str) -> list[float]:
    return [float(line[key]) for line in lines.values() if line[key]]


def _drawing(rows: Sequence[Row]) -> str:
    """Return two performance profiles (Dolan and Moré 2002): of the time to a proof, and of the number of people."""
    peers = _by_peer(rows)
    instances = len({line["instance"] for line in rows})
    share = plot.Axis("share of instances", low=0.0, high=1.0)

    def profile(worth: Callable[[Row], float | None]) -> list[plot.Series]:
        values = {peer: {n: v for n, line in lines.items() if (v := worth(line))} for peer, lines in peers.items()}
        best: dict[str, float] = {}
        for mine in values.values():
            best |= {name: min(value, best.get(name, value)) for name, value in mine.items()}
        return [
            plot.Series(peer, plot.shares([value / best[name] for name, value in mine.items()], instances))
            for peer, mine in values.items()
        ]

    return plot.svg(
        [
            plot.Chart(
                "Proven within a factor of the fastest proof",
                plot.Axis("time / shortest time", log=True, low=1.0),
                share,
                profile(lambda r: max(0.01, float(r["seconds"])) if r["proven"] == "yes" else None),
            ),
            plot.Chart(
                "Full plans within a factor of the fewest people",
                plot.Axis("people / fewest people", low=1.0),
                share,
                profile(lambda r: float(r["people"]) if (_worth(r) or (1,))[:2] == (0, 0) else None),
            ),
        ]
    )
