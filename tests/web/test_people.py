"""Accounts on the page: inviting, passwords, sessions, the code from the phone, roles; and nobody is locked out."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import Any

import pyotp
import pytest

from smsbox.clock import DAY, MINUTE, SECOND
from smsbox.people import audit, passwords, sessions, tokens
from smsbox.people.audit import Actor
from smsbox.people.rights import Right, Role
from smsbox.store import accounts
from tests.web.desk import PASSWORD, Answer, Desk, Visitor, signed_in

NEW = "borshch with garlic"
CODE = re.compile(r'<p class="code">([A-Z2-9-]{12})</p>')


def log(desk: Desk) -> list[str]:
    return [entry.what for entry in reversed(audit.entries(desk.store, limit=100))]


def invite(desk: Desk, owner: Visitor, name: str = "Olena", role: str = "manager") -> str:
    owner.get("/users")
    answer = owner.post("/users", name=name, role=role)
    assert answer.status == 200
    return CODE.findall(answer.text)[0]


def join(desk: Desk, name: str, code: str, password: str = NEW, confirm: str | None = None) -> tuple[Visitor, Answer]:
    visitor = desk.visitor()
    visitor.get("/welcome")
    fields = {"name": name, "code": code, "password": password, "confirm": password if confirm is None else confirm}
    return visitor, visitor.post("/welcome", **fields)


def test_from_invitation_to_work(desk: Desk, owner: Visitor) -> None:
    code = invite(desk, owner)
    assert code not in owner.get("/users").text, "shown once"
    assert code not in str(desk.store.run("SELECT * FROM users").fetchall())
    for wrong in (
        join(desk, "Olena", "AAAA-AAAA-AA"),
        join(desk, "owner", code),
        join(desk, "nobody", code),
    ):
        assert wrong[1].status == 401
        assert "do not belong together" in wrong[1].text, "the same words whatever is wrong"
    for bad in (join(desk, "Olena", code, "short"), join(desk, "Olena", code, NEW, "other")):
        assert bad[1].status == 422
    olena, answer = join(desk, "olena", code.lower())
    assert (answer.status, answer.header("Location")) == (303, "/?notice=joined")
    assert "your password is set" in olena.get("/?notice=joined").text.lower()
    assert olena.get("/users").status == 403
    assert join(desk, "Olena", code)[1].status == 401, "once"
    assert log(desk) == ["account.log_in", "user.added", "user.joined", "account.log_in"]


def test_codes_of_invitations_are_not_guessed(desk: Desk, owner: Visitor) -> None:
    code = invite(desk, owner)
    statuses = [join(desk, "Olena", "AAAA-AAAA-AA")[1].status for _ in range(11)]
    assert statuses == [401] * 10 + [429]
    assert join(desk, "Olena", code)[1].status == 303, "whoever holds the code gets in, whoever else guesses here"


def test_an_old_invitation(desk: Desk, owner: Visitor) -> None:
    code = invite(desk, owner)
    assert "Invited" in owner.get("/users").text
    desk.clock.at += 7 * DAY
    assert join(desk, "Olena", code)[1].status == 401
    again = desk.owner()
    assert "Code lapsed" in again.get("/users").text
    again.get("/users/2")
    code = CODE.findall(again.post("/users/2/code").text)[0]
    assert join(desk, "Olena", code)[1].status == 303


@pytest.mark.parametrize("fields", [{"name": ""}, {"name": "OWNER"}, {"name": "a\u202eb"}, {"name": "x" * 61}])
def test_names_nobody_can_have(desk: Desk, owner: Visitor, fields: dict[str, str]) -> None:
    owner.get("/users")
    answer = owner.post("/users", role="manager", **fields)
    assert answer.status == 422
    assert len(accounts.everybody(desk.store)) == 1


def test_roles_that_do_not_exist(desk: Desk, owner: Visitor) -> None:
    invite(desk, owner)
    for role in ("", "root", "Owner"):
        assert owner.post("/users", name="x", role=role).status == 400
        assert owner.post("/users/2/role", role=role).status == 400
    for path in ("/users/99/role", "/users/99/disable", "/users/99/code", "/users/99/no-phone", "/users/99/sign-out"):
        assert owner.post(path, role="manager").status == 404


def test_the_last_owner_stays(desk: Desk, owner: Visitor) -> None:
    owner.get("/users/1")
    for path, fields in (("/users/1/disable", {}), ("/users/1/role", {"role": "manager"})):
        answer = owner.post(path, **fields)
        assert answer.status == 409
        assert "last owner" in answer.text
    assert owner.post("/users/1/code").header("Location") == "/account", "no code for oneself"
    assert owner.get("/users").status == 200


def test_another_role_holds_at_once(desk: Desk, owner: Visitor) -> None:
    olena = signed_in(desk, Role.MANAGER)
    assert olena.get("/outbox").status == 200
    owner.get("/users/2")
    assert owner.post("/users/2/role", role="technician").status == 303
    assert olena.get("/outbox").status == 302, "signed out"
    assert signed_in(desk, Role.TECHNICIAN, "manager").get("/outbox").status == 403
    owner.post("/users/2/disable")
    stranger = desk.visitor()
    stranger.get("/login")
    refused = stranger.post("/login", name="manager", password=PASSWORD)
    assert refused.status == 401
    assert "Name or password is wrong." in refused.text, "a disabled account is not told apart"
    owner.post("/users/2/enable")
    assert stranger.post("/login", name="manager", password=PASSWORD).status == 303


def change(visitor: Visitor, old: str, new: str, confirm: str | None = None) -> Answer:
    visitor.get("/account")
    return visitor.post("/account/password", old=old, password=new, confirm=new if confirm is None else confirm)


def test_a_new_password(desk: Desk, owner: Visitor) -> None:
    elsewhere, before = desk.owner(), owner.cookies["smsbox"]
    assert change(owner, "not the old one", NEW).status == 422
    assert change(owner, PASSWORD, "short").status == 422
    assert change(owner, PASSWORD, NEW, "another").status == 422
    assert elsewhere.get("/").status == 200
    assert change(owner, PASSWORD, NEW).header("Location") == "/account?notice=password_changed"
    assert owner.cookies["smsbox"] != before, "rotated"
    assert owner.get("/").status == 200
    assert elsewhere.get("/").status == 302
    thief = desk.visitor()
    thief.cookies["smsbox"] = before
    assert thief.get("/").status == 302
    thief.get("/login")
    assert thief.post("/login", name="owner", password=PASSWORD).status == 401
    assert thief.post("/login", name="owner", password=NEW).status == 303


def test_an_open_page_is_no_place_to_guess_the_password(desk: Desk, owner: Visitor) -> None:
    statuses = [change(owner, f"guess number {number}", NEW).status for number in range(11)]
    assert statuses == [422] * 10 + [429]
    assert change(owner, PASSWORD, NEW).status == 429
    assert owner.get("/account").status == 200


def test_sessions_are_ended_one_by_one_and_all(desk: Desk) -> None:
    here = desk.owner(User_Agent="Mozilla/5.0 (X11; Linux) Firefox/140.0")
    phone = desk.owner(User_Agent="Mozilla/5.0 (Linux; Android 14) Chrome/120 <script>", REMOTE_ADDR="fe80::1")
    third = desk.owner(User_Agent="<b>curl</b>")
    text = here.get("/account").text
    assert "Firefox, Linux" in text and "Chrome, Android" in text and "Unknown browser" in text and "fe80::1" in text
    assert "<script>" not in text and "<b>curl" not in text
    names = re.findall(r'name="session" value="([0-9a-f]{16})"', text)
    assert len(names) == 2
    assert here.post("/account/sessions/end", session="0" * 16).header("Location") == "/account?notice=as_before"
    stranger = signed_in(desk, Role.MANAGER)
    stranger.get("/account")
    stranger.post("/account/sessions/end", session=names[0])
    assert (phone.get("/").status, third.get("/").status) == (200, 200), "not another's"
    here.get("/account")
    assert here.post("/account/sessions/end", session=names[0]).header("Location") == "/account?notice=session_ended"
    assert sorted((phone.get("/").status, third.get("/").status)) == [200, 302]
    here.post("/account/sessions/end-others")
    assert (phone.get("/").status, third.get("/").status, here.get("/").status) == (302, 302, 200)


def test_the_owner_sees_where_somebody_is_signed_in_and_what_he_left(desk: Desk, owner: Visitor) -> None:
    signed_in(desk, Role.MANAGER)
    by = Actor("manager", "manager")
    token, _ = tokens.make(desk.store, name="till", rights=[Right.WRITE], by=by, now=desk.clock.at)
    seen = owner.get("/users/2").text
    assert "Signed in now" in seen and "192.168.1.9" in seen and "token made by" not in seen
    assert "/account/sessions/end" not in seen
    owner.post("/users/2/disable")
    seen = owner.get("/users/2").text
    assert "1 token made by this person still works" in seen and "Signed in now" not in seen
    tokens.revoke(desk.store, token.id, by=by, now=desk.clock.at)
    assert "token made by" not in owner.get("/users/2").text


@pytest.mark.parametrize("part", ["/live/status", "/live/modems", "/live/problems"])
def test_who_is_disabled_is_out_at_once_also_of_an_open_page(desk: Desk, owner: Visitor, part: str) -> None:
    technician = signed_in(desk, Role.TECHNICIAN)
    assert technician.get(part).status == 200
    owner.get("/users/2")
    owner.post("/users/2/disable")
    assert (technician.get(part).status, technician.get("/account").status) == (401, 302)
    technician.get("/login")
    assert technician.post("/login", name="technician", password=PASSWORD).status == 401
    assert "Name or password is wrong" in technician.post("/login", name="technician", password=PASSWORD).text
    owner.post("/users/2/enable")
    assert technician.get(part).status == 401, "what was open stays over"


def test_the_session_of_somebody_disabled_is_nobodys(desk: Desk, owner: Visitor) -> None:
    """However the account came to be disabled, and were its session left over."""
    manager = signed_in(desk, Role.MANAGER)
    desk.store.run("UPDATE users SET disabled_at = 1 WHERE name = 'manager'")
    assert (manager.get("/live/status").status, manager.get("/").status) == (401, 302)


def test_the_language_goes_with_the_person(desk: Desk, owner: Visitor) -> None:
    owner.get("/account")
    owner.post("/account/language", language="uk")
    assert 'lang="uk"' in desk.owner(Accept_Language="en").get("/").text
    owner.post("/account/language", language="tlh")
    assert '<html lang="en">' in desk.owner(Accept_Language="en").get("/").text
    owner.get("/")
    owner.post("/language", language="uk", back="/")
    assert '<html lang="uk">' in desk.owner(Accept_Language="en").get("/").text, "the switch in the foot counts, too"


# ── the code from the phone


def switch_on(desk: Desk, visitor: Visitor) -> tuple[pyotp.TOTP, list[str]]:
    visitor.get("/account/code")
    visitor.post("/account/code/begin")
    page = visitor.get("/account/code").text
    secret = re.search(r'<p class="code">([A-Z2-7 ]+)</p>', page)
    assert secret is not None
    app = pyotp.TOTP(secret[1].replace(" ", ""))
    answer = visitor.post("/account/code/confirm", code=app.at(desk.clock.at // SECOND))
    assert answer.status == 200
    codes = re.findall(r"<li>([A-Z2-9-]{12})</li>", answer.text)
    assert len(codes) == 10
    desk.clock.at += MINUTE
    return app, codes


def half_in(desk: Desk, **headers: str) -> Visitor:
    visitor = desk.visitor(**headers)
    visitor.get("/login")
    answer = visitor.post("/login", name="owner", password=PASSWORD, next="/outbox")
    assert (answer.status, answer.header("Location")) == (303, "/login/code?next=%2Foutbox")
    visitor.get("/login/code?next=/outbox")
    return visitor


def test_the_picture_is_shown_until_it_counts(desk: Desk, owner: Visitor) -> None:
    assert owner.get("/account/code/qr.svg").status == 404
    owner.get("/account/code")
    owner.post("/account/code/begin")
    picture = owner.get("/account/code/qr.svg")
    assert picture.header("Content-Type") == "image/svg+xml" and picture.header("Cache-Control") == "no-store"
    assert b"<svg" in picture.body and b"<script" not in picture.body
    assert signed_in(desk, Role.MANAGER).get("/account/code/qr.svg").status == 404, "each his own"
    owner.post("/account/code/give-up")
    assert owner.get("/account/code/qr.svg").status == 404
    app, _ = switch_on(desk, owner)
    assert owner.get("/account/code/qr.svg").status == 404
    assert app.secret not in owner.get("/account/code").text.replace(" ", "")


def test_the_password_alone_opens_nothing(desk: Desk, owner: Visitor) -> None:
    app, _ = switch_on(desk, owner)
    visitor = half_in(desk)
    before = visitor.cookies["smsbox"]
    for path in ("/", "/outbox", "/account", "/live/status"):
        assert visitor.get(path).status in (302, 401)
    wrong = visitor.post("/login/code", code="000000" if app.at(desk.clock.at // SECOND) != "000000" else "111111")
    assert wrong.status == 401
    assert visitor.post("/login/code", code="").status == 422
    now = app.at(desk.clock.at // SECOND)
    answer = visitor.post("/login/code", code=now, next="/outbox")
    assert (answer.status, answer.header("Location")) == (303, "/outbox")
    assert visitor.cookies["smsbox"] != before
    assert visitor.get("/outbox").status == 200
    second = half_in(desk)
    assert second.post("/login/code", code=now).status == 401, "each code once"
    assert "account.wrong_code" in log(desk)


def test_the_second_step_is_over_after_a_while(desk: Desk, owner: Visitor) -> None:
    app, _ = switch_on(desk, owner)
    visitor = half_in(desk)
    desk.clock.at += sessions.HALF
    late = visitor.post("/login/code", code=app.at(desk.clock.at // SECOND))
    assert late.header("Location") == "/login?notice=too_slow"
    assert desk.visitor().get("/login/code").header("Location") == "/login"


def test_codes_are_not_guessed_from_many_addresses(desk: Desk, owner: Visitor) -> None:
    app, _ = switch_on(desk, owner)
    for number in range(5):
        assert half_in(desk, REMOTE_ADDR=f"10.0.0.{number}").post("/login/code", code="12").status == 401
    attacked = half_in(desk, REMOTE_ADDR="10.0.0.9")
    answer = attacked.post("/login/code", code=app.at(desk.clock.at // SECOND))
    assert answer.status == 429 and int(answer.header("Retry-After") or 0) > 0
    known = desk.visitor(REMOTE_ADDR="10.0.0.9")
    known.cookies["smsbox-browser"] = owner.cookies["smsbox-browser"]
    known.get("/login")
    known.post("/login", name="owner", password=PASSWORD)
    known.get("/login/code")
    assert known.post("/login/code", code=app.at(desk.clock.at // SECOND)).status == 303, "the owner's own browser"


def test_a_recovery_code_lets_in_once(desk: Desk, owner: Visitor) -> None:
    _, codes = switch_on(desk, owner)
    assert half_in(desk).post("/login/code", code=codes[3].lower().replace("-", " ")).status == 303
    assert half_in(desk).post("/login/code", code=codes[3]).status == 401
    assert "account.recovery_code_used" in log(desk)
    assert "9 recovery codes" in owner.get("/account/code").text
    assert owner.post("/account/code/recovery", password="wrong password").status == 422
    fresh = re.findall(r"<li>([A-Z2-9-]{12})</li>", owner.post("/account/code/recovery", password=PASSWORD).text)
    assert half_in(desk).post("/login/code", code=codes[4]).status == 401
    assert half_in(desk).post("/login/code", code=fresh[4]).status == 303


def test_a_recovery_code_lets_in_while_somebody_uses_up_the_tries(desk: Desk, owner: Visitor) -> None:
    _, codes = switch_on(desk, owner)
    thief = half_in(desk)
    assert [thief.post("/login/code", code="000000").status for _ in range(6)][-2:] == [401, 429]
    assert half_in(desk).post("/login/code", code=codes[0]).status == 303
    assert half_in(desk).post("/login/code", code=codes[0]).status == 401
    noted = log(desk).count("account.wrong_code")
    for _ in range(20):
        assert thief.post("/login/code", code="AAAA-AAAA-AA").status in (401, 429)
    assert log(desk).count("account.wrong_code") < noted + 5, "nobody fills the log with it"


def test_the_clock_of_a_phone_may_be_half_a_minute_off(desk: Desk, owner: Visitor) -> None:
    app, _ = switch_on(desk, owner)
    desk.clock.at += 10 * MINUTE
    step = desk.clock.at // SECOND // 30
    for off, status in ((-2, 401), (2, 401), (-1, 303), (1, 303)):
        assert half_in(desk).post("/login/code", code=app.at((step + off) * 30)).status == status, off


def test_switching_it_off_asks_the_password(desk: Desk, owner: Visitor) -> None:
    switch_on(desk, owner)
    owner.get("/account/code")
    for password, status in (("", 422), ("wrong password", 422)):
        assert owner.post("/account/code/off", password=password).status == status
    assert half_in(desk) is not None
    assert owner.post("/account/code/off", password=PASSWORD).status == 303
    assert desk.owner().get("/").status == 200
    owner.get("/account/code")
    assert owner.post("/account/code/off", password=PASSWORD).status == 404


def test_the_owner_helps_whoever_lost_his_phone(desk: Desk, owner: Visitor) -> None:
    manager = signed_in(desk, Role.MANAGER)
    switch_on(desk, manager)
    owner.get("/users/2")
    assert owner.post("/users/2/no-phone").status == 303
    assert signed_in(desk, Role.MANAGER).get("/").status == 200
    assert log(desk).count("user.code_reset") == 1
    owner.post("/users/2/no-phone")
    assert log(desk).count("user.code_reset") == 1, "nothing changed, nothing noted"


def test_an_invitation_does_not_go_around_the_code(desk: Desk, owner: Visitor) -> None:
    manager = signed_in(desk, Role.MANAGER)
    app, _ = switch_on(desk, manager)
    owner.get("/users/2")
    code = CODE.findall(owner.post("/users/2/code").text)[0]
    visitor, answer = join(desk, "manager", code)
    assert (answer.header("Location") or "").startswith("/login/code")
    assert visitor.get("/").status == 302
    visitor.get("/login/code")
    assert visitor.post("/login/code", code=app.at(desk.clock.at // SECOND)).status == 303


# ── passwords


@pytest.mark.parametrize(
    "weak",
    [
        "password12",
        "Password 2026!",
        "p4ssw0rd123",
        "пароль2026",
        "OlenaOlena",
        "olena-1990!",
        "qwertyuiop",
        "йцукенгшщз",
    ]
    + ["0987654321", "+380500000001", "abababababab", "smsbox-admin", "9876543210", "1q2w3e4r5t"],
)
def test_what_guessers_try_first_is_no_password(weak: str) -> None:
    assert passwords.weakness(weak, "Olena") == "guessable"


@pytest.mark.parametrize("good", [PASSWORD, NEW, "борщ із часником", "Olena likes borshch", "a" * 5 + "bcd" + "e f"])
def test_sentences_are_passwords(good: str) -> None:
    assert passwords.weakness(good, "Olena") is None


def test_why_a_password_is_refused_is_said(desk: Desk, owner: Visitor) -> None:
    code = invite(desk, owner)
    for password, words in (
        ("swift 9", "Programs try out all shorter ones"),
        ("olena olena", "too easy to guess: a name"),
    ):
        answer = join(desk, "Olena", code, password)[1]
        assert answer.status == 422 and words in answer.text
        assert password not in answer.text, "a password is never sent back"


def test_passwords_are_kept_with_scrypt_and_a_salt_of_their_own() -> None:
    kept = passwords.hash_password(PASSWORD)
    name, cost, block, parallel, salt, key = kept.split("$")
    assert (name, cost, block, parallel) == ("scrypt", "16384", "8", "1")
    wanted = hashlib.scrypt(PASSWORD.encode(), salt=base64.b64decode(salt), n=2**14, r=8, p=1, dklen=32)
    assert base64.b64decode(key) == wanted
    assert passwords.hash_password(PASSWORD) != kept


def test_who_is_nobody_is_refused_as_slowly(desk: Desk, owner: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each try costs one scrypt: of an owner, of nobody, of somebody disabled, of somebody invited, with a code."""
    invite(desk, owner, "Olena")
    signed_in(desk, Role.MANAGER)
    owner.get("/users/3")
    owner.post("/users/3/disable")
    asked: list[str] = []
    real = passwords._scrypt

    def counted(password: str, *rest: Any) -> bytes:
        asked.append(password)
        return real(password, *rest)

    monkeypatch.setattr(passwords, "_scrypt", counted)
    visitor = desk.visitor(REMOTE_ADDR="192.168.1.50")
    visitor.get("/login")
    for name in ("owner", "nobody", "Olena", "manager"):
        assert visitor.post("/login", name=name, password=f"a guess at {name}").status == 401
        assert asked == [f"a guess at {name}"]
        asked.clear()
        assert join(desk, name, "AAAA-AAAA-AA")[1].status == 401
        assert asked == ["AAAAAAAAAA"]
        asked.clear()


def test_an_accent_may_be_typed_in_two_pieces() -> None:
    assert passwords.matches("borshch і йогурт", passwords.hash_password("borshch і и\u0306огурт"))


def test_strangers_do_not_keep_all_threads_busy(desk: Desk, owner: Visitor) -> None:
    """Two of them may wait for the slow comparison; who is known from before, and who is in, wait for nobody."""
    known = desk.visitor()
    known.cookies["smsbox-browser"] = owner.cookies["smsbox-browser"]
    stranger = desk.visitor(REMOTE_ADDR="192.168.1.77")
    for visitor in (known, stranger):
        visitor.get("/login")
    with passwords._WAITING, passwords._WAITING:
        answer = stranger.post("/login", name="owner", password=PASSWORD)
        assert answer.status == 503 and answer.header("Retry-After") == "2"
        assert "Try again in a few seconds" in answer.text
        assert join(desk, "owner", "AAAA-AAAA-AA")[1].status == 503
        assert known.post("/login", name="owner", password=PASSWORD).status == 303
        owner.get("/account")
        assert owner.post("/account/password", old=PASSWORD, password=NEW, confirm=NEW).status == 303
    stranger.get("/login")
    assert stranger.post("/login", name="owner", password=NEW).status == 303


def test_a_password_in_the_wrong_field_reaches_no_log(
    desk: Desk, owner: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    visitor = desk.visitor()
    visitor.get("/login")
    visitor.post("/login", name=PASSWORD, password=PASSWORD)
    visitor.post("/login", name="owner", password="no idea at all")
    assert PASSWORD not in caplog.text
    assert "wrong password for 'owner' from 192.168.1.9" in caplog.text


# ── nobody is locked out


def test_an_attacker_locks_nobody_out(desk: Desk, owner: Visitor) -> None:
    desk_at_home = owner.cookies["smsbox-browser"]
    attacker = desk.visitor()
    attacker.get("/login")
    for _ in range(30):
        attacker.post("/login", name="owner", password="guess number")
    assert attacker.post("/login", name="owner", password=PASSWORD).status == 429
    same_address = desk.visitor()
    same_address.cookies["smsbox-browser"] = desk_at_home
    same_address.get("/login")
    assert same_address.post("/login", name="owner", password=PASSWORD).status == 303, "a browser known from before"
    forged = desk.visitor()
    forged.cookies["smsbox-browser"] = "A" * 43
    forged.get("/login")
    assert forged.post("/login", name="owner", password=PASSWORD).status == 429


def test_the_owner_learns_that_somebody_guesses(desk: Desk, owner: Visitor) -> None:
    """One line for ten tries, however often is tried meanwhile; names nobody has leave none."""
    for name in ("owner", "nobody"):
        attacker = desk.visitor(REMOTE_ADDR="192.168.1.66")
        attacker.get("/login")
        for _ in range(15):
            attacker.post("/login", name=name, password="guess number")
    (entry,) = [each for each in audit.entries(desk.store, limit=50) if each.what == "account.tries_used_up"]
    assert (entry.who, entry.address) == ("owner", "192.168.1.66")
    assert "Too many wrong passwords in this name" in owner.get("/audit").text


def test_a_known_browser_has_ten_tries_too(desk: Desk, owner: Visitor) -> None:
    thief = desk.visitor()
    thief.cookies["smsbox-browser"] = owner.cookies["smsbox-browser"]
    thief.get("/login")
    assert [thief.post("/login", name="owner", password="guess number").status for _ in range(11)][-2:] == [401, 429]


def test_the_cookie_of_a_browser_opens_nothing(desk: Desk, owner: Visitor) -> None:
    thief = desk.visitor()
    thief.cookies["smsbox"] = thief.cookies["smsbox-browser"] = owner.cookies["smsbox-browser"]
    assert thief.get("/").status == 302


@pytest.mark.parametrize(
    "body",
    [b'{"password": true}', b'{"name": "owner", "password": {"$ne": ""}}', b"name=owner&password[]=x", b"\xff\xfe"],
)
def test_nonsense_is_no_way_in(desk: Desk, body: bytes) -> None:
    desk.owner()
    stranger = desk.visitor()
    stranger.get("/login")
    for kind in ("application/json", "application/x-www-form-urlencoded", "text/plain"):
        assert stranger.ask("POST", "/login", body, {"Content-Type": kind}).status in (400, 403)
    assert stranger.get("/").status == 302
