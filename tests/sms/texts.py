"""Strategies for texts of every length, from nothing to several segments."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.sms import wire

SCALARS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
CLUSTERS = ["😀", "👨‍👩‍👧", "👍🏽", "🇺🇦", "❤️", "е́", "ї", "a", "\u200d", "\U0001f1fa"]


def long_texts(alphabet: st.SearchStrategy[str], most: int) -> st.SearchStrategy[str]:
    """Texts of every length up to `most` alike; left alone, hypothesis hardly ever fills one segment."""
    return st.integers(0, most).flatmap(lambda size: st.lists(alphabet, min_size=size, max_size=size)).map("".join)


ANY_TEXT = st.one_of(
    long_texts(SCALARS, 250),
    long_texts(st.sampled_from([*wire.CHARACTERS.values(), *wire.EXTENDED.values()]), 500),
    long_texts(st.sampled_from(CLUSTERS), 150),
    st.tuples(st.text(SCALARS, min_size=1, max_size=20), st.integers(1, 60)).map(lambda pair: pair[0] * pair[1]),
)
