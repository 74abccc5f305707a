"""Which mailbox or calendar, as the owner calls it: "рабочей", "личный", "gmail", "work", an address."""

from __future__ import annotations

from assistant.extensions.understanding import Found, SlotContext, SlotType
from assistant.understanding.grammar.addresses import EMAIL
from assistant.understanding.grammar.line import line_of
from assistant.understanding.grammar.moments import near, pieces
from assistant.wording.called import KIND, is_known
from assistant.words import lemma

MOST_WORDS = 3
_NO_NAMES = frozenset(
    lemma(word)
    for word in (
        *("весь", "все", "этот", "тот", "новый", "последний", "следующий", "важный", "электронный", "входящий", "сегодняшний"),
        *(
            "вчерашний",
            "утренний",
            "вечерний",
            "непрочитанный",
            "любой",
            "другой",
            "этого",
            "что",
            "кто",
            "там",
            "меня",
            "браузер",
        ),
        *(
            "all",
            "this",
            "that",
            "new",
            "last",
            "latest",
            "next",
            "important",
            "unread",
            "any",
            "other",
            "today's",
            "browser",
            "it",
        ),
    )
)


class Account(SlotType):
    """The words as they were said, without those that only say what kind of thing it is. Who has mailboxes looks up which it is."""

    def find(self, text: str, context: SlotContext) -> list[Found]:
        """Common names right before or after "почта", "inbox", "календарь"; a name of the owner's own is known only where one is expected."""
        line = line_of(text)
        return [
            Found(line.starts[i], line.ends[i], line.raw(i, i + 1), 0.8)
            for i, word in enumerate(line.words)
            if is_known(word) and any(0 <= j < len(line) and lemma(line.words[j]) in _PLACES for j in (i - 1, i + 1))
        ]

    def read(self, text: str, context: SlotContext) -> str | None:
        """One to three words that are no time and point at nothing."""
        if EMAIL.fullmatch(text.strip()):
            return text.strip()
        line = line_of(text)
        words = [i for i, word in enumerate(line.words) if word[0].isalnum()]
        while words and lemma(line.words[words[0]]) in KIND:
            words.pop(0)
        while words and lemma(line.words[words[-1]]) in KIND:
            words.pop()
        if not 1 <= len(words) <= MOST_WORDS or any(lemma(line.words[i]) in _NO_NAMES | KIND for i in words):
            return None
        if any(pieces(line, i, near(context.now, context.language)) for i in words):
            return None
        return line.raw(words[0], words[-1] + 1)


_PLACES = frozenset(
    lemma(word) for word in ("почта", "ящик", "календарь", "mail", "mailbox", "inbox", "email", "calendar", "account")
)
