"""The declared figures: names and units by the conventions of Prometheus, what each means and is told apart by.

No label holds a number, a name of a person or a text; each has as many values as the house has kinds, modems or tokens.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """A counter never falls while the daemon runs, and begins at 0 with it; a gauge does as it likes."""

    COUNTER = "counter"
    GAUGE = "gauge"


@dataclass(frozen=True, slots=True)
class Family:
    """One figure: its whole name, and its labels in their order."""

    name: str
    kind: Kind
    help: str
    labels: tuple[str, ...] = ()


def _gauge(name: str, told: str, *labels: str) -> Family:
    return Family(f"smsbox_{name}", Kind.GAUGE, told, labels)


def _counter(name: str, told: str, *labels: str) -> Family:
    return Family(f"smsbox_{name}_total", Kind.COUNTER, told, labels)


_ALL = (
    _gauge("build_info", "What runs here, always 1.", "version", "database"),
    _gauge("loops_late", "Threads of the daemon that have not said for too long that they live."),
    # messages
    _gauge("messages", "Outgoing messages by class and by where they stand.", "class", "state"),
    _gauge("queue_oldest_seconds", "How long the oldest message that may leave now waits; 0 for none.", "class"),
    _counter("messages_queued", "Messages that were taken in."),
    _counter("segments_sent", "Segments that the network took."),
    _counter("segments_delivered", "Segments of which a report says that the phone has them."),
    _counter("segments_undelivered", "Segments that the network gave up."),
    _counter("segments_unreported", "Segments of which no report came in time."),
    _counter("segments_refused", "Tries that modem or network refused."),
    _counter("segments_uncertain", "Tries of which nobody knows how they ended."),
    _counter("messages_failed", "Times that a message was given up before it left."),
    _counter("messages_cancelled", "Messages that were withdrawn."),
    _counter("messages_received", "Messages that came in, whole."),
    # modems
    _gauge("modem_info", "A modem, always 1.", "modem", "operator", "technology"),
    _gauge("modem_state", "1 for the state in which the modem is, 0 for the others.", "modem", "state"),
    _gauge("modem_registered", "Whether the network has it.", "modem"),
    _gauge("modem_signal_dbm", "Field strength in dBm.", "modem"),
    _gauge("modem_last_sent_timestamp_seconds", "When it last sent.", "modem"),
    _gauge("modem_last_received_timestamp_seconds", "When something last came in by it.", "modem"),
    _gauge("sim_balance", "The money on its SIM as the operator last told it.", "modem", "currency"),
    _gauge("sim_balance_timestamp_seconds", "When the operator told it.", "modem"),
    _gauge("sim_package_segments_left", "Segments left in the package, as the operator last told it.", "modem"),
    # ground
    _gauge("backup_last_success_timestamp_seconds", "When a backup last came there whole.", "place"),
    _gauge("backup_size_bytes", "How large that one is.", "place"),
    _gauge("backup_failing", "Whether the last try went wrong.", "place"),
    _gauge("disk_free_bytes", "Room for the database on its disk."),
    _gauge("disk_size_bytes", "The whole disk of the database."),
    _gauge("database_size_bytes", "The file of the database, without its log; only of SQLite."),
    _gauge("problems", "Open problems by severity.", "severity"),
    _gauge("problem_open", "How many problems of that kind are open; none is not told.", "key", "severity"),
    # programs
    _counter("requests", "Requests of programs by where they came in and the class of the answer.", "door", "code"),
    _gauge("programs_spent_segments", "Segments that programs queued today.", "scope"),
    _gauge("programs_limit_segments", "Segments that programs may queue today.", "scope"),
    _gauge("programs_stopped", "Whether a person stopped all programs."),
    _gauge("webhook_calls_waiting", "Calls of webhooks that are still to be made."),
    _gauge("webhook_calls_dead", "Calls of webhooks that were given up."),
)

CATALOGUE: dict[str, Family] = {each.name: each for each in _ALL}
"""Every figure by its name, in the order in which they are told."""
