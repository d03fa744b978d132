"""The catalogue names every rule and tier of the contract, once, in both languages."""

from __future__ import annotations

from typing import get_args

import pytest

from planner.domain.scenario import TierName
from planner.rules import FIGURES, HARD, RULES, TIERS, Kind, Rule, Tier, rule, tier


def test_the_rules_of_the_contract() -> None:
    assert [rule.id for rule in RULES] == [
        "one-session",
        "same-function",
        "consent",
        "together",
        "apart",
        "start",
        "place",
        "capacity",
        "seats",
        "qualified",
        "available",
        "no-overlap",
        "hours",
        "separate",
        "representation",
        "standby",
        "budget",
        "pins",
        "forbids",
    ]
    assert {rule.id for rule in RULES} == HARD


def test_the_tiers_of_the_contract() -> None:
    assert [tier.id for tier in TIERS] == [*get_args(TierName), "weighted"]


def test_ids_are_unique() -> None:
    ids = [rule.id for rule in RULES + FIGURES]
    assert sorted(set(ids)) == sorted(ids)


@pytest.mark.parametrize("entry", RULES + FIGURES + TIERS, ids=lambda entry: entry.id)
def test_a_sentence_in_each_language(entry: Rule | Tier) -> None:
    assert entry.vi != entry.en
    assert entry.vi.endswith(".")
    assert entry.en.endswith(".")


@pytest.mark.parametrize("entry", RULES + FIGURES, ids=lambda entry: entry.id)
def test_a_rule_is_found_by_its_id(entry: Rule) -> None:
    assert rule(entry.id) is entry
    assert entry.kind in get_args(Kind)


@pytest.mark.parametrize("entry", TIERS, ids=lambda entry: entry.id)
def test_a_tier_is_found_by_its_id(entry: Tier) -> None:
    assert tier(entry.id) is entry


def test_an_unknown_id_is_an_error() -> None:
    with pytest.raises(KeyError):
        rule("unheld")
    with pytest.raises(KeyError):
        tier("seats")
