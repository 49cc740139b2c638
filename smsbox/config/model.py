"""The configuration as the program sees it: frozen, checked, defaults filled in, overrides of modems resolved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from smsbox.clock import DaySpan
from smsbox.config.alarms import AlarmsConfig
from smsbox.config.backup import BackupConfig
from smsbox.config.pins import read_pin
from smsbox.config.problems import Problem
from smsbox.config.programs import ProgramsConfig

REACH = ("listen", "tls", "certificate", "key")
"""Settings of the page that decide whether browsers get to it."""

LINE = ("port", "imei", "baudrate", "pin_file", "smsc")
"""Settings of a modem that decide whether it can be talked to."""


@dataclass(frozen=True, slots=True)
class StoreConfig:
    """Where messages are kept. `url` may hold a password and stays out of reprs; in `directory`: lock, doorbell."""

    url: str = field(repr=False)
    directory: Path

    @property
    def sqlite_path(self) -> Path | None:
        """The file of a SQLite database, None for PostgreSQL."""
        return Path("/" + self.url.removeprefix("sqlite:///")) if self.url.startswith("sqlite:///") else None


@dataclass(frozen=True, slots=True)
class WebConfig:
    """Where the page is served; `hosts` are the Host names allowed besides localhost and `host`.

    `tls`: "off", "own" (a certificate made here) or "files" (`certificate`, and `key` unless both are in one file).
    """

    host: str
    port: int
    hosts: tuple[str, ...] = ()
    tls: str = "off"
    certificate: Path | None = None
    key: Path | None = None

    @property
    def listen(self) -> str:
        """`host:port` as written in the file, IPv6 addresses in brackets."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def scheme(self) -> str:
        """How its addresses begin: "http" or "https"."""
        return "http" if self.tls == "off" else "https"

    @property
    def url(self) -> str:
        """The address of the page as a person opens it."""
        return f"{self.scheme}://{self.listen}/"

    @property
    def reach(self) -> tuple[object, ...]:
        """What decides whether browsers get to it: a mistake there locks people out."""
        return tuple(getattr(self, name) for name in REACH)


@dataclass(frozen=True, slots=True)
class RegionConfig:
    """Where the shop is: ISO 3166 country, IANA time zone, language of page and explanations."""

    country: str = "UA"
    timezone: str = "Europe/Kyiv"
    language: str = "en"

    @property
    def zone(self) -> ZoneInfo:
        """The time zone as an object."""
        return ZoneInfo(self.timezone)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaceConfig:
    """What one SIM may send: `gap` in seconds, `spread` its random fraction, `per_*` in segments (0: no limit).

    `package_day` of the month renews the package, `reserve` of it is kept for answers; `allow`: beginnings of permitted
    numbers; words such as `caution` are those of `smsbox.settings.sending`.
    """

    gap: float = 0.0
    spread: float = 0.0
    per_minute: int = 0
    per_hour: int = 0
    per_day: int = 0
    per_month: int = 0
    per_package: int = 0
    package_day: int = 1
    reserve: int = 0
    warm_up: int = 0
    caution: str = "on"
    allow: tuple[str, ...] = ("+380",)


@dataclass(frozen=True, slots=True)
class SendingConfig(PaceConfig):
    """Rates and rules for all SIMs that have none of their own. `validity_s`: seconds, None leaves it to the network.

    `in_doubt_*`: hold or resend. `quiet`: when advertising waits, by the clock of the region; None: never.
    """

    quiet: DaySpan | None = None
    validity_s: int | None = None
    uncertain_window_s: int = 900
    in_doubt_reply: str = "hold"
    in_doubt_service: str = "hold"
    in_doubt_marketing: str = "hold"


@dataclass(frozen=True, slots=True)
class RoutingConfig:
    """Which SIM carries what: `on_net` prefer or ignore, `spare` help or wait, `sticky` on or off.

    `prefixes`: `+38063=lifecell` texts that add to the known beginnings of numbers.
    """

    on_net: str = "prefer"
    spare: str = "help"
    sticky: str = "on"
    prefixes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShopConfig:
    """Who writes to customers, how often: `cap` messages in `cap_days`; days and parts as in `smsbox.settings.shop`.

    `holidays`: `MM-DD` or `YYYY-MM-DD`; `staff`: E.164; `footer` None: the usual one in the customer's language.
    """

    name: str = ""
    phone: str = ""
    number: str | None = None
    language: str = "uk"
    staff: tuple[str, ...] = ()
    cap: int = 1
    cap_days: int = 14
    ask_days: int = 180
    answer_days: int = 30
    form_per_day: int = 100
    lapsed_days: int = 180
    holidays: tuple[str, ...] = ()
    footer: str | None = None
    topics: tuple[str, ...] = ()
    stop_words: tuple[str, ...] = ()
    answers_per_day: int = 10
    dialog_answers_per_day: int = 60
    text_asking: str | None = None
    text_welcome: str | None = None
    text_left: str | None = None
    text_help: str | None = None
    most_leaving: float = 0.02
    most_failing: float = 0.1


@dataclass(frozen=True, slots=True)
class RecordsConfig:
    """How long things are kept, in seconds; None: for ever. `leads`: who never became a customer."""

    audit_s: int = 730 * 86400
    sent_s: int | None = None
    received_s: int | None = None
    leads_s: int | None = None


@dataclass(frozen=True, slots=True)
class ModemConfig(PaceConfig):
    """One modem: `port` or `imei` is set, or both. Its pace is that of [sending] unless overridden.

    `balance_every_s` in seconds (0: never); `low_balance` and `price` in the money of the plan; words such as `roaming`
    are those of `smsbox.settings.modem`.
    """

    name: str
    port: str | None = None
    imei: str | None = None
    baudrate: int = 115200
    pin_file: Path | None = None
    roaming: str = "stop"
    new_sim: str = "ask"
    smsc: str | None = None
    operator: str | None = None
    weight: int = 1
    recovery: str = "full"
    balance_code: str | None = None
    balance_every_s: int = 86400
    balance_patterns: tuple[str, ...] = ()
    low_balance: float = 0.0
    price: float = 0.0
    calls: str = "log"
    call_prompt: str | None = None

    @property
    def line(self) -> tuple[object, ...]:
        """What the way to it depends on: a change means opening its port anew."""
        return tuple(getattr(self, name) for name in LINE)

    def read_pin(self) -> str | None:
        """The PIN of the SIM, None when no `pin_file` is set. Raises PinFileUnusable."""
        return None if self.pin_file is None else read_pin(self.pin_file)


@dataclass(frozen=True, slots=True)
class Config:
    """A whole checked file, and what the page has added to it. `pinned` names the keys the file sets; `warnings` do not
    prevent a start.
    """

    store: StoreConfig
    web: WebConfig
    region: RegionConfig
    sending: SendingConfig
    modems: tuple[ModemConfig, ...] = ()
    shop: ShopConfig = ShopConfig()
    routing: RoutingConfig = RoutingConfig()
    records: RecordsConfig = RecordsConfig()
    backup: BackupConfig = field(default_factory=BackupConfig)
    programs: ProgramsConfig = field(default_factory=ProgramsConfig)
    alarms: AlarmsConfig = field(default_factory=AlarmsConfig)
    path: Path | None = None
    pinned: frozenset[str] = frozenset()
    warnings: tuple[Problem, ...] = ()
    written: Mapping[str, object] = field(default_factory=dict, repr=False, compare=False)
    """What is set, in the form the file uses, by full key: `sending.gap`, `modem.main.per_day`. No passwords."""
    locked: Mapping[str, int] = field(default_factory=dict, repr=False, compare=False)
    """Those of them that the file sets, and on which line: nobody else may."""

    ignored: tuple[Problem, ...] = ()
    """Those of `warnings` that speak of rows of the database which are not in force, by full key."""

    def modem(self, name: str) -> ModemConfig | None:
        """The modem called `name`."""
        return next((modem for modem in self.modems if modem.name == name), None)

    @property
    def allow_any(self) -> tuple[str, ...]:
        """Destinations at least one modem may send to: what `outbox.submit` has to permit."""
        if not self.modems:
            return self.sending.allow
        return tuple(dict.fromkeys(prefix for modem in self.modems for prefix in modem.allow))
