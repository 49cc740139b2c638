"""Settings as forms show them: areas, fields with what was typed, what is locked, what differs from the default."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import available_timezones

from smsbox.config import Config, Difference
from smsbox.config.checks import NO_SPAN, allowed
from smsbox.config.typed import LISTS, NUMBERS, to_text
from smsbox.i18n.languages import offered
from smsbox.i18n.marks import N_
from smsbox.i18n.phrases import Phrase
from smsbox.i18n.translator import Translator
from smsbox.settings import Kind, Setting, declaration, keys_of
from smsbox.subscription import texts
from smsbox.web.settings.areas import MODEM, Area
from smsbox.wording.footer import FOOTERS

CHOICES = {
    **offered(),
    "on": N_("on"),
    "off": N_("off"),
    "stop": N_("stop sending"),
    "send": N_("send all the same"),
    "ask": N_("ask a person"),
    "accept": N_("accept it"),
    "own": N_("on, with the certificate of this box"),
    "files": N_("on, with my own certificate"),
    "full": N_("everything, up to its USB power"),
    "gentle": N_("no reset of the modem"),
    "log": N_("only shown"),
    "prompt": N_("answered by an SMS"),
    "callback": N_("a task for the shop"),
    "calls.ask": N_("asked by SMS whether he wants advertising"),
    "prefer": N_("yes, when there is one"),
    "ignore": N_("no, any SIM"),
    "help": N_("helps the others"),
    "wait": N_("waits"),
    "hold": N_("a person decides"),
    "resend": N_("sent again"),
}
"""The words of choices, English; by setting and choice where one means something else there."""

_GROUPS = (
    (N_("Connection"), ("port", "imei", "baudrate", "smsc", "recovery")),
    (N_("SIM"), ("operator", "new_sim", "roaming", "weight")),
    (
        N_("Pace and limits"),
        ("gap", "spread", "per_minute", "per_hour", "per_day", "per_month", "quiet", "allow", "caution"),
    ),
    (N_("Package and balance"), ("per_package", "package_day", "reserve", "warm_up", "price", "low_balance")),
    ("", ("balance_code", "balance_every", "balance_patterns")),
    (N_("Calls"), ("calls", "call_prompt")),
    (N_("When nobody knows whether an SMS left"), ("uncertain_window",)),
    ("", ("in_doubt_reply", "in_doubt_service", "in_doubt_marketing")),
    (N_("Network"), ("validity",)),
    (N_("How often one customer is written to"), ("cap", "cap_days", "ask_days", "answer_days", "lapsed_days")),
    (N_("What customers are told"), ("text_asking", "text_welcome", "text_left", "text_help")),
    (N_("What customers write"), ("topics", "stop_words", "answers_per_day", "dialog_answers_per_day")),
    (N_("When no advertising leaves"), ("holidays",)),
    (N_("Campaigns that pause by themselves"), ("most_leaving", "most_failing")),
)
"""What stands together on a page, by name; what is named nowhere comes first, without a heading."""

_ELSEWHERE = ("name", "pin_file")
"""Keys of a modem that have forms of their own."""

ONE_A_LINE = N_("One a line, such as %(example)s")
PER_CENT = N_("from %(low)s to %(high)s")
A_TIME = N_("a time such as %(examples)s")
QUOTED = N_("“{text}”")
_KEY = re.compile("`([a-z_]+)`")
_LONG_NAME = re.compile("[a-z]+(?:_[a-z]+)+")
_ELSEWHERE_KEY = re.compile(r"\[([a-z]+)\] ([a-z_]+)")
"""How helps name other settings: those of the same place, and of another."""

_MEASURES = {"seconds": "second", "days": "day"}
_SPAN_EXAMPLES = ((90, "second"), (15, "minute"), (24, "hour"), (3, "day"))
_SPANS = {"s": "second", "m": "minute", "h": "hour", "d": "day", "w": "week"}
_SPAN = re.compile(r"([0-9]+)([smhdw])")
"""Units that have forms of their own for every number."""

_COUNTRIES = ("UA", "PL", "RO", "MD", "SK", "CZ", "HU", "DE", "LT", "LV", "EE", "BG", "GE", "GB")


@dataclass(frozen=True, slots=True)
class Field:
    """One setting in a form. `text` is what stands in the field, `was` what stood there before anybody typed.

    `line`: where config.toml pins it; None when it does not. `kept`: set on the page. `default` and `general` (what
    holds for all modems) as texts, "" for none.
    """

    key: str
    setting: Setting
    text: str
    was: str
    line: int | None
    kept: bool
    default: str
    general: str = ""

    @property
    def name(self) -> str:
        """The name of the form field."""
        return self.setting.name

    @property
    def shape(self) -> str:
        """How it is asked: choice, lines, number, or text."""
        if self.setting.choices:
            return "choice"
        if self.setting.kind in LISTS:
            return "lines"
        return "number" if self.setting.kind in (Kind.COUNT, Kind.FRACTION, *NUMBERS) else "text"

    @property
    def bounded(self) -> bool:
        """Whether it is worth saying what may stand there; anything may in a text."""
        return self.setting.kind not in (Kind.TEXT, Kind.PATH, Kind.IMEI, Kind.STORE_URL)

    @property
    def offers(self) -> tuple[str, ...]:
        """What may be picked from instead of typing; anything else is allowed too."""
        if self.setting.kind is Kind.TIMEZONE:
            return tuple(sorted(zone for zone in available_timezones() if zone.startswith("Europe/")))
        return _COUNTRIES if self.setting.kind is Kind.COUNTRY else ()


def fields(config: Config, area: Area, typed: Mapping[str, str] | None = None, *, mark: str = ".") -> list[Field]:
    """Its settings in the order of their declarations; `typed`: what a form has sent; `mark`: the reader's decimals."""
    found = []
    for name, setting in keys_of(area.section.name).items():
        if area.name and name in _ELSEWHERE:
            continue
        key = area.key(name)
        was = to_text(setting, config.written.get(key), mark)
        line = config.locked.get(key)
        text = was if typed is None or line is not None else typed.get(name, was)
        kept = key in config.written and line is None
        shared = config.written.get(f"sending.{name}") if setting.per_modem and area.name else None
        default, general = to_text(setting, setting.default, mark), to_text(setting, shared, mark)
        default = default or _usual(config, key)
        found.append(Field(key, setting, text, was, line, kept, default, general))
    return found


def _usual(config: Config, key: str) -> str:
    """The text that customers are sent as long as the shop has written none of its own; "" for other settings."""
    if key == "shop.footer":
        return FOOTERS[config.shop.language]
    said = texts.TEXTS.get(key.removeprefix("shop.text_")) if key.startswith("shop.text_") else None
    return said[config.shop.language] if said else ""


def grouped(found: list[Field]) -> list[tuple[str, list[Field]]]:
    """Headings and what stands below them."""
    by_name = {field.name: field for field in found}
    groups: list[tuple[str, list[Field]]] = []
    for heading, names in _GROUPS:
        own = [by_name.pop(name) for name in names if name in by_name]
        if own and not heading and groups:
            groups[-1][1].extend(own)
        elif own:
            groups.append((heading, own))
    return [("", list(by_name.values())), *groups] if by_name else groups


def differing(config: Config, area: Area, mark: str = ".") -> list[Field]:
    """What is set otherwise than by default."""
    return [field for field in fields(config, area, mark=mark) if field.was and field.was != field.default]


def word_of(setting: Setting, choice: str) -> str:
    """What a choice is called, English; the same word may mean another thing in another setting."""
    return CHOICES.get(f"{setting.name}.{choice}", CHOICES.get(choice, choice))


def said(tr: Translator, setting: Setting | None, value: object) -> str:
    """A value of the file as a reader sees it, on one line; "" for none."""
    if setting is None or value is None:
        return ""
    if setting.choices or value == NO_SPAN:
        return tr.gettext(word_of(setting, str(value)))
    if setting.kind is Kind.FRACTION:
        return tr.tenths(value) if isinstance(value, (int, float)) else str(value)
    if isinstance(value, (int, float)) and setting.unit in _MEASURES:
        return tr.measure(value, _MEASURES[setting.unit])
    if isinstance(value, (int, float)):
        return f"{tr.exact(value)} {tr.gettext(setting.unit)}".strip()
    text = to_text(setting, value).replace("\n", ", ")
    span = _SPAN.fullmatch(text) if setting.kind is Kind.SPAN else None
    return tr.measure(int(span[1]), _SPANS[span[2]]) if span else text


def help_words(tr: Translator, setting: Setting) -> str:
    """What it means, with settings and choices called as the page calls them, not as the file does."""
    text = _ELSEWHERE_KEY.sub(lambda match: _titled(tr, match[1], match[2]) or match[0], tr.gettext(setting.help))
    text = _KEY.sub(lambda match: _titled(tr, setting.section, match[1]) or match[1], text)
    for choice in setting.choices:
        word = tr.gettext(word_of(setting, choice))
        called = tr.gettext(QUOTED).format(text=word)
        text = re.sub(rf'"?\b{choice}\b"?(?=:| \()', called, text)
        text = re.sub(rf"{re.escape(called)}(?:: | \(){re.escape(word)}\b\)?", called, text)
    return text.replace("`", "")


def with_titles(tr: Translator, text: str, place: str) -> str:
    """`text` with settings called by their titles; only names that no other word can be."""
    return _LONG_NAME.sub(lambda match: _titled(tr, place, match[0]) or match[0], text)


def _titled(tr: Translator, place: str, name: str) -> str:
    """The title of a setting by its name, near `place`; "" where there is none."""
    setting = keys_of(place).get(name) or keys_of(MODEM).get(name)
    return tr.gettext(QUOTED).format(text=tr.gettext(setting.title)) if setting else ""


def permitted(tr: Translator, setting: Setting) -> str:
    """What may be typed, with figures as a reader writes them, and without quotes and brackets of the file; "" where
    anything may.
    """
    if setting.kind in LISTS and isinstance(setting.example, tuple):
        return tr.gettext(ONE_A_LINE) % {"example": setting.example[0]}
    if setting.kind in (Kind.TEXT, Kind.PATH):
        return ""
    if setting.kind is Kind.FRACTION:
        shares = {"low": tr.tenths(setting.minimum or 0), "high": tr.tenths(setting.maximum or 1)}
        return tr.gettext(PER_CENT) % shares
    if setting.kind is Kind.IMEI:
        return tr.gettext(N_("15 digits"))
    if setting.kind is Kind.SPAN:
        return tr.gettext(A_TIME) % {"examples": ", ".join(tr.measure(*each) for each in _SPAN_EXAMPLES)}
    words = allowed(setting)
    if isinstance(words, Phrase) and "low" in words.facts:
        bounds = {"low": float(setting.minimum or 0), "high": float(setting.maximum or 0)}
        words = Phrase(words.text, **words.facts | bounds)
    return words.told(tr) if isinstance(words, Phrase) else words


@dataclass(frozen=True, slots=True)
class Shown:
    """A difference in words."""

    title: str
    before: str
    after: str


def shown(tr: Translator, difference: Difference) -> Shown:
    """For the preview."""
    setting = declaration(difference.key)
    assert setting is not None
    default = said(tr, setting, setting.default)
    none = tr.gettext(N_("default: {value}")).format(value=default) if default else tr.gettext(N_("not set"))
    texts = (said(tr, setting, value) or none for value in (difference.before, difference.after))
    return Shown(tr.gettext(setting.title), *texts)
