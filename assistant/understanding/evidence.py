"""What some words of a sentence are as one command: what the splitter weighs."""

from __future__ import annotations

from collections.abc import Callable

from assistant.domain.base import Language
from assistant.understanding.match import Matching
from assistant.understanding.openers import FIRST_WORD
from assistant.understanding.tokens import tokens
from assistant.understanding.weigh import Evidence


def looker(matching: Matching, language: Language) -> Callable[[str], Evidence]:
    """A function from words to evidence, against the commands loaded now."""
    openers = matching.openers

    def look(words: str) -> Evidence:
        guesses = matching.best(words, language)
        said = tokens(words)
        begins = bool(said) and (openers.kind(said, 0) != "" or openers.learned(said[0].word) > FIRST_WORD)
        if not guesses:
            return Evidence("", 0.0, len(said), begins)
        best = guesses[0]
        return Evidence(
            best.command.name, best.confidence, len(said), begins, fits=best.matcher == "template", slots=len(best.words)
        )

    return look
