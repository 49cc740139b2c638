"""A shop for the tests of the import: its database in a folder, and the list of customers as such shops have them."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from smsbox import contacts, intake
from smsbox.clock import DAY, Micros
from smsbox.config import Config, ModemConfig, RegionConfig, SendingConfig, StoreConfig, WebConfig
from smsbox.config.model import ShopConfig
from smsbox.intake import Import, Plan
from smsbox.store import Store
from tests.patience import until

NOW: Micros = 1_795_000_000_000_000  # 18 November 2026
A, B, C, D, E = (f"+38050000000{each}" for each in range(1, 6))

LIST = (
    "№;Клієнт;Телефон;Дата народження;Знижка, %;Примітка\r\n"
    "1;ПЕТРЕНКО Оксана Іванівна;050 000 00 01;15.03.1990;5;любить каву\r\n"
    "2;Коваль Дар'я;8 (050) 000-00-02;01.12.85;10;\r\n"
    "3;Іваненко Іван Петрович;+38 (050) 000 00 03, 0500000013;;5;телефонувати після 18\r\n"
    "4;ТОВ «Ромашка»;380500000004;31.02.1991;15;\r\n"
    "5;Шевчук Ганна;5,0E+08;;5;\r\n"
    "6;Петренко О.;0500000001;;5;та сама\r\n"
    "7;Мельник Юлія;немає;;0;\r\n"
    "8;Бондар Олексій Ілліч;'0500000008;33012;7;\r\n"
)
"""A table of a Ukrainian shop: merged formats, a double, a number Excel has rounded, one that is none, a bad day."""


@dataclass(slots=True)
class Shop:
    """The shop; `at` is its clock."""

    store: Store
    config: Config
    at: Micros = NOW

    def hand_in(self, content: bytes | str, name: str = "clients.csv", plan: Plan | None = None) -> Import:
        """Upload a file."""
        octets = content.encode("cp1251") if isinstance(content, str) else content
        source = io.BytesIO(octets)
        return intake.hand_in(self.store, self.config, source, name, by="Ольга", now=self.at, plan=plan)

    def seen(self, import_id: int) -> Import:
        """How an import stands."""
        found = intake.get(self.store, import_id)
        assert found is not None
        return found

    def work(self, import_id: int) -> Import:
        """What the daemon does, until nothing is left to do on it."""

        def over() -> bool:
            intake.work(self.store, self.config, self.at)
            return not self.seen(import_id).open

        until(over, seconds=30, pause=0, what="the import")
        return self.seen(import_id)

    def count(self, found: Import) -> Import:
        """The dry run."""
        assert intake.count(self.store, self.config, found.id, self.at)
        return self.work(found.id)

    def run(self, found: Import) -> Import:
        """Dry run, yes, and run."""
        self.count(found)
        assert intake.agree(self.store, self.config, found.id)
        return self.work(found.id)

    def undo(self, found: Import) -> Import:
        """Put it back."""
        assert intake.undo(self.store, found.id, self.at)
        return self.work(found.id)

    def everything(self) -> dict[str, list[tuple]]:
        """All that is known of customers and of their permission, row by row."""
        tables = ("contacts", "contact_numbers", "contact_fields", "contact_tags", "contact_words", "contact_notes")
        return {table: sorted(map(tuple, self.store.run(f"SELECT * FROM {table}").fetchall())) for table in tables}

    def names(self) -> dict[str, str]:
        """Who is there."""
        rows = self.store.run("SELECT number, name FROM contacts ORDER BY id").fetchall()
        return dict(rows)

    def contact(self, number: str) -> contacts.Contact:
        """Whose number it is."""
        found = contacts.by_number(self.store, number)
        assert found is not None
        return found


def make_shop(folder: Path) -> Shop:
    """A shop without customers."""
    url = f"sqlite://{folder}/smsbox.db"
    config = Config(
        StoreConfig(url, folder),
        WebConfig("127.0.0.1", 8080),
        RegionConfig(language="uk"),
        SendingConfig(),
        (ModemConfig("main", "/dev/ttyUSB0"),),
        shop=ShopConfig(name="Zerno"),
    )
    return Shop(Store.open(url), config)


def a_day_later(shop: Shop) -> None:
    """Tomorrow."""
    shop.at += DAY


def furnish_imports(store: Store, config: Config, at: Micros) -> None:
    """An import in each stage that a page shows for long: columns, counted, done, undone, failed."""
    shop = Shop(store, config, at)
    shop.hand_in(LIST, "клієнти.csv")
    shop.count(shop.hand_in(LIST, "клієнти на листопад.csv"))
    shop.run(shop.hand_in(LIST, "клієнти на грудень.csv"))
    shop.undo(shop.run(shop.hand_in("Телефон;ПІБ\n0500000091;Коваль Іван\n", "помилка.csv")))
    gone = shop.hand_in("Телефон\n0500000092\n", "згублений.csv")
    problem = '{"reason": "gone"}'
    store.run("UPDATE imports SET state = 8, problem = ? WHERE id = ?", problem, gone.id)
