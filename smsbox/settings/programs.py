"""The settings of [programs]: what tills, web shops and monitoring may do through this box, and spend."""

from __future__ import annotations

from smsbox.settings.kinds import Kind, Section, Setting

PROGRAMS_SECTION = Section(
    "programs",
    "Other programs that send and hear through this box, each with a token of its own: tills, web shops, monitoring.",
    title="Other programs",
)


def _door(name: str, what: str, title: str) -> Setting:
    return Setting(
        *("programs", name, Kind.CHOICE, "on", f"Whether programs may speak as {what}."),
        choices=("on", "off"),
        example="on",
        title=title,
    )


PROGRAMS: tuple[Setting, ...] = (
    Setting(
        "programs",
        "per_day",
        Kind.COUNT,
        1000,
        "SMS a day that all programs together may send; 0 = no limit. What a mistake or a thief with a token can cost.",
        0,
        10_000_000,
        example=1000,
        title="SMS a day of all programs",
        unit="SMS",
    ),
    Setting(
        "programs",
        "per_prefix",
        Kind.PREFIX_LIMITS,
        (),
        "How many SMS a day programs may send to numbers that begin so: +48=20. Every beginning that fits counts.",
        example=("+48=20",),
        title="SMS a day by beginning",
    ),
    Setting(
        "programs",
        "burst",
        Kind.COUNT,
        20,
        "As soon as programs wrote to so many numbers that differ in their last three digits alone, within an hour,\n"
        "further SMS to such numbers are held until a person lets them go. That is how stolen tokens are turned into\n"
        "money: numbers one after the other, which pay who called them up. 0 = nothing is held.",
        0,
        1000,
        example=20,
        title="Neighbouring numbers",
        unit="numbers",
    ),
    _door("api", "smsbox itself (/api/v1)", "Its own API"),
    _door("smseagle", "they would to an SMSEagle (/http_api, /jsonrpc, /api/v2)", "As SMSEagle"),
    _door("kannel", "they would to Kannel (/cgi-bin/sendsms)", "As Kannel"),
    _door("sms_gate", "they would to sms-gate.app (/messages, /3rdparty/v1)", "As sms-gate.app"),
    _door("simple", "simply as they can: one address for tills and 1C, alarms of monitoring", "Simple ways"),
    Setting(
        "programs",
        "networks",
        Kind.NETWORKS,
        (),
        "Networks of the shop that webhooks may call, such as 192.168.1.0/24: without this only addresses of the\n"
        "Internet are called, so that nobody reaches through this box what is not his.",
        example=("192.168.1.0/24",),
        title="Networks that may be called",
    ),
    Setting(
        "programs",
        "metrics",
        Kind.CHOICE,
        "token",
        'Who may read the figures at /metrics: "token": a program with a token; "open": anybody who reaches the page;\n'
        '"off": nobody.',
        choices=("token", "open", "off"),
        example="token",
        title="Figures for Prometheus",
    ),
    Setting(
        "programs",
        "alerts_to",
        Kind.NUMBERS,
        (),
        "Who gets alarms of monitoring (Alertmanager, Grafana at /api/v1/alerts) that say nobody in their address.",
        example=("+380500000001",),
        title="Who gets alarms of monitoring",
    ),
    Setting(
        "programs",
        "alerts_text",
        Kind.TEXT,
        "",
        "How such an alarm is said, one SMS for a group. In braces: status, count, name, summary, and the labels and\n"
        "annotations that all alerts of the group share. Empty: [{status} {count}] {name}: {summary}",
        example="{status}: {name}. {summary}",
        title="How alarms of monitoring are said",
    ),
    Setting(
        "programs",
        "mail",
        Kind.LISTEN,
        None,
        "Address and port at which letters are taken (SMTP) that become SMS: to NUMBER@smsbox, with a token as the\n"
        "password. Tokens go in the clear there: 127.0.0.1, or a network of your own. Left out: no letters are taken.",
        example="127.0.0.1:2525",
        title="E-mail to SMS",
    ),
    Setting(
        "programs",
        "mail_subject",
        Kind.CHOICE,
        "on",
        "Whether the subject of such a letter is its first line.",
        choices=("on", "off"),
        example="on",
        title="The subject of a letter",
    ),
    Setting(
        "programs",
        "mail_to",
        Kind.TEXTS,
        (),
        "Addresses that get by e-mail what customers write, each SMS a letter, through the mail server of [alarms].\n"
        "Their numbers and words leave the box then: name people who may read them. Left out: nobody.",
        example=("shop@example.com",),
        title="SMS to e-mail",
    ),
)
