"""Figures in the text format of Prometheus, version 0.0.4, which every Prometheus reads.

Its own library does not come into question: it wants HTTP clients and ssl, which the daemon does without.
Source: prometheus.io/docs/instrumenting/exposition_formats.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from smsbox.figures.catalogue import CATALOGUE, Family
from smsbox.figures.gathering import Sample

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_ESCAPED = str.maketrans({"\\": r"\\", "\n": r"\n", '"': r"\""})


def written(samples: Iterable[Sample]) -> str:
    """Every declared figure, with what was found of it; a sample of another name is a KeyError."""
    found: dict[str, list[Sample]] = defaultdict(list)
    for sample in samples:
        found[CATALOGUE[sample.name].name].append(sample)
    return "".join(line for family in CATALOGUE.values() for line in _lines(family, found[family.name]))


def _lines(family: Family, samples: Iterable[Sample]) -> Iterator[str]:
    yield f"# HELP {family.name} {family.help}\n# TYPE {family.name} {family.kind.value}\n"
    for sample in samples:
        labels = ",".join(
            f'{name}="{value.translate(_ESCAPED)}"' for name, value in zip(family.labels, sample.labels, strict=True)
        )
        yield f"{family.name}{'{' if labels else ''}{labels}{'}' if labels else ''} {float(sample.value)!r}\n"
