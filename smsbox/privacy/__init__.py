"""What is kept of one person: all of it in a file for him, or gone everywhere; and what goes by its age."""

from smsbox.privacy.collecting import Collected, collected
from smsbox.privacy.copies import erase_in
from smsbox.privacy.erasing import ERASED, Erased, erase
from smsbox.privacy.person import Person, person
from smsbox.privacy.texts import StillUnderWay
from smsbox.privacy.wiping import wipe

__all__ = [
    "ERASED",
    "Collected",
    "Erased",
    "Person",
    "StillUnderWay",
    "collected",
    "erase",
    "erase_in",
    "person",
    "wipe",
]
