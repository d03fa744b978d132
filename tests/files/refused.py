"""What a refusal says, for equality."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from planner.domain.faults import InputError

Said = tuple[str, str, str, str, str]
"""Code, pointer, what was found, what is allowed in Vietnamese and in English."""


def refused(call: Callable[[], object]) -> list[Said]:
    """The faults with which `call` is refused, in order."""
    with pytest.raises(InputError) as caught:
        call()
    return [
        (fault.code, fault.pointer, fault.found, fault.allowed_vi, fault.allowed_en) for fault in caught.value.faults
    ]
