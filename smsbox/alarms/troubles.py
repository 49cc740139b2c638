"""What goes wrong when somebody is to be told, as typed errors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from smsbox.config.secrets import SecretUnusable
from smsbox.errors import SmsboxError


class Untold(SmsboxError):
    """Somebody could not be told; the base of all of these."""

    key = "alarms.process"


class Unreachable(Untold):
    """No connection, or it broke. Facts: `server`, `problem`."""

    key = "alarms.unreachable"
    retryable = True


class Hangs(Untold):
    """The server took the connection and said nothing in time. Facts: `server`, `seconds`."""

    key = "alarms.hangs"
    retryable = True


class NotTrusted(Untold):
    """Nobody who is trusted here vouches for its certificate. Facts: `server`, `problem`."""

    key = "alarms.certificate"


class NoEncryption(Untold):
    """The mail server offers no STARTTLS. Facts: `server`."""

    key = "alarms.no_encryption"


class WrongPassword(Untold):
    """The mail server does not take name and password. Facts: `server`, `user`, `said`."""

    key = "alarms.password"


class ServerRefused(Untold):
    """The mail server does not take the letter. Facts: `server`, `said`."""

    key = "alarms.refused"


class HookRefused(Untold):
    """The other program answered with a status that is no success. Facts: `server`, `status`."""

    key = "alarms.webhook_status"


class NotSet(Untold):
    """The way is not set up. Facts: `way`."""

    key = "alarms.not_set"


class NoPhone(Untold):
    """No telephone of an owner or technician has proved itself."""

    key = "alarms.no_phone"


class NoSim(Untold):
    """No SIM that is not in trouble itself could carry an SMS now."""

    key = "alarms.no_sim"
    retryable = True


class SmsSpent(Untold):
    """Every telephone got as many alarms as it may in 24 hours. Facts: `most`."""

    key = "alarms.sms_spent"
    retryable = True


class SmsFailed(Untold):
    """The SMS did not leave. Facts: `reason`."""

    key = "alarms.sms_failed"


def plain(trouble: SmsboxError) -> dict[str, Any]:
    """An error as JSON takes it."""
    facts = {name: fact if isinstance(fact, (int, float)) else str(fact) for name, fact in trouble.facts.items()}
    return {"key": trouble.key, "facts": facts}


def of_plain(told: Mapping[str, Any]) -> SmsboxError:
    """The error that `plain` made JSON of."""
    kinds: list[type[SmsboxError]] = [*Untold.__subclasses__(), SecretUnusable]
    known = {each.key: each for each in kinds}
    return known.get(str(told.get("key")), Untold)(**dict(told.get("facts") or {}))
