"""What a move of an appointment dialog does, as frozen values that the books carry out."""

from __future__ import annotations

from dataclasses import dataclass

from smsbox.clock import Micros
from smsbox.dialogs.appointments.calendar import Place, Service
from smsbox.dialogs.appointments.whens import When


@dataclass(frozen=True, slots=True)
class Hold:
    """Keep this place for him `until` then, and no other one; `moving`: instead of which appointment."""

    service: Service
    place: Place
    until: Micros
    moving: int | None


@dataclass(frozen=True, slots=True)
class Keep:
    """He comes then; what he gives up for it, `moving`, is free again."""

    service: Service
    place: Place
    moving: int | None


@dataclass(frozen=True, slots=True)
class Release:
    """What he has held is free again."""


@dataclass(frozen=True, slots=True)
class CallOff:
    """He does not come to this appointment."""

    appointment_id: int


@dataclass(frozen=True, slots=True)
class Confirm:
    """He has said that he comes."""

    appointment_id: int


@dataclass(frozen=True, slots=True)
class Wait:
    """He wants to be told when something gets free, but what he has `seen`."""

    service: Service
    resource: str
    when: When
    seen: tuple[Micros, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What he was offered from the waiting list is his, or (not `taken`) the next one's."""

    waiting_id: int
    appointment_id: int
    taken: bool


@dataclass(frozen=True, slots=True)
class WaitNoMore:
    """He wants no place from the waiting list."""
