"""How received texts are shown: those of telephones that give orders without the one-time codes that came back in them.

The row itself stays as it came, for the router alone. Who forges the sender could use a live code that he reads at the
desk; also a mistyped one leaves little to guess.
"""

from __future__ import annotations

from smsbox.sms.msisdn import tail
from smsbox.sms.onetime import masked
from smsbox.store import Store

_PHONES = "SELECT number FROM staff_phones"
_COUNTRY = "+380"


class Veil:
    """The telephones of the staff at one moment; whoever shows a received text shows it through this."""

    def __init__(self, store: Store) -> None:
        self._numbers = [number for (number,) in store.run(_PHONES).fetchall()]
        self._tails = {tail(number) for number in self._numbers}

    def shown(self, sender: str, text: str) -> str:
        """A text of `sender`, however the network wrote that, as people may see it."""
        return masked(text) if self.over(sender) else text

    def over(self, sender: str) -> bool:
        """Whether what `sender` writes is shown without codes."""
        return bool(self._tails) and tail(sender) in self._tails

    @property
    def senders(self) -> list[str]:
        """Those telephones in all ways in which networks write them."""
        home = [f"0{number.removeprefix(_COUNTRY)}" for number in self._numbers if number.startswith(_COUNTRY)]
        return [*self._numbers, *(number.removeprefix("+") for number in self._numbers), *home]
