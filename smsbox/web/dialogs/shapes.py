"""What the form of a flow asks: what is the same for all, and what each kind has of its own."""

from __future__ import annotations

from smsbox.i18n.languages import LANGUAGES
from smsbox.i18n.marks import N_
from smsbox.web.dialogs.fields import Field, Rows, Shape, Sort

TITLE = Field("title", N_("What is it called?"), N_("Customers read this name."))
WORDS = Field(
    "words",
    N_("Words that begin it"),
    N_("One of them anywhere in an SMS is enough; with commas between them. As few and as short as possible."),
    Sort.WORDS,
)
OPENS = Field("opens", N_("Open from"), N_("Empty: as soon as it is opened."), Sort.MOMENT)
CLOSES = Field("closes", N_("Open until"), N_("Empty: until it is closed by hand."), Sort.MOMENT)
_TONGUES = tuple((code, LANGUAGES[code]) for code in ("uk", "en", "pl", "ru"))
LANGUAGE = Field("language", N_("Language"), N_("In which the usual texts are said."), Sort.CHOICE, "uk", _TONGUES)
PATIENCE = Field(
    "patience",
    N_("How long it waits for an answer"),
    N_("As 30m, 2h or 1d. After that the talk is over, and what was held for the customer is given back."),
    Sort.SPAN,
    "24h",
)
NAME = Field("name", N_("Name for commands"), N_("Letters, digits and hyphens."))

HEAD, TIMES, REST = (TITLE, WORDS), (OPENS, CLOSES), (LANGUAGE, PATIENCE, NAME)
COMMON = (*HEAD, *TIMES, *REST)

_DELIVERY = (
    ("no", N_("none: people come for it")),
    ("ask", N_("as the customer likes")),
    ("always", N_("always")),
)
_CALLED_OFF = (
    ("never", N_("never: they call")),
    ("new", N_("taken in hand")),
    ("accepted", N_("ready")),
    ("ready", N_("handed over")),
)
_CHECKS = (
    ("", N_("any words, or one of the list")),
    ("text", N_("any words")),
    ("choice", N_("one of a list")),
    ("number", N_("a number")),
    ("date", N_("a date")),
    ("phone", N_("a telephone")),
    ("email", N_("an e-mail address")),
    ("yesno", N_("yes or no")),
)

_COUNTS = (("best", N_("the best")), ("first", N_("the first")), ("last", N_("the last")))

_READ_AS = Field("title", N_("As customers read it"))
_WORDS = Field("words", N_("Also called"), sort=Sort.WORDS)
_ALSO = Field("also", N_("Also called"), sort=Sort.WORDS)
_ASKED = Field("text", N_("Question"), sort=Sort.LONG)
_OPTIONS = Field("options", N_("Possible answers"), N_("One a line; empty for free words."), Sort.LINES)

_VOTE = Shape(
    fields=(
        Field("question", N_("Question"), N_("As customers read it; the choices are put behind it."), first=True),
        Field("changeable", N_("A vote may be changed"), N_("The last one counts then."), Sort.FLAG, True),
    ),
    rows=(
        Rows(
            "option",
            N_("What can be voted for"),
            (Field("title", N_("Choice")), _WORDS),
            N_("Other letters, endings and slips of the finger are understood anyway, and so are numbers: 1, 2, 3."),
            counted=True,
        ),
    ),
)
_CONTEST = Shape(
    fields=(
        Field(
            "code.pattern",
            N_("What a receipt number looks like"),
            N_("# for a digit, @ for a letter, * for either. Empty: no receipt is needed, the word alone takes part."),
            Sort.WORDS,
            lone=True,
        ),
        Field(
            "code.dated",
            N_("The till numbers its receipts anew each day"),
            N_("Then the day of the receipt counts with its number."),
            Sort.FLAG,
            False,
        ),
        Field("prizes", N_("Prizes"), N_("One a line, the first one for the first winner."), Sort.LINES),
        Field("winners", N_("Winners"), sort=Sort.WHOLE, usual=1),
        Field("reserves", N_("In reserve"), N_("Drawn, too, for a winner who cannot be found."), Sort.WHOLE, 0),
        Field("most_a_day", N_("From one telephone a day"), N_("At most so many receipts."), Sort.WHOLE, 20),
        Field("once", N_("One telephone wins once"), sort=Sort.FLAG, usual=True),
        Field(
            "awaits",
            N_("Mixed into the draw"),
            N_("What nobody can know before the end, such as the numbers of a lottery of the next day; or nothing."),
        ),
        Field("rules", N_("Rules"), N_("For who asks by SMS: RULES."), Sort.LONG),
    ),
)

_ORDER = Shape(
    fields=(
        Field("delivery", N_("Delivery"), "", Sort.CHOICE, "no", _DELIVERY),
        Field("delivery_price", N_("Delivery costs"), sort=Sort.SUM),
        Field("delivery_free_from", N_("Delivery is free from a sum of"), sort=Sort.SUM),
        Field("least", N_("The smallest order"), N_("Empty: any sum."), Sort.SUM),
        Field(
            "cancel_until", N_("Customers call off by SMS until the order is"), "", Sort.CHOICE, "accepted", _CALLED_OFF
        ),
    ),
    rows=(
        Rows(
            "goods",
            N_("What can be ordered"),
            (
                Field("code", N_("Code"), N_("Short: R1, rose.")),
                _READ_AS,
                Field("price", N_("Price"), sort=Sort.SUM),
                Field("stock", N_("Pieces"), N_("Empty: nobody counts."), Sort.WHOLE),
                _WORDS,
            ),
        ),
    ),
)
_APPOINTMENT = Shape(
    fields=(
        Field("hours.weekdays", N_("Monday to Friday"), N_("As 10:00-19:00, or closed."), Sort.HOURS),
        Field("hours.sat", N_("Saturday"), sort=Sort.HOURS),
        Field("hours.sun", N_("Sunday"), N_("Empty: closed."), Sort.HOURS),
        Field("hours.breaks", N_("Break"), N_("As 13:00-14:00."), Sort.HOURS),
        Field("holidays", N_("Days off"), N_("2026-12-25, or 12-25 for each year; from..to."), Sort.DAYS),
        Field("step", N_("A visit may begin every … minutes"), sort=Sort.WHOLE, usual=30),
        Field("notice", N_("Not sooner than in"), N_("As 30m, 2h or 1d."), Sort.SPAN, "1h"),
        Field("ahead", N_("At most so many days ahead"), sort=Sort.WHOLE, usual=30),
        Field("remind", N_("Reminder on the day before at"), N_("As 18:00; “no” for none."), Sort.HOURS, "18:00"),
    ),
    rows=(
        Rows(
            "service",
            N_("What people come for"),
            (
                Field("code", N_("In a word"), N_("As customers write it.")),
                _READ_AS,
                Field("minutes", N_("Minutes"), sort=Sort.WHOLE),
                Field("price", N_("Price")),
                _ALSO,
                Field("who", N_("Who does it"), N_("Empty: everybody."), Sort.WORDS),
            ),
        ),
        Rows(
            "resource",
            N_("Who, or which place"),
            (
                Field("name", N_("Name")),
                _ALSO,
                Field("away", N_("Away"), N_("As 2026-12-01..2026-12-10."), Sort.DAYS),
            ),
            N_("Leave it empty when there is only one: nobody is asked then."),
        ),
    ),
)
_QUIZ = Shape(
    fields=(
        Field("attempts", N_("How often one telephone may play"), sort=Sort.WHOLE, usual=1),
        Field("counts", N_("Which time counts"), "", Sort.CHOICE, "best", _COUNTS),
        Field("time", N_("Time for an answer"), N_("As 90s or 2m; empty: any."), Sort.SPAN),
        Field("told", N_("After each answer it is said whether it was right"), sort=Sort.FLAG, usual=True),
    ),
    rows=(
        Rows(
            "question",
            N_("Questions"),
            (
                _ASKED,
                _OPTIONS,
                Field("right", N_("The right one"), N_("One a line where several are."), Sort.LINES),
                Field("points", N_("Points"), sort=Sort.WHOLE),
            ),
        ),
    ),
)
_SURVEY = Shape(
    fields=(
        Field("ask", N_("Questions in one talk"), N_("At most; the others come another time."), Sort.WHOLE, 3),
        Field("rest", N_("Days before somebody is asked again"), sort=Sort.WHOLE, usual=30),
    ),
    rows=(
        Rows(
            "question",
            N_("Questions"),
            (
                _ASKED,
                _OPTIONS,
                Field("field", N_("Field"), N_("Under which the answer is kept with the customer.")),
                Field("days", N_("Ask again after, days"), sort=Sort.WHOLE),
            ),
        ),
    ),
)
_FORM = Shape(
    fields=(
        Field("task", N_("What your people then have to do"), N_("As it stands in the list of tasks.")),
        Field("within", N_("Within"), N_("As 4h or 2d."), Sort.SPAN),
        Field("confirm", N_("Everything is read back before it is sent"), sort=Sort.FLAG, usual=True),
        Field("once", N_("One application from one telephone"), sort=Sort.FLAG, usual=False),
    ),
    rows=(
        Rows(
            "step",
            N_("Questions"),
            (
                _ASKED,
                Field("key", N_("In a word"), N_("For your people and for Excel.")),
                Field("check", N_("What the answer is"), "", Sort.CHOICE, "", _CHECKS),
                Field("options", N_("Possible answers"), N_("One a line, where one is to be chosen."), Sort.LINES),
                Field("least", N_("At least"), N_("A number; of words so many characters."), Sort.WHOLE),
                Field("most", N_("At most"), sort=Sort.WHOLE),
                Field("optional", N_("May be left out"), sort=Sort.FLAG, usual=False),
                Field("field", N_("Keep with the customer as"), N_("The name of a field, or empty.")),
            ),
        ),
    ),
)

SHAPES: dict[str, Shape] = {
    "vote": _VOTE,
    "quiz": _QUIZ,
    "contest": _CONTEST,
    "order": _ORDER,
    "appointment": _APPOINTMENT,
    "survey": _SURVEY,
    "form": _FORM,
}
"""By the key of the kind; one that is missing here has its own values in the file alone."""


def label_of(kind: str, key: str) -> str:
    """What the form calls a key of the file, `words` or `option.2`; the key itself where it has no place in it."""
    shape, table = shape_of(kind), key.partition(".")[0]
    names = {each.key: each.label for each in shape.fields} | {each.key: each.legend for each in shape.rows}
    first = next((each.label for each in shape.fields if each.key.startswith(f"{table}.")), key)
    return names.get(key) or names.get(table) or first


def shape_of(kind: str) -> Shape:
    """All the form of that kind asks, in one."""
    own = SHAPES.get(kind, Shape())
    return Shape((*COMMON, *own.fields), own.rows)
