"""A filter in words: what is asked of customers, as name and value; on the way to a campaign and on its page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from smsbox import coupons
from smsbox.campaigns import rows
from smsbox.clock import SECOND, Micros
from smsbox.consent import State as Consent
from smsbox.contacts import FieldTest, Wanted
from smsbox.coupons import NoSuchSeries
from smsbox.i18n.languages import LANGUAGES
from smsbox.i18n.marks import N_
from smsbox.subscription import sources
from smsbox.web.customers.words import PERMISSIONS

if TYPE_CHECKING:
    from smsbox.web.visit import Visit

OPERATIONS = (
    ("=", N_("is")),
    ("!=", N_("is not")),
    ("one_of", N_("is one of")),
    ("none_of", N_("is none of")),
    ("contains", N_("contains")),
    ("has", N_("is known")),
    ("lacks", N_("is not known")),
    ("at_least", N_("is at least")),
    ("at_most", N_("is at most")),
    ("after", N_("is a day from … on")),
    ("before", N_("is a day before")),
    ("newer_than_days", N_("was learnt within so many days")),
    ("older_than_days", N_("was learnt more than so many days ago")),
)
"""What a field can be asked, and how that is said."""

_DAYS = (
    ("birthday_days", N_("Birthday within so many days")),
    ("not_bought_days", N_("Not bought for so many days")),
    ("not_heard_days", N_("Not written or called for so many days")),
    ("nothing_got_days", N_("Got no campaign for so many days")),
)
_MOMENTS = (
    ("bought_since", N_("Bought since")),
    ("bought_before", N_("Bought before")),
    ("heard_since", N_("Wrote or called since")),
)
_CAMPAIGNS = (
    ("got_campaign", N_("Got the campaign")),
    ("not_got_campaign", N_("Did not get the campaign")),
    ("answered_campaign", N_("Answered the campaign")),
    ("not_answered_campaign", N_("Did not answer the campaign")),
)
_COUPONS = (("holds_coupon", N_("Has a coupon of, not used yet")), ("used_coupon", N_("Used a coupon of")))


def told(visit: Visit, wanted: Wanted) -> list[tuple[str, str]]:
    """Each condition of a filter, in the words of its form."""
    say = visit.tr.gettext
    of_fields = [(test.name, _test(visit, test)) for test in wanted.fields]
    calls = "" if wanted.prefers_call is None else say(N_("yes") if wanted.prefers_call else N_("no"))
    found = [
        (N_("State"), _either(visit, (say(each.text) for each in wanted.states))),
        (N_("With one of these tags"), _either(visit, wanted.any_tags)),
        (N_("With all of these tags"), ", ".join(wanted.all_tags)),
        (N_("Without these tags"), ", ".join(wanted.no_tags)),
        (N_("Permission"), _either(visit, (say(PERMISSIONS[Consent(each)].text) for each in wanted.consents))),
        (N_("Chose the topic"), _either(visit, wanted.topics)),
        (N_("Rather called"), calls),
        (N_("Language"), _either(visit, (LANGUAGES.get(each) or say(N_("not known")) for each in wanted.languages))),
        (N_("Source"), _either(visit, _sources(visit, wanted))),
        (N_("Name or number"), wanted.text),
        *((name, _number(visit, getattr(wanted, key))) for key, name in _DAYS),
        *((name, _day(visit, getattr(wanted, key))) for key, name in _MOMENTS),
        *((name, _campaign(visit, getattr(wanted, key))) for key, name in _CAMPAIGNS),
        *((name, _series(visit, getattr(wanted, key))) for key, name in _COUPONS),
    ]
    return of_fields + [(say(name), value) for name, value in found if value]


def _either(visit: Visit, values: Iterable[str]) -> str:
    return f" {visit.tr.gettext(N_('or'))} ".join(values)


def _test(visit: Visit, test: FieldTest) -> str:
    return f"{visit.tr.gettext(dict(OPERATIONS)[test.op])} {test.value}".strip()


def _number(visit: Visit, number: int | None) -> str:
    return "" if number is None else visit.tr.number(number)


def _day(visit: Visit, at: Micros | None) -> str:
    return "" if at is None else visit.tr.whole_day(datetime.fromtimestamp(at // SECOND, tz=visit.zone).date())


def _sources(visit: Visit, wanted: Wanted) -> list[str]:
    known = {each.id: each.title for each in sources.listed(visit.site.store)} if wanted.sources else {}
    return [known.get(each, str(each)) for each in wanted.sources]


def _campaign(visit: Visit, campaign_id: int | None) -> str:
    found = None if campaign_id is None else rows.find(visit.site.store, campaign_id)
    return found.name if found is not None else "" if campaign_id is None else str(campaign_id)


def _series(visit: Visit, series_id: int | None) -> str:
    if series_id is None:
        return ""
    try:
        return coupons.one(visit.site.store, series_id).name
    except NoSuchSeries:
        return str(series_id)
