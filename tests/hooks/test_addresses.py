"""What may be called: how addresses are written, where they lead, and what no list lets pass."""

from __future__ import annotations

import socket

import pytest

from smsbox.hooks import addresses
from smsbox.hooks.addresses import BadAddress, permitted, reached, shaped


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("ftp://shop.example/", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("//shop.example/", "scheme"),
        ("https://user:pass@shop.example/", "user"),
        ("https://shop.example@127.0.0.1/", "user"),
        ("https:///path", "host"),
        ("http://2130706433/", "host"),  # 127.0.0.1 as one number
        ("http://0x7f000001/", "host"),
        ("http://0177.0.0.1/", "host"),
        ("http://127.1/", "host"),
        ("http://0x7f.1/", "host"),
        ("http://[fe80::1%25eth0]/", "host"),
        ("http://shop%2eexample/", "host"),
        ("http://shop.example:0/", "port"),
        ("http://shop.example:70000/", "port"),
        ("http://shop.example:x/", "port"),
        ("http://магазин.example/", "characters"),
        ("http://shop.example\\@127.0.0.1/", "characters"),
        ("http://shop.example/a b", "characters"),
        ("http://shop.example/a\r\nX: y", "characters"),
        ("http://shop.example/a/../b", "dots"),
        ("http://shop.example/a/%2E%2e/b", "dots"),
        ("http://shop.example/" + "a" * 2000, "long"),
    ],
)
def test_addresses_that_nobody_means(url: str, why: str) -> None:
    with pytest.raises(BadAddress) as told:
        shaped(url)
    assert told.value.reason == why


def test_an_address_taken_apart() -> None:
    found = shaped("HTTPS://Shop.example:8443/in?x=%20#part")
    assert (found.scheme, found.host, found.port, found.path) == ("https", "shop.example", 8443, "/in?x=%20")
    assert shaped("http://192.0.2.7").port == 80 and shaped("http://192.0.2.7").path == "/"
    assert shaped("http://[2001:db8::1]:81/").host == "2001:db8::1"


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.3.4", "192.168.1.5", "100.64.0.1", "0.0.0.0", "0.1.2.3"),
        *("169.254.169.254", "224.0.0.1", "255.255.255.255", "240.0.0.1", "192.0.2.1", "198.18.0.1"),
        *("::1", "::", "::2", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1"),
        *("::ffff:127.0.0.1", "::ffff:192.168.1.5", "::ffff:169.254.169.254", "::127.0.0.1", "64:ff9b::7f00:1"),
        *("2002:7f00:1::", "2001:0:1::1", "64:ff9b:1::7f00:1"),
    ],
)
def test_nothing_but_the_internet_is_called(address: str) -> None:
    assert not permitted(address, ())


def test_the_internet_and_listed_networks_are_called() -> None:
    assert permitted("8.8.8.8", ()) and permitted("2606:4700::1111", ()) and permitted("::ffff:8.8.8.8", ())
    assert permitted("192.168.1.5", ("192.168.1.0/24",)) and not permitted("192.168.2.5", ("192.168.1.0/24",))
    assert permitted("::ffff:192.168.1.5", ("192.168.1.0/24",))
    assert permitted("fd12::5", ("fd12::/64",))


def test_loopback_only_where_it_is_listed_itself() -> None:
    assert permitted("127.0.0.1", ("127.0.0.0/8",)) and permitted("::1", ("::1/128",))
    assert not permitted("127.0.0.1", ("0.0.0.0/0",)) and not permitted("::1", ("::/0",))


@pytest.mark.parametrize(
    "address", ["169.254.169.254", "fe80::1", "0.0.0.0", "::", "::ffff:169.254.1.1", "fd00:ec2::254"]
)
def test_machinery_is_never_called(address: str) -> None:
    assert not permitted(address, (*addresses.EVERYWHERE, "169.254.0.0/16", "fe80::/10", "fd00:ec2::/32"))


def _resolver(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    asked: list[str] = []

    def answer(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        found = answers[min(len(asked), len(answers) - 1)]
        asked.append(host)
        return [(0, 0, 0, "", (each, port)) for each in found]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    return asked


def test_where_a_name_leads_is_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    _resolver(monkeypatch, ["192.168.1.1"])
    with pytest.raises(BadAddress) as told:
        reached("https://shop.example/", ())
    assert told.value.reason == "inside" and told.value.facts["address"] == "192.168.1.1"
    _resolver(monkeypatch, ["192.168.1.1", "8.8.8.8"])
    assert reached("https://shop.example/", ())[1] == ["8.8.8.8"]


def test_a_name_nobody_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(BadAddress) as told:
        reached("https://shop.example/", ())
    assert told.value.reason == "unknown"
