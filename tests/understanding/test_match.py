"""One confidence over all matchers, and whether it can be believed."""

from __future__ import annotations

import pytest

from assistant.domain.base import Language
from assistant.extensions.understanding import Candidate
from assistant.understanding.match import Matching, confidence
from assistant.understanding.phrases import Word, parse, samples
from tests.understanding.conftest import COMMANDS, command, learned, rows

pytestmark = pytest.mark.unit


@pytest.fixture(scope="module")
def matching() -> Matching:
    """All matchers with COMMANDS."""
    made = Matching()
    made.load(COMMANDS)
    return made


FILLED = {"person": "Анне", "when": "завтра", "length": "пять минут", "period": "вчера"}
SAID = [
    (" ".join(part.word if isinstance(part, Word) else FILLED.get(part.slot, "зелёный чайник") for part in sentence), made.name)
    for made in COMMANDS
    for phrase in made.phrases["ru"]
    for sentence in samples(parse(phrase), 4, phrase)
]


@pytest.mark.parametrize(("text", "name"), SAID, ids=[text for text, _name in SAID])
def test_a_phrase_is_won_by_its_own_command(matching: Matching, text: str, name: str) -> None:
    best = matching.best(text, "ru")[0]
    assert (best.command.name, best.matcher) == (name, "template")


def test_a_template_fit_leaves_little_room_for_other_guesses(matching: Matching) -> None:
    best, *others = matching.best("проверь почту", "ru")
    assert best.confidence > 0.95
    assert all(other.confidence < best.confidence - 0.3 for other in others)


def test_a_matcher_from_elsewhere_is_taken_at_its_word() -> None:
    assert confidence("embeddings", [Candidate("a", 0.8), Candidate("b", 0.3)], [1.0, 0.0]) == [0.8, 0.3]


def test_a_learned_guess_is_less_sure_when_another_is_near() -> None:
    alone, near = [Candidate("a", 0.6)], [Candidate("a", 0.6), Candidate("b", 0.55)]
    assert confidence("examples", alone, [0.5])[0] > confidence("examples", near, [0.5, 0.5])[0]


def test_lead_in_words_change_nothing() -> None:
    made = Matching()
    made.load([command("mail.check", {"ru": ["проверь почту"]}), command("so.what", {"ru": ["а что дальше"]})])
    assert made.best("А проверь почту", "ru")[0].matcher == "template"
    assert made.best("а что дальше", "ru")[0].command.name == "so.what"


@pytest.mark.parametrize(
    ("registry", "test", "language"),
    [
        ("hwu64/registry_5.jsonl", "hwu64/test.jsonl", "en"),
        ("hwu64/registry_10.jsonl", "hwu64/test.jsonl", "en"),
        ("snips/registry_5.jsonl", "snips/test.jsonl", "en"),
    ],
)
def test_confidence_can_be_believed(registry: str, test: str, language: Language) -> None:
    matching = learned(registry, language)
    found = [
        (best[0].confidence, best[0].command.name == row["intent"])
        for row in rows(test)
        if (best := matching.best(row["text"], language))
    ]
    sure = [right for confidence, right in found if confidence >= 0.9]
    middling = [right for confidence, right in found if 0.45 <= confidence < 0.75]
    doubtful = [right for confidence, right in found if confidence < 0.15]
    assert sum(sure) / len(sure) > 0.9
    assert sum(middling) / len(middling) > 0.45
    if "hwu64" in registry:  # with seven very different commands even a doubtful guess is mostly right
        assert sum(doubtful) < 0.45 * len(doubtful)
