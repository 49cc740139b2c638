"""A late result can only be that of a doubt which its reference allows: the SIM counts on from one to the next."""

from __future__ import annotations

from pathlib import Path

from smsbox import outbox
from smsbox.clock import SECOND
from smsbox.outbox import Draft
from smsbox.store import Store, sims

NOW = 1_790_000_000 * SECOND


def test_reference_later_than_that_of_what_followed_is_not_its_own(tmp_path: Path) -> None:
    store = Store.open(f"sqlite://{tmp_path}/smsbox.db")
    sim_id = sims.register(store, imsi="255010000000001", iccid="89", modem="m0", now=NOW)
    drafts = [Draft(f"+38050000000{place}", "Ваше замовлення готове.") for place in range(2)]
    list(outbox.submit(store, drafts, now=NOW, allow=["+380"]))
    claims = []
    for turn in range(2):
        now = NOW + turn * SECOND
        claim = outbox.claim(store, sim_id=sim_id, owner="test", now=now, lease_until=now + 600 * SECOND)
        assert claim is not None
        claims.append(claim)
    outbox.uncertain(store, claims[0], reason="silence", now=NOW + SECOND)
    outbox.accepted(store, claims[1], reference=255, now=NOW + 2 * SECOND)
    (doubt,) = outbox.recent_doubts(store, sim_id=sim_id, since=NOW - SECOND)
    allowed = {
        reference: outbox.may_answer(store, doubt, sim_id=sim_id, reference=reference)
        for reference in (253, 254, 255, 0, 1)
    }
    assert allowed == {253: True, 254: True, 255: False, 0: False, 1: False}
    store.close()
