"""Fits the splitter's trees (assistant/understanding/cut_trees.json) and measures them on sentences held out.

Needs the test group (scikit-learn). Learns from sentences joined here with many connectors, from single sentences that hold
a connector, and from the development files. `--held-out` writes nothing: it fits without any joined development sentence and
without the fifth of the must-not-split ones that is measured, so that no part of a sentence is in both.
"""

from __future__ import annotations

import argparse
import functools
import json
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from bench_understanding import Row, learned, rows
from sklearn.ensemble import HistGradientBoostingClassifier

from assistant.domain.base import Language
from assistant.understanding import weigh
from assistant.understanding.cuts import cuts
from assistant.understanding.evidence import looker
from assistant.understanding.openers import Openers
from assistant.understanding.split import split
from assistant.understanding.trees import Trees
from assistant.understanding.weigh import Evidence, signs

TABLE = Path(weigh.__file__).with_name("cut_trees.json")
CONNECTORS: Mapping[Language, str] = {
    "en": " and | and | and | and |, |, |, |, | then | then | and then | and then |, then |, then | and also | and also |, and | "
    "also |, also | plus |, plus | after that |, after that |; |. | and afterwards | | next |, and also | as well as |? | and next |"
    ", and then ",
    "ru": " и | и | и | и |, |, |, |, | потом | а потом | затем | и затем | а также | и ещё |, а ещё | плюс |, заодно |; |. | после "
    "этого |, после чего | |, и |, потом | также |, а потом ",
}
_HOLDS_ONE = re.compile(r"\b(and|then|also|plus|but|и|а|также|потом|но)\b|[,;]|[.!?] ", re.IGNORECASE)
IMPORTANCE = {"made": 1.0, "plain": 1.0, "joined": 1.5, "single": 2.0}
"""How much each kind of sentence counts; every kind of every registry as if it had four hundred cuts."""
WORTH = {"ha_ru": 2.0, "banking77_oos": 0.5}
SHIFT = 0.2
"""Added after the fit: how much readier to cut."""
FOLDS = 5
Example = tuple[dict[str, float], bool]


@dataclass(frozen=True)
class World:
    """What was learned from one registry, and the sentences to cut with it, by kind.

    `made` are joined here, `plain` are single ones that hold a connector; `joined` and `single` are the development files.
    """

    name: str
    openers: Openers
    look: Callable[[str], Evidence]
    sentences: Mapping[str, Sequence[Row]]


def worlds() -> Iterator[World]:
    """Every registry with its sentences."""
    plan: Sequence[tuple[str, Language, str, Sequence[str], tuple[int, ...], int]] = (
        ("hwu64", "en", "joined_hwu64_en", ["hwu64/val"], (5, 10), 900),
        ("snips", "en", "joined_snips_en", ["snips/more"], (5, 10), 500),
        ("banking77_oos", "en", "", ["banking77_oos/val", "banking77_oos/test"], (5,), 200),
        ("ha_ru", "ru", "joined_ha_ru", ["ha_ru/rest", "ha_ru/test_10", "ha_ru/registry_10"], (5,), 500),
    )
    for name, language, joined, sources, shots, count in plan:
        dice = random.Random(7)  # noqa: S311 - which sentences and connectors to try
        given = rows(f"multi/{joined}.jsonl") if joined else []
        single = [row for row in rows(f"multi/must_not_split_{language}.jsonl") if joined and _of(name, language, row)]
        told = {
            _bare(text) for text in (*(row["text"] for row in single), *(part["text"] for row in given for part in row["parts"]))
        }
        others = [
            row for source in sources for row in rows(f"{source}.jsonl") if row["intent"] and _bare(row["text"]) not in told
        ]
        sentences = {
            "made": made([row for row in others if _joinable(row)], language, dice, count),
            "plain": [_single(row) for row in others if _HOLDS_ONE.search(row["text"].strip(" .!?"))][:250],
            "joined": given,
            "single": single,
        }
        for shot in shots:
            matching = learned(f"{name}/registry_{shot}.jsonl", language)
            yield World(f"{name} {shot}", matching.openers, functools.cache(looker(matching, language)), sentences)


def made(pool: Sequence[Row], language: Language, dice: random.Random, count: int) -> list[Row]:
    """Sentences of two or three commands of different intents, with the places of their parts."""
    found = []
    for _ in range(count):
        parts: list[Row] = []
        while len(parts) < (3 if len(found) % 3 == 0 else 2):
            row = dice.choice(pool)
            if row["intent"] not in [part["intent"] for part in parts]:
                parts.append(row)
        found.append(_joined([part["text"].strip(" .!?,;") for part in parts], language, dice))
    return found


def _joined(parts: Sequence[str], language: Language, dice: random.Random) -> Row:
    text, places = "", []
    for part in parts:
        if text:
            text += dice.choice(CONNECTORS[language].split("|"))
            if part[1:2].islower() and dice.random() < 0.7:
                part = part[0].lower() + part[1:]
        places.append({"start": len(text), "end": len(text) + len(part)})
        text += part
    return {"text": text, "parts": places}


def _joinable(row: Row) -> bool:
    text, small_talk = row["text"], str(row["intent"]).startswith("general")
    return not small_talk and 2 <= len(text.split()) <= 16 and not _HOLDS_ONE.search(text.strip(" .!?"))


def _single(row: Row) -> Row:
    return {"text": row["text"], "parts": [{"start": 0, "end": len(row["text"])}]}


def _of(name: str, language: Language, row: Row) -> bool:
    return language == "ru" or str(row["source"]).startswith(name)


def _bare(text: str) -> str:
    return text.strip(" .!?,").lower()


def examples(world: World, row: Row) -> Iterator[Example]:
    """Signs of every place in a sentence, with the parts as they truly are on both sides, and whether it is a true cut."""
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


def fit(all_worlds: Sequence[World], without: int | None) -> dict[str, Any]:
    """The table of trees from every sentence, or from those that do not share a word with that held-out fold."""
    found: list[Example] = []
    importance: list[float] = []
    for world in all_worlds:
        for kind, sentences in world.sentences.items():
            kept = [row for i, row in enumerate(sentences) if without is None or _seen(kind, i, without)]
            here = [one for row in kept for one in examples(world, row)]
            found += here
            worth = IMPORTANCE[kind] * WORTH.get(world.name.split()[0], 1.0)
            importance += [worth * 400 / max(100, len(here))] * len(here)
    names = sorted({name for sign, _true in found for name in sign})
    table = np.asarray([[sign.get(name, 0.0) for name in names] for sign, _true in found])
    model = HistGradientBoostingClassifier(
        max_iter=150, learning_rate=0.06, max_leaf_nodes=10, l2_regularization=2, min_samples_leaf=40, early_stopping=False
    )
    model.fit(table, np.asarray([true for _sign, true in found]), sample_weight=importance)
    return _table(names, model)


def _seen(kind: str, number: int, without: int) -> bool:
    return kind in ("made", "plain") or (kind == "single" and number % FOLDS != without)


def _table(names: Sequence[str], model: HistGradientBoostingClassifier) -> dict[str, Any]:
    trees = [[_node(node) for node in predictors[0].nodes] for predictors in model._predictors]
    base = float(np.ravel(model._baseline_prediction)[0]) + SHIFT
    return {"signs": list(names), "base": round(base, 4), "trees": trees}


def _node(node: Any) -> tuple[int, float, int, int]:
    if node["is_leaf"]:
        return -1, round(float(node["value"]), 4), 0, 0
    return int(node["feature_idx"]), float(f"{node['num_threshold']:.5g}"), int(node["left"]), int(node["right"])


def measure(all_worlds: Sequence[World], fold: int | None, counted: dict[str, list[bool]]) -> None:
    """Whether each development sentence gets the right number of parts; only every fifth for a fold."""
    for world in all_worlds:
        for kind in ("joined", "single"):
            asked = [row for i, row in enumerate(world.sentences[kind]) if fold is None or i % FOLDS == fold]
            right = [len(split(row["text"], world.openers, world.look)) == len(row["parts"]) for row in asked]
            counted.setdefault(f"{world.name} {kind}", []).extend(right)


def use(table: Mapping[str, Any]) -> None:
    """Weigh with these trees from now on."""
    weigh.TREES = Trees(table["signs"], table["base"], [[(n[0], n[1], n[2], n[3]) for n in tree] for tree in table["trees"]])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--held-out", action="store_true", help="measure on what was not learned from, and write nothing")
    arguments = parser.parse_args()
    everything = list(worlds())
    results: dict[str, list[bool]] = {}
    for part in range(FOLDS) if arguments.held_out else [None]:
        fitted = fit(everything, part)
        use(fitted)
        measure(everything, part, results)
    if not arguments.held_out:
        TABLE.write_text(json.dumps(fitted, separators=(",", ":")) + "\n", encoding="utf-8")
    for key, values in results.items():
        if values:
            print(f"{key:24}{100 * sum(values) / len(values):6.1f} % right")
