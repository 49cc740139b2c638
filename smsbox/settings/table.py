"""The table of all settings and sections: key, default, range and meaning are written here and nowhere else."""

from __future__ import annotations

from smsbox.settings.alarms import ALARMS, ALARMS_SECTION
from smsbox.settings.backup import BACKUP, BACKUP_SECTION
from smsbox.settings.kinds import Kind, Section, Setting
from smsbox.settings.modem import MODEM
from smsbox.settings.programs import PROGRAMS, PROGRAMS_SECTION
from smsbox.settings.routing import ROUTING
from smsbox.settings.sending import SENDING
from smsbox.settings.shop import SHOP

SECTIONS = (
    Section("store", "Where messages are kept.", title="Database"),
    Section("web", "The local page.", title="Page"),
    Section("region", "Where the shop is.", title="Place and language"),
    Section(
        "sending",
        "How quickly, how much and to whom each SIM may send. Limits count SMS (a long text is several), per SIM.\n"
        "Reaching a limit delays messages, it never fails them. Every key down to `allow` may also stand in a\n"
        "[[modem]] and then holds for that modem alone.",
        title="Sending messages",
    ),
    Section(
        "shop",
        "Who writes to the customers, how often they may be written to, and what they are told.",
        title="Shop and customers",
    ),
    Section("routing", "Which SIM carries which message; matters only with several modems.", title="Routing"),
    Section("records", "How long things are kept.", title="Records"),
    BACKUP_SECTION,
    ALARMS_SECTION,
    PROGRAMS_SECTION,
    Section(
        "modem",
        "One block for each modem. Give `port` or `imei`; every other key may be left out.\n"
        "Without any block the daemon runs and the page comes up, but nothing can be sent.",
        many=True,
        title="Modem",
    ),
)

_GROUND: tuple[Setting, ...] = (
    Setting(
        "store",
        "url",
        Kind.STORE_URL,
        "sqlite:///var/lib/smsbox/smsbox.db",
        "The database. SQLite needs nothing else: sqlite:// and the full path of the file.\n"
        "PostgreSQL wants the extra `smsbox[postgres]`; keep its password out of here, in ~/.pgpass.",
        example="sqlite:///var/lib/smsbox/smsbox.db",
        active=True,
        title="Database",
    ),
    Setting(
        "store",
        "directory",
        Kind.PATH,
        None,
        "Where lock, doorbell and setup code are kept. Left out: the folder of the SQLite file,\n"
        "with PostgreSQL /var/lib/smsbox.",
        example="/var/lib/smsbox",
        title="Folder of the state",
    ),
    Setting(
        "web",
        "listen",
        Kind.LISTEN,
        "127.0.0.1:8080",
        "Address and port of the page. 127.0.0.1 is seen from the Pi itself only; 0.0.0.0 from the whole\n"
        "local network: switch encryption on (tls) before other people share that network.",
        example="127.0.0.1:8080",
        active=True,
        title="Address of the page",
    ),
    Setting(
        "web",
        "hosts",
        Kind.HOST_NAMES,
        (),
        "Names under which browsers may ask for the page, besides localhost and the listen address.\n"
        "Anything else is refused, so that a foreign site cannot reach the page through your browser.",
        example=("smsbox.lan", "192.168.1.20"),
        title="Further names of the page",
    ),
    Setting(
        "web",
        "tls",
        Kind.CHOICE,
        "off",
        'Whether the page is encrypted. "own": with a certificate made by this box; browsers warn of it once, compare\n'
        'the fingerprint that smsbox shows. "files": with the certificate and the key given below. Who asks for the\n'
        "page unencrypted is then led to the encrypted one, at the same port.",
        choices=("off", "own", "files"),
        example="own",
        title="Encryption (TLS)",
    ),
    Setting(
        "web",
        "certificate",
        Kind.PATH,
        None,
        'The file with the certificate and those it leans on, in PEM; only with tls = "files".',
        example="/etc/smsbox/page.crt",
        title="File of the certificate",
    ),
    Setting(
        "web",
        "key",
        Kind.PATH,
        None,
        "The file with its key, without a passphrase; readable for smsbox alone. Left out: it is in the same file.",
        example="/etc/smsbox/page.key",
        title="File of the key",
    ),
    Setting(
        "region",
        "country",
        Kind.COUNTRY,
        "UA",
        "Numbers written without + are read as numbers of this country.",
        example="UA",
        active=True,
        title="Country",
    ),
    Setting(
        "region",
        "timezone",
        Kind.TIMEZONE,
        "Europe/Kyiv",
        "The clock on the wall of the shop: times are shown and read in this zone, daily limits count its days.",
        example="Europe/Kyiv",
        active=True,
        title="Time zone",
    ),
    Setting(
        "region",
        "language",
        Kind.CHOICE,
        "en",
        "The language of the page and of explanations.",
        choices=("en", "uk", "pl", "ru"),
        example="uk",
        title="Language",
    ),
)

_RECORDS = (
    Setting(
        "records",
        "audit",
        Kind.SPAN,
        "730d",
        "How long the audit log is kept: who changed what. Older lines are removed about once a month, and a line\n"
        "says so.",
        90 * 86400,
        3650 * 86400,
        example="730d",
        title="Audit log",
    ),
    Setting(
        "records",
        "sent",
        Kind.SPAN,
        None,
        "After so long numbers and texts go from messages that were sent; counts and costs stay.\n"
        "Left out: all is kept.",
        90 * 86400,
        3650 * 86400,
        example="1095d",
        title="Texts and numbers of sent messages",
    ),
    Setting(
        "records",
        "received",
        Kind.SPAN,
        None,
        "After so long numbers and texts go from messages that came in, except those that prove a consent. Left out:\n"
        "all is kept.",
        90 * 86400,
        3650 * 86400,
        example="1095d",
        title="Texts and numbers of received messages",
    ),
    Setting(
        "records",
        "leads",
        Kind.SPAN,
        None,
        "Who never bought, never agreed to advertising, and has not been heard of for so long is erased. Left out:\n"
        "all is kept.",
        90 * 86400,
        3650 * 86400,
        example="730d",
        title="People who never became customers",
    ),
)

SETTINGS: tuple[Setting, ...] = (*_GROUND, *SENDING, *SHOP, *ROUTING, *_RECORDS, *BACKUP, *ALARMS, *PROGRAMS, *MODEM)
