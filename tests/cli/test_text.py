"""Nothing that a file holds reaches the terminal as a command."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.cli.text import LONG, SHORT, safe, sentence


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Nguyễn Thị Hòa", "Nguyễn Thị Hòa"),
        (unicodedata.normalize("NFD", "Hòa"), unicodedata.normalize("NFD", "Hòa")),
        ("a\x1b[31mb", r"a\x1b[31mb"),
        ("a\nb\tc\r", r"a\nb\tc\r"),
        ("a\u202eb", r"a\u202eb"),
        ("a\u200bb\u2028c", r"a\u200bb\u2028c"),
        ("a\ud800b", r"a\ud800b"),
        ("a\U000e0001b", r"a\U000e0001b"),
        ("[bold]:smile:", "[bold]:smile:"),
        ("x" * SHORT, "x" * SHORT),
        ("x" * 10_000, "x" * (SHORT - 1) + "…"),
        ("\x00" * 10_000, r"\x00" * (SHORT - 1) + "…"),
    ],
)
def test_safe(text: str, shown: str) -> None:
    assert safe(text) == shown


def test_a_sentence_has_more_room() -> None:
    assert len(sentence("x" * 10_000)) == LONG


@given(st.text(alphabet=st.characters(), max_size=200))
def test_nothing_hidden_is_left(text: str) -> None:
    assert {unicodedata.category(c) for c in safe(text)} & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} == set()
