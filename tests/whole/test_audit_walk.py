"""Every form there is, pressed in a real daemon: what changes something leaves its line in the audit log.

The table holds every POST of every screen. What leaves no line says why; a screen that adds a form adds it here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pyotp
import pytest

from smsbox.clock import SystemClock
from smsbox.hooks import calls
from smsbox.i18n.translator import translator
from smsbox.people import audit
from smsbox.store import Store
from smsbox.web.people.audit_words import AREAS, what_words
from smsbox.web.screens import all_routes
from tests.whole.box import Box, box, until
from tests.whole.test_page_by_hand import OTHER, PASSWORD, Page, status

CUSTOMER = "+380500000007"
NEW = "a heron at the old mill"
PIN = "59264713"
RECOVERY = r"<li>([A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{2})</li>"

LINES = {
    "/setup": "user.owner_made",
    "/setup/place": "setting.changed",
    "/setup/limits": "setting.changed",
    "/setup/test": "message.queued",
    "/login": "account.log_in",
    "/login/code": "account.log_in",
    "/welcome": "user.joined",
    "/send/queue": "message.queued",
    "/outbox/<message_id:id>/<action>": "message.hold",
    "/outbox/sweeps/<sweep_id:id>/agree": "message.cancel",
    "/calls/<call_id:id>/done": "call.settled",
    "/desk/<digits>/answer": "message.queued",
    "/desk/<digits>/assign": "desk.assigned",
    "/desk/<digits>/end": "desk.done",
    "/desk/<digits>/reopen": "desk.reopened",
    "/desk/<digits>/later": "desk.put_off",
    "/desk/<digits>/unread": "desk.unread",
    "/desk/<digits>/note": "desk.note",
    "/desk/<digits>/label": "desk.label",
    "/desk/labels/change": "desk.labels",
    "/tasks/<task_id:id>/take": "task.taken",
    "/tasks/<task_id:id>/back": "task.given_back",
    "/tasks/<task_id:id>/end": "task.done",
    "/canned": "canned.kept",
    "/canned/<reply_id:id>": "canned.kept",
    "/canned/<reply_id:id>/drop": "canned.dropped",
    "/modems/<name>/pause": "modem.paused",
    "/modems/<name>/resume": "modem.resumed",
    "/fleet/pause": "modem.paused",
    "/fleet/resume": "modem.resumed",
    "/modems/<name>/accept": "modem.sim_accepted",
    "/modems/<name>/ussd": "modem.ussd",
    "/modems/<name>/ussd/answer": "modem.ussd_answered",
    "/modems/<name>/balance": "modem.balance",
    "/modems/<name>/console": "modem.console",
    "/routes": "route.set",
    "/routes/drop": "route.dropped",
    "/customers/import/file/<ticket>": "import.handed_in",
    "/customers/import/<import_id:id>/agree": "import.agreed",
    "/customers/import/<import_id:id>/undo": "import.undone",
    "/customers/import/<import_id:id>/discard": "import.discarded",
    "/problems/<case_id:id>/snooze": "problem.snoozed",
    "/problems/<case_id:id>/wake": "problem.woken",
    "/account/password": "account.password",
    "/account/sessions/end": "account.session_ended",
    "/account/sessions/end-others": "account.sessions_ended",
    "/account/code/confirm": "account.code_on",
    "/account/code/recovery": "account.recovery_codes",
    "/account/code/off": "account.code_off",
    "/account/phones": "user.phone_added",
    "/account/phones/remove": "user.phone_removed",
    "/users": "user.added",
    "/users/<user_id:id>/role": "user.role",
    "/users/<user_id:id>/disable": "user.disabled",
    "/users/<user_id:id>/enable": "user.enabled",
    "/users/<user_id:id>/code": "user.password_reset",
    "/users/<user_id:id>/no-phone": "user.code_reset",
    "/users/<user_id:id>/sign-out": "user.sessions_ended",
    "/tokens": "token.made",
    "/programs/stop": "program.stopped",
    "/programs/go-on": "program.went_on",
    "/campaigns": "campaign.made",
    "/campaigns/<campaign_id:id>/text": "campaign.edited",
    "/campaigns/<campaign_id:id>/audience": "campaign.edited",
    "/campaigns/<campaign_id:id>/when": "campaign.edited",
    "/campaigns/<campaign_id:id>/launch": "campaign.launched",
    "/campaigns/<campaign_id:id>/pause": "campaign.pause",
    "/campaigns/<campaign_id:id>/resume": "campaign.resume",
    "/campaigns/<campaign_id:id>/skip": "campaign.skip",
    "/campaigns/<campaign_id:id>/cancel": "campaign.cancel",
    "/campaigns/<campaign_id:id>/copy": "campaign.copied",
    "/tokens/<token_id:id>/revoke": "token.revoked",
    "/hooks": "hook.made",
    "/hooks/<hook_id:id>/test": "hook.tested",
    "/hooks/<hook_id:id>/replay": "hook.replayed",
    "/hooks/callbacks/replay": "hook.replayed",
    "/hooks/<hook_id:id>/remove": "hook.removed",
    "/sources": "source.made",
    "/sources/<source_id:id>/close": "source.closed",
    "/questions": "question.made",
    "/questions/<question_id:id>/close": "question.closed",
    "/customers/new": "customer.written_down",
    "/customers/tags": "customer.tag",
    "/customers/merge": "customer.merged",
    "/customers/<contact_id:id>/part": "customer.parted",
    "/customers/<contact_id:id>": "customer.changed",
    "/customers/<contact_id:id>/note": "customer.note",
    "/customers/<contact_id:id>/note/<note_id:id>/drop": "customer.note_dropped",
    "/customers/<contact_id:id>/agree": "customer.agreed",
    "/customers/<contact_id:id>/leave": "customer.left",
    "/customers/<contact_id:id>/calls": "customer.calls",
    "/customers/<contact_id:id>/erase": "customer.erased",
    "/coupons": "coupon.series_made",
    "/coupons/redeem": "coupon.redeemed",
    "/coupons/<series_id:id>/change": "coupon.series_changed",
    "/coupons/<series_id:id>/add": "coupon.added",
    "/coupons/<series_id:id>/print": "coupon.printed",
    "/coupons/<series_id:id>/void": "coupon.void",
    "/coupons/<series_id:id>/close": "coupon.series_closed",
    "/settings/<name>": "setting.changed",
    "/shop": "setting.changed",
    "/settings/modems/<name>/pin": "setting.changed",
}
"""Path of a form → what its line says."""

ELSEWHERE = {
    "/alarms/test": "alarm.tested: tests/whole/test_alarms.py",
    "/backups": "backup.made: tests/web/test_backups.py",
    "/backups/<place>/<name>/check": "backup.checked: tests/web/test_backups.py",
    "/automatons/lift": "message.answered_again, of a number that was silenced: tests/web/test_automatons.py",
    **{
        f"/appointments/{each}": "appointment.…: tests/web/test_appointments.py"
        for each in (
            "new",
            *(f"<appointment_id:id>/{deed}" for deed in ("move", "cancel", "missed")),
            "waiting/<waiting_id:id>/end",
        )
    },
    **{
        f"/orders/{each}": "order.…: tests/web/test_orders.py"
        for each in ("<order_id:id>/take", "<order_id:id>/move", "stock/<flow_id:id>")
    },
    "/dialogs": "flow.…: tests/web/test_dialogs.py",
    "/dialogs/new/<kind>": "flow.…: tests/web/test_dialogs.py",
    **{
        f"/dialogs/<flow_id:id>/{each}": "flow.…: tests/web/test_dialogs.py"
        for each in ("edit", "file", "open", "close", "copy", "discard")
    },
    **{
        f"/dialogs/<flow_id:id>/votes/{each}": "vote.…: tests/web/test_votes.py"
        for each in ("settle", "unlearn", "change")
    },
    **{
        f"/dialogs/<flow_id:id>/entries/{each}": "contest.…: tests/web/test_contest.py"
        for each in ("list", "draw", "tell", "out", "in")
    },
    "/calls/instead": "customer.called, about a campaign that passed somebody over: tests/web/test_customers.py",
    "/campaigns/<campaign_id:id>/go-on": "as .../skip, of one that waits for its pilot: tests/web/test_campaigns.py",
    "/campaigns/<campaign_id:id>/text/look": "as .../text, once in ten minutes of writing: tests/web/test_campaigns.py",
    "/campaigns/<campaign_id:id>/audience/look": "as .../audience, once in ten minutes of choosing",
    "/setup/modem": "as /settings/<name>, when it is another modem than before",
    "/setup/sim": "as /settings/modems/<name>/pin",
    "/settings/modems/<name>": "as /settings/<name>",
    "/settings/modems/<name>/remove": "as /settings/<name>",
    "/settings/ignored/forget": "as /settings/<name>",
    "/outbox/sweeps/<sweep_id:id>/stop": "message.broken_off, at a moment that no test meets for sure",
    "/customers/import/<import_id:id>/stop": "import.stopped, at a moment that no test meets for sure",
}
"""Forms that leave the line of another one, by the same function."""

NO_LINE = {
    "/dialogs/<flow_id:id>/try": "plays on a database that is thrown away",
    "/join/<source_id:id>": "nobody is signed in there; the ledger of consents keeps who was asked, and from where",
    "/setup/look": "looks at the ports once more",
    "/setup/again": "begins the first run anew, which changes nothing by itself",
    "/setup/done": "notes that the first run is over",
    "/logout": "ends nothing but the own session; beginnings are what an owner looks for",
    "/language": "how one's own page looks",
    "/account/language": "how one's own page looks",
    "/account/code/begin": "the secret does not count yet",
    "/account/code/give-up": "the secret did not count",
    "/send/edit": "shows the form again",
    "/desk/<digits>/canned": "puts a canned reply into an answer that has yet to be sent",
    "/desk/<digits>/enter": "the key Enter: does what the button beside the field does, and leaves its line",
    "/send/preview": "shows what would be sent",
    "/customers/import/<import_id:id>": "shows or counts what would be changed; agreeing writes the line",
    "/customers/import/<import_id:id>/change": "shows the columns again",
    "/outbox/sweeps": "counts what would be changed; agreeing writes the line",
    "/modems/<name>/ussd/leave": "ends a conversation whose beginning is noted",
    "/modems/<name>/console/leave": "ends a turn whose commands are noted",
    "/settings/undone/seen": "puts a note away",
}


WRITERS = ("visit.audit", "audit.note", "noted")


def posts() -> set[str]:
    return {route.path for route in all_routes() if route.method == "POST"}


def test_every_form_is_in_one_of_the_tables() -> None:
    tables = [set(LINES), set(ELSEWHERE), set(NO_LINE)]
    assert set.union(*tables) == posts()
    assert sum(map(len, tables)) == len(posts())


def test_every_line_has_words() -> None:
    """What a line says is a word of the table of words, and its area one that can be chosen."""
    source = Path(audit.__file__).parents[1]
    written = set(LINES.values())
    for path in source.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in WRITERS:
                said = [each.value for each in node.args if isinstance(each, ast.Constant)]
                written |= {word for word in map(str, said) if re.fullmatch(r"[a-z]+\.[a-z_]+", word)}
    written |= {f"message.{act}" for act in ("cancel", "hold", "release", "resend", "confirm", "move")}
    assert len(written) > 40
    english = translator("en")
    assert {what for what in written if what_words(english, what) == what or what.split(".")[0] not in AREAS} == set()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    lines = 'calls = "callback"\nbalance_code = "*111#"\nbalance_every = "0s"'
    listed = 'quiet = "off"\n[programs]\nnetworks = ["127.0.0.0/8"]\n'
    with box(tmp_path_factory.mktemp("walk"), modem_lines=lines, sending=listed) as found:
        found.do("ussd", code="*111#", text="Na rahunku 103.50 grn.")
        found.start()
        found.await_modems()
        yield found
        found.stop()


class Walk:
    """Presses forms and looks which lines they left."""

    def __init__(self, made: Box) -> None:
        self.made, self.pressed, self._last = made, set[str](), 0
        self.secrets = {PASSWORD, NEW, PIN}
        self.page = Page(made)
        self.line("/setup")

    def line(self, route: str) -> None:
        """The forms pressed since the last look were of `route`, and left the line that the table says."""
        with closing(Store.open(f"sqlite://{self.made.directory}/smsbox.db")) as store:
            found = [entry for entry in audit.entries(store, limit=50) if entry.id > self._last]
        assert LINES[route] in [entry.what for entry in found], (route, [entry.what for entry in found], self.page.text)
        assert all(entry.who and entry.role and entry.address == "127.0.0.1" for entry in found)
        self._last = max(entry.id for entry in found)
        self.pressed.add(route)

    def press(self, shown: str, route: str, action: str = "", /, **typed: str) -> str:
        """Open a page, press a form on it, look at the line."""
        self.page.open(shown)
        text = self.page.press(action or route, **typed)
        self.line(route)
        return text

    def learn(self, pattern: str) -> str:
        """What the page shows once; the first of it."""
        found = re.findall(pattern, self.page.raw)
        assert found, self.page.text
        self.secrets |= {*found, *self.page._cookies.values()}
        return str(found[0])

    def shut(self) -> None:
        self.page.open("/")
        self.page.press("/logout")


def test_every_form_leaves_its_line(made: Box) -> None:
    walk = Walk(made)
    for part in (
        first_run,
        messages,
        desk,
        imports,
        collecting,
        customers,
        vouchers,
        modem,
        people,
        own_account,
        campaign,
    ):
        part(walk)
    assert set(LINES) - walk.pressed == set()
    with closing(Store.open(f"sqlite://{made.directory}/smsbox.db")) as store:
        told = "".join(map(str, store.run("SELECT who, subject, changes FROM audit").fetchall())) + made.log()
    assert len(walk.secrets) > 20
    assert not [secret for secret in walk.secrets if secret in told], "nothing that opens a door is written down"


def first_run(walk: Walk) -> None:
    page = walk.page
    until(lambda: 'value="modem:m0"' in (page.open("/setup/modem") and page.raw))
    page.press("/setup/modem", choice="modem:m0")
    until(lambda: "The SIM is open" in page.open("/setup/sim"))
    page.press("/setup/sim")
    walk.press("/setup/place", "/setup/place", language="en")
    walk.press("/setup/limits", "/setup/limits", pace="starter")
    walk.press("/setup/test", "/setup/test", number=CUSTOMER)
    until(lambda: "It arrived" in page.open("/setup/test"))


def messages(walk: Walk) -> None:
    page, made = walk.page, walk.made
    walk.press("/modems/m0", "/modems/<name>/pause", "/modems/m0/pause", why="counting")
    until(lambda: status(made)["reason"] == "relay.paused")
    page.open("/send")
    page.press("/send/preview", numbers=CUSTOMER, text="Your cake is ready", **{"class": "service"})
    page.press("/send/queue")
    walk.line("/send/queue")
    number = made.outbox()[-1]["id"]
    walk.press(f"/outbox/{number}", "/outbox/<message_id:id>/<action>", f"/outbox/{number}/hold")
    page.open("/outbox?state=held")
    page.press("/outbox/sweeps", act="cancel")
    found = re.search(r'action="(/outbox/sweeps/\d+/agree)"', page.raw)
    assert found, page.text
    page.press(found[1])
    walk.line("/outbox/sweeps/<sweep_id:id>/agree")
    walk.press("/modems/m0", "/modems/<name>/resume", "/modems/m0/resume")
    until(lambda: status(made)["state"] == "ready")
    made.do("call", number="0500000001", rings=2)
    until(lambda: made.rows("calls", "list", "--open"))
    walk.press("/calls", "/calls/<call_id:id>/done", "/calls/1/done", note="table for two")


def desk(walk: Walk) -> None:
    page, made, at, route = walk.page, walk.made, "/desk/380500000007", "/desk/<digits>"
    for act, typed in (
        ("assign", {"who": "owner"}),
        ("answer", {"text": "It is ready"}),
        *(("reopen", {}), ("end", {}), ("later", {"until": "week"}), ("unread", {})),
        *(("note", {"note": "comes on Fridays"}), ("label", {"label": "cakes"})),
    ):
        page.open(at)
        page.send(f"{at}/{act}", page.fields(f"{at}/answer") | typed)
        walk.line(f"{route}/{act}")
    walk.press("/desk?label=cakes", "/desk/labels/change", label="cakes", to="pies")
    made.do("call", number="0500000002", rings=2)
    until(lambda: "/tasks/2/take" in (page.open("/tasks") and page.raw))
    for act in ("take", "back", "end"):
        walk.press("/tasks", f"/tasks/<task_id:id>/{act}", f"/tasks/2/{act}")
    walk.press("/canned", "/canned", title="Hours", text="Daily from 9 to 19", language="")
    walk.press("/canned/1", "/canned/<reply_id:id>", "/canned/1", title="Hours", text="Daily from 9 to 20", language="")
    walk.press("/canned/1", "/canned/<reply_id:id>/drop", "/canned/1/drop")


def imports(walk: Walk) -> None:
    page, at = walk.page, "/customers/import"
    for content in (b"number,name\n0500000021,Olena\n", b"number\n0500000022\n"):
        page.open(at)
        found = re.search(rf'action="({at}/file/[^"]+)"', page.raw)
        assert found, page.text
        page.upload(found[1], "people.csv", content)
        walk.line(f"{at}/file/<ticket>")
    walk.press(f"{at}/2", f"{at}/<import_id:id>/discard", f"{at}/2/discard")
    page.open(f"{at}/1")
    page.press(f"{at}/1", do="count")
    until(lambda: f"{at}/1/agree" in (page.open(f"{at}/1") and page.raw))
    page.press(f"{at}/1/agree")
    walk.line(f"{at}/<import_id:id>/agree")
    until(lambda: f"{at}/1/undo" in (page.open(f"{at}/1") and page.raw))
    page.press(f"{at}/1/undo")
    walk.line(f"{at}/<import_id:id>/undo")


def collecting(walk: Walk) -> None:
    walk.press("/sources", "/sources", kind="staff", title="At the counter", language="uk")
    walk.press("/sources/1", "/sources/<source_id:id>/close", "/sources/1/close")
    walk.press("/questions", "/questions", text="What do you drink?", field="drink", options="coffee,tea", days="365")
    walk.press("/questions", "/questions/<question_id:id>/close", "/questions/1/close")
    walk.press("/customers/new", "/customers/new", number="0500000077", name="Olena", consent="none")


def customers(walk: Walk) -> None:
    page, route = walk.page, "/customers/<contact_id:id>"
    for number in ("0500000078", "0500000079"):
        page.open("/customers/new")
        page.press("/customers/new", number=number, name="Olena Kovalenko", consent="none")
    found = re.search(r'action="(/customers/\d+)/note"', page.raw)
    assert found, page.text
    at = found[1]
    walk.press(at, route, at, number="0500000079", name="Olena Kovalenko", birthday="14.03.1980", tags="vip")
    walk.press(at, f"{route}/note", f"{at}/note", text="likes tea")
    drop = re.search(r'action="(/customers/\d+/note/\d+/drop)"', page.raw)
    assert drop, page.text
    walk.press(at, f"{route}/note/<note_id:id>/drop", drop[1])
    walk.press(at, f"{route}/agree", f"{at}/agree", read="yes")
    walk.press(at, f"{route}/calls", f"{at}/calls", prefers="yes")
    walk.press(at, f"{route}/leave", f"{at}/leave")
    walk.press("/customers", "/customers/tags", put="spring", act="tag")
    walk.press("/customers/doubles", "/customers/merge")
    parted = re.search(r'action="(/customers/\d+/part)"', page.raw)
    assert parted, page.text
    walk.press(parted[1].removesuffix("/part"), f"{route}/part", parted[1])
    kept = re.search(r'action="(/customers/\d+)/erase"', page.raw)
    assert kept, page.text
    walk.press(kept[1], f"{route}/erase", f"{kept[1]}/erase", sure="yes")


def vouchers(walk: Walk) -> None:
    at = "/coupons/1"
    walk.press("/coupons/new?kind=pool", "/coupons", name="Autumn", pool="AUTUMN-1\nAUTUMN-2")
    changed = f"{at}/change"
    walk.press(changed, "/coupons/<series_id:id>/change", changed, name="Winter", to="2031-01-31")
    walk.press(at, "/coupons/<series_id:id>/add", f"{at}/add", pool="AUTUMN-3")
    walk.press(at, "/coupons/<series_id:id>/print", f"{at}/print", count="2")
    walk.press("/coupons/redeem", "/coupons/redeem", code="autumn 1")
    walk.press(at, "/coupons/<series_id:id>/void", f"{at}/void", code="AUTUMN2")
    walk.press(at, "/coupons/<series_id:id>/close", f"{at}/close")


def modem(walk: Walk) -> None:
    page, made, at = walk.page, walk.made, "/modems/m0"
    for form in ("/fleet/pause", "/fleet/resume"):  # its buttons are shown where there are several modems
        page.send(form, page.fields("/logout"))
        walk.line(form)
    until(lambda: status(made)["state"] == "ready")
    page.open(f"{at}/ussd")
    page.press(f"{at}/ussd", code="*102#")
    walk.line("/modems/<name>/ussd")
    until(lambda: f"{at}/ussd/answer" in page.open(f"{at}/ussd") and "1 Balance" in page.text)
    page.press(f"{at}/ussd/answer", answer="2")
    walk.line("/modems/<name>/ussd/answer")
    until(lambda: f'action="{at}/ussd"' in (page.open(f"{at}/ussd") and page.raw))
    until(lambda: status(made)["state"] == "ready")
    page.open(at)
    page.press(f"{at}/balance")
    walk.line("/modems/<name>/balance")
    until(lambda: "103.50" in page.open(f"{at}/ussd"))
    walk.press(f"{at}/console", "/modems/<name>/console", f"{at}/console", command="AT+CSQ")
    until(lambda: "+CSQ:" in page.open(f"{at}/console"))
    page.press(f"{at}/console/leave")
    walk.press("/routes", "/routes", prefix="+38050", operator="mts")
    walk.press("/routes", "/routes/drop")
    made.do("sim", swap=OTHER)
    until(lambda: status(made)["reason"] == "relay.sim_swapped")
    until(lambda: "/snooze" in (page.open("/problems") and page.raw))
    for word in ("snooze", "wake"):
        page.open("/problems")
        action = re.search(rf'action="(/problems/\d+/{word})"', page.raw)
        assert action, page.text
        page.press(action[1])
        walk.line(f"/problems/<case_id:id>/{word}")
    walk.press(at, "/modems/<name>/accept", f"{at}/accept")
    for field in ("preview", "apply"):
        page.open("/settings/sending")
        page.send("/settings/sending", page.fields("/settings/sending") | {"reserve": "7", "step": field})
    walk.line("/settings/<name>")
    for field in ("", "apply"):
        page.open("/shop")
        page.send("/shop", page.fields("/shop") | {"cap_days": "21", "step": field})
    walk.line("/shop")
    walk.press("/settings/modems/m0", "/settings/modems/<name>/pin", "/settings/modems/m0/pin", pin=PIN)


def people(walk: Walk) -> None:
    page = walk.page
    walk.press("/users", "/users", name="Olena", role="manager")
    code = walk.learn(r'class="code">([^<]+)<')
    walk.shut()
    walk.press("/welcome", "/welcome", name="Olena", code=code, password=NEW, confirm=NEW)
    _switch_on(walk)
    walk.shut()
    walk.press("/login", "/login", name="owner", password=PASSWORD)
    here = "/users/2"
    walk.press(here, "/users/<user_id:id>/no-phone", f"{here}/no-phone")
    walk.shut()
    page.open("/login")
    page.press("/login", name="Olena", password=NEW)
    olena = page._cookies.copy()
    del page._cookies["smsbox"]
    page.open("/login")
    page.press("/login", name="owner", password=PASSWORD)
    walk.line("/login")
    walk.press(here, "/users/<user_id:id>/sign-out", f"{here}/sign-out")
    page._cookies, owner = olena, page._cookies
    assert "Password" in page.open("/account"), "signed out: the form to log in"
    page._cookies = owner
    walk.press(here, "/users/<user_id:id>/role", f"{here}/role", role="technician")
    walk.press(here, "/users/<user_id:id>/disable", f"{here}/disable")
    walk.press(here, "/users/<user_id:id>/enable", f"{here}/enable")
    walk.press(here, "/users/<user_id:id>/code", f"{here}/code")
    walk.press("/tokens", "/tokens", name="till", **{"right-write": "yes"})
    walk.learn(r'value="(smsbox_[^"]{20,})"')
    walk.press("/tokens", "/tokens/<token_id:id>/revoke", "/tokens/1/revoke")
    walk.press("/programs", "/programs/stop")
    walk.press("/programs", "/programs/go-on")
    hook = {"url": "http://127.0.0.1:9/sms", "event-sms:sent": "yes"}
    walk.press("/hooks", "/hooks", **hook)
    walk.learn(r'id="secret" class="mono" value="([^"]{20,})"')
    walk.press("/hooks/1", "/hooks/<hook_id:id>/test", "/hooks/1/test")
    with closing(Store.open(f"sqlite://{walk.made.directory}/smsbox.db")) as store, store.write():
        store.run("UPDATE hook_calls SET state = 2, due_at = NULL")
    walk.press("/hooks/1", "/hooks/<hook_id:id>/replay", "/hooks/1/replay")
    with closing(Store.open(f"sqlite://{walk.made.directory}/smsbox.db")) as store, store.write():
        calls.add(store, [calls.New(calls.CALLBACKS, "dlr:1", "m", None, '{"url": "", "token": 0}')], 1)
        store.run("UPDATE hook_calls SET state = 2, due_at = NULL WHERE hook_id = 0")
    walk.press("/hooks/callbacks", "/hooks/callbacks/replay")
    walk.press("/hooks/1", "/hooks/<hook_id:id>/remove", "/hooks/1/remove")


def campaign(walk: Walk) -> None:
    page, at, route = walk.page, "", "/campaigns/<campaign_id:id>"
    walk.press("/campaigns/new", "/campaigns", name="Sunday", kind="offer")
    found = re.search(r'action="(/campaigns/\d+)/text"', page.raw)
    assert found, page.text
    at = found[1]
    page.press(f"{at}/text", name="Sunday", text="{name|friend}, coffee -20%. Call 050 000 00 01", do="next")
    walk.line(f"{route}/text")
    page.press(f"{at}/audience", everyone="yes", do="next")
    walk.line(f"{route}/audience")
    page.press(f"{at}/when", kind="every", every="month", day="31", time="10:00", do="next")
    walk.line(f"{route}/when")
    page.press(f"{at}/launch", sure="yes", why="a test")
    walk.line(f"{route}/launch")
    for word in ("pause", "resume"):
        walk.press(at, f"{route}/{word}", f"{at}/{word}")
    walk.press(at, f"{route}/skip", f"{at}/skip")
    walk.press(f"{at}?end=yes", f"{route}/cancel", f"{at}/cancel")
    walk.press(at, f"{route}/copy", f"{at}/copy")


def own_account(walk: Walk) -> None:
    page = walk.page
    for form in ("/account/sessions/end", "/account/sessions/end-others"):
        kept = page._cookies.copy()
        page._cookies = {}
        page.open("/login")
        page.press("/login", name="owner", password=PASSWORD)
        walk.line("/login")
        page._cookies = kept
        walk.press("/account", form)
    walk.press("/account/phones", "/account/phones", number="0500000031")
    walk.press("/account/phones", "/account/phones/remove")
    walk.press("/account", "/account/password", old=PASSWORD, password=NEW, confirm=NEW)
    app = _switch_on(walk)
    walk.line("/account/code/confirm")
    walk.press("/account/code", "/account/code/recovery", password=NEW)
    walk.learn(RECOVERY)
    walk.shut()
    page.open("/login")
    page.press("/login", name="owner", password=NEW)
    page.press("/login/code", code=app.at(SystemClock().now() // 1_000_000 + 30))
    walk.line("/login/code")
    page.open("/account/code")
    page.send("/account/code/off", page.fields("/account/code/recovery") | {"password": NEW})
    walk.line("/account/code/off")


def _switch_on(walk: Walk) -> pyotp.TOTP:
    page = walk.page
    page.open("/account/code")
    page.press("/account/code/begin")
    app = pyotp.TOTP(walk.learn(r'class="code">([A-Z2-7 ]+)<').replace(" ", ""))
    walk.secrets.add(app.secret)
    page.press("/account/code/confirm", code=app.now())
    walk.learn(RECOVERY)
    return app
