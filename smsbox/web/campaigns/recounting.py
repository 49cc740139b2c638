"""Has a large campaign counted anew beside the requests: who looks sees the last count at once, the next one soon."""

from __future__ import annotations

import logging
import threading
import time

from smsbox.campaigns import results
from smsbox.campaigns.rows import Campaign
from smsbox.clock import Micros
from smsbox.errors import SmsboxError
from smsbox.store import Store

log = logging.getLogger(__name__)

_ONE = threading.Lock()
"""One count at a time: each reads some hundred megabytes."""
_REST_S = 0.015
"""Between two parts of a count, so that pages asked for meanwhile find a core free."""


def when_stale(store: Store, campaign: Campaign, now: Micros) -> None:
    """The same for a large campaign whose last count is too old to be believed."""
    if results.is_large(campaign) and results.is_stale(campaign, results.kept(store, campaign.id), now):
        begin(store, campaign.id, now)


def begin(store: Store, campaign_id: int, now: Micros) -> bool:
    """Count it anew in a thread of its own, unless one counts already; whether it was begun."""
    if not _ONE.acquire(blocking=False):
        return False
    threading.Thread(target=_count, args=(store, campaign_id, now), name="recount", daemon=True).start()
    return True


def _count(store: Store, campaign_id: int, now: Micros) -> None:
    try:
        results.keep(store, results.results(store, campaign_id, now, lambda: time.sleep(_REST_S)))
    except SmsboxError as trouble:
        log.error("campaign %d could not be counted: %s", campaign_id, trouble)
    finally:
        store.forget_connection()
        _ONE.release()
