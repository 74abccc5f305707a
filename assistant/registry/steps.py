"""Steps of a command file into flow steps: finds the kind, checks its parameters and the words beside it.

`names` are what expressions may use at a step: slots, what every run knows and what steps before it saved.
"""

from __future__ import annotations

import keyword
import re
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from assistant.domain.base import Json
from assistant.domain.both import both
from assistant.domain.flow import Retry, Step
from assistant.extensions.steps import ControlStep
from assistant.registry import params, templates
from assistant.registry.document import Node
from assistant.registry.kinds import AnyKind, Kinds, listed, nearest
from assistant.registry.reading import Reading, What, said

COMMON = ("as", "if", "retry", "on_error", "confirm", "timeout")
"""Words that may stand beside any step kind."""
RUN_NAMES = frozenset({"now", "language", "last"})
"""What expressions may use in every run; no slot and no `as` may take these names."""
EXPRESSIONS = frozenset({"condition", "over", "collect"})
"""What is always an expression in a control step, so that its braces may be left out."""
MAX_STEPS = 200
"""Steps in one file, nested ones included."""
MAX_NESTING = 12
"""Blocks of steps within one another."""
MAX_TIMEOUT = 30 * 86_400
_NAME = re.compile(r"[^\W\d]\w{0,63}")
_NOT_NAMES = frozenset({"true", "false", "none", "and", "or", "not", "if", "else", "in", "is", "True", "False", "None"})


@dataclass
class Steps:
    """Reads the steps of one file."""

    reading: Reading
    kinds: Kinds
    _count: int = 0
    _depth: int = field(default=0)

    def block(self, node: Node, names: set[str], what: What = "`steps`") -> tuple[Step, ...]:
        """The steps of a list; `names` grows by what they save."""
        if self._depth >= MAX_NESTING:
            message = both(
                "More than {limit} blocks of steps within one another.",
                "Больше {limit} вложенных друг в друга блоков шагов.",
                limit=MAX_NESTING,
            )
            self.reading.error(node, message)
            return ()
        self._depth += 1
        items = self.reading.items(node, what, MAX_STEPS)
        if isinstance(node.value, list) and not items:
            self.reading.error(node, both("{what} must have at least one step.", "{what}: нужен хотя бы один шаг.", what=what))
        steps = [step for item in items if (step := self._step(item, names)) is not None]
        self._depth -= 1
        return tuple(steps)

    def _step(self, node: Node, names: set[str]) -> Step | None:
        self._count += 1
        if self._count > MAX_STEPS:
            if self._count == MAX_STEPS + 1:
                message = both("More than {limit} steps in one file.", "Больше {limit} шагов в одном файле.", limit=MAX_STEPS)
                self.reading.error(node, message)
            return None
        if isinstance(node.value, str):
            place = Node(node.value, node.line, node.column)
            node = Node({node.value: Node(None, node.line, node.column)}, node.line, node.column, {node.value: place})
        if not isinstance(node.value, dict):
            message = both(
                "A step must be a mapping such as `say: Hello`, this is {said}.",
                "Шаг — это пара «ключ: значение», например `say: Привет`, а здесь {said}.",
                said=said(node),
            )
            self.reading.error(node, message)
            return None
        name = self._kind_name(node)
        kind = self.kinds.get(name) if name else None
        if kind is None:
            return None
        return _OneStep(self, node, name, kind, names).read()

    def _kind_name(self, node: Node) -> str:
        keys = [key for key in node.value if key != "if" and key not in COMMON and self.kinds.get(key)]
        if len(keys) > 1:
            keys = [key for key in keys if set(keys) - {key} <= set(self._options(key))] or keys
        if len(keys) == 1:
            return str(keys[0])
        if keys:
            message = both(
                "One step is one kind, here are {kinds}; begin a new one with `- `.",
                "У шага один вид, а здесь {kinds}; новый шаг начинается с `- `.",
                kinds=listed(keys),
            )
            self.reading.error(node.keys[keys[1]], message)
            return ""
        if "if" in node.value and self.kinds.get("if"):
            return "if"
        self._no_kind(node)
        return ""

    def _options(self, name: str) -> list[str]:
        kind = self.kinds.controls.get(name)
        return [*params.fields(kind.Options), *kind.blocks] if kind else []

    def _no_kind(self, node: Node) -> None:
        unknown = [key for key in node.value if key not in COMMON]
        if not unknown:
            message = both(
                "This step has no kind; there are {kinds}.",
                "У этого шага не указан вид; есть {kinds}.",
                kinds=listed(self.kinds.names()),
            )
            self.reading.error(node, message)
            return
        key = unknown[0]
        family = [name for name in self.kinds.names() if name.startswith(key.split(".")[0] + ".")]
        message = both(
            "There is no step kind `{key}`.{hint} There are: {kinds}.",
            "Нет шага вида `{key}`.{hint} Есть: {kinds}.",
            key=key,
            hint=nearest(key, self.kinds.names()),
            kinds=listed(family or self.kinds.names()),
        )
        self.reading.error(node.keys[key], message)


@dataclass
class _OneStep:
    """One step whose kind is known."""

    steps: Steps
    node: Node
    name: str
    kind: AnyKind
    names: set[str]

    @property
    def reading(self) -> Reading:
        return self.steps.reading

    def read(self) -> Step:
        control = self.kind if issubclass(self.kind, ControlStep) else None
        self._unknown_words(control)
        inner, own_scope = self._inner_names(control)
        rescue_names = {*self.names, "error"}
        values: dict[str, Any] = {
            "kind": self.name,
            "line": self.node.line,
            "condition": self._condition(),
            "params": self._params(control),
            "options": self._options(control),
            "blocks": self._blocks(control, inner),
            **self._retry(),
            **self._on_error(rescue_names),
            **self._confirm(),
            **self._timeout(),
        }
        if not own_scope:
            self.names |= inner
        values["save_as"] = self._save_as()
        return Step(**values)

    def _get(self, key: str) -> Node | None:
        found: Node | None = self.node.value.get(key)
        return found

    # --- words beside the kind ---

    def _unknown_words(self, control: type[ControlStep] | None) -> None:
        allowed = [*COMMON, *(self.steps._options(self.name) if control else ())]
        for key in self.node.value:
            if key == self.name or key in allowed:
                continue
            if key in params.fields(self.kind.Params):
                hint = both(
                    " It is a parameter: put it inside `{name}: {{…}}`.",
                    " Это параметр шага: поставьте его внутрь `{name}: {{…}}`.",
                    name=self.name,
                )
            else:
                hint = nearest(key, allowed)
            message = both(
                "`{key}` cannot stand beside `{name}`.{hint} Possible: {allowed}.",
                "`{key}` не может стоять рядом с `{name}`.{hint} Возможны: {allowed}.",
                key=key,
                name=self.name,
                hint=hint,
                allowed=listed(allowed),
            )
            self.reading.error(self.node.keys[key], message)

    def _condition(self) -> str:
        node = self._get("if")
        return "" if node is None or self.name == "if" else self._expression(node, "`if`", self.names)

    def _expression(self, node: Node, what: str, names: set[str]) -> str:
        if isinstance(node.value, bool):
            return "{{ " + str(node.value).lower() + " }}"
        text = self.reading.text(node, what, templates.MAX_TEMPLATE)
        templates.check(self.reading, node, names, bare=True)
        return templates.expression(text)

    def _retry(self) -> dict[str, Any]:
        node = self._get("retry")
        if node is None:
            return {}
        try:
            return {"retry": Retry.model_validate({"times": node.value} if isinstance(node.value, int) else node.plain)}
        except ValidationError:
            message = both(
                "`retry` must be how many times (1 to 10), or `{{times: 1 to 10, seconds: 0 to 3600}}`, this is {said}.",
                "`retry` — это сколько раз повторить (от 1 до 10) или `{{times: 1–10, seconds: 0–3600}}`, а здесь {said}.",
                said=said(node),
            )
            self.reading.error(node, message)
            return {}

    def _on_error(self, names: set[str]) -> dict[str, Any]:
        node = self._get("on_error")
        if node is None:
            return {}
        if isinstance(node.value, list):
            return {"rescue": self.steps.block(node, names, "`on_error`")}
        if node.value not in ("stop", "continue"):
            message = both(
                "`on_error` must be `stop`, `continue` or a list of steps, this is {said}.",
                "`on_error` — это `stop`, `continue` или список шагов, а здесь {said}.",
                said=said(node),
            )
            self.reading.error(node, message)
            return {}
        return {"on_error": node.value}

    def _confirm(self) -> dict[str, Any]:
        node = self._get("confirm")
        if node is None:
            return {}
        if not isinstance(node.value, bool | str):
            message = both(
                "`confirm` must be true, false or the text to ask, this is {said}.",
                "`confirm` — это true, false или текст вопроса, а здесь {said}.",
                said=said(node),
            )
            self.reading.error(node, message)
            return {}
        templates.check(self.reading, node, self.names)
        return {"confirm": node.value}

    def _timeout(self) -> dict[str, Any]:
        node = self._get("timeout")
        if node is None:
            return {}
        if isinstance(node.value, bool) or not isinstance(node.value, int | float) or not 0 < node.value <= MAX_TIMEOUT:
            message = both(
                "`timeout` must be seconds, more than 0 and at most {limit}, this is {said}.",
                "`timeout` — это секунды, больше 0 и не больше {limit}, а здесь {said}.",
                limit=MAX_TIMEOUT,
                said=said(node),
            )
            self.reading.error(node, message)
            return {}
        return {"timeout": float(node.value)}

    def _save_as(self) -> str:
        node = self._get("as")
        if node is None:
            return ""
        name = name_of(self.reading, node, "`as`")
        if name:
            self.names.add(name)
        return name

    # --- what the kind itself takes ---

    def _params(self, control: type[ControlStep] | None) -> Json:
        node: Node = self.node.value[self.name]
        if control and control.named_blocks:
            return {}
        node = params.wrapped(node, self.kind.Params, self.kind.shorthand)
        if control and isinstance(node.value, dict):
            node = _with_braces(node)
        templates.check(self.reading, node, self.names)
        params.check(self.reading, node, self.kind.Params, f"`{self.name}`")
        return node.plain

    def _options(self, control: type[ControlStep] | None) -> dict[str, Json]:
        if control is None:
            return {}
        known = {
            key: node
            for key, node in self.node.value.items()
            if key != self.name and key not in control.blocks and key in params.fields(control.Options)
        }
        keys = {key: self.node.keys[key] for key in known}
        node = _with_braces(Node(known, self.node.line, self.node.column, keys))
        params.check(self.reading, node, control.Options, f"`{self.name}`", templates=False)
        return dict(node.plain)

    def _inner_names(self, control: type[ControlStep] | None) -> tuple[set[str], bool]:
        """What the blocks see, and whether what they save stays inside: in loops over items and in branches it does."""
        inner = set(self.names)
        if control is None:
            return inner, True
        if "item" not in control.Options.model_fields:
            return inner, control.named_blocks
        node = self._get("item")
        default = control.Options.model_fields["item"].default
        name = name_of(self.reading, node, "`item`") if node else str(default)
        return {*inner, name, "number"}, True

    def _blocks(self, control: type[ControlStep] | None, inner: set[str]) -> dict[str, tuple[Step, ...]]:
        if control is None:
            return {}
        blocks: dict[str, tuple[Step, ...]] = {}
        if control.named_blocks:
            blocks = self._branches()
        for key in control.blocks:
            node = self._get(key)
            if node is not None:
                blocks[key] = self.steps.block(node, inner, f"`{key}`")
            elif key == control.blocks[0]:
                message = both(
                    "`{name}` needs `{key}`, a list of steps.",
                    "Шагу `{name}` нужен ключ `{key}` — список шагов.",
                    name=self.name,
                    key=key,
                )
                self.reading.error(self.node, message)
        for key in EXPRESSIONS & set(params.fields(control.Options)):
            if (node := self._get(key)) is not None:
                templates.check(self.reading, node, inner, bare=True)
        return blocks

    def _branches(self) -> dict[str, tuple[Step, ...]]:
        found = self.reading.mapping(self.node.value[self.name], f"`{self.name}`")
        if not found and isinstance(self.node.value[self.name].value, dict):
            message = both(
                "`{name}` needs at least one named list of steps.",
                "Шагу `{name}` нужен хотя бы один именованный список шагов.",
                name=self.name,
            )
            self.reading.error(self.node, message)
        for key in found:
            name_of(self.reading, self.node.value[self.name].keys[key], both("A branch's name", "Имя ветки"))
        return {key: self.steps.block(node, set(self.names), f"`{key}`") for key, node in found.items()}


def _with_braces(node: Node) -> Node:
    """The same with braces around what is always an expression."""
    value = {
        key: Node(templates.expression(item.value), item.line, item.column)
        if key in EXPRESSIONS and isinstance(item.value, str)
        else item
        for key, item in node.value.items()
    }
    return Node(value, node.line, node.column, node.keys)


def name_of(reading: Reading, node: Node, what: What) -> str:
    """A name expressions can use."""
    name = str(node.value)
    if not isinstance(node.value, str) or not _NAME.fullmatch(name) or keyword.iskeyword(name) or name in _NOT_NAMES:
        message = both(
            "{what} must be a name of letters, digits and _, this is {said}.",
            "{what}: нужно имя из букв, цифр и _, а здесь {said}.",
            what=what,
            said=said(node),
        )
        reading.error(node, message)
        return ""
    if name in RUN_NAMES:
        message = both(
            "{what} cannot be `{name}`: every run has a value of that name.",
            "{what}: имя `{name}` занято, такое значение есть в каждом выполнении.",
            what=what,
            name=name,
        )
        reading.error(node, message)
        return ""
    return name
