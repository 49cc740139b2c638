"""A desk whose figures are read as Prometheus would, by a parser that shares nothing with what wrote them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from prometheus_client.parser import text_string_to_metric_families

from tests.web.desk import Answer, Desk

READY: dict[str, Any] = {
    "name": "main",
    "state": "ready",
    "registration": "home",
    "operator": "Kyivstar",
    "technology": "3g",
    "dbm": -71,
    "sim_id": 1,
    "last_sent_at": "2026-02-25T08:00:00+02:00",
}
Values = dict[tuple[str, frozenset[tuple[str, str]]], float]


def ask(desk: Desk, path: str = "/metrics", **headers: str) -> Answer:
    """What stands there for a program."""
    return desk.visitor().ask("GET", path, b"", headers)


def opened(desk: Desk, how: str = "open") -> None:
    """Have the setting say who may read them."""
    programs = replace(desk.site.config.programs, metrics=how)
    desk.site.config = replace(desk.site.config, programs=programs)


def parsed(text: str) -> Values:
    """Name and labels → value."""
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


class Scrape:
    """One answer of /metrics."""

    def __init__(self, desk: Desk) -> None:
        answer = ask(desk)
        assert answer.status == 200, answer.text
        self.text = answer.text
        self.values = parsed(answer.text)

    def of(self, name: str, **labels: str) -> float | None:
        """The value of smsbox_`name`."""
        return self.values.get((f"smsbox_{name}", frozenset(labels.items())))
