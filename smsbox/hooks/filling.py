"""From the log to calls: everything behind the cursor is read once, and what somebody wants to hear becomes his call.

The calls and the place of the cursor are one transaction, so a box that dies loses none and makes none twice; and the
mark of a call comes of what happened alone, so that also after a power cut the receiver knows it again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any

from smsbox import events
from smsbox.clock import Micros
from smsbox.config import Config
from smsbox.events import Happening
from smsbox.hooks import book, callbacks, calls, contents
from smsbox.hooks import kinds as known
from smsbox.hooks.book import Hook
from smsbox.hooks.calls import New
from smsbox.hooks.contents import Told
from smsbox.people import tokens
from smsbox.people.rights import Right
from smsbox.people.tokens import Token
from smsbox.programs import sent
from smsbox.programs.sent import Origin
from smsbox.store import Store

AT_ONCE = 40
"""Lines of the log in one transaction: relays wait that long."""
_FAR = 5000
"""So far behind, while nobody listens, the cursor jumps."""
_KEY = "hooks.cursor"
_READ = "SELECT value FROM settings WHERE key = ?"
_LOCKED = f"{_READ} FOR UPDATE"
_LISTENS = "SELECT 1 FROM program_messages WHERE callback IS NOT NULL LIMIT 1"


def fill(store: Store, config: Config, device: str, now: Micros) -> int:
    """Read on in the log, at most `AT_ONCE` lines; how many were read. `device`: what this box calls itself."""
    (newest,) = store.run("SELECT coalesce(max(id), 0) FROM events").fetchone()
    if newest <= _cursor(store):
        return 0
    # Asked after `newest`: who begins to listen from here on wants to hear of later lines only.
    if not book.listed(store) and store.run(_LISTENS).fetchone() is None:
        _skip(store, newest, now)
        return 0
    with store.write(durable=False):
        lines = events.since(store, _cursor(store, lock=True), AT_ONCE)
        if lines:
            made = list(_Ears(store, config, device, now).of(lines))
            calls.add(store, made, now)
            _keep(store, lines[-1].id, now)
    return len(lines)


class _Ears:
    """Who listens, as it is at one moment."""

    def __init__(self, store: Store, config: Config, device: str, now: Micros) -> None:
        self._store, self._config, self._device, self._now = store, config, device, now
        self._hooks = book.listed(store)
        self._tokens: dict[int, Token | None] = {}

    def of(self, lines: Sequence[Happening]) -> Iterator[New]:
        """The calls that come of `lines`."""
        for line in lines:
            origin = self._origin(line)
            back = origin is not None and origin.callback is not None
            hooks = [each for each in self._hooks if each.after_id < line.id and self._hears(each, origin)]
            told = contents.told(self._store, line, self._config.region.zone) if hooks or back else None
            if told is None:
                continue
            yield from (self._call(each, line, told, origin) for each in hooks if told.kind in each.kinds)
            if origin is not None and origin.callback and origin.callback_mask & told.bit:
                yield self._callback(line, told, origin)

    def _origin(self, line: Happening) -> Origin | None:
        """The program whose SMS it is about."""
        about_one = line.kind in contents.OF_MESSAGES and line.message_id is not None
        return sent.origin(self._store, line.message_id or 0) if about_one else None

    def _hears(self, hook: Hook, origin: Origin | None) -> bool:
        if hook.token_id is None:
            return True
        token = self._token(hook.token_id)
        if token is None or not token.lives(self._now):
            return False
        return Right.READ in token.rights or (origin is not None and origin.token_id == hook.token_id)

    def _call(self, hook: Hook, line: Happening, told: Told, origin: Origin | None) -> New:
        if origin is not None and hook.form == book.SMS_GATE and origin.token_id == hook.token_id:
            told = told.called(origin.name)
        made = mark(hook.id, line)
        return New(hook.id, told.kind, made, told.number, body(made, hook, told.kind, self._device, told.payload))

    def _callback(self, line: Happening, told: Told, origin: Origin) -> New:
        token = self._token(origin.token_id)
        report = callbacks.Report(
            *(told.bit, origin.message_id, told.number, told.sender, told.sim, told.said, line.at),
            name=origin.name or "",
            token=token.name if token else "",
        )
        content = {"url": callbacks.filled(origin.callback or "", report), "token": origin.token_id}
        text = json.dumps(content, ensure_ascii=False)
        return New(calls.CALLBACKS, f"dlr:{told.bit}", mark(calls.CALLBACKS, line), told.number, text)

    def _token(self, token_id: int) -> Token | None:
        if token_id not in self._tokens:
            self._tokens[token_id] = tokens.get(self._store, token_id)
        return self._tokens[token_id]


def mark(hook_id: int, line: Happening) -> str:
    """What names the call of `line` to a webhook, however often it is made. After a backup was put back the log counts
    from an earlier number again, so the moment belongs to it.
    """
    return hashlib.sha256(f"{hook_id} {line.id} {line.at} {line.kind}".encode()).hexdigest()[:32]


def body(mark: str, hook: Hook, kind: str, device: str, payload: Any) -> str:
    """What is sent, as sms-gate.app shapes it."""
    told = {"id": mark, "webhookId": hook.mark, "event": kind, "deviceId": device, "payload": payload}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def tried(store: Store, hook: Hook, device: str, moment: str, now: Micros) -> int:
    """A call that tells nothing, to see whether it arrives; its id. It is made and tried again like any other."""
    made = hashlib.sha256(f"{hook.id} test {now}".encode()).hexdigest()[:32]
    text = body(made, hook, known.TEST, device, {"message": "smsbox", "at": moment})
    with store.write():
        (call_id,) = calls.add(store, [New(hook.id, known.TEST, made, None, text)], now)
    return call_id


def _skip(store: Store, newest: int, now: Micros) -> None:
    if newest - _cursor(store) > _FAR:
        with store.write(durable=False):
            _keep(store, max(newest, _cursor(store, lock=True)), now)


def _cursor(store: Store, *, lock: bool = False) -> int:
    if lock:
        store.run("INSERT INTO settings (key, value, at) VALUES (?, '0', 0) ON CONFLICT (key) DO NOTHING", _KEY)
    row = store.run(_LOCKED if lock else _READ, _KEY).fetchone()
    return int(row[0]) if row else 0


def _keep(store: Store, place: int, now: Micros) -> None:
    store.run("UPDATE settings SET value = ?, at = ? WHERE key = ?", str(place), now, _KEY)
