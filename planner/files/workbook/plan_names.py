"""The sheets of a plan: written beside those of its scenario, and passed over when that is read."""

from __future__ import annotations

from typing import Final

from planner.files.workbook.words import Said, key

SUMMARY = Said("KH Tổng hợp", "Plan summary")
SESSIONS = Said("KH Theo buổi", "Plan by session")
PEOPLE = Said("KH Theo người", "Plan by person")
ORGANISATIONS = Said("KH Theo đơn vị", "Plan by organisation")
MONEY = Said("KH Kinh phí", "Plan money")
GAPS = Said("KH Còn thiếu", "Plan gaps")

PLAN_SHEETS: Final = frozenset(
    name for said in (SUMMARY, SESSIONS, PEOPLE, ORGANISATIONS, MONEY, GAPS) for name in map(key, said)
)
"""What they may be called, as `key` has it."""
