"""Cutting: the borders, what may not be parted, and that joined segments are the text again."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smsbox.sms import segments
from smsbox.sms.alphabet import Alphabet, BadText, septets
from smsbox.sms.segments import TooLong, split
from smsbox.sms.tpdu import Concat, Submit, decode_submit, encode_submit
from tests.sms import wire
from tests.sms.texts import ANY_TEXT

FAMILY = "👨‍👩‍👧"


def units(text: str) -> int:
    return len(text.encode("utf-16-be")) // 2


def lengths(text: str, *, wide: bool = False) -> list[int]:
    return [len(piece) for piece in split(text, wide=wide).texts]


@pytest.mark.parametrize(
    ("count", "expected"),
    [(0, [0]), (1, [1]), (160, [160]), (161, [153, 8]), (306, [153, 153]), (307, [153, 153, 1])],
)
def test_gsm7_borders(count: int, expected: list[int]) -> None:
    assert split("a" * count).alphabet is Alphabet.GSM7
    assert lengths("a" * count) == expected


@pytest.mark.parametrize(
    ("count", "expected"),
    [(1, [1]), (70, [70]), (71, [67, 4]), (134, [67, 67]), (135, [67, 67, 1])],
)
def test_ucs2_borders(count: int, expected: list[int]) -> None:
    assert split("ї" * count).alphabet is Alphabet.UCS2
    assert lengths("ї" * count) == expected


def test_wide_references_leave_less_room() -> None:
    assert lengths("a" * 161, wide=True) == [152, 9]
    assert lengths("ї" * 71, wide=True) == [66, 5]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a" * 158 + "€", [159]),
        ("a" * 159 + "€", [153, 7]),
        ("a" * 152 + "€" + "a" * 20, [152, 21]),
        ("a" * 151 + "€" + "a" * 20, [152, 20]),
        ("€" * 80, [80]),
        ("€" * 81, [76, 5]),
        ("€" * 153, [76, 76, 1]),
    ],
)
def test_an_escape_is_never_parted_from_its_character(text: str, expected: list[int]) -> None:
    assert lengths(text) == expected
    assert all(septets(piece) <= (160 if len(expected) == 1 else 153) for piece in split(text).texts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("😀" * 35, [70]),
        ("😀" * 36, [66, 6]),
        ("ї" * 66 + "😀" + "ї" * 10, [66, 12]),
        ("ї" * 65 + "😀" + "ї" * 10, [67, 10]),
        ("ї" * 69 + "😀", [67, 4]),
    ],
)
def test_a_surrogate_pair_is_never_cut(text: str, expected: list[int]) -> None:
    assert [units(piece) for piece in split(text).texts] == expected


@pytest.mark.parametrize("cluster", [FAMILY, "👍🏽", "🇺🇦", "е\u0301", "❤\ufe0f", "1\ufe0f\u20e3"])
@pytest.mark.parametrize("before", range(58, 67))
def test_what_reads_as_one_character_stays_whole_when_that_is_free(cluster: str, before: int) -> None:
    pieces = split("ї" * before + cluster + "ї" * 20).texts
    assert len(pieces) == 2
    assert any(cluster in piece for piece in pieces)


def test_a_row_of_flags_is_cut_between_flags() -> None:
    pieces = split("ї" + "🇺🇦" * 20).texts
    assert [units(piece) for piece in pieces] == [65, 16]


def test_whole_clusters_never_cost_a_segment() -> None:
    # 134 code units fill two segments to the last; keeping the family whole would need a third.
    text = "ї" * 64 + FAMILY + "ї" * 62
    assert units(text) == 134
    assert [units(piece) for piece in split(text).texts] == [67, 67]


def test_a_cluster_longer_than_a_segment_is_cut_like_any_text() -> None:
    text = "е" + "\u0301" * 200
    assert "".join(split(text).texts) == text
    assert [units(piece) for piece in split(text).texts] == [67, 67, 67]


def test_most_segments() -> None:
    assert len(split("a" * 153 * 255).texts) == 255
    assert len(split("ї" * 67 * 255).texts) == 255
    for text, needed in (("a" * (153 * 255 + 1), 256), ("ї" * (67 * 255 + 1), 256), ("a" * 1_000_000, 6536)):
        with pytest.raises(TooLong) as refused:
            split(text)
        assert refused.value.facts == {"segments": needed, "most": 255}
    with pytest.raises(TooLong):
        split("€" * 76 * 256)


@pytest.mark.parametrize(("text", "reason"), [("a\0b", "nul"), ("a\ud800b", "surrogate"), ("a\udfff", "surrogate")])
def test_what_cannot_be_sent_is_named(text: str, reason: str) -> None:
    with pytest.raises(BadText) as refused:
        split(text)
    assert refused.value.facts == {"reason": reason, "position": 1}


@pytest.mark.parametrize("text", ["\x1a", "\x1b", "a\x1bb"])
def test_control_characters_are_data_of_ucs2_and_never_raw_septets(text: str) -> None:
    assert split(text).alphabet is Alphabet.UCS2


@settings(max_examples=200, deadline=None)
@given(ANY_TEXT, st.booleans(), st.integers(0, 255))
def test_every_text_arrives_whole(text: str, wide: bool, reference: int) -> None:
    whole = split(text, wide=wide)
    assert "".join(whole.texts) == text
    total = len(whole.texts)
    arrived = []
    for seq, piece in enumerate(whole.texts, 1):
        concat = Concat(reference << 8 | reference if wide else reference, total, seq, wide) if total > 1 else None
        submit = Submit("+380500000001", piece, whole.alphabet, reference, concat)
        tpdu = encode_submit(submit)
        assert len(tpdu) - 12 <= 140 + 1, "address and fixed fields take 12 octets, UDL one"
        assert decode_submit(tpdu) == submit
        arrived.append(decode_submit(tpdu).text)
    assert "".join(arrived) == text


@settings(max_examples=200, deadline=None)
@given(ANY_TEXT)
def test_no_text_takes_more_segments_than_needed(text: str) -> None:
    """Held against the plainest greedy cut there is, character by character."""
    whole = split(text)
    size = (lambda c: len(wire.codes(c))) if whole.alphabet is Alphabet.GSM7 else units
    alone, room = (160, 153) if whole.alphabet is Alphabet.GSM7 else (70, 67)
    needed, used = 1, 0
    if sum(map(size, text)) > alone:
        for character in text:
            if used + size(character) > room:
                needed, used = needed + 1, 0
            used += size(character)
    assert len(whole.texts) == needed


def test_the_most_is_what_one_octet_counts() -> None:
    assert segments.MOST_SEGMENTS == 255
