"""Remembers over restarts in which form each modem takes USSD codes: trying again what it refuses costs a question."""

from __future__ import annotations

import logging
from collections.abc import Iterator, MutableMapping

from smsbox.clock import DAY, Clock, Micros
from smsbox.modem.ussd import Form
from smsbox.store import Store, StoreTrouble, options

log = logging.getLogger(__name__)

KEPT: Micros = 30 * DAY
"""How long a form counts after it last worked: one that was learned by mistake must not hold for ever."""

_RENEWED: Micros = DAY
_KEY = "ussd_form."


class UssdForms(MutableMapping[str, Form]):
    """By IMEI; a database in trouble costs the memory of it, nothing else."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock
        self._known: dict[str, tuple[Form, Micros]] = {}

    def __getitem__(self, imei: str) -> Form:
        """The form that works. Raises KeyError."""
        if imei not in self._known:
            self._known[imei] = self._kept(imei)
        return self._known[imei][0]

    def __setitem__(self, imei: str, form: Form) -> None:
        """It has worked just now: write it down, unless that was done today."""
        now, (known, at) = self._clock.now(), self._known.get(imei, (None, 0))
        if known is form and 0 <= now - at < _RENEWED:
            return
        self._known[imei] = (form, now)
        try:
            options.put(self._store, _KEY + imei, f"{form.value} {now}", now)
        except StoreTrouble as trouble:
            log.error("how modem %s takes USSD codes could not be written down: %s", imei, trouble)

    def __delitem__(self, imei: str) -> None:
        """Forget it, until the next start."""
        del self._known[imei]

    def __iter__(self) -> Iterator[str]:
        """Those used since the start."""
        return iter(self._known)

    def __len__(self) -> int:
        """How many were used since the start."""
        return len(self._known)

    def _kept(self, imei: str) -> tuple[Form, Micros]:
        try:
            form, _, at = (options.get(self._store, _KEY + imei) or "").partition(" ")
        except StoreTrouble:
            raise KeyError(imei) from None
        if form not in {each.value for each in Form} or not at.isdecimal() or self._clock.now() - int(at) > KEPT:
            raise KeyError(imei)
        return Form(form), int(at)
