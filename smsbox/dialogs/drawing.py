"""A draw that anyone can repeat: seed, list, winners, and the file in which all of it is published; pure.

SHA-256 of the seed is told before the first entry, the list and its SHA-256 after the last one, the seed with the
draw. Whoever has the file needs a hash function and nothing else: docs/draw.md says it in steps, with a short program.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from smsbox.errors import SmsboxError
from smsbox.i18n.marks import N_
from smsbox.i18n.phrases import Phrase

FORMAT = "1"
MOST_PLACES = 500
_BITS = 256
_PERSON = 10
"""Signs by which entries of one person are told to be his, without saying whose."""


class NoDrawFile(SmsboxError):
    """A file that is not one of a draw. Facts: `reason`."""

    key = "dialogs.no_draw_file"
    exit_code = 65


@dataclass(frozen=True, slots=True)
class Rules:
    """How many are drawn: `winners`, and `reserves` for those who do not answer. `once`: whoever was drawn leaves the
    list with all his entries. `awaits`: what was promised to be mixed in that nobody knows while entries are taken.
    """

    winners: int = 1
    reserves: int = 0
    once: bool = True
    awaits: str = ""

    @property
    def places(self) -> int:
        """How many are drawn in all."""
        return self.winners + self.reserves


@dataclass(frozen=True, slots=True)
class Draw:
    """What is published. Moments are texts, ISO 8601 UTC. `marks`, sorted, are the list: code of an entry, hyphen,
    ten signs for the person. `value`: what was awaited. Without `seed` it has not been drawn.
    """

    contest: str
    title: str
    commitment: str
    committed: str
    rules: Rules
    listed: str
    marks: tuple[str, ...]
    list_hash: str
    value: str = ""
    seed: str = ""
    drawn: str = ""
    places: tuple[str, ...] = ()

    def with_seed(self, seed: str, value: str, drawn: str) -> Draw:
        """The same, drawn."""
        places = tuple(winners(self.marks, self.rules, seed, self.list_hash, value))
        return replace(self, seed=seed, value=value, drawn=drawn, places=places)


def sha256(text: str) -> str:
    """Of the UTF-8 of `text`, 64 small hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def fresh_seed() -> str:
    """64 hexadecimal digits that nobody can guess."""
    return secrets.token_hex(32)


def marks(entries: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The list: of each entry (code, number) its mark, sorted by its UTF-8. The key by which numbers become signs is
    thrown away with the return, so that nobody, the shop included, can try out numbers on a published list.
    """
    key = secrets.token_bytes(32)
    found = (f"{code}-{hmac.digest(key, number.encode(), 'sha256').hex()[:_PERSON]}" for code, number in entries)
    return tuple(sorted(found, key=str.encode))


def lines(listed: Iterable[str]) -> str:
    """The list as it stands in the file: each mark ends its line."""
    return "".join(f"{mark}\n" for mark in listed)


def winners(listed: Iterable[str], rules: Rules, seed: str, list_hash: str, value: str = "") -> Iterator[str]:
    """Who is drawn, the first first; fewer than `rules.places` where the list ends.

    Block i is SHA-256 of `seed:list:value:i`, i from 1, as a number. Of n marks that are left number (block mod n) is
    drawn; a block of the last, incomplete run of n is passed over, so that none is likelier than another.
    """
    left, block = list(listed), 0
    for _ in range(rules.places):
        if not left:
            return
        number, fair = 1 << _BITS, (1 << _BITS) - (1 << _BITS) % len(left)
        while number >= fair:
            block += 1
            number = int(sha256(f"{seed}:{list_hash}:{value}:{block}"), 16)
        drawn = left.pop(number % len(left))
        yield drawn
        if rules.once:
            left = [mark for mark in left if _person(mark) != _person(drawn)]


def _person(mark: str) -> str:
    return mark.rpartition("-")[2]


# ── the published file


def written(draw: Draw) -> str:
    """The file: `name: value` a line, an empty line, the list."""
    rules = draw.rules
    head = [
        ("smsbox-draw", FORMAT),
        *(("contest", draw.contest), ("title", _line(draw.title))),
        *(("committed", draw.committed), ("commitment", draw.commitment)),
        *(("winners", str(rules.winners)), ("reserves", str(rules.reserves))),
        ("a-person", "once" if rules.once else "often"),
        *([("awaits", _line(rules.awaits))] if rules.awaits else []),
        *(("listed", draw.listed), ("entries", str(len(draw.marks))), ("list", draw.list_hash)),
    ]
    if draw.seed:
        head += [*([("value", draw.value)] if draw.value else []), ("drawn", draw.drawn), ("seed", draw.seed)]
        head += [(f"place-{place}", mark) for place, mark in enumerate(draw.places, 1)]
    return "".join(f"{name}: {said}\n" for name, said in head) + "\n" + lines(draw.marks)


def _line(text: str) -> str:
    return " ".join(text.split())


def read(text: str) -> Draw:
    """The draw of a published file. Raises NoDrawFile."""
    head, _, body = text.removeprefix("\ufeff").replace("\r\n", "\n").partition("\n\n")
    facts = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)
    if facts.get("smsbox-draw") != FORMAT:
        raise NoDrawFile(reason="format")
    try:
        rules = Rules(
            int(facts["winners"]), int(facts["reserves"]), facts["a-person"] == "once", facts.get("awaits", "")
        )
        if not 0 < rules.winners <= MOST_PLACES or not 0 <= rules.reserves <= MOST_PLACES:
            raise NoDrawFile(reason="format")
        places = [facts[f"place-{at}"] for at in range(1, rules.places + 1) if f"place-{at}" in facts]
        return Draw(
            *(facts["contest"], facts["title"], facts["commitment"], facts["committed"], rules, facts["listed"]),
            *(tuple(body.splitlines()), facts["list"], facts.get("value", ""), facts.get("seed", "")),
            *(facts.get("drawn", ""), tuple(places)),
        )
    except (KeyError, ValueError):
        raise NoDrawFile(reason="format") from None


# ── verifying


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, English, and whether it is right; None: it cannot be told yet."""

    said: Phrase
    right: bool | None


def verified(draw: Draw) -> list[Finding]:
    """Whether everything in a published file follows from it alone."""
    in_order = list(draw.marks) == sorted(set(draw.marks), key=str.encode)
    found = [
        Finding(
            Phrase(N_("The list of {count} entries has the sum that was published"), count=len(draw.marks)),
            sha256(lines(draw.marks)) == draw.list_hash,
        ),
        Finding(Phrase(N_("Each entry stands in the list once, in order")), in_order),
    ]
    if not draw.seed:
        return [*found, Finding(Phrase(N_("The draw has not been made yet: the seed is still secret")), None)]
    again = tuple(winners(draw.marks, draw.rules, draw.seed, draw.list_hash, draw.value))
    found.append(
        Finding(
            Phrase(N_("The seed is the one that was promised at the opening")), sha256(draw.seed) == draw.commitment
        )
    )
    if draw.rules.awaits:
        found.append(Finding(Phrase(N_("The value that was awaited is mixed in")), bool(draw.value)))
    return [*found, Finding(Phrase(N_("Seed and list give these winners, in this order")), again == draw.places)]
