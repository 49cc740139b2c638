"""The rows of the table in the order they run; those that share the large store stand together."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tests.bench import (
    browser,
    campaign,
    campaigns,
    ceiling,
    customers,
    disk,
    full_queue,
    growth,
    idle,
    imports,
    latency,
    page,
    pressure,
    programs,
    routing,
    votes,
)
from tests.bench.bench import Bench
from tests.bench.figures import Figure

ROWS: dict[str, Callable[[Bench], Iterable[Figure]]] = {
    "full-queue": full_queue.rows,
    "ceiling": ceiling.rows,
    "outgoing": latency.outgoing,
    "incoming": latency.incoming,
    "campaign": campaign.rows,
    "campaigns": campaigns.rows,
    "idle": idle.rows,
    "disk": disk.rows,
    "growth": growth.rows,
    "page": page.rows,
    "customers": customers.rows,
    "imports": imports.rows,
    "pressure": pressure.rows,
    "programs": programs.rows,
    "browser": browser.rows,
    "routing": routing.rows,
    "votes": votes.rows,
}
