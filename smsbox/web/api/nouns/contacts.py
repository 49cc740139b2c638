"""Customers for programs: found, kept, and what they agreed to. Who has left comes back by himself alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from smsbox import consent, contacts
from smsbox.clock import iso
from smsbox.consent import Act, Entry
from smsbox.consent import State as Permission
from smsbox.contacts import KEEP, Changes, Contact, New, NoSuchContact, State, Wanted
from smsbox.errors import SmsboxError
from smsbox.i18n.marks import N_
from smsbox.objects.customers import customer_json
from smsbox.people import audit
from smsbox.people.rights import Right
from smsbox.programs import asking, sending
from smsbox.sms.msisdn import parse
from smsbox.subscription import leave
from smsbox.web.api.operation import Answer, Call, Operations
from smsbox.web.api.paging import turned
from smsbox.web.api.shapes import contacts as shapes

operations = Operations(N_("Contacts"), N_("Customers and what they agreed to."), Right.READ)


class HasLeft(SmsboxError):
    """Somebody who left cannot be brought back by a program. Facts: `number`."""

    key = "consent.has_left"
    exit_code = 77


@operations.get("/contacts", N_("List customers"), shapes.Contacts, query=shapes.WantedContacts)
def index(call: Call) -> Answer:
    """A page of them, the newest first."""
    store, given = call.site.store, call.query
    wanted = Wanted(
        text=given.get("text", ""),
        all_tags=(given["tag"],) if "tag" in given else (),
        states=(State[given["state"].upper()],) if "state" in given else (),
        consents=(int(Permission[given["permission"].upper()]),) if "permission" in given else (),
        everyone=True,
    )
    how = {"limit": given["limit"], "before": given.get("before")}
    page = contacts.page(store, wanted, now=call.now, zone=call.site.zone, **how)
    standings = consent.standings(store, [each.number for each in page.rows])
    rows = [customer_json(each, standings[each.number], _moment(call)) for each in page.rows]
    return Answer(200, {"contacts": rows, "next": turned(call, page.older)})


@operations.get("/contacts/<number>", N_("One customer"), shapes.Contact)
def show(call: Call, number: str) -> Answer:
    """Who is reached by that number."""
    return Answer(200, _object(call, _known(call, number)))


@operations.post(
    "/contacts",
    N_("Keep a customer"),
    shapes.KeptContact,
    body=shapes.ContactToKeep,
    needs=Right.WRITE,
    told=N_("Added, or completed. This gives no permission to write to him: see consent."),
)
def keep(call: Call) -> Answer:
    """Add him, or change what is given of one who is known."""
    sending.need(call.token, Right.READ)
    store, given = call.site.store, call.body
    number, origin = parse(given["number"], call.site.config.region.country), f"program:{call.token.name}"
    with store.write():
        known = contacts.by_number(store, number)
        own = {name: given[name] for name in ("name", "salutation", "language", "birthday") if name in given}
        birthday = own.get("birthday")
        if birthday:
            own["birthday"] = contacts.birthday_of(birthday)
        fields = {name: value for name, value in given["details"].items() if value or known is not None}
        if known is None:
            new = New(number=number, tags=given["tags"], fields=fields, origin=origin, **_filled(own))
            contact_id = contacts.add(store, new, call.now).id
        else:
            changes = Changes(
                **{name: own.get(name, KEEP) for name in ("name", "salutation", "language", "birthday")},
                fields=fields,
                tags=given["tags"],
                without_tags=given["without_tags"],
                origin=origin,
            )
            contacts.change(store, known.id, changes, call.now)
            contact_id = known.id
        if given["bought"]:
            contacts.bought(store, number, call.now)
        audit.note(
            store, call.actor, call.now, "customer.added" if known is None else "customer.changed", str(contact_id)
        )
    kept = contacts.get(store, contact_id)
    assert kept is not None
    return Answer(200, {"new": known is None, "contact": _object(call, kept)})


@operations.get("/contacts/<number>/consent", N_("What somebody agreed to"), shapes.Standing)
def standing(call: Call, number: str) -> Answer:
    """Where a number stands, whether it is a customer's or not."""
    return Answer(200, _standing(call, _number(call, number)))


@operations.post(
    "/contacts/<number>/consent/agreed",
    N_("He agreed to advertising"),
    shapes.Standing,
    body=shapes.Agreed,
    needs=Right.WRITE,
    told=N_("Noted with the words and what proves it; whoever left before stays one who left."),
)
def agreed(call: Call, number: str) -> Answer:
    """Note it. Raises HasLeft: nothing was noted then."""
    store, known = call.site.store, _number(call, number)
    with store.write():
        entry = Entry(
            *(known, call.now, Act.AGREED, "program"),
            words=call.body["words"],
            evidence=call.body["evidence"],
            language=call.body["language"],
            operator=call.token.name,
        )
        if consent.record(store, entry).state is not Permission.AGREED:
            raise HasLeft(number=known)
        _noted(call, "customer.agreed", known)
    return Answer(200, _standing(call, known))


@operations.post(
    "/contacts/<number>/consent/ask",
    N_("Ask him by SMS"),
    shapes.AskedFor,
    body=shapes.ToAsk,
    needs=Right.WRITE,
    told=N_("One SMS asks him, once; his yes is his permission."),
)
def ask(call: Call, number: str) -> Answer:
    """Have him asked, as one who turned to the shop by himself."""
    store, known = call.site.store, _number(call, number)
    with store.write():
        found = asking.ask(store, call.token, call.site.config, known, **call.body, door="api", now=call.now)
        if found.message_id is not None:
            _noted(call, "customer.asked", known)
    return Answer(200, {"id": found.message_id, "why": found.why})


@operations.post(
    "/contacts/<number>/consent/left",
    N_("He wants no more advertising"),
    shapes.Standing,
    body=shapes.Left,
    needs=Right.WRITE,
    told=N_("It holds at once; what waits for him is withdrawn."),
)
def left(call: Call, number: str) -> Answer:
    """Note that he leaves; nobody is told by SMS, for the program tells him."""
    store, known = call.site.store, _number(call, number)
    with store.write():
        how = {"how": "program", "evidence": call.body["evidence"], "operator": call.token.name, "confirm": False}
        if leave(store, call.site.config, known, now=call.now, **how):
            _noted(call, "customer.left", known)
    return Answer(200, _standing(call, known))


def _filled(given: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if value is not None}


def _number(call: Call, text: str) -> str:
    """Raises BadNumber."""
    return parse(text, call.site.config.region.country)


def _known(call: Call, text: str) -> Contact:
    """Raises BadNumber, NoSuchContact."""
    number = _number(call, text)
    found = contacts.by_number(call.site.store, number)
    if found is None:
        raise NoSuchContact(contact=number)
    return found


def _noted(call: Call, what: str, number: str) -> None:
    known = contacts.by_number(call.site.store, number)
    audit.note(call.site.store, call.actor, call.now, what, number if known is None else str(known.id))


def _moment(call: Call) -> Any:
    zone = call.site.zone
    return lambda at: None if at is None else iso(at, zone)


def _object(call: Call, one: Contact) -> dict[str, Any]:
    return customer_json(one, consent.standing(call.site.store, one.number), _moment(call))


def _standing(call: Call, number: str) -> dict[str, Any]:
    found, at = consent.standing(call.site.store, number), _moment(call)
    return {
        "number": number,
        "permission": Permission.LEFT.label if found.gone else found.state.label,
        "since": at(found.since or None),
        "asked_at": at(found.asked_at),
        "prefers_call": found.prefers_call,
        "history": list(_history(call, number)) if Right.READ in call.token.rights else [],
    }


def _history(call: Call, number: str) -> Iterator[dict[str, Any]]:
    for line in consent.history(call.site.store, number):
        entry = line.entry
        yield {
            "at": iso(entry.at, call.site.zone),
            "act": str(entry.act),
            "how": entry.how,
            "words": entry.words,
            "evidence": entry.evidence,
            "operator": entry.operator,
        }
