"""Collecting numbers as a task of its own: the sources, how each grows the list, and the sheets to print."""

from __future__ import annotations

import ipaddress

from bottle import HTTPError, HTTPResponse

from smsbox.i18n.explanations import explain
from smsbox.i18n.languages import LANGUAGES
from smsbox.people.rights import Right
from smsbox.subscription import growth, poster, sources, terms, typeface
from smsbox.subscription.sources import LONGEST_TITLE, LONGEST_WORD, LONGEST_WORDS, BadSource, Source, SourceKind
from smsbox.web import presses
from smsbox.web.forms import Filled, blank, filled, require
from smsbox.web.routes import Routes
from smsbox.web.server.reach import addresses
from smsbox.web.sources.growing import growing, growing_one
from smsbox.web.visit import Visit

routes = Routes(Right.READ)

_FIELDS = {"kind": 10, "title": LONGEST_TITLE, "word": LONGEST_WORD * 2, "words": LONGEST_WORDS, "language": 2}
_SVG, _PDF = "image/svg+xml; charset=utf-8", "application/pdf"
_FIELD_OF = {"word": "word", "reserved": "word", "taken": "word", "scenario": "word", "language": "language"}


@routes.get("/sources")
def index(visit: Visit) -> HTTPResponse:
    """All sources, and how the list grew by them."""
    return _page(visit, blank(_FIELDS, kind="poster", language=visit.site.config.shop.language), 200)


@routes.post("/sources", needs=Right.SHOP)
def create(visit: Visit) -> HTTPResponse:
    """One more."""
    form = filled(visit, _FIELDS)
    require(visit, form, "title")
    try:
        kind = SourceKind(form.values["kind"])
    except ValueError:
        raise HTTPError(400) from None
    if form.errors:
        return _page(visit, form, 422)
    topics = tuple(each for each in visit.site.config.shop.topics if each in visit.several("topics"))
    typed = form.values
    wanted = sources.Draft(kind, typed["title"], typed["word"], typed["words"], typed["language"], topics)
    store, stop_words = visit.site.store, visit.site.config.shop.stop_words
    try:
        with store.write():
            before = presses.led(visit)
            if before is not None:
                return visit.go(before, notice="source_made")
            made = sources.create(store, wanted, by=visit.actor.name, now=visit.now, stop_words=stop_words)
            visit.audit("source.made", made.title, kind=(None, kind.value), word=(None, made.word))
            presses.leads(visit, f"/sources/{made.id}")
    except BadSource as error:
        told = explain(visit.tr, error.key, error.facts)
        form.wrong(_FIELD_OF.get(error.reason, "title"), f"{told.cause} {told.step}")
        return _page(visit, form, 422)
    return visit.go(f"/sources/{made.id}", notice="source_made")


@routes.get("/sources/<source_id:id>")
def detail(visit: Visit, source_id: int) -> HTTPResponse:
    """One of them: what people see of it, and what came of it."""
    source, shop = _found(visit, source_id), visit.site.config.shop
    grown = growing_one(visit, source, growth.weeks(visit.now, visit.zone))
    return visit.page(
        "sources/source.html",
        source=source,
        grown=grown,
        words=source.words or shown_words(visit, source),
        number=shop.number and poster.readable(shop.number),
        spoken=LANGUAGES[source.language],
        form=_address(visit, source),
        inside=_is_inside(visit.site.config.web.host),
    )


@routes.post("/sources/<source_id:id>/close", needs=Right.SHOP)
def close(visit: Visit, source_id: int) -> HTTPResponse:
    """Nobody comes that way any more."""
    source, store = _found(visit, source_id), visit.site.store
    with store.write():
        done = sources.close(store, source.id, visit.now)
        if done:
            visit.audit("source.closed", source.title)
    return visit.go(f"/sources/{source.id}", notice="source_closed" if done else "as_before")


@routes.get("/sources/<source_id:id>/poster")
def sheet(visit: Visit, source_id: int) -> HTTPResponse:
    """The sheet to print."""
    source = _with_word(visit, source_id)
    number = visit.site.config.shop.number
    shown = {"size": _size(visit), "code": _form(visit), "pdf": typeface.paths() is not None}
    return visit.page("sources/poster.html", source=source, number=number, **shown)


@routes.get("/sources/<source_id:id>/poster.svg")
def drawing(visit: Visit, source_id: int) -> HTTPResponse:
    """The sheet as a drawing, to show or to take along."""
    source, shop = _with_word(visit, source_id), visit.site.config.shop
    drawn = poster.poster_svg(source, shop, _number(visit), _size(visit), _form(visit))
    return _file(visit, drawn.encode(), _SVG, f"poster-{source.id}.svg")


@routes.get("/sources/<source_id:id>/poster.pdf")
def drawing_pdf(visit: Visit, source_id: int) -> HTTPResponse:
    """The sheet as every printer and every copy shop takes it."""
    source, shop = _with_word(visit, source_id), visit.site.config.shop
    drawn = poster.poster_pdf(source, shop, _number(visit), _size(visit), _form(visit))
    if drawn is None:
        raise HTTPError(404)
    return _file(visit, drawn, _PDF, f"poster-{source.id}-{_size(visit)}.pdf")


@routes.get("/sources/<source_id:id>/code.svg")
def code(visit: Visit, source_id: int) -> HTTPResponse:
    """The QR code alone, as a drawing."""
    source = _found(visit, source_id)
    return _file(visit, poster.code_svg(_link(visit, source)), _SVG, f"code-{source.id}.svg")


@routes.get("/sources/<source_id:id>/code.pdf")
def code_pdf(visit: Visit, source_id: int) -> HTTPResponse:
    """The QR code alone, for a poster of one's own."""
    source = _found(visit, source_id)
    return _file(visit, poster.code_pdf(_link(visit, source)), _PDF, f"code-{source.id}.pdf")


def shown_words(visit: Visit, source: Source) -> str:
    """The usual words of a source, which people see or hear before they agree."""
    said = {SourceKind.STAFF: terms.spoken, SourceKind.FORM: terms.ticked}.get(source.kind, terms.written)
    return said(source.language, visit.site.config.shop)


def _page(visit: Visit, form: Filled, status: int) -> HTTPResponse:
    listed = sources.listed(visit.site.store)
    grown = growing(visit, listed, growth.weeks(visit.now, visit.zone))
    values = {"sources": listed, "grown": grown, "kinds": list(SourceKind), "spoken": LANGUAGES}
    values |= {"topics": visit.site.config.shop.topics, "ticked": visit.several("topics") if form.errors else ()}
    return visit.page("sources/list.html", status, form=form, once=presses.fresh(), **values)


def _found(visit: Visit, source_id: int) -> Source:
    source = sources.get(visit.site.store, source_id)
    if source is None:
        raise HTTPError(404)
    return source


def _with_word(visit: Visit, source_id: int) -> Source:
    source = _found(visit, source_id)
    if source.word is None:
        raise HTTPError(404)
    return source


def _number(visit: Visit) -> str:
    number = visit.site.config.shop.number
    if number is None:
        raise HTTPError(404)
    return number


def _size(visit: Visit) -> str:
    asked = visit.query("size")
    return asked if asked in poster.SIZES else "a4"


def _form(visit: Visit) -> str:
    """How the code says it."""
    asked = visit.query("code")
    return asked if asked in poster.FORMS else poster.FORMS[0]


def _link(visit: Visit, source: Source) -> str:
    """What the code opens: an SMS with the word, or the form."""
    if source.word is not None:
        return poster.sms_link(_number(visit), source.word, _form(visit))
    if source.kind is not SourceKind.FORM:
        raise HTTPError(404)
    return _address(visit, source)


def _address(visit: Visit, source: Source) -> str:
    """Of the form, by the name the visitor called this page (the shield has checked it); by one that others reach, when
    that was a name for the box itself.
    """
    parts, web = visit.request.urlparts, visit.site.config.web
    base = f"{parts.scheme}://{parts.netloc}/"
    if _is_inside(parts.hostname or "") and not _is_inside(web.host):
        base = addresses(web)[0]
    return f"{base}join/{source.id}"


def _is_inside(host: str) -> bool:
    """Whether only this machine can be meant."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _file(visit: Visit, octets: bytes, kind: str, name: str) -> HTTPResponse:
    answer = HTTPResponse(octets, 200)
    answer.add_header("Content-Type", kind)
    how = "attachment" if visit.query("download") or kind == _PDF else "inline"
    answer.add_header("Content-Disposition", f'{how}; filename="{name}"')
    return answer
