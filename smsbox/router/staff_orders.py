"""Answers to people of the shop, and what they order: asked back with a one-time code, carried out when that comes."""

from __future__ import annotations

from collections.abc import Sequence

from smsbox.campaigns import figures as campaign_figures
from smsbox.campaigns import rows as campaign_rows
from smsbox.campaigns.rows import Campaign, State
from smsbox.i18n.explanations import explain
from smsbox.i18n.translator import Translator, translator
from smsbox.people import audit, phone_codes
from smsbox.people.phone_codes import Answer, Tried
from smsbox.people.phones import Phone
from smsbox.router import staff_deeds as deeds
from smsbox.router import staff_figures as figures
from smsbox.router.context import Context
from smsbox.router.senders import senders
from smsbox.sms import onetime
from smsbox.sms.keywords import Kind
from smsbox.store import seats
from smsbox.subscription import answers
from smsbox.subscription import staff_words as words

_BEYOND = 30
"""Answers a day beyond those of customers."""

_ASKS = {words.BALANCE: figures.balance, words.QUEUE: figures.queue, words.TODAY: figures.today}
_AMBIGUOUS = (words.TODAY, words.RESUME, words.APPROVE, words.HELP)
"""What may just as well be an answer in a dialog that is open."""


def order(context: Context, phone: Phone) -> bool:
    """A question is answered at once; an order is asked back, with a code to the number that is on record."""
    asked, rest = _read(context)
    if not asked or (asked in _AMBIGUOUS and not rest and _in_dialog(context)):
        return False
    if asked in _ASKS and rest and words.named(rest, [modem.name for modem in context.config.modems]) is None:
        return False  # "today you are open until nine?"
    if _is_so(context, "pause"):
        context.settled = False  # no answer leaves before somebody lets them send, and then it is an old one
        return True
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
    tr, tried = _speech(context, phone), phone_codes.settle(context.store, context.number, typed, context.now)
    if tried.answer is Answer.RIGHT:
        return _opened(context, phone, tr, tried)
    if tried.answer in (Answer.WRONG, Answer.SPENT):
        return _wrong(context, phone, tr, tried)
    told = {Answer.LATE: words.LATE, Answer.EARLY: words.EARLY}.get(tried.answer)
    if told is words.LATE and phone_codes.waiting(context.store, context.number, context.now):
        told = words.NEWER
    return told is None or _say(context, tr.gettext(told))  # of a code that counted, or while none does, all is said


def code_in_a_text(context: Context, phone: Phone, *, counted: bool) -> bool:
    """A code among other words, or two of them: forwarded, quoted, asked about. Nobody knows what was meant; of one
    that has `counted` there is nothing to say.
    """
    context.settled = not counted and bool(senders(context).soon)
    return not context.settled or _say(context, _speech(context, phone).gettext(words.ALONE))


def _opened(context: Context, phone: Phone, tr: Translator, tried: Tried) -> bool:
    """A right code: the phone has proved itself, or its order is carried out."""
    if tried.what == phone_codes.REGISTER:
        audit.note(context.store, phone.actor, context.now, "user.phone_confirmed", phone.number)
        commands, told = tr.gettext(words.COMMANDS), tr.gettext(words.CONFIRMED)
        return _say(context, words.fitting(lambda most: told.format(name=phone.name[:most], commands=commands)))
    if not tried.way_back and _silences(context, tried.what):
        return _asked_back(context, phone, tr, tried.what)  # the other modem has gone down since: first the way back
    done = deeds.carried_out(context, phone, tr, tried.what)
    return not senders(context).soon or _say(context, done)


def _wrong(context: Context, phone: Phone, tr: Translator, tried: Tried) -> bool:
    store, now = context.store, context.now
    audit.note(store, phone.actor, now, "user.phone_wrong_code", phone.number)
    if tried.back:
        context.settled = bool(senders(context).soon)  # else somebody at the page may see that he tries
        return not context.settled or _say(context, tr.gettext(words.NO_WAY_BACK))
    if tried.answer is Answer.WRONG:
        left = phone_codes.tries_left(store, context.number, now)
        return _say(context, tr.gettext(words.WRONG).format(left=left))
    audit.note(store, phone.actor, now, "user.phone_guessed", phone.number)
    locked = phone_codes.locked(store, context.number, now)
    return _say(context, tr.gettext(words.LOCKED if locked else words.SPENT))


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
_FOR_WORD = (State.DRAFT, State.RUNNING)
"""States in which a campaign may wait for somebody's word."""


def _word_for(asked: str, found: Campaign) -> str:
    if asked == words.APPROVE:
        return "go_on" if found.waits_for_pilot else "approve"
    return f"{asked}_campaign"


def _which(context: Context, tr: Translator, asked: str) -> tuple[str | None, str]:
    """Without a number: the one it can mean, such as that which waits for somebody's word, or a list of them."""
    waiting = campaign_rows.recent(context.store, 20, states=deeds.FROM.get(f"{asked}_campaign", _FOR_WORD))
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
    word, _, subject = what.partition(":")
    right = deeds.RIGHTS[word]
    if not phone.may(right):
        return _say(context, tr.gettext(words.NOT_ALLOWED).format(right=tr.gettext(right.text)))
    if not senders(context).soon:
        context.settled = False  # no code can leave: that is for somebody at the page
        return True
    if phone_codes.locked(context.store, context.number, context.now):
        return _say(context, tr.gettext(words.LOCKED))
    refused = deeds.refusal(context, word, subject)
    if refused is not None:
        return _say(context, explain(tr, refused.key, refused.facts).cause)
    if _is_so(context, what):
        return _say(context, tr.gettext(words.AS_BEFORE))
    if answers.answered(context.store, context.number, context.now, answers.SECRET) >= answers.CODES_PER_DAY:
        return _say(context, tr.gettext(words.NO_MORE))
    text = _with_code(context, tr, what)
    answers.secret(context.store, context.config, context.number, text, now=context.now, reply_to=context.message.id)
    deeds.asked(context, phone, what)
    return True


def _with_code(context: Context, tr: Translator, what: str) -> str:
    """The question and its code – and, where nothing more may leave after it, the code that takes it back: no later one
    could come. Before a campaign goes on to all, how its pilot fares.
    """
    store, number, now, form = context.store, context.number, context.now, words.CODE
    if _silences(context, what):
        code, back = phone_codes.ask_with_way_back(store, number, what, what.replace("pause", "resume", 1), now)
        form, facts = words.LAST_CODE, {"code": code, "later": onetime.written(back)}
    else:
        facts = {"code": phone_codes.ask(store, number, what, now)}
    if what.startswith("go_on"):
        form, facts = words.PILOT, facts | _pilot(context, what)
    question = tr.gettext(words.QUESTIONS[what.partition(":")[0]][0])
    return words.fitting(
        lambda most: tr.gettext(form).format(what=question.format(**deeds.facts(context, what, most)), **facts)
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
    """Whether after this order no modem is sure to answer any more, be the others paused, down or held."""
    word, _, name = what.partition(":")
    if word not in ("pause", "pause_modem"):
        return False
    return not senders(context).now - ({name} if name else {modem.name for modem in context.config.modems})


def _speech(context: Context, phone: Phone) -> Translator:
    return translator(phone.language or context.config.shop.language)


def _say(context: Context, text: str) -> bool:
    """Answer, beyond what customers get; what may not be said any more today is left to people."""
    to, now, reply_to = (context.store, context.config, context.number, text), context.now, context.message.id
    said = answers.answer(*to, now=now, reply_to=reply_to, reserve=_BEYOND, priority=answers.FIRST)
    context.settled = said is not None
    return True
