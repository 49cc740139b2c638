"""The words customers write when they want to leave, to come, to be helped, to agree or to decline; data, no rules.

A `*` behind a word: only when it is the whole message. Words of several languages may be the same.
"""

from __future__ import annotations

from enum import Enum


class Kind(Enum):
    """What somebody wants. YES and NO mean something only to who was asked; PHRASE: he wants to be left alone, "
    "in words
    of his own.
    """

    STOP = "stop"
    START = "start"
    HELP = "help"
    YES = "yes"
    NO = "no"
    PHRASE = "phrase"


WORDS: dict[Kind, dict[str, str]] = {
    Kind.STOP: {
        "uk": "стоп, відписатися, відписатись, відписка, відпишіть, відмова, відмовляюсь, відмовляюся, досить*, "
        "припиніть, зупинити*, зупиніть*, кінець*, відпиши, скасувати підписку, скасуйте підписку, "
        "vidpysatys, vidpysatysia, vidpysatysya, vidpyska, vidmova, vidmovliaius, prypynit, dosyt*",
        "ru": "стоп, отписаться, отписка, отпишите, отказ*, хватит*, прекратите, остановить*, остановите*, "
        "конец*, отпиши, "
        "отменить подписку, отмените подписку, "
        "otpiska, otpisatsya, otpisatsja, prekratite, otkaz*, hvatit*, khvatit*",
        "en": "stop, stopall, stop all, unsubscribe, optout, opt out, revoke, remove*, quit*, end*, cancel*, unsub, "
        "cancel subscription, cancel my subscription",
        "pl": "stop, wypisz, rezygnuję, rezygnacja, zatrzymaj*, zakończ*, koniec*, dość*, anuluj subskrypcję",
    },
    Kind.START: {
        "uk": "старт, підписатися, підписатись, підписка, поновити, підпишіть, підпиши, підпишіть мене, "
        "підпиши мене, "
        "хочу підписатися, хочу підписатись, pidpysatysia, pidpyska",
        "ru": "старт, подписаться, подписка, начать, подпишите, подпиши, подпишите меня, подпиши меня, "
        "хочу подписаться, "
        "podpiska",
        "en": "start, unstop, join, subscribe",
        "pl": "start, zapisz, dołącz, wznów",
    },
    Kind.HELP: {
        "uk": "допомога, інфо, довідка, dopomoha, dovidka",
        "ru": "помощь, инфо, справка, spravka",
        "en": "help, info",
        "pl": "pomoc, pomocy",
    },
    Kind.YES: {
        "uk": "так, згоден, згодна, підтверджую, погоджуюсь, погоджуюся, ага, +",
        "ru": "да, согласен, согласна, подтверждаю, +",
        "en": "yes, y, ok, ок, i agree, agree, +",
        "pl": "tak, t, zgoda, zgadzam się, potwierdzam, +",
    },
    Kind.NO: {
        "uk": "ні, н, не хочу, не треба, не потрібно",
        "ru": "нет, не хочу, не надо, не нужно",
        "en": "no, n",
        "pl": "nie, nie chcę, nie trzeba",
    },
}

CANCEL = (
    *("cancel", "exit", "скасувати", "скасуйте", "скасуй", "відміна", "відмінити", "відмініть", "вийти", "вихід"),
    *("отмена", "отменить", "отмените", "отмени", "выйти", "выход", "anuluj", "anulować", "anulujcie", "wyjdź"),
    *("skasuvaty", "vidmina", "otmena", "otmenit"),
)
"""In an open dialog, and of what somebody has ordered or booked, these act on that, and on nothing else."""

PHRASES: dict[str, str] = {
    "uk": "не пишіть, не пиши мені, не писати мені, не турбуйте, видаліть мій номер, видалити мій номер, "
    "видаліть мене, приберіть мій номер, приберіть мене, забудьте мій номер, відпишіть мене, відчепіться, "
    "відстаньте, "
    "не хочу отримувати, не бажаю отримувати, припиніть писати, припиніть надсилати, припиніть слати, досить писати, "
    "досить слати, перестаньте писати, перестаньте слати, перестаньте надсилати, не надсилайте*, не надсилати*, "
    "не шліть*, не присилайте*, не відправляйте*, не пиши*, не надсилай*, не присилай*, не турбуй, відчепись, "
    "видали мій номер, прибери мій номер, не підписувався, не підписувалась, не підписувалася, не давав згоди, "
    "не давала згоди, звідки у вас мій номер, звідки мій номер, помилились номером, помилилися номером, "
    "блокую вас, заблокую вас, хочу відписатися, хочу відписатись, як відписатися, як відписатись, "
    "мені відписатися, мені відписатись, відписатися від, відписатись від, виключіть мене, викресліть мене, "
    "заберіть мій номер, заберіть мене, вилучіть мене, вилучіть мій номер, відваліть, відвали, задовбали, заїбали, "
    "мене дістали, мене вже дістали, дістали зі своїми, дістали своїми, дістали своєю, дістали вашими, дістали вже, "
    "ідіть нафіг, ідіть в сраку, йдіть нафіг, йдіть в сраку, йди нафіг, іди нафіг, йди в сраку, іди в сраку, "
    "пішов нафіг, пішла нафіг, пішли нафіг, нахуй, на хуй, нахер, це спам, "
    "за спам, ваш спам, "
    "спамите, спамери, спам*, "
    "писав стоп, писала стоп, написав стоп, написала стоп, надсилав стоп, надсилала стоп, "
    "ne pyshit, vydalit mii nomer, vydalit miy nomer",
    "ru": "не пишите, не пиши мне, не писать мне, не беспокойте, удалите мой номер, удалить мой номер, удалите меня, "
    "уберите мой номер, уберите меня, забудьте мой номер, отпишите меня, отстаньте, отвяжитесь, не хочу получать, "
    "не желаю получать, хватит писать, хватит слать, хватит присылать, перестаньте писать, перестаньте слать, "
    "перестаньте присылать, прекратите писать, прекратите слать, прекратите присылать, не присылайте*, "
    "не присылать*, "
    "не шлите*, не отправляйте*, не пиши*, не присылай*, не шли*, не беспокой, отстань, удали мой номер, "
    "убери мой номер, не подписывался, не подписывалась, не давал согласия, не давала согласия, "
    "откуда у вас мой номер, откуда мой номер, ошиблись номером, блокирую вас, заблокирую вас, хочу отписаться, "
    "как отписаться, мне отписаться, отписаться от, исключите меня, "
    "вычеркните меня, "
    "заберите мой номер, отвалите, отвали, задолбали, заебали, меня достали, меня уже достали, достали со своими, "
    "достали своими, достали своей, достали своєю, достали вашими, достали уже, идите нафиг, идите в жопу, "
    "иди нафиг, иди в жопу, пошел нафиг, пошла нафиг, пошли нафиг, "
    "это спам, спамеры, писал стоп, писала стоп, писать стоп, написал стоп, написала стоп, отправлял стоп, "
    "ne pishite, udalite moi nomer, udalite moy nomer",
    "en": "lose my number, remove me, remove my number, delete me, delete my number, forget my number, take me off, "
    "opt me out, unsubscribe me, stop texting, stop sending me, stop messaging, stop writing, stop contacting, "
    "stop sms, stop spamming, dont text, do not text, dont write to me, do not write to me, dont message, "
    "do not message, dont contact, do not contact, dont send me texts, do not send me texts, no more messages, "
    "no more texts, no more sms, to unsubscribe, i unsubscribe, this is spam, fuck off, fuck you, piss off, go away, "
    "did not subscribe, didnt subscribe, never subscribed, did not sign up, didnt sign up, "
    "never signed up, wrong number, where did you get my number, wrote stop, sent stop, said stop, texted stop, "
    "leave me alone, dont write*, do not write*, dont send*, "
    "do not send*, stop sending*",
    "pl": "usuńcie mój numer, usuń mój numer, usunąć mój numer, usunięcie mojego numeru, usuńcie mnie, "
    "zapomnijcie mój numer, wypiszcie mnie, wykreślcie mnie, nie piszcie, nie pisz do mnie, nie chcę dostawać, "
    "nie chcę otrzymywać, nie życzę sobie, przestańcie pisać, przestańcie wysyłać, dajcie mi spokój, "
    "nie wysyłajcie*, "
    "nie przysyłajcie*, wypisać się, się wypisać, mnie wypisać, wypisać mnie, o wypisanie, dajcie spokój, "
    "odwalcie się, "
    "spadajcie, spierdalajcie, nie zapisywałem się, nie zapisywałam się, skąd macie mój numer, "
    "blokuję was,  to spam, pisałem stop, pisałam stop, nie pisać, o niewysyłanie",
}
"""Parts of a message by which it asks that nothing more be sent. With `*`: parcels are not sent either, so it counts
with one of `SENT` behind it, or when beside `FILLING` nothing else is said.
"""

SENT = (
    "смс, смски, смсок, смсками, есемес, есемески, есемесок, sms, smsy, smsów, рекламу, реклами, рекламы, "
    "реклама, рекламой, "
    "рекламою, реклам, розсилку, розсилки, розсилка, розсилок, рассылку, рассылки, рассылка, рассылок, підписку, "
    "підписки, підписка, подписку, подписки, подписка, повідомлення, повідомлень, сообщения, сообщений, спам, спаму, "
    "спама, акцій, акций, offers, ads, adverts, messages, texts, text, advertising, newsletter, subscription, spam, "
    "spamu, reklam, reklamy, reklamom, reklamę, ofert, promocji, wiadomości, esemesów, newslettera, subskrypcji, "
    "subskrypcję"
)
"""What is not to be sent any more."""
FILLING = (
    "більше, мені, нам, вже, уже, больше, мне, me, us, any, more, anymore, mi, nam, więcej, już, nic, нічого, "
    "ничего, "
    "ваша, вашу, вашої, ваші, ваших, вашими, ваше, ваши, вашей, ваше, your, wasze, waszych, цю, ці, цих, цієї, це, "
    "эту, эти, этих, этой, это, this, these, the, that, it, tych, te, tę, все, всі, усі, всіх, усіх, всех, всё, "
    "всякі, "
    "ніякої, ніяких, никакой, никаких, never, ever, ніколи, никогда, ну, та, і, и, а, ви, вы, you, от, я, i, z"
)
"""What stands beside it and changes nothing."""
MORE = "більше, больше, more, anymore, więcej, już"
"""With one of these a "no" nobody asked for means everything that is still to come."""
LEAD = (
    "хочу, хочемо, як, как, how, do, to, want, can, chcę, chce, jak, мене, меня, mnie, мій, мой, my, номер, number, "
    "слово, надіслати, надсилаю, отправить, отправляю, пишу, повторюю, відповідь, ответ, answer, word, now, зараз, "
    "сейчас, негайно, немедленно, teraz, від, от, from, of, z, із, з, вас, вами, was, bye, до побачення, "
    "до свидания, "
    "писав, писала, писал, же, кажу, говорю, всім, всем"
)
"""What may stand beside STOP without being something else that people should read."""

REFUSED = (
    "не хочу, не хочемо, не хотим, не бажаю, не желаю, не треба, не надо, не потрібно, не потрібна, не потрібні, "
    "не потрібен, не нужно, не нужна, не нужны, не нужен, не цікавить, не цікавлять, не цікаво, не цікава, "
    "не цікаві, "
    "не интересует, не интересуют, не интересно, не интересна, досить, хватит, годі, без, зупиніть, зупинити, "
    "остановите, остановить, скасувати, скасуйте, скасування, відмініть, відмінити, отменить, отмените, отмена, "
    "відключіть, відключити, отключите, отключить, вимкніть, вимкнути, выключите, приберіть, уберите, припиніть, "
    "припинити, прекратите, прекратить, відмова, відмовляюсь, відмовляюся, отказ, отказываюсь, no, no more, stop, "
    "cancel, end, enough, dont want, do not want, dont need, do not need, not interested in, nie chcę, nie chcemy, "
    "nie potrzebuję, nie interesują, nie interesuje, nie życzę sobie, nie wysyłać, nie wysyłaj, nie przysyłać, bez, "
    "koniec, dość, rezygnuję, rezygnacja, zrezygnować, anuluj, anulować, wyłącz, wyłączcie"
)
"""With something of `SENT` behind it, or in front, it is asked that nothing more be sent."""
REFUSED_BEFORE = (
    "від, от, from, of, z, ze, отримувати, получать, слати, слать, надсилати, присилати, присылать, dostawać, "
    "otrzymywać, wysyłać, receive, receiving, get, getting"
)
"""What may stand between the two."""

ENOUGH = (
    "досить, годі, хватит, харе, хорош, перестаньте, перестань, припиніть, прекратите, не треба, не потрібно, "
    "не варто, "
    "не надо, не нужно, не стоит, dość, przestańcie, przestań, nie trzeba, nie"
)
WRITING = "писати, писать, спамити, спамить, турбувати, беспокоить, pisać, spamować"
SENDING = "слати, слать, надсилати, присилати, присылать, отправлять, wysyłać, przysyłać"
"""ENOUGH of writing; of sending, unless parcels or the like are meant."""

TYPOS = "стор, стап,  стп, стопп, stp, stap, ctop, cton, ctoп, stopp, stopь, стопь, otpisatsa, otpishite, otpisat"
"""STOP as it slips from the fingers, beside letters that changed places or came twice."""
SIGNS = "🛑⛔🚫🔕📵"
RUDE = "🖕"
"""Signs that say it without words, alone; and one that says it anywhere."""

NOT_LEAVING = (
    "стоп сигнал, стоп сигнали, стоп сигналы, стоп кран, стоп лист, нон стоп, non stop, nonstop, stop by, stop over, "
    "dont stop, do not stop, not stop, не стоп, bus stop, відпишіть мені, відпишіть нам, відпишіть коли, "
    "відпишіть як, "
    "відпишіть чи, отпишите мне, отпишите нам, отпишите когда, отпишите как, на коробці, на пакеті, на чеку, "
    "на торті, на листівці, на коробке, на пакете, на чеке, на торте, на открытке, on the box, na pudełku"
)
"""Where the words of STOP mean something else, as long as nothing of `SENT` is spoken of."""
WITHDRAWN = "відмова, відмовляюсь, відмовляюся, vidmova, rezygnuję, rezygnacja, revoke, припиніть, прекратите"
ORDERED = (
    "замовлення, замовленню, заказ, заказа, заказу, доставка, доставки, доставку, доставці, покупка, покупки, "
    "покупку, "
    "товар, товару, товара, посилка, посилки, посылка, посылки, запис, запису, запись, записи, візит, візиту, визит, "
    "визита, бронь, броні, брони, бронювання, послуга, послуги, услуга, услуги, оплата, оплати, платіж, order, "
    "delivery, "
    "booking, appointment, zamówienie, zamówienia, dostawa, dostawy, wizyta, wizyty, rezerwacja, rezerwacji, "
    "paczka, paczki"
)
"""These can be withdrawn from, too: then it is a matter for people."""

MANNERS = (
    "дякую, дякуємо, спасибі, спасибо, будь ласка, будьласка, пожалуйста, please, pls, thanks, thank you, dziękuję, "
    "dzięki, proszę, dyakuyu, spasibo"
)
"""What is said beside the matter."""

AROUND_A_WORD = (
    "добрий день, доброго дня, добрий вечір, доброго вечора, доброго ранку, привіт, вітаю, здравствуйте, добрый день, "
    "привет, hello, hi, hey, good morning, good evening, dzień dobry, cześć, witam, слово, код, кодове слово, "
    "кодовое слово, надсилаю, надіслати, відправляю, отправляю, отправить, хочу, ось, вот, смс, sms, word, "
    "code, send, "
    "słowo, kod, wysyłam, chcę"
)
"""What people put before the word of a poster, or behind it."""

AROUND_AN_ANSWER = (
    "я мій моя моє мой мою мое наш наша ми мы за то це это буде будет тоді тогда хочу хотів хотіла хотел хотела би бы "
    "б мені мне нам голос голосую голоси обираю вибираю выбираю ставлю беру звичайно звісно конечно тільки лише только "
    "мабуть напевно наверное думаю краще лучше найкраще подобається нравится і й та и а ну ось вот варіант вариант "
    "номер пункт відповідь ответ так да добрий доброго день дня вечір привіт привет здравствуйте вітаю добрый вечер що "
    "что i my for the is it a vote think of course definitely only want would like choose option number answer hello "
    "hi one za ja mój moja glos glosuje na to wybieram chce opcja numer odpowiedz dzien dobry "
    "sorry oops meant mean actually вибачте пробачте извините перепрошую помилився помилилась помилилася "
    "ошибся ошиблась "
    "ні ой нет no nie передумав передумала передумал "
    "люблю любимо обожнюю обожаю любим love loves like likes in at on у в во lubie lubimy uwielbiam w we better rather"
)
"""What people say beside the one thing they choose, and what changes nothing about it."""
WISHING = (
    "добрий доброго день дня вечір вечора привіт вітаю добрый здравствуйте привет hello hi я ми мы хочу хочемо "
    "хотів хотіла хотел хотела би бы б мені мене мне меня можна можно i we want would like chcę шукаю ищу "
    "потрібна потрібен потрібно треба нужна нужен нужно цікавить интересует пишу дайте у в на про по з из щодо "
    "насчет looking need szukam potrzebuję i'm im"
)
"""What may stand before the word of a poster that he declines: "шукаю роботу"."""
THE_LAST = (
    "останній остання останнє останню останнього останньому последний последняя последнее последнюю последнего last "
    "ostatni ostatnia ostatnie ostatnią ostannii ostannya poslednii poslednyaya"
)
"""The last of some options."""
BEFORE_A_NUMBER = (
    "варіант вариант варіанту номер номером нр ном пункт відповідь ответ за голос голосую голосуй обираю вибираю "
    "выбираю беру option number no nr answer vote choose opcja numer odpowiedz glosuje wybieram variant nomer za holos "
    "golos"
)
"""Behind one of these a number is meant as an answer, however long the text."""
NOT_THIS = "не крім окрім кроме not nie oprocz except"
"""Right before an option they say which it is not."""

KEYBOARDS = (
    ("qwertyuiop[]asdfghjkl;'zxcvbnm,.", "йцукенгшщзхїфівапролджєячсмитьбю"),
    ("qwertyuiop[]asdfghjkl;'zxcvbnm,.", "йцукенгшщзхъфывапролджэячсмитьбю"),
)
"""The keys of a Latin layout, and what the same keys give in a Ukrainian and in a Russian one."""


def _pairs(text: str) -> dict[int, str]:
    return {ord(pair[0]): pair[1] for pair in text.split()}


TO_CYRILLIC = _pairs(
    "aа bв cс eе hн iі kк mм nп oо pр rг tт uи xх yу αа βв γг δд εе ηн ιі κк λл μм νн οо πп ρр τт υу φф χх σс ςс"
)
"""Letters of other scripts that look so, "
    "small or capital: phones whose SMS alphabet has Greek capitals write CTOΠ."""

TO_LATIN = _pairs("аa вb сc еe нh іi кk мm оo рp тt хx уy ѕs јj αa βb εe ηh ιi κk μm νn οo ρp τt υy χx")
