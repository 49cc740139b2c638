"""docs/problems.md, made from the program's own words: `python -m smsbox.problems.reference en > docs/problems.md`."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from itertools import groupby

from smsbox.doctor.phrases import PHRASES, Phrase
from smsbox.i18n.causes import EXPLANATIONS
from smsbox.i18n.causes.modems import MODEMS
from smsbox.i18n.codes import DOUBTS, numbers_of_the_network
from smsbox.i18n.reasons import BAD_NUMBERS, BAD_ROWS, BY_REASON
from smsbox.i18n.translator import Translator, translator
from smsbox.problems.fixes import fix_of
from smsbox.problems.modems import HOLDING, LOCKED
from smsbox.problems.problem import Problem
from smsbox.problems.words import WORDS, Words

_HEADS = {
    "en": """\
# Every problem and its cure

What smsbox can tell you, with what to do. This page is made from the program's own words
(`python -m smsbox.problems.reference en`); “…” stands where the program puts a name, a number or a reason.

What is wrong now says the page **Problems**, or `smsbox problems`; what may be behind it, the page **Doctor**, or
`smsbox doctor`. The word in small letters below each title is what scripts get (`--json`): it never changes its
meaning.
A modem that died is brought back step by step: [recovery.md](recovery.md).
""",
    "uk": """\
# Усі проблеми та як їх усунути

Що smsbox може вам сказати і що тоді робити. Сторінку створено зі слів самої програми
(`python -m smsbox.problems.reference uk`); «…» стоїть там, де програма пише назву, число чи причину.

Що не так зараз, показує сторінка **Проблеми** або `smsbox problems`; що може бути причиною — сторінка
**Діагностика** або `smsbox doctor`. Слово малими літерами під кожним заголовком отримують скрипти (`--json`): його
значення не змінюється.
Модем, який завис, повертають крок за кроком: [recovery.md](recovery.md).
""",
}
_LABELS: dict[str, dict[str, str]] = {
    "en": {
        "problems": "Problems",
        "doctor": "What the doctor finds",
        "errors": "Errors",
        "numbers": "Numbers of the network",
        "refused": "Why a number or a row is refused",
        "doubts": "What became of an SMS",
        "cause": "Cause",
        "follows": "What follows",
        "do": "What to do",
        "type": "To be typed",
        "open": "Page",
        "because": "one of these, and the problem says which",
        "finding": "one of those in the next chapter; the problem says which, and what to do",
        "else": "the problem names it; the log says more: `sudo journalctl -u smsbox`",
        "at_once": "At once",
        "fine": "In order",
    },
    "uk": {
        "problems": "Проблеми",
        "doctor": "Що знаходить діагностика",
        "errors": "Помилки",
        "numbers": "Числа мережі",
        "refused": "Чому номер або рядок не прийнято",
        "doubts": "Що сталося з SMS",
        "cause": "Причина",
        "follows": "Що з того",
        "do": "Що робити",
        "type": "Набрати",
        "open": "Сторінка",
        "because": "одна з цих, і проблема каже, яка саме",
        "finding": "одна з названих у наступному розділі; проблема каже, яка саме і що робити",
        "else": "її називає сама проблема; більше каже журнал: `sudo journalctl -u smsbox`",
        "at_once": "Одразу",
        "fine": "Усе гаразд",
    },
}
LANGUAGES = tuple(_HEADS)
_SOME = "…"
_BEHIND = {
    "modem.down": tuple(key for key in MODEMS if key.startswith("modem.") and key not in LOCKED),
    "modem.recovery": tuple(key for key in EXPLANATIONS if key.startswith("recovery.")),
    "sim.locked": LOCKED,
    "modem.alarm": ("recovery.alarm",),
    "backup.failed": ("store.copy_failed", "store.copy_no_room", "store.copy_differs", "backup.no_pg_dump"),
    "backup.stick": ("store.copy_no_room", "backup.place_failed"),
    "backup.server": ("backup.place_failed",),
    "backup.unsound": ("backup.damaged", "backup.not_ours"),
    "sim.drift": ("pacing.slow", "pacing.pause", "pacing.move"),
    "campaign.stopped": (
        *("campaigns.leaving", "campaigns.failing", "campaigns.pilot_leaving", "campaigns.pilot_failing"),
        *("campaigns.pilot_silent", "campaigns.coupons", "campaigns.trouble", "campaigns.turn"),
        *("campaigns.restored", "campaigns.cloned"),
    ),
    "settings.undone": ("settings.page_not_opened", "settings.not_ready", "settings.ended_meanwhile"),
    "alarms.untold": (
        *(key for key in EXPLANATIONS if key.startswith("alarms.") and key != "alarms.not_set"),
        "config.secret_file",
    ),
}
_BEHIND["mail.untold"] = _BEHIND["alarms.untold"]
"""Key of a problem → those of the explanations it quotes, beside the reasons for which a modem holds."""
_SELF_TEST = "selftest.found"
_FACT = re.compile(r"%\(\w+\)[sd]|\{\w*(?::\w+)?\}")


def reference(language: str) -> str:
    """The whole page in one of LANGUAGES."""
    tr, says = translator(language), _LABELS[language]
    chapters = (_problems(tr, says), _doctor(tr, says), _errors(tr, says), _numbers(tr, says), _refusals(tr, says))
    return "\n".join([_HEADS[language], *(line for chapter in chapters for line in chapter)])


def _problems(tr: Translator, says: Mapping[str, str]) -> Iterator[str]:
    yield f"## {says['problems']}\n"
    for key, words in WORDS.items():
        yield f"### {_title(tr, words)}\n"
        yield f"`{key}`\n"
        yield from (f"* {label}: {text}" for label, text in _account(tr, says, key, words) if text)
        yield ""


def _account(tr: Translator, says: Mapping[str, str], key: str, words: Words) -> Iterator[tuple[str, str]]:
    """What is told of one problem: label and words."""
    causes = [EXPLANATIONS[each] for each in _causes(key)] if not words.cause else []
    found, step = PHRASES.get(key), _said(tr, words.step)
    if found is not None:
        yield says["cause"], _said(tr, found.cause)
        yield says["follows"], _said(tr, found.consequence)
        yield says["do"], _said(tr, found.step)
    elif len(causes) == 1:
        yield says["cause"], _said(tr, causes[0][0])
        step = step or _said(tr, causes[0][1])
    elif causes:
        yield says["cause"], says["because"] + "".join(f"\n  * {_said(tr, a)} → {_said(tr, b)}" for a, b in causes)
    else:
        other = says["finding" if key == _SELF_TEST else "else"]
        yield says["cause"], _said(tr, words.cause) or other
    yield says["follows"], _said(tr, words.consequence)
    yield says["do"], step
    yield says["at_once"], _remedy(tr, key)


def _causes(key: str) -> list[str]:
    """The explanations that stand behind a problem with no cause of its own."""
    found = [reason for reason, (problem, _) in HOLDING.items() if problem == key]
    found += _BEHIND.get(key, ())
    rooms = tuple(f"{each}." for each in found if "." not in each)
    return [each for each in EXPLANATIONS if each in found or each.startswith(rooms)]


def _remedy(tr: Translator, key: str) -> str:
    """The button beside it, and what does the same when typed."""
    fix = fix_of(Problem(key, _SOME, facts={"sim": _SOME}))
    if fix is None:
        return ""
    typed = fix.command.replace(f"'{_SOME}'", _SOME)
    return f"**{tr.gettext(fix.text)}**" + (f", `{typed}`" if typed else "")


def _doctor(tr: Translator, says: Mapping[str, str]) -> Iterator[str]:
    yield f"## {says['doctor']}\n"
    for key, phrase in PHRASES.items():
        if _wants_something(phrase):
            yield f"### {_said(tr, phrase.cause)}\n"
            yield f"`{key}`\n"
            yield from _points(
                (says["follows"], _said(tr, phrase.consequence)),
                (says["do"], _said(tr, phrase.step)),
                (says["type"], f"`{_said(tr, phrase.command)}`" if phrase.command else ""),
                (says["open"], f"`{phrase.page}`" if phrase.page else ""),
            )
    yield from _table(
        says["fine"],
        "",
        ((key, _said(tr, each.cause), "") for key, each in PHRASES.items() if not _wants_something(each)),
    )


def _wants_something(phrase: Phrase) -> bool:
    return bool(phrase.consequence or phrase.step or phrase.command)


def _errors(tr: Translator, says: Mapping[str, str]) -> Iterator[str]:
    yield f"## {says['errors']}\n"
    everything = sorted({**EXPLANATIONS, **BY_REASON}.items())
    for room, entries in groupby(everything, key=lambda each: each[0].partition(".")[0]):
        yield f"### {room}\n"
        yield from _table(
            says["cause"], says["do"], ((key, _said(tr, cause), _said(tr, step)) for key, (cause, step) in entries)
        )


def _numbers(tr: Translator, says: Mapping[str, str]) -> Iterator[str]:
    yield f"## {says['numbers']}\n"
    entries = ((name, _said(tr, cause), _said(tr, step)) for name, (cause, step) in numbers_of_the_network())
    yield from _table(says["cause"], says["do"], entries)
    yield f"### {says['doubts']}\n"
    yield from _table(says["cause"], "", ((key, _said(tr, text), "") for key, text in DOUBTS.items()))


def _refusals(tr: Translator, says: Mapping[str, str]) -> Iterator[str]:
    yield f"## {says['refused']}\n"
    reasons = {**BAD_NUMBERS, **BAD_ROWS}
    yield from _table(says["cause"], "", ((key, _said(tr, text), "") for key, text in reasons.items()))


def _title(tr: Translator, words: Words) -> str:
    if isinstance(words.title, tuple):
        return _FACT.sub("…", tr.ngettext(*words.title, 5))
    return _said(tr, words.title)


def _said(tr: Translator, phrase: str) -> str:
    return _FACT.sub("…", tr.gettext(phrase)).replace("%%", "%").replace("{{", "{").replace("}}", "}")


def _points(*told: tuple[str, str]) -> Iterator[str]:
    yield from (f"* {label}: {text}" for label, text in told if text)
    yield ""


def _table(second: str, third: str, rows: Iterator[tuple[str, str, str]]) -> Iterator[str]:
    """Three columns, or two where there is no name for the third; nothing without rows."""
    yield "|  | " + " | ".join(filter(None, (second, third))) + " |"
    yield "|---|---|" + ("---|" if third else "")
    for key, *cells in rows:
        told = cells if third else cells[:1]
        yield f"| `{key}` | " + " | ".join(each.replace("|", "\\|").replace("\n", " ") for each in told) + " |"
    yield ""


if __name__ == "__main__":
    print(reference(sys.argv[1]), end="")
