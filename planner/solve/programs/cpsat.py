"""One call of CP-SAT within the time of a solve, ended as soon as a stop is asked for."""

from __future__ import annotations

import threading
import time

from ortools.sat.python import cp_model

from planner.solve.effort import Clock


def run(solver: cp_model.CpSolver, cp: cp_model.CpModel, clock: Clock, seconds: float) -> tuple[int, float]:
    """Solve `cp` for at most `seconds` (of work, when deterministic); return the status and the seconds taken."""
    begun = time.monotonic()
    share = max(0.0, min(seconds, clock.left()))
    parameters = solver.parameters
    parameters.num_workers = 1 if clock.deterministic else clock.workers
    parameters.random_seed = clock.seed
    parameters.catch_sigint_signal = False
    if clock.deterministic:
        parameters.max_deterministic_time = share
    else:
        parameters.max_time_in_seconds = share
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.05):
            if clock.stop.is_set():
                solver.stop_search()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        status = solver.solve(cp)
    finally:
        done.set()
        watcher.join()
    if not clock.deterministic:
        return int(status), time.monotonic() - begun
    spent = float(solver.response_proto.deterministic_time)
    clock.charge(spent)
    return int(status), spent
