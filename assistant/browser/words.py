"""What the owner is told and asked about tasks in the browser, in both languages; what the model is told, in English."""

from __future__ import annotations

from urllib.parse import urlsplit

from assistant.domain.base import Language, LocalText
from assistant.domain.both import both

PARTS: dict[Language, tuple[str, str]] = {"en": ("page", "element"), "ru": ("страница", "элемент")}
"""How the page and what is pressed are called in a question."""
QUESTION: dict[Language, str] = {"en": "question", "ru": "вопрос"}
DECLINED = "The owner said no. Do not try it in another way."
NO_MODEL = both(
    "A task in the browser needs a language model, and none is connected. Connect one under “Connections”; "
    "everything you say as a command goes on without it.",
    "Для задачи в браузере нужна языковая модель, а она не подключена. Подключите её в разделе «Подключения»; "
    "обычные команды работают и без неё.",
)
GONE = both(
    "The browser's helper process ended unexpectedly. Nothing more is done in the browser; look at the page before you try again.",
    "Вспомогательный процесс браузера неожиданно завершился. Больше в браузере ничего не делается; посмотрите на страницу, "
    "прежде чем повторять.",
)
HUNG = both(
    "The browser's helper process does not answer and was ended. Look at the page before you try again.",
    "Вспомогательный процесс браузера не отвечает, и он остановлен. Посмотрите на страницу, прежде чем повторять.",
)


def too_long(seconds: float) -> LocalText:
    """It took too long."""
    return both(
        "The task in the browser took longer than {minutes} minutes and was stopped.",
        "Задача в браузере шла дольше {minutes} мин и остановлена.",
        minutes=f"{seconds / 60:g}",
    )


def too_many_tokens(tokens: int) -> LocalText:
    """The model was asked too much."""
    return both(
        "The task used up the {tokens} tokens it may take and was stopped.",
        "Задача израсходовала отведённые {tokens} токенов и остановлена.",
        tokens=tokens,
    )


def broken(why: str) -> LocalText:
    """The library failed."""
    return both("The task in the browser broke off: {why}", "Задача в браузере прервалась: {why}", why=why[:300])


def may_click(label: str, url: str, *, again: bool) -> LocalText:
    """Before what cannot be taken back."""
    host = urlsplit(url).hostname or url
    if again:
        return both(
            "The page has changed since you said yes. Press “{label}” on {host} as it is now? This cannot be taken back.",
            "После вашего согласия страница изменилась. Нажать «{label}» на {host} с тем, что там сейчас? Вернуть это нельзя.",
            label=label,
            host=host,
        )
    return both(
        "Press “{label}” on {host}? This cannot be taken back.",
        "Нажать «{label}» на {host}? Вернуть это нельзя.",
        label=label,
        host=host,
    )


def may_agree(text: str, url: str) -> LocalText:
    """Before a question of a page is answered with yes."""
    return both(
        "{host} asks now: “{text}” Answer yes?",
        "{host} теперь спрашивает: «{text}» Ответить «да»?",
        host=urlsplit(url).hostname or url,
        text=text,
    )


def may_open(url: str) -> LocalText:
    """Before a site nobody named."""
    return both(
        "The task in the browser wants to open {host}, which you did not name. Open it?",
        "Задача в браузере хочет открыть {host}, который вы не называли. Открыть?",
        host=urlsplit(url).hostname or url,
    )
