"""Owns the message commands of 27.005: what is stored, listed, removed and sent, and how sending goes wrong."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

from tests.foreign import pdu
from tests.foreign.commands import OK, Answer, command, reply
from tests.foreign.network import Slot

if TYPE_CHECKING:
    from tests.foreign.modem import Modem


@command("+CMGF")
def _cmgf(modem: Modem, rest: str) -> Answer:
    if rest == "?":
        return [f"+CMGF: {int(modem.text_mode)}"], "OK"
    modem.text_mode = rest == "=1"
    return OK


@command("+CNMI")
def _cnmi(modem: Modem, rest: str) -> Answer:
    if not rest.startswith("="):
        return [f"+CNMI: 2,{modem.mt},0,{modem.ds},0"], "OK"
    values = [int(value or 0) for value in rest[1:].split(",") if value.isdigit() or not value] + [0] * 5
    if (values[1], values[3]) not in modem.habits.cnmi or values[0] > 2 or values[2]:
        return [], "+CMS ERROR: 303" if modem.habits.name == "huawei" else "ERROR"
    modem.mt, modem.ds = values[1], values[3]
    return OK


@command("+CPMS")
def _cpms(modem: Modem, rest: str) -> Answer:
    habits, shelves = modem.habits, modem.net.shelves
    if rest == "=?":
        own = habits.memories + (("SR",) if habits.report_memory == "SR" else ())
        groups = [",".join(f'"{name}"' for name in group) for group in habits.groups or (own, own, own)]
        return ["+CPMS: " + habits.groups_form.format(*groups)], "OK"
    if rest.startswith("="):
        names_given = [part.strip().strip('"').upper() for part in rest[1:].split(",")]
        if any(name not in habits.memories and name != "SR" for name in names_given):
            return [], "+CMS ERROR: 303"
        if len(names_given) > habits.memories_set or any(
            name not in group and name != "SR" for name, group in zip(names_given, habits.groups, strict=False)
        ):
            return [], "+CMS ERROR: 303"
        modem.memories[: len(names_given)] = names_given
        if habits.cpms_answer == "nothing":
            return OK
        return [f"+CPMS: {','.join(f'{len(shelves[name])},{modem.capacity}' for name in modem.memories)}"], "OK"
    return ["+CPMS: " + ",".join(f'"{m}",{len(shelves[m])},{modem.capacity}' for m in modem.memories)], "OK"


@command("+CMGL")
def _cmgl(modem: Modem, rest: str) -> Answer:
    if modem.text_mode:
        return [], "+CMS ERROR: 305" if modem.habits.only is None else "ERROR"
    lines = []
    for index, slot in sorted(modem.net.shelves[modem.memories[0]].items()):
        heading = f"+CMGL: {index},{slot.stat},{modem.habits.alpha},{pdu.length(slot.hex)}"
        lines += [heading, modem.habits.hexed(slot.hex)]
        slot.stat = 1
    return lines, "OK" if lines else modem.habits.cmgl_empty


@command("+CMGR")
def _cmgr(modem: Modem, rest: str) -> Answer:
    slot = modem.net.shelves[modem.memories[0]].get(_index(rest))
    if slot is None:
        return ([], modem.habits.cmgr_empty) if modem.habits.name != "telit" else OK
    if modem.text_mode:
        return ['+CMGR: "REC UNREAD","+380500000000",,"26/11/22,02:16:21+08"', "?"], "OK"
    answer = [f"+CMGR: {slot.stat},{modem.habits.alpha},{pdu.length(slot.hex)}", modem.habits.hexed(slot.hex)]
    slot.stat = 1
    return answer, "OK"


def _index(rest: str) -> int:
    first = rest.lstrip("=").split(",")[0].strip()
    return int(first) if first.isdigit() else -1


@command("+CMGD")
def _cmgd(modem: Modem, rest: str) -> Answer:
    if re.search(r",\s*[1-4]\s*$", rest):
        modem.net.truth.violations.append(f"AT+CMGD{rest} wipes unseen messages")
    if modem.faults.take("cmgd_fails"):
        return [], "+CMS ERROR: 320" if modem.habits.only is None else "ERROR"
    memory, index = modem.memories[0], _index(rest)
    slot: Slot | None = modem.net.shelves[memory].pop(index, None)
    if slot is None:
        return [], "+CMS ERROR: 321" if modem.habits.only is None else "ERROR"
    modem.net.truth.deleted.append((memory, index, slot.hex))
    if modem.net.held:
        modem.later(0.1, modem.net.freed)
    if kill := modem.faults.take("kill_at_cmgd"):
        kill["do"]()
    return OK


@command("+CMGS")
def _cmgs(modem: Modem, rest: str) -> Answer | None:
    size = rest.lstrip("=")
    if modem.text_mode and not modem.habits.text_prompt:
        return [], "+CMS ERROR: 304" if modem.habits.only is None else "ERROR"
    if not size.isdigit():
        return [], "+CMS ERROR: 304"
    if modem.faults.take("no_prompt"):
        modem.busy = False
        return None
    wait = modem.dice.uniform(*modem.habits.prompt_after)
    modem.later(wait * 0.9, modem.tell_waiting)
    modem.put(modem.habits.prompt, wait, lambda: _open(modem, int(size)))
    return None


def _open(modem: Modem, size: int) -> None:
    modem.prompt = size
    modem.listening_at = time.monotonic() + modem.habits.deaf_after_prompt
    modem.buffer = bytearray()


def submitted(modem: Modem, size: int | None, body: bytes) -> None:
    """Ctrl-Z has come: hand the PDU to the network and answer, or fail to."""
    truth, habits = modem.net.truth, modem.habits
    truth.submits += 1
    if modem.text_mode:
        truth.violations.append(f"a text to {size}: {body!r}")
    try:
        raw = bytes.fromhex(body.decode("ascii").strip())
    except ValueError:
        raw = b""
    if not raw or len(raw) - 1 - raw[0] != size:
        truth.rejected.append(f"length {size}: {body!r}")
        reply(modem, [], "+CMS ERROR: 304")
        return
    if modem.faults.take("refuse"):
        reply(modem, [], habits.failure, habits.result[0] * modem.speed)
        return
    lost = modem.faults.due("silence")
    if lost and lost.get("lost"):
        modem.faults.take("silence")
        modem.later(0.05, lambda: _fall_silent(modem))
        return
    reference = modem.net.accept(raw)
    wait = modem.dice.uniform(*habits.result) * modem.speed
    if reference is None:
        reply(modem, [], "+CMS ERROR: 304", wait)
        return
    line = habits.accepted.format(reference=reference)
    if modem.faults.take("silence"):
        modem.later(0.05, lambda: _fall_silent(modem))
    elif modem.faults.take("no_result"):
        reply(modem, [], "OK", wait)
    elif modem.faults.take("error_after_accept"):
        reply(modem, [], habits.failure if habits.failure == "ERROR" else "ERROR", wait)
    elif modem.faults.take("no_ok"):
        modem.put(f"\r\n{line}\r\n".encode(), wait, lambda: _fall_silent(modem))
    elif late := modem.faults.take("late"):
        reply(modem, [line], "OK", late["seconds"])
    else:
        reply(modem, [line], "OK", wait)


def _fall_silent(modem: Modem) -> None:
    """The result never comes; whatever is said later is taken as usual."""
    modem.net.truth.mute.append(modem.sent_at)
    modem.busy = modem.busy_sending = False
