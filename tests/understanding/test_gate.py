"""Confidence and consequence decide what is done about a clause."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.plan import Match, Verdict
from assistant.settings import UnderstandingSettings
from assistant.understanding.gate import decide
from tests.understanding.conftest import command

pytestmark = pytest.mark.unit

COMMANDS = {
    made.name: made
    for made in (
        command("look", {"en": ["look"]}),
        command("change", {"en": ["change"]}, effect="writes"),
        command("send", {"en": ["send"]}, effect="sends"),
        command("erase", {"en": ["erase"]}, effect="writes", confirm=True),
    )
}
SETTINGS = UnderstandingSettings()


def verdict(*found: tuple[str, float], **match: Any) -> Verdict:
    """What is decided about these candidates."""
    return decide([Match(command=name, confidence=sure, **match) for name, sure in found], COMMANDS, SETTINGS)[0]


def test_a_send_that_lacks_something_runs_as_soon_as_others_do_for_it_asks_before_it_sends() -> None:
    assert verdict(("send", 0.8)) is Verdict.CONFIRM
    assert verdict(("send", 0.8), missing=("text",)) is Verdict.RUN


@pytest.mark.parametrize(
    ("found", "decided"),
    [
        ((("look", 0.95),), Verdict.RUN),
        ((("look", 0.7),), Verdict.CONFIRM),
        ((("look", 0.3),), Verdict.PROPOSE),
        ((("look", 0.05),), Verdict.PROPOSE),
        ((), Verdict.PROPOSE),
        ((("change", 0.8),), Verdict.RUN),
        ((("send", 0.8),), Verdict.CONFIRM),
        ((("send", 0.95),), Verdict.RUN),
        ((("erase", 0.99),), Verdict.CONFIRM),
        ((("look", 0.6), ("change", 0.55)), Verdict.CLARIFY),
        ((("look", 0.9), ("change", 0.85)), Verdict.CLARIFY),
        ((("look", 0.9), ("change", 0.4)), Verdict.RUN),
        ((("look", 0.5), ("change", 0.42)), Verdict.CONFIRM),
    ],
)
def test_the_gate_weighs_confidence_against_consequence(found: tuple[tuple[str, float], ...], decided: Verdict) -> None:
    assert verdict(*found) is decided


def test_a_missing_slot_does_not_block_because_the_run_asks() -> None:
    assert verdict(("look", 0.95), missing=("when",)) is Verdict.RUN


def test_nothing_near_offers_nothing() -> None:
    assert decide([Match(command="look", confidence=0.05)], COMMANDS, SETTINGS) == (Verdict.PROPOSE, ())


@given(st.lists(st.tuples(st.sampled_from(sorted(COMMANDS)), st.floats(0, 1)), max_size=8, unique_by=lambda pair: pair[0]))
def test_at_most_three_are_offered_best_first_and_only_a_sure_one_runs(found: list[tuple[str, float]]) -> None:
    decided, offered = decide([Match(command=name, confidence=sure) for name, sure in found], COMMANDS, SETTINGS)
    sures = [match.confidence for match in offered]
    assert len(offered) <= 3
    assert sures == sorted(sures, reverse=True)
    assert all(sure >= SETTINGS.suggest_above for sure in sures)
    if decided is Verdict.RUN:
        assert sures[0] >= SETTINGS.run_above
        assert not COMMANDS[offered[0].command].confirm
    if decided is Verdict.CLARIFY:
        assert len(offered) >= 2
