"""A scenario being written: as a form for everybody, and as the file it is."""

from __future__ import annotations

import tomllib
from typing import Any

from bottle import HTTPResponse

from smsbox.config.problems import Problem
from smsbox.dialogs.flows import rows
from smsbox.dialogs.flows.editing import NotByForm
from smsbox.dialogs.flows.errors import FlowErrors
from smsbox.dialogs.flows.part import MISSING
from smsbox.dialogs.flows.rows import Kept
from smsbox.i18n.explanations import explain
from smsbox.people.rights import Right
from smsbox.web.dialogs import shapes, sheet
from smsbox.web.dialogs.beginning import NEEDED
from smsbox.web.dialogs.fields import Field, Shape, Sort
from smsbox.web.dialogs.frame import frame, in_the_form, kept_of, read, sentences
from smsbox.web.forms import MISSING as THIS_IS_NEEDED
from smsbox.web.forms import Filled
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit

routes = Routes(Right.BULK)

_LONGEST = 64 << 10
_FEWEST_LINES, _MOST_LINES = 18, 40


@routes.get("/dialogs/<flow_id:id>/edit")
def edit(visit: Visit, flow_id: int) -> HTTPResponse:
    """The form of what is kept."""
    kept = kept_of(visit, flow_id)
    shape = shape_of(visit, kept)
    starts = {each.key: int(at) for each in shape.rows if (at := visit.query(each.key)).isascii() and at.isdigit()}
    return form_page(visit, kept, shape, sheet.form_of(kept.source, shape, starts), 200)


@routes.post("/dialogs/<flow_id:id>/edit")
def write(visit: Visit, flow_id: int) -> HTTPResponse:
    """Keep it when nothing is wrong with it; everything that was typed stays in the form."""
    kept = kept_of(visit, flow_id)
    act, _, more = visit.field("do").partition(":")
    shape = shape_of(visit, kept)
    form = sheet.taken(visit, shape, more if act == "more" else "")
    if act == "more" or form.errors:
        return form_page(visit, kept, shape, form, 422 if form.errors else 200)
    try:
        source, places = sheet.file_of(_seen(visit, kept), shape, form.values)
    except NotByForm as refused:
        told = explain(visit.tr, refused.key, refused.facts)
        return form_page(visit, kept, shape, form, 422, [f"{told.cause} {told.step}"])
    wrong = None if _was_changed(visit, kept) else _keep(visit, kept, source)
    if wrong is None:
        return form_page(visit, kept, shape, form, 409, other=True)
    if wrong:
        return form_page(visit, kept, shape, form, 422, at_their_fields(visit, kept, form, wrong, places))
    if act in ("save", "page"):
        return visit.go(visit.path, **_shown(shape, form, more if act == "page" else ""), notice="flow_changed")
    return _onwards(visit, kept, act)


@routes.get("/dialogs/<flow_id:id>/file")
def file(visit: Visit, flow_id: int) -> HTTPResponse:
    """The file as it is kept."""
    kept = kept_of(visit, flow_id)
    return _file(visit, kept, kept.source, 200, read(visit, kept.source)[1])


@routes.post("/dialogs/<flow_id:id>/file")
def write_file(visit: Visit, flow_id: int) -> HTTPResponse:
    """Keep it when nothing is wrong with it, else say what at which line."""
    kept = kept_of(visit, flow_id)
    source = visit.field("source").replace("\r\n", "\n").encode("utf-8", "replace").decode()[: _LONGEST + 1]
    wrong = None if _was_changed(visit, kept) else _keep(visit, kept, source)
    if wrong is None:
        return _file(visit, kept, source, 409, (), other=True)
    if wrong:
        return _file(visit, kept, source, 422, wrong)
    return _onwards(visit, kept, visit.field("do"))


def _shown(shape: Shape, form: Filled, turned: str) -> dict[str, int]:
    """The pages of the tables for the address: those that were shown, and the one that is `turned` to: `goods:16`."""
    shown = {each.key: min(sheet.asked_of(each, form.values).values(), default=0) for each in shape.rows}
    key, _, first = turned.partition(":")
    if key in shown and first.isascii() and first.isdigit() and len(first) < 5:
        shown[key] = int(first)
    return {key: at for key, at in shown.items() if at}


def shape_of(visit: Visit, kept: Kept) -> Shape:
    """What the form of this flow asks: beside what its kind has, a field for each of its texts."""
    own = shapes.shape_of(kept.kind)
    return Shape((*own.fields, *(Field(f"texts.{key}", key, sort=Sort.LONG) for key in _usual(visit, kept))), own.rows)


def _usual(visit: Visit, kept: Kept) -> dict[str, str]:
    """The usual texts of its kind, in its language."""
    from smsbox.dialogs.kinds import kind_of

    language, texts = tomllib.loads(kept.source).get("language", "uk"), kind_of(kept.kind).texts
    return dict(texts.get(language, texts["uk"]))


def _seen(visit: Visit, kept: Kept) -> str:
    """The file as it was when the visitor got the form: his rows are rows of that one."""
    seen = visit.field("version")
    versions = rows.versions(visit.site.store, kept.id) if seen != str(kept.version) else []
    return next((each.source for each in versions if str(each.version) == seen), kept.source)


def _was_changed(visit: Visit, kept: Kept) -> bool:
    """Whether somebody else has kept a newer version than the visitor has seen; who saw that saves his over it."""
    return visit.field("version") not in ("", str(kept.version)) and not visit.chosen("over")


def _keep(visit: Visit, kept: Kept, source: str) -> tuple[Problem, ...] | None:
    """Keep that version; what is wrong with it otherwise; None: somebody was quicker by a moment."""
    store, config = visit.site.store, visit.site.config
    try:
        with store.write():
            if rows.get(store, kept.id) != kept:
                return None
            after = rows.put(store, config, source, by=visit.actor.name, now=visit.now, flow_id=kept.id)
            if after.version != kept.version:
                visit.audit("flow.changed", f"{after.id} {after.name}", version=(kept.version, after.version))
    except FlowErrors as wrong:
        return wrong.problems
    return ()


def _onwards(visit: Visit, kept: Kept, act: str) -> HTTPResponse:
    if act == "try":
        return visit.go(f"/dialogs/{kept.id}/try")
    return visit.go(visit.path, notice="flow_changed")


def at_their_fields(
    visit: Visit, kept: Kept, form: Filled, problems: tuple[Problem, ...], places: dict[str, str]
) -> list[str]:
    """Each mistake told at its field; those that are returned have none."""
    of_row = {there: here for here, there in places.items()}
    rest: list[Problem] = []
    for each in problems:
        steps = each.key.split(".")
        row = of_row.get(".".join(steps[:2]))
        names = [f"{row}.{'.'.join(steps[2:])}" if row and len(steps) > 2 else each.key, each.key]
        names += [f"{row}.field"] if row and steps[-1] == "key" else []  # an answer is counted by the one or the other
        table = f"{each.key}.count" in form.values
        if table and each.said == MISSING and sum(other.key == each.key for other in problems) > 1:
            continue  # said better: so many are wanted
        if not table:
            names += [name for name in form.values if name.startswith(f"{each.key}.")][:1]
        name = next((name for name in names if name in form.values), "")
        if name and each.said == MISSING:
            form.wrong(name, visit.tr.gettext(THIS_IS_NEEDED))
        elif name:
            form.wrong(name, sentences(visit, (Problem("", None, each.said, each.allowed, each.nearest),))[0])
        else:
            rest.append(each)
    return in_the_form(visit, kept.kind, tuple(rest))


def form_page(
    visit: Visit,
    kept: Kept,
    shape: Shape,
    form: Filled,
    status: int,
    problems: list[str] | None = None,
    *,
    other: bool = False,
) -> HTTPResponse:
    """The form as a page; of a scenario that is not kept yet with what is needed."""
    data = tomllib.loads(_seen(visit, kept))
    usual, keys = _usual(visit, kept), {each.key for each in shapes.COMMON}
    texts = [{"name": f"texts.{key}", "key": key, "usual": text} for key, text in usual.items()]
    own = [each for each in shape.fields if each.key not in keys and not each.key.startswith("texts.")]
    values: dict[str, Any] = {
        "head": (*shapes.HEAD, *(each for each in own if each.first)),
        "times": shapes.TIMES,
        "rest": shapes.REST,
        "own": [each for each in own if not each.first],
        "tables": shape.rows,
        "standing": {
            each.key: sheet.standing(shape, each, sheet.tables_of(data, each.key), form.values) for each in shape.rows
        },
        "texts": texts,
        "texts_open": any(each["name"] in form.errors for each in texts),
        "more_open": any(each.key in form.errors for each in shapes.REST),
        "spoken": form.values["language"],
    }
    values |= {"needed": ()}
    if not kept.id:
        needed = [visit.tr.gettext(shapes.label_of(kept.kind, key)) for key in NEEDED[kept.kind]]
        values |= {"needed": needed}
    seen = visit.field("version") or str(kept.version)
    values |= frame(visit, kept) | {"form": form, "mistakes": problems or [], "other": other, "seen": seen}
    return visit.page("dialogs/edit.html", status, **values)


def _file(
    visit: Visit, kept: Kept, source: str, status: int, problems: tuple[Problem, ...], *, other: bool = False
) -> HTTPResponse:
    lines = source.split("\n")
    told = [
        {"line": each.line, "shown": lines[each.line - 1].strip()[:80] if each.line else ""}
        | {"said": sentences(visit, (Problem(each.key, None, each.said, each.allowed, each.nearest),))[0]}
        for each in problems
    ]
    seen = visit.field("version") or str(kept.version)
    values = {"source": source, "mistakes": told, "other": other, "seen": seen}
    values |= {"rows": min(max(len(lines) + 2, _FEWEST_LINES), _MOST_LINES)}
    return visit.page("dialogs/file.html", status, **frame(visit, kept), **values)
