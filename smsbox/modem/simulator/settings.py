"""What a modem forgets at a reboot: echo, result form, message format, indications, memories in use."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Settings:
    """Volatile settings with their values at power-on (V.250, 27.005, 27.007 defaults of a typical stick)."""

    echo: bool = True
    verbose: bool = True
    quiet: bool = False
    cmee: int = 0
    csms: int = 0
    text_mode: bool = False
    charset: str = "GSM"
    cnmi: list[int] = field(default_factory=lambda: [0, 0, 0, 0, 0])
    memories: list[str] = field(default_factory=lambda: ["SM", "SM", "SM"])
    cmms: int = 0
    clip: int = 0
    cusd: int = 0
    creg: dict[str, int] = field(default_factory=lambda: {"+CREG": 0, "+CGREG": 0, "+CEREG": 0})
    cops_mode: int = 0
    cops_format: int = 0
    cfun: int = 1
    cgsms: int = 1
    csmp: str = "17,167,0,0"
    csdh: int = 0
    phonebook: str = "SM"
    extra: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hardware:
    """What is printed on the stick."""

    manufacturer: str = "SMSBOX"
    model: str = "Simulated modem"
    revision: str = "1.0"
    imei: str = "350000000000006"


@dataclass(slots=True)
class Radio:
    """How the modem hears the network: registration (27.007 7.2 <stat>), access technology, signal, operator, time."""

    stat: int = 1
    act: int = 0
    lac: str = "00C3"
    cell: str = "A1B2"
    rssi: int = 21
    ber: int = 99
    operator: str = "SAMPLE UA"
    operator_short: str = "SAMPLE"
    operator_code: str = "25501"
    zone_quarters: int = 8

    @property
    def serves_sms(self) -> bool:
        """Whether a message can be submitted: home, roaming, SMS-only or CSFB-not-preferred (27.007 7.2)."""
        return self.stat in (1, 5, 6, 7, 9, 10)
