"""Playing a flow through before it goes live: the real engine on a database of its own that is thrown away at the end.

What is played is a list of lines, and a transcript is the same with what was answered:

    > ГОЛОС                      he writes; `> +380500000002: ГОЛОС` another one does
    < Яку музику грати? 1-рок    he is answered (two blanks before a line: it goes on)
    * people                     people have to read what he wrote
    @ +3h                        time goes by; `@ 2026-11-28 20:30` until then
    # anything                   a remark
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from difflib import ndiff
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from zoneinfo import ZoneInfo

from smsbox import inbox, outbox
from smsbox.clock import MINUTE, SECOND, BadMoment, Micros, parse_moment
from smsbox.config import Config
from smsbox.config.model import RegionConfig, SendingConfig, ShopConfig, StoreConfig, WebConfig
from smsbox.dialogs import expiry
from smsbox.dialogs.flows import rows
from smsbox.errors import SmsboxError
from smsbox.sms.address import Address, AddressKind
from smsbox.sms.deliver import Deliver
from smsbox.store import Store, sims

CUSTOMER = "+380500000001"
"""Who writes where a line names nobody."""
SAID, ANSWERED, PEOPLE, LATER = ">", "<", "*", "@"

Route = Callable[[Store, Config, Micros], int]
"""`router.route_waiting`, given by who may know the router."""

_NUMBER = re.compile(r"(\+[0-9]{7,15})\s*:\s*")
_STEPS = 400
"""Looks at the clock while time goes by, however long."""
_ANSWERING = 2 * SECOND


class BadScript(SmsboxError):
    """A line that cannot be played. Facts: `line` (from 1), `text`."""

    key = "dialogs.bad_script"
    exit_code = 65


@dataclass(frozen=True, slots=True)
class Line:
    """One line of what was played: which `sign` it has, whose it is, what it says."""

    sign: str
    number: str
    text: str

    def __str__(self) -> str:
        whose = "" if self.number in ("", CUSTOMER) else f"{self.number}: "
        return f"{self.sign} {whose}" + "\n  ".join(self.text.split("\n"))


def script(lines: Iterable[str]) -> Iterator[Line]:
    """The lines of a script or a transcript; a line without a sign is something said. Raises BadScript."""
    found: list[Line] = []
    for place, raw in enumerate(lines, 1):
        text = raw.rstrip("\r\n")
        if text.startswith("  ") and found and text.strip():
            found[-1] = Line(found[-1].sign, found[-1].number, f"{found[-1].text}\n{text[2:]}")
        elif text.strip() and not text.startswith("#"):
            found.append(_line(text.strip(), place))
    yield from found


def _line(text: str, place: int) -> Line:
    sign, rest = (text[0], text[1:].strip()) if text[0] in (SAID, ANSWERED, PEOPLE, LATER) else (SAID, text)
    if sign == LATER:
        return Line(sign, "", rest)
    named = _NUMBER.match(rest)
    number, rest = (named[1], rest[named.end() :]) if named else (CUSTOMER, rest)
    if not rest and sign != PEOPLE:
        raise BadScript(line=place, text=text)
    return Line(sign, number, rest)


def begins(lines: Iterable[Line], now: Micros, zone: ZoneInfo) -> Micros:
    """When it is played: by the first line where that is a moment, else `now`. Raises BadScript."""
    first = next(iter(lines), None)
    if first is None or first.sign != LATER:
        return now
    try:
        return parse_moment(first.text, now, zone)
    except BadMoment as bad:
        raise BadScript(line=1, text=first.text) from bad


def differences(expected: Iterable[Line], played: Iterable[Line]) -> list[str]:
    """Where a transcript and what was played part: its lines behind `-`, those that were played behind `+`; none where
    they are the same. Who reads what is compared only where the transcript tells it anywhere.
    """
    wanted, found = list(expected), list(played)
    if not any(each.sign == PEOPLE for each in wanted):
        found = [each for each in found if each.sign != PEOPLE]
    compared = ndiff([str(each) for each in wanted], [str(each) for each in found])
    some = [line for line in compared if line[0] != "?"]
    return some if any(line[0] != " " for line in some) else []


class Rehearsal:
    """One flow on a stage of its own, open from `now` on; to be used in a `with`. Raises FlowErrors."""

    def __init__(
        self,
        source: str,
        route: Route,
        *,
        now: Micros,
        shop: ShopConfig | None = None,
        region: RegionConfig | None = None,
    ) -> None:
        self.now = now
        self._source, self._route = source, route
        self._directory = TemporaryDirectory(prefix="smsbox-try-")
        folder = Path(self._directory.name)
        url = f"sqlite://{folder}/try.db"
        self._config = Config(
            StoreConfig(url, folder),
            WebConfig("127.0.0.1", 0),
            region or RegionConfig(),
            SendingConfig(allow=("+",)),
            shop=shop or ShopConfig(name="smsbox"),
        )
        self._store: Store | None = None
        self._sim = self._count = 0

    def __enter__(self) -> Rehearsal:
        try:
            self._store = Store.open(self._config.store.url)
            self._sim = sims.register(self._store, imsi="255010000000001", iccid=None, modem="try", now=self.now)
            kept = rows.create(self._store, self._config, self._source, by="try", now=self.now)
            rows.open(self._store, self._config, kept.id, by="try", now=self.now)
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Throw everything away."""
        if self._store is not None:
            self._store.close()
            self._store = None
        with suppress(OSError):
            self._directory.cleanup()

    def play(self, lines: Iterable[Line]) -> Iterator[Line]:
        """All that happens, line by line; what the lines say was answered is passed over. Raises BadScript."""
        for place, line in enumerate(lines, 1):
            if line.sign == SAID:
                yield line
                yield from self.say(line.text, line.number)
            elif line.sign == LATER:
                yield line
                try:
                    until = parse_moment(line.text, self.now, self._config.region.zone)
                except BadMoment as bad:
                    raise BadScript(line=place, text=line.text) from bad
                yield from self.wait(until)

    def say(self, text: str, number: str = CUSTOMER) -> Iterator[Line]:
        """Somebody writes: what he, and whoever else, is sent then."""
        store, config = self._ready()
        self.now += _ANSWERING
        self._count += 1
        sender = Address(number, AddressKind.INTERNATIONAL)
        octets = self._count.to_bytes(4, "big")
        deliver = Deliver(sender, text, None, None, None, None, None, None, False, octets)
        got = inbox.receive(
            *(store,), sim_id=self._sim, memory="ME", slot=None, pdu_raw=octets, deliver=deliver, now=self.now
        )
        self._route(store, config, self.now)
        yield from self._look()
        message = inbox.get(store, got.message_id or 0)
        if message is not None and message.settled_at is None:
            yield Line(PEOPLE, number, "people")

    def wait(self, until: Micros) -> Iterator[Line]:
        """Time goes by: what is sent meanwhile."""
        step = max(MINUTE, (until - self.now) // _STEPS)
        while self.now < until:
            self.now = min(self.now + step, until)
            yield from self._look()

    def _look(self) -> Iterator[Line]:
        """What is due happens, and what may leave leaves."""
        store, config = self._ready()
        expiry.expire(store, config, self.now)
        outbox.promote_due(store, now=self.now)
        while True:
            lease = self.now + MINUTE
            claim = outbox.claim(store, sim_id=self._sim, owner="try", now=self.now, lease_until=lease)
            if claim is None:
                return
            outbox.accepted(store, claim, reference=self._count % 256, now=self.now)
            if claim.seq == 1:
                view = outbox.get(store, claim.message_id)
                yield Line(ANSWERED, claim.recipient, view.text if view else "")

    def _ready(self) -> tuple[Store, Config]:
        if self._store is None:
            raise RuntimeError("not entered")
        return self._store, self._config
