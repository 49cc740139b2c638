"""A whole smsbox for tests: the real daemon as a process, simulated modems on ptys, the command line as typed.

What the simulator's network accepted (its wire log) is the oracle, never the product's own database alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from smsbox.modem.simulator import Farm
from tests.installation import Installation, Plug
from tests.patience import until

__all__ = ["Box", "box", "until"]


class Box(Installation):
    """One installation in a folder of its own, with simulated modems."""

    def __init__(
        self,
        directory: Path,
        *,
        modems: int = 1,
        profile: str = "zero",
        sending: str = "",
        modem_lines: str = "",
        url: str | None = None,
        prefix: str = "m",
        **farm: Any,
    ) -> None:
        """`prefix`: how its modems' names begin; boxes that share a database name theirs differently."""
        self.links = [str(directory / f"modem-{place}") for place in range(modems)]
        plugs = [Plug(f"{prefix}{place}", link, modem_lines) for place, link in enumerate(self.links)]
        super().__init__(directory, plugs, sending=sending, url=url)
        self.farm = Farm(self.links, profile=profile, seed=1, **farm)

    def await_modems(self) -> None:
        """Wait until every modem is able to send."""
        until(lambda: {row["state"] for row in self.rows("modems")} == {"ready"}, what="modems ready")

    # ── command line

    def send(self, to: Sequence[str] | str, text: str, *options: str) -> list[int]:
        """Queue a text; the ids."""
        numbers = [to] if isinstance(to, str) else list(to)
        return [row["id"] for row in self.rows("send", "--to", *numbers, "--text", text, *options)]

    def outbox(self) -> list[dict[str, Any]]:
        """All outgoing messages, oldest first."""
        return sorted(self.rows("outbox", "list"), key=lambda row: row["id"])

    def inbox(self) -> list[dict[str, Any]]:
        """All received messages, oldest first."""
        return sorted(self.rows("inbox", "list"), key=lambda row: row["id"])

    def states(self) -> Counter[str]:
        """How many messages stand where."""
        return Counter(row["state"] for row in self.outbox())

    def settled(self) -> bool:
        """Whether nothing waits for the modem any more."""
        return not set(self.states()) & {"queued", "sending"}

    # ── oracle

    def do(self, op: str, modem: int = 0, **fields: Any) -> dict[str, Any]:
        """An operation of the simulator."""
        return self.farm.do(op, modem, **fields)

    def accepted(self, modem: int = 0) -> list[dict[str, Any]]:
        """Every segment the simulated networks really took, oldest first."""
        return self.farm.do("log", modem, kind="accepted")["entries"]


@contextmanager
def box(directory: Path, **options: Any) -> Iterator[Box]:
    """A box whose modems run and whose daemon does not yet; everything is ended afterwards."""
    made = Box(directory, **options)
    made.farm.start()
    try:
        yield made
    finally:
        made.kill()
        made.farm.stop()
