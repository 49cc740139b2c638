"""Which addresses may be called: the Internet, and of the shop's own networks those that somebody listed.

Judged twice: how an address is written when it is saved, and where its name leads in that very moment when it is
called – the connection then goes to the address that was judged, so a name that changes leads nowhere.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from smsbox.errors import SmsboxError

LONGEST = 2000
"""Characters of an address."""
EVERYWHERE = ("0.0.0.0/0", "::/0", "127.0.0.0/8", "::1/128")
"""Networks for an address that the owner of the box himself set down: whatever is no machinery."""

_WRITTEN = re.compile(r"[!#-;=?-\[\]_a-z~]+")
"""Visible ASCII without those that RFC 3986 leaves out of every part."""
_NAME = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,62})(\.[a-z0-9_]([a-z0-9_-]{0,62}))*\.?")
_NUMBERISH = re.compile(r"([0-9]+|0x[0-9a-f]*)\.?")
_PORTS = {"http": 80, "https": 443}

# What no list lets pass: nothing of the shop's stands there, and 169.254.169.254 gives away a cloud's secrets.
_NEVER = tuple(
    ip_network(each)
    for each in (
        *("0.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "240.0.0.0/4"),
        *("::/128", "fe80::/10", "fec0::/10", "ff00::/8", "fd00:ec2::/32"),
    )
)
# IPv6 addresses with an IPv4 address in them: where they lead, that one leads.
_MAPPED = (ip_network("::ffff:0:0/96"), ip_network("::/96"), ip_network("64:ff9b::/96"))
_TUNNELS = (ip_network("2002::/16"), ip_network("2001::/32"), ip_network("64:ff9b:1::/48"))
_LOOPBACK = (ip_network("127.0.0.0/8"), ip_network("::1/128"))


class BadAddress(SmsboxError):
    """An address that is not called. Facts: `url`; `reason`: `long`, `characters`, `scheme`, `user`, `host`, `port`,
    `dots`, `unknown`, `inside`; `address`: where its name leads, as far as that is why.
    """

    key = "hooks.bad_address"
    exit_code = 65

    def __init__(self, url: str, reason: str, address: str = "") -> None:
        super().__init__(url=url[:200], reason=reason, address=address)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart; `path` with its query."""

    scheme: str
    host: str
    port: int
    path: str


def shaped(url: str) -> Target:
    """How `url` is written. Raises BadAddress; nobody is asked where it leads."""
    if len(url) > LONGEST:
        raise BadAddress(url, "long")
    if not _WRITTEN.fullmatch(url):
        raise BadAddress(url, "characters")
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError as odd:
        raise BadAddress(url, "port" if "port" in str(odd).lower() else "host") from odd
    if parts.scheme not in _PORTS:
        raise BadAddress(url, "scheme")
    if "@" in parts.netloc:
        raise BadAddress(url, "user")
    if not _is_host(host):
        raise BadAddress(url, "host")
    if port is not None and port < 1:
        raise BadAddress(url, "port")
    path = parts.path or "/"
    if any(piece in (".", "..") for piece in re.split("/|%2f", path.lower().replace("%2e", "."))):
        raise BadAddress(url, "dots")
    return Target(parts.scheme, host, port or _PORTS[parts.scheme], path + (f"?{parts.query}" if parts.query else ""))


def reached(url: str, networks: Sequence[str]) -> tuple[Target, list[str]]:
    """`url` taken apart, and the addresses to which it leads now and which may be called. Raises BadAddress when it has
    none. Asks the system's resolver, which may take its time.
    """
    target = shaped(url)
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as unknown:
        raise BadAddress(url, "unknown") from unknown
    known = list(dict.fromkeys(str(each[4][0]) for each in found))
    good = [each for each in known if permitted(each, networks)]
    if not good:
        raise BadAddress(url, "inside", known[0] if known else "")
    return target, good


def permitted(address: str, networks: Sequence[str]) -> bool:
    """Whether an IP address may be called, `networks` being those of the shop that may."""
    if "%" in address:
        return False  # a zone: link-local
    found = _plain(ip_address(address))
    if any(_within(found, each) for each in (*_NEVER, *_TUNNELS)):
        return False
    listed = [ip_network(each) for each in networks]
    if any(_within(found, each) for each in _LOOPBACK):
        listed = [each for each in listed if each.prefixlen >= 8 and each.network_address.is_loopback]
    return any(_within(found, each) for each in listed) or (found.is_global and not found.is_reserved)


def _is_host(host: str) -> bool:
    try:
        ip_address(host)
        return "%" not in host
    except ValueError:
        pass
    # As browsers have it: what ends in a number is an IPv4 address, and odd ways to write those serve to hide them.
    return len(host) <= 253 and bool(_NAME.fullmatch(host)) and not _NUMBERISH.fullmatch(host.rsplit(".", 1)[-1])


def _plain(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    embeds = isinstance(address, IPv6Address) and any(_within(address, each) for each in _MAPPED)
    # The last 256 of ::/96 are no IPv4 addresses: ::1 is this machine.
    return IPv4Address(address.packed[12:]) if embeds and any(address.packed[:15]) else address


def _within(address: IPv4Address | IPv6Address, network: IPv4Network | IPv6Network) -> bool:
    return address.version == network.version and address in network
