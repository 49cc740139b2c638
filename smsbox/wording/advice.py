"""Findings in words: what is wrong and what to do, in the language of who writes the text."""

from __future__ import annotations

from smsbox.i18n.explanations import Explained, explain
from smsbox.i18n.facts import fill, written
from smsbox.i18n.marks import N_
from smsbox.i18n.translator import Translator
from smsbox.wording.grammar import BadTemplate
from smsbox.wording.lint import Finding

ADVICE: dict[str, tuple[str, str]] = {
    "contact": (
        N_("Nobody is told how to answer."),
        N_("Give a telephone number, or a word to reply with: “Reply COFFEE”."),
    ),
    "footer": (
        N_("The last line, “{footer}”, names no word by which one leaves."),
        N_("Put STOP into it, or clear it in the settings of the shop: then the usual line is used."),
    ),
    "empty": (N_("The text is empty."), N_("Write something.")),
    "unsendable": (N_("The text cannot be sent as it is."), N_("Shorten it, and delete invisible characters.")),
    "impersonal": (
        N_("Nobody is addressed by name."),
        N_("Put {{salutation|friend}} or {{name|friend}} where you greet."),
    ),
    "no_fallback": (
        N_("{{{field}}} has no fallback: who lacks it gets nothing."),
        N_("Say what else to write: {{{field}|friend}}."),
    ),
    "hole": (
        N_("Who lacks {{{field}}} reads “{read}…”."),
        N_("Say what else to write: {{{field}|friend}}."),
    ),
    "unknown_field": (
        N_("No customer has a field “{written}”."),
        N_("Take one of the fields below the text, or bring it in with a list of customers."),
    ),
    "unknown_field_like": (
        N_("No customer has a field “{written}”."),
        N_("You may mean {{{nearest}}}."),
    ),
    "unknown_tag": (
        N_("No customer has the tag “{written}”: its part of the text reaches nobody."),
        N_("Take a tag that somebody has."),
    ),
    "unknown_tag_like": (
        N_("No customer has the tag “{written}”: its part of the text reaches nobody."),
        N_("You may mean “{nearest}”."),
    ),
    "unknown_value": (
        N_("With no customer “{of}” is “{written}”: its part of the text reaches nobody."),
        N_("Take a value that somebody has."),
    ),
    "unknown_value_like": (
        N_("With no customer “{of}” is “{written}”: its part of the text reaches nobody."),
        N_("You may mean “{nearest}”."),
    ),
    "anonymous": (N_("It does not say who writes."), N_("Begin with “{shop}”.")),
    "app": (
        N_("“{found}” asks people to install something; most will not."),
        N_("Offer what works with a plain reply or a call."),
    ),
    "link": (
        N_("“{found}” is a link: many phones cannot open it, and links in SMS look like fraud."),
        N_("Say the offer itself, and how to answer."),
    ),
    "emoji": (
        N_("“{found}” is a picture: it takes two characters, makes Latin texts dear, and old phones show a box."),
        N_("Leave it out."),
    ),
    "marks": (N_("“{found}” shouts."), N_("One mark is enough.")),
    "shouting": (N_("Whole words in capitals shout: “{found}”."), N_("Keep capitals for the word to reply with.")),
    "mixed": (
        N_("“{found}” mixes Latin and Cyrillic letters that look alike."),
        N_("Type the word anew in one keyboard layout."),
    ),
    "russian": (
        N_("“{found}” is no letter of Ukrainian, and this text goes to people who read Ukrainian."),
        N_("Advertising in Ukraine is in Ukrainian unless a person has chosen otherwise."),
    ),
    "dear": (
        N_("Only because of “{found}” 70 characters fit into an SMS instead of 160."),
        N_("Let the characters be made plain, or leave them out."),
    ),
    "long": (N_("It takes {segments} SMS for each person."), N_("Shorten it: at most {most} are read.")),
}
"""Key of a finding → what is wrong, what to do."""


def told(tr: Translator, finding: Finding) -> Explained:
    """What is wrong and what to do, in the language of `tr`."""
    if finding.key == "template":
        return explain(tr, BadTemplate.key, finding.facts)
    cause, step = ADVICE[finding.key]
    facts = written(tr, finding.facts)
    return Explained(fill(tr.gettext(cause), facts), fill(tr.gettext(step), facts))
