"""Brings what customers write to addresses of e-mail, each SMS a letter, in the order in which they came.

Where a mail server does not take them they wait, and the place in the log stays. The name of a letter comes of what
happened alone, so a letter that comes a second time – its server took it and could not say so – is known as the same.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from typing import Any

from smsbox import contacts, events
from smsbox.alarms import troubles
from smsbox.alarms.courier import Courier, by_mail
from smsbox.alarms.herald import DEAD, writer
from smsbox.alarms.letters import Writer
from smsbox.alarms.matters import EMAIL, backoff
from smsbox.clock import MINUTE, Clock, Micros
from smsbox.config import Config
from smsbox.events import Happening
from smsbox.hooks import contents
from smsbox.i18n.marks import N_
from smsbox.problems import WARNING, Problem
from smsbox.sms.msisdn import BadNumber, parse
from smsbox.store import Store, options

log = logging.getLogger(__name__)

UNTOLD = "mail.untold"
GIVEN_UP = 10
"""Times a server may refuse one letter, within a day, until the next has its turn: a filter may dislike its words."""
_CURSOR, _TURN = "mail.cursor", "mail.turn"
_LEASE: Micros = 5 * MINUTE
_AT_ONCE = 200
_KINDS = (events.RECEIVED, events.INCOMPLETE)
_SUBJECT = N_("SMS from %(who)s")
_FROM = N_("From: %(who)s")
_CAME = N_("Received: %(moment)s")
_ANSWER = N_("An answer to this letter reaches nobody. Answer on the page of the box: %(url)s")


class Teller:
    """Belongs to one thread. `box`: who this is, among boxes that share a database."""

    def __init__(self, store: Store, clock: Clock, box: str) -> None:
        self._store, self._clock, self._box = store, clock, box
        self._courier = Courier(clock.boottime)
        self._line: Happening | None = None
        self._failures, self._again_at = 0, 0.0
        self._error: Mapping[str, Any] | None = None
        self._set: tuple[object, ...] = ()

    def look(self, config: Config, now: Micros) -> None:
        """Hear what became of the letter that is under way, and send the next one. Raises StoreTrouble."""
        self._hear(now)
        to = config.programs.mail_to
        if (to, config.alarms) != self._set:
            if to:  # who switches it on wants to hear of what comes from then on, not of years
                self._place(now)
            else:
                options.drop(self._store, _CURSOR)
                self._failures, self._error, self._line = 0, None, None
            self._set, self._again_at = (to, config.alarms), 0.0  # what was set anew is tried at once
        if to and not self._courier.busy(EMAIL) and self._clock.boottime() >= self._again_at:
            self._send_next(config, now)

    def problems(self) -> list[Problem]:
        """That letters do not get through; for any thread."""
        error = self._error
        if error is None or self._failures < DEAD:
            return []
        return [Problem(UNTOLD, "", WARNING, {"because": error["key"], "of": error.get("facts") or {}})]

    def close(self) -> None:
        """End what is under way: it is sent again, under the same name."""
        self._courier.close()

    # ── inside

    def _hear(self, now: Micros) -> None:
        for _, outcome in self._courier.returned():
            line, self._line = self._line, None
            if line is None:
                continue
            if not outcome:
                self._failures, self._error = 0, None
                self._pass(line.id, now)
                continue
            self._failures, self._error = self._failures + 1, outcome
            log.warning("a letter about message %s did not get through: %s", line.message_id, outcome["key"])
            if outcome["key"] == troubles.ServerRefused.key and self._failures >= GIVEN_UP:
                self._give_up(line, now)
            else:
                self._again_at = self._clock.boottime() + backoff(self._failures) / 1e6

    def _give_up(self, line: Happening, now: Micros) -> None:
        """It is in the inbox, and what comes after it shall not wait for ever."""
        with self._store.write(durable=False):
            events.append(self._store, events.MAIL_GIVEN_UP, now=now, message_id=line.message_id)
            self._pass(line.id, now)
        self._failures = 0

    def _send_next(self, config: Config, now: Micros) -> None:
        if not events.since(self._store, self._place(now), 1) or not self._is_ours(now):
            return
        while lines := events.since(self._store, self._place(now), _AT_ONCE):
            for line in lines:
                order = self._order(config, line, now) if line.kind in _KINDS else None
                if order is not None:
                    self._start(line, order)
                    return
            self._pass(lines[-1].id, now)

    def _start(self, line: Happening, order: Mapping[str, Any]) -> None:
        try:
            self._courier.start(EMAIL, order)
            self._line = line
        except OSError as trouble:
            log.warning("no process for a letter: %s", trouble)

    def _order(self, config: Config, line: Happening, now: Micros) -> dict[str, Any] | None:
        told = contents.told(self._store, line, config.region.zone)
        if told is None:
            return None
        number, by = _whole(told.number, config.region.country), writer(config)
        name = contacts.names(self._store, [number]).get(number, (0, ""))[1]
        subject, body = said(str(told.payload["message"]), number, name, line.at, by, now)
        # After a backup was put back the log counts from an earlier number again, so the moment belongs to it.
        mark = hashlib.sha256(f"{self._box} mail {line.id} {line.at}".encode()).hexdigest()[:32]
        return by_mail(config, config.programs.mail_to, subject, body, line.at, mark)

    def _is_ours(self, now: Micros) -> bool:
        """Whether no other box on this database brings letters at this moment."""
        if self._store.dialect.sole_owner:
            return True
        with self._store.write(durable=False):
            options.add(self._store, _TURN, "", now)
            held = self._store.run("SELECT value, at FROM settings WHERE key = ? FOR UPDATE", _TURN).fetchone()
            if held[0] not in ("", self._box) and held[1] > now - _LEASE:
                return False
            options.put(self._store, _TURN, self._box, now)
        return True

    def _place(self, now: Micros) -> int:
        """How far the log is told; from here on, when nothing is."""
        kept = options.get(self._store, _CURSOR)
        if kept is not None:
            return int(kept)
        (newest,) = self._store.run("SELECT coalesce(max(id), 0) FROM events").fetchone()
        options.put(self._store, _CURSOR, str(newest), now)
        return int(newest)

    def _pass(self, place: int, now: Micros) -> None:
        with self._store.write(durable=False):
            options.put(self._store, _CURSOR, str(place), now)


def _whole(sender: str, country: str) -> str:
    """A sender as E.164, whichever way the network wrote him; as he stands, when it is no number."""
    try:
        return parse(sender, country)
    except BadNumber:
        return sender


def said(text: str, number: str, name: str, at: Micros, by: Writer, now: Micros) -> tuple[str, str]:
    """Subject and body of a letter about an SMS; pure."""
    say = by.tr.gettext
    who = f"{name} ({number})" if name else number
    url = f"{by.url}desk/{number.removeprefix('+')}" if number.startswith("+") else f"{by.url}desk"
    facts = [
        say(_FROM) % {"who": who},
        say(_CAME) % {"moment": by.tr.moment(at, by.zone, now)},
        say(_ANSWER) % {"url": url},
    ]
    subject = f"{by.who}: {say(_SUBJECT) % {'who': name or number}}"
    return " ".join(subject.split()), f"{text}\n\n--\n" + "\n".join(facts) + "\n"
