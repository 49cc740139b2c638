"""The campaigns of the sample shop: one under way from the first start, and a draft to play with."""

from __future__ import annotations

import random
from zlib import crc32

from smsbox import campaigns, coupons, outbox
from smsbox.campaigns import Plan, Variant
from smsbox.clock import DAY, Micros
from smsbox.config import Config
from smsbox.contacts import FieldTest, Wanted
from smsbox.store import Store
from smsbox.subscription import questions

_WHO = "smsbox"
_MOST_COME = 3
_ONE_IN = 3
_ARRIVED = (
    "SELECT c.code FROM recipients r JOIN coupons c ON c.id = r.coupon_id JOIN messages m ON m.id = r.message_id "
    "WHERE m.state = ? ORDER BY c.id"
)
_WARM = (
    "{звертання|Вітаємо}, {?напій=кава}до кави{:напій=чай}до чаю{:}до какао{/} круасан за півціни. "
    "Код {coupon}. {питання}\nЗерно, 050 000 00 01"
)
_PLAIN = "Зерно: круасан за півціни до неділі. Код {coupon}. {питання}\n050 000 00 01"
_QUESTION, _FIELD, _OPTIONS = "А що любите?", "смаколик", ("рогалик", "пиріг", "хліб")
_DRAFT = "{звертання|Вітаємо}, у суботу печемо паляницю на заквасці. Відкласти для вас? Зерно, 050 000 00 01"


def begin(store: Store, config: Config, now: Micros) -> None:
    """Launch the first campaign, which asks something, too, and leave a second one as a draft."""
    with store.write():
        series = coupons.make_series(
            store, name="Круасан за півціни", offer="-50 %", prefix="К", valid_until=now + 30 * DAY, by=_WHO, now=now
        )
        questions.create(store, _QUESTION, _FIELD, _OPTIONS, by=_WHO, now=now)
        texts = (Variant(_WARM), Variant(_PLAIN))
        plan = Plan(audience=Wanted(everyone=True), variants=texts, holdout=0.1, series_id=series.id)
        first = campaigns.create(store, "Круасан до кави", plan, by=_WHO, now=now)
        ready = campaigns.approve(store, first.id, first.version, by=_WHO, now=now)
        campaigns.launch(store, config, ready.id, ready.version, by=_WHO, now=now)
        tea = Wanted(fields=(FieldTest("напій", "=", "чай"),))
        campaigns.create(store, "Суботня паляниця", Plan(audience=tea, variants=(Variant(_DRAFT),)), by=_WHO, now=now)


def redeem_some(store: Store, chance: random.Random, now: Micros) -> None:
    """Some whose coupon has arrived come to the till, and now and then somebody once more with a used one."""
    there = [code for (code,) in store.run(_ARRIVED, outbox.State.DELIVERED).fetchall() if _comes(code)]
    for code in chance.sample(there, min(chance.randrange(_MOST_COME + 1), len(there))):
        coupons.redeem(store, code, now, _WHO, "page", chance.randrange(9000, 42000, 500))


def _comes(code: str) -> bool:
    """Most people never use their coupon."""
    return crc32(code.encode()) % _ONE_IN == 0
