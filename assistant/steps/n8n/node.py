"""`n8n.node`: a block of n8n that has no counterpart here."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.run import StepResult
from assistant.errors import StepRefused
from assistant.extensions.steps import StepContext, StepKind, in_russian, local

_TEXT = {
    "en": "The block “{name}” came from n8n ({type}) and has no counterpart here. Put other steps in its place, or switch it off.",
    "ru": "Блок «{name}» пришёл из n8n ({type}), и замены ему здесь нет. Поставьте вместо него другие шаги или отключите его.",
}


class N8nNode(StepKind["N8nNode.Params"]):
    """Keeps a block of n8n as it was, so that it can go back there unchanged. It cannot be carried out here."""

    title = local("Block of n8n", "Блок n8n")
    about = local(
        "Keeps a block of n8n as it was, so that it can go back there; it cannot be carried out",
        "Хранит блок n8n как есть, чтобы вернуть его туда; выполнить его нельзя",
    )

    class Params(BaseModel):
        """The block."""

        model_config = ConfigDict(extra="forbid")
        name: str = Field(
            max_length=200,
            description="what it is called there",
            title="Name",
            json_schema_extra=in_russian("Имя", "как он там называется"),
        )
        type: str = Field(
            max_length=200,
            description="what kind of node it is there",
            title="Kind",
            json_schema_extra=in_russian("Вид", "какой это там узел"),
        )
        node: str = Field(
            max_length=60_000,
            description="the node as JSON, and the nodes that serve it",
            title="Node",
            json_schema_extra=in_russian("Узел", "узел в виде JSON и узлы, которые ему служат"),
        )

    async def run(self, params: Params, context: StepContext) -> StepResult:
        raise StepRefused(_TEXT[context.language].format(name=params.name, type=params.type))
