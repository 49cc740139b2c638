"""Thanks: what customers write when all is said; it asks for no answer, and nobody has to read it."""

from __future__ import annotations

from smsbox.dialogs import rows
from smsbox.dialogs.turn import Turn
from smsbox.sms.keywords import folded

_THANKS = (
    "дякую дякуємо дякуєм дяка дяки спасибі спс спасибо благодарю thanks thank thx ty dziekuje dziekujemy dzieki "
    "diakuiu dyakuyu spasibo"
)
_BESIDE = (
    "вам тобі вас дуже велике щиро красно большое очень огромное you very much a lot bardzo wam pani panu за і и and "
    "добре гаразд хорошо супер клас чудово отлично ок окей ok okay great dobrze всього найкращого до побачення "
    "свидания гарного хорошого дня вечора вечера bye nice day milego dnia навзаєм взаємно так да tak yes "
    "зрозуміло понятно ясно все зустрічі завтра"
)
_SIGNS = frozenset("👍👌🙏❤♥💙💛💚🧡💜🩷😊🙂😀😃😁😍🥰😘🤗👏💪🎉🌹🌸🌷💐✅🔥☺😉🤝💋+")
_ALONE = "супер клас чудово отлично ок окей ok okay great добре гаразд хорошо dobrze зрозуміло понятно ясно"


def only_thanks(text: str, *, over: bool) -> bool:
    """Whether `text` is thanks and nothing else; once all is `over` also "ок" and its like, or a friendly sign."""
    words = set(folded(text).split())
    if over and text and not words - {"+"}:
        return bool(_SIGNS & set(text))
    known = _words(_THANKS)
    if not words or words - known - _words(_BESIDE):
        return False
    return bool(words & (known | _words(_ALONE) if over else known))


def taken(turn: Turn, *, over: bool) -> bool:
    """Whether the message is that; then it is noted with his last dialog, and nothing is said."""
    last = rows.last_with(turn.store, turn.number)
    if last is None or (last.ended_at is None) is over or not only_thanks(turn.said, over=over):
        return False
    rows.note(turn.store, last.id, "thanks", turn.now, turn.message.id, ())
    return True


def _words(text: str) -> frozenset[str]:
    return frozenset(folded(text).split())
