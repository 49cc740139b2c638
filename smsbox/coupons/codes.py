"""What a code looks like: letters that nobody confuses, a check digit, one spelling for everything that is typed.

The 17 signs are the same in Latin and Cyrillic, so a code is right in whichever layout it was typed. 17 is prime: the
check digit, a sum weighted with powers of 3 (a primitive root), finds every single wrong sign and every two that
changed places.
"""

from __future__ import annotations

import secrets
import unicodedata

ALPHABET = "23456789ACEHKMPTX"
"""No 0 and O, 1 and I, 8 and B."""
_DIGITS = "".join(sign for sign in ALPHABET if sign.isdigit())
FEWEST, MOST = 6, 12
"""Signs of a code, the check digit among them, a prefix not."""
USUAL = 8
MOST_IN_PREFIX = 12

TEST = "TEST"
"""How the codes of test messages begin; S is no sign of ours, so none that is worth something can."""

_VALUE = {sign: value for value, sign in enumerate(ALPHABET)}
_LATIN = str.maketrans("АВЕІКМНОРСТУХЁЇ", "ABEIKMHOPCTYXEI")
_ALIKE = str.maketrans("BЗSZGБЧ", "8352664")
"""What people read in a sign of ours and type."""
_UGLY = ("XEP", "XAM", "CCA", "CPAK", "CPAT", "MPA3", "TPAX", "KAKA", "HAX", "ACE3", "AXTE", "6EH")
"""Nobody wants to read them; a code is made anew."""


def folded(text: str) -> str:
    """A code as it is compared: capitals, Latin where the letters look the same, no blanks, hyphens or dots."""
    plain = unicodedata.normalize("NFKC", text).upper().translate(_LATIN)
    return "".join(sign for sign in plain if sign.isalnum())


def spellings(typed: str) -> list[str]:
    """A code (folded) as it was typed, then with our signs in place of those that only look like them; a beginning of
    the shop's own may be spelt with any.
    """
    places = [at for at, sign in enumerate(typed) if ord(sign) in _ALIKE]
    return [typed, *(typed[:at] + typed[at:].translate(_ALIKE) for at in places)]


def check_digit(body: str) -> str:
    """The sign that goes behind `body`. Raises KeyError for signs that are not in ALPHABET."""
    return ALPHABET[-sum(_VALUE[sign] * pow(3, place, 17) for place, sign in enumerate(reversed(body), 1)) % 17]


def checks(code: str) -> bool:
    """Whether the last sign of `code` (folded, without prefix) is the check digit of the others."""
    return len(code) > 1 and set(code) <= _VALUE.keys() and check_digit(code[:-1]) == code[-1]


def made(length: int = USUAL) -> str:
    """A new code of `length` signs that nobody can guess."""
    while True:
        body = "".join(secrets.choice(ALPHABET) for _ in range(length - 1))
        code = body + check_digit(body)
        if not any(ugly in code for ugly in _UGLY):
            return code


def example(length: int = USUAL) -> str:
    """What a code looks like, always the same one."""
    body = (ALPHABET * 2)[5 : 4 + length]
    return body + check_digit(body)


def test_code(prefix: str = "", length: int = USUAL) -> str:
    """A code for a test message: as long as those of the series, worth nothing, known as such at the till.

    A digit is always in it: where people write all day, a word of letters alone is not taken for a code.
    """
    room = len(prefix) + max(length, FEWEST) - len(TEST) - 1
    return TEST + secrets.choice(_DIGITS) + "".join(secrets.choice(ALPHABET) for _ in range(room))
