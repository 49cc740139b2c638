"""The settings of [sending]: how quickly, how much and to whom each SIM may send."""

from __future__ import annotations

from smsbox.settings.kinds import Kind, Setting

_LIMIT_MAX = 10_000_000


def _limit(period: str, title: str, doc: str, example: int) -> Setting:
    return Setting(
        *("sending", f"per_{period}", Kind.COUNT, 0, doc, 0, _LIMIT_MAX),
        per_modem=True,
        example=example,
        active=True,
        title=title,
        unit="SMS",
    )


def _in_doubt(kind: str, title: str, doc: str) -> Setting:
    choices = ("hold", "resend")
    return Setting(
        "sending", f"in_doubt_{kind}", Kind.CHOICE, "hold", doc, choices=choices, example="hold", title=title
    )


SENDING: tuple[Setting, ...] = (
    Setting(
        "sending",
        "gap",
        Kind.SECONDS,
        0.0,
        "Seconds of rest between two SMS of one SIM. 0: as fast as the network takes them.",
        0,
        3600,
        per_modem=True,
        example=1.0,
        active=True,
        title="Rest between two SMS",
        unit="seconds",
    ),
    Setting(
        "sending",
        "spread",
        Kind.FRACTION,
        0.0,
        "The random part of the gap: 50 % makes a gap of 1 second anything from 0.5 to 1.5 seconds.",
        0,
        1,
        per_modem=True,
        example=0.5,
        active=True,
        title="Random part of the rest",
    ),
    _limit("minute", "SMS a minute", "SMS in any 60 seconds; 0 = no limit.", 20),
    _limit("hour", "SMS an hour", "SMS in any hour; 0 = no limit.", 0),
    _limit(
        "day",
        "SMS a day",
        "SMS in a calendar day; 0 = no limit. Set what your plan or your operator's patience allows.",
        0,
    ),
    _limit("month", "SMS a month", "SMS in a calendar month; 0 = no limit. Set the size of your SMS package.", 0),
    Setting(
        "sending",
        "per_package",
        Kind.COUNT,
        0,
        "SMS in the package of the plan; 0 = no package. It is counted from `package_day` to the same day of the next\n"
        "month; what the operator itself says is left (`balance_code`) counts more than our own count.",
        0,
        _LIMIT_MAX,
        per_modem=True,
        example=1000,
        title="Size of the package",
        unit="SMS",
    ),
    Setting(
        "sending",
        "package_day",
        Kind.COUNT,
        1,
        "Day of the month on which the package is renewed (31: the last day of each month).",
        1,
        31,
        per_modem=True,
        example=3,
        title="Day of renewal",
    ),
    Setting(
        "sending",
        "reserve",
        Kind.COUNT,
        0,
        "SMS of each quota (day, month, package) kept for answers to customers: advertising and service stop before.",
        0,
        _LIMIT_MAX,
        per_modem=True,
        example=20,
        title="Kept for answers",
        unit="SMS",
    ),
    Setting(
        "sending",
        "warm_up",
        Kind.COUNT,
        0,
        "Days in which a new SIM comes to its full pace: 20 SMS on its first day, then steadily more. Operators bar\n"
        "new SIMs that begin with hundreds. 0: full pace at once.",
        0,
        90,
        per_modem=True,
        example=14,
        title="Warm-up of a new SIM",
        unit="days",
    ),
    Setting(
        "sending",
        "caution",
        Kind.CHOICE,
        "on",
        "Whether a SIM slows down, pauses and hands its queue to the others when refusals or undelivered SMS become\n"
        "much more than usual: most often the operator is about to bar it.",
        choices=("on", "off"),
        per_modem=True,
        example="on",
        title="Watch over refusals",
    ),
    Setting(
        "sending",
        "allow",
        Kind.PREFIXES,
        None,
        "Numbers may only begin with one of these; all others are refused before anything is queued.\n"
        "Left out: the own country alone. Guards the balance against foreign and premium numbers.",
        per_modem=True,
        example=("+380",),
        title="Numbers that may be written to",
    ),
    Setting(
        "sending",
        "quiet",
        Kind.DAY_SPAN,
        "20:00-09:00",
        "Quiet hours by the clock of the shop ([region] timezone): advertising waits until they are over. Answers and\n"
        'service messages leave at any hour, and a long text that has begun is finished. "off": no quiet hours.',
        example="20:00-09:00",
        title="Quiet hours",
    ),
    Setting(
        "sending",
        "validity",
        Kind.SPAN,
        None,
        "How long the network keeps trying a phone that is off. Left out: as long as the network likes.",
        300,
        63 * 7 * 86400,
        example="24h",
        title="Validity",
    ),
    Setting(
        "sending",
        "uncertain_window",
        Kind.SPAN,
        "15m",
        "Sometimes nobody can tell whether an SMS left (the modem died at the wrong moment). So long smsbox waits\n"
        "for a delivery report to settle it; then the in_doubt policy of its class is applied.",
        10,
        7 * 86400,
        example="15m",
        title="Wait for proof",
    ),
    _in_doubt(
        "reply",
        "Answers in doubt",
        "What becomes of an answer to a customer of which nobody knows whether it left. hold: a person decides, on\n"
        "the page or with `smsbox outbox resend`. resend: it is sent again and marked *maybe duplicate*.",
    ),
    _in_doubt("service", "Service messages in doubt", "The same for service messages (reminders, codes, orders)."),
    _in_doubt("marketing", "Advertising in doubt", "The same for advertising: hold is almost always right."),
)
