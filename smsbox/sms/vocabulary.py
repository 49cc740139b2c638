"""The words customers write when they want to leave, to come, to be helped, to agree or to decline; data, no rules.

A `*` behind a word: only when it is the whole message. Words of several languages may be the same.
"""

from __future__ import annotations

from enum import Enum


class Kind(Enum):
    """What somebody wants. YES and NO mean something only to who was asked; PHRASE: he wants to be left alone, in words
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
        "припиніть, зупинити*, кінець*, відпиши, скасувати підписку, скасуйте підписку, "
        "vidpysatys, vidpysatysia, vidpysatysya, vidpyska, vidmova, vidmovliaius, prypynit, dosyt*",
        "ru": "стоп, отписаться, отписка, отпишите, отказ*, хватит*, прекратите, остановить*, конец*, отпиши, "
        "отменить подписку, отмените подписку, "
        "otpiska, otpisatsya, otpisatsja, prekratite, otkaz*, hvatit*, khvatit*",
        "en": "stop, stopall, stop all, unsubscribe, optout, opt out, revoke, remove*, quit*, end*, cancel*, unsub, "
        "cancel subscription, cancel my subscription",
        "pl": "stop, wypisz, rezygnuję, rezygnacja, zatrzymaj*, zakończ*, koniec*, dość*, anuluj subskrypcję",
    },
    Kind.START: {
        "uk": "старт, підписатися, підписатись, підписка, поновити, pidpysatysia, pidpyska",
        "ru": "старт, подписаться, подписка, начать, podpiska",
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

CANCEL = ("cancel", "скасувати", "отмена", "anuluj")
"""In an open order or appointment these act on that, and on nothing else."""

PHRASES: dict[str, str] = {
    "uk": "не пишіть, не пиши мені, не писати мені, не турбуйте, видаліть мій номер, видалити мій номер, "
    "видаліть мене, приберіть мій номер, приберіть мене, забудьте мій номер, відпишіть мене, відчепіться, відстаньте, "
    "не хочу отримувати, не бажаю отримувати, припиніть писати, припиніть надсилати, припиніть слати, досить писати, "
    "досить слати, перестаньте писати, перестаньте слати, перестаньте надсилати, не надсилайте*, не надсилати*, "
    "не шліть*, не присилайте*, не відправляйте*, не пиши*, не надсилай*, не присилай*, не турбуй, відчепись, "
    "видали мій номер, прибери мій номер, "
    "ne pyshit, vydalit mii nomer, vydalit miy nomer",
    "ru": "не пишите, не пиши мне, не писать мне, не беспокойте, удалите мой номер, удалить мой номер, удалите меня, "
    "уберите мой номер, уберите меня, забудьте мой номер, отпишите меня, отстаньте, отвяжитесь, не хочу получать, "
    "не желаю получать, хватит писать, хватит слать, хватит присылать, перестаньте писать, перестаньте слать, "
    "перестаньте присылать, прекратите писать, прекратите слать, прекратите присылать, не присылайте*, не присылать*, "
    "не шлите*, не отправляйте*, не пиши*, не присылай*, не шли*, не беспокой, отстань, удали мой номер, "
    "убери мой номер, "
    "ne pishite, udalite moi nomer, udalite moy nomer",
    "en": "lose my number, remove me, remove my number, delete me, delete my number, forget my number, take me off, "
    "opt me out, unsubscribe me, stop texting, stop sending me, stop messaging, stop writing, stop contacting, "
    "stop sms, stop spamming, dont text, do not text, dont write to me, do not write to me, dont message, "
    "do not message, dont contact, do not contact, dont send me texts, do not send me texts, no more messages, "
    "no more texts, no more sms, leave me alone, dont write*, do not write*, dont send*, do not send*, stop sending*",
    "pl": "usuńcie mój numer, usuń mój numer, usunąć mój numer, usunięcie mojego numeru, usuńcie mnie, "
    "zapomnijcie mój numer, wypiszcie mnie, wykreślcie mnie, nie piszcie, nie pisz do mnie, nie chcę dostawać, "
    "nie chcę otrzymywać, nie życzę sobie, przestańcie pisać, przestańcie wysyłać, dajcie mi spokój, nie wysyłajcie*, "
    "nie przysyłajcie*",
}
"""Parts of a message by which it asks that nothing more be sent. With `*`: parcels are not sent either, so it counts
with one of `SENT` behind it, or when beside `FILLING` nothing else is said.
"""

SENT = (
    "смс, sms, рекламу, реклами, реклама, розсилку, розсилки, рассылку, рассылки, повідомлення, повідомлень, "
    "сообщения, сообщений, спам, offers, ads, adverts, messages, texts, advertising, spam, reklam, reklamy, ofert, "
    "wiadomości, esemesów"
)
FILLING = (
    "більше, мені, нам, вже, уже, больше, мне, me, us, any, more, anymore, mi, nam, więcej, już, nic, нічого, ничего"
)

MANNERS = (
    "дякую, дякуємо, спасибі, спасибо, будь ласка, будьласка, пожалуйста, please, pls, thanks, thank you, dziękuję, "
    "dzięki, proszę, dyakuyu, spasibo"
)
"""What is said beside the matter."""

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
"""Letters of other scripts that look so, small or capital: phones whose SMS alphabet has Greek capitals write CTOΠ."""

TO_LATIN = _pairs("аa вb сc еe нh іi кk мm оo рp тt хx уy ѕs јj αa βb εe ηh ιi κk μm νn οo ρp τt υy χx")
