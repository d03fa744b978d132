"""E-mail addresses: what may stand in a header, and nothing that could begin another one."""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 254
"""Most letters of an address (RFC 5321, errata 1690)."""

PATTERN: Final = (
    r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
    r"(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$"
)
"""As browsers check it (HTML, `input type=email`), with the longest local part of RFC 5321."""

_ADDRESS: Final = re.compile(PATTERN.removeprefix("^").removesuffix("$"))


def is_address(text: str) -> bool:
    """Tell whether a text is an address; one with a line break in it is none."""
    return len(text) <= LONGEST and _ADDRESS.fullmatch(text) is not None
