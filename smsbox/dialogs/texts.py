"""What the engine itself says in dialogs of whatever kind, in four languages; kinds and shops may say it otherwise."""

from __future__ import annotations

from collections.abc import Mapping

NOT_YET, OVER, ELSEWHERE, LEFT, TO_PEOPLE = "not_yet", "over", "elsewhere", "left", "to_people"
PASSED_ON = "passed_on"

TEXTS: Mapping[str, Mapping[str, str]] = {
    "uk": {
        NOT_YET: "Ще трохи: починаємо {opens}. Напишіть тоді ще раз, будь ласка.",
        OVER: "Це вже завершено. Дякуємо за увагу! Чекаємо на вас знову.",
        ELSEWHERE: "Спершу завершімо: {title}. Дайте відповідь або вийдіть: СКАСУВАТИ",
        LEFT: "Добре, скасовано. Схочете знову - напишіть: {word}",
        TO_PEOPLE: "Не зрозуміли вас, тож покажемо людям. Вам відпишуть.",
        PASSED_ON: "Передали питання людям, вам відпишуть.",
    },
    "en": {
        NOT_YET: "Not just yet: we begin on {opens}. Please write again then.",
        OVER: "This is over already. Thank you for your interest!",
        ELSEWHERE: "Let us finish first: {title}. Answer, or leave it: CANCEL",
        LEFT: "All right, cancelled. To begin again, send {word}",
        TO_PEOPLE: "We did not understand, so our people will read it and answer you.",
        PASSED_ON: "We have passed your question on, and you will be answered.",
    },
    "pl": {
        NOT_YET: "Jeszcze chwila: zaczynamy {opens}. Prosimy napisać wtedy ponownie.",
        OVER: "To już się zakończyło. Dziękujemy za zainteresowanie!",
        ELSEWHERE: "Najpierw dokończmy: {title}. Proszę odpowiedzieć lub wyjść: ANULUJ",
        LEFT: "Dobrze, anulowano. Aby zacząć znowu, wyślij {word}",
        TO_PEOPLE: "Nie zrozumieliśmy, więc przeczytają to ludzie i odpiszą.",
        PASSED_ON: "Pytanie przekazane, ktoś odpisze.",
    },
    "ru": {
        NOT_YET: "Ещё немного: начинаем {opens}. Напишите тогда ещё раз, пожалуйста.",
        OVER: "Это уже завершено. Спасибо за интерес! Ждём вас снова.",
        ELSEWHERE: "Сначала завершим: {title}. Ответьте или выйдите: ОТМЕНА",
        LEFT: "Хорошо, отменено. Захотите снова - напишите: {word}",
        TO_PEOPLE: "Не поняли вас, поэтому покажем людям. Вам ответят.",
        PASSED_ON: "Передали вопрос людям, вам ответят.",
    },
}
"""By language and key. Fields: `opens` (a day and a time), `title` of the flow, its first `word`."""
