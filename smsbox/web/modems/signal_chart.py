"""The history of a modem's field strength as a drawing: geometry for the server's SVG, and the same in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from smsbox.clock import DAY, MINUTE, SECOND, Micros
from smsbox.i18n.marks import N_
from smsbox.i18n.translator import Translator
from smsbox.store.signals import Sample

WIDTH, HEIGHT = 288, 60
"""Size of the drawing; 288 five-minute steps are a day."""

SPAN: Micros = DAY
_GAP: Micros = 16 * MINUTE
"""After so long without a sample nothing is known: samples come every five minutes."""

_STRONGEST, _WEAKEST = -51, -113
_POOR = -97
"""From here on down SMS get slow (see `words.signal`)."""

_REGISTERED = frozenset({"home", "roaming", "sms_only_home", "sms_only_roaming", "csfb_home", "csfb_roaming"})

_BEST_AND_WORST = N_("Between %(worst)s and %(best)s dBm.")
_NEVER_OUT = N_("Never without network.")
_OUT_FOR = N_("Without network for %(span)s.")


@dataclass(frozen=True, slots=True)
class Chart:
    """`lines` are the points of polylines, `outages` x and width of the times without network, `poor` is the y below
    which the field is weak; `told` is all of it in words.
    """

    lines: tuple[str, ...]
    outages: tuple[tuple[float, float], ...]
    poor: float
    told: str


def chart(tr: Translator, samples: Sequence[Sample], now: Micros) -> Chart | None:
    """The day up to `now`; None when nothing is known of it."""
    strengths = [sample.dbm for sample in samples if sample.dbm is not None]
    if not samples:
        return None
    outages = list(_outages(samples, now))
    told = []
    if strengths:
        told.append(tr.gettext(_BEST_AND_WORST) % {"worst": min(strengths), "best": max(strengths)})
    out = sum(until - at for at, until in outages)
    told.append(tr.gettext(_OUT_FOR) % {"span": tr.span(out / SECOND)} if out else tr.gettext(_NEVER_OUT))
    return Chart(
        tuple(" ".join(f"{x:.1f},{y:.1f}" for x, y in line) for line in _lines(samples, now)),
        tuple((_x(at, now), round(max(_x(until, now) - _x(at, now), 0.8), 1)) for at, until in outages),
        _y(_POOR),
        " ".join(told),
    )


def _lines(samples: Sequence[Sample], now: Micros) -> Iterator[list[tuple[float, float]]]:
    """Runs of samples without a gap; one that stands alone becomes a short dash."""
    run: list[tuple[float, float]] = []
    last: Micros = 0
    for sample in samples:
        if run and (sample.dbm is None or sample.at - last > _GAP):
            yield _long_enough(run)
            run = []
        if sample.dbm is not None:
            run.append((_x(sample.at, now), _y(sample.dbm)))
            last = sample.at
    if run:
        yield _long_enough(run)


def _long_enough(run: list[tuple[float, float]]) -> list[tuple[float, float]]:
    x, y = run[-1]
    return run if len(run) > 1 else [(x, y), (x + 1, y)]


def _outages(samples: Sequence[Sample], now: Micros) -> Iterator[tuple[Micros, Micros]]:
    """From each sample without network to the next sample, as far as that is known."""
    for sample, following in zip(samples, [*(each.at for each in samples[1:]), now], strict=True):
        if sample.registration is not None and sample.registration not in _REGISTERED:
            yield sample.at, max(min(following, sample.at + _GAP), sample.at)


def _x(at: Micros, now: Micros) -> float:
    return round(min(max(WIDTH + (at - now) / SPAN * WIDTH, 0), WIDTH), 1)


def _y(dbm: int) -> float:
    return round((_STRONGEST - dbm) / (_STRONGEST - _WEAKEST) * (HEIGHT - 4) + 2, 1)
