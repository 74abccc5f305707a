"""What some words of a sentence are as one command: what the splitter weighs."""

from __future__ import annotations

from collections.abc import Callable

from assistant.domain.base import Language
from assistant.understanding.fill import slot_type
from assistant.understanding.match import Guess, Matching
from assistant.understanding.openers import FIRST_WORD
from assistant.understanding.tokens import tokens
from assistant.understanding.weigh import Evidence

SETTLED = 0.9
"""Confidence of a template from which a sentence that fits it whole is not looked at for cuts."""


def looker(matching: Matching, language: Language) -> Callable[[str], Evidence]:
    """A function from words to evidence, against the commands loaded now."""
    openers = matching.openers

    def look(words: str) -> Evidence:
        said = tokens(words)
        if not said:
            return Evidence("", 0.0, 0, begins=False)
        guesses = matching.plain(words, language)
        opener, learned = openers.kind(said, 0), openers.learned(said[0].word)
        return Evidence(
            guesses[0].command.name if guesses else "",
            guesses[0].confidence if guesses else 0.0,
            len(said),
            begins=opener != "" or learned > FIRST_WORD,
            fits=bool(guesses) and guesses[0].matcher == "template",
            slots=len(guesses[0].words) if guesses else 0,
            said=tuple(token.word for token in said),
            opener=opener,
            learned=learned,
            unknown=sum(not openers.knows_all(token) for token in said) / len(said),
            scores={guess.command.name: guess.confidence for guess in guesses},
            settled=bool(guesses) and is_settled(guesses[0]),
        )

    return look


def is_settled(guess: Guess) -> bool:
    """Whether a whole sentence of this guess is not looked at for cuts."""
    if guess.tells:
        return True
    if guess.matcher != "template" or guess.confidence < SETTLED:
        return False
    return not any(slot_type(guess.command.slots[name].type).free for name, words in guess.words.items() if words)
