"""The library's scanner, where it is too slow for a hostile file or stops without saying where."""

from __future__ import annotations

from typing import Any

from ruamel.yaml.scanner import Scanner, ScannerError
from ruamel.yaml.tokens import TagToken

from planner.files.refusals import SHOWN

BEYOND_UNICODE = "beyond Unicode"
"""The problem that is reported of ``\\U00110000`` and above."""


class LinearScanner(Scanner):
    """Takes time in proportion to the text, and marks every fault."""

    def scan_tag(self) -> Any:
        """Read a tag as it stands, shortened: it is refused, and decoding one takes quadratic time."""
        start = self.reader.get_mark()
        length = 1
        while self.reader.peek(length) not in "\0 \t\r\n\x85\u2028\u2029,[]{}":
            length += 1
        shown = self.reader.prefix(min(length, SHOWN + 1)).replace("%", "%25")
        self.reader.forward(length)
        return TagToken((None, shown), start, self.reader.get_mark())

    def scan_flow_scalar_non_spaces(self, double: Any, start_mark: Any) -> Any:
        """Read a stretch of quoted text."""
        try:
            return super().scan_flow_scalar_non_spaces(double, start_mark)
        except (OverflowError, ValueError) as error:  # what chr() says of an escape
            raise ScannerError(None, None, BEYOND_UNICODE, self.reader.get_mark()) from error
