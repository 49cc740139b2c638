"""Texts before they are sent, pure: merge fields, ways to address people, what a text costs, what is wrong with it."""

from smsbox.wording.advice import told
from smsbox.wording.footer import FOOTERS, footer_line, says_how_to_leave, with_footer
from smsbox.wording.grammar import BadTemplate, MissingField, Template
from smsbox.wording.known import Known
from smsbox.wording.lint import Finding, Severity, answerable, lint
from smsbox.wording.longest import Longest, longest
from smsbox.wording.person import Person
from smsbox.wording.price import Priced, price
from smsbox.wording.squeeze import Change, squeeze
from smsbox.wording.transliteration import transliterate
from smsbox.wording.vocative import vocative

__all__ = [
    "FOOTERS",
    "BadTemplate",
    "Change",
    "Finding",
    "Known",
    "Longest",
    "MissingField",
    "Person",
    "Priced",
    "Severity",
    "Template",
    "answerable",
    "footer_line",
    "lint",
    "longest",
    "price",
    "says_how_to_leave",
    "squeeze",
    "told",
    "transliterate",
    "vocative",
    "with_footer",
]
