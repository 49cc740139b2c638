"""People on both databases: invitations, roles, the last owner, sessions, codes of a phone, tokens, the audit log."""

from __future__ import annotations

import pyotp
import pytest

from smsbox.clock import DAY, HOUR, MINUTE, SECOND
from smsbox.people import accounts, audit, invitations, second_factor, sessions, tokens, tries
from smsbox.people.audit import Actor
from smsbox.people.passwords import hash_password
from smsbox.people.rights import Right, Role
from smsbox.people.sessions import Place
from smsbox.store import Store, StoreTrouble
from smsbox.store import accounts as rows

NOW = 1_790_000_010 * SECOND
BOSS = Actor("boss", "owner", "192.168.1.2")
OLD, NEW = "vareniki with cherries", "borshch with garlic"
OLD_HASH = hash_password(OLD)


@pytest.fixture
def boss(store: Store) -> int:
    return rows.create_owner(store, name="boss", password_hash=OLD_HASH, now=NOW)


def told(store: Store) -> list[str]:
    """What the audit log says, the oldest first."""
    return [entry.what for entry in reversed(audit.entries(store, limit=100))]


def test_an_invitation_opens_an_account_once(store: Store, boss: int) -> None:
    olena, code = invitations.invite(store, " Olena  K ", Role.MANAGER, by=BOSS, now=NOW, language="uk")
    assert (olena.name, olena.role, olena.language, olena.password_hash) == ("Olena K", "manager", "uk", rows.UNSET)
    assert code not in str(store.run("SELECT invitation_hash FROM users").fetchall())
    assert not accounts.password_fits(store, olena.id, "!"), "what stands for no password is none"
    assert not accounts.password_fits(store, olena.id, "")
    wrong = ("olena k", "AAAA-AAAA-AA"), ("boss", code), ("nobody", code), ("olena k", "")
    for name, tried in wrong:
        assert invitations.accept(store, name, tried, NEW, address="", now=NOW) is None
    sloppy = code.lower().replace("-", " ")
    assert invitations.accept(store, "OLENA k", sloppy, NEW, address="10.0.0.1", now=NOW + DAY) is not None
    assert accounts.password_fits(store, olena.id, NEW)
    assert invitations.accept(store, "Olena K", code, OLD, address="", now=NOW + DAY) is None
    assert told(store) == ["user.added", "user.joined"]


def test_an_invitation_is_over_after_a_week(store: Store, boss: int) -> None:
    _, code = invitations.invite(store, "Olena", Role.MANAGER, by=BOSS, now=NOW)
    assert invitations.invited(store, "Olena", code, NOW + 7 * DAY - 1) is not None
    assert invitations.invited(store, "Olena", code, NOW + 7 * DAY) is None
    assert invitations.invited(store, "Olena", code, NOW - 1) is None, "a clock that went back makes none longer"


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "a\0b", "a\u202eb", "a\ud800"])
def test_what_is_no_name(store: Store, boss: int, name: str) -> None:
    with pytest.raises(accounts.BadName):
        accounts.add(store, name, Role.MANAGER, by=BOSS, now=NOW)


def test_two_people_are_not_called_alike(store: Store, boss: int) -> None:
    for name in ("BOSS", " boss ", "ｂｏｓｓ"):
        with pytest.raises(accounts.NameTaken):
            accounts.add(store, name, Role.MANAGER, by=BOSS, now=NOW)
    assert told(store) == []


@pytest.mark.parametrize("twin", ["Оwner", "оwnеr", "0wner", "ＯＷＮＥＲ", "ΟWNER"])
def test_nobody_is_taken_for_another_in_the_audit_log(store: Store, boss: int, twin: str) -> None:
    """Letters of other alphabets, or figures, that look alike."""
    store.run("UPDATE users SET name = 'owner' WHERE id = ?", boss)
    with pytest.raises(accounts.NameTaken):
        accounts.add(store, twin, Role.MANAGER, by=BOSS, now=NOW)
    assert accounts.find(store, "Оwner") is None, "to log in, a name is what was typed"
    assert accounts.add(store, "Оксана", Role.MANAGER, by=BOSS, now=NOW).name == "Оксана"


def test_the_box_never_loses_its_last_owner(store: Store, boss: int) -> None:
    second, code = invitations.invite(store, "second", Role.OWNER, by=BOSS, now=NOW)
    for attempt in (accounts.disable, lambda *a, **k: accounts.set_role(*a, Role.MANAGER, **k)):
        with pytest.raises(accounts.LastOwner):
            attempt(store, boss, by=BOSS, now=NOW)
    assert told(store) == ["user.added"], "an owner without password is none"
    invitations.accept(store, "second", code, NEW, address="", now=NOW)
    assert accounts.disable(store, boss, by=BOSS, now=NOW)
    assert not accounts.disable(store, boss, by=BOSS, now=NOW)
    with pytest.raises(accounts.LastOwner):
        accounts.set_role(store, second.id, Role.TECHNICIAN, by=BOSS, now=NOW)
    assert accounts.enable(store, boss, by=BOSS, now=NOW)
    assert accounts.set_role(store, second.id, Role.TECHNICIAN, by=BOSS, now=NOW)
    assert not accounts.set_role(store, second.id, Role.TECHNICIAN, by=BOSS, now=NOW)
    with pytest.raises(accounts.NoUser):
        accounts.disable(store, 99, by=BOSS, now=NOW)


def test_another_role_or_none_ends_what_was_open(store: Store, boss: int) -> None:
    olena, code = invitations.invite(store, "Olena", Role.MANAGER, by=BOSS, now=NOW)
    invitations.accept(store, "Olena", code, OLD, address="", now=NOW)
    for change in (
        lambda: accounts.set_role(store, olena.id, Role.MARKETER, by=BOSS, now=NOW),
        lambda: accounts.disable(store, olena.id, by=BOSS, now=NOW),
    ):
        cookie = sessions.begin(store, olena.id, Place("Firefox", "10.0.0.1"), None, NOW)
        half = sessions.begin_half(store, olena.id, "x", NOW)
        assert sessions.person_behind(store, cookie, NOW) is not None
        assert change()
        assert sessions.person_behind(store, cookie, NOW) is None
        assert sessions.half_behind(store, half, NOW) is None
    assert not accounts.password_fits(store, olena.id, OLD), "disabled"
    cookie = sessions.begin(store, olena.id, Place(), None, NOW)
    assert sessions.person_behind(store, cookie, NOW) is None, "not even by a session that was forgotten"


def test_a_new_password_ends_all_other_sessions(store: Store, boss: int) -> None:
    here = sessions.begin(store, boss, Place("here"), None, NOW)
    there = sessions.begin(store, boss, Place("there"), None, NOW)
    assert not accounts.change_password(store, boss, "wrong one", NEW, by=BOSS, cookie=here, now=NOW)
    assert sessions.person_behind(store, there, NOW) is not None
    assert accounts.change_password(store, boss, OLD, NEW, by=BOSS, cookie=here, now=NOW)
    assert sessions.person_behind(store, here, NOW) is not None
    assert sessions.person_behind(store, there, NOW) is None
    assert accounts.password_fits(store, boss, NEW)
    assert not accounts.password_fits(store, boss, OLD)
    assert told(store) == ["account.password"]


def test_a_reset_voids_the_password_at_once(store: Store, boss: int) -> None:
    cookie = sessions.begin(store, boss, Place(), None, NOW)
    code = invitations.renew(store, boss, by=BOSS, now=NOW)
    assert sessions.person_behind(store, cookie, NOW) is None
    assert not accounts.password_fits(store, boss, OLD)
    assert invitations.accept(store, "boss", code, NEW, address="", now=NOW) is not None
    olena, _ = invitations.invite(store, "Olena", Role.MANAGER, by=BOSS, now=NOW)
    accounts.disable(store, olena.id, by=BOSS, now=NOW)
    with pytest.raises(accounts.NotUsable):
        invitations.renew(store, olena.id, by=BOSS, now=NOW)


def test_sessions_are_listed_and_ended_one_by_one(store: Store, boss: int) -> None:
    other, _ = invitations.invite(store, "other", Role.MANAGER, by=BOSS, now=NOW)
    cookies = [sessions.begin(store, boss, Place(f"agent {n}\0", "10.0.0.1"), None, NOW + n) for n in range(3)]
    foreign = sessions.begin(store, other.id, Place(), None, NOW)
    listed = sessions.of(store, boss, cookies[0], NOW + MINUTE)
    assert [(one.place.agent, one.current) for one in listed] == [
        ("agent 0", True),
        ("agent 2", False),
        ("agent 1", False),
    ]
    foreign_name = sessions.of(store, other.id, foreign, NOW)[0].name
    assert sessions.end_one(store, boss, foreign_name) is None, "nobody ends what is not his"
    assert sessions.end_one(store, boss, "") is None
    assert sessions.end_one(store, boss, listed[1].name) == Place("agent 2", "10.0.0.1")
    assert sessions.person_behind(store, cookies[2], NOW + MINUTE) is None
    assert sessions.end_others(store, boss, cookies[0]) == 1
    assert [one.current for one in sessions.of(store, boss, cookies[0], NOW + MINUTE)] == [True]
    assert sessions.of(store, boss, cookies[0], NOW + sessions.IDLE + 3) == []


def test_nobody_has_more_sessions_than_he_can_look_through(store: Store, boss: int) -> None:
    cookies = [sessions.begin(store, boss, sessions.Place(), None, NOW + turn) for turn in range(35)]
    now = NOW + len(cookies)
    living = [sessions.person_behind(store, cookie, now) is not None for cookie in cookies]
    assert living == [False] * 5 + [True] * 30
    assert len(sessions.of(store, boss, cookies[-1], now)) == 30


def test_half_a_log_in_opens_nothing_and_is_soon_over(store: Store, boss: int) -> None:
    cookie = sessions.begin_half(store, boss, "old", NOW)
    assert sessions.person_behind(store, cookie, NOW) is None
    found = sessions.half_behind(store, cookie, NOW + sessions.HALF - 1)
    assert found is not None and found.id == boss
    assert sessions.half_behind(store, cookie, NOW + sessions.HALF) is None
    assert sessions.half_behind(store, cookie, NOW - 1) is None
    sessions.begin(store, boss, Place(), cookie, NOW)
    assert sessions.half_behind(store, cookie, NOW) is None


def with_phone(store: Store, user_id: int) -> tuple[pyotp.TOTP, list[str]]:
    """Switch codes on; the app, whose present code is used up, and the recovery codes."""
    app = pyotp.TOTP(second_factor.begin(store, user_id))
    codes = second_factor.confirm(store, user_id, app.at(NOW // SECOND), by=BOSS, cookie="c", now=NOW)
    assert codes is not None
    return app, codes


def test_a_code_counts_after_it_was_shown_to_work(store: Store, boss: int) -> None:
    assert second_factor.confirm(store, boss, "000000", by=BOSS, cookie="c", now=NOW) is None
    secret = second_factor.begin(store, boss)
    assert second_factor.begin(store, boss) == secret == second_factor.pending(store, boss)
    app = pyotp.TOTP(secret)
    there = sessions.begin(store, boss, Place(), None, NOW)
    assert second_factor.fits(store, boss, app.at(NOW // SECOND), NOW) is None, "it does not count yet"
    wrong = f"{(int(app.at(NOW // SECOND)) + 1) % 10**6:06}"
    for tried in (wrong, "", "abcdef", "１２３４５６", app.at(NOW // SECOND) + "0"):
        assert second_factor.confirm(store, boss, tried, by=BOSS, cookie="c", now=NOW) is None
    codes = second_factor.confirm(store, boss, app.at(NOW // SECOND), by=BOSS, cookie="c", now=NOW)
    assert codes is not None and len(set(codes)) == 10
    assert sessions.person_behind(store, there, NOW) is None, "what was open without a code is over"
    assert second_factor.pending(store, boss) == second_factor.begin(store, boss) == "", "never shown again"


def test_a_code_is_accepted_once_and_only_around_its_time(store: Store, boss: int) -> None:
    app, _ = with_phone(store, boss)
    at = NOW + 10 * MINUTE
    codes = {offset: app.at((at // SECOND // 30 + offset) * 30) for offset in range(-3, 4)}
    if len(set(codes.values())) < 7:
        pytest.skip("two of seven codes are alike")
    assert second_factor.fits(store, boss, codes[-2], at) is None
    assert second_factor.fits(store, boss, codes[2], at) is None
    assert second_factor.fits(store, boss, codes[0], at) == "app"
    assert second_factor.fits(store, boss, codes[0], at) is None
    assert second_factor.fits(store, boss, codes[-1], at) is None, "nor one before a used one"
    assert second_factor.fits(store, boss, f"{codes[1][:3]} {codes[1][3:]}", at) == "app"


def test_the_code_that_switched_it_on_is_used(store: Store, boss: int) -> None:
    app, _ = with_phone(store, boss)
    assert second_factor.fits(store, boss, app.at(NOW // SECOND), NOW) is None


def test_a_recovery_code_works_once(store: Store, boss: int) -> None:
    _, codes = with_phone(store, boss)
    assert not any(code in str(store.run("SELECT * FROM recovery_codes").fetchall()) for code in codes)
    assert second_factor.fits(store, boss, codes[0].lower(), NOW) == "recovery"
    assert second_factor.fits(store, boss, codes[0], NOW) is None
    assert second_factor.recovery_left(store, boss) == 9
    fresh = second_factor.renew_recovery(store, boss, by=BOSS, now=NOW)
    assert second_factor.fits(store, boss, codes[1], NOW) is None
    assert second_factor.fits(store, boss, fresh[1], NOW) == "recovery"
    assert second_factor.switch_off(store, boss, by=BOSS, now=NOW)
    assert not second_factor.switch_off(store, boss, by=BOSS, now=NOW)
    assert second_factor.fits(store, boss, fresh[2], NOW) is None
    assert told(store) == ["account.code_on", "account.recovery_codes", "account.code_off"]


def test_tries_are_counted_where_they_come_from(store: Store, boss: int) -> None:
    guesser = tries.for_password(store, "boss", None, "10.0.0.66", NOW)
    assert [guesser.spend(store, NOW) for _ in range(10)] == [0.0] * 10
    assert guesser.spend(store, NOW) == 900.0
    assert tries.for_password(store, "boss", None, "10.0.0.67", NOW).spend(store, NOW) == 0.0, "another address"
    browser = sessions.remember(store, boss, None, NOW)
    own = tries.for_password(store, "Boss", browser, "10.0.0.66", NOW)
    assert own.spend(store, NOW) == 0.0, "the same address, a known browser"
    invitations.invite(store, "other", Role.OWNER, by=BOSS, now=NOW)
    for name in ("other", "nobody"):
        tried = [tries.for_password(store, name, browser, "10.0.0.66", NOW).spend(store, NOW) for _ in range(11)]
        assert tried[9] == 0.0 and tried[10] > 0, "known for one is not known for all; no name is told from none"
    assert guesser.spend(store, NOW + 15 * MINUTE) == 0.0


def test_an_account_of_ones_own_gives_no_tries_at_another(store: Store, boss: int) -> None:
    mine = tries.for_password(store, "me", None, "10.0.0.66", NOW)
    theirs = tries.for_password(store, "boss", None, "10.0.0.66", NOW)
    waited = []
    for _ in range(60):
        waited.append(theirs.spend(store, NOW))
        mine.spend(store, NOW)
        mine.refund(store)
    assert len([wait for wait in waited if not wait]) == 10


def test_right_passwords_use_nothing_up(store: Store, boss: int) -> None:
    for _ in range(60):
        budget = tries.for_password(store, "boss", None, "10.0.0.1", NOW)
        assert budget.spend(store, NOW) == 0.0
        budget.refund(store)


def test_codes_are_counted_against_the_user_too(store: Store, boss: int) -> None:
    for place in range(5):
        assert tries.for_code(store, boss, None, f"10.0.0.{place}", NOW).spend(store, NOW) == 0.0
    assert tries.for_code(store, boss, None, "10.0.0.9", NOW).spend(store, NOW) > 0
    browser = sessions.remember(store, boss, None, NOW)
    assert tries.for_code(store, boss, browser, "10.0.0.9", NOW).spend(store, NOW) == 0.0


def test_a_browser_is_remembered_for_a_year(store: Store, boss: int) -> None:
    browser = sessions.remember(store, boss, "chosen by a stranger", NOW)
    assert browser != "chosen by a stranger"
    assert sessions.remember(store, boss, browser, NOW + DAY) == browser
    assert sessions.is_known(store, boss, browser, NOW + 365 * DAY)
    assert not sessions.is_known(store, boss, browser, NOW + 366 * DAY)
    for number in range(25):
        sessions.remember(store, boss, None, NOW + 2 * DAY + number)
    assert not sessions.is_known(store, boss, browser, NOW + 2 * DAY), "twenty at most"
    assert store.run("SELECT count(*) FROM browsers").fetchone() == (20,)


def test_a_token_is_kept_by_its_hash_only(store: Store, boss: int) -> None:
    made, secret = tokens.make(
        store,
        name="till",
        rights={Right.WRITE, Right.SEE},
        by=BOSS,
        now=NOW,
        allow=("+38050",),
        callbacks=("https://shop.example/sms", "http://10.0.0.2:8080"),
        per_day=20,
        expires_at=NOW + DAY,
    )
    assert secret.startswith(made.prefix) and len(secret) > 45
    assert secret not in str(store.run("SELECT * FROM tokens").fetchall())
    found = tokens.behind(store, secret, NOW + HOUR)
    assert found is not None
    assert (found.rights, found.allow, found.per_day) == ({Right.WRITE, Right.SEE}, ("+38050",), 20)
    assert found.callbacks == ("https://shop.example/sms", "http://10.0.0.2:8080")
    assert [each.last_used_at for each in tokens.listed(store)] == [NOW + HOUR]
    for wrong in ("", secret[:-1], secret + "x", made.prefix, "smsbox_" + "A" * 43, "\ud800"):
        assert tokens.behind(store, wrong, NOW) is None
    assert tokens.behind(store, secret, NOW + DAY) is None, "over"
    assert tokens.revoke(store, made.id, by=BOSS, now=NOW)
    assert not tokens.revoke(store, made.id, by=BOSS, now=NOW)
    assert not tokens.revoke(store, 99, by=BOSS, now=NOW)
    assert tokens.behind(store, secret, NOW) is None
    assert told(store) == ["token.made", "token.revoked"]
    assert secret not in str(audit.entries(store, limit=9))


@pytest.mark.parametrize(
    "wish",
    [
        {"rights": set()},
        {"rights": {Right.PEOPLE}},
        {"rights": {Right.SEE, Right.SETTINGS}},
        {"per_day": 0},
        {"per_day": 10**9},
        {"expires_at": NOW},
        {"allow": ("0800",)},
        {"allow": ("+38*",)},
        {"callbacks": ("shop.example/sms",)},
        {"callbacks": ("ftp://shop.example",)},
        {"callbacks": ("https://till:secret@shop.example/",)},
        {"callbacks": ("https://shop.example:0/",)},
        {"callbacks": ("https://[::1/",)},
    ],
)
def test_tokens_that_nobody_should_have(store: Store, boss: int, wish: dict[str, object]) -> None:
    with pytest.raises(tokens.BadToken):
        tokens.make(store, **{"name": "till", "rights": {Right.SEE}, "by": BOSS, "now": NOW, **wish})  # type: ignore[arg-type]
    assert tokens.listed(store) == [] and told(store) == []


def test_the_audit_log_is_append_only(store: Store) -> None:
    audit.note(store, BOSS, NOW, "modem.paused", "main", {"paused": (False, True), "same": (1, 1)})
    for vandalism in ("UPDATE audit SET who = 'nobody'", "DELETE FROM audit"):
        with pytest.raises(StoreTrouble), store.write():
            store.run(vandalism)
    (entry,) = audit.entries(store, limit=9)
    assert (entry.who, entry.role, entry.address, entry.what, entry.subject) == (
        *("boss", "owner", "192.168.1.2", "modem.paused", "main"),
    )
    assert entry.changes == {"paused": (False, True)}


def test_the_audit_log_is_kept_for_a_time_and_its_removal_is_in_it(store: Store) -> None:
    kept_s = 100 * 86400
    for day in (150, 131, 120, 101, 99, 1):
        audit.note(store, BOSS, NOW - day * DAY, "modem.paused", str(day))
    assert audit.prune(store, kept_s + 51 * 86400, NOW) == 0
    assert audit.prune(store, kept_s, NOW) == 4
    newest, *rest = audit.entries(store, limit=9)
    assert (newest.who, newest.what, newest.changes) == ("smsbox", "audit.pruned", {"lines": (4, 0)})
    assert [entry.subject for entry in rest] == ["1", "99"]
    assert audit.prune(store, kept_s, NOW + 3 * DAY) == 0, "a line a month, not one for each that goes"
    for vandalism in ("DELETE FROM audit", f"DELETE FROM audit WHERE id = {newest.id}", "UPDATE audit SET who = ''"):
        with pytest.raises(Exception, match="append-only"), store.write():
            store.run(vandalism)
    assert audit.prune(store, kept_s, NOW + 300 * DAY) == 3, "its own lines go, too, when they are old"
    assert [entry.what for entry in audit.entries(store, limit=9)] == ["audit.pruned"]


def test_a_clock_that_was_wrong_removes_nothing_behind_a_younger_line(store: Store) -> None:
    for day in (150, 1, 150):
        audit.note(store, BOSS, NOW - day * DAY, "modem.paused", str(day))
    assert audit.prune(store, 100 * 86400, NOW) == 1
    assert [entry.subject for entry in audit.entries(store, limit=9)[1:]] == ["150", "1"]


def test_the_audit_log_goes_with_its_transaction(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.write():
        audit.note(store, BOSS, NOW, "user.added", "somebody")
        raise ZeroDivisionError
    assert audit.entries(store, limit=9) == []


def test_the_audit_log_is_filtered_and_paged(store: Store) -> None:
    for number in range(6):
        who = Actor(f"u{number % 2}\0", "manager")
        audit.note(
            store, who, NOW + number, "message.held" if number % 3 else "user.role", f"{number}\ud800" + "x" * 600
        )
    assert audit.everyone(store) == ["u0", "u1"] or audit.everyone(store) == ["u0\ufffd", "u1\ufffd"]
    newest = audit.entries(store, limit=2)
    assert [entry.at - NOW for entry in newest] == [5, 4]
    assert [entry.at - NOW for entry in audit.entries(store, limit=9, before_id=newest[-1].id)] == [3, 2, 1, 0]
    assert [entry.at - NOW for entry in audit.entries(store, limit=9, area="user")] == [3, 0]
    assert [entry.at - NOW for entry in audit.entries(store, limit=9, area="user", who=newest[0].who)] == [3]
    assert all(len(entry.subject) <= 500 for entry in newest)
