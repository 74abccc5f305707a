"""Expressions: native values, helpful errors, and nothing a hostile template can reach, hang or fill."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import textwrap
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.errors import ExpressionError
from assistant.flows.expressions import MAX_TEMPLATE, condition, evaluate

pytestmark = pytest.mark.unit

NAMES: dict[str, Any] = {
    "n": 3,
    "x": 2.5,
    "text": "Ёлка и ещё",
    "none": None,
    "numbers": [3, 1, 2],
    "people": [{"name": "Анна", "age": 30}, {"name": "Boris", "age": 20}],
    "order": {"items": ["tea", "milk"], "values": 7, "get": "it", "title": "Order"},
    "self": "me",
    "language": "ru",
    "now": "2026-05-05T08:00:00+03:00",
}


@pytest.mark.parametrize(
    ("template", "value"),
    [
        ("plain", "plain"),
        ("{{ n }}", 3),
        ("{{ n + 1 }}", 4),
        ("{{ x * 2 }}", 5.0),
        ("{{ none }}", None),
        ("{{ 'a' if false }}", None),
        ("{{ n > 2 and text }}", "Ёлка и ещё"),
        ("{{ numbers }}", [3, 1, 2]),
        ("{{ numbers | sort }}", [1, 2, 3]),
        ("{{ people | map(attribute='name') | join(', ') }}", "Анна, Boris"),
        ("{{ people | map(attribute='age') }}", [30, 20]),
        ("{{ [people | map(attribute='age')] }}", [[30, 20]]),
        ("{{ people | sum('age') }}", 50),
        ("{{ {'a': n, 'b': [text]} }}", {"a": 3, "b": ["Ёлка и ещё"]}),
        ("{{ order.items }}", ["tea", "milk"]),
        ("{{ order.values }} {{ order.get }} {{ order.title }}", "7 it Order"),
        ("{{ {'a': 1}.items() }}", [["a", 1]]),
        ("{{ text | upper }}", "ЁЛКА И ЕЩЁ"),
        ("{{ text.split() | last }}", "ещё"),
        ("{{ 'a' ~ n ~ none }}", "a3None"),
        ("Got {{ n }} of {{ none }}.", "Got 3 of ."),
        ("{{ 2.567 | round(1) }}", 2.6),
        ("{{ 2.1 | round(0, 'ceil') }} {{ 2.9 | round(method='floor') }}", "3.0 2.0"),
        ("{{ order | tojson }}", json.dumps(NAMES["order"], ensure_ascii=False)),
        ("{{ '}}' }}", "}}"),
        ("{{ missing | default('x') }}", "x"),
        ("{{ missing is defined }}", False),
        ("{# a comment #}{{ n }}", 3),
        ("{ not a template }", "{ not a template }"),
        ("{{ 'ё' in text }}", True),
    ],
)
def test_an_expression_gives_its_native_value(template: str, value: object) -> None:
    found = evaluate(template, NAMES)
    assert (found, type(found)) == (value, type(value))


def test_every_text_inside_is_evaluated_and_what_comes_out_is_a_copy() -> None:
    found = evaluate({"a": ["{{ n }}", {"b": "{{ numbers }}"}], "c": 1}, NAMES)
    assert found == {"a": [3, {"b": [3, 1, 2]}], "c": 1}
    found["a"][1]["b"].append(4)
    assert NAMES["numbers"] == [3, 1, 2]


def test_a_condition_needs_no_braces() -> None:
    assert condition("n == 3 and 'Анна' in people[0].name", NAMES)
    assert not condition("{{ numbers | length > 5 }}", NAMES)


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{{ recipient.name }}", "'recipient' is undefined"),
        ("{{ people[0].surname }}", "surname"),
        ("{{ [missing] }}", "'missing' is undefined"),
        ("{{ n | nofilter }}", "nofilter"),
        ("{{ n +", "{{ n +"),
        ("{{ 1 / 0 }}", "division by zero"),
        ("{{ 'a' + 1 }}", "{{ 'a' + 1 }}"),
        ("{% for a in numbers %}{{ a }}{% endfor %}", "no statements"),
    ],
)
def test_an_error_says_what_is_wrong(template: str, said: str) -> None:
    with pytest.raises(ExpressionError) as error:
        evaluate(template, NAMES)
    assert said in str(error.value)


NO_WAY = [
    "{{ ''.__class__ }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ ''['__class__'] }}",
    "{{ numbers | map(attribute='__class__') }}",
    "{{ numbers | map(attribute='real.__class__.__base__') }}",
    "{{ '' | attr('__class__') }}",
    "{{ [''] | map('attr', '__class__') }}",
    "{{ '{0.__class__}'.format(1) }}",
    "{{ '{a.__class__}'.format_map({'a': 1}) }}",
    "{{ '{0.__class__}' | format(1) }}",
    "{{ '%s' % 1 }}",
    "{{ 'a' | replace }}",
    "{{ lipsum }}",
    "{{ cycler }}",
    "{{ joiner() }}",
    "{{ namespace(a=1) }}",
    "{{ range(3) }}",
    "{{ dict(a=1) }}",
    "{{ order.__dict__ }}",
    "{{ order.pop('items') }}",
    "{{ numbers.append(4) }}",
    "{{ numbers.sort() }}",
    "{{ text.encode() }}",
    "{{ text.upper }}",
    "{{ {}.get }}",
    "{{ text.upper.__self__ }}",
    "{{ text.upper.__globals__ }}",
    "{{ context }}",
    "{{ self }}",
    "{{ environment }}",
    "{{ loop }}",
    "{{ caller() }}",
    "{{ super() }}",
    "{{ request.application.__globals__ }}",
    "{{ (-8) ** 0.5 }}",
    "{{ 1e308 * 10 }}",
    "{{ 'nan' | float }}",
    "{{ '1e999' | float }}",
    "{{ 1e999 }}",
    "{{ '\\ud800' }}",
    "{{ {[1]: 2} }}",
    "{{ 9" + "9" * 5000 + " }}",
    "{% set a = 1 %}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}",
    "{% macro m() %}{% endmacro %}",
    "{{ self.__init__ }}",
    "{{ n }" * 10 + "{{",
]


@pytest.mark.parametrize("template", NO_WAY)
def test_there_is_no_way_out_of_the_sandbox(template: str) -> None:
    with pytest.raises(ExpressionError):
        evaluate(template, NAMES)
    assert NAMES["numbers"] == [3, 1, 2]


BOMBS = [
    "{{ 'x' * 10**9 }}",
    "{{ 10**10**10 }}",
    "{{ 9**9**9**9 }}",
    "{{ 2 ** 100000 }}",
    "{{ [0] * 10**9 }}",
    "{{ ['x' * 1000000] * 1000000 }}",
    "{{ (['x' * 1000] * 100000) | string }}",
    "{{ (['x' * 1000] * 100000) ~ '' }}",
    "{{ (['x' * 1000] * 100000) | tojson }}",
    "{{ (['x' * 1000] * 100000) | upper }}",
    "a{{ ['x' * 1000] * 900 }}" * 3,
    "{{ [[['x'] * 1000] * 1000] * 1000 }}",
    "{{ [[[1] * 90] * 90] * 90 == [[[1] * 90] * 90] * 90 }}",
    "{{ 'x' | replace('', 'y' * 1000000) }}",
    "{{ ('x' * 100000) | replace('x', 'y' * 100000) }}",
    "{{ ('x' * 10000) | map('replace', 'x', 'y' * 10000) | join }}",
    "{{ ['x'] * 1000 | join('y' * 1000000) }}",
    "{{ (['x'] * 1000) | join('y' * 100000) }}",
    "{{ [[1] * 1000] * 1000 | sum(start=[]) }}",
    "{{ 1.5 | round(1000000000, 'ceil') }}",
    "{{ 5 | round(-1000000000) }}",
    "{{ " + " ~ ".join(["big"] * 100) + " }}",
    "{{ " + " + ".join(["big"] * 100) + " }}",
    "{{ [" + ", ".join(["big"] * 100) + "] | string }}",
    "{{ [" + ", ".join(["big"] * 100) + "] }}",
    "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
    "{{ " + "[" * 300 + "]" * 300 + " }}",
    "{{ " + "not " * 1500 + "1 }}",
    "{{ " + "-" * 4000 + "1 }}",
    "{{ " + "1+" * 3000 + "1 }}",
    "{{ n" + "|string" * 1000 + " }}",
    "{{ n" + ".a" * 1000 + " }}",
    "{{ '" + "x" * MAX_TEMPLATE + "' }}",
    "{{ ('9' * 1000000) | int }}",
    "{{ ('9' * 1000000) | int(base=32) * 2 }}",
    "{{ ('<' * 1000000) | striptags | wordcount | string | title }}" * 5,
    "{{ deep | brief }}",
]


def test_no_template_costs_much_time_or_memory() -> None:
    """All of them in one process that may use 20 seconds of a processor and 1 GB, and that counts what each one gave."""
    script = textwrap.dedent(
        """
        import json, sys
        from assistant.errors import ExpressionError
        from assistant.flows.expressions import evaluate
        deep = "x"
        for _ in range(12):
            deep = [deep] * 20
        names = {"n": 3, "big": "x" * 900_000, "deep": deep, "language": "en", "now": "2026-05-05T08:00:00+03:00"}
        for template in json.load(sys.stdin):
            try:
                outcome = type(evaluate(template, names)).__name__
            except ExpressionError as error:
                assert len(str(error)) < 700, error
                outcome = "refused"
            print(outcome, template[:60], flush=True)
        """
    )

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
        resource.setrlimit(resource.RLIMIT_AS, (1_000_000_000, 1_000_000_000))

    ended = subprocess.run(
        [sys.executable, "-c", script], input=json.dumps(BOMBS), capture_output=True, text=True, preexec_fn=limit, check=False
    )
    assert ended.returncode == 0, ended.stdout[-300:] + ended.stderr[-2000:]
    outcomes = ended.stdout.splitlines()
    assert len(outcomes) == len(BOMBS)
    assert sum(outcome.startswith("refused") for outcome in outcomes) >= len(BOMBS) - 6, "\n".join(outcomes)


ATOMS = st.sampled_from(
    [
        "n",
        "x",
        "text",
        "numbers",
        "people",
        "order",
        "none",
        "missing",
        "''",
        "'ё'",
        "1",
        "0",
        "-1",
        "1e3",
        "[]",
        "{}",
        "[numbers]",
    ]
)
JOINED = st.sampled_from([" + ", " - ", " * ", " / ", " // ", " % ", " ** ", " ~ ", " == ", " < ", " in ", " and ", " or "])
ENDED = st.sampled_from(
    [
        "|string",
        "|int",
        "|float",
        "|list",
        "|join",
        "|sum",
        "|round",
        "|tojson",
        "|length",
        "|brief",
        "|moment",
        "|duration",
        "|plural('a', 'b')",
        "|money",
        "|rule",
        "|lines",
        "|map('upper')",
        "|map(attribute='name')",
        "|replace('', 'x')",
        ".name",
        "[0]",
        "[-1:]",
        "['items']",
        ".items()",
        ".get('a')",
        ".split()",
        "()",
        "|period",
        "|clock",
        "|day",
        "|number",
    ]
)
EXPRESSIONS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, JOINED, inner).map(lambda parts: f"({''.join(parts)})"),
        st.tuples(inner, ENDED).map("".join),
        st.tuples(inner, inner).map(lambda parts: f"[{parts[0]}, {parts[1]}]"),
        st.tuples(inner, inner, inner).map(lambda parts: f"({parts[0]} if {parts[1]} else {parts[2]})"),
    ),
    max_leaves=12,
)
FUZZ = settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _value_or_error(template: str) -> None:
    try:
        value = evaluate(template, NAMES)
    except ExpressionError as error:
        assert str(error)
        return
    json.dumps(value, allow_nan=False, ensure_ascii=False).encode()
    assert evaluate(template, NAMES) == value


@FUZZ
@given(EXPRESSIONS)
def test_any_expression_gives_plain_json_or_an_expression_error(expression: str) -> None:
    _value_or_error("{{ " + expression + " }}")


@FUZZ
@given(st.text(alphabet=st.sampled_from("{}%#|~.()[]'\"\\ abnумё01+-*/_,:=<>\n"), max_size=60))
def test_any_text_in_braces_gives_plain_json_or_an_expression_error(text: str) -> None:
    _value_or_error("{{" + text + "}}")
    _value_or_error(text)
