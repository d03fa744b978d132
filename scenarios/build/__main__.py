"""Writes every scenario into the folder given, by default the one they ship from."""

from __future__ import annotations

import sys
from pathlib import Path

from scenarios.build import write_all

write_all(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1])
