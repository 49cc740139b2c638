"""Registration, signal, clock and identity in the forms that modems use."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from smsbox.modem.registration import RegistrationState as State
from smsbox.modem.urc import RegistrationChanged, SignalChanged
from tests.modem.peer import OK, Peer, info

ERROR = b"\r\nERROR\r\n"


@pytest.mark.parametrize(
    ("creg", "cereg", "cgreg", "state", "can_send", "roaming"),
    [
        ("+CREG: 0,1", None, None, State.HOME, True, False),
        ("+CREG:0,5", None, None, State.ROAMING, True, True),
        ('+CREG: 2,1,"00C3","A1B2",7', None, None, State.HOME, True, False),
        ("+CREG: 0,6", None, None, State.SMS_ONLY_HOME, True, False),  # defect 42
        ("+CREG: 0,7", None, None, State.SMS_ONLY_ROAMING, True, True),
        ("+CREG: 0,9", None, None, State.CSFB_HOME, True, False),
        ("+CREG: 0,0", "+CEREG: 0,1", None, State.HOME, True, False),  # LTE-only stick
        ("+CREG: 0,4", "+CEREG: 0,4", "+CGREG: 0,1", State.HOME, True, False),
        ("+CREG: 0,0", "+CEREG: 0,0", "+CGREG: 0,6", State.IDLE, False, False),
        ("+CREG: 0,2", "+CEREG: 0,0", "+CGREG: 0,2", State.SEARCHING, False, False),
        ("+CREG: 0,2", "+CEREG: 0,3", "+CGREG: 0,2", State.DENIED, False, False),
        ("+CREG: 0,8", None, None, State.EMERGENCY, False, False),
        (None, None, None, State.UNTOLD, True, False),
    ],
)
def test_registration(line_to, creg, cereg, cgreg, state, can_send, roaming):
    """FM-53."""
    with Peer() as peer:
        for name, text in (("+CREG", creg), ("+CEREG", cereg), ("+CGREG", cgreg)):
            peer.on(f"AT{name}?", info(text) if text else ERROR)
        found = line_to(peer).registration()
        assert (found.state, found.can_send, found.roaming) == (state, can_send, roaming)


def test_registration_tells_operator_radio_and_place(line_to):
    with Peer() as peer:
        peer.on("AT+CREG?", info('+CREG: 2,1,"00C3","A1B2",7'))
        found = line_to(peer).registration()
        assert (found.operator, found.technology, found.lac, found.cell) == ("Testnet", "LTE", "00C3", "A1B2")
        peer.on("AT+COPS?", info("+COPS: 0"))
        peer.on("AT+CREG?", info("+CREG: 0,1"))
        found = line_to(peer, connect=False)


def test_the_urc_is_told_from_the_answer(line_to):
    """The same name, the same moment: fields decide."""
    with Peer() as peer:
        line = line_to(peer)
        peer.on("AT+CREG?", b'\r\n+CREG: 2\r\n\r\n+CREG: 1,"00C3","A1B2",7\r\n\r\n+CREG: 1,1\r\n\r\nOK\r\n')
        assert line.registration().state is State.HOME
        assert line.wait(0) == [RegistrationChanged("+CREG", 1, 7)]


def test_the_newest_state_is_the_one_handed_out(line_to):
    with Peer() as peer:
        line = line_to(peer)
        peer.on("AT+XYZ", b"\r\n+CREG: 1\r\n\r\n+CREG: 2\r\n\r\n+CREG: 1\r\n\r\n^RSSI:9\r\n\r\n^RSSI:12\r\n" + OK)
        line.write("AT+XYZ")
        assert line.wait(0) == [RegistrationChanged("+CREG", 1), SignalChanged(12)]


@pytest.mark.parametrize(
    ("answer", "rssi", "dbm", "ber"),
    [
        ("+CSQ: 20,99", 20, -73, None),
        ("+CSQ:0,0", 0, -113, 0),
        ("+CSQ: 31,7", 31, -51, 7),
        ("+CSQ: 99,99", None, None, None),  # FM-55
        ("+CSQ: 116,99", 6, -100, None),  # TD-SCDMA scale
        ("+CSQ: ,", None, None, None),
    ],
)
def test_signal(line_to, answer, rssi, dbm, ber):
    with Peer() as peer:
        peer.on("AT+CSQ", info(answer))
        found = line_to(peer).signal_report()
        assert (found.rssi, found.dbm, found.ber) == (rssi, dbm, ber)


@pytest.mark.parametrize(
    ("answer", "moment"),
    [
        ('+CCLK: "24/03/01,12:30:45+08"', datetime(2024, 3, 1, 10, 30, 45, tzinfo=UTC)),
        ('+CCLK:"24/03/01,12:30:45-22"', datetime(2024, 3, 1, 18, 0, 45, tzinfo=UTC)),
        ('+CCLK: "24/13/01,12:30:45+08"', None),
        ('+CCLK: "24/03/01,12:30:45"', None),
    ],
)
def test_the_modems_clock(line_to, answer, moment):
    with Peer() as peer:
        peer.on("AT+CCLK?", info(answer))
        assert line_to(peer).clock_reading() == moment


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("AT+CCID", "+CCID: 89380010000000000012"),
        ("AT+CCID", "89380010000000000012"),
        ("AT^ICCID?", '^ICCID: "98831000000000000021"'),  # nibble-swapped
        ("AT+QCCID", "+QCCID: 89380010000000000012"),
        ("AT+CICCID", "+ICCID: 89380010000000000012"),
        ("AT#CCID", "#CCID: 89380010000000000012F"),
        ("AT+CRSM=176,12258,0,0,10", '+CRSM: 144,0,"98830100000000000021"'),
    ],
)
def test_iccid_by_whatever_command(line_to, command, answer):
    with Peer() as peer:
        for other in ("AT+CCID", "AT^ICCID?", "AT+ICCID", "AT+QCCID", "AT#CCID", "AT+CICCID", "AT+ZGETICCID"):
            peer.on(other, ERROR)
        peer.on(command, info(answer))
        assert line_to(peer).identity.iccid.startswith("893")


@pytest.mark.parametrize(
    ("answer", "smsc"),
    [
        ('+CSCA: "+380500000000",145', "+380500000000"),
        ('+CSCA: "",129', ""),  # FM-56
        ('+CSCA: "002B003300380030003500300030003000300030003000300030",145', "+380500000000"),
    ],
)
def test_service_centre(line_to, answer, smsc):
    with Peer() as peer:
        peer.on("AT+CSCA?", info(answer))
        line = line_to(peer)
        assert line.identity.smsc == smsc
        assert line.read_smsc() == smsc
