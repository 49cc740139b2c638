"""The words of the doctor, by the key of a finding; one module a subject, put together here."""

from smsbox.doctor.phrases.box import BOX
from smsbox.doctor.phrases.modems import MODEMS
from smsbox.doctor.phrases.phrase import Phrase
from smsbox.doctor.phrases.sims import SIMS
from smsbox.doctor.phrases.words import CONSEQUENCES, WORDS

PHRASES: dict[str, Phrase] = {**BOX, **MODEMS, **SIMS}
"""Key → its words; other keys are those of typed errors and explained with them."""

__all__ = ["CONSEQUENCES", "PHRASES", "WORDS", "Phrase"]
