"""The configuration in force: changed by people, live, on trial where a mistake would lock them out.

A change is checked as a whole, written in one transaction and then taken up: the page and the routes at once, the
relays one after the other in a thread of its own, which also ends the trials. Works without a stage too, for commands.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from smsbox.clock import SECOND, Clock, Micros
from smsbox.config import Config, Difference, Judged, Problem, WebConfig
from smsbox.config.layers import forgotten, in_force, judge
from smsbox.config.load import mistakes, read_text
from smsbox.daemon import pins, trials
from smsbox.daemon.differences import areas, told
from smsbox.daemon.undoing import take_back
from smsbox.errors import SmsboxError
from smsbox.people import audit
from smsbox.people.audit import Actor
from smsbox.relay import ModemStatus
from smsbox.store import StoreTrouble
from smsbox.store.kept import Kept
from smsbox.subscription import own_words
from smsbox.web.settings.desk import PAGE, SettingsMoved, SettingsRefused, Trial, TrialUnderWay, Undone

log = logging.getLogger(__name__)

CHANGED = "setting.changed"
"""What the audit log says."""

_LOOK_S = 1.0


class Stage(Protocol):
    """Those who live by the configuration."""

    def take(self, config: Config) -> None:
        """Everything that only reads: at once."""

    def take_relays(self, config: Config) -> bool:
        """The relays; whether all have it, which they do not when the daemon ends meanwhile."""

    def status(self, modem: str) -> ModemStatus | None:
        """How a modem is."""

    def open_page(self, web: WebConfig) -> None:
        """Listen at a second address. Raises CannotListen."""

    def page_reached(self) -> bool:
        """Whether somebody signed in uses it."""

    def keep_page(self, *, new: bool) -> None:
        """Give up one of both addresses."""


class Configuration:
    """`config` is in force; methods work from any thread, `begin` to `close` frame the life of its own thread."""

    def __init__(self, config: Config, kept: Kept, clock: Clock, stage: Stage | None = None) -> None:
        self.config = config
        self._kept, self._clock, self._stage = kept, clock, stage
        self._text = None if config.path is None else read_text(config.path)
        """The file as it was read: what is written there later counts from the next start on."""
        self._lock = threading.RLock()
        self._trials: dict[str, tuple[Trial, float]] = {}
        """By subject, with the end on the boot clock."""
        self._news, self._stopping = threading.Event(), False
        self._placed = config
        """What the relays have."""
        self._thread = threading.Thread(target=self._live, name="configuration", daemon=True)

    # ── life

    def begin(self) -> None:
        """Resume the trials of an earlier run and look after all from now on."""
        now = self._clock.now()
        for trial, _ in trials.under_way(self._kept):
            left = min(max((trial.until - now) / SECOND, 0.0), trials.MODEM_S)
            self._trials[trial.subject] = (trial, self._clock.boottime() + left)
            if trial.subject == PAGE:
                self._open_again(trial)
        self._sweep()
        self._thread.start()

    @property
    def first_web(self) -> WebConfig:
        """Where the page is to listen when the daemon starts: a new address on trial comes second."""
        for trial, _ in trials.under_way(self._kept):
            if trial.subject == PAGE:
                return self.preview(trial.undo).config.web
        return self.config.web

    def _open_again(self, trial: Trial) -> None:
        assert self._stage is not None
        try:
            self._stage.open_page(self.config.web)
        except SmsboxError as error:
            log.error("settings: %s", error)
            self._undo(trial)

    @property
    def alive(self) -> bool:
        """Whether its thread runs."""
        return self._thread.is_alive()

    def close(self, seconds: float) -> None:
        """The daemon ends: trials wait for its next start."""
        self._stopping = True
        self._news.set()
        try:
            trials.park(self._kept, self.trials(), self._clock.now())
        except StoreTrouble as trouble:
            log.error("the trials could not be written down, the next start undoes them: %s", trouble)
        self._thread.join(seconds)

    # ── people

    def preview(self, changes: Mapping[str, object]) -> Judged:
        """What these changes would make."""
        made = judge(self._path, self._kept.rows(), changes, text=self._text)
        return own_words.with_mistakes(made, self.config.shop, changes)

    def apply(
        self, changes: Mapping[str, object], *, by: Actor, now: Micros, seen: Mapping[str, object] | None = None
    ) -> tuple[Difference, ...]:
        """Make these changes; what differs. `seen`: what stood there when he decided, by full key.

        Raises SettingsRefused, SettingsMoved, TrialUnderWay, CannotListen, StoreTrouble: none is made.
        """
        with self._lock:
            judged = self.preview(changes)
            if judged.problems:
                raise SettingsRefused(judged.problems)
            if moved := judged.moved(seen or {}):
                raise SettingsMoved(moved)
            begun = self._begun(judged.config, now, by.name)
            moves = any(trial.subject == PAGE for trial in begun)
            if moves and self._stage is not None:
                self._stage.open_page(judged.config.web)
            try:
                self._write(judged, begun, by, now)
            except BaseException:
                if moves and self._stage is not None:
                    self._stage.keep_page(new=False)
                raise
            ends = self._clock.boottime()
            self._trials |= {each.subject: (each, ends + (each.until - now) / SECOND) for each in begun}
            for subject in self._gone(judged.config):
                self._trials.pop(subject, None)
            self._take(judged.config)
            self._sweep()
        return judged.differences

    def give_pin(self, modem: str, pin: str | None, *, by: Actor, now: Micros) -> None:
        """Keep the PIN of a modem's SIM. Raises NoPin and as `apply`."""
        path = None if pin is None else pins.keep(self.config.store.directory, pin)
        try:
            self.apply({f"modem.{modem}.pin_file": None if path is None else str(path)}, by=by, now=now)
        except BaseException:
            if path is not None:
                path.unlink(missing_ok=True)
            raise

    def forget_ignored(self, *, by: Actor, now: Micros) -> None:
        """Drop what was set and is not in force. Raises StoreTrouble."""
        with self._lock:
            rows, ignored = self._kept.rows(), self.config.ignored
            after = forgotten(rows, ignored)
            with self._kept.store.write():
                self._kept.become(rows, after, now)
                lines = {each.key: ("…", None) for each in ignored}
                audit.note(self._kept.store, by, now, CHANGED, "", lines)
            self._take(in_force(self._path, after, text=self._text))

    def edited(self) -> tuple[Problem, ...] | None:
        """What is wrong with the file if it is another one than at the start; None: it is the same."""
        return None if read_text(self._path) == self._text else mistakes(self._path)

    def trials(self) -> list[Trial]:
        """What is on trial now."""
        with self._lock:
            return [trial for trial, _ in self._trials.values()]

    def undone(self) -> list[Undone]:
        """What was undone and not seen to since."""
        return trials.told(self._kept)

    def seen(self, subject: str) -> None:
        """Somebody has read that it was undone."""
        trials.forget(self._kept, subject)

    # ── inside

    @property
    def _path(self) -> Path:
        assert self.config.path is not None
        return self.config.path

    def _begun(self, after: Config, now: Micros, by_whom: str) -> list[Trial]:
        """The trials this change begins. Raises TrialUnderWay."""
        if self._stage is None:
            return []
        names = [modem.name for modem in self.config.modems]
        able = [name for name in names if trials.at_work(self._stage.status(name)) or f"modem.{name}" in self._trials]
        begun = trials.begun(self.config, after, able, now, by_whom)
        for trial in begun:
            if trial.subject in self._trials:
                raise TrialUnderWay(subject=trial.subject)
        return begun

    def _write(self, judged: Judged, begun: list[Trial], by: Actor, now: Micros) -> None:
        before = self._kept.rows()
        with self._kept.store.write():
            self._kept.become(before, judged.rows, now)
            for trial in begun:
                trials.keep(self._kept, trial, now)
            for subject in self._gone(judged.config):
                trials.passed(self._kept, subject)  # else its end would bring the modem back
                trials.forget(self._kept, subject)
            if judged.differences:
                audit.note(self._kept.store, by, now, CHANGED, areas(judged.differences), told(judged.differences))

    def _gone(self, after: Config) -> list[str]:
        """The subjects of modems that a change takes away."""
        return [f"modem.{each.name}" for each in self.config.modems if after.modem(each.name) is None]

    def _take(self, config: Config) -> None:
        self.config = config
        if self._stage is not None:
            self._stage.take(config)
        self._news.set()

    def _live(self) -> None:
        while not self._stopping:
            if self._news.wait(_LOOK_S):
                self._news.clear()
                self._guard(self._take_relays)
            self._guard(self._look)

    @staticmethod
    def _guard(run: Callable[[], None]) -> None:
        """A mistake of ours, or a full disk, must not end the looking after trials."""
        try:
            run()
        except SmsboxError as error:
            log.error("settings: %s", error)
        except Exception:
            log.exception("settings: unexpected error")

    def _take_relays(self) -> None:
        config = self.config
        if self._stage is not None and not self._stopping and self._stage.take_relays(config):
            self._placed = config

    def _look(self) -> None:
        """End the trials that are decided."""
        with self._lock:
            if self._stopping:
                return
            for trial, ends in list(self._trials.values()):
                if self._fine(trial):
                    self._settled(trial)
                elif self._clock.boottime() >= ends:
                    self._undo(trial)

    def _fine(self, trial: Trial) -> bool:
        assert self._stage is not None
        if trial.subject == PAGE:
            return self._stage.page_reached()
        if self._placed is not self.config:
            return False  # what the relays show is of the time before
        return trials.at_work(self._stage.status(trial.subject.removeprefix("modem.")))

    def _settled(self, trial: Trial) -> None:
        trials.passed(self._kept, trial.subject)
        del self._trials[trial.subject]
        if trial.subject == PAGE and self._stage is not None:
            self._stage.keep_page(new=True)
        self._sweep()

    def _undo(self, trial: Trial) -> None:
        assert self._stage is not None
        status = None if trial.subject == PAGE else self._stage.status(trial.subject.removeprefix("modem."))
        known = status and (status.reason or "settings.not_ready", dict(status.facts))
        why, facts = known or ("settings.page_not_opened", {})
        config = take_back(self._path, self._kept, trial, self._clock.now(), why=why, facts=facts, text=self._text)
        del self._trials[trial.subject]
        self._take(config)
        if trial.subject == PAGE:
            self._stage.keep_page(new=False)
        self._sweep()

    def _sweep(self) -> None:
        kept = [value for trial in self.trials() for key, value in trial.undo.items() if key.endswith(".pin_file")]
        pins.sweep(self.config.store.directory, [*kept, *(modem.pin_file for modem in self.config.modems)])
