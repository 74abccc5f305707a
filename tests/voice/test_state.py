"""The state follows from the facts alone."""

from __future__ import annotations

import itertools

import pytest

from assistant.domain.speech import ListenMode, VoiceState
from assistant.voice.state import Facts, state_of

pytestmark = pytest.mark.unit


def test_it_is_never_called_listening_without_sound_or_against_the_owners_wish() -> None:
    for mode, wanted, flowing, trouble, silent, speaking, understanding in itertools.product(
        ListenMode, (True, False), (True, False), ({}, {"en": "gone"}), (True, False), (True, False), (True, False)
    ):
        facts = Facts(mode, wanted, flowing, trouble, silent, speaking, understanding)
        if state_of(facts)[0] in (VoiceState.LISTENING, VoiceState.HEARING):
            assert wanted and flowing and not trouble and not silent


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        (Facts(), VoiceState.OFF),
        (Facts(mode=ListenMode.PUSH, flowing=True), VoiceState.OFF),
        (Facts(mode=ListenMode.ALWAYS, wanted=True), VoiceState.ARMING),
        (Facts(mode=ListenMode.ALWAYS, wanted=True, flowing=True), VoiceState.LISTENING),
        (Facts(mode=ListenMode.ALWAYS, wanted=True, flowing=True, speaking=True), VoiceState.HEARING),
        (Facts(mode=ListenMode.ALWAYS, wanted=True, flowing=True, understanding=True), VoiceState.UNDERSTANDING),
        (Facts(mode=ListenMode.ALWAYS, wanted=True, flowing=True, silent=True), VoiceState.MUTED),
        (Facts(mode=ListenMode.PUSH, trouble="gone"), VoiceState.UNAVAILABLE),
    ],
)
def test_each_state_has_its_facts(facts: Facts, state: VoiceState) -> None:
    assert state_of(facts)[0] is state
