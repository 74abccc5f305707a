"""A told command, spoken or typed, in one breath or several, becomes the file an owner would write."""

from __future__ import annotations

import pytest

from assistant.registry import parse
from assistant.registry.kinds import Kinds
from assistant.telling.lessons import Lessons
from tests.telling.conftest import Tell, steps

pytestmark = pytest.mark.unit

REVIEW = ["task-list", {"name": "agenda", "slots": {"period": "сегодня"}}]
TASKS = {"task.list": {}, "as": "tasks"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Создай новую команду: когда я скажу «утренний обзор», покажи мои задачи, потом покажи встречи на сегодня",
        "создай новую команду утренний обзор покажи мои задачи потом покажи встречи на сегодня",
        "Создай новую команду утренний обзор. Покажи мои задачи, потом покажи встречи на сегодня.",
        "новая команда: по фразе «утренний обзор» сначала покажи мои задачи, а затем покажи встречи на сегодня",
        "когда я скажу утренний обзор покажи мои задачи и покажи встречи на сегодня",
        "создай команду утренний обзор: 1) покажи мои задачи 2) покажи встречи на сегодня",
    ],
)
def test_the_phrase_ends_where_the_first_known_command_begins(tell: Tell, sentence: str) -> None:
    draft = tell(sentence)
    assert (draft.phrases, draft.question) == (("утренний обзор",), "")
    assert [step["command"] for step in steps(draft)] == REVIEW
    assert draft.form["title"] == {"ru": "Утренний обзор"}
    assert draft.form["tests"] == [{"say": "утренний обзор"}]


def test_english_is_told_the_same_way(tell: Tell) -> None:
    draft = tell("new command morning review show my tasks then show my agenda for tomorrow and say good morning")
    assert draft.phrases == ("morning review",)
    assert steps(draft) == [
        {"command": "task-list"},
        {"command": {"name": "agenda", "slots": {"period": "tomorrow"}}},
        {"say": "Good morning"},
    ]


def test_it_may_be_told_over_several_turns(tell: Tell) -> None:
    draft = tell("создай новую команду", "утро или доброе утро", "покажи мои задачи, потом покажи заметки")
    assert draft.phrases == ("утро", "доброе утро")
    assert [step["command"] for step in steps(draft)] == ["task-list", "note-list"]


def test_without_a_phrase_it_is_asked_for_and_nothing_told_is_lost(tell: Tell) -> None:
    draft = tell("создай новую команду покажи мои задачи потом покажи заметки")
    assert draft.wanted == "phrase"
    assert [step["command"] for step in steps(draft)] == ["task-list", "note-list"]


def test_what_nothing_fits_is_asked_in_other_words_or_left_out(tell: Tell) -> None:
    sentence = "создай команду отчёт: покажи мои задачи, потом отполируй крыло, потом покажи заметки"
    assert tell(sentence).unknown == ("отполируй крыло",)
    assert [step["command"] for step in steps(tell(sentence, "пропусти"))] == ["task-list", "note-list"]
    other = [step["command"] for step in steps(tell(sentence, "покажи таймеры"))]
    assert other == ["task-list", "timer-list", "note-list"]


def test_for_each_becomes_a_loop_over_a_list_and_ends_before_what_is_not_about_its_item(tell: Tell) -> None:
    draft = tell("создай новую команду разбор для каждой задачи напомни мне о ней через час потом скажи готово")
    loop = {
        "for_each": "{{ tasks }}",
        "item": "task",
        "steps": [{"command": {"name": "reminder-add", "slots": {"text": "{{ task.text }}", "when": "через час"}}}],
    }
    assert steps(draft) == [TASKS, loop, {"say": "Готово"}]


def test_a_loop_over_named_people_puts_them_in_the_case_of_the_pronoun(tell: Tell) -> None:
    draft = tell("создай команду обзвон для каждого из анна пётр иван добавь задачу позвонить ему")
    assert steps(draft)[0]["for_each"] == ["Анна", "Пётр", "Иван"]
    assert steps(draft)[0]["steps"][0]["command"]["slots"] == {"text": "позвонить {{ person | dative }}"}


def test_a_list_of_a_time_becomes_a_slot_with_that_time_as_default(tell: Tell) -> None:
    draft = tell("create a command review: for each task for today remind me about it in two hours")
    assert draft.form["slots"] == {"period": {"type": "period", "default": "today"}}
    assert steps(draft)[0] == {"task.list": {"period": "{{ period }}"}, "as": "tasks"}


@pytest.mark.parametrize(
    ("condition", "expression"),
    [
        ("задач больше трёх", "{{ tasks | length > 3 }}"),
        ("задач нет", "{{ not tasks }}"),
        ("есть задачи", "{{ tasks }}"),
        ("сегодня выходной", "{{ now | weekday_number > 5 }}"),
        ("сейчас после 18", "{{ now | hour >= 18 }}"),
    ],
)
def test_conditions_that_can_be_looked_up_are_expressions(tell: Tell, condition: str, expression: str) -> None:
    draft = tell(f"новая команда проверка: если {condition}, то скажи ого, иначе скажи ладно")
    assert steps(draft)[-1] == {"if": expression, "steps": [{"say": "Ого"}], "else": [{"say": "Ладно"}]}


def test_any_other_condition_is_asked_each_time(tell: Tell) -> None:
    asked, branch = steps(tell("создай команду прогулка: если идёт дождь, скажи возьми зонт"))
    assert asked == {"ask": {"text": "Идёт дождь?", "options": ["да", "нет"]}, "as": "answer"}
    assert branch["if"] == "{{ answer == 'да' }}"


def test_results_and_answers_are_referred_to(tell: Tell) -> None:
    counted = steps(tell("создай команду счёт: покажи мои задачи и скажи сколько их"))
    assert counted == [{"command": "task-list", "as": "tasks"}, {"say": "Всего: {{ tasks | length }}"}]
    asked = steps(tell("создай команду план: спроси что сделать завтра и добавь задачу с ответом"))
    assert asked[1]["command"] == {"name": "task-add", "slots": {"text": "{{ answer }}"}}


def test_asking_and_saying_are_things_to_do_of_their_own(tell: Tell) -> None:
    told = steps(
        tell("new command wrap up: show my notes and ask what to do tomorrow and add a task with my answer and say done")
    )
    assert told == [
        {"command": "note-list"},
        {"ask": "What to do tomorrow?", "as": "answer"},
        {"command": {"name": "task-add", "slots": {"text": "{{ answer }}"}}},
        {"say": "Done"},
    ]


def test_an_answer_of_a_type_fills_what_lacks_it(tell: Tell) -> None:
    asked, reminder = steps(tell("создай команду вечер: спроси когда встать и напомни встать"))
    assert asked == {"ask": {"text": "Когда встать?", "type": "moment"}, "as": "answer"}
    assert reminder["command"]["slots"] == {"text": "встать", "when": "{{ answer }}"}


def test_waits_stand_between_what_is_done(tell: Tell) -> None:
    told = steps(tell("новая команда разминка: через десять минут скажи встань, через час скажи сядь"))
    assert told == [{"wait": "10 minutes"}, {"say": "Встань"}, {"wait": "1 hour"}, {"say": "Сядь"}]


def test_a_slot_in_braces_goes_where_it_was_told(tell: Tell) -> None:
    draft = tell("создай команду по фразе «позвони {имя}»: добавь задачу позвонить {имя}")
    assert draft.form["slots"] == {"имя": "person"}
    assert steps(draft)[0]["command"]["slots"] == {"text": "позвонить {{ имя.text }}"}


def test_a_value_of_the_phrase_that_a_step_uses_becomes_a_slot(tell: Tell) -> None:
    draft = tell("создай команду напиши Анне: добавь задачу написать Анне до пятницы")
    assert draft.form["phrases"] == {"ru": ["напиши {имя}"]}
    assert steps(draft)[0]["command"]["slots"] == {"text": "написать {{ имя.text }}", "due": "пятницы"}
    assert draft.form["tests"] == [{"say": "напиши Анне", "slots": {"имя": "Анне"}}]


def test_a_told_schedule_starts_the_command_by_itself(tell: Tell) -> None:
    draft = tell("научись новой команде каждый будний день в 9 покажи мои задачи", "утро")
    assert draft.form["triggers"] == [{"every": "каждый будний день в 9"}]
    assert [step["command"] for step in steps(draft)] == ["task-list"]
    assert "Само: каждый будний день в 9" in draft.summary


@pytest.mark.parametrize(
    "sentence",
    [
        "создай новую команду «разбор»: для каждой задачи напомни мне о ней через час, потом скажи «готово: всё»",
        "create a command end of day: if there are no tasks say well done, otherwise show them, then ask what to do tomorrow",
        "создай команду напиши Анне: добавь задачу написать Анне до пятницы",
        "новая команда: каждый будний день в 9 по фразе «утро» покажи мои задачи",
    ],
)
def test_what_is_written_is_a_command_file(tell: Tell, sentence: str) -> None:
    draft = tell(sentence)
    assert not draft.question
    command, faults = parse.command(Lessons.text(draft.form), "taught", "taught.yaml", Kinds.built_in(), "owner")
    assert command is not None, faults
    assert faults == []


def test_the_summary_tells_every_step_and_pass_in_the_owners_words(tell: Tell) -> None:
    draft = tell("создай новую команду разбор для каждой задачи напомни мне о ней через час потом скажи готово")
    assert draft.summary == (
        "По фразе: «разбор»",
        "1. Взять: Мои задачи",
        "2. Для каждого из: ‹мои задачи›",
        "2.1. Напомнить: ‹очередное из них›, через час",
        "3. Сказать: Готово",
    )


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("new command evening: for each of my tasks write down the task", "{{ task.text }}"),
        ("new command evening: for each of my tasks write down do the task today", "do {{ task.text }} today"),
        ("создай команду вечер: для каждой задачи запиши эту задачу", "{{ task.text }}"),
    ],
)
def test_the_word_for_one_of_a_list_is_that_one_within_its_loop(tell: Tell, sentence: str, text: str) -> None:
    assert steps(tell(sentence))[1]["steps"] == [{"command": {"name": "note-add", "slots": {"text": text}}}]


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("new command count: show my tasks and then tell me how many notes there are", "{{ notes | length }} in all"),
        ("создай команду счёт: покажи мои задачи, потом скажи, сколько у меня заметок", "Всего: {{ notes | length }}"),
    ],
)
def test_what_is_to_be_counted_is_got_first(tell: Tell, sentence: str, said: str) -> None:
    assert steps(tell(sentence)) == [{"command": "task-list"}, {"note.list": {"limit": 500}, "as": "notes"}, {"say": said}]


def test_a_list_told_by_name_begins_behind_the_word_list(tell: Tell) -> None:
    (loop,) = steps(tell("создай команду упаковка: для каждой вещи из списка паспорт, билеты, зарядка добавь задачу взять её"))
    assert loop["for_each"] == ["паспорт", "билеты", "зарядка"]
