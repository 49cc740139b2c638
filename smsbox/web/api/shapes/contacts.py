"""Customers, and what they agreed to, as programs write and read them."""

from __future__ import annotations

from smsbox.consent import State as Permission
from smsbox.contacts import State
from smsbox.contacts.contact import LONGEST_FIELD, LONGEST_NAME, LONGEST_TAG
from smsbox.i18n.languages import LANGUAGES
from smsbox.web.api.fields import Body, Choice, Flag, Inner, Named, Several, Text, Whole
from smsbox.web.api.paging import Paged

_STATES = tuple(state.name.lower() for state in State)
_PERMISSIONS = tuple(state.label for state in Permission)
_DAY = r"(?:[0-9]{4}-)?[0-9]{2}-[0-9]{2}"
_MOST_TAGS = 50
_LONGEST_WORDS = 2000


class Contact(Body):
    """A customer."""

    id = Whole(required=True)
    number = Text(required=True)
    name = Text(required=True)
    salutation = Text(required=True)
    language = Text(required=True, allow_none=True)
    state = Choice(_STATES, required=True)
    permission = Choice(_PERMISSIONS, required=True)
    prefers_call = Flag(required=True)
    birthday = Text(required=True, allow_none=True)
    tags = Several(Text(), required=True)
    details = Named(required=True, data_key="fields")
    other_numbers = Several(Text(), required=True)
    source = Whole(required=True, allow_none=True)
    added_at = Text(required=True, allow_none=True)
    heard_at = Text(required=True, allow_none=True)
    bought_at = Text(required=True, allow_none=True)


class Contacts(Body):
    """A page of customers, the newest first."""

    contacts = Several(Inner(Contact), required=True)
    next = Text(required=True, allow_none=True)


class WantedContacts(Paged):
    """Which customers."""

    text = Text(least=1, most=120)
    tag = Text(least=1, most=LONGEST_TAG)
    state = Choice(_STATES)
    permission = Choice(_PERMISSIONS)


class ContactToKeep(Body):
    """Who is kept, and what is to be known of him; what is left out stays as it is."""

    number = Text(least=1, most=40, required=True)
    name = Text(most=LONGEST_NAME)
    salutation = Text(most=LONGEST_NAME)
    language = Choice(tuple(LANGUAGES), allow_none=True)
    birthday = Text(allow_none=True, pattern=_DAY, example="1990-03-14, 03-14")
    bought = Flag(load_default=False)
    tags = Several(Text(least=1, most=LONGEST_TAG), most=_MOST_TAGS, load_default=list)
    without_tags = Several(Text(least=1, most=LONGEST_TAG), most=_MOST_TAGS, load_default=list)
    details = Named(
        keys=Text(least=1, most=60),
        values=Text(most=LONGEST_FIELD, allow_none=True),
        load_default=dict,
        data_key="fields",
    )


class KeptContact(Body):
    """The customer as he is kept now, and whether he was not known before."""

    new = Flag(required=True)
    contact = Inner(Contact, required=True)


class Line(Body):
    """One line of the ledger of consents."""

    at = Text(required=True)
    act = Text(required=True)
    how = Text(required=True)
    words = Text(required=True)
    evidence = Text(required=True)
    operator = Text(required=True)


class Standing(Body):
    """Where a number stands, and why."""

    number = Text(required=True)
    permission = Choice(_PERMISSIONS, required=True)
    since = Text(required=True, allow_none=True)
    asked_at = Text(required=True, allow_none=True)
    prefers_call = Flag(required=True)
    history = Several(Inner(Line), required=True)


class Agreed(Body):
    """What somebody agreed to: the words he was shown, and what proves it, such as the number of his order."""

    words = Text(least=1, most=_LONGEST_WORDS, required=True)
    evidence = Text(least=1, most=500, required=True)
    language = Choice(tuple(LANGUAGES), load_default="")


class ToAsk(Body):
    """Where he turned to the shop, such as the number of his order."""

    evidence = Text(least=1, most=500, required=True)
    language = Choice(tuple(LANGUAGES), load_default="")


class Left(Body):
    """Where he said that he wants no more advertising."""

    evidence = Text(most=500, load_default="")


class AskedFor(Body):
    """The message that asks; `why` nobody was asked."""

    id = Whole(required=True, allow_none=True)
    why = Choice(("", "agreed", "waiting", "asked_before", "left", "number", "landline"), required=True)
