"""Letters that become SMS and SMS that become letters, through the whole box: once, over kill -9, busy ports, servers
that hang.
"""

from __future__ import annotations

import contextlib
import os
import signal
import smtplib
import socket
import threading
from collections import Counter
from contextlib import closing
from email.message import EmailMessage
from pathlib import Path

import pytest

from smsbox.people.rights import Right
from tests.alarms.listeners import post
from tests.patience import PATIENCE
from tests.ports import free_port
from tests.whole.box import Box, box, until
from tests.whole.test_programs import till

ANNA, BOHDAN, STRANGER = "+380500000001", "+380670000002", "+48500000003"


def settings(port: int, more: str = "") -> str:
    return f'quiet = "off"\n[programs]\nper_day = 0\nburst = 0\nmail = "127.0.0.1:{port}"\n{more}'


def letter(text: str, *, subject: str = "", name: str = "") -> EmailMessage:
    made = EmailMessage()
    made["From"] = "ups@example.com"
    if subject:
        made["Subject"] = subject
    if name:
        made["Message-ID"] = f"<{name}@example.com>"
    made.set_content(text)
    return made


def signed_in(port: int, secret: str, *, patient: bool = True) -> smtplib.SMTP:
    """A line on which a device may send; it waits until somebody listens."""
    found: list[smtplib.SMTP] = []

    def reached() -> bool:
        try:
            found.append(smtplib.SMTP("127.0.0.1", port, timeout=PATIENCE))
        except (OSError, smtplib.SMTPException):
            return False
        return True

    until(reached) if patient else reached()
    found[-1].login("ups", secret)
    return found[-1]


def to(made: Box, number: str) -> list[str]:
    """What the phone of that number has shown, whole messages."""
    shown = made.farm.do("log", 0, kind="phone")["entries"]
    return [entry["text"] for entry in shown if entry["number"] == number]


def test_a_letter_is_an_sms_once_however_often_it_comes(tmp_path: Path) -> None:
    port = free_port()
    with box(tmp_path, sending=settings(port)) as made:
        secret = till(made)
        made.start()
        first = letter("Вітаємо, Ваше замовлення 17 готове\n", subject="Замовлення", name="1")
        with signed_in(port, secret) as line:
            line.send_message(first, "ups@example.com", [f"{ANNA}@smsbox", "0670000002@smsbox"])
            line.send_message(first, "ups@example.com", [f"{ANNA}@smsbox", "0670000002@smsbox"])
        made.kill()
        made.start()
        with signed_in(port, secret) as line:
            line.send_message(first, "ups@example.com", ["0670000002@smsbox", f"{ANNA}@smsbox"])
            line.send_message(letter("other", name="1"), "ups@example.com", [f"{ANNA}@smsbox", "0500000001@smsbox"])
        until(made.settled)
        whole = "Замовлення\nВітаємо, Ваше замовлення 17 готове"
        assert Counter(row["recipient"] for row in made.outbox() if row["text"] == whole) == {ANNA: 1, BOHDAN: 1}
        assert len(to(made, BOHDAN)) == 1 and len(to(made, ANNA)) == 2


def test_what_was_promised_to_letters_leaves_once_over_kill_9(tmp_path: Path) -> None:
    port, wanted = free_port(), 15
    with box(tmp_path, sending=settings(port, 'mail_subject = "off"\n')) as made:
        secret = till(made)
        made.start()
        promised: list[str] = []

        def work(place: int) -> None:
            for each in range(wanted):
                number = f"+38050{place:03d}{each:04d}"
                mail = letter(f"order {each}", subject="not told", name=f"{place}-{each}")
                while number not in promised:
                    try:
                        with signed_in(port, secret) as line:
                            line.send_message(mail, "till@example.com", [f"{number}@smsbox"])
                        promised.append(number)
                    except (OSError, smtplib.SMTPException):
                        threading.Event().wait(0.05)  # so that a box that starts is not asked a thousand times

        threads = [threading.Thread(target=work, args=(place,), daemon=True) for place in range(3)]
        for thread in threads:
            thread.start()
        for done in (8, 24):
            until(lambda done=done: len(promised) >= done, pause=0.001)
            made.kill()
            made.start()
        for thread in threads:
            thread.join(PATIENCE)
            assert not thread.is_alive(), made.log()
        until(made.settled)
        queued = Counter(row["recipient"] for row in made.outbox())
        assert set(queued) == set(promised) and set(queued.values()) == {1}
        left = Counter(each["number"] for each in made.accepted())
        doubtful = {row["recipient"] for row in made.outbox() if row["state"] in ("held", "uncertain")}
        assert {number for number, times in left.items() if times > 1} == set()
        assert set(promised) - set(left) <= doubtful


def test_who_may_not_is_told_so_and_nothing_leaves(tmp_path: Path) -> None:
    port = free_port()
    with box(tmp_path, sending=settings(port)) as made:
        secret, reader = till(made), till_that_reads(made)
        made.start()
        with signed_in(port, secret) as line:
            with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
                line.sendmail("ups@example.com", [f"{STRANGER}@smsbox"], b"\r\nx")
            assert refused.value.recipients[f"{STRANGER}@smsbox"][0] == 550
            with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
                line.sendmail("ups@example.com", ["olha@smsbox"], b"\r\nx")
            assert refused.value.recipients["olha@smsbox"][1].startswith(b"5.1.1")
            with pytest.raises(smtplib.SMTPDataError, match="no text"):
                line.sendmail("ups@example.com", [f"{ANNA}@smsbox"], b"Subject: \r\n\r\n")
            with pytest.raises(smtplib.SMTPDataError, match="machines"):
                line.sendmail("ups@example.com", [f"{ANNA}@smsbox"], b"Auto-Submitted: auto-replied\r\n\r\nx")
            with pytest.raises(smtplib.SMTPDataError) as long:
                line.sendmail("ups@example.com", [f"{ANNA}@smsbox"], b"\r\n" + b"long\r\n" * 20000)
            assert long.value.smtp_code == 550
            made.run("programs", "stop")
            with pytest.raises(smtplib.SMTPDataError) as stopped:
                line.sendmail("ups@example.com", [f"{ANNA}@smsbox"], b"\r\nx")
            assert stopped.value.smtp_code == 451, "later it may be taken"
            with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
                line.sendmail("ups@example.com", ["*100#@smsbox"], b"\r\nx")
            assert b'"*100#"' in refused.value.recipients["*100#@smsbox"][1], "a reply is ASCII, and readable"
        for wrong, code in (("smsbox_wrong", 535), (reader, 550)):
            with pytest.raises(smtplib.SMTPAuthenticationError) as no:
                signed_in(port, wrong)
            assert no.value.smtp_code == code
        with closing(smtplib.SMTP("127.0.0.1", port, timeout=PATIENCE)) as line, pytest.raises(smtplib.SMTPException):
            line.sendmail("ups@example.com", [f"{ANNA}@smsbox"], b"\r\nx")
        assert made.outbox() == [] and made.accepted() == []


def till_that_reads(made: Box) -> str:
    return till(made, Right.READ)


def test_a_busy_port_is_a_problem_until_it_is_free(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as busy, box(tmp_path) as made:
        port = busy.getsockname()[1]
        made.config.write_text(
            made.config.read_text().replace("[sending]", f'[programs]\nmail = "127.0.0.1:{port}"\n[sending]')
        )
        secret = till(made)
        made.start()
        until(lambda: [row["subject"] for row in made.rows("problems") if row["key"] == "mail.deaf"])
        busy.close()
        signed_in(port, secret).close()
        until(lambda: not [row for row in made.rows("problems") if row["key"] == "mail.deaf"])


def test_a_listener_that_dies_is_replaced_and_ends_with_the_daemon(tmp_path: Path) -> None:
    port = free_port()
    with box(tmp_path, sending=settings(port)) as made:
        secret = till(made)
        made.start()
        signed_in(port, secret).close()
        (first,) = listeners(made.owner())
        os.kill(first, signal.SIGKILL)
        with signed_in(port, secret) as line:
            line.send_message(letter("after it"), "ups@example.com", [f"{ANNA}@smsbox"])
        until(lambda: to(made, ANNA) == ["after it"])
        (second,) = listeners(made.owner())
        assert second != first
        made.kill()
        until(lambda: not Path(f"/proc/{second}").exists() or "zombie" in Path(f"/proc/{second}/status").read_text())


def test_more_lines_than_there_may_be_are_told_to_come_again(tmp_path: Path) -> None:
    port = free_port()
    with box(tmp_path, sending=settings(port)) as made, contextlib.ExitStack() as all_of_them:
        secret = till(made)
        made.start()
        signed_in(port, secret).close()
        lines = [all_of_them.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in range(30)]
        greetings = [line.recv(3) for line in lines]
        assert 19 <= greetings.count(b"220") <= 20, greetings  # the one before may not be over yet
        assert greetings.count(b"421") == 30 - greetings.count(b"220")
        all_of_them.close()
        signed_in(port, secret).close()


def listeners(owner: int) -> list[int]:
    """The processes of the daemon that take letters."""
    found = []
    for child in Path(f"/proc/{owner}/task").glob("*/children"):
        pids = [int(each) for each in child.read_text().split()]
        found += [pid for pid in pids if b"smsbox.mail.listener" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    return found


def test_what_customers_write_is_told_by_e_mail_once_and_in_their_order(tmp_path: Path) -> None:
    with post() as mail, box(tmp_path, sending=told_to(mail.port, "")) as made:
        made.start()
        made.await_modems()
        made.do("inbound", sender=ANNA, text="before it was switched on")
        until(lambda: len(made.inbox()) == 1)
        made.stop()
        made.config.write_text(made.config.read_text().replace("mail_to = []", 'mail_to = ["shop@example.com"]'))
        made.run("customers", "add", BOHDAN, "--name", "Богдан", check=False)
        mail.mode = "hang"
        made.start()
        made.await_modems()
        for number, text in ((ANNA, "Чи є кава?"), (BOHDAN, "Дякую!"), (ANNA, "А чай?")):
            made.do("inbound", sender=number, text=text)
            until(lambda text=text: made.inbox()[-1]["text"] == text)
        made.kill()
        mail.mode = "take"
        made.start()
        until(lambda: len(mail.letters) >= 3, 60)
        made.do("inbound", sender=BOHDAN, text="last")
        until(lambda: len(mail.letters) >= 4, 60)
    bodies = [each.get_content() for each in mail.letters]
    assert [body.partition("\n")[0] for body in bodies] == ["Чи є кава?", "Дякую!", "А чай?", "last"]
    assert len({each["Message-ID"] for each in mail.letters}) == 4
    assert all(each["Auto-Submitted"] == "auto-generated" and each["To"] == "shop@example.com" for each in mail.letters)
    assert ANNA in mail.letters[0]["Subject"] and ANNA in bodies[0] and "/desk/380500000001" in bodies[0]


def told_to(port: int, *addresses: str) -> str:
    listed = ", ".join(f'"{each}"' for each in addresses if each)
    server = f'[alarms]\nsmtp = "127.0.0.1:{port}"\nsmtp_security = "none"\nsender = "box@example.com"\n'
    return f'quiet = "off"\n[programs]\nmail_to = [{listed}]\n{server}'
