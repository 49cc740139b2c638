"""Owns the texts of these tests, each with its trouble exactly on a border of segments."""

from __future__ import annotations

SENTENCE = "Щедрий вечір, добрий вечір, добрим людям на здоров'я! Їжак ґречно п'є каву. "
GSM = "The quick brown fox jumps over the lazy dog, 0123456789. "


def cyrillic(units: int) -> str:
    """Ukrainian text of that many UTF-16 code units."""
    return (SENTENCE * (units // len(SENTENCE) + 1))[: units - 1] + "."


def latin(septets: int) -> str:
    """Text of that many septets, none of them extended."""
    return (GSM * (septets // len(GSM) + 1))[: septets - 1] + "."


def dozen() -> list[str]:
    """Twelve messages: plain, on 160/153 and 70/67, emoji and extension characters across the border."""
    return [
        "Hello",
        latin(160),
        latin(152) + "€" + latin(40),  # the escape would be the last septet of segment one
        latin(159) + "{",  # 161 septets: the pair decides that there are two segments
        latin(151) + "[]" + latin(160) + "^",
        cyrillic(70),
        cyrillic(66) + "😀" + cyrillic(20),  # the pair would be cut by the border at 67
        cyrillic(66) + "👍🏽" + cyrillic(63) + "😀" + cyrillic(30),
        cyrillic(300),
        "`@Δ_ΦΓ§ü ñ à £ ¥ " + latin(100),
        "Ціна 5 € за {кг} \\ [шт] ~ | ^",
        "x",
    ]
