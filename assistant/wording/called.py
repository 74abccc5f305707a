"""Which of several things of one kind the owner names: "в рабочей", "личной", "gmail", an address; in either language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.domain.calendar import LOCAL, Calendar
from assistant.domain.letter import MailAccount
from assistant.words import WORD, fold, lemma, lemmas

_SAME: tuple[tuple[str, ...], ...] = (
    ("рабочий", "работа", "служебный", "служба", "офис", "офисный", "work", "job", "office", "business"),
    ("личный", "персональный", "частный", "personal", "private"),
    ("домашний", "дом", "home"),
    ("учебный", "учёба", "университет", "school", "study", "university"),
    ("семейный", "семья", "family"),
    ("google", "gmail", "googlemail", "гугл", "гугловый", "гугловский", "джимейл", "гмейл", "гмайл", "жмейл"),
    ("yandex", "яндекс", "яндексовский", "ya"),
    ("outlook", "hotmail", "аутлук", "хотмейл"),
    ("icloud", "айклауд"),
)
"""Words the owner may use for one another when he names a mailbox or a calendar."""
_MEANING: dict[str, str] = {lemma(word): group[0] for group in _SAME for word in group}
KIND = frozenset(
    lemma(word)
    for word in (
        *(
            "почта",
            "ящик",
            "аккаунт",
            "адрес",
            "календарь",
            "mail",
            "mailbox",
            "inbox",
            "email",
            "account",
            "address",
            "calendar",
        ),
        *("мой", "свой", "наш", "my", "our", "the", "в", "на", "с", "из", "in", "from", "of"),
    )
)
"""Words that say only what kind of thing is named."""


def is_known(word: str) -> bool:
    """Whether a word is a common name of a mailbox or a calendar, in any form."""
    return lemma(word) in _MEANING


def called(said: str, things: Mapping[str, Sequence[str]]) -> Sequence[str]:
    """The ids of the things, each with all its names, that may be meant: one when it is clear, none when nothing is called so."""
    wanted = fold(said).strip()
    if exact := [name for name, names in things.items() if wanted in (fold(each).strip() for each in names if each)]:
        return exact
    words = meaning(said)
    shared = {name: len(words & set().union(*map(meaning, names))) for name, names in things.items()}
    most = max(shared.values(), default=0)
    return [name for name, count in shared.items() if count == most] if most else []


def meaning(said: str) -> frozenset[str]:
    """The words of a name in one form for all that mean the same, without those that every name has."""
    forms = [lemma(word) for word in WORD.findall(said)]
    return frozenset(_MEANING.get(form, form) for form in forms if form not in KIND)


def calendar_names(calendar: Calendar) -> Sequence[str]:
    """All that a calendar may be called: its id, its title, and the account it belongs to."""
    person, _at, domain = calendar.account.lower().partition("@")
    own = ("local", "symbiote", "this computer", "на этом компьютере", "местный", "локальный") if calendar.id == LOCAL else ()
    kind = calendar.id.partition(":")[0]
    return (calendar.id, calendar.title, calendar.account, person, domain.partition(".")[0], kind, *own)


def mailbox_names(account: MailAccount) -> Sequence[str]:
    """All that a mailbox may be called: its id, its address and the parts of it, and the title the owner gave it."""
    person, _at, domain = account.email.lower().partition("@")
    return (account.id, account.email, account.title, lemmas(account.title), person, domain.partition(".")[0])
