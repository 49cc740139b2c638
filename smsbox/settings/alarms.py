"""The settings of [alarms]: who is told of problems, by which way, how soon, and what the box looks for by itself."""

from __future__ import annotations

from smsbox.settings.kinds import Kind, Section, Setting

ALARMS_SECTION = Section(
    "alarms",
    "Who is told when something is wrong, even if nobody looks at the page: by e-mail, by a call to another program\n"
    "(webhook), by SMS. Nothing of customers is ever in it. What is not set is not used.",
    title="Alarms",
)

ALARMS: tuple[Setting, ...] = (
    Setting(
        "alarms",
        "email",
        Kind.TEXTS,
        (),
        "The addresses that are written to.",
        example=("owner@example.com",),
        title="E-mail to",
    ),
    Setting(
        "alarms",
        "smtp",
        Kind.TEXT,
        None,
        "The mail server that takes e-mail of this box, with its port: usually 587, or 465 with TLS from the start.",
        example="smtp.example.com:587",
        title="Mail server",
    ),
    Setting(
        "alarms",
        "smtp_security",
        Kind.CHOICE,
        "starttls",
        'How the mail server is spoken to. "starttls": encrypted after a greeting (port 587); "tls": encrypted from\n'
        'the start (port 465); "none": in the clear, without a password, for a server in the same building.',
        choices=("starttls", "tls", "none"),
        example="starttls",
        title="Encryption of e-mail",
    ),
    Setting(
        "alarms",
        "smtp_user",
        Kind.TEXT,
        None,
        "The name by which the mail server knows this box; often the e-mail address itself.",
        example="box@example.com",
        title="Name at the mail server",
    ),
    Setting(
        "alarms",
        "smtp_password_file",
        Kind.PATH,
        None,
        "File with the password of that name and nothing else, readable by its owner alone (chmod 600).\n"
        "A bare name is looked for in /etc/smsbox/credentials, whose files systemd hands to the service.",
        example="smtp",
        title="File of the mail password",
    ),
    Setting(
        "alarms",
        "sender",
        Kind.TEXT,
        None,
        "The address the e-mail comes from. Left out: the name at the mail server if that is an address, else the\n"
        "first of those that are written to.",
        example="box@example.com",
        title="E-mail from",
    ),
    Setting(
        "alarms",
        "webhook",
        Kind.TEXT,
        None,
        "An address of another program that gets each alarm by POST as JSON.",
        example="https://alarms.example.com/smsbox",
        title="Webhook",
    ),
    Setting(
        "alarms",
        "webhook_secret_file",
        Kind.PATH,
        None,
        "File with a secret that only this box and that program know, as for the mail password: each call is signed\n"
        "with it (HMAC-SHA256).",
        example="webhook",
        title="File of the webhook secret",
    ),
    Setting(
        "alarms",
        "authority",
        Kind.PATH,
        None,
        "A file with the certificate (PEM) by which mail server and webhook are known, if theirs are signed by nobody\n"
        "well known. Left out: those this machine trusts.",
        example="/etc/smsbox/server.pem",
        title="Certificate of these servers",
    ),
    Setting(
        "alarms",
        "sms",
        Kind.CHOICE,
        "off",
        "Whether telephones of owners and technicians that have proved themselves are told by SMS, by a SIM that is\n"
        "not in trouble itself.",
        choices=("on", "off"),
        example="on",
        title="Alarms by SMS",
    ),
    Setting(
        "alarms",
        "sms_per_day",
        Kind.COUNT,
        5,
        "How many alarms a telephone gets in 24 hours at most; an alarm may be several SMS long.",
        1,
        50,
        example=5,
        title="Alarms by SMS a day",
    ),
    Setting(
        "alarms",
        "after",
        Kind.SPAN,
        "5m",
        "How long something must be wrong before anybody is told, and right again before that is told. What comes and\n"
        "goes needs longer.",
        0,
        6 * 3600,
        example="5m",
        title="Patience",
    ),
    Setting(
        "alarms",
        "self_test",
        Kind.CHOICE,
        "on",
        "Whether the box examines itself once a day, as smsbox doctor does, without disturbing modems that work. What\n"
        "it finds stands among the problems and is told like them.",
        choices=("on", "off"),
        example="on",
        title="A self-test each day",
    ),
    Setting(
        "alarms",
        "hour",
        Kind.COUNT,
        8,
        "The hour of the self-test and of the sign of life, by the clock of the shop.",
        0,
        23,
        example=8,
        title="Hour of the self-test",
    ),
    Setting(
        "alarms",
        "sign_of_life",
        Kind.CHOICE,
        "off",
        "Whether a short e-mail, and a call of the webhook, say each day that the box is at work: when it does not\n"
        "come, something is wrong.",
        choices=("on", "off"),
        example="on",
        title="A sign of life each day",
    ),
    Setting(
        "alarms",
        "silence_days",
        Kind.COUNT,
        3,
        "After so many days in which a SIM has received nothing it sends one SMS to its own number, to learn whether\n"
        "it still hears; at most one in so many days, paid as any other. 0: never.",
        0,
        60,
        example=3,
        title="Days of silence before a test SMS",
    ),
)
