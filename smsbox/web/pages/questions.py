"""What customers are asked in campaigns, one thing at a time, and what they answered."""

from __future__ import annotations

from bottle import HTTPError, HTTPResponse

from smsbox.i18n.explanations import explain
from smsbox.people.rights import Right
from smsbox.subscription import questions
from smsbox.subscription.questions import LONGEST_FIELD, LONGEST_TEXT, BadQuestion
from smsbox.web import presses
from smsbox.web.forms import Filled, blank, filled, require
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit

routes = Routes(Right.READ)

_FIELDS = {"text": LONGEST_TEXT, "field": LONGEST_FIELD, "options": 400, "days": 4}
_FIELD_OF = {"text": "text", "field": "field", "days": "days"}
_MARK = {"uk": "{питання}", "ru": "{вопрос}", "en": "{question}", "pl": "{pytanie}"}


@routes.get("/questions")
def index(visit: Visit) -> HTTPResponse:
    """All of them with their answers, and a form for one more."""
    return _page(visit, blank(_FIELDS, days="365"), 200)


@routes.post("/questions", needs=Right.SHOP)
def create(visit: Visit) -> HTTPResponse:
    """One more."""
    form = filled(visit, _FIELDS)
    require(visit, form, "text", "field", "options")
    if form.errors:
        return _page(visit, form, 422)
    typed, store = form.values, visit.site.store
    days = int(typed["days"]) if typed["days"].isascii() and typed["days"].isdigit() else 0
    options = typed["options"].replace(",", "\n").splitlines()
    try:
        with store.write():
            before = presses.led(visit)
            if before is not None:
                return visit.go(before, notice="question_made")
            made = questions.create(
                store, typed["text"], typed["field"], options, days=days, by=visit.actor.name, now=visit.now
            )
            visit.audit("question.made", made.text, field=(None, made.field))
            presses.leads(visit, "/questions")
    except BadQuestion as error:
        told = explain(visit.tr, error.key, error.facts)
        form.wrong(_FIELD_OF.get(error.reason, "options"), f"{told.cause} {told.step}")
        return _page(visit, form, 422)
    return visit.go("/questions", notice="question_made")


@routes.post("/questions/<question_id:id>/close", needs=Right.SHOP)
def close(visit: Visit, question_id: int) -> HTTPResponse:
    """It is put to nobody any more."""
    store = visit.site.store
    found = questions.get(store, question_id)
    if found is None:
        raise HTTPError(404)
    with store.write():
        done = questions.close(store, question_id, visit.now)
        if done:
            visit.audit("question.closed", found.text)
    return visit.go("/questions", notice="question_closed" if done else "as_before")


def _page(visit: Visit, form: Filled, status: int) -> HTTPResponse:
    store, language = visit.site.store, visit.site.config.shop.language
    rows = [(each, *questions.counts(store, each)) for each in questions.listed(store)]
    mark = _MARK.get(language, _MARK["en"])
    rest = questions.REST // (24 * 3600 * 1_000_000)
    return visit.page(
        "sources/questions.html", status, rows=rows, form=form, mark=mark, rest=rest, once=presses.fresh()
    )
