"""Owns the personalities: what each make of modem answers, how it spells it and what it cannot do."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

BOOT_QUIET: tuple[tuple[float, str], ...] = ()


@dataclass(frozen=True)
class Habits:
    """One make. Times in seconds; `result` is scaled by the modem's `speed`, `reply` is not.

    `unknown` answers commands it does not have, `fixed` holds literal reply lines by command. `cnmi` lists the (mt, ds)
    it accepts. `noise` comes unasked; `noisy` is how probably it stands inside a reply. What follows `tries` varies in
    `tests.foreign.makes`: `line` stands before and after what it says, `errors` is "asked" (+CMEE), "words" or "plain",
    `lacks` are commands it has not, `slow` how many seconds some take, `groups` the three lists of AT+CPMS=?;
    a USSD code is taken and its answer written "plain", "packed" or as "ucs2", the answer told "before" or "after" OK.
    """

    name: str
    identity: tuple[str, str, str]
    result: tuple[float, float]
    reply: tuple[float, float] = (0.002, 0.02)
    prompt: bytes = b"\r\n> "
    urc_end: str = "\r\n"
    unknown: str = "ERROR"
    only: frozenset[str] | None = None
    fixed: dict[str, str] = field(default_factory=dict)
    memories: tuple[str, ...] = ("SM",)
    capacity: int = 20
    cnmi: frozenset[tuple[int, int]] = frozenset({(1, 0), (1, 1), (1, 2)})
    alpha: str = ""
    indication: str = '+CMTI: "{memory}",{index}'
    report_indication: str = '+CDSI: "{memory}",{index}'
    report_memory: str = ""
    split_report: bool = False
    accepted: str = "+CMGS: {reference}"
    failure: str = "+CMS ERROR: 38"
    busy: str = "+CME ERROR: 14"
    busy_seconds: float = 0.0
    registration: dict[str, str] = field(default_factory=dict)
    boot: tuple[tuple[float, str], ...] = BOOT_QUIET
    noise: tuple[str, ...] = ()
    noisy: float = 0.0
    text_mode: bool = False
    text_prompt: bool = False
    always_echo: bool = False
    deaf_attempts: int = 0
    early_lost: bool = False
    forgets_mode: bool = False
    flash_direct: bool = False
    report_first: bool = False
    split: float = 0.0
    tries: str = ""
    colon: str = ": "
    line: tuple[str, str] = ("\r\n", "\r\n")
    errors: str = "asked"
    lacks: frozenset[str] = frozenset()
    chains: str = "refused"
    longest: int = 1000
    slow: dict[str, tuple[float, float]] = field(default_factory=dict)
    prompt_after: tuple[float, float] = (0.002, 0.05)
    deaf_after_prompt: float = 0.0
    keeps_echo: str = "ERROR"
    resets: tuple[str, ...] = ()
    during: bool = False
    first_slot: int = 1
    groups: tuple[tuple[str, ...], ...] = ()
    groups_form: str = "({}),({}),({})"
    memories_set: int = 3
    cpms_answer: str = "numbers"
    cmgl_empty: str = "OK"
    cmgr_empty: str = "+CMS ERROR: 321"
    lower: bool = False
    smsc: str = ""
    imei: str = "{}"
    imsi: str = "{}"
    operator: str = '+COPS: 0,0,"life:)"'
    clock: bool = True
    searching: float = 0.0
    no_signal: float = 0.0
    national_reports: bool = False
    ussd_takes: str = "plain"
    ussd_when: tuple[str, float] = ("after", 0.3)
    ussd_writes: str = "plain"

    def spell(self, line: str) -> str:
        """A line with this make's idea of what stands after the colon."""
        return re.sub(r"^([+^#*][A-Z0-9]+(?: ERROR)?): ", lambda match: match[1] + self.colon, line)

    def hexed(self, octets: str) -> str:
        """A PDU in this make's idea of hexadecimal."""
        return octets.lower() if self.lower else octets


HOME = {"+CREG": "+CREG: {n},1", "+CGREG": "+CGREG: {n},1", "+CEREG": "+CEREG: {n},1"}

QUECTEL = Habits(
    name="quectel",
    identity=("Quectel", "EC25", "EC25EFAR06A06M4G"),
    result=(2.0, 9.0),
    unknown="ERROR",
    fixed={"+QCCID": "+QCCID: 89380501234567890127F", "+CSQ": "+CSQ: 24,99", "+QPINC?": '+QPINC: "SC",{tries},10'},
    memories=("ME", "SM"),
    capacity=50,
    cnmi=frozenset({(1, 0), (1, 1), (2, 1), (2, 0)}),
    failure="+CMS ERROR: 350",
    registration=HOME,
    split_report=True,
    boot=((0.1, "RDY"), (0.3, "+CPIN: READY"), (0.5, "+QUSIM: 1"), (0.8, "+QIND: SMS DONE"), (1.1, "+QIND: PB DONE")),
    noise=("+CREG: 1", "+CTZV: 26/11/22,02:16:21,+08", "+CREG: 5", '+QIND: "csq",24,99', "+CREG: 1", "+CGREG: 1"),
    noisy=0.3,
    split=0.2,
)

HUAWEI = Habits(
    name="huawei",
    identity=("huawei", "E173", "11.126.85.00.209"),
    result=(3.0, 6.0),
    reply=(0.005, 0.05),
    prompt=b"> ",
    urc_end="\r\r\n",
    unknown="COMMAND NOT SUPPORT",
    fixed={
        "^ICCID?": "^ICCID: 98831050214365870921",
        "+CMMS": "!+CMS ERROR: 500",
        "^CPIN?": "^CPIN: {pin},{tries},10,{tries},10,3",
        "+CSQ": "+CSQ: 17,99",
    },
    memories=("ME",),
    capacity=40,
    cnmi=frozenset({(1, 0), (1, 1)}),
    registration={"+CREG": '+CREG: {n},1,"00C3","A1B2"', "+CGREG": "+CGREG: {n},1"},
    boot=((0.1, "^SIMST:1"), (0.3, "^SRVST:2"), (0.4, "^MODE:5,4"), (0.6, "^RSSI:17")),
    noise=(
        "^RSSI:17",
        "^BOOT:27710117,0,0,0,75",
        "^DSFLOWRPT:0000240E,00000000,00000000,0000000000000000,0000000000000000,0000,0000",
        "^RSSI:99",
        '^HCSQ:"WCDMA",30,30,45',
    ),
    noisy=0.4,
)

SIMCOM = Habits(
    name="simcom",
    identity=("SIMCOM_Ltd", "SIMCOM_SIM800L", "Revision:1418B05SIM800L24"),
    result=(3.0, 8.0),
    unknown="+CME ERROR: operation not supported",
    fixed={"+CCID": "8938050123456789012f", "+CSQ": "+CSQ: 12,0", "+SPIC": "+SPIC: {tries},10,{tries},10"},
    capacity=10,
    alpha='""',
    cnmi=frozenset({(1, 0), (1, 1), (2, 1), (2, 0), (1, 2)}),
    accepted="+CMGS:   {reference}",
    failure="+CMS ERROR: network out of order",
    busy="+CME ERROR: SIM busy",
    busy_seconds=0.7,
    registration={"+CREG": "+CREG: {n},1  ", "+CGREG": "+CGREG: {n},1 "},
    boot=((1.0, "+CPIN: READY"), (1.5, "Call Ready"), (2.0, "SMS Ready")),
    noise=(
        "Call Ready",
        "SMS Ready",
        '*PSUTTZ: 2026,11,22,02,16,21,"+8",0',
        "DST: 0",
        '+CIEV: 10,"25501","life:)","life:)",0,0',
    ),
    noisy=0.03,
    text_mode=True,
    text_prompt=True,
    deaf_attempts=2,
    forgets_mode=True,
    flash_direct=True,
)

TELIT = Habits(
    name="telit",
    identity=("Telit", "GM862-QUAD", "07.03.602"),
    result=(2.0, 6.0),
    unknown="ERROR",
    fixed={"#CCID": "#CCID: 89380501234567890127", "#PCT": "#PCT: {tries}", "+CSQ": "+CSQ: 9,0"},
    capacity=20,
    cnmi=frozenset({(1, 0), (1, 1), (2, 1)}),
    indication='+CMTI: "{memory}", {index}',
    failure="+CMS ERROR: 38",
    busy="+CME ERROR: 14",
    busy_seconds=5.0,
    registration=HOME,
    boot=((0.4, "#QSS: 1"), (5.1, "#QSS: 2"), (5.4, "#QSS: 3")),
    text_prompt=True,
    noise=("#QSS: 3", "#NITZ: 26/11/22,02:16:21"),
    noisy=0.05,
    text_mode=True,
    early_lost=True,
    split=0.1,
)

UBLOX = Habits(
    name="u-blox",
    identity=("u-blox", "SARA-R410M-02B", "L0.0.00.00.05.06"),
    result=(10.0, 100.0),
    unknown="+CME ERROR: 100",
    fixed={"+CCID": "+CCID: 89380501234567890127", "+CSQ": "+CSQ: 99,99", "+UPINCNT": "+UPINCNT: {tries},3,10,10"},
    capacity=23,
    cnmi=frozenset({(1, 0), (1, 2), (1, 1)}),
    report_indication='+CDSI: "{memory}",{index}',
    report_memory="SM",
    registration={"+CREG": "+CREG: {n},4", "+CGREG": "+CGREG: {n},4", "+CEREG": '+CEREG: {n},1,"2F41","0011A2B3",7'},
    failure="+CMS ERROR: 331",
    boot=((0.5, "+PBREADY"),),
    noise=("+UUSTS: 0,1,30", '+CEREG: 1,"2F41","0011A2B3",7', "+CIEV: 2,3"),
    noisy=0.05,
    report_first=True,
)

MINIMAL = Habits(
    name="minimal",
    identity=("", "", ""),
    result=(3.0, 5.0),
    reply=(0.005, 0.04),
    only=frozenset({"+CMGF", "+CMGS", "+CMGL", "+CMGD", "+CMGR", "+CPIN", "+CREG"}),
    memories=("SM",),
    capacity=15,
    cnmi=frozenset(),
    registration={"+CREG": "+CREG: 0,1"},
    failure="ERROR",
    text_mode=True,
    always_echo=True,
)

ALL = {habits.name: habits for habits in (QUECTEL, HUAWEI, SIMCOM, TELIT, UBLOX, MINIMAL)}
