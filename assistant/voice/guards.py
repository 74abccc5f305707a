"""Keeps words out that nobody said: recognisers invent text on silence and noise.

A probability alone is no guard, so the reasons here come after the voice detector and the level gate. The phrases are
doubted only together with a weak score: people do say "thank you".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.domain.base import Language
from assistant.extensions.voice import EngineOptions

_DOUBTED_LOGPROB = -0.5
_DOUBTED_NO_SPEECH = 0.3
_INVENTED = re.compile(
    r"""
      субтитр | корректор | продолжение\ следует | спасибо\ за\ (просмотр|внимание) | подпи(сывайтесь|шитесь)\ на\ (наш\ )?канал
    | ставьте\ лайк | до\ новых\ встреч | до\ встречи\ в\ следующ | amara\.org | dimatorzok | игорь\ негода
    | thank(s|\ you)(\ so\ much|\ very\ much)?\ for\ (watching|listening) | ^thank\ you\W*$ | ^спасибо\W*$ | ^you\W*$ | ^bye\W*$
    | (please\ )?(like\ and\ )?subscribe | see\ you\ (next\ time|in\ the\ next) | subtitles?\ by | transcri(bed|ption)\ by
    """,
    re.IGNORECASE | re.VERBOSE,
)
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_LATIN = re.compile(r"[a-z]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Score:
    """How sure the recogniser was: mean log probability of a token, probability of no speech, text to compressed size."""

    logprob: float
    no_speech: float
    compression: float


def doubt(text: str, score: Score, options: EngineOptions) -> str:
    """Why this text should be thrown away, empty to keep it."""
    if not any(letter.isalnum() for letter in text):
        return "no words"
    if score.no_speech > options.no_speech and score.logprob < options.min_logprob / 2:
        return "no speech"
    if score.logprob < options.min_logprob:
        return "unclear"
    if score.compression > options.max_compression:
        return "repeats itself"
    if _INVENTED.search(text) and (score.logprob < _DOUBTED_LOGPROB or score.no_speech > _DOUBTED_NO_SPEECH):
        return "sounds invented"
    return ""


def language_of(text: str, heard: Language) -> Language:
    """The language of the words by their letters; `heard` is what the recogniser thought, for a text without letters.

    Russian with English names in it is Russian: one Cyrillic letter in four is enough.
    """
    cyrillic, latin = len(_CYRILLIC.findall(text)), len(_LATIN.findall(text))
    if not cyrillic + latin:
        return heard
    return "ru" if cyrillic * 4 >= cyrillic + latin else "en"
