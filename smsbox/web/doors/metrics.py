"""The figures of this box for Prometheus, read when it asks: as text, or as OpenMetrics where it prefers that.

The library that writes them is loaded when somebody asks first: 3 MB that a box without Prometheus does not carry.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from bottle import HTTPError, HTTPResponse

from smsbox.errors import SmsboxError
from smsbox.figures.catalogue import CATALOGUE, Kind
from smsbox.people.rights import Right
from smsbox.programs.sending import NotAllowed
from smsbox.web.api.bearer import carried
from smsbox.web.doors.door import Door, Knock
from smsbox.web.failures import retry_after, status_of

if TYPE_CHECKING:
    from prometheus_client.metrics_core import Metric

    from smsbox.figures.gathering import Sample


def _refuse(knock: Knock, error: SmsboxError) -> HTTPResponse:
    """Prometheus shows the status alone; the sentence is for whoever looks with curl."""
    again = retry_after(error)
    status = status_of(error)
    headers = {"Content-Type": "text/plain; charset=utf-8", **({"Retry-After": again} if again else {})}
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return HTTPResponse(f"{knock.sentence(error)}\n".encode(), status, headers)


door = Door(None, _refuse)


@door.get("/metrics")
def metrics(knock: Knock) -> HTTPResponse:
    """Everything, to whom the setting lets in."""
    from prometheus_client import exposition

    access = knock.site.config.programs.metrics
    if access == "off":
        raise HTTPError(404)
    token = knock.token(carried(knock.request)) if access == "token" else None
    if token is not None and Right.READ not in token.rights:
        raise NotAllowed(right=Right.READ.value, token=token.name)
    encode, kind = exposition.choose_encoder(knock.request.get_header("Accept", ""))
    return HTTPResponse(encode(_Gathered(knock)), 200, {"Content-Type": kind, "Cache-Control": "no-store"})


class _Gathered:
    """What the encoders take for a registry."""

    def __init__(self, knock: Knock) -> None:
        self._knock = knock

    def collect(self) -> Iterable[Metric]:
        from smsbox.figures.gathering import Around, gather

        site = self._knock.site
        around = Around(site.modem_statuses(), site.late(), site.unwritten(), site.box)
        with site.store.read():
            found = list(gather(site.store, site.config, site.counts, around, self._knock.now))
        return _families(found)


def _families(samples: Iterable[Sample]) -> Iterator[Metric]:
    """Every declared figure, with what was found of it."""
    from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily

    of = {Kind.COUNTER: CounterMetricFamily, Kind.GAUGE: GaugeMetricFamily}
    made = {name: of[each.kind](name, each.help, labels=each.labels) for name, each in CATALOGUE.items()}
    for sample in samples:
        made[sample.name].add_metric(sample.labels, float(sample.value))
    return iter(made.values())
