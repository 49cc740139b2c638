"""What the import of customers promises, on both databases: exact counts, an undo, one box's files left to that box."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from smsbox import consent, contacts, intake
from smsbox.clock import DAY
from smsbox.config import StoreConfig
from smsbox.contacts import New
from smsbox.intake import Evidence, Plan, Stage
from smsbox.intake.desk import home_of
from smsbox.store import Store
from tests.intake.shop import LIST, A, B, Shop, make_shop


def shop_on(store: Store, url: str, folder: Path) -> Shop:
    """The shop of the other tests, its box in `folder`, on this store."""
    folder.mkdir(exist_ok=True)
    made = make_shop(folder)
    made.store.close()
    return Shop(store, replace(made.config, store=StoreConfig(url, folder)))


def test_counted_done_and_undone(store: Store, url: str, tmp_path: Path) -> None:
    shop = shop_on(store, url, tmp_path / "box")
    contacts.add(store, New(number=A, name="Оля"), shop.at - DAY)
    consent.record(store, consent.Entry(B, shop.at - DAY, "left", "sms", evidence="СТОП"))
    found = shop.hand_in(LIST)
    plan = Plan("cp1251", ";", "", 1, found.plan.columns, evidence=Evidence("2026-03-01", "paper", "Так"))
    found = intake.look_again(store, shop.config, found.id, plan, shop.at)
    counted = shop.count(found)
    assert [counted.found[name] for name in ("added", "changed", "same", "bad", "agreed")] == [4, 1, 0, 3, 4]
    assert counted.found["agreements"] == {"agrees": 4, "left": 1}
    assert intake.agree(store, shop.config, found.id)
    done = shop.work(found.id)
    assert (done.stage, done.added, done.changed, done.agreed, done.stayed) == (Stage.DONE, 4, 1, 4, 1)
    assert contacts.by_number(store, A) is not None and shop.contact(A).name == "Оксана Іванівна Петренко"
    assert len(list(intake.bad_rows(store, shop.config, done))) == 3
    undone = shop.undo(done)
    assert (undone.stage, undone.undone) == (Stage.UNDONE, 5)
    assert shop.names() == {A: "Оля"}
    assert consent.standing(store, A).state is consent.State.UNKNOWN
    assert consent.standing(store, B).state is consent.State.LEFT


def test_another_box_leaves_the_files_of_this_one_alone(store: Store, url: str, tmp_path: Path) -> None:
    here, there = (shop_on(store, url, tmp_path / name) for name in ("here", "there"))
    counted = here.count(here.hand_in(LIST))
    intake.agree(store, here.config, counted.id)
    if store.dialect.sole_owner:
        assert home_of(store, here.config) == ""
    else:
        assert not intake.work(store, there.config, there.at) and here.seen(counted.id).stage is Stage.RUNNING
    assert here.work(counted.id).stage is Stage.DONE
