"""The table of all settings and sections: key, default, range and meaning are written here and nowhere else."""

from __future__ import annotations

from smsbox.settings.kinds import Kind, Scope, Section, Setting

SECTIONS = (
    Section("store", "Where messages are kept."),
    Section("web", "The local page."),
    Section("region", "Where the shop is."),
    Section(
        "sending",
        "How quickly, how much and to whom each SIM may send. Limits count SMS (a long text is several), per SIM.\n"
        "Reaching a limit delays messages, it never fails them. Every key down to `allow` may also stand in a\n"
        "[[modem]] and then holds for that modem alone.",
    ),
    Section(
        "modem",
        "One block for each modem. Give `port` or `imei`; every other key may be left out.\n"
        "Without any block the daemon runs and the page comes up, but nothing can be sent.",
        many=True,
    ),
)

_LIMIT_MAX = 10_000_000


def _limit(period: str, doc: str, example: int) -> Setting:
    return Setting(
        "sending", f"per_{period}", Kind.COUNT, 0, doc, 0, _LIMIT_MAX, per_modem=True, example=example, active=True
    )


def _in_doubt(kind: str, doc: str) -> Setting:
    return Setting("sending", f"in_doubt_{kind}", Kind.CHOICE, "hold", doc, choices=("hold", "resend"), example="hold")


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "store",
        "url",
        Kind.STORE_URL,
        "sqlite:///var/lib/smsbox/smsbox.db",
        "The database. SQLite needs nothing else: sqlite:// and the full path of the file.\n"
        "PostgreSQL wants the extra `smsbox[postgres]`; keep its password out of here, in ~/.pgpass.",
        scope=Scope.START,
        example="sqlite:///var/lib/smsbox/smsbox.db",
        active=True,
    ),
    Setting(
        "store",
        "directory",
        Kind.PATH,
        None,
        "Where lock, doorbell and setup code are kept. Left out: the folder of the SQLite file,\n"
        "with PostgreSQL /var/lib/smsbox.",
        scope=Scope.START,
        example="/var/lib/smsbox",
    ),
    Setting(
        "web",
        "listen",
        Kind.LISTEN,
        "127.0.0.1:8080",
        "Address and port of the page. 127.0.0.1 is seen from the Pi itself only; 0.0.0.0 from the whole\n"
        "local network, unencrypted: put a TLS proxy in front before other people share that network.",
        scope=Scope.START,
        example="127.0.0.1:8080",
        active=True,
    ),
    Setting(
        "web",
        "hosts",
        Kind.HOST_NAMES,
        (),
        "Names under which browsers may ask for the page, besides localhost and the listen address.\n"
        "Anything else is refused, so that a foreign site cannot reach the page through your browser.",
        scope=Scope.START,
        example=("smsbox.lan", "192.168.1.20"),
    ),
    Setting(
        "region",
        "country",
        Kind.COUNTRY,
        "UA",
        "Numbers written without + are read as numbers of this country.",
        scope=Scope.START,
        example="UA",
        active=True,
    ),
    Setting(
        "region",
        "timezone",
        Kind.TIMEZONE,
        "Europe/Kyiv",
        "The clock on the wall of the shop: times are shown and read in this zone, daily limits count its days.",
        scope=Scope.START,
        example="Europe/Kyiv",
        active=True,
    ),
    Setting(
        "region",
        "language",
        Kind.CHOICE,
        "en",
        "The language of the page and of explanations.",
        choices=("en", "uk"),
        scope=Scope.START,
        example="uk",
    ),
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
    ),
    Setting(
        "sending",
        "spread",
        Kind.FRACTION,
        0.0,
        "The random part of the gap: 0.5 makes a gap of 1 second anything from 0.5 to 1.5 seconds.",
        0,
        1,
        per_modem=True,
        example=0.5,
        active=True,
    ),
    _limit("minute", "SMS in any 60 seconds; 0 = no limit.", 20),
    _limit("hour", "SMS in any hour; 0 = no limit.", 0),
    _limit("day", "SMS in a calendar day; 0 = no limit. Set what your plan or your operator's patience allows.", 0),
    _limit("month", "SMS in a calendar month; 0 = no limit. Set the size of your SMS package.", 0),
    Setting(
        "sending",
        "allow",
        Kind.PREFIXES,
        None,
        "Numbers may only begin with one of these; all others are refused before anything is queued.\n"
        "Left out: the own country alone. Guards the balance against foreign and premium numbers.",
        per_modem=True,
        example=("+380",),
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
    ),
    _in_doubt(
        "reply",
        "What becomes of an answer to a customer of which nobody knows whether it left. hold: a person decides, on\n"
        "the page or with `smsbox outbox resend`. resend: it is sent again and marked *maybe duplicate*.",
    ),
    _in_doubt("service", "The same for service messages (reminders, codes, orders)."),
    _in_doubt("marketing", "The same for advertising: hold is almost always right."),
    Setting(
        "modem",
        "name",
        Kind.TEXT,
        None,
        "Your name for it, on the page and in logs.",
        scope=Scope.START,
        required=True,
        example="main",
        active=True,
    ),
    Setting(
        "modem",
        "port",
        Kind.PATH,
        None,
        "Its serial port. Names under /dev/serial/by-path or by-id survive a restart, /dev/ttyUSB0 may not.",
        scope=Scope.START,
        example="/dev/serial/by-id/usb-YOUR-MODEM-if02-port0",
        active=True,
    ),
    Setting(
        "modem",
        "imei",
        Kind.IMEI,
        None,
        "Instead of `port`, or together with it to make sure: the IMEI printed on the modem.",
        scope=Scope.START,
        example="860000000000000",
    ),
    Setting(
        "modem",
        "baudrate",
        Kind.COUNT,
        115200,
        "Speed of the serial line in bits per second. USB sticks take any.",
        300,
        4_000_000,
        scope=Scope.START,
        example=115200,
    ),
    Setting(
        "modem",
        "pin_file",
        Kind.PATH,
        None,
        "File with the PIN of the SIM and nothing else, readable by its owner alone (chmod 600).\n"
        "Left out: the SIM asks for no PIN.",
        scope=Scope.START,
        example="/etc/smsbox/main.pin",
    ),
)
