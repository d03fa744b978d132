"""How the suite runs: the same examples each time under CI, and nothing skipped there."""

from __future__ import annotations

import logging
import os
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, TypeVar

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from distributed import LocalCluster

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)

CI = os.environ.get("CI", "").lower() in {"1", "true"}

# Solving takes as long as it takes: a deadline or a slow example says something about the machine only.
settings.register_profile("desk", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("desk"), derandomize=True, print_blob=True)
settings.load_profile("ci" if CI else "desk")


@pytest.fixture(scope="session")
def dask() -> Iterator[LocalCluster]:
    """Yield a Dask cluster of two worker processes on this machine."""
    from distributed import LocalCluster  # noqa: PLC0415 - takes a second to load, and few tests need it

    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs=logging.CRITICAL
    ) as cluster:
        yield cluster


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skipped test into a failed one under CI."""
    return _nothing_skipped((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Turn a skipped module into an error under CI."""
    return _nothing_skipped((yield))


def _nothing_skipped(report: Report) -> Report:
    if CI and report.skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else "expected to fail"
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid}: under CI nothing is skipped ({reason})"
    return report
