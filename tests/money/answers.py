"""Answers to balance codes as operators word them, with what is to be understood of each; today is 22 November 2026.

Wordings marked `seen` follow answers published in public code and forums (figures changed); the others vary them in
language, layout and damage the way modems do.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

TODAY = date(2026, 11, 22)


class Answer(NamedTuple):
    text: str
    money: str | None = None
    left: int | None = None
    of: int | None = None
    renews: date | None = None
    operator: str | None = None
    currency: str | None = "UAH"

    @property
    def amount(self) -> Decimal | None:
        return None if self.money is None else Decimal(self.money)


DECEMBER_3 = date(2026, 12, 3)

KYIVSTAR = (
    # seen
    Answer(
        "Na rahunku 45.00 grn. Detalno pro bonusy za nomerom *100# Novi igry v AppClub! SMS na 8870. 3 dni po 0 grn, "
        "dali 0,62 grn/den'",
        "45.00",
    ),
    Answer("Na rahunku: 13.05 grn.", "13.05"),
    Answer("Na rahunku 103.0 grn. ...", "103.0"),
    Answer("Na schetu 27.00 grn. Bonusy: *100#", "27.00"),
    Answer("Na schetu 454.77 grn. Detalno o bonusah po nomeru *100#", "454.77"),
    Answer("ZALYSHOK: 1424:00 HV NA INSHI MEREZHI; 1500 SMS PO UKRAINI; 50:00 HV ZA KORDON", left=1500),
    # varied
    Answer("На рахунку 45.20 грн. Детально про бонуси *100#", "45.20"),
    Answer("На рахунку: 45,20 грн.", "45.20"),
    Answer("На рахунку -12.35 грн. Поповніть рахунок.", "-12.35"),
    Answer("На рахунку −0,32 грн", "-0.32"),
    Answer("На рахунку мінус 5 грн.", "-5"),
    Answer("На рахунку 1 234.50 грн.", "1234.50"),
    Answer("На рахунку 1\u00a0234,50\u00a0грн.", "1234.50"),
    Answer("На рахунку 1\u202f234,50 ₴", "1234.50"),
    Answer("На рахунку 12.10 грн. Номер діє до 03.12.2027", "12.10"),
    Answer("Ваш баланс: 0.00 грн. Поповніть рахунок від 30 грн до 06.12.2026, щоб не втратити номер", "0.00"),
    Answer("На рахунку 45.20 грн, бонуси 10.00 грн", "45.20"),
    Answer("Бонусний рахунок: 10.00 грн. На рахунку 45.20 грн.", "45.20"),
    Answer("Основний рахунок: 45.20 грн\nБонусний рахунок: 10.00 грн\nДійсний до 03.12.2026", "45.20"),
    Answer("На Вашому рахунку\n45.20 грн\nТариф: Люкс 4G", "45.20"),
    Answer("Balance: 45.20 UAH. Bonuses: *100#", "45.20"),
    Answer("Your account balance is 45.20 UAH", "45.20"),
    Answer("You have UAH 1,234.50 on your account", None),
    Answer("UAH 45.20", "45.20"),
    Answer("UAH45.20", "45.20"),
    Answer("₴ 45.20", "45.20"),
    Answer("Balance: UAH45.20", "45.20"),
    Answer("Your balance is UAH45.20. Valid till 03.12.2026", "45.20"),
    Answer("Balance: UAH1,045.20; bonus: UAH10.00", "1045.20"),
    Answer("Balance: -UAH 5.20", "-5.20"),
    Answer("Balance: UAH-5.20", "-5.20"),
    Answer("Баланс: грн45,20. Тариф Люкс", "45.20"),
    Answer("Price UAH 3.00", None),
    Answer("Залишок: 412 SMS з 1000. Пакет діє до 03.12", None, 412, 1000, DECEMBER_3),
    Answer("Залишок пакета: 29 хв, 412 SMS, 500 МБ. Діє до 03.12.2026", None, 412, None, DECEMBER_3),
    Answer("Залишок SMS: 412 з 1 000 до 03 грудня", None, 412, 1000, DECEMBER_3),
    Answer("Залишилось 412/1000 SMS. Оновлення пакета 3 грудня 2026", None, 412, 1000, DECEMBER_3),
    Answer("Остаток: 412 СМС из 1000. Пакет действует до 3 декабря", None, 412, 1000, DECEMBER_3),
    Answer("412 of 1,000 SMS left. Package renews on December 3.", None, 412, 1000, DECEMBER_3),
    Answer("SMS left: 412 of 1,000 until 2026-12-03", None, 412, 1000, DECEMBER_3),
    Answer("Zalyshok: 412 SMS z 1000, diye do 03.12.26", None, 412, 1000, DECEMBER_3),
    Answer("Використано 588 з 1000 SMS. Пакет діє до 03.12.2026", None, 412, 1000, DECEMBER_3),
    Answer("Used: 588 of 1000 SMS. Package until 03/12/2026", None, 412, 1000, DECEMBER_3),
)

VODAFONE = (
    # seen
    Answer("Na Vashomu rahunku 8.05 grn. Taryf 'Vodafone Device M'. Nomer diysnyi do 28.12.2025 00:00:00.", "8.05"),
    Answer("Na Vashomu rahunku 8.00 grn. Taryf 'Vodafone Ligh", "8.00"),
    Answer(
        "Na Vashem schete 81.00 grn. Tarif 'Vodafone Light+'. Nomer deystvitelen do 27.03.2018. Super Internet za 1,10 "
        "grn/den': *101*",
        "81.00",
    ),
    Answer(
        "Bezlimit v merezhi ta 500 MB pidkliucheni. Zalyshok: 500 MB, 29 hv ta 50 SMS po Ukraini za 1,5 grn v den'. "
        "Diie do 23.02.27",
        None,
        50,
        None,
        date(2027, 2, 23),
    ),
    Answer(
        "Vash balans:zagal'nyi 46,06; paketnyi 0,00; dodatkovyi 0,00 hrn.Perevirka dodatkovykh poslug *121#", "46.06"
    ),
    # varied
    Answer("На Вашому рахунку 8,05 грн. Тариф 'Device M'. Номер дійсний до 28.12.2027.", "8.05"),
    Answer("На Вашем счете 81.00 грн. Тариф 'Light+'. Номер действителен до 27.03.2027.", "81.00"),
    Answer("На Вашем счету 81 грн 40 коп.", "81.40"),
    Answer("Your balance is 81.00 UAH. Tariff 'Light+'. Number is valid until 27.03.2027.", "81.00"),
    Answer("На Вашому рахунку 81.00 грн. Залишок: 100 хв, 35 SMS та 2048 МБ до 03.12", "81.00", 35, None, DECEMBER_3),
    Answer("Заборгованість: 12,50 грн. Сплатіть до 30.11.2026", "-12.50"),
    Answer("Залишок коштів: 200.00 грн\nЗалишок пакета:\nхвилин 120\nSMS 35\nМБ 2048", "200.00", 35),
    Answer("Хв 20 SMS 100 МБ 500", None, 100),
    Answer("хвилин: 20, SMS: 100 з 300, МБ: 500", None, 100, 300),
    Answer("Залишок на рахунку: 45.20 грн\nSMS/MMS: 12\nХвилини: 5", "45.20", 12),
    Answer("Na rahunku 12.50 hrn, 35 SMS. Diye do 12.05.2027", "12.50", 35),
    Answer("Доступно 0 SMS. Пакет оновиться 03.12.2026", None, 0, None, DECEMBER_3),
    Answer("Пакет SMS вичерпано. Далі 2,50 грн за SMS", None, 0),
)

LIFECELL = (
    # seen
    Answer(
        "Balans 84.59 grn, bonus 0.00.\n***\nZberigayte pryvatnist' vashogo nomeru z Drugym Nomerom\n1.Tak\n", "84.59"
    ),
    Answer(
        "Balans 15.00hrn, bonus 0.00hrn.\n***\nBezlimit na life:) 100 hv po 15 kop. 40.0 MB Internet po taryfu. 34 SMS "
        "po Ukraini. Paket poslug splacheno do 17.04.1",
        "15.00",
        34,
        None,
        date(2027, 4, 17),
    ),
    Answer(
        "Balans -50.00hrn, bonus +0.00hrn.\n***\nBEZLIM: dzvinky v lifecell, sots.merezhi. 8hv na inshi merezhi, 10GB "
        "3G+, 9.8789898GB video. Taryf do kintsia doby. Nomer do 06.11.27.",
        "-50.00",
    ),
    Answer(
        "300hv na vsi mobil'ni nomery, rezervnyy bezlimit na lifecell, 7.55 GB. Nastupna oplata paketu poslug "
        "14.12.26.\n\n",
        renews=date(2026, 12, 14),
    ),
    Answer(
        "Vash nomer:380500000001\nVash taryf:Prosto Life za 120grn/ 4 tyzhni\n1.Detali\n2.Pereviryty datu aktyvatsiyi"
    ),
    Answer("Balans 35.28grn, bonus 1.00grn", "35.28"),
    Answer("Bans none bonus 0.00.\n***\n1.Tak"),
    # varied
    Answer("Баланс 84,59 грн, бонус 0,00 грн.\n***\n1.Так", "84.59"),
    Answer(
        "Баланс: 1 084,59 грн\nБонусів: 20\nSMS: 250 з 500\nОплата пакета: 03.12.2026", "1084.59", 250, 500, DECEMBER_3
    ),
    Answer("Баланс - 84.59 грн", "84.59"),
    Answer("Баланс –84.59 грн", "-84.59"),
    Answer(
        "Balance 84.59 UAH, bonus 0.00 UAH. 34 SMS, 100 min, 1024 MB. Package paid until 03.12.2026",
        "84.59",
        34,
        None,
        DECEMBER_3,
    ),
    Answer("Баланс 84.59 грн. 100 SMS в мережі lifecell, 34 SMS по Україні", "84.59", 34),
    Answer("Баланс 84.59 грн. Замовте 500 SMS: *123#", "84.59"),
    Answer("Замовте 100 SMS за 10 грн: *123#. Баланс 84.59 грн", "84.59"),
    Answer("Баланс 84.59 грн. Пакет 100 SMS за 10 грн – *123#", "84.59"),
)

OTHERS = (
    # seen (Belarus, Russia, another Ukrainian network)
    Answer("Balans=3394r (OP=9777 do 09.05 23:19) Ostatok: MB=43.6 min=232", "3394", currency=None),
    Answer("Balance:633r", "633", currency=None),
    Answer(
        " Vash balans 510.20 r.\nSlushajte 200 radiostantsij 1 den' besplatno! Podkl: *279#", "510.20", currency=None
    ),
    Answer(
        "Internet:3G 1572602.0Kb,Universalnyi 144140.0Kb,Nat.rouming 0.0Kb;0.0SMS po Ukraini;0v mezhah Ukrainy;0na "
        "inshi",
        None,
        0,
    ),
    Answer("45.20 UAH.", "45.20"),
    Answer("Баланс: 12.50 zł", "12.50", currency="PLN"),
    Answer("Баланс 100, бонус 5", "100", operator="lifecell"),
    Answer("Баланс 100, бонус 5", "100", currency=None),
)

DAMAGED = (
    # cut in mid-word and in mid-figure
    Answer("Na rahunku 45.00 gr", "45.00", operator="kyivstar"),
    Answer("Na rahunku 45.00", "45.00", operator="kyivstar"),
    Answer("Na rahunku 45.0"),
    Answer("Na rahunku 4"),
    Answer("Na rahunku"),
    Answer("Залишок: 41"),
    Answer("Залишок: 412 S"),
    Answer("На Вашому рахунку 8.05 грн. Залишок: 41", "8.05"),
    Answer("Balans 84.59 grn, bon", "84.59"),
    Answer("Залишок: 412 SMS з 1000. Пакет діє до 03.1", None, 412, 1000),
    Answer("412 of 1,000 SMS left. Package renews on December 3", None, 412, 1000),
    Answer("Залишок: 412 SMS з 100", None, 412),
    Answer("Залишок: 412 SMS з 1000. Пакет діє до 03.12.20", None, 412, 1000, DECEMBER_3),
    # not an answer at all
    Answer(""),
    Answer("   \n \n"),
    Answer("UNKNOWN APPLICATION"),
    Answer("Сервіс тимчасово недоступний. Спробуйте пізніше."),
    Answer("Vash zapyt pryiniato. Ochikuite SMS."),
    Answer("1. Баланс\n2. Послуги\n3. Тарифи\n0. Вихід"),
    Answer("Рахунок поповнено на 50 грн."),
    Answer("Рахунок поповнено на 50 грн. Баланс 95.00 грн", "95.00"),
    Answer("Залишок: 120 хв та 2048 МБ до 03.12.2026"),
    Answer("Надішліть SMS на 5050. 3 дні по 0 грн"),
    Answer("Мінімальний баланс 5 грн. Кредитний ліміт 100 грн."),
    Answer("SMS безлім. На рахунку 45.20 грн", "45.20"),
)

ANSWERS = (*KYIVSTAR, *VODAFONE, *LIFECELL, *OTHERS, *DAMAGED)
