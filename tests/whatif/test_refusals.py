"""Refusals: what they keep apart, which `together` pairs they drop, and what brute force says of them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from planner.domain import checks
from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.whatif import apply
from tests import brute, tiny
from tests.builders import activity, organisation, scenario
from tests.core import allied, crowded
from tests.whatif.changing import change

SPONSORS = tuple(organisation(name) for name in ("ub", "mt", "pn", "dt"))


def ward(*pairs: str, **merges: Any) -> Scenario:
    """Activities named by their sponsor and a number, with the pairs (``"ub1 mt1"``) tied together."""
    ids = sorted({name for pair in pairs for name in pair.split()} | merges.keys())
    return scenario(
        *(activity(name, name[:-1], merge=merges.get(name, "any")) for name in ids),
        organisations=SPONSORS,
        together=[tuple(pair.split()) for pair in pairs],
    )


TIES = {
    "a pair across": (["ub1 mt1"], {"organisation": "ub", "merge": []}, []),
    "seen from the other side": (["ub1 mt1"], {"organisation": "mt", "merge": []}, []),
    "a pair of its own": (["ub1 ub2"], {"organisation": "ub", "merge": []}, ["ub1 ub2"]),
    "its own, alone": (["ub1 ub2", "mt1 mt2"], {"organisation": "ub", "merge": "never"}, ["mt1 mt2"]),
    "one of its own, alone": (["ub1 ub2", "ub2 ub3"], {"activity": "ub1", "merge": "never"}, ["ub2 ub3"]),
    "listed": (["ub1 mt1", "ub1 pn1"], {"organisation": "ub", "merge": ["mt"]}, ["ub1 mt1"]),
    "of others": (["mt1 pn1", "ub1 ub2"], {"organisation": "ub", "merge": []}, ["mt1 pn1", "ub1 ub2"]),
    "agreeing": (["ub1 mt1", "mt1 pn1"], {"organisation": "mt", "merge": "any"}, ["ub1 mt1", "mt1 pn1"]),
    "a chain of its own to another": (["ub1 ub2", "ub2 mt1"], {"organisation": "ub", "merge": []}, ["ub1 ub2"]),
    "one leaves a chain of its own": (["ub1 ub2", "ub2 mt1"], {"activity": "ub1", "merge": []}, ["ub2 mt1"]),
    "a chain through who is listed": (
        ["ub1 mt1", "mt1 pn1", "mt1 mt2"],
        {"organisation": "ub", "merge": ["mt"]},
        ["mt1 pn1", "mt1 mt2"],
    ),
    "a pair for itself": (["ub1 ub1"], {"organisation": "ub", "merge": "never"}, ["ub1 ub1"]),
    "organisations apart": (["ub1 mt1", "ub1 pn1", "mt1 mt2"], {"organisations": ["mt", "ub"]}, ["ub1 pn1", "mt1 mt2"]),
    "apart through a third": (["ub1 pn1", "pn1 mt1", "pn1 dt1"], {"organisations": ["ub", "mt"]}, ["pn1 dt1"]),
    "apart through two of a third": (["ub1 pn1", "pn1 pn2", "pn2 mt1"], {"organisations": ["ub", "mt"]}, ["pn1 pn2"]),
    "apart, a ring": (
        ["ub1 pn1", "pn1 mt1", "mt1 dt1", "dt1 ub1", "ub1 ub2"],
        {"organisations": ["ub", "mt"]},
        ["ub1 ub2"],
    ),
}


@pytest.mark.parametrize(("pairs", "fields", "kept"), [pytest.param(*case, id=name) for name, case in TIES.items()])
def test_a_refusal_drops_the_pairs_that_it_contradicts(
    pairs: list[str], fields: dict[str, Any], kept: list[str]
) -> None:
    before = ward(*pairs)
    found = apply(before, [change("keep_apart" if "organisations" in fields else "set_merge", **fields)])
    dropped = [pair for pair in pairs if pair not in kept]
    assert [" ".join(pair) for pair in found.scenario.together] == kept
    names = "; ".join(" – ".join(f"Hoạt động {name}" for name in pair.split()) for pair in dropped)
    assert [(note.vi, note.en) for note in found.notes] == (
        [
            (
                f"Yêu cầu tổ chức cùng nhau được bỏ vì trái với việc từ chối: {names}.",
                f"No longer to be held together, as the refusal contradicts it: {names}.",
            )
        ]
        if dropped
        else []
    )


def test_a_refusal_of_before_drops_nothing() -> None:
    """Who agrees to more contradicts nothing, though the pair stays unheld for what the other one says."""
    found = apply(ward("ub1 mt1", mt1=[]), [change("set_merge", organisation="ub", merge="any")])
    assert (found.scenario.together, found.notes) == ((("ub1", "mt1"),), ())


def test_apart_are_the_activities_that_could_meet() -> None:
    before = scenario(
        *(
            activity(f"{o}-{f}-{k}", o, function=f, area=k)
            for o in ("ub", "mt")
            for f in ("gift", "talk")
            for k in "12"
        ),
        activity("pn-gift-1", "pn", function="gift", area="1"),
        areas=({"id": "1", "name": "1"}, {"id": "2", "name": "2"}),
        functions=({"id": "gift", "name": "Quà"}, {"id": "talk", "name": "Nói"}),
        apart=(("mt-gift-2", "ub-gift-2"),),
    )
    assert apply(before, [change("keep_apart", organisations=["mt", "ub"])]).scenario.apart == (
        ("mt-gift-2", "ub-gift-2"),
        ("mt-gift-1", "ub-gift-1"),
        ("mt-talk-1", "ub-talk-1"),
        ("mt-talk-2", "ub-talk-2"),
    )


def test_keeping_apart_leaves_exactly_the_plans_in_which_they_never_meet() -> None:
    """By brute force: the best plan is the best of those without a session of both."""
    met = 0

    @tiny.every(120, "kept apart")
    @given(st.data())
    def holds(data: st.DataObject) -> None:
        nonlocal met
        raw = data.draw(tiny.smallest("double_hatted"))
        crowded(data.draw, raw)
        allied(raw)
        before = checks.read(tiny.settled(raw)).scenario
        assume(len(before.organisations) > 1)
        a, b = (o.id for o in before.organisations[:2])
        after = apply(before, [change("keep_apart", organisations=[a, b])]).scenario
        free, kept = brute.best(before), brute.best(after)
        assert free is not None
        assert kept is not None
        met += meet(free.plan, before, a, b)
        assert not meet(kept.plan, after, a, b)
        if not meet(free.plan, before, a, b):
            assert kept.values == free.values
        assert kept.values == apart_by_consent(before, a, b)

    holds()
    assert met


def meet(plan: Plan, of: Scenario, *organisations: str) -> bool:
    sponsor = {activity.id: activity.organisation for activity in of.activities}
    return any({*organisations} <= {sponsor[name] for name in session.activities} for session in plan.sessions)


def apart_by_consent(before: Scenario, a: str, b: str) -> dict[str, int]:
    """The best values where `a` agrees to all but `b`: the same, said in another way."""
    others = tuple(o.id for o in before.organisations if o.id != b)
    changed = tuple(
        activity.model_copy(update={"merge": others}) if activity.organisation == a else activity
        for activity in before.activities
    )
    found = brute.best(before.model_copy(update={"activities": changed}))
    assert found is not None
    return found.values
