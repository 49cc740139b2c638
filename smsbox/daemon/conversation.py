"""Conversations of commands with a modem: JSON lines over a connection of the doorbell, each in a thread of its own.

The first line says what is wanted: `{"do": "ussd", "modem": "main", "code": "*100#"}`, then `{"answer": "1"}` to menus;
`{"do": "at", "modem": "main", "force": false}`, then `{"command": "AT+CSQ"}` line by line; `{"do": "settings", "by":
"root"}`, then `{"key": "sending.gap", "value": 2}` for each and `{"apply": true}`. Each is answered by one
line, `{"error": {"key": …, "facts": {…}, "exit_code": …}}` when it went wrong. Hanging up ends it: the queue goes on.
"""

from __future__ import annotations

import json
import logging
import socket
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from smsbox.config import Difference
from smsbox.errors import SmsboxError
from smsbox.i18n.phrases import kept
from smsbox.modem.line import GsmLine
from smsbox.modem.ussd import UssdReply, UssdState
from smsbox.relay.errands import IDLE, Errands, Hold, HoldEnded, ModemBusy, NoModem

log = logging.getLogger(__name__)

_AT_ONCE = 4
"""Conversations at the same time; modems serve one each."""

_LINE_LIMIT = 65_536


ChangeSettings = Callable[[Mapping[str, object], str], Iterable[Difference]]
"""Makes changes (by full key the new value) for somebody; what differs."""


class Conversations:
    """Holds the conversations of one daemon; `modems` are the errands of each modem by its name, `settings` changes
    settings.
    """

    def __init__(self, modems: Mapping[str, Errands], settings: ChangeSettings | None = None) -> None:
        self._modems, self._settings = modems, settings
        self._lock = threading.Lock()
        self._clients: set[socket.socket] = set()
        self._closed = False

    def begin(self, client: socket.socket, request: bytes) -> None:
        """Take over the connection of whoever sent `request`."""
        with self._lock:
            free = len(self._clients) < _AT_ONCE and not self._closed
            if free:
                self._clients.add(client)
        if free:
            threading.Thread(target=self._serve, args=(client, request), name="conversation", daemon=True).start()
            return
        with client:
            _say(client, _told(ModemBusy(modem="-")))

    def close(self) -> None:
        """Hang up on everybody."""
        with self._lock:
            self._closed = True
            clients = list(self._clients)
        for client in clients:
            try:
                client.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # gone already

    def _serve(self, client: socket.socket, request: bytes) -> None:
        try:
            client.settimeout(IDLE + 10)
            self._talk(client, request)
        except SmsboxError as error:
            _try_to_say(client, _told(error))
        except (OSError, ValueError) as error:
            log.debug("a conversation ended: %s", error)
        except Exception:  # a mistake of ours must not end more than this conversation
            log.exception("a conversation failed")
        finally:
            with self._lock:
                self._clients.discard(client)
            client.close()

    def _talk(self, client: socket.socket, request: bytes) -> None:
        asked = _object(request)
        if asked.get("do") == "settings":
            if self._settings is not None:
                _talk_settings(client, self._settings, str(asked.get("by", "")))
            return
        name = str(asked.get("modem"))
        errands = self._modems.get(name)
        if errands is None:
            raise NoModem(modem=name, known=", ".join(self._modems))
        if asked.get("do") == "ussd":
            _talk_ussd(client, errands, str(asked.get("code", "")))
        elif asked.get("do") == "at":
            _talk_at(client, errands, name, force=asked.get("force") is True)


def _talk_ussd(client: socket.socket, errands: Errands, code: str) -> None:
    """Ask, and follow the menu as long as the other side answers."""
    with _Held(errands, lambda line: line.ussd_cancel()) as hold:
        reply = errands.ask(lambda line: line.ussd(code), hold=hold)
        _say(client, _ussd(reply))
        if reply.state is not UssdState.REPLY_WANTED:
            return
        for asked in _lines(client):
            typed = str(asked.get("answer", ""))
            reply = errands.ask(lambda line, typed=typed: line.ussd_answer(typed), hold=hold)  # type: ignore[misc]
            _say(client, _ussd(reply))
            if reply.state is not UssdState.REPLY_WANTED:
                return


def _talk_at(client: socket.socket, errands: Errands, name: str, *, force: bool) -> None:
    """Command after command; a refused one ends nothing."""
    with _Held(errands, lambda line: line.console_over()) as hold:
        _say(client, {"ready": name})
        for asked in _lines(client):
            command = str(asked.get("command", ""))
            try:
                said = errands.ask(lambda line, text=command: line.console(text, force=force), hold=hold)  # type: ignore[misc]
            except HoldEnded:
                raise
            except SmsboxError as error:
                _say(client, _told(error))
            else:
                _say(client, {"said": asdict(said)})


def _talk_settings(client: socket.socket, change: ChangeSettings, by_whom: str) -> None:
    """Change after change, then all at once."""
    changes: dict[str, object] = {}
    _say(client, {"ready": "settings"})
    for asked in _lines(client):
        if asked.get("apply") is True:
            _say(client, {"changed": [asdict(each) for each in change(changes, by_whom)]})
            return
        changes[str(asked.get("key"))] = asked.get("value")
        _say(client, {"kept": len(changes)})


class _Held:
    """The modem held while somebody works at it."""

    def __init__(self, errands: Errands, leave: Callable[[GsmLine], None]) -> None:
        self._errands, self._leave = errands, leave

    def __enter__(self) -> Hold:
        self._hold = self._errands.hold(self._leave)
        return self._hold

    def __exit__(self, *_: object) -> None:
        self._errands.release(self._hold)


def _ussd(reply: UssdReply) -> dict[str, Any]:
    return {"ussd": asdict(reply) | {"state": reply.state.name.lower()}}


def _told(error: SmsboxError) -> dict[str, Any]:
    return {"error": {"key": error.key, "facts": kept(error.facts), "exit_code": error.exit_code}}


def _say(client: socket.socket, told: Mapping[str, Any]) -> None:
    client.sendall(json.dumps(told, ensure_ascii=False, default=str).encode("utf-8", "replace") + b"\n")


def _try_to_say(client: socket.socket, told: Mapping[str, Any]) -> None:
    try:
        _say(client, told)
    except OSError:
        pass  # nobody listens any more


def _lines(client: socket.socket) -> Iterator[dict[str, Any]]:
    """What the other side says, until it hangs up. Raises ValueError for what is no JSON object, OSError."""
    with client.makefile("rb") as lines:
        while line := lines.readline(_LINE_LIMIT):
            yield _object(line)


def _object(line: bytes) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(found, dict):
        raise ValueError("a request is an object")
    return found
