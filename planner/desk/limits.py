"""How often somebody may ask."""

from __future__ import annotations

import math
import time

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from planner.desk.faults import TooMany
from planner.desk.settings import Settings


class Limits:
    """How often somebody may ask, counted in this process, for programs and pages together."""

    def __init__(self, settings: Settings) -> None:
        self._window = MovingWindowRateLimiter(MemoryStorage())
        self._requests = RateLimitItemPerMinute(settings.requests_per_minute)
        self._signins = RateLimitItemPerMinute(settings.signins_per_minute)

    def request(self, who: str) -> None:
        """Count a request. Raises TooMany where there are too many."""
        self._count(self._requests, who)

    def signin(self, address: str) -> None:
        """Count a try to sign in. Raises TooMany where there are too many."""
        self._count(self._signins, address)

    def _count(self, limit: RateLimitItemPerMinute, who: str) -> None:
        if not self._window.hit(limit, who):
            seconds = math.ceil(self._window.get_window_stats(limit, who).reset_time - time.time())
            raise TooMany(limit.amount, max(1, seconds))
