"""Silences and telephones of the shop: in the copy of one's data, and gone with him, audit log included."""

from __future__ import annotations

from pathlib import Path

from smsbox.people import accounts, phone_codes, phones
from smsbox.people.audit import Actor
from smsbox.people.rights import Role
from smsbox.privacy import collecting, erasing
from smsbox.store import Store
from smsbox.subscription import automatons

NOW = 1_767_225_600_000_000
ANNA = "+380500000001"
BY = Actor("owner", "owner")


def test_they_are_in_the_copy_and_erased(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path}/box.db")
    user = accounts.add(store, "Ольга", Role.OWNER, by=BY, now=NOW)
    with store.write():
        automatons.begin(store, ANNA, "same", 4, NOW)
        code = phones.add(store, user.id, ANNA, by=BY, now=NOW)
        phone_codes.settle(store, ANNA, code, NOW + 1)
    plain = collecting.collected(store, ANNA, NOW).as_plain()
    assert [row["why"] for row in plain["silences"]] == ["same"]
    assert [row["name"] for row in plain["shop_phones"]] == ["Ольга"]
    assert code not in str(plain)
    erasing.erase(store, ANNA, NOW + 2, by=BY)
    for table in ("silences", "staff_phones", "staff_orders", "audit"):
        assert ANNA not in str(store.run(f"SELECT * FROM {table}").fetchall()), table
    store.close()
