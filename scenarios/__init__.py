"""The scenarios that Chung Tay ships: wards of central Ho Chi Minh City, each a JSON file beside its sources.

The files are written by `scenarios.build`; README.md says what each shows.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def names() -> tuple[str, ...]:
    """Return the names of the shipped scenarios, sorted."""
    return tuple(sorted(entry.name.removesuffix(".json") for entry in _folder().glob("*.json")))


def whatifs() -> tuple[str, ...]:
    """Return the names of the shipped what-ifs, sorted."""
    return tuple(sorted(entry.name.removesuffix(".json") for entry in (_folder() / "whatif").glob("*.json")))


def whatif(name: str) -> Path:
    """Return where the what-if `name` is kept.

    Raises:
        KeyError: no what-if of that name is shipped.
    """
    if name not in whatifs():
        raise KeyError(f"no what-if {name!r}; there are {', '.join(whatifs())}")
    return _folder() / "whatif" / f"{name}.json"


def path(name: str) -> Path:
    """Return where the scenario `name` is kept.

    Raises:
        KeyError: no scenario of that name is shipped.
    """
    if name not in names():
        raise KeyError(f"no scenario {name!r}; there are {', '.join(names())}")
    return _folder() / f"{name}.json"


def _folder() -> Path:
    return Path(str(files(__name__)))
