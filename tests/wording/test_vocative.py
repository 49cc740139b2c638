"""How people are addressed: the names of Ukraine one by one, full names in any order, and who is left as he is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsbox.wording import vocative
from smsbox.wording.names import MEN_PL, MEN_UK, WOMEN_PL, WOMEN_UK

UKRAINIAN = """
Агата Агато · Аделіна Аделіно · Алевтина Алевтино · Аліна Аліно · Аліса Алісо · Альбіна Альбіно · Альона Альоно
Анастасія Анастасіє · Ангеліна Ангеліно · Анжела Анжело · Анна Анно · Антоніна Антоніно · Аня Аню · Богдана Богдано
Божена Божено · Валентина Валентино · Валерія Валеріє · Варвара Варваро · Василина Василино · Вероніка Вероніко
Віка Віко · Вікторія Вікторіє · Віра Віро · Віталія Віталіє · Владислава Владиславо · Галина Галино · Галя Галю
Ганна Ганно · Дана Дано · Дар'я Дар'є · Дарина Дарино · Діана Діано · Ева Ево · Еліна Еліно · Емілія Еміліє
Єва Єво · Євгенія Євгеніє · Єлизавета Єлизавето · Жанна Жанно · Женя Женю · Зінаїда Зінаїдо · Злата Злато
Зоряна Зоряно · Зоя Зоє · Іванна Іванно · Інна Інно · Інеса Інесо · Іра Іро · Ірина Ірино · Камілла Камілло
Каріна Каріно · Катерина Катерино · Катя Катю · Кіра Кіро · Клавдія Клавдіє · Клара Кларо · Ксенія Ксеніє
Лариса Ларисо · Леся Лесю · Лідія Лідіє · Лілія Ліліє · Ліна Ліно · Любов Любове · Люба Любо · Людмила Людмило
Майя Майє · Марина Марино · Марія Маріє · Марічка Марічко · Марта Марто · Мар'яна Мар'яно · Маша Машо
Мирослава Мирославо · Надія Надіє · Настя Настю · Наталія Наталіє · Наталя Наталю · Наталка Наталко · Неля Нелю
Ніна Ніно · Оксана Оксано · Олена Олено · Олександра Олександро · Олеся Олесю · Ольга Ольго · Оля Олю
Орися Орисю · Поліна Поліно · Раїса Раїсо · Рая Раю · Регіна Регіно · Римма Риммо · Роксолана Роксолано
Руслана Руслано · Саша Сашо · Світлана Світлано · Сніжана Сніжано · Соломія Соломіє · Соня Соню · Софія Софіє
Стефанія Стефаніє · Таїсія Таїсіє · Тамара Тамаро · Таня Таню · Тетяна Тетяно · Уляна Уляно · Христина Христино
Юлія Юліє · Юля Юлю · Яна Яно · Ярина Ярино · Ярослава Ярославо
Адам Адаме · Альберт Альберте · Анатолій Анатолію · Андрій Андрію · Антін Антоне · Антон Антоне · Аркадій Аркадію
Арсен Арсене · Артем Артеме · Артур Артуре · Богдан Богдане · Борис Борисе · Вадим Вадиме · Валентин Валентине
Валерій Валерію · Василь Василю · Вася Васю · Віктор Вікторе · Віталій Віталію · Влад Владе · Владислав Владиславе
Володимир Володимире · Вова Вово · В'ячеслав В'ячеславе · Гаврило Гавриле · Геннадій Геннадію · Георгій Георгію
Гліб Глібе · Григорій Григорію · Грицько Грицьку · Давид Давиде · Данило Даниле · Денис Денисе · Дмитро Дмитре
Діма Дімо · Едуард Едуарде · Євген Євгене · Єгор Єгоре · Захар Захаре · Зеновій Зеновію · Іван Іване · Ігнат Ігнате
Ігор Ігорю · Ілля Ілле · Йосип Йосипе · Кирило Кириле · Костянтин Костянтине · Кузьма Кузьмо · Лев Леве
Леонід Леоніде · Лесь Лесю · Лука Луко · Любомир Любомире · Лук'ян Лук'яне · Макар Макаре · Максим Максиме
Марк Марку · Марко Марку · Мар'ян Мар'яне · Матвій Матвію · Микита Микито · Микола Миколо · Мирон Мироне
Мирослав Мирославе · Михайло Михайле · Назар Назаре · Назарій Назарію · Нестор Несторе · Олег Олеже · Олекса Олексо
Олександр Олександре · Олексій Олексію · Олесь Олесю · Орест Оресте · Остап Остапе · Павло Павле · Петро Петре
Пилип Пилипе · Платон Платоне · Прокіп Прокопе · Роман Романе · Ростислав Ростиславе · Руслан Руслане · Сава Саво
Сашко Сашку · Святослав Святославе · Семен Семене · Сергій Сергію · Сидір Сидоре · Станіслав Станіславе · Степан Степане
Тарас Тарасе · Тимофій Тимофію · Тимур Тимуре · Тиміш Тимоше · Тихін Тихоне · Федір Федоре · Фелікс Феліксе · Хома Хомо
Юра Юро · Юрій Юрію · Юрко Юрку · Яків Якове · Ян Яне · Ярема Яремо · Ярослав Ярославе
"""

POLISH = """
Anna Anno · Maria Mario · Katarzyna Katarzyno · Kasia Kasiu · Zofia Zofio · Zosia Zosiu · Agnieszka Agnieszko
Ewa Ewo · Julia Julio · Hania Haniu · Ola Olu · Stefania Stefanio · Natalia Natalio · Gosia Gosiu
Jan Janie · Piotr Piotrze · Andrzej Andrzeju · Tomasz Tomaszu · Marek Marku · Jacek Jacku · Paweł Pawle
Michał Michale · Robert Robercie · Konrad Konradzie · Adam Adamie · Krzysztof Krzysztofie · Wojciech Wojciechu
Kacper Kacprze
Mateusz Mateuszu · Mirosław Mirosławie · Patryk Patryku · Karol Karolu · Jerzy Jerzy · Aleksander Aleksandrze
"""

FULL = [
    ("Оксана Петренко", "Оксано"),
    ("Петренко Оксана", "Оксано"),
    ("ПЕТРЕНКО ІВАН ІВАНОВИЧ", "Іване Івановичу"),
    ("Іван Іванович Петренко", "Іване Івановичу"),
    ("іван петрович", "Іване Петровичу"),
    ("Ольга Сергіївна", "Ольго Сергіївно"),
    ("Шевченко Тетяна Григорівна", "Тетяно Григорівно"),
    ("Ілля Ілліч", "Ілле Іллічу"),
    ("Лев Лукич", "Леве Лукичу"),
    ("Марія Яківна", "Маріє Яківно"),
    ("Юрій Сергійович", "Юрію Сергійовичу"),
    ("Анна-Марія", "Анно-Маріє"),
    ("  Дар’я   Коваль ", "Дар'є"),
    ("Петренко, Олена", "Олено"),
    ("ФОП Гнатюк Олена", "Олено"),
    # written in Russian in a Ukrainian list: by the first name, as it is
    ("Сидорова Елена", "Елена"),
    ("Сергей", "Сергей"),
]

AS_THEY_ARE = [
    "Кав'ярня Зерно",
    "ФОП Гнатюк",
    "Мадлен",
    "John",
    "Мама",
    "клієнт 17",
    "🙂",
    "Олександра2",
    "O'Brien",
    "Жан-Люк",
    # of two names nobody knows which is the first name, or whom to greet; a firm is nobody
    "Мартин Олена",
    "Ірина та Олег",
    "Салон «Анна»",
    "ТОВ Марія",
]


def pairs(listed: str) -> list[tuple[str, str]]:
    return [(one, two) for each in listed.replace("\n", "·").split("·") if each.strip() for one, two in [each.split()]]


def test_ukrainian_names() -> None:
    known = pairs(UKRAINIAN)
    assert len(known) >= 150
    wrong = {name: vocative(name) for name, wanted in known if vocative(name) != wanted}
    assert wrong == {}
    assert {name: vocative(name.upper()) for name, wanted in known if vocative(name.upper()) != wanted} == {}


def test_polish_names() -> None:
    assert {name: vocative(name, "pl") for name, wanted in pairs(POLISH) if vocative(name, "pl") != wanted} == {}


@pytest.mark.parametrize(("name", "wanted"), FULL)
def test_full_names(name: str, wanted: str) -> None:
    assert vocative(name) == wanted


@pytest.mark.parametrize("name", AS_THEY_ARE)
def test_who_is_not_known_is_addressed_as_he_is_written(name: str) -> None:
    assert vocative(name) == name
    assert vocative(name, "pl") == name


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("Иван Петрович Сидоров", "Иван Петрович"), ("СИДОРОВА АННА ИЛЬИНИЧНА", "Анна Ильинична"), ("Анна", "Анна")]
    + [("ПЕТРОВА ЕЛЕНА", "Елена"), ("Ткач Олена", "Олена"), ("Марта Иван", "Марта Иван"), ("Кафе Анна", "Кафе Анна")],
)
def test_russian_has_no_vocative(name: str, wanted: str) -> None:
    assert vocative(name, "ru") == wanted


@pytest.mark.parametrize(("name", "wanted"), [("John Smith", "John"), ("Anna", "Anna"), ("Dr. Smith", "Dr. Smith")])
def test_english_uses_the_first_name(name: str, wanted: str) -> None:
    assert vocative(name, "en") == wanted


def test_every_name_of_the_tables_becomes_something_else_or_is_known_not_to() -> None:
    unchanged = {name for name in WOMEN_UK | MEN_UK if vocative(name).lower() == name}
    assert unchanged == {"естер", "неллі", "нінель"}
    unchanged = {name for name in WOMEN_PL | MEN_PL if vocative(name, "pl").lower() == name}
    assert unchanged == {"antoni", "cezary", "ignacy", "jerzy", "maurycy", "wincenty"}


@given(st.text(max_size=30), st.sampled_from(["uk", "ru", "pl", "en", "de"]))
def test_no_name_is_lost(name: str, language: str) -> None:
    assert bool(vocative(name, language)) == bool(name.split())
