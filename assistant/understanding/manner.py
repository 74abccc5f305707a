"""How people lead a command in: "слушай, а можешь …", "hey, could you …" - words before what is meant, many in a row."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.understanding.openers import QUESTIONS
from assistant.understanding.tokens import FILLERS, Token

_WRITTEN = (
    "сначала|сперва|для начала|первым делом|first|firstly|first of all|to begin with|first off|"
    "а|и|так|ладно|окей|ок|потом|ещё|тогда|теперь|хорошо|слушай|послушай|смотри|короче|короче говоря|значит|в общем|вообще|"
    "кстати|вот что|так вот|эй|привет|здравствуй|здравствуйте|добрый день|доброе утро|добрый вечер|давай|давай ка|а давай|"
    "можешь|ты можешь|можешь ли ты|сможешь|ты не мог бы|не мог бы ты|мог бы ты|ты не могла бы|не могла бы ты|могла бы ты|"
    "можешь мне|будь добр|будь добра|будь другом|будь любезен|если не сложно|если не трудно|если можно|если можешь|прошу|"
    "прошу тебя|хочу|я хочу|хотел бы|хотела бы|я хотел бы|я хотела бы|хочу чтобы ты|я хочу чтобы ты|мне нужно чтобы ты|"
    "надо чтобы ты|быстренько|срочно|"
    "and|so|ok|okay|then|also|now|hey|hi|hello|well|oh|alright|all right|right|listen|look|anyway|by the way|btw|actually|just|"
    "quickly|good morning|good afternoon|can you|could you|would you|will you|can you just|could you just|could you possibly|"
    "would you mind|would you be so kind and|do me a favor and|do me a favour and|go ahead and|be so kind and|i want you to|"
    "i need you to|i'd like you to|i would like you to|i want to|i'd like to|i would like to|i wanna|we want to|let's|let us|"
    "can i|could i|can we|could we|if you can|if you could|"
    "if you don't mind|if you do not mind|if it's not too much trouble|if it is not too much trouble|when you get a chance|when you have time"
)
_WRITTEN_BEFORE_QUESTIONS = (
    "скажи|скажи мне|подскажи|подскажи мне|расскажи|расскажи мне|tell me|can you tell me|could you tell me|do you know"
)
"""Before anything but a question they are what is meant: "скажи всё" asks for a word to be said, not for a stop."""

_BEFORE_A_QUESTION = frozenset(["а", "и", "ну", "and", "so"])


def _phrases(written: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(phrase.replace("ё", "е").split()) for phrase in written.split("|"))


_BEFORE_QUESTIONS = _phrases(_WRITTEN_BEFORE_QUESTIONS)
_LEAD_INS = _phrases(_WRITTEN) | _BEFORE_QUESTIONS
_LONGEST = max(len(phrase) for phrase in _LEAD_INS)


def led_in(said: Sequence[Token]) -> list[int]:
    """Where what is meant may begin, nearest first: the indexes after one, two, ... lead-ins; empty when it begins at once."""
    found: list[int] = []
    at = _next(said, 0)
    while 0 < at < len(said):
        found.append(at)
        at = _next(said, at)
    return found


def _next(said: Sequence[Token], at: int) -> int:
    """The index after one more lead-in, politeness and hesitation skipped, or 0 when none stands there."""
    begun = at
    while begun < len(said) and said[begun].word in FILLERS:
        begun += 1
    for begin in (at, begun):
        for length in range(min(_LONGEST, len(said) - begin - 1), 0, -1):
            phrase, after = tuple(token.word for token in said[begin : begin + length]), begin + length
            if phrase in _LEAD_INS and (phrase not in _BEFORE_QUESTIONS or _asks(said[after:])):
                return after
    return 0


def _asks(said: Sequence[Token]) -> bool:
    """Whether the words begin with a question, hesitation and "а" apart."""
    first = next((token.word for token in said if token.word not in FILLERS and token.word not in _BEFORE_A_QUESTION), "")
    return first in QUESTIONS
