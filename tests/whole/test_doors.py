"""Foreign clients through the whole box: what they send is on the air once, and they hear what became of it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.error import URLError
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import urlopen

import pytest
from android_sms_gateway import APIClient
from android_sms_gateway.domain import Message, TextMessage, Webhook
from android_sms_gateway.enums import ProcessState, WebhookEvent
from android_sms_gateway.errors import APIError

from smsbox.clock import SystemClock
from smsbox.people import tokens
from smsbox.people.audit import Actor
from smsbox.people.rights import Right
from smsbox.store import Store
from tests.doors.counter import ANNA, listener
from tests.ports import free_port
from tests.whole.box import Box, box, until
from tests.whole.test_hooks import LISTED, other

TEXT = "Ваше замовлення готове, чекаємо на вас до 19:00"
KANNEL = [shutil.which(name, path="/usr/sbin:/usr/bin") for name in ("bearerbox", "smsbox")]
PROGRAMS = tuple(zip(KANNEL, ("smsbox", "sendsms"), strict=True))
CONF = """
group = core
admin-port = {admin}
admin-password = none
admin-interface = 127.0.0.1
smsbox-port = {smsbox}
smsbox-interface = 127.0.0.1
log-file = {folder}/bearerbox.log
log-level = 0
dlr-storage = internal

group = smsc
smsc = http
smsc-id = box
system-type = kannel
smsc-username = kannel
smsc-password = {secret}
port = {dlr}
connect-allow-ip = 127.0.0.1
send-url = {box}/cgi-bin/sendsms
dlr-url = http://127.0.0.1:{dlr}/sms?username=kannel&password={secret}
max-sms-octets = 2000

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {sendsms}
sendsms-interface = 127.0.0.1
global-sender = 1
log-file = {folder}/smsbox.log
log-level = 0

group = sendsms-user
username = shop
password = shop
max-messages = 10
concatenation = true
"""


def token(made: Box, *callbacks: str) -> str:
    """The secret of a program that may send."""
    with closing(Store.open(f"sqlite://{made.directory}/smsbox.db")) as store:
        how = {"rights": [Right.WRITE], "callbacks": callbacks, "now": SystemClock().now()}
        return tokens.make(store, name="shop", by=Actor("owner", "owner"), **how)[1]  # type: ignore[arg-type]


def page(made: Box) -> str:
    return f"http://127.0.0.1:{made.port}"


@contextmanager
def kannel(folder: Path, box_url: str, secret: str, dlr: int) -> Iterator[str]:
    """Debian's Kannel with our box as its SMSC; where its sendsms is."""
    running: list[subprocess.Popen[bytes]] = []
    try:
        for _ in range(5):
            ports = {name: free_port() for name in ("admin", "smsbox", "sendsms")}
            conf = folder / "kannel.conf"
            conf.write_text(CONF.format(folder=folder, box=box_url, secret=secret, dlr=dlr, **ports))
            if all(started(program, conf, ports[name], running) for program, name in PROGRAMS):
                break
            end(running)
        yield f"http://127.0.0.1:{ports['sendsms']}/cgi-bin/sendsms"
    finally:
        end(running)


def started(program: str | None, conf: Path, port: int, running: list[subprocess.Popen[bytes]]) -> bool:
    """Whether it listens; a program of another test may have taken its port meanwhile: then it ends at once."""
    made = subprocess.Popen([str(program), str(conf)], stdout=-3, stderr=-3)
    running.append(made)
    until(lambda: made.poll() is not None or listens(port), what="Kannel listens")
    with suppress(subprocess.TimeoutExpired):
        made.wait(0.3)
    return made.poll() is None


def end(running: list[subprocess.Popen[bytes]]) -> None:
    for each in running:
        each.kill()
        each.wait()
    running.clear()


def listens(port: int) -> bool:
    try:
        urlopen(f"http://127.0.0.1:{port}/", timeout=1).close()
    except URLError as error:
        return not isinstance(error.reason, ConnectionRefusedError)
    except OSError:
        pass  # it is there and speaks something else
    return True


@pytest.mark.skipif(None in KANNEL, reason="kannel is not installed")
@pytest.mark.parametrize("text", [TEXT, f"{TEXT}. " * 4])
def test_another_kannel_sends_through_the_box_and_hears_what_became_of_it(tmp_path: Path, text: str) -> None:
    dlr = free_port()
    with listener() as (shop, heard), box(tmp_path, sending=LISTED) as made:
        made.start()
        made.await_modems()
        secret = token(made, f"http://127.0.0.1:{dlr}/")
        with kannel(tmp_path, page(made), secret, dlr) as sendsms:
            how = {"username": "shop", "password": "shop", "to": ANNA, "text": text, "coding": "2", "charset": "utf-8"}
            query = urlencode({**how, "dlr-mask": "31", "dlr-url": f"{shop}/dlr?order=7&status=%d"})
            assert urlopen(f"{sendsms}?{query}", timeout=30).read() == b"0: Accepted for delivery"
            for status in ("status=8", "status=1"):  # in whatever order Kannel passes them on
                until(lambda status=status: any(status in each for each in heard), what=status)  # type: ignore[misc]
            statuses = [parse_qs(urlsplit(each).query)["status"] for each in heard]
            assert statuses.count(["1"]) == 1
        (message,) = made.outbox()
        assert (message["recipient"], message["text"], message["state"]) == (ANNA, text.strip(), "delivered")
        assert len(made.accepted()) == len(message["segments"]), "each on the air once"


def test_sms_gate_sends_once_and_is_called(tmp_path: Path) -> None:
    with other() as shop, box(tmp_path, sending=LISTED) as made:
        made.start()
        made.await_modems()
        with APIClient("shop", token(made), base_url=f"{page(made)}/3rdparty/v1") as client:
            client.create_webhook(Webhook("mine", shop.url, WebhookEvent.SMS_DELIVERED))
            message = Message(phone_numbers=[ANNA], text_message=TextMessage(TEXT), id="order-7")
            client.send(message)
            with pytest.raises(APIError, match="409"):
                client.send(message)
            until(lambda: client.get_state("order-7").state is ProcessState.Delivered)
            until(lambda: shop.told)
            (told,) = shop.told
            assert (told["event"], told["webhookId"]) == ("sms:delivered", "mine")
            assert told["payload"]["messageId"] == "order-7"
            assert len(made.accepted()) == 1


def test_a_till_over_kill_9(tmp_path: Path) -> None:
    """What was answered is queued and never sent twice, though the box died right after, and the till asked again."""
    with box(tmp_path, sending=LISTED) as made:
        made.start()
        made.await_modems()
        query = urlencode({"token": token(made), "to": ANNA, "text": TEXT, "id": "check-12"})
        first = urlopen(f"{page(made)}/api/v1/sms?{query}", timeout=30).read()
        made.kill()
        made.start()
        made.await_modems()
        assert urlopen(f"{page(made)}/api/v1/sms?{query}", timeout=30).read() == first
        until(lambda: made.settled())
        assert len(made.outbox()) == 1
        assert len(made.accepted()) <= 1, "whether it was on the air when the box died, nobody may know"
