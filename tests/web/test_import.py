"""Customers out of files on the page: from the file to the result and back; what is no file of ours comes not far."""

from __future__ import annotations

import csv
import http.client
import io
import re
from collections.abc import Iterator

import pytest

from smsbox import contacts, intake
from smsbox.intake import Meaning, Stage
from smsbox.people.rights import Role
from smsbox.web.server.serve import Server
from smsbox.web.server.uploads import MOST_OCTETS, PREFIX, TICKETS
from tests.i18n.test_pages_in_ukrainian import reads, speaking
from tests.intake.shop import LIST, A, furnish_imports
from tests.web.desk import Answer, Desk, Visitor, signed_in

START = "/customers/import"


def ticket(visitor: Visitor) -> str:
    """Where the form of the open page sends a file."""
    found = re.search(rf'action="({PREFIX}[^"]+)"', visitor.get(START).text)
    assert found
    return found[1]


def multipart(token: str, name: str = "", content: bytes = b"", pasted: str = "") -> bytes:
    head = "--part\r\nContent-Disposition: form-data; name="
    return (
        f'{head}"token"\r\n\r\n{token}\r\n{head}"file"; filename="{name}"\r\n\r\n'.encode()
        + content
        + f'\r\n{head}"list"\r\n\r\n{pasted}\r\n--part--\r\n'.encode()
    )


def hand_in(visitor: Visitor, content: bytes = b"", name: str = "клієнти.csv", pasted: str = "") -> Answer:
    path = ticket(visitor)
    body = multipart(visitor.token, "" if pasted else name, content, pasted)
    return visitor.ask("POST", path, body, {"Content-Type": "multipart/form-data; boundary=part"})


def fields(page: str) -> dict[str, str]:
    """What the form of the columns would send as it stands."""
    chosen = re.findall(r'<select[^>]* name="([^"]+)"[^>]*>.*?<option value="([^"]*)" selected', page, re.DOTALL)
    return dict(chosen)


@pytest.fixture
def owner(desk: Desk) -> Iterator[Visitor]:
    yield desk.owner()


def test_from_the_file_to_the_result_and_back(desk: Desk, owner: Visitor) -> None:
    answer = hand_in(owner, LIST.encode("cp1251"))
    assert (answer.status, answer.header("Location")) == (303, f"{START}/1")
    page = owner.get(f"{START}/1")
    assert "Оксана Іванівна Петренко" in page.text and "клієнти.csv" in page.text
    assert "5,0E+08" in page.text and "a spreadsheet has rounded it" in page.text
    form = fields(page.text)
    assert (form["encoding"], form["delimiter"], form["header"], form["c2"]) == ("cp1251", ";", "1", "number")
    assert owner.post(f"{START}/1", **form, do="count").status == 303
    page = owner.get(f"{START}/1")
    assert "Import 5 rows?" in page.text and "the same person as in row 2" in page.text
    assert contacts.by_number(desk.store, A) is None
    owner.post(f"{START}/1/agree")
    page = owner.get(f"{START}/1")
    assert "Imported" in page.text and contacts.by_number(desk.store, A) is not None
    bad = owner.get(f"{START}/1/bad?format=csv")
    rows = list(csv.reader(io.StringIO(bad.body.decode("utf-8-sig"))))
    assert [row[0] for row in rows] == ["Row", "6", "7", "8"] and rows[1][4] == "Шевчук Ганна"
    assert owner.get(f"{START}/1/bad?format=xlsx").body.startswith(b"PK")
    owner.post(f"{START}/1/undo")
    assert "5 customers are as before." in owner.get(f"{START}/1").text
    assert contacts.by_number(desk.store, A) is None


def test_what_was_guessed_can_be_said_otherwise(desk: Desk, owner: Visitor) -> None:
    hand_in(owner, LIST.encode("cp1251"))
    form = fields(owner.get(f"{START}/1").text)
    answer = owner.post(f"{START}/1", **(form | {"encoding": "koi8_u", "do": "count"}))
    assert "notice=read_anew" in str(answer.header("Location")), "nothing is counted by columns nobody has seen"
    found = intake.get(desk.store, 1)
    assert found is not None and found.stage is Stage.DRAFT and found.plan.encoding == "koi8_u"
    owner.post(f"{START}/1", **(fields(owner.get(f"{START}/1").text) | {"encoding": "cp1251", "do": "look"}))
    form = fields(owner.get(f"{START}/1").text)
    owner.post(f"{START}/1", **(form | {"c1": "field", "n1": "Хто це", "c5": "", "do": "look"}))
    found = intake.get(desk.store, 1)
    assert found is not None
    assert (found.plan.columns[1].meaning, found.plan.columns[1].name) == (Meaning.FIELD, "хто це")
    assert found.plan.columns[5].meaning is Meaning.NOTHING
    answer = owner.post(f"{START}/1", **(form | {"c2": "", "do": "count"}))
    assert answer.status == 422 and "Say which column holds the telephone numbers." in answer.text


def test_consent_needs_what_proves_it(desk: Desk, owner: Visitor) -> None:
    hand_in(owner, LIST.encode("cp1251"))
    form = fields(owner.get(f"{START}/1").text) | {"consent": "stated", "do": "count", "when": "2026-02-01"}
    answer = owner.post(f"{START}/1", **form, how="paper", words="")
    assert answer.status == 422 and "to which words" in answer.text and 'value="paper"' in answer.text
    assert owner.post(f"{START}/1", **form, how="paper", words="Так, пишіть").status == 303
    assert "are recorded as having agreed" in owner.get(f"{START}/1").text
    owner.post(f"{START}/1/agree")
    assert "5 consents are recorded" in owner.get(f"{START}/1").text


def test_a_pasted_list(desk: Desk, owner: Visitor) -> None:
    assert hand_in(owner, pasted="0500000001, 0500000002; 0500000003").status == 303
    owner.post(f"{START}/1", **fields(owner.get(f"{START}/1").text), do="count")
    assert "Import 3 rows?" in owner.get(f"{START}/1").text


def test_a_file_that_cannot_be_read_is_told_and_gone(desk: Desk, owner: Visitor) -> None:
    answer = hand_in(owner, b"\x00\x01\x02\x03" * 500, "photo.jpg")
    assert answer.status == 422 and "photo.jpg is neither a table nor a text" in answer.text
    assert hand_in(owner).status == 422 and hand_in(owner, b"", "empty.csv").status == 422
    assert intake.newest(desk.store) == []


def test_back_to_the_columns_and_thrown_away(desk: Desk, owner: Visitor) -> None:
    hand_in(owner, LIST.encode("cp1251"))
    owner.post(f"{START}/1", **fields(owner.get(f"{START}/1").text), do="count")
    owner.post(f"{START}/1/change")
    assert "What the columns hold" in owner.get(f"{START}/1").text
    owner.post(f"{START}/1/discard")
    assert owner.get(f"{START}/1").status == 404 and not any((desk.site.config.store.directory / "imports").iterdir())


def test_a_wide_table_weighs_no_more_than_a_page_may(desk: Desk, owner: Visitor) -> None:
    heads = ";".join(["Телефон", *(f"Поле {at}" for at in range(150))])
    rows = "".join(f"05000000{row:02}{';значення' * 150}\n" for row in range(1, 30))
    hand_in(speaking("uk", owner), f"{heads}\n{rows}".encode())
    page = owner.get(f"{START}/1")
    assert page.status == 200 and len(page.body) < 42_000, "beside 16 KB of styles, script and signs"
    owner.post(f"{START}/1", **fields(page.text), do="count")
    owner.post(f"{START}/1/agree")
    found = contacts.by_number(desk.store, A)
    assert found is not None and found.fields["поле 149"] == "значення"


def test_what_stands_in_a_file_is_text(desk: Desk, owner: Visitor) -> None:
    hand_in(
        owner, b"number;name;<script>alert(1)</script>\n0500000001;<img src=x onerror=alert(1)>;{{7*7}}\n", "<b>.csv"
    )
    for path in (f"{START}/1", START):
        assert "<script>alert" not in owner.get(path).text and "<img src=x" not in owner.get(path).text
        assert "<b>.csv" not in owner.get(path).text


def test_every_stage_is_told_in_ukrainian(desk: Desk, owner: Visitor) -> None:
    furnish_imports(desk.store, desk.site.config, desk.clock.at)
    reader = speaking("uk", owner)
    for path in (START, *(f"{START}/{number}" for number in range(1, 6))):
        assert reads(reader.get(path)) == [], path
    hand_in(reader, LIST.encode("cp1251"))
    form = fields(reader.get(f"{START}/6").text) | {"consent": "stated", "do": "count", "c2": "birthday"}
    assert reads(reader.post(f"{START}/6", **form)) == []
    assert reads(hand_in(reader, b"\x00\x01" * 500, "фото.csv")) == []
    for stage in (Stage.COUNTING, Stage.RUNNING, Stage.UNDOING, Stage.STOPPED):
        desk.store.run("UPDATE imports SET state = ? WHERE id = 3", int(stage))
        assert reads(reader.get(f"{START}/3")) == [] == reads(reader.get(f"/live{START}/3")), stage


# ── who may hand in how much


@pytest.fixture
def served(desk: Desk) -> Iterator[int]:
    server = Server(desk.app, "127.0.0.1:0")
    server.start()
    yield server.port
    server.stop()


def send(port: int, path: str, body: bytes, visitor: Visitor | None, kind: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    cookies = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items()) if visitor else ""
    headers = {"Host": "127.0.0.1:8080", "Content-Type": kind, "Cookie": cookies}
    try:
        connection.request("POST", path, body, headers)
        return connection.getresponse().status
    except (ConnectionError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


MULTIPART = "multipart/form-data; boundary=part"


def test_a_large_file_comes_with_a_ticket_and_by_nobody_else(desk: Desk, served: int) -> None:
    owner = desk.owner()
    path = ticket(owner)
    lines = "Телефон;ПІБ\n" + "".join(f"05{row:08};Оля\n" for row in range(150_000))
    body = multipart(owner.token, "large.csv", lines.encode("cp1251"))
    assert len(body) > 2_000_000
    assert send(served, PREFIX + "guessed", body, owner, MULTIPART) in (0, 413)
    assert send(served, "/send/preview", body, owner, MULTIPART) in (0, 413)
    assert send(served, path, body, None, MULTIPART) == 302, "who is not signed in is shown the door"
    assert intake.newest(desk.store) == []
    assert send(served, path, body, owner, MULTIPART) == 303
    (found,) = intake.newest(desk.store)
    assert found.name == "large.csv" and found.plan.encoding == "cp1251"


def test_no_ticket_lets_more_in_than_a_file_may_have(desk: Desk, served: int) -> None:
    owner = desk.owner()
    path = ticket(owner)
    connection = http.client.HTTPConnection("127.0.0.1", served, timeout=30)
    connection.putrequest("POST", path)
    connection.putheader("Content-Length", str(MOST_OCTETS * 2))
    connection.putheader("Content-Type", MULTIPART)
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()


def test_a_form_of_another_kind_or_without_its_token_is_refused(desk: Desk) -> None:
    owner = desk.owner()
    path = ticket(owner)
    wrong = multipart("0" * 64, "x.csv", b"number\n0500000001\n")
    assert owner.ask("POST", path, wrong, {"Content-Type": MULTIPART}).status == 403
    right = multipart(owner.token, "x.csv", b"number\n0500000001\n")
    assert owner.ask("POST", "/send/preview", right, {"Content-Type": MULTIPART}).status == 403
    assert owner.ask("POST", path, right, {"Content-Type": MULTIPART, "Origin": "http://evil.example"}).status == 403
    assert owner.ask("POST", path, b"--part nonsense", {"Content-Type": "multipart/form-data"}).status == 400
    assert intake.newest(desk.store) == []


def test_only_who_may_write_to_many_imports(desk: Desk) -> None:
    manager = signed_in(desk, Role.MANAGER)
    assert manager.get(START).status == 403
    body = multipart(manager.token, "x.csv", b"number\n0500000001\n")
    answer = manager.ask("POST", PREFIX + TICKETS.issue(), body, {"Content-Type": MULTIPART})
    assert answer.status == 403 and intake.newest(desk.store) == []
