"""By which addresses a browser can reach a listener: its own, or, listening everywhere, those of this machine."""

from __future__ import annotations

import ipaddress
import socket

from smsbox.config import WebConfig

_ELSEWHERE = ("192.0.2.1", "2001:db8::1")
"""Addresses for documentation (RFC 5737, RFC 3849): asking for the way there sends nothing."""


def addresses(web: WebConfig) -> list[str]:
    """`http://…/` or `https://…/`, the likeliest first."""
    if web.host not in ("0.0.0.0", "::"):
        return [web.url]
    name = socket.gethostname()
    hosts = [f"[{own}]" if ":" in own else own for own in own_addresses()]
    return [f"{web.scheme}://{host}:{web.port}/" for host in (*hosts, f"{name.split('.')[0]}.local")]


def own_addresses() -> list[str]:
    """The addresses of this machine on its ways elsewhere, IPv4 first."""
    return [own for target in _ELSEWHERE if (own := _own_address(target))]


def _own_address(target: str) -> str | None:
    """Our address on the way to `target`."""
    family = socket.AF_INET6 if ":" in target else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((target, 9))
            own = str(probe.getsockname()[0])
        except OSError:
            return None
    return None if ipaddress.ip_address(own).is_loopback else own
