"""Expressions say the same here and in n8n: checked by evaluating both."""

from __future__ import annotations

import json
from typing import Any

import pytest
import quickjs

from assistant.flows import expressions
from assistant.flows.n8n import to_javascript, to_jinja
from assistant.flows.n8n.javascript import NotPlain, parse
from assistant.flows.n8n.to_jinja import Sight

ITEM: dict[str, Any] = {
    "name": "Anna Petrova",
    "count": 3,
    "price": 2.5,
    "tags": ["new", "vip"],
    "empty": "",
    "deep": {"list": [{"id": 7}], "a b": 1},
    "yes": True,
    "кто": "Анна",
}
SIGHT = Sight("item", "items", "number", lambda name: f"{name.lower()}[number - 1]", lambda name: name.lower())

PLAIN = [
    "$json.name",
    "$json['deep']['a b']",
    '$json["кто"]',
    "$json.deep.list[0].id",
    "$json.tags.length",
    "$json.count + 1",
    "$json.count * 2 - $json.price / 5",
    "-$json.count % 2",
    "$json.count > 2 && $json.name === 'Anna Petrova'",
    "!$json.yes",
    "!($json.count < 3) && true",
    "$json.count >= 3 ? 'many' : 'few'",
    "$json.missing?.deeper",
    "$json.deep?.list?.[0]?.id",
    "$json.missing ?? 'none'",
    "$json.count ?? 5",
    "$json.empty || 'nobody'",
    "$json.name.toUpperCase()",
    "$json.name.split(' ')",
    "$json.tags.join(', ')",
    "$json.tags.includes('vip')",
    "$json.name.includes('Pet')",
    "$json.name.startsWith('Anna')",
    "$json.name.replaceAll('n', 'N').toLowerCase()",
    "'Hello, ' + $json.name + '!'",
    "`${$json.name}: ${$json.count} of ${$json.tags.length}`",
    "`no holes`",
    "[$json.count, 'x', null, false]",
    "({total: $json.count, 'of': {tags: $json.tags}})",
    "JSON.stringify($json.tags.length)",
    "Number('4')",
    "Boolean($json.empty)",
    "Math.abs(-3)",
    '"quo\\"ted \\u0041"',
    "$itemIndex + 10",
]


def in_javascript(code: str, **seen: Any) -> Any:
    """The value of JavaScript."""
    context = quickjs.Context()
    for name, value in seen.items():
        context.eval(f"const {name} = {json.dumps(value)};")
    found = context.eval(f"JSON.stringify({code}) ?? 'null'")
    return json.loads(str(found))


@pytest.mark.parametrize("source", PLAIN)
def test_a_plain_expression_of_n8n_has_the_same_value_here(source: str) -> None:
    ours = to_jinja.expression(source, SIGHT)
    names = {"item": ITEM, "items": [ITEM], "number": 1}
    assert expressions.evaluate("{{ " + ours + " }}", names) == in_javascript(source, **{"$json": ITEM, "$itemIndex": 0})


@pytest.mark.parametrize(
    "source",
    [
        "$json.tags.map(x => x.id)",
        "new Date()",
        "$env.SECRET",
        "$json.a = 1",
        "alert`1`",
        "{...$json}",
        "(function(){})()",
        "$json.name.replace('a', 'b')",
        "",
        "1 2",
        "((((",
        "$json[",
        "'unended",
        "/a/g",
        "${x}",
        "(" * 60 + "1" + ")" * 60,
        "!" * 60 + "1",
    ],
)
def test_what_is_more_than_plain_is_not_translated(source: str) -> None:
    with pytest.raises(NotPlain):
        to_jinja.expression(source, SIGHT)


def test_texts_keep_what_stands_around_their_expressions() -> None:
    text = "=https://example.com/{{ $json.name }}?n={{ $json.count }}"
    assert to_jinja.value(text, SIGHT) == "https://example.com/{{ item.name }}?n={{ item.count }}"


def test_braces_in_a_constant_text_are_no_expression_here() -> None:
    ours = to_jinja.value("mind {{ the }} {% gap %}", SIGHT)
    assert expressions.evaluate(ours, {}) == "mind {{ the }} {% gap %}"


def test_another_nodes_item_is_the_one_this_item_came_from() -> None:
    assert to_jinja.expression("$('Orders').item.json.id", SIGHT) == "orders[number - 1].id"
    assert to_jinja.expression('$node["Orders"].json["id"]', SIGHT) == "orders[number - 1].id"
    assert to_jinja.expression("$('Orders').first().json.id", SIGHT) == "(orders | first).id"


OURS = [
    "item.name",
    "item['deep']['a b']",
    "item.tags | length",
    "item.tags | join(', ') | upper",
    "item.count + 1 if item.yes else 0",
    "item.count > 2 and not item.empty",
    "'vip' in item.tags",
    "'x' not in item.tags",
    "item.name ~ ': ' ~ item.count",
    "item.missing | default('none')",
    "{'a': item.count, 'b': [1, none, true]}",
    "item.tags[:1]",
    "item.tags | last",
    "item.deep.list | map(attribute='id') | list",
    "item.deep.list | selectattr('id', 'equalto', 7) | list",
    "item.deep.list | rejectattr('id') | list",
    "item.deep.get('nothing', 4)",
    "item.name.lower()",
    "-item.count",
    "-item.count % 2",
    "item.count % 2",
    "[[1], [2, 3]] | flat",
]


@pytest.mark.parametrize("source", OURS)
def test_an_expression_of_ours_has_the_same_value_in_n8n(source: str) -> None:
    theirs = to_javascript.value("{{ " + source + " }}", {"item": "item"}.__getitem__)
    assert in_javascript(theirs, item=ITEM) == expressions.evaluate("{{ " + source + " }}", {"item": ITEM})


@pytest.mark.parametrize("source", ["item | brief", "when | moment", "item.tags | sort", "1 < 2 < 3", "item.tags[::2]"])
def test_an_expression_n8n_cannot_say_is_refused(source: str) -> None:
    with pytest.raises(NotPlain):
        to_javascript.value("{{ " + source + " }}", lambda name: name)


def test_a_text_with_expressions_becomes_one_of_n8ns() -> None:
    assert to_javascript.template("Hello {{ item.name }}!", lambda name: "$json") == '=Hello {{ ($json)["name"] }}!'
    assert to_javascript.template("Hello", lambda name: "$json") == "Hello"


def test_a_template_literal_within_another_is_not_read() -> None:
    with pytest.raises(NotPlain):
        parse("`a ${`b`} c`")
