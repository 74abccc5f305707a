"""`n8n.code`: JavaScript that was written for n8n."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.base import Json
from assistant.domain.run import StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Scripts

_SIGHT = """\
const wrap = json => ({ json });
const node = name => {
  const all = (input.nodes[name] || []).map(wrap);
  const own = wrap(input.paired[name] ?? (all[0] || wrap({})).json);
  return { all: () => all, first: () => all[0], last: () => all[all.length - 1], item: own, json: own.json, isExecuted: name in input.nodes };
};
const $ = node, $node = new Proxy({}, { get: (_, name) => node(name) });
const items = input.items.map(wrap), $json = input.item, $itemIndex = input.number - 1;
const $input = { all: () => items, first: () => items[0], last: () => items[items.length - 1], item: wrap($json) };
const $now = new Date(input.now), $today = new Date($now.getFullYear(), $now.getMonth(), $now.getDate());
"""
"""What n8n puts in sight of its JavaScript."""
_UNWRAP = """
return (Array.isArray(out) ? out : [out]).filter(one => one != null).map(one => one.json ?? one);
"""


class N8nCode(StepKind["N8nCode.Params"]):
    """Runs JavaScript of a workflow from n8n, which sees `$json`, `$input`, `$('Node')` and `items` as it did there.

    Gives what it returns; with `gives: items` the items a Code node returned, as a plain list. Like `code`, it can reach nothing.
    """

    title = local("Code from n8n", "Код из n8n")
    about = local(
        "Runs JavaScript of a workflow from n8n as it ran there", "Выполняет JavaScript из процесса n8n так же, как там"
    )

    class Params(BaseModel):
        """The code and what it sees."""

        model_config = ConfigDict(extra="forbid")
        code: str = Field(
            min_length=1,
            max_length=100_000,
            description="a body of JavaScript with `return`",
            title="Code",
            json_schema_extra=in_russian("Код", "тело на JavaScript с `return`"),
        )
        gives: Literal["value", "items"] = Field(
            default="value",
            description="what it returns",
            title="Gives",
            json_schema_extra=in_russian("Что даёт", "что он возвращает"),
        )
        item: Any = Field(
            default=None,
            description="the item it works on, `$json`",
            title="Item",
            json_schema_extra=in_russian("Элемент", "элемент, над которым он работает, `$json`"),
        )
        items: list[Any] = Field(
            default_factory=list,
            description="all items that came in, `$input.all()`",
            title="Items",
            json_schema_extra=in_russian("Элементы", "все пришедшие элементы, `$input.all()`"),
        )
        number: int = Field(
            default=1,
            ge=1,
            description="the item's place among them, from 1",
            title="Number",
            json_schema_extra=in_russian("Номер", "место элемента среди них, с 1"),
        )
        nodes: dict[str, list[Any]] = Field(
            default_factory=dict,
            description="the items of other nodes, by the node's name there",
            title="Other nodes",
            json_schema_extra=in_russian("Другие узлы", "элементы других узлов, по имени узла в n8n"),
        )
        paired: dict[str, Any] = Field(
            default_factory=dict,
            description="the item of each of them that this item came from",
            title="Paired items",
            json_schema_extra=in_russian("Парные элементы", "элемент каждого узла, из которого получен этот"),
        )

    async def run(self, params: Params, context: StepContext) -> StepResult:
        sees: dict[str, Json] = params.model_dump(exclude={"code", "gives"})
        code = params.code if params.gives == "value" else f"const out = (() => {{\n{params.code}\n}})();{_UNWRAP}"
        given = await context.use(Scripts).run(_SIGHT + code, {**sees, "now": context.now.isoformat()}, seconds=5)
        return StepResult(value=given)
