"""Makes calls in a process of its own: `http.client` and `ssl` would stay in the daemon's memory, and a server that
never answers would hold up everybody else.

`python -m smsbox.hooks.postman` gets its order as one line of JSON and prints one line for each call as it ends:
`{"id", "status", "said"}`, with `error` (`key`, `facts`) where nobody took it, `later` where there was no time for it.
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import os
import signal
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from smsbox.hooks import calling
from smsbox.hooks.addresses import BadAddress
from smsbox.sheets.process import ordered, unwanted

WHOLE = 75
"""Seconds after which the process ends, whatever is under way: resolving a name has no limit of its own."""
_LINES = 8
_ENOUGH = 50.0
"""Seconds after which no call is begun any more."""
_SAID = 200

Call = Mapping[str, Any]


def main() -> int:
    """Make the calls that are ordered."""
    order = ordered()
    signal.signal(signal.SIGALRM, lambda *_: os._exit(1))
    signal.alarm(WHOLE)
    until = time.monotonic() + _ENOUGH
    rounds = list(_by_host(order["calls"]).values())
    threads = [
        threading.Thread(target=_go_round, args=(rounds[place::_LINES], order, until), daemon=True)
        for place in range(min(_LINES, len(rounds)))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return 0


def _by_host(calls: Sequence[Call]) -> Mapping[str, list[Call]]:
    found: dict[str, list[Call]] = defaultdict(list)
    for each in calls:
        found[urlsplit(each["url"]).netloc].append(each)
    return found


def _go_round(rounds: Sequence[Sequence[Call]], order: Mapping[str, Any], until: float) -> None:
    for calls in rounds:
        silent: dict[str, Any] | None = None
        for each in calls:
            if unwanted():
                return
            # Whoever did not even take a connection is not knocked at again for each of his calls.
            late = {"later": True, "status": 0} if time.monotonic() > until else None
            said = silent or late or made(each, order["networks"])
            if said.get("status") is None:
                silent = said
            print(json.dumps({**said, "id": each["id"]}), flush=True)


def made(call: Call, networks: Sequence[str]) -> dict[str, Any]:
    """What came of one call."""
    server = urlsplit(call["url"]).netloc
    try:
        answer = calling.call(
            call["url"],
            method=call["method"],
            body=call["body"].encode(),
            headers=_headers(call),
            networks=networks,
        )
    except BadAddress as bad:
        return _failed(bad.key, bad.facts)
    except TimeoutError:
        return _failed("hooks.hangs", {"server": server, "seconds": int(calling.SILENCE)})
    except (OSError, http.client.HTTPException) as broken:
        if type(broken).__name__ == "SSLCertVerificationError":
            return _failed("hooks.certificate", {"server": server, "problem": _problem(broken)})
        return _failed("hooks.unreachable", {"server": server, "problem": _problem(broken)})
    said = {"status": answer.status, "said": " ".join(answer.text.split())[:_SAID]}
    if answer.good:
        return said
    return {**said, **_failed("hooks.refused", {"server": server, "status": answer.status}), "status": answer.status}


def _headers(call: Call) -> dict[str, str]:
    if call["method"] != "POST":
        return {}
    headers = {"Content-Type": "application/json"}
    if call.get("secret"):
        headers |= signed(call["body"].encode(), call["secret"], int(time.time()))
    return headers


def signed(body: bytes, secret: str, at: int) -> dict[str, str]:
    """The headers by which the receiver knows that it was this box; `at` in seconds. HMAC-SHA256 of body and timestamp
    one after the other, as sms-gate.app does it.
    """
    stamp = str(at)
    sign = hmac.new(secret.encode(), body + stamp.encode(), hashlib.sha256).hexdigest()
    return {"X-Timestamp": stamp, "X-Signature": sign}


def _failed(key: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    return {"error": {"key": key, "facts": dict(facts)}, "status": None}


def _problem(broken: Exception) -> str:
    said = getattr(broken, "verify_message", None) or getattr(broken, "strerror", None) or str(broken)
    return str(said or type(broken).__name__)[:_SAID]


if __name__ == "__main__":
    sys.exit(main())
