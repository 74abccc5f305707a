"""The letters in the tests' webmail: Russian and English, some that matter, newsletters, notices; newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(slots=True)
class WebLetter:
    """A letter. `at` is minutes before now."""

    id: int
    sender: str
    email: str
    subject: str
    text: str
    at: int
    unread: bool = True
    archived: bool = False
    matters: bool = False
    """What a person would say; for tests."""


def letters() -> list[WebLetter]:
    """The inbox as it is when the server starts."""
    return [WebLetter(number, *given) for number, given in enumerate(_LETTERS, start=1)]


def when(letter: WebLetter, now: datetime) -> str:
    """As a webmail writes it: the time today, the day before."""
    moment = now - timedelta(minutes=letter.at)
    return moment.strftime("%H:%M") if moment.date() == now.date() else moment.strftime("%d.%m.%Y")


_LETTERS: tuple[tuple[str, str, str, str, int, bool, bool, bool], ...] = (
    (
        "Анна Петрова",
        "anna.petrova@stroymir.example",
        "Договор: нужна подпись сегодня",
        "Добрый день! Договор готов, пришлите, пожалуйста, подписанный экземпляр сегодня до 18:00, иначе отгрузка сдвинется.\n\nАнна",
        5,
        True,
        False,
        True,
    ),
    (
        "ShopClub",
        "newsletter@shopclub.example",
        "Скидки до 70% только сегодня!",
        "Успейте купить! Отписаться можно по ссылке внизу.",
        12,
        True,
        False,
        False,
    ),
    (
        "Peter Novak",
        "peter@novak.example",
        "Could you confirm the meeting tomorrow?",
        "Hi, could you please confirm tomorrow at 11:00? The whole team is waiting for your answer.\n\nPeter",
        20,
        True,
        False,
        True,
    ),
    (
        "GitWatch",
        "notifications@gitwatch.example",
        "[build] passed on main",
        "All 214 checks have passed.",
        26,
        True,
        False,
        False,
    ),
    ("Иван Сергеев", "ivan@sergeev.example", "Фото с дачи", "Смотри, какие получились. Отдыхай!", 31, False, False, False),
    (
        "Банк «Север»",
        "no-reply@sever.example",
        "Счёт № 1881 просрочен, оплатите до пятницы",
        "Напоминаем об оплате счёта. Крайний срок — пятница.",
        35,
        True,
        False,
        False,
    ),
    (
        "Digest Daily",
        "news@digestdaily.example",
        "Ten stories you missed",
        "The best of the week. Unsubscribe at any time.",
        40,
        True,
        False,
        False,
    ),
    (
        "Ольга Ким",
        "olga.kim@partner.example",
        "Re: смета по проекту",
        "Спасибо, получила. Подтвердите, пожалуйста, сумму 480 000 ₽ завтра до обеда.",
        44,
        True,
        False,
        True,
    ),
    ("Travelly", "deals@travelly.example", "Flights from €19", "Book now. View in browser. Unsubscribe.", 47, True, False, False),
    ("Support", "support@cloudbox.example", "Your storage report", "You use 3.2 GB of 15 GB.", 51, False, False, False),
    ("Мария Соколова", "maria@sokolova.example", "Спасибо за вчера", "Было здорово, обнимаю!", 55, True, False, False),
    (
        "HR Team",
        "hr@ourcompany.example",
        "Please sign the NDA by Friday",
        "Please sign the attached NDA by Friday. Reply when it is done.",
        58,
        True,
        False,
        True,
    ),
    ("Рассылка «Садовод»", "news@sadovod.example", "Что сажать в ноябре", "Советы недели. Отписаться.", 66, True, False, False),
    ("Robot", "noreply@robot.example", "Weekly summary", "Nothing happened.", 70, False, False, False),
)
