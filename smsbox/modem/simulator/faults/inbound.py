"""Fault modes of receiving, FM-57 … FM-70, and USSD, FM-79."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsbox.modem.simulator import pdu
from smsbox.modem.simulator.commands.registry import Form
from smsbox.modem.simulator.faults.table import Armed, Point, fault
from smsbox.modem.simulator.framing import framed
from smsbox.modem.simulator.sim import REC_UNREAD, STO_UNSENT, Slot

if TYPE_CHECKING:
    from smsbox.modem.simulator.dialogue import Exchange, Reply
    from smsbox.modem.simulator.modem import Modem
    from smsbox.modem.simulator.reception import Indication
    from smsbox.modem.simulator.submission import Submission
    from smsbox.modem.simulator.telephony import UssdAnswer

SENDER = "+380500000071"
LONG = "Довге повідомлення з кількох сегментів, щоб було що склеювати: хліб, молоко, сир, яблука, груші. " * 2


@fault("FM-57", "five messages, their +CMTI in one write", Point.ARM, messages=5)
def five_at_once(modem: Modem, armed: Armed, nothing: None) -> bool:
    with modem.collected_urcs():
        for place in range(armed.get("messages")):
            modem.network.inbound(armed.get("sender", SENDER), armed.get("text", f"П'ять разом: {place + 1}"))
    return True


@fault("FM-58", "a message arrives and its +CMTI stands inside the reply to `command`", Point.REPLY, command="+CSQ")
def inside_a_reply(modem: Modem, armed: Armed, reply: Reply) -> bool:
    if not reply.about(armed.get("command")) or not reply.lines:
        return False
    modem.network.inbound(armed.get("sender", SENDER), armed.get("text", "Усередині відповіді"))
    indications = modem.take_urcs().decode("latin-1").strip()
    reply.lines[:0] = indications.split("\r\n\r\n") if indications else []
    return True


@fault("FM-59", "the indication is lost; the message is only in the list", Point.INDICATE)
def not_indicated(modem: Modem, armed: Armed, indication: Indication) -> bool:
    if indication.name != "+CMTI":
        return False
    indication.lines = []
    return True


@fault("FM-60", "odd indications: `form` bare (+CMTI: SM,3) or index (-1)", Point.INDICATE, form="bare")
def odd_indication(modem: Modem, armed: Armed, indication: Indication) -> bool:
    bare = f"{indication.name}: {indication.memory},{indication.index}"
    indication.lines = [bare if armed.get("form") == "bare" else f'{indication.name}: "{indication.memory}",-1']
    return True


@fault("FM-61", "the memory is filled up; what comes then is held by the network until something is deleted", Point.ARM)
def filled(modem: Modem, armed: Armed, nothing: None) -> bool:
    memory = modem.sim.memories[modem.settings.memories[2]]
    room = memory.capacity - len(memory.slots)
    for place in range(room + 1):
        modem.network.inbound(SENDER, f"{armed.get('text', 'Повно')} {place + 1}", quietly=place < room)
    return True


@fault(
    "FM-62",
    "reading an empty slot answers OK alone (`form` ok) or CMS 321; `any`: full ones too",
    Point.COMMAND,
    form="ok",
)
def empty_slot(modem: Modem, armed: Armed, exchange: Exchange) -> bool:
    call = exchange.call
    if call.name != "+CMGR" or call.form is not Form.SET:
        return False
    memory = modem.sim.memories[modem.settings.memories[0]]
    if call.number(family="CMS") in memory.slots and not armed.get("any"):
        return False
    exchange.final = "OK" if armed.get("form") == "ok" else "+CMS ERROR: 321"
    return True


@fault(
    "FM-63", "deleting fails and the message stays: `form` error (CMS 320) or ok (told OK)", Point.COMMAND, form="error"
)
def not_deleted(modem: Modem, armed: Armed, exchange: Exchange) -> bool:
    if exchange.call.name != "+CMGD" or exchange.call.form is not Form.SET:
        return False
    exchange.final = "OK" if armed.get("form") == "ok" else "+CMS ERROR: 320"
    return True


@fault("FM-64", "a PDU nobody can read lies among the stored ones", Point.ARM, pdu="07918350000001000412FF")
def unreadable(modem: Modem, armed: Armed, nothing: None) -> bool:
    _lay(modem, REC_UNREAD, bytes.fromhex(armed.get("pdu")))
    return True


@fault("FM-65", "a submit nobody sent lies among the stored ones", Point.ARM)
def stored_submit(modem: Modem, armed: Armed, nothing: None) -> bool:
    _lay(modem, STO_UNSENT, b"\x00" + bytes.fromhex("01000c918350000000100000") + b"\x05\xc8\x32\x9b\xfd\x06")
    return True


def _lay(modem: Modem, stat: int, octets: bytes) -> None:
    memory = modem.sim.memories[modem.settings.memories[0]]
    index = memory.put(Slot(stat, octets))
    modem.record("laid", memory=memory.name, slot=index, stat=stat, pdu=octets.hex())
    modem.sim_changed()


@fault(
    "FM-66",
    "segments by `kind`: order, missing, duplicated, wide, same (two senders, one reference)",
    Point.ARM,
    kind="order",
)
def odd_segments(modem: Modem, armed: Armed, nothing: None) -> bool:
    kind, sender, text = armed.get("kind"), armed.get("sender", SENDER), armed.get("text", LONG)
    count = len(pdu.cut(text, wide=kind == "wide")[1])
    straight = list(range(1, count + 1))
    orders = {"order": straight[::-1], "missing": straight[:-1], "duplicated": straight[:1] + straight}
    if kind == "same":
        modem.network.inbound(sender, text, reference=77)
        modem.network.inbound(armed.get("other", "+380500000072"), text.upper(), reference=77)
    else:
        reference = 0x1234 if kind == "wide" else None
        modem.network.inbound(sender, text, order=orders.get(kind), wide=kind == "wide", reference=reference)
    return True


@fault("FM-67", "an emoji cut in two between segments", Point.ARM)
def cut_emoji(modem: Modem, armed: Armed, nothing: None) -> bool:
    modem.network.inbound(armed.get("sender", SENDER), "я" * 66 + "😀" + "є" * 20, careless=True)
    return True


@fault("FM-68", "odd senders: `senders`, default a name, nobody, and a short code", Point.ARM)
def odd_senders(modem: Modem, armed: Armed, nothing: None) -> bool:
    for sender in armed.get("senders", ["SampleBank", "", "4433"]):
        modem.network.inbound(sender, armed.get("text", "Хто це?"))
    return True


@fault("FM-69", "a flash message straight to the tty as +CMT", Point.ARM, text="Flash!")
def flash(modem: Modem, armed: Armed, nothing: None) -> bool:
    modem.network.inbound(armed.get("sender", SENDER), armed.get("text"), message_class=0, direct=True)
    return True


@fault("FM-70", "somebody calls between PDU and result", Point.SUBMIT, number="0501234567")
def call_while_sending(modem: Modem, armed: Armed, submission: Submission) -> bool:
    number = armed.get("number")
    submission.interim = framed("RING") + framed(f'+CLIP: "{number}",129')
    modem.record("call", number=number, end="gave up")
    return True


# ── USSD ──

BALANCE = "Баланс 12.50 грн".encode("utf-16-be").hex().upper()
USSD_FORMS = {
    "ended": "+CUSD: 2",
    "ucs2": f'+CUSD: 0,"{BALANCE}",72',
    "language": f'+CUSD: 0,"F535{BALANCE}",17',
    "mislabelled": f'+CUSD: 0,"{BALANCE}",15',
    "octets": f'+CUSD: 0,"{b"Balance: 12.50".hex().upper()}",68',
    "packed": '+CUSD: 0,"C2303BEC1E9775A098CC558301",15',
    "multiline": '+CUSD: 0,"Balance: 12.50\r\nPlan "Shop", 1450 SMS\nleft",15',
    "ring": '+CUSD: 0,"SPRING offer: RING us",15',
    "lines": '+CUSD: 0,"Balance: 12.50\r\nRING\r\nOK\r\n> "more" *101#\r\nleft",0',
    "cut": '+CUSD: 0,"Balance: 12.50\r\n1450 SM',
    "silent": "",
}
"""What stands in for the answer, by form; "before" sends the true one ahead of the OK."""


@fault(
    "FM-79",
    "USSD answers by `form`: ended, ucs2, language, mislabelled, octets, packed, before (the OK), multiline "
    "(with quotes), ring, lines (that look like results), cut, silent",
    Point.USSD,
    form="ended",
)
def odd_ussd(modem: Modem, armed: Armed, answer: UssdAnswer) -> bool:
    form = armed.get("form")
    if form in USSD_FORMS:
        answer.raw = USSD_FORMS[form]
    else:
        answer.before_ok = True
    return True
