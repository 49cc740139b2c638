"""The form that says how a file is read: encoding, sheet, header, what each column means, what counts as consent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from smsbox.contacts import State, tag_of
from smsbox.i18n.marks import N_
from smsbox.intake import BadPlan, Column, Evidence, Import, Known, Meaning, Plan
from smsbox.intake.columns import LONGEST_NAME_OF_FIELD
from smsbox.sheets.encoding import known
from smsbox.sms.fields import fold
from smsbox.web.forms import Filled
from smsbox.web.visit import Visit

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251", "koi8_u", "cp866", "cp1250", "cp1252")
DELIMITERS = {";": N_("semicolon ;"), ",": N_("comma ,"), "\t": N_("tabulator"), "|": N_("bar |")}
MOST_COLUMNS = 14
"""Columns that can be changed on the page; the others, which nothing was recognised in, stay as they were guessed."""
_LONGEST_EVIDENCE, _LONGEST_WORDS = 200, 1000
_LONGEST_TAGS = 300

WRONG = {
    "number": N_("Say which column holds the telephone numbers."),
    "numbers": N_("Only one column can be the telephone number; the others are “another number”."),
    "evidence": N_("Say how they agreed, and to which words: without that it is no consent."),
    "day": N_("Say on which day they agreed, not later than today, or which column says it."),
}
"""Why it cannot be done so: the reasons of BadPlan."""


def asked(visit: Visit, found: Import) -> tuple[Plan, Filled, bool]:
    """What the form says, what is wrong with it, and whether the file has to be read anew, with columns guessed."""
    plan, form = found.plan, Filled({"when": "", "how": "", "words": "", "tags": "", "consent": visit.field("consent")})
    reading = _reading(visit, found)
    if (reading.encoding, reading.delimiter, reading.sheet, reading.header) != _way(plan):
        return reading, form, True
    columns = tuple(_column(visit, at, column) for at, column in enumerate(plan.columns))
    tags = [tag for each in visit.field("tags")[:_LONGEST_TAGS].split(",") if (tag := tag_of(each))]
    plan = replace(
        plan,
        columns=columns,
        known=next((each for each in Known if each.value == visit.field("known")), plan.known),
        state=State.LEAD if visit.field("state") == "lead" else State.CUSTOMER,
        tags=tuple(dict.fromkeys(tags)),
        evidence=_evidence(visit, form),
    )
    return plan, form, False


def judged(visit: Visit, plan: Plan, form: Filled, today: date) -> None:
    """Mark what keeps the plan from being carried out."""
    try:
        plan.check(today)
    except BadPlan as error:
        reason = str(error.facts["reason"])
        form.wrong("columns" if reason.startswith("number") else "consent", visit.tr.gettext(WRONG[reason]))


def view(found: Import) -> dict[str, Any]:
    """What the template shows of a draft beside the form."""
    encodings = ENCODINGS if found.plan.encoding in ENCODINGS else (found.plan.encoding, *ENCODINGS)
    fields = [name for column in found.plan.columns if (name := column.name)]
    return {
        "plan": found.plan,
        "look": found.look,
        "encodings": encodings,
        "delimiters": DELIMITERS,
        "meanings": list(Meaning),
        "knowns": list(Known),
        "shown_columns": _shown(found.plan),
        "field_names": fields,
    }


def _shown(plan: Plan) -> list[int]:
    """The places of the columns that are shown: those that mean something first, in the order of the file."""
    plain = (Meaning.FIELD, Meaning.NOTHING)
    places = sorted(range(len(plan.columns)), key=lambda at: plan.columns[at].meaning in plain)
    return sorted(places[:MOST_COLUMNS])


def _way(plan: Plan) -> tuple[str, str, str, int]:
    return plan.encoding, plan.delimiter, plan.sheet, plan.header


def _reading(visit: Visit, found: Import) -> Plan:
    """How the file is to be read, without columns; what the form does not offer stays."""
    plan = found.plan
    encoding, delimiter, sheet = visit.field("encoding"), visit.field("delimiter"), visit.field("sheet")
    header = visit.field("header")
    lines = {str(line) for line, _ in found.look.head} | {"0"}
    return replace(
        plan,
        encoding=encoding if encoding and plan.encoding and known(encoding) else plan.encoding,
        delimiter=delimiter if delimiter in DELIMITERS and plan.delimiter else plan.delimiter,
        sheet=sheet if sheet in found.look.sheets else plan.sheet,
        header=int(header) if header in lines else plan.header,
        columns=(),
    )


def _column(visit: Visit, at: int, column: Column) -> Column:
    said = visit.field(f"c{at}")
    meaning = next((each for each in Meaning if each.value == said), None)
    if meaning is None or f"c{at}" not in visit.request.forms:
        return column
    name = fold(visit.field(f"n{at}")[:LONGEST_NAME_OF_FIELD]) or column.name
    if meaning is Meaning.FIELD and not name:
        meaning = Meaning.NOTHING
    return Column(meaning, name)


def _evidence(visit: Visit, form: Filled) -> Evidence | None:
    if visit.field("consent") != "stated":
        return None
    when, how, words = visit.field("when"), visit.field("how"), visit.field("words")
    form.values |= {"when": when, "how": how, "words": words}
    try:
        day = date.fromisoformat(when).isoformat() if when else ""
    except ValueError:
        day = ""
    return Evidence(
        day, " ".join(how.split())[:_LONGEST_EVIDENCE], words.replace("\r\n", "\n").strip()[:_LONGEST_WORDS]
    )
