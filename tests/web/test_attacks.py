"""Attacks on the page, listed: each known class with the test that answers it, and those that stand nowhere else.

The first table holds bad inputs by number, the second classes of attacks seen on programs of this kind by their CVEs.
What the program does not have cannot be attacked: that it has not is tested here, too.
"""

from __future__ import annotations

import ast
import csv
import io
import logging
import re
import unicodedata
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

import smsbox
from smsbox import events
from smsbox.cli import main
from smsbox.cli.daemon import _LogLines
from smsbox.people.rights import Role
from smsbox.sheets import exports
from smsbox.web.screens import all_routes
from tests.effort import instructions
from tests.web.desk import FORM, PASSWORD, Desk, Visitor, signed_in
from tests.web.test_access import address
from tests.web.test_inbox import HOSTILE, receive
from tests.web.test_status import GOOD

ROOT = Path(smsbox.__file__).parent
TESTS = Path(__file__).parent.parent

BAD_INPUTS = {
    "23 a command in a number": "web/test_send.py::test_bad_input_is_422_and_kept_in_the_form",
    "24 digits of another script": "web/test_send.py::test_bad_input_is_422_and_kept_in_the_form",
    "25 no number at all": "web/test_send.py::test_bad_input_is_422_and_kept_in_the_form",
    "26 premium, foreign, emergency": "web/test_send.py::test_foreign_premium_and_emergency_numbers_are_403",
    "27 ESC and Ctrl-Z in a text": "web/test_send.py::test_escape_and_control_z_are_plain_text",
    "28 NUL, surrogates": "web/test_send.py::test_what_is_not_utf_8_is_422",
    "29 a text of a megabyte": "web/test_attacks.py::test_a_text_of_a_megabyte_is_413",
    "29 more fields than any form has": "web/test_attacks.py::test_a_form_of_100000_fields_is_not_taken_apart",
    "28 headers that are no text": "web/test_attacks.py::test_headers_that_are_no_text_harm_nobody",
    "29 more than 255 segments": "web/test_send.py::test_bad_input_is_422_and_kept_in_the_form",
    "30 the same press again": "web/test_send.py::test_sending_queues_once_however_often_it_is_pressed",
    "31 odd JSON": "web/test_attacks.py::test_no_json_is_read",
    "32 odd ids": "web/test_access.py::test_what_is_not_there_is_404",
    "33 a length of 5 GB": "web/test_server.py::test_five_gigabytes_are_refused_before_they_come",
    "34 two lengths": "web/test_server.py::test_lengths_that_two_servers_would_read_differently_are_400",
    "35 120 slow clients": "web/test_server.py::test_many_slow_clients_do_not_block_the_others",
    "35 and 1,000, through the daemon": "whole/test_crowd.py::test_a_slow_crowd_blocks_nobody_and_costs_little",
    "35 guessers at once": "whole/test_crowd.py::test_a_crowd_of_guessers_keeps_no_thread",
    "35 half-open handshakes": "web/test_tls.py::test_half_open_handshakes_and_slow_clients_block_nobody",
    "36 a foreign Host": "web/test_shield.py::test_foreign_names_are_misdirected",
    "37 a foreign Origin": "web/test_shield.py::test_only_forms_of_this_page_are_taken",
    "38 GET where something is sent": "web/test_access.py::test_a_sending_address_cannot_be_opened",
    "23-25 of a program": "web/api/test_faults.py::test_what_is_no_number_is_422",
    "26 of a program": "web/api/test_faults.py::test_26_where_nobody_may_write_is_403",
    "28 of a program": "web/api/test_faults.py::test_28_what_is_no_character_is_422",
    "29 of a program": "web/api/test_faults.py::test_29_too_long_a_text",
    "30 one key, one message": "web/api/test_messages.py::test_one_key_from_many_threads_is_one_message",
    "31 JSON that is none": "web/api/test_faults.py::test_31_what_is_no_object_is_400",
    "32 of a program": "web/api/test_faults.py::test_32_ids_that_are_none",
    "33 of a program": "web/api/test_faults.py::test_33_a_body_above_the_limit_is_413",
    "36 of a program": "web/api/test_faults.py::test_36_a_foreign_host_is_421",
    "37 of a program": "web/api/test_faults.py::test_37_what_another_page_may_send_is_403",
    "38 of a program": "web/api/test_faults.py::test_38_get_where_something_is_sent_is_405",
    "39 a fixed session": "web/test_door.py::test_a_cookie_somebody_else_chose_is_not_the_one_after_log_in",
    "40 ten wrong passwords": "web/test_door.py::test_ten_wrong_passwords_are_enough_for_a_while",
    "40 wrong tokens": "web/api/test_faults.py::test_40_wrong_tokens_are_slowed_and_right_ones_never",
    "41 of a program": "web/api/test_faults.py::test_41_paths_that_climb_are_404",
    "41 paths that climb": "web/test_access.py::test_what_is_not_there_is_404",
    "42 requests to inside": "web/test_attacks.py::test_who_makes_requests_is_named_here",
    "43 script, RTL override": "web/test_inbox.py::test_hostile_texts_are_inert_and_visible",
    "43 on every page": "web/test_attacks.py::test_no_page_runs_or_hides_what_strangers_write",
    "44 braces": "web/test_send.py::test_the_text_is_never_a_template",
    "45 javascript: in a text": "web/test_attacks.py::test_no_page_runs_or_hides_what_strangers_write",
    "46 formulas in files": "sheets/test_export.py::test_csv_is_rfc_4180_and_inert",
    "46 formulas in files of the page": "web/test_attacks.py::test_what_strangers_write_is_inert_in_files",
    "46 formulas in the event log": "web/test_events.py::test_the_file_holds_what_is_asked_for_and_nothing_runs_in_it",
    "47 SQL in a text": "contracts/test_inbox.py::test_hostile_texts_are_stored_exactly",
    "48 shell in a text": "web/test_attacks.py::test_no_shell_is_ever_started",
    "49 escapes in logs": "web/test_attacks.py::test_a_log_line_is_one_line",
    "49 escapes in a terminal": "web/test_attacks.py::test_no_command_lets_strangers_write_to_the_terminal",
}
"""50 (STOP a thousand times) waits for the room that knows opt-outs."""

CLASSES = {
    "stored XSS, CVE-2014-2968": "web/test_attacks.py::test_no_page_runs_or_hides_what_strangers_write",
    "XSS again, the policy": "web/test_access.py::test_policy_allows_nothing_inline_and_nothing_foreign",
    "template injection, CVE-2020-8644": "web/test_attacks.py::test_templates_have_constant_names",
    "shell, CVE-2002-0437": "web/test_attacks.py::test_no_shell_is_ever_started",
    "SQL, CVE-2004-2263": "web/test_searching.py::test_a_hostile_search_is_shown_never_run",
    "no credentials, CVE-2022-47034": "web/test_access.py::test_without_log_in_nobody_gets_in",
    "password true": "web/test_door.py::test_json_is_no_way_in",
    "rights of others": "web/test_rights.py::test_every_role_at_every_door_over_the_wire",
    "what a technician learns": "web/test_rights.py::test_a_technician_sees_no_customer",
    "what nobody would hear of": "whole/test_audit_walk.py::test_every_form_leaves_its_line",
    "traversal, CVE-2023-7327": "web/test_access.py::test_what_is_not_there_is_404",
    "uploads, CVE-2017-9101": "web/test_attacks.py::test_no_file_is_taken",
    "PDU denial of service, CVE-2019-1747": "contracts/test_inbox.py::test_the_undecodable_is_kept_raw_and_flagged",
    "DNS rebinding, CVE-2018-5702": "web/test_shield.py::test_foreign_names_are_misdirected",
    "rebinding by a redirect": "web/test_tls.py::test_nobody_is_led_to_a_foreign_name",
    "CSRF": "web/test_access.py::test_a_form_without_its_token_does_nothing",
    "clickjacking": "web/test_access.py::test_every_response_carries_the_security_headers",
    "smuggling, CVE-2024-49768": "web/test_server.py::test_lengths_that_two_servers_would_read_differently_are_400",
    "CRLF, CVE-2016-9964": "web/test_server.py::test_line_ends_in_a_header_stay_out",
    "SSRF": "web/test_attacks.py::test_who_makes_requests_is_named_here",
    "toll fraud": "web/test_send.py::test_foreign_premium_and_emergency_numbers_are_403",
    "toll fraud by the console": "web/test_console.py::test_what_does_not_ask_is_told_and_not_given",
    "secrets in logs": "web/test_attacks.py::test_no_secret_reaches_the_log",
    "eavesdropping": "web/test_tls.py::test_of_the_versions_only_the_good_ones",
    "cookies set by a neighbour": "web/test_attacks.py::test_an_unencrypted_cookie_opens_no_encrypted_page",
}


@pytest.mark.parametrize("named", sorted({*BAD_INPUTS.values(), *CLASSES.values()}))
def test_every_answer_in_the_tables_exists(named: str) -> None:
    path, _, name = named.partition("::")
    tree = ast.parse((TESTS / path).read_text(encoding="utf-8"))
    assert name in [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]


# ── what strangers write


def hostile(desk: Desk) -> None:
    """Everything a stranger can put into this box."""
    desk.modems[:] = [{**GOOD, "operator": HOSTILE, "manufacturer": HOSTILE, "model": HOSTILE, "reason": "relay.<b>"}]
    receive(desk, HOSTILE)
    receive(desk, HOSTILE + "!", sender="<b>'--\u202e")
    desk.queue(HOSTILE)
    for kind, data in (
        (events.USSD_PUSHED, {"text": HOSTILE}),
        (events.CALL_REFUSED, {"number": HOSTILE, "rule": "log"}),
        (events.MODEM_PAUSED, {"by_whom": HOSTILE, "why": HOSTILE}),
        (events.REFUSED, {"message_id": 1, "error": HOSTILE}),
    ):
        with desk.store.write():
            events.append(desk.store, kind, now=desk.clock.at, modem="main", **data)  # type: ignore[arg-type]
    desk.store.run(
        "INSERT INTO calls (id, modem, sim_id, number, at, last_at, rings, rule, state)"
        " VALUES (1, 'main', 1, ?, 1, 1, 1, 'log', 0)",
        HOSTILE,
    )


@pytest.mark.parametrize("role", [Role.OWNER, Role.TECHNICIAN])
def test_no_page_runs_or_hides_what_strangers_write(desk: Desk, role: Role) -> None:
    hostile(desk)
    visitor = signed_in(desk, role)
    pages = [address(route) for route in all_routes() if route.method == "GET"]
    for path in [*pages, "/inbox/1", "/inbox/2", "/outbox/1", "/inbox?text=%3Cscript%3E", "/outbox?number=%3Cb%3E"]:
        answer = visitor.get(path)
        if "html" not in (answer.header("Content-Type") or ""):
            continue
        raw = answer.body.decode()
        assert answer.status != 500, path
        assert "<script>" not in raw and "<b>'" not in raw and "relay.<b>" not in raw, path
        assert "\u202e" not in raw and "\x1b" not in raw, path
        assert not re.search(r'(href|src|action)="(javascript|data|vbscript):', raw, re.IGNORECASE), path
        assert not re.search(r'(href|src|action)="//', raw), path


FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", '=HYPERLINK("http://evil.example")', HOSTILE)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_strangers_write_is_inert_in_files(desk: Desk, owner: Visitor, kind: str) -> None:
    for text in FORMULAS:
        receive(desk, text, sender="=cmd|'/C calc'!A0"[:11])
        desk.queue(text.lstrip("\t\r"))
    for box in ("inbox", "outbox"):
        answer = owner.get(f"/{box}/export?format={kind}")
        assert answer.status == 200 and "attachment" in (answer.header("Content-Disposition") or "")
        if kind == "csv":
            lines = csv.reader(io.StringIO(answer.body.decode("utf-8-sig")), delimiter=exports.delimiter("en"))
            cells = [cell for line in lines for cell in line]
            assert len(cells) > 20
            assert not [cell for cell in cells if re.match(r"[=@\t\r]|[+-](?![\d ]+$)", cell)], box
        else:
            with zipfile.ZipFile(io.BytesIO(answer.body)) as archive:
                sheets = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")]
            assert not [sheet for sheet in sheets if "<f>" in sheet or "<hyperlink" in sheet], box
            assert all(ElementTree.fromstring(sheet) is not None for sheet in sheets)


COMMANDS = (
    *("inbox list", "inbox show 1", "inbox show 2", "inbox list --json", "outbox list", "outbox show 1", "calls list"),
    *("outbox list --text <script>", "problems", "modems", "user list", "routes list", "balance", "settings list"),
)


def test_no_command_lets_strangers_write_to_the_terminal(desk: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    """Escapes clear screens and answer for the person at it; overrides turn what he reads."""
    desk.owner()
    hostile(desk)
    desk.review()
    folder = desk.site.config.store.directory
    config = folder / "config.toml"
    config.write_text(
        f'[store]\nurl = "sqlite://{folder}/smsbox.db"\n[[modem]]\nname = "main"\nport = "/dev/ttyUSB0"\n'
    )
    for command in COMMANDS:
        with pytest.raises(SystemExit) as ended:
            main([*command.split(), "--config", str(config)])
        assert ended.value.code in (0, None), command
        said = "".join(capfd.readouterr())
        odd = {
            hex(ord(each)) for each in said if unicodedata.category(each) in ("Cc", "Cf", "Cs") and each not in "\n\t"
        }
        assert said and not odd, (command, odd)


ODD = "\xff\xfe \x80;q=\xe2\x28"
HEADERS = ("Accept-Language", "User-Agent", "If-None-Match", "Cookie", "Referer", "Accept", "Accept-Encoding", "X-Odd")


def test_a_browser_may_call_itself_as_it_likes(desk: Desk) -> None:
    owner = desk.owner(**{"User-Agent": "Браузер 🥐 Firefox/128".encode().decode("latin-1")})
    assert "Firefox" in owner.get("/account").text


@pytest.mark.parametrize("name", HEADERS)
def test_headers_that_are_no_text_harm_nobody(desk: Desk, name: str, caplog: pytest.LogCaptureFixture) -> None:
    desk.owner()
    stranger = desk.visitor(**{name: ODD})
    assert stranger.get("/login").status == 200
    if name != "Cookie":
        assert stranger.post("/login", name="owner", password=PASSWORD).status == 303
        for path in ("/", "/live/status", "/account", "/static/app.css"):
            assert stranger.get(path).status == 200
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize("path", ["/login", "/welcome", "/language", "/send/preview"])
def test_a_form_of_100000_fields_is_not_taken_apart(desk: Desk, owner: Visitor, path: str) -> None:
    owner.get("/send")
    body = b"token=" + owner.token.encode() + b"&a" * 100_000
    asked: list[int] = []
    spent = instructions(lambda: asked.append(owner.ask("POST", path, body, {"Content-Type": FORM}).status))
    assert asked == [400, 400] and spent < 100_000, "a look at each field would be more"
    assert owner.get("/outbox?" + "a&" * 10_000).status == 400


def test_a_text_of_a_megabyte_is_413(owner: Visitor) -> None:
    owner.get("/send")
    body = b"token=%s&text=" % owner.token.encode() + b"a" * (1 << 20)
    assert owner.ask("POST", "/send/preview", body, {"Content-Type": FORM}).status == 413


@pytest.mark.parametrize("body", [b"NaN", b'{"a":1,"a":2}', b"[" * 10_000, b"[]", b'{"password": true}'])
@pytest.mark.parametrize("kind", ["application/json", "text/plain", "text/json"])
def test_no_json_is_read(desk: Desk, owner: Visitor, body: bytes, kind: str) -> None:
    for route in all_routes():
        if route.method == "POST":
            assert owner.ask("POST", address(route), body, {"Content-Type": kind}).status == 403


def test_no_file_is_taken(desk: Desk, owner: Visitor) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="f"; filename="../x.php"\r\n\r\n<?php\r\n--x--\r\n'
    for route in all_routes():
        if route.method == "POST":
            answer = owner.ask("POST", address(route), body, {"Content-Type": "multipart/form-data; boundary=x"})
            assert answer.status == 403, route.path
    assert not [path for path in desk.site.config.store.directory.rglob("*") if path.suffix == ".php"]


# ── what the program does not do


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{each.name}" for each in node.names}
    return found


def test_who_makes_requests_is_named_here() -> None:
    """Each in a process of its own; none follows where an answer leads.

    backup/server: HTTPS to an address of the settings, by a certificate that is checked. alarms/carrier: mail.
    hooks/calling: webhooks, held by tests/hooks to the Internet and to what the owner listed; hooks/postman names its
    errors.
    """
    clients = {"http.client", "urllib.request", "urllib3", "requests", "httpx", "aiohttp", "ftplib", "smtplib"}
    assert {
        str(path.relative_to(ROOT)): found for path in ROOT.rglob("*.py") if (found := imports(path) & clients)
    } == {
        "backup/server.py": {"http.client"},
        "alarms/carrier.py": {"http.client", "smtplib"},
        "hooks/calling.py": {"http.client"},
        "hooks/postman.py": {"http.client"},
    }


def test_no_shell_is_ever_started() -> None:
    started = []
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func)
            shell = any(each.arg == "shell" and ast.unparse(each.value) != "False" for each in node.keywords)
            if shell or called in ("os.system", "os.popen", "eval", "exec", "pickle.loads", "pickle.load"):
                started.append(f"{path.relative_to(ROOT)}:{node.lineno}")
            if called.startswith("subprocess.") and node.args and isinstance(node.args[0], (ast.JoinedStr, ast.BinOp)):
                started.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert started == []


def test_templates_have_constant_names() -> None:
    """A page is chosen by our code, and its text never comes from anywhere else."""
    odd = []
    for path in (ROOT / "web").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        odd += [path.name] if re.search(r"from_string|Template\(|\|\s*safe\b", text) else []
        for node in ast.walk(ast.parse(text)):
            page = (
                isinstance(node, ast.Call) and ast.unparse(node.func) in ("visit.page", "visit.part") and node.args[0]
            )
            if page and not isinstance(page, (ast.Constant, ast.Name)):
                odd.append(f"{path.name}:{page.lineno}")
    unsafe = [
        path.name for path in (ROOT / "web/templates").rglob("*.html") if re.search(r"\|\s*safe\b", path.read_text())
    ]
    assert (odd, unsafe) == ([], [])


# ── logs and cookies


def test_a_log_line_is_one_line() -> None:
    record = logging.LogRecord("smsbox", logging.INFO, "", 0, "said %s", ("a\x1b[2J\nFAKE ERROR\r\u202e\x07",), None)
    for journal in (True, False):
        line = _LogLines(journal=journal).format(record)
        assert not re.search("[\x00-\x1f\u202e]", line), repr(line)


def test_no_secret_reaches_the_log(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    owner = desk.owner()
    wrong = "sour cherries by night"
    visitor = desk.visitor()
    visitor.get("/login")
    visitor.post("/login", name="owner", password=wrong)
    owner.get("/account")
    owner.post("/account/password", password=PASSWORD, new="plum jam by daylight", confirm="plum jam by daylight")
    owner.get("/settings/modems/main")
    owner.post("/settings/modems/main/pin", pin="73918264")
    said = caplog.text + "".join(str(row) for row in desk.store.run("SELECT changes FROM audit").fetchall())
    secrets = (PASSWORD, wrong, "plum jam", "73918264", *owner.cookies.values(), owner.token)
    assert not [secret for secret in secrets if secret and secret in said]


def test_an_unencrypted_cookie_opens_no_encrypted_page(desk: Desk, owner: Visitor) -> None:
    """Nor the other way round: a neighbour on the network may have set, or read, the one that is not encrypted."""

    def https(environ: dict[str, object], start_response: object) -> object:
        return desk.app({**environ, "wsgi.url_scheme": "https"}, start_response)

    secret = Visitor(https, {})
    secret.cookies = dict(owner.cookies)
    assert secret.get("/account").status == 302
    secret = Visitor(https, {})
    secret.get("/login")
    assert secret.post("/login", name="owner", password=PASSWORD).status == 303
    assert all(name.startswith("__Host-") for name in secret.cookies)
    assert secret.get("/account").status == 200
    plain = desk.visitor()
    plain.cookies = dict(secret.cookies)
    assert plain.get("/account").status == 302
