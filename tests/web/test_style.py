"""The style sheet as a text: nothing dead, one place for colours and sizes, and colours everybody can tell apart."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from smsbox import web
from smsbox.web.assets import assets

ROOM = Path(web.__file__).parent
SHEET = re.sub(r"/\*.*?\*/", "", assets()["app.css"].body.decode(), flags=re.S)
TEMPLATES = {str(path.relative_to(ROOM)): path.read_text(encoding="utf-8") for path in sorted(ROOM.rglob("*.html"))}
CODE = "\n".join(
    path.read_text(encoding="utf-8") for path in [*sorted(ROOM.rglob("*.py")), *sorted(ROOM.rglob("*.js"))]
)
DARK = "@media screen and (prefers-color-scheme: dark)"

NAMES = {"problem", "setting", "wizard", "arrived", "left", "under_way", "sig-"}
"""Classes that say what something is, for a reader of the page and for tests; they need no look of their own."""

TEXTS = ("ink", "soft", "accent-text", "good", "warn", "bad", "info")
GROUNDS = ("ground", "card", "raised")
ON_THEIR_OWN = [(tone, f"{tone}-soft") for tone in ("good", "warn", "bad", "info", "mute")]
ON_ACCENT = [("accent-ink", "accent"), ("accent-ink", "accent-deep"), ("accent-text", "accent-soft")]
DRAWN = [(line, "card") for line in ("line-strong", "info", "bad", "accent", "good", "warn")]


def ruled() -> set[str]:
    """Every class that has a rule."""
    return set(re.findall(r"\.([a-zA-Z][\w-]*)", " ".join(re.findall(r"([^{};]+)\{", SHEET))))


def given() -> dict[str, str]:
    """Every class a template gives, also those it chooses between, and a template that does."""
    found = {}
    for name, text in TEMPLATES.items():
        for value in re.findall(r'class="((?:\{\{.*?\}\}|\{%.*?%\}|[^"{])*)"', text):
            chosen = re.findall(r"""["']([\w -]*)["']""", " ".join(re.findall(r"\{\{.*?\}\}|\{%.*?%\}", value)))
            for each in " ".join([re.sub(r"\{\{.*?\}\}|\{%.*?%\}", " ", value), *chosen]).split():
                found[each] = name
    return found


def values(dark: bool) -> dict[str, str]:
    """The names and values of `:root`, in the light or in the dark."""
    light, _, rest = SHEET.partition(DARK)
    blocks = (light, rest) if dark else (light,)
    declared = " ".join(match[1] for block in blocks if (match := re.search(r":root \{(.*?)\}", block, re.S)))
    return dict(re.findall(r"--([\w-]+): ([^;]+);", declared))


def luminance(colour: str) -> float:
    """Of #rrggbb (WCAG 2.2, relative luminance)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, contrast ratio."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_every_class_has_a_rule() -> None:
    assert {name: where for name, where in given().items() if name not in ruled() | NAMES} == {}


def test_every_rule_has_somebody_it_is_for() -> None:
    said = set(re.findall(r"[\w-]+", " ".join(TEMPLATES.values())))
    said |= {
        word
        for text in re.findall(r"""(?:"[^"\n]*"|'[^'\n]*'|`[^`]*`)""", CODE)
        for word in re.findall(r"[\w-]+", text)
    }
    dead = {name for name in ruled() - said if not (name.startswith("sig-") and name[4:] in said)}
    assert dead == set()


def test_every_value_is_declared_and_used() -> None:
    used = set(re.findall(r"var\(--([\w-]+)\)", SHEET))
    assert used - set(values(False)) == {"tone", "tone-soft"}
    assert set(values(False)) - used == set()
    assert set(values(True)) == set(values(False))


def test_colours_and_letters_are_chosen_in_one_place() -> None:
    """Elsewhere stand their names; paper, which has colours of its own, names them anew."""
    rules = re.sub(r":root \{.*?\}", "", SHEET, flags=re.S)
    assert re.findall(r"(?:#[0-9a-f]{3,8}\b|rgb\([^)]*\))(?=[^{}]*\})", rules.partition("@media print")[0]) == []
    sizes = set(re.findall(r"font-size: ([^;]+);", rules.partition("@media print")[0]))
    assert {size for size in sizes if not re.fullmatch(r"var\(--\w+\)|0|\.[89]\d?em", size)} == set()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_words_and_drawings_stand_out(dark: bool) -> None:
    """WCAG 2.2 AA: 1.4.3 for words, 1.4.11 for what is drawn and for the edges of fields."""
    colour = values(dark)
    words = [(text, ground) for text in TEXTS for ground in GROUNDS] + ON_THEIR_OWN + ON_ACCENT
    ratios = {pair: round(contrast(colour[pair[0]], colour[pair[1]]), 2) for pair in words + DRAWN}
    assert {pair: ratio for pair, ratio in ratios.items() if ratio < (4.5 if pair in words else 3)} == {}


def test_the_bar_of_the_browser_has_the_colour_of_ours() -> None:
    frame = TEMPLATES["templates/frame.html"]
    for scheme in ("light", "dark"):
        assert f'(prefers-color-scheme: {scheme})" content="{values(scheme == "dark")["card"]}"' in frame


SEEN_AS = {
    "deuteranopia": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
    "protanopia": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
}
"""Machado, Oliveira and Fernandes 2009, full severity, for linear RGB."""


@pytest.mark.parametrize("sight", SEEN_AS)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_bars_of_the_day_are_told_apart_without_red_and_green(dark: bool, sight: str) -> None:
    """What was sent, what arrived, what did not."""
    colour = values(dark)
    seen = {name: seen_as(colour[name], SEEN_AS[sight]) for name in ("line-strong", "info", "bad")}
    for one, other in (("line-strong", "info"), ("line-strong", "bad"), ("info", "bad")):
        assert sum((a - b) ** 2 for a, b in zip(seen[one], seen[other], strict=True)) ** 0.5 > 40, (one, other, seen)


def seen_as(colour: str, matrix: tuple[tuple[float, ...], ...]) -> list[float]:
    """The colour as such eyes see it, 0..255 each."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    mixed = [min(max(sum(a * b for a, b in zip(row, linear, strict=True)), 0), 1) for row in matrix]
    return [255 * (12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055) for part in mixed]
