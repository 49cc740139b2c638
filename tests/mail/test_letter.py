"""Letters as mail programs, devices and scripts write them, read for an SMS; however broken, none is an error."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as some

from smsbox.mail.letter import Letter, read


def of(*lines: str, encoding: str = "utf-8") -> Letter:
    return read("\r\n".join(lines).encode(encoding))


def test_a_plain_one() -> None:
    found = of("Subject: Disk", "Message-ID: <1@host>", "", "95 % full", "on /var")
    assert (found.subject, found.text, found.automatic) == ("Disk", "95 % full\non /var", False)
    assert found.said(with_subject=True) == "Disk\n95 % full\non /var"
    assert found.said(with_subject=False) == "95 % full\non /var"


@pytest.mark.parametrize("charset", ["utf-8", "windows-1251", "koi8-u"])
def test_each_charset_is_read_as_it_says(charset: str) -> None:
    words = "Привіт, Оленко"
    subject = base64.b64encode(words.encode(charset)).decode()
    body = base64.b64encode(words.encode(charset)).decode()
    head = f"Content-Type: text/plain; charset={charset}", "Content-Transfer-Encoding: base64"
    found = of(f"Subject: =?{charset}?B?{subject}?=", *head, "", body)
    assert (found.subject, found.text) == (words, words)
    assert found.said(with_subject=True) == words, "the same twice is said once"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251"])
def test_devices_that_do_not_say_in_what_they_write(encoding: str) -> None:
    found = of("Subject: Тривога", "", "Двері відчинено", encoding=encoding)
    assert found.text == "Двері відчинено"
    if encoding == "utf-8":
        assert found.subject == "Тривога"


def test_of_a_page_what_is_seen() -> None:
    page = "<html><head><title>No</title><style>p{}</style></head><body><p>Order&nbsp;<b>7</b></p>ready<br>now</body>"
    assert of("Content-Type: text/html", "", page).text == "Order 7\nready\nnow"


def test_of_two_forms_the_plain_one_and_nothing_that_hangs_on_it() -> None:
    part = ("--x", "Content-Type: text/html", "", "<p>page</p>", "--x", "Content-Type: text/plain", "", "plain")
    hung = ("--x", "Content-Type: text/plain", "Content-Disposition: attachment", "", "hung")
    found = of("Content-Type: multipart/mixed; boundary=x", "", *part, *hung, "--x--")
    assert found.text == "plain"


def test_a_signature_is_nothing_to_send() -> None:
    assert of("", "Yes", "-- ", "Olha", "Shop").text == "Yes"


def test_the_subject_alone() -> None:
    assert of("Subject: UPS on battery", "", "").said(with_subject=False) == "UPS on battery"
    assert of("", "").said(with_subject=True) == ""


def test_it_is_known_again_by_its_name_else_by_its_date() -> None:
    first, again = of("Message-ID: <1@host>", "", "x"), of("Message-ID: <1@host>", "Received: later", "", "x")
    assert first.mark == again.mark != of("Message-ID: <2@host>", "", "x").mark
    assert of("Date: Tue, 24 Nov 2026 10:00:00 +0200", "", "x").mark
    assert of("", "x").mark == ""


@pytest.mark.parametrize(
    ("line", "automatic"),
    [
        ("Auto-Submitted: auto-replied", True),
        ("Auto-Submitted: auto-replied (vacation)", True),
        ("Content-Type: multipart/report; report-type=delivery-status; boundary=x", True),
        ("Auto-Submitted: auto-generated", False),
        ("Auto-Submitted: no", False),
    ],
)
def test_answers_of_machines(line: str, automatic: bool) -> None:
    assert of(line, "", "x").automatic is automatic


@given(some.binary(max_size=300))
def test_whatever_comes_is_read(octets: bytes) -> None:
    read(octets)
    read(b"Subject: =?utf-8?B?" + octets + b"\r\nMessage-ID: " + octets + b"\r\n\r\nx")
    read(b"Content-Type: multipart/mixed; boundary=" + octets + b"\r\n\r\n--" + octets)
    read(b"Content-Type: text/html; charset=" + octets + b"\r\n\r\n<p>" + octets)
