"""Owns the modem's body: a pty behind a symlink, one thread, what is heard and what is said."""

from __future__ import annotations

import contextlib
import os
import pty
import random
import time
import tty
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.foreign import commands, messages
from tests.foreign.clockwork import Clockwork
from tests.foreign.faults import Faults
from tests.foreign.habits import Habits
from tests.foreign.network import Network

CTRL_Z, ESC, CR = 0x1A, 0x1B, 0x0D
GAP = 0.020
RESET = {"text_mode": True, "echo": True, "mt": 0, "ds": 0, "cmee": 0}


class Modem(Clockwork):
    """One modem of one make. `speed` scales the network's times, `seed` all chance; all of it runs on one thread."""

    def __init__(
        self,
        link: Path,
        habits: Habits,
        *,
        speed: float = 0.02,
        seed: int = 1,
        imsi: str = "255010000000001",
        pin: str = "",
    ) -> None:
        super().__init__(f"foreign-{habits.name}")
        self.link, self.habits, self.speed, self.imsi, self.pin = link, habits, speed, imsi, pin
        self.dice = random.Random(seed)
        self.capacity = habits.capacity
        self.pin_tries, self.resets = 3, 0
        self.running = False
        self.net = Network(self)
        self.faults: Faults = Faults()
        self._forget()

    # ── for tests

    def start(self) -> None:
        """Power on."""
        self._thread.start()
        self.do(lambda: self.power_on(0.0))

    def stop(self) -> None:
        """Power off and end the thread."""
        self._stopping = True
        with contextlib.suppress(OSError):  # it may have noticed already and closed it
            os.write(self._wake_write, b"x")
        self._thread.join(10)
        self.link.unlink(missing_ok=True)

    def incoming(self, made: str) -> None:
        """A message for this phone."""
        self.do(lambda: self.net.arrive(made))

    def deafen(self, seconds: float) -> None:
        """Hear nothing and say nothing for a while."""
        self.do(lambda: setattr(self, "deaf_until", time.monotonic() + seconds))

    def lose_settings(self) -> None:
        """A reset that nobody is told of: text mode, echo, no indications, codes off."""
        self.do(self._lose_settings)

    def _lose_settings(self) -> None:
        if self.prompt is not None or self.busy:
            self.later(0.001, self._lose_settings)  # between two commands, not in the middle of one
        else:
            vars(self).update(RESET, resets=self.resets + 1)

    # ── power and plug

    def _forget(self) -> None:
        self.echo, self.cmee, self.mt, self.ds = True, 0, 0, 0
        self.text_mode = self.habits.text_mode
        self.memories = [self.habits.memories[-1 if self.habits.name == "quectel" else 0]] * 3
        self.buffer, self.busy_sending, self.busy = bytearray(), False, False
        self.prompt: int | None = None
        self.abandoned = False
        self.sent_at = self.final_at = self.deaf_until = self.sim_ready_at = 0.0
        self.say_at, self.first_byte_at = 0.0, 0.0
        self.ignored, self.unlocked, self.registers = 0, not self.pin, 0
        self.plugged_at = time.monotonic()
        self.listening_at, self.alphabet = 0.0, "GSM"
        self.waiting: list[str] = []
        self.epoch = getattr(self, "epoch", 0) + 1

    def power_on(self, gap: float, *, zombie: bool = False, noise: bool = True) -> None:
        """(Re)start, all forgotten: a new pty under the link, at once or after `gap` seconds; a zombie stays open."""
        old, self.running = self.master, False
        self.master = None
        if gap:
            self.link.unlink(missing_ok=True)
            self._drop(old, zombie)
            self.later(gap, lambda: self._plug(noise))
        else:
            self._plug(noise)
            self._drop(old, zombie)

    def _drop(self, old: int | None, zombie: bool) -> None:
        if old is None:
            return
        if zombie:
            self.zombies.append(old)
        else:
            os.close(old)

    def _plug(self, noise: bool) -> None:
        master, slave = pty.openpty()
        tty.setraw(slave)
        path = os.ttyname(slave)
        os.close(slave)
        os.set_blocking(master, False)
        self._forget()
        self.master, self.running = master, True
        self.sim_ready_at = time.monotonic() + self.habits.busy_seconds
        spare = self.link.with_name(self.link.name + ".new")
        spare.unlink(missing_ok=True)
        spare.symlink_to(path)
        os.replace(spare, self.link)
        if noise:
            for delay, words in self.habits.boot if self.unlocked else ():
                self._this_life(time.monotonic() + delay, partial(self.tell, words))

    def _this_life(self, moment: float, job: Callable[[], None]) -> None:
        life = self.epoch
        self._at(moment, lambda: job() if life == self.epoch else None)

    # ── saying

    def put(self, data: bytes, delay: float = 0.0, then: Callable[[], None] | None = None) -> None:
        """Say octets after a delay, never overtaking what was to be said before; `then` runs just before they leave."""
        moment = max(time.monotonic() + delay, self.say_at)
        pieces = [data]
        if len(data) > 8 and self.dice.random() < self.habits.split:
            cut = self.dice.randrange(1, len(data) - 3)  # a final result leaves whole
            pieces = [data[:cut], data[cut:]]
        for place, piece in enumerate(pieces):
            self.say_at = moment + 0.03 * place
            first = then if place == len(pieces) - 1 else None
            self._this_life(self.say_at, partial(self._write, piece, first))

    def _write(self, data: bytes, then: Callable[[], None] | None) -> None:
        if then:
            then()
        tape = self.net.truth.tape
        if len(data) == 1 and tape and not tape[-1][1].startswith(b"<"):
            tape[-1] = (tape[-1][0], tape[-1][1] + data)  # an echo, octet by octet
        else:
            tape.append((time.monotonic(), data))
        if self.master is None or self._unplugged():
            return
        with contextlib.suppress(BlockingIOError, OSError):
            os.write(self.master, data)

    def tell(self, words: str) -> None:
        """An unsolicited line; of arrivals some makes tell in the middle of the next reply."""
        if self.habits.during and words.startswith(("+CMTI", "+CDSI")):
            self.waiting.append(words)
            self._this_life(time.monotonic() + 2.0, self.tell_waiting)
        else:
            self._tell(words)

    def tell_waiting(self) -> None:
        """Say what was kept for the middle of a reply."""
        waiting, self.waiting = self.waiting, []
        for words in waiting:
            self._tell(words)

    def _tell(self, words: str) -> None:
        if self.running and time.monotonic() >= self.deaf_until:
            self.put(f"\r\n{self.habits.spell(words)}".encode("latin-1") + self.habits.urc_end.encode())

    def direct(self, head: str, made: str, *, split: bool = False) -> None:
        """An unsolicited line with its PDU; `split` leaves a pause between the two."""
        if not self.running:
            return
        head, made, end = self.habits.spell(head), self.habits.hexed(made), self.habits.urc_end
        if split:
            self.put(f"\r\n{head}{end}".encode())
            self.put(f"{made}{end}".encode(), 0.15)
        else:
            self.put(f"\r\n{head}{end}{made}{end}".encode())

    def final(self) -> None:
        """A final result leaves now."""
        self.final_at = time.monotonic()
        self.busy = self.busy_sending = False

    # ── hearing

    def _heard(self, data: bytes) -> None:
        moment = time.monotonic()
        if moment < self.deaf_until:
            return
        self.net.truth.tape.append((moment, b"<" + data))
        if self.busy_sending and not self.abandoned:
            age = moment - self.listening_at  # at most: a thread that waits for a processor hears a Ctrl-Z late
            self.net.truth.violations.append(f"{data!r} {age:.3f} s after Ctrl-Z, before the final result")
        life = self.epoch
        for octet in data:
            if life != self.epoch:
                return  # the rest went to a modem that is no more
            if self.prompt is not None:
                self._body(octet)
            else:
                self._command(octet, moment)

    def _body(self, octet: int) -> None:
        if time.monotonic() < self.listening_at:
            return
        if self.echo:
            self.put(bytes([octet]))
        if octet == ESC:
            self.prompt = None
            self.put(b"\r\nOK\r\n", 0.01, self.final)
        elif octet == CTRL_Z:
            size, self.prompt = self.prompt, None
            body, self.buffer = bytes(self.buffer), bytearray()
            self.busy_sending, self.abandoned, self.sent_at = True, False, time.monotonic()
            messages.submitted(self, size, body)
            if kill := self.faults.take("kill_after_ctrl_z"):
                kill["do"]()
        else:
            self.buffer.append(octet)
            if (kill := self.faults.due("kill_in_body")) and len(self.buffer) >= kill["after"]:
                self.faults.take("kill_in_body")
                kill["do"]()
            vanish = self.faults.due("vanish")
            if vanish and len(self.buffer) >= vanish["after"]:
                self.faults.take("vanish")
                self.power_on(vanish["gap"])

    def _command(self, octet: int, moment: float) -> None:
        if octet == CTRL_Z:
            self.net.truth.violations.append("Ctrl-Z without a prompt")
        if not self.buffer and octet not in (CR, 0x0A, ESC):
            self.first_byte_at = moment
        if self.echo and not self.busy:
            self.put(bytes([octet]))
        if octet != CR:
            self.buffer.append(octet)
            return
        line, self.buffer = self.buffer.decode("latin-1").strip("\x1b\x1a\n \x00"), bytearray()
        if line:
            self._line(line)

    def _line(self, line: str) -> None:
        truth = self.net.truth
        early = self.first_byte_at - self.final_at < GAP
        if early:
            truth.early.append(f"{truth.commands[-1][1]} -> {line}")
        truth.commands.append((self.first_byte_at, line))
        if early and self.habits.early_lost:
            return
        if self.ignored < self.habits.deaf_attempts:
            self.ignored += 1
            return
        if self.busy:
            truth.impatient.append(line)
            return
        if self.faults.take("swallow"):
            return
        self.busy = True
        commands.perform(self, line)

    def _deserted(self) -> None:
        self.abandoned = self.busy_sending  # whoever comes next cannot know of it
        if self.prompt is None:
            self.buffer.clear()
