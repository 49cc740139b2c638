"""`smsbox order`: what customers have ordered by SMS, each brought further, and how many pieces are left."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from smsbox.cli.audited import account, noted
from smsbox.cli.console import misused, print_json, speech
from smsbox.cli.opening import config_option, json_option, moment, now, opened
from smsbox.cli.reading import limit_option, shown_limit
from smsbox.cli.tables import print_table
from smsbox.i18n.marks import N_

if TYPE_CHECKING:
    from smsbox.dialogs.orders.rows import Order
    from smsbox.objects.messages import Moment
    from smsbox.store import Store

STATES = ("new", "accepted", "ready", "done", "cancelled")
"""The words of `smsbox.dialogs.orders.goods.OrderState`, which is not loaded for `--help`; a test compares them."""

_ALL = 1_000_000

order_argument = click.argument("which", metavar="ORDER")


@click.group()
def order() -> None:
    """Orders by SMS: list them, bring them further, count what is left."""


@order.command("list")
@config_option
@click.option("--state", type=click.Choice(STATES), help="Only those; left out: all that wait for somebody.")
@limit_option
@json_option
def list_orders(config_path: Path, state: str | None, limit: int | None, as_json: bool) -> None:
    """List orders, the newest first."""
    from smsbox.dialogs.orders import rows
    from smsbox.dialogs.orders.goods import OrderState

    states = [OrderState[state.upper()]] if state else [each for each in OrderState if each.open]
    with opened(config_path) as (config, store):
        found = rows.listed(store, states, shown_limit(limit, as_json) or _ALL)
        if as_json:
            for each in found:
                print_json(_json(each, moment(config)))
            return
        columns = ("id", N_("order"), N_("state"), N_("number"), N_("sum"), N_("who"), N_("goods"))
        print_table(N_("Orders"), columns, map(_cells, found))


@order.command()
@config_option
@order_argument
@json_option
def show(config_path: Path, which: str, as_json: bool) -> None:
    """Show ORDER (its number, or its id) with every state it has reached."""
    from smsbox.dialogs.orders import rows

    with opened(config_path) as (config, store):
        found = _one(store, which)
        at, steps = moment(config), rows.steps(store, found.id)
        if as_json:
            told = [{"state": each.state.name.lower(), "at": at(each.at), "by": each.by or None} for each in steps]
            print_json({**_json(found, at), "steps": told})
            return
        columns = ("id", N_("order"), N_("state"), N_("number"), N_("sum"), N_("who"), N_("goods"))
        print_table(N_("Orders"), columns, [_cells(found)])
        tr = speech()
        cells = ([tr.gettext(each.state.text), at(each.at) or "", each.by, each.note] for each in steps)
        print_table(N_("What became of it"), (N_("state"), N_("at"), N_("who"), N_("note")), cells)


@order.command()
@config_option
@order_argument
def take(config_path: Path, which: str) -> None:
    """Work at ORDER, in your own name; exit code 65 when somebody else does."""
    from smsbox.dialogs.orders import handling

    with opened(config_path, create=True) as (_, store), store.write():
        found = _one(store, which)
        if not handling.take(store, found.id, who=account(), now=now()):
            raise handling.NotSo(order=found.said)
        noted(store, "order.taken", found.id)


@order.command()
@config_option
@order_argument
def accept(config_path: Path, which: str) -> None:
    """ORDER is being made; the customer is told."""
    _move(config_path, which, "accepted")


@order.command()
@config_option
@order_argument
def ready(config_path: Path, which: str) -> None:
    """ORDER can be fetched, or is on its way; the customer is told."""
    _move(config_path, which, "ready")


@order.command()
@config_option
@order_argument
def done(config_path: Path, which: str) -> None:
    """ORDER is handed over; the customer is told, where the scenario says so."""
    _move(config_path, which, "done")


@order.command()
@config_option
@order_argument
@click.option("--why", default="", help="What the customer reads about it.")
def cancel(config_path: Path, which: str, why: str) -> None:
    """Call ORDER off; the customer is told, and its pieces can be ordered again."""
    _move(config_path, which, "cancelled", why)


@order.command()
@config_option
@click.argument("flow")
@click.argument("counted", nargs=-1, metavar="[CODE=PIECES]...")
@json_option
def stock(config_path: Path, flow: str, counted: tuple[str, ...], as_json: bool) -> None:
    """Show how many pieces of the goods of FLOW are left; CODE=PIECES sets it, CODE= ends the counting."""
    from smsbox.dialogs.flows import rows as flows
    from smsbox.dialogs.orders import stock as stocks

    amounts = dict(_counted(each) for each in counted)
    with opened(config_path, create=True) as (config, store):
        kept = flows.named(store, flow)
        if kept.kind != "order":
            raise flows.NoSuchFlow(name=flow)
        known = flows.as_flow(kept, config)
        if amounts:
            with store.write():
                before = stocks.put(store, known, amounts, now())
                changes: dict[str, tuple[object, object]] = {
                    code: (before[code].left, amount) for code, amount in amounts.items()
                }
                noted(store, "order.stock", kept.name, **changes)
        left, pieces = stocks.left(store, known), stocks.pieces(store, kept.id)
        taken = {code: each.taken for code, each in pieces.items()}
        if as_json:
            for goods in known.part.goods:
                row = {"code": goods.code, "title": goods.title, "left": left[goods.code]}
                print_json({**row, "ordered": taken.get(goods.code, 0)})
            return
        cells = (
            [goods.code, "–" if left[goods.code] is None else str(left[goods.code]), str(taken.get(goods.code, 0))]
            + [goods.title]
            for goods in known.part.goods
        )
        print_table(N_("Stock"), (N_("code"), N_("left"), N_("ordered"), N_("goods")), cells)


def _move(config_path: Path, which: str, state: str, note: str = "") -> None:
    from smsbox.dialogs.orders import handling
    from smsbox.dialogs.orders.goods import OrderState
    from smsbox.outbox.doorbell import ring

    with opened(config_path, create=True) as (config, store):
        with store.write():
            found = _one(store, which)
            to = OrderState[state.upper()]
            if not handling.move(store, config, found.id, to, by=account(), now=now(), note=note):
                raise handling.NotSo(order=found.said)
            noted(store, "order.moved", found.id, state=(None, state), note=(None, note or None))
        ring(config.store.directory)


def _one(store: Store, which: str) -> Order:
    """By the number it is called by (the newest of that number), or by its id. Raises NoSuchOrder."""
    from smsbox.dialogs.orders import handling, rows

    found = rows.called(store, which, 1)
    if not found and which.isascii() and which.isdigit():
        found = [each for each in (rows.get(store, int(which)),) if each is not None]
    if not found:
        raise handling.NoSuchOrder(order=which)
    return found[0]


def _counted(text: str) -> tuple[str, int | None]:
    """`R1=20` or `R1=`. Raises click.UsageError."""
    code, equals, amount = text.partition("=")
    if not equals or not code or (amount and not (amount.isascii() and amount.isdigit() and len(amount) < 8)):
        raise misused(N_("{text}: write CODE=PIECES, like R1=20."), text=text)
    return code, int(amount) if amount else None


def _cells(found: Order) -> list[str]:
    from smsbox.dialogs.orders.telling import money

    tr = speech()
    worth = money(found.worth, found.currency, tr.language)
    return [
        *(str(found.id), found.said, tr.gettext(found.state.text), found.number, worth, found.taken_by or ""),
        found.goods,
    ]


def _json(found: Order, at: Moment) -> dict[str, Any]:
    """One order for programs; sums in the currency with two decimals."""
    return {
        "id": found.id,
        "order": found.said,
        "state": found.state.name.lower(),
        "number": found.number,
        "made_at": at(found.made_at),
        "changed_at": at(found.changed_at),
        "sum": f"{found.worth / 100:.2f}",
        "currency": found.currency,
        "delivery": None if found.delivery is None else f"{found.delivery / 100:.2f}",
        "address": found.address,
        "note": found.note,
        "who": found.taken_by,
        "flow": found.flow_id,
        "goods": [
            {"code": each.code, "title": each.title, "price": f"{each.price / 100:.2f}", "pieces": each.amount}
            for each in found.lines
        ],
    }
