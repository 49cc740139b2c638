"""Cause and next step of what goes wrong where numbers of customers are collected."""

from __future__ import annotations

from smsbox.i18n.marks import N_

COLLECTING: dict[str, tuple[str, str]] = {
    "cli.no_source": (
        N_("There is no open source {id}, or it has no word to print."),
        N_("List them: smsbox sources list"),
    ),
    "cli.no_shop_number": (
        N_("The number of the SIM that customers write to is not set."),
        N_("Set it: under Shop on the page, or by smsbox settings set shop.number=NUMBER."),
    ),
    "cli.no_typeface": (
        N_("A poster as PDF needs a font with Cyrillic letters, and this machine has none."),
        N_("Install one: sudo apt install fonts-dejavu-core; or write FILE.svg."),
    ),
    "subscription.bad_question": (
        N_("This cannot be asked."),
        N_("Give a question, the name of a field, and two to nine short answers."),
    ),
    "cli.no_question": (
        N_("There is no open question {id}."),
        N_("List them: smsbox questions list"),
    ),
    "subscription.bad_source": (
        N_("This cannot be a source of customers."),
        N_("Give it a title, and a word where people are to send one."),
    ),
}

COLLECTING_BY_REASON: dict[str, tuple[str, str]] = {
    "subscription.bad_question.text": (
        N_("A question has 3 to 100 characters, and no braces."),
        N_("Ask one thing in a few words, as you would at the counter."),
    ),
    "subscription.bad_question.field": (
        N_("The answer needs the name of a field to be kept under."),
        N_("Call it by a word, such as DRINK."),
    ),
    "subscription.bad_question.options": (
        N_("There must be two to nine different answers of at most 24 characters each."),
        N_("Write one a line, in a word or two."),
    ),
    "subscription.bad_question.reserved": (
        N_("“{option}” means something else when a customer sends it."),
        N_("Call that answer otherwise."),
    ),
    "subscription.bad_question.days": (
        N_("An answer grows old after 1 to 3650 days."),
        N_("365 is a good beginning."),
    ),
    "subscription.bad_source.title": (
        N_("A source needs a title of at most 80 characters."),
        N_("Say where it hangs or stands, such as “poster at the till”."),
    ),
    "subscription.bad_source.language": (
        N_("Nobody is written to in that language here."),
        N_("Choose uk, en, pl or ru."),
    ),
    "subscription.bad_source.word": (
        N_(
            "“{word}” cannot be the word of a source: it must have 2 to 20 letters and digits, and a letter among them."
        ),
        N_("Choose a short word that nobody misspells, such as KAVA."),
    ),
    "subscription.bad_source.reserved": (
        N_("“{word}” means something already: it subscribes, unsubscribes, asks for help or answers."),
        N_("Choose another word."),
    ),
    "subscription.bad_source.scenario": (
        N_("“{word}” is a word of a scenario that is open."),
        N_("Choose another word, or close the scenario first."),
    ),
    "subscription.bad_source.taken": (
        N_("“{word}” is the word of another source that is open."),
        N_("Choose another word, or close the other source first."),
    ),
}
