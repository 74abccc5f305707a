"""When the owner has finished speaking."""

from __future__ import annotations

import pytest

from assistant.settings import VoiceSettings
from assistant.voice.endpoint import Decision, Endpointer

pytestmark = pytest.mark.unit


def endpointer(*complete: str) -> Endpointer:
    return Endpointer(VoiceSettings(), lambda text: text in complete)


def test_decoding_is_tried_early_in_a_pause() -> None:
    assert endpointer().decide(128, tried=False, text=None) is Decision.WAIT
    assert endpointer().decide(160, tried=False, text=None) is Decision.SPECULATE
    assert endpointer().decide(192, tried=True, text=None) is Decision.WAIT


def test_a_complete_command_ends_at_about_300_ms() -> None:
    judge = endpointer("what can you do")
    assert judge.decide(256, tried=True, text="what can you do") is Decision.WAIT
    assert judge.decide(288, tried=True, text="what can you do") is Decision.COMMIT


def test_anything_else_is_waited_for() -> None:
    judge = endpointer("поставь встречу с Анной")
    assert judge.decide(704, tried=True, text="поставь встречу с") is Decision.WAIT
    assert judge.decide(736, tried=True, text="поставь встречу с") is Decision.COMMIT


def test_no_words_yet_are_waited_for_and_committed_in_the_end() -> None:
    assert endpointer("").decide(704, tried=True, text="") is Decision.WAIT
    assert endpointer().decide(768, tried=True, text=None) is Decision.COMMIT


def test_whether_words_are_complete_is_asked_once_for_each_text() -> None:
    asked: list[str] = []
    judge = Endpointer(VoiceSettings(), lambda text: bool(asked.append(text)))
    for text in ("one", "one", "one", "two"):
        judge.decide(400, tried=True, text=text)
    assert asked == ["one", "two"]
