"""A vote and a quiz with people in them, for the pages: some who were not understood, some who lead."""

from __future__ import annotations

from smsbox import contacts
from smsbox.clock import SECOND
from smsbox.contacts import New
from smsbox.dialogs import ballots, scores
from smsbox.dialogs.moves import Heard
from smsbox.dialogs.scores import Answer, Attempt
from smsbox.sms.keywords import Meaning
from tests.web.desk import Desk

SAID = (("Рок", "1"), ("Джаз", "за джаз!"), ("Рок", "рок"), ("", "щось веселе"), ("", "Щось ВЕСЕЛЕ"), ("", "1 і 2"))


def furnish_votes(desk: Desk, vote: int, quiz: int) -> None:
    """More than a page of votes in the flow `vote`, and of players in the flow `quiz`."""
    store, now = desk.store, desk.clock.at
    contacts.add(store, New(number="+380500007001", name="Олена Коваль", origin="page"), now)
    with store.write():
        for place in range(130):
            number, (choice, said) = f"+38050000{7000 + place}", SAID[place % len(SAID)]
            heard = Heard(said, said, Meaning(None), 1, number, now + place, now + place)
            ballots.keep(store, vote, heard, choice, said, ballots.same(said))
            answers = tuple(Answer("2", int(place % (each + 2) == 0), (place + each) * SECOND) for each in range(3))
            score, took = sum(each.points for each in answers), sum(each.took for each in answers)
            scores.put(store, quiz, Attempt(number, 1, now, now + place, score, took, answers), scores.BEST)
    ballots.learn(store, vote, "світовий хіт", "Рок", by="owner", now=now)
