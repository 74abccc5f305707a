"""Which of the owner's mailboxes and calendars is meant by what he says."""

from __future__ import annotations

import pytest

from assistant.domain.letter import MailAccount
from assistant.wording.called import called, mailbox_names

pytestmark = pytest.mark.unit
ACCOUNTS = (
    MailAccount(id="mail-1", email="anna@company.example", title="Рабочая"),
    MailAccount(id="mail-2", email="anna.k@gmail.com", title="личная"),
    MailAccount(id="mail-3", email="club@choir.example", title="хор"),
    MailAccount(id="mail-4", email="anna@yandex.ru"),
)
NAMES = {each.id: mailbox_names(each) for each in ACCOUNTS}


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        *(("рабочей", 1), ("рабочего ящика", 1), ("на работе", 1), ("Work", 1), ("моей служебной почте", 1)),
        *(("личной", 2), ("personal", 2), ("my private mail", 2), ("гмейле", 2), ("gmail", 2), ("Google", 2)),
        *(("хоре", 3), ("хора", 3), ("club", 3), ("club@choir.example", 3), ("яндексе", 4), ("mail-4", 4)),
    ],
)
def test_a_mailbox_is_named_in_any_form_and_by_words_that_mean_the_same(said: str, meant: int) -> None:
    assert called(said, NAMES) == [f"mail-{meant}"]


@pytest.mark.parametrize("said", ["школьной", "university", "почте", "моей почте", "my mail", "", "?"])
def test_what_no_mailbox_is_called_names_none(said: str) -> None:
    assert called(said, NAMES) == []


def test_a_name_two_mailboxes_share_names_both_and_a_longer_one_tells_them_apart() -> None:
    two = {"a": ("работа Москва",), "b": ("работа Казань",)}
    assert called("рабочей", two) == ["a", "b"]
    assert called("рабочей казань", two) == ["b"]


def test_the_whole_name_comes_before_a_part_of_another() -> None:
    assert called("work", {"a": ("work archive",), "b": ("work",)}) == ["b"]
