"""From the raw content of a file to a scenario that can be solved, or to everything that is wrong with it."""

from __future__ import annotations

from typing import Final, NamedTuple

from planner.domain.checks import references, sense
from planner.domain.checks.file_order import FileOrder
from planner.domain.checks.findings import Findings
from planner.domain.checks.notices import notices
from planner.domain.checks.shape import shape
from planner.domain.faults import Fault, InputError, Notice
from planner.domain.scenario import Scenario

MOST_FAULTS: Final = 1000
"""Faults that are told at once: nobody reads more, and a hostile file has millions."""

_THE_REST: Final = Fault(
    code="too-many-faults",
    pointer="",
    found=f"{MOST_FAULTS}+",
    allowed_vi="sửa các lỗi trên rồi đọc lại; còn nhiều lỗi nữa",
    allowed_en="the faults above mended first; there are more",
)


class Checked(NamedTuple):
    """A scenario without faults, and what somebody should look at."""

    scenario: Scenario
    warnings: tuple[Notice, ...]


def read(raw: object) -> Checked:
    """Check the content of a scenario file (objects as dicts, lists, text, numbers).

    Decimals are exact where `raw` holds `Decimal` instead of `float`.

    Raises:
        InputError: every fault at once, in the order of the file; no other error, whatever `raw` is.
    """
    shaped = shape(raw)
    if shaped.scenario is None or not isinstance(raw, dict):
        raise refusal(raw, list(shaped.faults))
    findings = Findings(shaped.scenario, raw, shaped.kept, shaped.lost)
    references.check(findings)
    sense.check(findings)
    faults = [*shaped.faults, *findings.faults]
    if faults:
        raise refusal(raw, faults)
    return Checked(shaped.scenario, tuple(notices(shaped.scenario)))


def refusal(raw: object, faults: list[Fault]) -> InputError:
    """Return the refusal of a file with all its faults in the order of the file, at most `MOST_FAULTS`."""
    order = FileOrder(raw)
    told = sorted(faults, key=lambda fault: order(fault.pointer))[:MOST_FAULTS]
    return InputError((*told, *([_THE_REST] if len(faults) > MOST_FAULTS else ())))
