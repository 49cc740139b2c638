"""The kinds of scenarios as pages say them: picture, word, what it is good for, and the pages of its own."""

from __future__ import annotations

from dataclasses import dataclass

from smsbox.i18n.marks import N_


@dataclass(frozen=True, slots=True)
class KindWord:
    """How a kind is shown; `pages`: path (behind `/dialogs/<id>`, or a whole one), text and picture of each."""

    icon: str
    text: str
    hint: str
    pages: tuple[tuple[str, str, str], ...] = ()

    def links(self, flow_id: int) -> list[tuple[str, str, str]]:
        """The pages of the kind for one flow."""
        return [
            (path if path[0] == "/" else f"/dialogs/{flow_id}/{path}", text, icon) for path, text, icon in self.pages
        ]


KINDS = {
    "vote": KindWord(
        "chart",
        N_("Vote"),
        N_("Each telephone counts once; the bars grow while people vote."),
        (("votes", N_("Votes"), "chart"),),
    ),
    "quiz": KindWord(
        "help",
        N_("Quiz"),
        N_("Questions with right answers, points, and a list of the best."),
        (("leaders", N_("The best"), "chart"),),
    ),
    "contest": KindWord(
        "gift",
        N_("Prize draw"),
        N_("Codes of receipts come in, winners are drawn so that anybody can check it."),
        (("entries", N_("Entries and draw"), "gift"),),
    ),
    "order": KindWord(
        "store",
        N_("Orders"),
        N_("Codes and amounts come by SMS, the stock is never oversold, staff sees what to do."),
        (("/orders", N_("Orders"), "store"),),
    ),
    "appointment": KindWord(
        "waiting",
        N_("Appointments"),
        N_("Free times are offered, one is kept, a reminder goes out, and it can be moved by SMS."),
        (("/appointments", N_("Appointments"), "waiting"),),
    ),
    "survey": KindWord(
        "ask",
        N_("Survey"),
        N_("What people like is kept with each of them, with its age, and chooses their offers."),
        (("answers", N_("Answers"), "ask"),),
    ),
    "form": KindWord(
        "file",
        N_("Application"),
        N_("One question after the other, each answer checked; the whole lies ready for your people."),
        (("answers", N_("Answers"), "file"),),
    ),
}
"""By the key of the kind."""
