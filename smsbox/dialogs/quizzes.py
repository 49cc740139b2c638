"""What is known of a player while he is answered, and what becomes of his answers: the books of quizzes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from smsbox.clock import Micros
from smsbox.config import Config
from smsbox.desk.happening import Happening
from smsbox.dialogs import scores
from smsbox.dialogs.flow import Flow
from smsbox.dialogs.moves import Effect, Heard
from smsbox.dialogs.scores import Answer, Attempt
from smsbox.i18n.phrases import Phrase
from smsbox.store import Store
from smsbox.store.scanning import octets
from smsbox.subscription.answers import DIALOG

_LEFT = (
    "SELECT max(submitted_at) FROM segments WHERE message_id = "
    "(SELECT min(id) FROM messages WHERE recipient{octets} = ? AND batch = ? AND created_at >= ?)"
)
"""Of what was said since, the question was the first: asking it again begins no new time."""


@dataclass(frozen=True, slots=True)
class Scored:
    """Effect: how far his attempt has come, and whether that was the last question."""

    attempt: int
    begun_at: Micros
    answers: tuple[Answer, ...]
    ended: bool


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of a player. `played`: how many attempts he has begun; `begun` the last, where it is not finished;
    `counted` the one that counts; `left_at` tells when the question asked at a moment really left the box (None: not
    yet); `rank` the place of a result.
    """

    played: int
    begun: Attempt | None
    counted: Attempt | None
    left_at: Callable[[Micros], Micros | None]
    rank: Callable[[int, Micros, Micros], int]


class QuizBooks:
    """The tables of quizzes."""

    def view(self, store: Store, flow: Flow[Any], number: str, now: Micros) -> Record:
        """His attempts so far."""
        tried = scores.of_number(store, flow.id, number)
        begun = next((each for each in tried[-1:] if each.ended_at is None), None)

        def left_at(asked: Micros) -> Micros | None:
            left: Micros | None = store.run(_LEFT.format(octets=octets(store)), number, DIALOG, asked).fetchone()[0]
            return left

        def rank(score: int, took: Micros, ended_at: Micros) -> int:
            return scores.rank(store, flow.id, number, score, took, ended_at)

        played = tried[-1].attempt if tried else 0
        return Record(played, begun, scores.counted(store, flow.id, number), left_at, rank)

    def apply(
        self, store: Store, config: Config, flow: Flow[Any], dialog_id: int | None, effect: Effect, heard: Heard
    ) -> None:
        """Keep his attempt."""
        if isinstance(effect, Scored):
            score, took = sum(each.points for each in effect.answers), sum(each.took for each in effect.answers)
            ended_at = heard.at if effect.ended else None
            attempt = Attempt(heard.number, effect.attempt, effect.begun_at, ended_at, score, took, effect.answers)
            scores.put(store, flow.id, attempt, flow.part.counts)

    def flows_of(self, store: Store, number: str, now: Micros) -> list[int]:
        """None: see `knows`."""
        return []

    def knows(self, store: Store, flow: Flow[Any], number: str, now: Micros) -> bool:
        """Nothing is asked about a quiz but by its word."""
        return False

    def due(self, store: Store, now: Micros) -> bool:
        """Time alone ends no attempt: the dialog does."""
        return False

    def tick(self, store: Store, config: Config, flow: Flow[Any], now: Micros) -> None:
        """Nothing waits for time."""

    def happenings(self, store: Store, number: str, limit: int) -> list[Happening]:
        """His attempts, the newest first."""
        found = store.run(
            "SELECT coalesce(r.ended_at, r.begun_at), r.ended_at, r.score, f.title, f.id FROM quiz_results r "
            "JOIN flows f ON f.id = r.flow_id WHERE r.number = ? ORDER BY r.begun_at DESC LIMIT ?",
            *(number, limit),
        ).fetchall()
        return [_happening(*row) for row in found]


def _happening(at: Micros, ended_at: Micros | None, score: int, title: str, flow_id: int) -> Happening:
    told = Phrase("Played “{title}”, points: {score}", title=title, score=score)
    if ended_at is None:
        told = Phrase("Began “{title}”, points so far: {score}", title=title, score=score)
    return Happening(at, "quiz", told, f"/dialogs/{flow_id}/leaders")


BOOKS = QuizBooks()
