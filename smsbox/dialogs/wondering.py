"""What customers say in the middle that is no answer: questions to the shop, which people read, and greetings; pure."""

from __future__ import annotations

import re

from smsbox.sms.keywords import folded, words_of
from smsbox.sms.vocabulary import AROUND_A_WORD

_FEW, _SENTENCE = 4, 4
_PART = re.compile(r"[^,.;!?\n]+[,.;!?\n]*")
_QUESTION_WORDS = (
    "скільки коли де куди звідки як який яка яке які якого якої якому чому навіщо хто кому чий чия сколько когда "
    "где куда откуда как какой какая какое какие почему зачем кто чей how when where why who whose which what "
    "whats wheres hows whens ile котра котрій котрої котрому которая котором kiedy gdzie jak jaki jaka jakie "
    "dlaczego czemu kto skilky koly skolko kogda"
)
_LEADING = (
    "а і й та и ну але ой же то от вот ок так добре підкажіть підкажи скажіть скажи цікаво подскажите скажите "
    "интересно у в о об на до з із за по для про від and but so ok please tell me a at for z do na od"
)
_NO_QUESTION_FROM = 3
"""Words from which a message without a question mark asks, too."""
_HAILED = (
    "алло ало алє ви вы тут є есть хтось хто-небудь ау there anyone halo jest ktos повторіть повтори повторите ще раз "
    "еще список варіанти варианты варіант які какие питання вопрос що что можна repeat again once more list options "
    "the choices question powtórz powtorz jeszcze opcje pytanie"
)
_MAY_TELL = "як как jak хто кто kto де где gdzie кому чий"
"""With these a sentence begins that asks nothing, too: "як завжди, піца"."""
_ASKING, _BEFORE, _HERE, _TELLING = (
    frozenset(each.split()) for each in (_QUESTION_WORDS, _LEADING, _HAILED, _MAY_TELL)
)
_GREETING = frozenset(word for each in AROUND_A_WORD.split(", ") for word in folded(each).split())


def asks(text: str) -> bool:
    """Whether `text` is a question by its words: "а скільки коштує вхід", "джаз – це який гурт?"."""
    words = _words(text)
    first = next((word for word in words if word not in _BEFORE), "")
    return (first in _ASKING - _TELLING and len(words) >= _NO_QUESTION_FROM) or (
        "?" in text and bool(_ASKING & set(words))
    )


def wonders(text: str) -> bool:
    """Whether it asks anything: by its words, or by its mark."""
    return asks(text) or ("?" in text and len(_words(text)) >= _NO_QUESTION_FROM)


def tells(text: str) -> bool:
    """Whether it is a sentence: what no scenario makes anything of then may be a complaint."""
    return len(_words(text)) >= _SENTENCE


def beside_questions(text: str) -> str:
    """`text` without its parts that ask: "рок, а коли початок?" is "рок"."""
    return " ".join(part for part in _PART.findall(text) if not asks(part)) if asks(text) else text


def hails(text: str) -> bool:
    """Whether he only greets, asks whether anybody is there, or wants the question once more."""
    words = words_of(text)
    return 0 < len(words) <= _FEW and (_HERE | _GREETING).issuperset(words)


def _words(text: str) -> list[str]:
    return [word for word in words_of(text) if word not in _GREETING]
