"""Owns makes nobody sells: habits drawn at random from all that 27.005, 27.007 and V.250 leave to the maker."""

from __future__ import annotations

import random
from typing import Any

from tests.foreign.habits import Habits

UNKNOWN = ("ERROR", "ERROR", "+CME ERROR: 4", "+CME ERROR: 100", "+CME ERROR: 3", "COMMAND NOT SUPPORT", "OK", "")
OPTIONAL = (
    "+CMMS", "+CLIP", "+CCLK", "+CEREG", "+CGREG", "+COPS", "+CSMS", "+CNUM", "+CSCS", "+CFUN", "+CHUP", "+CMEE",
    "+CSCA", "+CSQ", "+CGMR",
)  # fmt: skip
RARELY_LACKED = ("+CMGL", "+CPMS", "+CMGR", "+CREG", "+CNMI", "+CIMI")
NOISE = (
    ("^RSSI:17", '^HCSQ:"LTE",42,36,105,18', "^BOOT:27710117,0,0,0,75"),
    ("+CREG: 1", "+CGREG: 1", "+CREG: 5"),
    ('+CIEV: 10,"25501","life:)","life:)",0,0', "+CIEV: 2,3", "+CTZV: +08"),
    ('+CUSD: 0,"Na rahunku 12.50 UAH",15', "+CUSD: 2", '+CUSD: 0,"041F0440",72'),
    ("RING", '+CLIP: "+380500000055",145,,,,0', "+CRING: VOICE"),
    ("+CGEV: NW DETACH", "+CSSU: 2", "+NITZ: 26/11/22,02:16:21+08,0", "*PSUTTZ: 1"),
)
PROMPTS = (b"\r\n> ", b"\r\n> ", b"> ", b"\r\n>", b">", b"\n> ", b"\r\n\r\n> ")
LINES = (
    ("\r\n", "\r\n"), ("\r\n", "\r\n"), ("\r\n", "\r\r\n"), ("\r\r\n", "\r\n"), ("", "\r\n"), ("\n", "\n"), ("", "\n"),
    ("\r\n", "\r\n\r\n"), ("", "\r"),
)  # fmt: skip
ACCEPTED = (
    "+CMGS: {reference}", "+CMGS: {reference}", '+CMGS: {reference},"26/11/22,10:00:00+08"',
    "+CMGS: {reference},0006112622100000", "+CMGS: {reference:03d}",
)  # fmt: skip
INDICATIONS = ('+CMTI: "{memory}",{index}', '+CMTI: "{memory}", {index}', "+CMTI: {memory},{index}")
REGISTERED = (
    "{n},{stat}", "{n},{stat},00C3,A1B2", '{n},{stat},"00C3","0001A1B2"', '2,{stat},"00C3","A1B2",7', "{n}, {stat}",
    '{n},{stat},"00C3","A1B2",2,,',
)  # fmt: skip
OPERATORS = ('+COPS: 0,0,"UA-KYIVSTAR",7', '+COPS: 0,2,"25503"', "+COPS: 0,2,25503,2", "+COPS: 0", '+COPS: 1,1,"KS"')
SLOW = ("+CPMS", "+CMGL", "+CIMI", "+COPS", "+CPIN?", "+CNMI", "+CMGD", "+CMGR", "+CSQ", "+CREG?", "+CMGF", "E0")
CNMI = (
    {(1, 0), (1, 1), (1, 2), (2, 0), (2, 1), (2, 2)}, {(1, 0), (1, 1)}, {(1, 0), (1, 2)}, {(1, 0)}, {(2, 1), (2, 0)},
    {(1, 1), (2, 1)}, set(),
)  # fmt: skip
MEMORIES: tuple[dict[str, Any], ...] = (
    {"memories": ("SM",)},
    {"memories": ("ME",)},
    {"memories": ("MT",)},
    {"memories": ("SM", "MT")},
    {"memories": ("SM", "ME")},
    {"memories": ("ME", "SM")},
    {"memories": ("SM", "ME"), "groups": (("SM", "ME"), ("SM", "ME"), ("SM",))},
    {"memories": ("ME", "SM"), "groups": (("ME", "SM"), ("ME",), ("ME",))},
    {"memories": ("SM", "ME"), "report_memory": "SR"},
)


USSD: tuple[dict[str, Any], ...] = (
    {"ussd_takes": "plain", "ussd_writes": "plain"},
    {"ussd_takes": "plain", "ussd_writes": "ucs2"},
    {"ussd_takes": "packed", "ussd_writes": "packed", "identity": ("huawei", "E1550", "11.608")},
    {"ussd_takes": "packed", "ussd_writes": "ucs2", "identity": ("Huawei", "E173", "11.126")},
    {"ussd_takes": "ucs2", "ussd_writes": "ucs2"},
)


def make(seed: int) -> Habits:
    """The make of that number: the same one every time."""
    dice = random.Random(seed)

    def seldom(probability: float, value: Any, usual: Any) -> Any:
        return value if dice.random() < probability else usual

    lacks = {name for name in OPTIONAL if dice.random() < 0.25}
    unknown = dice.choice(UNKNOWN)
    if dice.random() < 0.25 and unknown not in ("OK", ""):  # who cannot say no has what is needed
        lacks.add(dice.choice(RARELY_LACKED))
    resets = dice.choice((("text_mode",), ("echo", "cmee"), ("text_mode", "echo", "cmee", "mt", "ds")))
    noise = dice.choice(NOISE)
    form = dice.choice(REGISTERED)
    slow_commands = dice.sample(SLOW, dice.randint(1, 3))
    ussd = dice.choice(USSD if "+CSCS" not in lacks else USSD[:-1])
    identity = dice.choice((("Acme", "GX-1", "R1.02"), ("", "", ""), ("ZTE INCORPORATED", "MF190", "BD_1")))
    memories = dice.choice(MEMORIES if "+CPMS" not in lacks else MEMORIES[:2])
    made: dict[str, Any] = {"identity": identity, **ussd, **memories}
    return Habits(
        name=f"make-{seed}",
        result=dice.choice(((0.02, 0.1), (0.1, 0.5), (0.1, 0.5), (0.5, 2.0))),
        reply=dice.choice(((0.0, 0.001), (0.002, 0.02), (0.01, 0.15))),
        prompt=dice.choice(PROMPTS),
        urc_end=dice.choice(("\r\n", "\r\n", "\r\r\n", "\n")),
        unknown=unknown,
        capacity=dice.choice((10, 10, 5, 20, 50)),
        cnmi=frozenset(dice.choice(CNMI)),
        alpha=dice.choice(("", '""', '"life"')),
        indication=dice.choice(INDICATIONS),
        report_indication=dice.choice(INDICATIONS).replace("CMTI", "CDSI"),
        split_report=dice.random() < 0.3,
        accepted=dice.choice(ACCEPTED),
        busy_seconds=seldom(0.3, dice.uniform(0.5, 4.0), 0.0),
        registration={name: f"{name}: {form}" for name in ("+CREG", "+CGREG", "+CEREG")},
        noise=noise,
        noisy=dice.choice((0.0, 0.05, 0.3)),
        text_mode=dice.random() < 0.5,
        text_prompt=dice.random() < 0.3,
        always_echo=dice.random() < 0.2,
        flash_direct=dice.random() < 0.3,
        report_first=dice.random() < 0.3,
        split=dice.choice((0.0, 0.0, 0.1, 0.4)),
        colon=dice.choice((": ", ": ", ":", ":  ")),
        line=dice.choice(LINES),
        errors=dice.choice(("asked", "asked", "words", "plain")),
        lacks=frozenset(lacks),
        chains=dice.choice(("taken", "refused", "first only")),
        longest=dice.choice((1000, 1000, 160, 80)),
        slow={name: (0.3, dice.choice((1.0, 3.0))) for name in slow_commands} if dice.random() < 0.3 else {},
        prompt_after=seldom(0.15, (0.5, 2.0), (0.002, 0.05)),
        keeps_echo=dice.choice(("OK", "ERROR")),
        resets=seldom(0.15, resets, ()),
        during=dice.random() < 0.3,
        first_slot=dice.choice((0, 1, 1)),
        groups_form=dice.choice(("({}),({}),({})", "(({}),({}),({}))", "({}), ({}), ({})")),
        memories_set=dice.choice((3, 3, 3, 2)),
        cpms_answer=dice.choice(("numbers", "numbers", "nothing")),
        cmgl_empty=seldom(0.2, "+CMS ERROR: 321", "OK"),
        cmgr_empty=dice.choice(("OK", "+CMS ERROR: 321")),
        lower=dice.random() < 0.2,
        smsc=seldom(0.3, "00", ""),
        imei=dice.choice(("{}", "{}", "+CGSN: {}", '+CGSN: "{}"', '"{}"')),
        imsi=dice.choice(("{}", "{}", "+CIMI: {}", '"{}"')),
        operator=dice.choice(OPERATORS),
        searching=seldom(0.3, dice.uniform(2.0, 5.0), 0.0),
        no_signal=seldom(0.3, dice.uniform(2.0, 8.0), 0.0),
        national_reports=dice.random() < 0.2,
        ussd_when=(dice.choice(("before", "after")), dice.choice((0.1, 0.5, 2.0))),
        **made,
    )
