"""Fits the splitter's weights (assistant/understanding/weigh.py) on the development sentences and prints them.

Needs the test group (scikit-learn). With `--halves` it also fits on one half and measures on the other, which tells how
much the printed figures flatter. A cut is an example: its signs with the parts as they truly are on both sides.
"""

from __future__ import annotations

import argparse
import functools
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from bench_understanding import Row, learned, rows
from sklearn.linear_model import LogisticRegression

from assistant.domain.base import Language
from assistant.understanding import weigh
from assistant.understanding.cuts import cuts
from assistant.understanding.evidence import looker
from assistant.understanding.openers import Openers
from assistant.understanding.split import split
from assistant.understanding.tokens import tokens
from assistant.understanding.weigh import WEIGHTS, Evidence, signs

CONNECTORS: Mapping[Language, Sequence[str]] = {
    "en": [
        " plus ",
        ", plus ",
        " after that ",
        ", after that ",
        "; ",
        ". ",
        " and afterwards ",
        ", and ",
        " ",
        " next ",
        ", and also ",
    ],
    "ru": [
        " и ещё ",
        ", а ещё ",
        " плюс ",
        ", заодно ",
        "; ",
        ". ",
        " после этого ",
        ", после чего ",
        " ",
        ", и ",
        ", потом ",
        " также ",
    ],
}
TWIN_CONNECTORS: Mapping[Language, Sequence[str]] = {
    "en": [" and ", " then ", " and also ", ", ", ", then ", " plus ", " "],
    "ru": [" и ", " потом ", ", ", " а также ", " и ещё ", " "],
}
IMPORTANCE = {"joined": 1.5, "varied": 0.4, "single": 2.0, "twins": 0.15}
"""How much each kind of sentence counts; every file as if it had five hundred cuts."""
BY_HAND = {"only the parts fit": 4.0, "the parts fit too": 3.0, "the whole says more": -3.0}
SHIFT = {"always": 0.3, "bare": -0.6}
"""Added after the fit: a little readier to cut, but not where nothing at all joins."""


@dataclass(frozen=True)
class World:
    """What was learned from one registry, and the sentences to cut with it, by kind."""

    name: str
    openers: Openers
    look: Callable[[str], Evidence]
    sentences: Mapping[str, Sequence[Row]]


def worlds() -> Iterator[World]:
    """Every registry with its sentences."""
    plan: Sequence[tuple[str, Language, str, str, tuple[int, ...]]] = (
        ("hwu64", "en", "joined_hwu64_en", "hwu64/val.jsonl", (5, 10)),
        ("snips", "en", "joined_snips_en", "snips/test.jsonl", (5, 10)),
        ("ha_ru", "ru", "joined_ha_ru", "ha_ru/test_5.jsonl", (5,)),
    )
    for name, language, joined, singles, shots in plan:
        together = rows(f"multi/{joined}.jsonl")
        one = [
            row for row in rows(f"multi/must_not_split_{language}.jsonl") if language == "ru" or name[:3] in row["source"].lower()
        ]
        dice = random.Random(0)  # noqa: S311 - which connectors to try
        sentences = {
            "joined": together,
            "varied": [joined_by([part["text"] for part in row["parts"]], CONNECTORS[language], dice) for row in together],
            "single": one,
            "twins": twins(rows(singles), language, dice),
        }
        for count in shots:
            matching = learned(f"{name}/registry_{count}.jsonl", language)
            yield World(f"{name} {count}", matching.openers, functools.cache(looker(matching, language)), sentences)


def joined_by(parts: Sequence[str], connectors: Sequence[str], dice: random.Random) -> Row:
    """One sentence of several, with the places of its parts."""
    text, found = "", []
    for part in (part.strip(" .!?,;") for part in parts):
        text += dice.choice(connectors) if text else ""
        found.append({"start": len(text), "end": len(text) + len(part)})
        text += part
    return {"text": text, "parts": found}


def twins(singles: Sequence[Row], language: Language, dice: random.Random, count: int = 200) -> list[Row]:
    """Pairs of different orders for the same command: they are to be cut too."""
    orders: dict[str, list[str]] = {}
    lexicon = Openers(())
    for row in singles:
        if len(row["text"].split()) > 2 and lexicon.kind(tokens(row["text"]), 0) == "order":
            orders.setdefault(row["intent"], []).append(row["text"])
    enough = [said for said in orders.values() if len(said) > 1]
    return [joined_by(dice.sample(dice.choice(enough), 2), TWIN_CONNECTORS[language], dice) for _ in range(count)]


def examples(world: World, row: Row) -> Iterator[tuple[dict[str, float], bool]]:
    """Signs of every place in a sentence, and whether it is a true cut."""
    text, parts = row["text"], row["parts"]
    for cut in cuts(text, world.openers):
        after = next((i for i, part in enumerate(parts) if i and part["start"] == cut.right), None)
        if after is not None:
            start, end = parts[after - 1]["start"], parts[after]["end"]
        else:
            inside = next((part for part in parts if part["start"] < cut.left and cut.right < part["end"]), None)
            if inside is None:
                continue
            start, end = inside["start"], inside["end"]
        look = world.look
        yield signs(cut, look(text[start : cut.left]), look(text[cut.right : end]), look(text[start:end])), after is not None


def fit(all_worlds: Sequence[World], half: int | None) -> dict[str, float]:
    """Weights from every sentence, or from every second one."""
    names = [name for name in WEIGHTS if name not in BY_HAND and name != "always"]
    table, wanted, importance = [], [], []
    for world in all_worlds:
        for kind, sentences in world.sentences.items():
            found = [one for i, row in enumerate(sentences) if half in (None, i % 2) for one in examples(world, row)]
            table += [[sign.get(name, 0.0) for name in names] for sign, _true in found]
            wanted += [true for _sign, true in found]
            importance += [IMPORTANCE[kind] * 500 / max(1, len(found)) * (2 if world.name.startswith("ha_ru") else 1)] * len(
                found
            )
    model = LogisticRegression(C=1, max_iter=5000).fit(np.asarray(table), np.asarray(wanted), sample_weight=importance)
    weights = {**BY_HAND, "always": float(model.intercept_[0]), **dict(zip(names, map(float, model.coef_[0]), strict=True))}
    return {name: round(weights[name] + SHIFT.get(name, 0.0), 2) for name in WEIGHTS}


def measure(all_worlds: Sequence[World], weights: Mapping[str, float], half: int | None) -> None:
    """Print how many sentences of each kind get the right number of parts, outside `half`."""
    weigh.WEIGHTS = weights
    for world in all_worlds:
        line = []
        for kind, sentences in world.sentences.items():
            asked = [row for i, row in enumerate(sentences) if half is None or i % 2 != half]
            right = sum(len(split(row["text"], world.openers, world.look)) == len(row["parts"]) for row in asked)
            line.append(f"{kind} {100 * right / len(asked):5.1f}")
        print(f"{world.name:10}", *line)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--halves", action="store_true", help="also fit on one half and measure on the other")
    arguments = parser.parse_args()
    everything = list(worlds())
    for part in (0, 1) if arguments.halves else ():
        print(f"fitted on half {part}, measured on the other")
        measure(everything, fit(everything, part), part)
    fitted = fit(everything, None)
    print("fitted and measured on all")
    measure(everything, fitted, None)
    for name, value in fitted.items():
        print(f'    "{name}": {value},')
