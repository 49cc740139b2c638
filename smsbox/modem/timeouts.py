"""How long the line waits for what, in seconds; one frozen table that tests can scale."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds. The defaults are the vendors' maxima where they publish any, else what drivers in the field use."""

    at: float = 2.0
    """An answer to bare AT and to settings that need no SIM."""
    at_tries: int = 5
    deaf_tries: int = 3
    """The same for a modem of whom not one octet comes meanwhile: the last of them says all that could still help."""
    setting: float = 5.0
    command: float = 10.0
    """Any other query."""
    identity: float = 20.0
    pin_state: float = 20.0
    pin: float = 30.0
    sim_busy: float = 60.0
    """How long a SIM may say "busy" after power-up."""
    sms_ready: float = 60.0
    storage: float = 40.0
    """+CPMS; switching memories takes Siemens modems up to 35 s."""
    list: float = 60.0
    delete: float = 25.0
    radio: float = 20.0
    ussd_taken: float = 20.0
    """Until a modem has taken a USSD code."""
    ussd: float = 60.0
    """From then until the network has answered."""
    prompt: float = 10.0
    prompt_pause: float = 0.0
    """Between the prompt and the PDU; grows to 0.1 on a line where a PDU arrived damaged or was lost."""
    result: float = 55.0
    """From Ctrl-Z until the modem is asked whether it lives; vendors with a larger published maximum get theirs."""
    vendor_results: tuple[tuple[str, float], ...] = (
        ("simcom", 65.0),
        ("quectel", 120.0),
        ("u-blox", 180.0),
        ("ublox", 180.0),
    )
    probe: float = 5.0
    probe_again: float = 15.0
    """Between two such questions to a modem that does not answer them."""
    give_up: float = 180.0
    """From Ctrl-Z until a result is no longer expected."""
    final_ok: float = 5.0
    """Quiet after +CMGS after which the missing OK is given up."""
    bare_ok: float = 5.0
    """After an OK where +CMGS was awaited: whether the result still comes."""
    missing_ok: float = 3.0
    """Quiet after a complete answer whose OK is missing (Wavecom +CPIN?)."""
    boot_grace: float = 5.0
    """After a faint sign of a restart ("Call Ready") in the middle of a submit."""
    echo_window: float = 10.0
    """After the first result that follows a segment in doubt: whether a second one comes."""
    quiet: float = 0.3
    quiet_limit: float = 5.0
    """Silence is waited for at most this long."""
    settle: float = 0.15
    """After a clean OK: whether stray lines follow."""
    gap: float = 0.02
    """Between a final result and the next command (Telit asks for 20 ms)."""
    retry: float = 1.0
    """Between two questions to a modem that is still starting."""
    pulse: float = 1.0
    """Longest wait without a beat and a look at the device."""
    write: float = 5.0
    format_burst: float = 60.0
    """How long a confirmed +CMGF=0 is trusted while segment follows segment."""
    format_idle: float = 3.0
    """How long it is trusted otherwise; a modem that fell back to text mode sends PDUs as text to nobody."""
    burst: float = 2.0
    """A segment that comes later than this after the last one begins a burst."""

    def scaled(self, factor: float) -> Timeouts:
        """The same table with every time multiplied by `factor`."""
        times = {
            f.name: getattr(self, f.name) * factor for f in fields(self) if isinstance(getattr(self, f.name), float)
        }
        vendors = tuple((name, seconds * factor) for name, seconds in self.vendor_results)
        return replace(self, vendor_results=vendors, **times)

    def tries(self, heard: Callable[[], int]) -> Iterator[int]:
        """Numbers of the ATs, from 0, by which a modem is roused; `heard` counts the octets it has said so far."""
        before = heard()
        for attempt in range(self.at_tries):
            if attempt >= self.deaf_tries and heard() == before:
                return
            yield attempt

    def result_for(self, manufacturer: str) -> float:
        """How long a +CMGS of this vendor's modem may stay silent."""
        lowered = manufacturer.lower()
        return next((seconds for name, seconds in self.vendor_results if name in lowered), self.result)
