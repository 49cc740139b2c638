"""What a customer asks about prices in a talk about appointments: told from the flow, else passed on; pure."""

from __future__ import annotations

import re
from dataclasses import replace

from smsbox.dialogs.appointments import heeding
from smsbox.dialogs.appointments.calendar import Plan, Service
from smsbox.dialogs.flow import Flow
from smsbox.dialogs.moves import ForPeople, Heard, Move, joined
from smsbox.dialogs.texts import PASSED_ON
from smsbox.dialogs.wondering import tells, wonders
from smsbox.sms.keywords import understand, words_of

_ASKED = (
    "коштує коштують коштуватиме коштуватимуть коштувати ціна ціни ціну цін цінами почім почем вартість прайс стоит "
    "стоят стоить цена цены цену цене стоимость price prices pricing cost costs kosztuje kosztuja kosztowac cena ceny "
    "cennik koshtuye koshtuie tsina stoit stoimost",
    "скільки сколько ile skilky skolko much",
    "часу час триває довго хвилин годин чекати людей місць времени время длится долго минут часов ждать мест "
    "time long minutes hours wait people places trwa dlugo minut godzin osob miejsc",
)
_PRICE, _HOW_MUCH, _NO_MONEY = (frozenset(each.split()) for each in _ASKED)
"""By which a price is asked; and how much; beside one of the last that asks for no sum."""
_FEW, _MOST_TOLD = 3, 6
_PART = re.compile(r"[^,.;!?\n]+[,.;!?\n]*")


def asks(plan: Plan, text: str) -> bool:
    """Whether a part of `text` asks what something costs; no question mark is needed."""
    return any(_asks(plan, part) for part in _PART.findall(text))


def beside(plan: Plan, text: str) -> str:
    """`text` without its parts that ask for a price: "так, а скільки коштує?" is "так"."""
    return " ".join(part for part in _PART.findall(text) if not _asks(plan, part)).strip(" ,;")


def unasked(heard: Heard, rest: str) -> Heard:
    """The same message, of which only `rest` is to be understood."""
    return replace(heard, rest=rest, meaning=understand(rest))


def told(flow: Flow[Plan], heard: Heard, service: str, move: Move) -> Move:
    """`move` with the answer before it: what the service he names costs, else the one he talks about (its code), else
    any. What the flow has no price of is passed on to people, and so is what else he asks.
    """
    plan = flow.part
    asked = _asked_about(plan, heard.rest, service)
    priced = [each for each in asked if each.price][:_MOST_TOLD]
    rest = beside(plan, heard.rest)
    open_too = wonders(rest) or ("?" in rest and bool(words_of(rest)))
    passed = open_too or not priced or (len(asked) < len(plan.services) and len(priced) < len(asked))
    says = [flow.say("prices", prices=", ".join(f"{each.title} - {each.price}" for each in priced))] if priced else []
    if passed:
        says.append(flow.say(PASSED_ON))
    effects = (*move.effects, ForPeople()) if passed or (not move.understood and tells(rest)) else move.effects
    return replace(move, says=(joined(*says, *move.says),), effects=effects, understood=True)


def known(plan: Plan, text: str) -> bool:
    """Whether the flow can tell it, and nothing else is said."""
    return asks(plan, text) and not words_of(beside(plan, text)) and all(_asked_prices(plan, text))


def _asked_prices(plan: Plan, text: str) -> list[str]:
    return [each.price for each in _asked_about(plan, text, "")] or [""]


def _asked_about(plan: Plan, text: str, service: str) -> list[Service]:
    named = heeding.services(plan, text, numbers=False)
    if named or not service:
        return named or list(plan.services)
    return [plan.service(service)]


def _asks(plan: Plan, part: str) -> bool:
    said = set(words_of(part))
    if said & _PRICE:
        return True
    if not said & _HOW_MUCH or said & _NO_MONEY:
        return False
    return len(said) <= _FEW or (len(plan.services) > 1 and bool(heeding.services(plan, part, numbers=False)))
