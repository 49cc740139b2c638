"""Answers to people of the shop, and what they order: asked back with a one-time code, carried out when that comes."""

from __future__ import annotations

from collections.abc import Sequence

from smsbox import campaigns, fleet
from smsbox.campaigns import figures as campaign_figures
from smsbox.campaigns import letters, lifecycle
from smsbox.campaigns import rows as campaign_rows
from smsbox.campaigns.lifecycle import ChangedMeanwhile, IllegalMove
from smsbox.campaigns.plan import BadPlan, mistakes
from smsbox.campaigns.rows import Campaign, State
from smsbox.clock import DAY
from smsbox.errors import SmsboxError
from smsbox.i18n.explanations import explain
from smsbox.i18n.phrases import Phrase
from smsbox.i18n.translator import Translator, translator
from smsbox.people import audit, phones
from smsbox.people.phones import Answer, Phone
from smsbox.people.rights import Right
from smsbox.router import staff_figures as figures
from smsbox.router.context import Context
from smsbox.sms.keywords import Kind
from smsbox.store import seats
from smsbox.subscription import answers
from smsbox.subscription import staff_words as words

_WAY_BACK = 7 * DAY
_BEYOND = 30
"""Answers a day beyond those of customers."""

_ASKS = {words.BALANCE: figures.balance, words.QUEUE: figures.queue, words.TODAY: figures.today}
_RIGHTS = {
    **dict.fromkeys(("pause", "pause_modem", "resume", "resume_modem"), Right.MODEMS),
    **dict.fromkeys(("resume_campaign", "approve", "go_on"), Right.BULK),
    "pause_campaign": Right.STEER,
}
_AMBIGUOUS = (words.TODAY, words.RESUME, words.APPROVE, words.HELP)
"""What may just as well be an answer in a dialog that is open."""


def order(context: Context, phone: Phone) -> bool:
    """A question is answered at once; an order is asked back, with a code to the number that is on record."""
    asked, rest = _read(context)
    if not asked or (asked in _AMBIGUOUS and not rest and _in_dialog(context)):
        return False
    if asked in _ASKS and rest and words.named(rest, [modem.name for modem in context.config.modems]) is None:
        return False  # "today you are open until nine?"
    tr = _speech(context, phone)
    if asked == words.HELP:
        return _say(context, tr.gettext(words.COMMANDS))
    if asked in _ASKS:
        return _say(context, _ASKS[asked](context, tr))
    what, refusal = _what(context, tr, asked, rest)
    if what is None:
        return _say(context, refusal)
    return _asked_back(context, phone, tr, what)


def code(context: Context, phone: Phone, typed: str) -> bool:
    """What a code brings about."""
    tr, now = _speech(context, phone), context.now
    if phones.locked(context.store, context.number, now):
        return True  # that was said with the last wrong code
    answer, what = phones.settle(context.store, context.number, typed, now)
    if answer is Answer.RIGHT and what == phones.REGISTER:
        audit.note(context.store, phone.actor, now, "user.phone_confirmed", phone.number)
        commands, told = tr.gettext(words.COMMANDS), tr.gettext(words.CONFIRMED)
        return _say(context, words.fitting(lambda most: told.format(name=phone.name[:most], commands=commands)))
    if answer is Answer.RIGHT:
        silences = _silences(context, what)
        told = _carried_out(context, phone, tr, what)
        return silences or _say(context, told)
    if answer is Answer.SPENT:
        audit.note(context.store, phone.actor, now, "user.phone_guessed", phone.number)
        locked = phones.locked(context.store, context.number, now)
        return _say(context, tr.gettext(words.LOCKED if locked else words.SPENT))
    if answer in (Answer.USED, Answer.LATE):
        return answer is Answer.USED or _say(context, tr.gettext(words.LATE))
    left = phones.tries_left(context.store, context.number, now)
    return answer is Answer.WRONG and _say(context, tr.gettext(words.WRONG).format(left=left))


def _read(context: Context) -> tuple[str, str]:
    """Which order it is, "" for none, and what stands behind the word."""
    return (words.HELP, "") if context.meaning.kind is Kind.HELP else words.understood(context.said)


def _in_dialog(context: Context) -> bool:
    sql = "SELECT 1 FROM dialogs WHERE number = ? AND ended_at IS NULL"
    return context.store.run(sql, context.number).fetchone() is not None


def _what(context: Context, tr: Translator, asked: str, rest: str) -> tuple[str | None, str]:
    """The order as it is kept, `word` or `word:subject`; or None and why not."""
    names = [modem.name for modem in context.config.modems]
    modem = words.named(rest, names) if rest else None
    if modem is not None and asked != words.APPROVE:
        return f"{asked}_modem:{modem}", ""
    campaign = words.numbered(rest)
    if asked == words.APPROVE or campaign != rest or campaign.isdigit():
        return _of_campaign(context, tr, asked, campaign)
    if not rest or words.is_one_of(rest, words.ALL):
        return asked, ""
    listed = ", ".join(names)
    return None, tr.gettext(words.NO_MODEM).format(name=rest[:20], names=listed)


def _of_campaign(context: Context, tr: Translator, asked: str, typed: str) -> tuple[str | None, str]:
    if not typed:
        return _which(context, tr, asked)
    found = campaign_rows.find(context.store, int(typed)) if typed.isdigit() and len(typed) < _LONGEST_ID else None
    if found is None:
        return None, tr.gettext(words.NO_CAMPAIGN).format(id=typed[:20])
    return f"{_word_for(asked, found)}:{found.id}:{found.version}", ""


_LONGEST_ID = 18


def _word_for(asked: str, found: Campaign) -> str:
    if asked == words.APPROVE:
        return "go_on" if found.waits_for_pilot else "approve"
    return f"{asked}_campaign"


def _which(context: Context, tr: Translator, asked: str) -> tuple[str | None, str]:
    """Without a number: the one it can mean, such as that which waits for somebody's word, or a list of them."""
    waiting = campaign_rows.recent(context.store, 20, states=_FROM.get(f"{asked}_campaign", _FOR_WORD))
    if asked == words.APPROVE:
        waiting = [each for each in waiting if each.waits_for_pilot or (each.state is State.DRAFT and each.tested_at)]
    if len(waiting) == 1:
        return f"{_word_for(asked, waiting[0])}:{waiting[0].id}:{waiting[0].version}", ""
    if not waiting:
        return None, tr.gettext(words.NOTHING)
    return None, words.fitting(lambda most: tr.gettext(words.WHICH).format(list=_listed(waiting[:5], most)))


def _listed(found: Sequence[Campaign], most: int) -> str:
    return ", ".join(f"{each.id} “{each.name[:most]}”" for each in found)


def _asked_back(context: Context, phone: Phone, tr: Translator, what: str) -> bool:
    word = what.partition(":")[0]
    right = _RIGHTS[word]
    if not phone.may(right):
        return _say(context, tr.gettext(words.NOT_ALLOWED).format(right=tr.gettext(right.text)))
    if phones.locked(context.store, context.number, context.now):
        return _say(context, tr.gettext(words.LOCKED))
    refused = _refusal(context, word, what.partition(":")[2])
    if refused is not None:
        return _say(context, explain(tr, refused.key, refused.facts).cause)
    if _is_so(context, what):
        return _say(context, tr.gettext(words.AS_BEFORE))
    if word.startswith("resume") and _is_so(context, "pause"):
        context.settled = False  # no code can leave: that is for somebody at the page
        return True
    if answers.answered(context.store, context.number, context.now, answers.SECRET) >= answers.CODES_PER_DAY:
        return _say(context, tr.gettext(words.NO_MORE))
    text = _with_code(context, tr, what)
    answers.secret(context.store, context.config, context.number, text, now=context.now, reply_to=context.message.id)
    return True


def _with_code(context: Context, tr: Translator, what: str) -> str:
    """The question and its code – and, where nothing more can leave after it, the code that takes it back: no later one
    could come. Before a campaign goes on to all, how its pilot fares.
    """
    ask, now, form = (context.store, context.number), context.now, words.CODE
    facts = {"code": phones.ask(*ask, what, now)}
    if _silences(context, what):
        back = phones.ask(*ask, what.replace("pause", "resume"), now, beside=True, lasts=_WAY_BACK)
        form, facts = words.LAST_CODE, facts | {"later": back}
    elif what.startswith("go_on"):
        form, facts = words.PILOT, facts | _pilot(context, what)
    question = tr.gettext(words.QUESTIONS[what.partition(":")[0]][0])
    return words.fitting(
        lambda most: tr.gettext(form).format(what=question.format(**_facts(context, what, most)), **facts)
    )


def _pilot(context: Context, what: str) -> dict[str, str]:
    seen = campaign_figures.figures(context.store, campaign_rows.get(context.store, int(what.split(":")[1])))
    return {"sent": str(seen.sent), "failed": str(seen.failed), "left": str(seen.left)}


def _is_so(context: Context, what: str) -> bool:
    """Whether the modems stand so already: a code for nothing would only make void the one that takes it back."""
    word, _, name = what.partition(":")
    wanted = {"pause": True, "resume": False}.get(word.removesuffix("_modem"))
    names = [name] if name else [modem.name for modem in context.config.modems]
    return wanted is not None and all((seats.paused(context.store, each) is not None) is wanted for each in names)


def _silences(context: Context, what: str) -> bool:
    """Whether after this order no modem sends any more."""
    word, _, name = what.partition(":")
    if word not in ("pause", "pause_modem"):
        return False
    others = [modem.name for modem in context.config.modems if name and modem.name != name]
    return all(seats.paused(context.store, each) is not None for each in others)


def _facts(context: Context, what: str, most: int = 30) -> dict[str, object]:
    word, _, subject = what.partition(":")
    if not subject or word.endswith("_modem"):
        return {"name": subject}
    found = campaign_rows.get(context.store, int(subject.partition(":")[0]))
    return {"id": found.id, "name": found.name[:most]}


def _carried_out(context: Context, phone: Phone, tr: Translator, what: str) -> str:
    """Do it, as the user behind the phone may do it now; the sentence that says so."""
    word, _, subject = what.partition(":")
    right = _RIGHTS[word]
    if not phone.may(right):
        return tr.gettext(words.NOT_ALLOWED).format(right=tr.gettext(right.text))
    refused = _refusal(context, word, subject)
    if refused is not None:
        return explain(tr, refused.key, refused.facts).cause
    if not _do(context, phone, word, subject):
        return tr.gettext(words.AS_BEFORE)
    return tr.gettext(words.DONE).format(what=tr.gettext(words.QUESTIONS[word][1]).format(**_facts(context, what)))


def _refusal(context: Context, word: str, subject: str) -> SmsboxError | None:
    """Why an order cannot be carried out; asked before, since what fails inside would take the whole message along."""
    if word not in _FROM:
        return None
    campaign_id, version = map(int, subject.split(":"))
    found = campaign_rows.locked(context.store, campaign_id)
    if found.version != version and word in ("approve", "go_on"):
        return ChangedMeanwhile(id=campaign_id)
    if found.state not in _FROM[word] or (word == "go_on" and not found.waits_for_pilot):
        return IllegalMove(id=campaign_id, old=Phrase(found.state.text), new=Phrase(_TO[word].text))
    missing = [*mistakes(found.plan, context.now), *filter(None, [letters.mistake(found.plan)])]
    return BadPlan(reason=missing[0]) if word == "approve" and missing else None


_FROM = {
    "pause_campaign": (State.SCHEDULED, State.RUNNING),
    "resume_campaign": (State.PAUSED,),
    "approve": (State.DRAFT,),
    "go_on": (State.RUNNING,),
}
_FOR_WORD = (State.DRAFT, State.RUNNING)
_TO = {
    "pause_campaign": State.PAUSED,
    "resume_campaign": State.RUNNING,
    "approve": State.APPROVED,
    "go_on": State.RUNNING,
}


def _do(context: Context, phone: Phone, word: str, subject: str) -> bool:
    if word.removesuffix("_modem") in ("pause", "resume"):
        names = [subject] if subject else [modem.name for modem in context.config.modems]
        done = [_steer(context, phone, word.startswith("pause"), name) for name in names]
        return any(done)
    store, now, by = context.store, context.now, phone.name
    campaign_id, version = map(int, subject.split(":"))
    if word == "pause_campaign":
        campaigns.pause(store, campaign_id, now=now, by=by)
    elif word == "resume_campaign":
        campaigns.resume(store, context.config, campaign_id, now=now, by=by)
    elif word == "go_on":
        campaigns.go_on(store, campaign_id, version, now=now, by=by)
    else:
        lifecycle.approve(store, campaign_id, version, by=by, now=now)
    audit.note(store, phone.actor, now, _AUDITED[word], str(campaign_id))
    return True


_AUDITED = {
    "pause_campaign": "campaign.pause",
    "resume_campaign": "campaign.resume",
    "go_on": "campaign.go_on",
    "approve": "campaign.approved",
}


def _steer(context: Context, phone: Phone, pause: bool, name: str) -> bool:
    store, now = context.store, context.now
    change = fleet.pause if pause else fleet.resume
    done = change(store, name, now=now, by_whom=phone.name)
    if done:
        audit.note(store, phone.actor, now, "modem.paused" if pause else "modem.resumed", name)
    return done


def _speech(context: Context, phone: Phone) -> Translator:
    return translator(phone.language or context.config.shop.language)


def _say(context: Context, text: str) -> bool:
    to = (context.store, context.config, context.number, text)
    answers.answer(*to, now=context.now, reply_to=context.message.id, reserve=_BEYOND, priority=answers.FIRST)
    return True
