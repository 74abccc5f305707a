"""What is told of somebody, or forbidden, is no order, however many of a command's words it holds."""

from __future__ import annotations

import pytest

from assistant.domain.plan import Verdict
from assistant.settings import UnderstandingSettings
from assistant.understanding.mood import mood
from assistant.understanding.tokens import content
from assistant.understanding.understand import Understanding
from tests.understanding.conftest import NOW, command
from tests.understanding.test_built_in import built_in, clauses

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    "text",
    [
        "Иван сказал что отменит встречу",
        "Иван удалил заметку",
        "она отменила встречу с Анной",
        "мы с ним договорились что напомним позже",
        "вчера мы обсуждали с Петром встречу",
        "Ivan said he would cancel the meeting",
        "we agreed that we'd remind them later",
        "they moved the meeting with Anna to Friday",
        "he asked me to schedule a meeting with Anna tomorrow",
        "the meeting with Anna went really well",
    ],
)
def test_what_somebody_did_or_said_runs_nothing_and_asks_nothing(text: str) -> None:
    assert [planned.verdict for planned in clauses(text)] == [Verdict.PROPOSE]


@pytest.mark.parametrize(
    "text",
    [
        "не отменяй встречу с Анной",
        "не удаляй заметку про сейф",
        "не добавляй задачу купить хлеб",
        "не надо ничего отменять",
        "don't cancel the meeting with Anna",
        "do not delete the note about the safe",
        "please don't add this task",
        "don't start the timer yet",
        "I don't want to cancel the meeting with Anna",
    ],
)
def test_what_is_forbidden_runs_nothing_and_asks_nothing(text: str) -> None:
    assert [planned.verdict for planned in clauses(text)] == [Verdict.PROPOSE]


@pytest.mark.parametrize(
    "text",
    [
        "отмени встречу с Анной",
        "можешь отменить встречу с Анной",
        "надо отменить встречу с Анной",
        "пришло что-нибудь важное",
        "я сделал отчёт, отметь",
        "I want you to cancel the meeting",
        "we need to cancel the meeting",
        "could you cancel the meeting with Anna",
        "можно отменить встречу с Анной",
        "email Olga that I am late",
    ],
)
def test_an_order_a_wish_and_a_polite_question_may_ask_for_anything(text: str) -> None:
    assert mood(content(text)) is None


@pytest.mark.parametrize(
    "text",
    [
        "сколько стоит доставка",
        "кто добавил задачу в список",
        "do you remember that client from Kazan",
        "who deleted the note",
        "order me a pizza",
        "закажи мне пиццу",
    ],
)
def test_a_question_and_words_that_are_none_of_its_own_change_nothing(text: str) -> None:
    assert all(
        planned.verdict is Verdict.PROPOSE or built_in().commands[planned.candidates[0].command].effect == "reads"
        for planned in clauses(text)
    )


@pytest.mark.parametrize("text", ["do not let me forget that the rent is due", "не давай мне забыть об аренде"])
def test_a_command_that_forbids_in_its_own_phrases_is_found_by_likeness_all_the_same(text: str) -> None:
    known = Understanding(UnderstandingSettings())
    phrases = ["не давай забыть [об] {text}"], ["do not let me forget about {text}"]
    known.load(
        [
            command("reminder.add", {"ru": phrases[0], "en": phrases[1]}, {"text": "text"}, "writes"),
            command("timer.start", {"ru": ["заведи таймер"], "en": ["start a timer"]}, effect="writes"),
        ]
    )
    (planned,) = known.read(text, "ru" if text[0] == "н" else "en", now=NOW, turn="t", plan_id="p").clauses
    assert planned.verdict is not Verdict.PROPOSE
    assert planned.candidates[0].command == "reminder.add"
