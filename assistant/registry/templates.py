"""Looks at the {{ }} of a command file without running them: syntax, and names nothing has given.

Evaluation, with its sandbox and bounds, is the flows' business; here Jinja2 only parses.
"""

from __future__ import annotations

import functools
from collections.abc import Collection

from jinja2 import Environment, TemplateSyntaxError, nodes

from assistant.domain.base import LocalText
from assistant.domain.both import both, same
from assistant.registry.document import Node, texts
from assistant.registry.kinds import listed, nearest
from assistant.registry.reading import Reading

MAX_TEMPLATE = 8_192
"""Characters in one text with expressions, as in a run."""
_environment = Environment(autoescape=False)  # noqa: S701  only parses


def is_template(value: object) -> bool:
    """Whether a value is a text with an expression in it."""
    return isinstance(value, str) and "{{" in value


def expression(text: str) -> str:
    """A bare expression in braces; a text that has them is left alone."""
    return text if "{{" in text or not text.strip() else "{{ " + text.strip() + " }}"


def check(reading: Reading, node: Node, names: Collection[str], *, bare: bool = False) -> None:
    """Report what is wrong with the expressions in every text within; `bare`: the text itself is an expression."""
    for text in texts(node):
        source = expression(text.value) if bare else text.value
        if "{" not in source:
            continue
        try:
            used, filters = _used(source)
        except (_Refused, TemplateSyntaxError, RecursionError) as error:
            message = both("This expression cannot be read: {why}.", "Это выражение не читается: {why}.", why=_message(error))
            reading.error(text, message)
            continue
        for name in sorted(used - set(names)):
            message = both(
                "Nothing before this gives `{name}`.{hint}",
                "До этого места значения `{name}` нет.{hint}",
                name=name,
                hint=nearest(name, names),
            )
            reading.warn(text, message)
        for name in sorted(filters - reading.filters) if reading.filters else ():
            message = both(
                "There is no filter `{name}`.{hint} There are: {known}.",
                "Фильтра `{name}` нет.{hint} Есть: {known}.",
                name=name,
                hint=nearest(name, reading.filters),
                known=listed(sorted(reading.filters)),
            )
            reading.error(text, message)


class _Refused(Exception):
    """An expression that Jinja2 would take and we do not."""

    def __init__(self, why: LocalText) -> None:
        super().__init__(why)
        self.why = why


def _message(error: Exception) -> LocalText:
    if isinstance(error, _Refused):
        return error.why
    if isinstance(error, TemplateSyntaxError) and error.message:
        return same(str(error.message).strip().rstrip("."))
    return both("it is nested too deeply", "оно слишком глубоко вложено")


@functools.lru_cache(maxsize=8_192)
def _used(source: str) -> tuple[frozenset[str], frozenset[str]]:
    """The names and the filters in a template. Without statements nothing is declared inside it, so every name comes from outside."""
    if len(source) > MAX_TEMPLATE:
        raise _Refused(both("it has more than {limit} characters", "в нём больше {limit} знаков", limit=MAX_TEMPLATE))
    tree = _environment.parse(source)
    for node in tree.find_all(nodes.Stmt):
        if not isinstance(node, nodes.Output):
            raise _Refused(
                both(
                    "only expressions in {{{{ }}}} are possible here, no statements ({{% %}})",
                    "здесь возможны только выражения в {{{{ }}}}, без операторов ({{% %}})",
                )
            )
    names = frozenset(node.name for node in tree.find_all(nodes.Name))
    return names, frozenset(node.name for node in tree.find_all(nodes.Filter))
