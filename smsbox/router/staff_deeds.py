"""What an order of the shop's people does once its code has come: whether it may be, the deed, the lines it leaves."""

from __future__ import annotations

from smsbox import campaigns, fleet
from smsbox.campaigns import letters, lifecycle
from smsbox.campaigns import rows as campaign_rows
from smsbox.campaigns.lifecycle import ChangedMeanwhile, IllegalMove
from smsbox.campaigns.plan import BadPlan, mistakes
from smsbox.campaigns.rows import State
from smsbox.errors import SmsboxError
from smsbox.i18n.explanations import explain
from smsbox.i18n.phrases import Phrase
from smsbox.i18n.translator import Translator
from smsbox.people import audit
from smsbox.people.phones import Phone
from smsbox.people.rights import Right
from smsbox.router.context import Context
from smsbox.subscription import staff_words as words

RIGHTS = {
    **dict.fromkeys(("pause", "pause_modem", "resume", "resume_modem"), Right.MODEMS),
    **dict.fromkeys(("resume_campaign", "approve", "go_on"), Right.BULK),
    "pause_campaign": Right.STEER,
}


def carried_out(context: Context, phone: Phone, tr: Translator, what: str) -> str:
    """Do it, as the user behind the phone may do it now; the sentence that says so."""
    word, _, subject = what.partition(":")
    right = RIGHTS[word]
    if not phone.may(right):
        return tr.gettext(words.NOT_ALLOWED).format(right=tr.gettext(right.text))
    refused = refusal(context, word, subject)
    if refused is not None:
        return explain(tr, refused.key, refused.facts).cause
    if not _do(context, phone, word, subject):
        return tr.gettext(words.AS_BEFORE)
    return tr.gettext(words.DONE).format(what=tr.gettext(words.QUESTIONS[word][1]).format(**facts(context, what)))


def refusal(context: Context, word: str, subject: str) -> SmsboxError | None:
    """Why an order cannot be carried out; asked before, since what fails inside would take the whole message along."""
    if word not in FROM:
        return None
    campaign_id, version = map(int, subject.split(":"))
    found = campaign_rows.locked(context.store, campaign_id)
    if found.version != version and word in ("approve", "go_on"):
        return ChangedMeanwhile(id=campaign_id)
    if found.state not in FROM[word] or (word == "go_on" and not found.waits_for_pilot):
        return IllegalMove(id=campaign_id, old=Phrase(found.state.text), new=Phrase(_TO[word].text))
    missing = [*mistakes(found.plan, context.now), *filter(None, [letters.mistake(found.plan)])]
    return BadPlan(reason=missing[0]) if word == "approve" and missing else None


FROM = {
    "pause_campaign": (State.SCHEDULED, State.RUNNING),
    "resume_campaign": (State.PAUSED,),
    "approve": (State.DRAFT,),
    "go_on": (State.RUNNING,),
}
"""In which states a campaign has to be for an order."""
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


def asked(context: Context, phone: Phone, what: str) -> None:
    """The line that somebody asked for this in the name of that phone: also what nobody confirms is seen."""
    word, _, subject = what.partition(":")
    names = ", ".join(modem.name for modem in context.config.modems)
    concerning = subject.partition(":")[0] or names
    changes = {"telephone": ("", phone.number)}
    audit.note(context.store, phone.actor, context.now, _ASKED[word], concerning, changes)


_ASKED = {
    **dict.fromkeys(("pause", "pause_modem"), "modem.asked_pause"),
    **dict.fromkeys(("resume", "resume_modem"), "modem.asked_resume"),
    "pause_campaign": "campaign.asked_pause",
    "resume_campaign": "campaign.asked_resume",
    "go_on": "campaign.asked_go_on",
    "approve": "campaign.asked_approval",
}


def facts(context: Context, what: str, most: int = 30) -> dict[str, object]:
    """What stands in the sentences about an order, names cut to `most` characters."""
    word, _, subject = what.partition(":")
    if not subject or word.endswith("_modem"):
        return {"name": subject}
    found = campaign_rows.get(context.store, int(subject.partition(":")[0]))
    return {"id": found.id, "name": found.name[:most]}
