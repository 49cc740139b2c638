"""Owns which faults are armed: each happens a number of times, when its moment comes."""

from __future__ import annotations

from typing import Any


class Faults:
    """Armed faults by name."""

    def __init__(self) -> None:
        self._armed: dict[str, dict[str, Any]] = {}

    def arm(self, fault: str, times: int = 1, *, after: int = 0, skip: int = 0, **options: Any) -> None:
        """Let a fault happen the next `times` times its moment comes, having let `skip` moments pass."""
        self._armed[fault] = {"times": times, "skip": skip, "after": after, **options}

    def due(self, fault: str) -> dict[str, Any] | None:
        """The options of a fault that would happen now, without using it up."""
        found = self._armed.get(fault)
        return found if found and found["times"] > 0 and not found["skip"] else None

    def take(self, fault: str) -> dict[str, Any] | None:
        """The options of a fault that happens now, counted down; None when it does not."""
        found = self._armed.get(fault)
        if found is None or found["times"] <= 0:
            return None
        if found["skip"]:
            found["skip"] -= 1
            return None
        found["times"] -= 1
        return found

    def pending(self, fault: str) -> int:
        """How many times it is still to happen."""
        found = self._armed.get(fault)
        return found["times"] if found else 0
