"""The words by which somebody drops what he is in the middle of, whatever was asked: "ні, забудьте", "never mind"."""

from __future__ import annotations

from smsbox.sms.keywords import words_of

_DROPPED = frozenset(
    (
        *("забудь", "забудьте", "передумав", "передумала", "передумали", "передумал", "неважливо", "неважно"),
        *("не важливо", "не важно", "нічого не треба", "не треба нічого", "вже не треба", "не треба вже"),
        *("ничего не надо", "не надо ничего", "уже не надо", "не надо уже", "уже не треба", "не треба уже"),
        *("never mind", "nevermind", "forget", "forget about", "changed my mind", "have changed my mind"),
        *("zapomnij", "zapomnijcie", "niewazne", "rozmyslilem sie", "rozmyslilam sie", "zabud", "peredumala"),
    )
)
_BESIDE = (
    "ні нет no nie oh ой ай а та ок ok я ми мы i we thanks thank you дякую спасибо sorry вибачте извините перепрошую "
    "please будь ласка пожалуйста dzieki dziekuje przepraszam actually it this that про це это все всё усе вы ви "
    "краще лучше well then тоді тогда"
)


def drops(text: str) -> bool:
    """Whether `text` says that and nothing else."""
    return " ".join(word for word in words_of(text) if word not in _BESIDE.split()) in _DROPPED
