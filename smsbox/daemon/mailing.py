"""The thread between the box and e-mail: keeps the listener alive and answers it, has what customers write told."""

from __future__ import annotations

import json
import logging
import sys
import threading
from collections.abc import Callable, Mapping
from typing import Any

from smsbox.clock import Clock
from smsbox.config import Config
from smsbox.daemon.heartbeats import Heartbeats
from smsbox.errors import SmsboxError
from smsbox.mail import taking
from smsbox.mail.telling import Teller
from smsbox.problems import WARNING, Problem
from smsbox.sheets.process import Apart
from smsbox.store import Store

log = logging.getLogger(__name__)

PATIENCE = 180.0
LISTENER = (sys.executable, "-m", "smsbox.mail.listener")
_LOOK = 0.5
"""Seconds that it waits for the listener, or without one, between two looks."""
_IDLE = 2.0
_REST = 15.0
"""Seconds until it tries again to listen."""

Order = Mapping[str, Any]


class Mailing(threading.Thread):
    """One loop. `box`: what this box calls itself; `ring` is called when a letter became SMS."""

    def __init__(
        self, config: Config, store: Store, clock: Clock, hearts: Heartbeats, box: str, ring: Callable[[], object]
    ) -> None:
        super().__init__(name="mail", daemon=True)
        self._config, self._store, self._clock, self._ring = config, store, clock, ring
        self._beat = hearts.register("mail", PATIENCE)
        self._teller = Teller(store, clock, box)
        self._listener: Apart | None = None
        self._order: Order = {}
        self._held = b""
        self._next_at = 0.0
        self._deaf: dict[str, str] | None = None
        self._bell = threading.Event()
        self._stopping = False

    def adopt(self, config: Config) -> None:
        """Have these settings count from the next look on."""
        self._config = config
        self._bell.set()

    def stop(self) -> None:
        """End after the look in hand."""
        self._stopping = True
        self._bell.set()

    def problems(self) -> list[Problem]:
        """That nobody can bring letters, that letters do not get through; for any thread."""
        deaf = self._deaf
        told = [Problem("mail.deaf", deaf["address"], WARNING, deaf)] if deaf is not None else []
        return [*told, *self._teller.problems()]

    def run(self) -> None:
        while not self._stopping:
            self._beat()
            try:
                self._teller.look(self._config, self._clock.now())
                self._listen()
            except SmsboxError as trouble:  # a sentence; a stack belongs to mistakes of ours
                log.error("e-mail: %s", trouble)
                self._bell.wait(_IDLE)
            except Exception:  # a mistake of ours must not end the thread
                log.exception("e-mail: unexpected error")
                self._bell.wait(_IDLE)
        self._hang_up()
        self._teller.close()
        self._store.forget_connection()

    # ── inside

    def _listen(self) -> None:
        """Wait for letters, or for the time when there may be some."""
        order = self._wanted()
        if order != self._order:
            self._hang_up()
            self._order, self._next_at, self._deaf = order, 0.0, None
        if order and self._listener is None and self._clock.boottime() >= self._next_at:
            self._next_at = self._clock.boottime() + _REST
            self._held = b""
            self._listener = Apart(LISTENER, order)
        if self._listener is None:
            self._bell.wait(_IDLE if not order else _LOOK)
            self._bell.clear()
            return
        piece = self._listener.piece(_LOOK)
        if piece == b"":
            self._deaf = self._deaf or self._trouble("smsbox.mail.listener ended")
            self._hang_up()
        elif piece is not None:
            self._hear(piece)

    def _wanted(self) -> Order:
        programs = self._config.programs
        if programs.mail is None:
            return {}
        host, port = programs.mail
        return {"host": host, "port": port, "subject": programs.mail_subject == "on"}

    def _hear(self, piece: bytes) -> None:
        *lines, self._held = (self._held + piece).split(b"\n")
        for line in lines:
            told = json.loads(line)
            if "ask" in told and self._listener is not None:
                say = taking.answer(self._store, self._config, told, self._clock.now())
                self._listener.tell({"id": told["id"], "say": say})
                if told["ask"] == "letter" and say.startswith("250"):
                    self._ring()
            else:
                self._deaf = self._trouble(told["deaf"]) if "deaf" in told else None

    def _trouble(self, problem: str) -> dict[str, str]:
        host, port = self._order["host"], self._order["port"]
        address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        log.warning("no letters are taken: %s: %s", address, problem)
        return {"address": address, "problem": problem}

    def _hang_up(self) -> None:
        if self._listener is not None:
            self._listener.close()
            self._listener = None
