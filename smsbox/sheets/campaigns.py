"""Campaigns as tables: what came of one, and everybody whose turn came, in short reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal

from smsbox.campaigns import results, rows, turned
from smsbox.campaigns.counts import Count
from smsbox.campaigns.overtime import Stretch
from smsbox.campaigns.plan import LETTERS
from smsbox.campaigns.rows import Campaign, Given
from smsbox.campaigns.split import APART
from smsbox.config import Config
from smsbox.i18n.marks import N_
from smsbox.outbox import State
from smsbox.outbox.reasons import explain_reason
from smsbox.sheets.cells import Cell, Table
from smsbox.sheets.exports import Reader, table
from smsbox.store import Store

RECIPIENTS = "recipients"
"""The word for such a file in an order."""
CAMPAIGN = N_("Campaign")
RECIPIENTS_TITLE = N_("Recipients")

_STEP = 500
COUNTS = (
    (N_("Number of people"), 12),
    (N_("Left out"), 12),
    (N_("Kept out, to compare"), 12),
    (N_("Written to"), 12),
    (N_("Taken by the network"), 12),
    (N_("Confirmed by the phone"), 12),
    (N_("Did not arrive"), 12),
    (N_("Withdrawn"), 12),
    (N_("Still waits"), 12),
    (N_("Answered"), 12),
    (N_("Unsubscribed"), 12),
    (N_("Coupons given out"), 12),
    (N_("Coupons redeemed"), 12),
    (N_("Bought with them"), 14),
    (N_("Bought since"), 12),
    (N_("Wrote or rang since"), 12),
    (N_("SMS taken by the network"), 12),
    (N_("of these maybe twice"), 12),
)
"""Columns of what `of_count` tells."""
_RESULTS = ((N_("People"), 28), *COUNTS, (N_("Cost"), 12))
_MONTHS = (
    (N_("Month"), 12),
    (N_("Campaigns"), 12),
    (N_("Written to"), 12),
    (N_("Taken by the network"), 12),
    (N_("Confirmed by the phone"), 12),
    (N_("Did not arrive"), 12),
    (N_("Answered"), 12),
    (N_("Came"), 12),
    (N_("Unsubscribed"), 12),
    (N_("Coupons given out"), 12),
    (N_("Coupons redeemed"), 12),
    (N_("Bought with them"), 14),
    (N_("SMS taken by the network"), 12),
    (N_("Cost"), 12),
)
PEOPLE = (
    (N_("Number"), 16),
    (N_("Name"), 24),
    (N_("Customer"), 10),
    (N_("Text"), 8),
    (N_("What he got"), 18),
    (N_("Why"), 28),
    (N_("Message"), 10),
    (N_("State"), 16),
    (N_("SMS"), 6),
    (N_("Handed over"), 19),
    (N_("Report"), 19),
    (N_("Reply code"), 12),
    (N_("Answered"), 19),
    (N_("Unsubscribed"), 19),
    (N_("Coupon"), 16),
    (N_("Redeemed"), 19),
)
_GIVEN = {
    Given.MESSAGE: N_("a message"),
    Given.SKIPPED: N_("nothing"),
    Given.APART: N_("nothing, to compare"),
}
_NEXT = """
SELECT r.number, r.contact_id, r.customer, r.variant, r.state, r.reason, r.message_id, m.state, m.total, m.reason,
    (SELECT max(s.submitted_at) FROM segments s WHERE s.message_id = r.message_id AND s.seq > 0
        AND s.state IN (4, 5, 6, 7)),
    (SELECT max(s.reported_at) FROM segments s WHERE s.message_id = r.message_id AND s.seq > 0),
    r.code, r.replied_at, r.left_at, k.code, k.redeemed_at, c.name
FROM recipients r LEFT JOIN messages m ON m.id = r.message_id LEFT JOIN coupons k ON k.id = r.coupon_id
LEFT JOIN contacts c ON c.id = r.contact_id
WHERE r.campaign_id = ? AND r.number > ? ORDER BY r.number LIMIT ?"""


def results_table(
    store: Store, config: Config, campaign: Campaign, reader: Reader
) -> tuple[Table, Iterator[list[Cell]]]:
    """What came of a campaign, counted now; a row for all, each text, customers and those who were none."""
    asked = [(reader.word(CAMPAIGN), campaign.name)]
    found, priced = turned.counted_now(store, campaign, reader.now), results.prices(store, config)
    parts = [(reader.word(N_("All")), found.whole)]
    parts += [(_text(reader, each), found.variant(each)) for each in found.variants]
    parts += [(reader.word(N_("Kept out, to compare")), found.apart)] if found.apart.people else []
    parts += [(reader.word(N_("Customers")), found.people(True))]
    parts += [(reader.word(N_("Not customers yet")), found.people(False))]
    heads = table(reader, N_("Results"), _RESULTS, asked)
    return heads, ([name, *of_count(count), results.cost(count, priced)] for name, count in parts)


def of_count(count: Count) -> list[Cell]:
    """The figures of a count, as `COUNTS` names them."""
    worth = Decimal(count.worth) / 100 if count.worth else None
    return [
        *(count.people, count.passed_over, count.apart, count.written, count.sent, count.delivered),
        *(count.failed, count.cancelled, count.waiting, count.replied, count.left, count.coupons, count.redeemed),
        *(worth, count.bought, count.heard, count.paid, count.twice),
    ]


def _text(reader: Reader, variant: int) -> str:
    return reader.word(N_("Text %(letter)s")) % {"letter": LETTERS[variant]}


def months_table(
    store: Store, config: Config, stretches: Sequence[Stretch], reader: Reader
) -> tuple[Table, Iterator[list[Cell]]]:
    """What campaigns brought, month by month."""
    priced = results.prices(store, config)
    heads = table(reader, N_("Over time"), _MONTHS, [(reader.word(N_("Months")), str(len(stretches)))])
    return heads, (_of_month(each, results.cost(each.count, priced)) for each in stretches)


def _of_month(each: Stretch, cost: Decimal | None) -> list[Cell]:
    count, worth = each.count, Decimal(each.worth) / 100 if each.worth else None
    return [
        *(f"{each.period.day:%Y-%m}", each.campaigns, count.written, count.sent, count.delivered, count.failed),
        *(count.replied, each.came, each.went, count.coupons, each.redeemed, worth, count.paid),
        cost,
    ]


def recipients_table(reader: Reader, asked: list[tuple[str, str]]) -> Table:
    """The heads of everybody whose turn came."""
    return table(reader, RECIPIENTS_TITLE, PEOPLE, asked)


def recipients_rows(store: Store, campaign_id: int, reader: Reader) -> Iterator[list[Cell]]:
    """Everybody whose turn came, by number, as cells. Raises NoCampaign."""
    rows.get(store, campaign_id)
    after = ""
    while found := store.run(_NEXT, campaign_id, after, _STEP).fetchall():
        after = found[-1][0]
        yield from (_of_recipient(reader, *row) for row in found)


def _of_recipient(
    reader: Reader,
    number: str,
    contact_id: int,
    customer: int,
    variant: int,
    given: int,
    skipped: str | None,
    message_id: int | None,
    state: int | None,
    total: int | None,
    reason: str | None,
    submitted_at: int | None,
    reported_at: int | None,
    code: str | None,
    replied_at: int | None,
    left_at: int | None,
    coupon: str | None,
    redeemed_at: int | None,
    name: str | None,
) -> list[Cell]:
    moments: list[datetime | None] = [reader.moment(at) for at in (submitted_at, reported_at, replied_at, left_at)]
    told = explain_reason(reader.tr, skipped or reason)
    return [
        *(number, name or "", reader.word(N_("yes") if customer else N_("no"))),
        *("" if variant == APART else LETTERS[variant], reader.word(_GIVEN[Given(given)])),
        *(told.cause if told else "", message_id, "" if state is None else reader.word(State(state).text), total),
        *(moments[0], moments[1], code or "", moments[2], moments[3], coupon or "", reader.moment(redeemed_at)),
    ]
