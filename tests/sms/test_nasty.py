"""What customers of all tempers write: never a STOP missed, never one heard where none was said."""

from __future__ import annotations

from smsbox.sms.keywords import Kind, understand

LEAVING = """
не хочу больше получать ваши смс
не хочу більше вашої реклами
стоп реклама
СТОП!!!
please stop
Please stop.
stop please!!
Stop it
STOP STOP STOP
стоп.
Стоп, дякую, до побачення
стоооооп
СТОП СМС
Стоп розсилка
стоп рассылка
стоп смс спам
стоп спам
Stop sms
Stop spam
Stop spamming me
STOP ALL
stop-all
Відпишіть
Відпишіть мене
Відпишіть мене, будь ласка, від розсилки
відпишіть мій номер будь ласка
Хочу відписатись
Як відписатись?
как отписаться
как от вас отписаться???
Хочу отписаться
How do I unsubscribe?
how to unsubscribe
unsubscribe me now
unsubscribe now
Proszę nie wysyłać mi SMS
nie wysyłać sms
nie chcę reklam
nie chcę więcej SMS
nie życzę sobie reklam
не треба мені писати
не треба мені вашої реклами
не надо мне писать
не надо мне вашей рекламы
мне не нужна ваша реклама
мені не потрібна ваша реклама
не цікавить ваша реклама
реклама не цікавить
Досить вже слати мені смс
досить спамити
хватит спамить
хватит мне писать
хватит уже слать
харе слать
відмовляюсь від розсилки смс вашої
відмовляюся від розсилки
Відмова від реклами
відмова від смс
Отказ от рассылки
отказ от рекламы
відписка від реклами
отмена подписки
отмена рассылки
скасувати розсилку
скасуйте розсилку
припиніть розсилку
прекратите рассылку
прекратите это
Прекратите немедленно
Зупиніть
зупиніть розсилку
остановите рассылку
зупинити розсилку
досить!
Досить
Досить смс
хватит
Хватит смс
хватит рекламы
досить реклами
кінець
end
quit
cancel
remove
opt out
opt-out
OPTOUT
no more ads
no more offers please
no more sms
stop messaging me
єбать ви дістали стоп
STOP 🙏
🛑
с.т.о.п
С-Т-О-П
s t o p
СТ0П
ST0P
CTOП
CTOn
стап
стопп
стор
cтоп
Stoр
stpo
Sotp
STOPP
стпо
стоп1
1стоп
”СТОП”
<стоп>
Слово СТОП
надіслати СТОП
отправить СТОП
Відповідь: СТОП
Відмова: СТОП
Повторюю: СТОП
Я ж писав СТОП
я вже писала стоп
ctop
CTON
VIDPYSKA
vidpysatysia
vidmova
otpishite
otpisatsa
Stop dzieki
rezygnuje
REZYGNUJĘ Z SMS
Rezygnuję z reklam
Wypisz mnie
koniec
dosc
stop reklamom
zatrzymaj
"""
"""Said clearly: he is out, and told so."""

COMPLAINING = """
Я на це не підписувався
Звідки у вас мій номер???
вы ошиблись номером
I never signed up for this
wrong number
Skąd macie mój numer
Не хочу більше
хочу відписатися від розсилки
як мені відписатися від цього
i want to unsubscribe from this
jak się wypisać?
chcę się wypisać
proszę mnie wypisać
proszę o wypisanie
proszę usunąć mój numer
Заберіть мій номер з бази
видаліть мене з бази
виключіть мене з розсилки
удалите меня из базы
исключите меня из рассылки
уберите меня из рассылки
Не присилайте мені більше нічого
не надсилайте більше
Не надсилайте мені рекламу
не шліть мені спам
не шлите мне спам
Больше не пишите мне
Більше не пишіть мені!
не пишіть мені більше ніколи
задовбали
задолбали своими смс
достали своєю рекламою
ви мене дістали зі своїми смс
отстаньте от меня
Відчепіться від мене!!
відваліть
Відваліть від мене зі своїми смс
remove me from your list
take me off your list
leave me alone!!!
dont text me again
do not send me any more messages
don't send me this
stop sending me this crap
who is this? stop texting me
fuck off
Ідіть нафіг
идите нахуй
пошли нахуй
нахуй ідіть
буду скаржитись в поліцію за спам
це спам
Я вже тричі писав СТОП, а ви все шлете
сколько раз писать СТОП чтобы вы отстали
Чому ви далі пишете якщо я написав стоп
wypiszcie mnie z listy
dajcie spokój
spadajcie
"""
"""Out, and people read it."""

SOMETHING_ELSE = """
Не цікавить
не интересует
👍
🙏🙏🙏
???
...
!!!
.
зупинка біля магазину
Де у вас зупинка автобуса?
яка зупинка найближче
стоп-кран є в наявності?
Чи є у вас стоп-сигнали на Ланос
стоп сигнал ланос є?
Є стоп сигнали для ваз 2107?
потрібні стопи на передню вісь
автостоп
Нон-стоп працюєте?
ви працюєте нон стоп?
працюєте нон стоп?
non stop?
Відмова від замовлення можлива?
в мене відмова від доставки
скасуйте замовлення
хочу відмовитись від замовлення 45
відмовляюсь від замовлення
не пишіть на коробці ціну, це подарунок
не надсилайте посилку, я сам заберу
не присылайте сегодня заказ
не телефонуйте, я сама прийду
досить смачна кава була, дякую
досить дорого
Конец рабочего дня во сколько?
конец недели подойдет
кінець місяця підійде
the end of the week is fine
remove sugar please
cancel my order
Please cancel order 12
не хочу каву, хочу чай
не хочу чекати, є щось зараз?
не треба доставки
не надо сахара
Коли припините так рано закриватись?
When do you end today?
quit smoking tips?
Ви працюєте в неділю?
стопку паперу можна замовити?
Стопка А4 скільки коштує
stopień
Stop by tomorrow?
I will stop by at 5
can I stop by today
I will not stop loving your coffee
Do you have doorstop?
відписала вам на пошту
я вам отписался на почту
підписка на каву скільки коштує?
де купити подписку на журнал
ти хто
хто це
Хто ви?
Ок
ok
да
Так
ага
ні
+
-
1
5
Дякую!
Спасибі, обов'язково зайду
"""
"""For people, or an answer to something."""


def kinds(texts: str) -> dict[str, Kind | None]:
    return {text: understand(text).kind for text in texts.strip().splitlines()}


def test_who_wants_to_leave_is_understood() -> None:
    assert {text for text, kind in kinds(LEAVING).items() if kind is not Kind.STOP} == set()
    assert {text for text, kind in kinds(COMPLAINING).items() if kind is not Kind.PHRASE} == set()


def test_who_speaks_of_something_else_stays() -> None:
    left = {text for text, kind in kinds(SOMETHING_ELSE).items() if kind in (Kind.STOP, Kind.PHRASE)}
    assert left == set()


def test_what_else_he_says_is_for_people_to_read() -> None:
    for text in ("СТОП", "please stop", "ну все вже стоп", "Слово СТОП", "Хочу відписатись", "стоп реклама"):
        assert understand(text).plain, text
    for text in ("стоп, а замовлення?", "Стоп на каві", "єбать ви дістали стоп", "Stop, where is it??"):
        assert (understand(text).kind, understand(text).plain) == (Kind.STOP, False), text


def test_a_slip_of_the_finger_is_no_other_word() -> None:
    for text in ("підписка", "підпишіть мене", "подписка", "описка", "стол", "shop", "топ", "step", "0", "100"):
        assert understand(text).kind is not Kind.STOP, text
    for text in ("видписатися", "відписатисяя", "отпистаься", "unsubscrbe", "rezygnacjа", "sotp", "СТОПП", "СТ0П"):
        assert understand(text).kind is Kind.STOP, text
