"""Values that a file can hold, and when two of them are the same."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

from hypothesis import strategies as st


def texts(longest: int = 40) -> st.SearchStrategy[str]:
    """Text in Unicode form C: letters, signs that YAML gives a meaning, controls."""
    telling = "-?:,[]{}#&*!|>'\"%@`~ \t\n\r\x00\x1b\x7f\x85\u2028\ufeff0123456789.eExoOaAyYnN_+="
    words = (
        "true", "no", "null", "~", "", "07:30", "24:00", "2026-02-07", "2026-02-07T07:30", "1_000", "0o7",
        "0x1F", "007", "+5", ".5", "5.", "1e3", "-.inf", ".nan", "=", "<<", "---", "...", "- a", "a: b",
        "a #b", " a ",
    )  # fmt: skip
    found = st.one_of(st.sampled_from(words), st.text(st.sampled_from(telling), max_size=8), st.text(max_size=longest))
    return found.map(lambda text: unicodedata.normalize("NFC", text))


def values() -> st.SearchStrategy[object]:
    """JSON values with exact decimals."""
    decimals = st.decimals(allow_nan=False, allow_infinity=False, places=12, min_value=-(10**9), max_value=10**9)
    scalars = st.one_of(st.none(), st.booleans(), st.integers(-(10**20), 10**20), decimals, texts())
    return st.recursive(
        scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts(10), inner, max_size=4)
    )


def same(a: object, b: object) -> bool:
    """Whether two values are equal, with the order of fields, and True is not 1."""
    if isinstance(a, dict) and isinstance(b, dict):
        return list(a) == list(b) and all(same(a[name], b[name]) for name in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same, a, b))
    number = (int, Decimal)
    alike = type(a) is type(b) or (isinstance(a, number) and isinstance(b, number) and bool not in (type(a), type(b)))
    return alike and a == b
