"""Which of several things is meant by some words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz, process

from assistant.words import lemmas

LIKE = 70.0
"""How alike dictionary forms must be, 0..100, when nothing holds all the words."""
_AS_GOOD = 1.0


def meant(text: str, said: Mapping[str, str], most: int, holding: set[str] | None = None) -> Sequence[str]:
    """The keys of `said` whose words are exactly the text, else of those that hold all its words (or are in `holding`), else of the
    most alike; at most so many that fit equally well."""
    wanted = lemmas(text)
    forms = {key: lemmas(words) for key, words in said.items()}
    exact = [key for key in said if forms[key] == wanted]
    if holding is None:
        words = set(wanted.split())
        holding = {key for key in said if words and words <= set(forms[key].split())}
    whole = exact or [key for key in said if key in holding]
    if whole:
        return whole[:most]
    alike = process.extract(wanted, forms, scorer=fuzz.token_set_ratio, score_cutoff=LIKE, limit=most)
    near = {key for _words, score, key in alike if score >= alike[0][1] - _AS_GOOD}
    return [key for key in said if key in near]
