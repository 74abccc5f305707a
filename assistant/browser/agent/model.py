"""The model as browser-use wants it: every call goes to the sidecar, which asks the owner's model within his allowance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from browser_use.llm.base import BaseChatModel
from browser_use.llm.exceptions import ModelProviderError
from browser_use.llm.messages import BaseMessage, SystemMessage
from browser_use.llm.schema import SchemaOptimizer
from browser_use.llm.views import ChatInvokeCompletion, ChatInvokeUsage
from pydantic import BaseModel, ValidationError

from assistant.browser.agent.lines import AskModel, Standing
from assistant.browser.agent.talk import NotAnswered, Talk
from assistant.domain.secret_forms import forms_of

NAME = "connected"


class SidecarModel(BaseChatModel):
    """Sends no picture and no secret: a secret's value in a text is its name again before it leaves."""

    _verified_api_keys = True

    def __init__(self, talk: Talk, secrets: Mapping[str, Mapping[str, str]]) -> None:
        self.model = NAME
        self._talk = talk
        values = {value: name for named in secrets.values() for name, value in named.items() if value}
        self._secrets = {form: values[value] for value in sorted(values, key=len, reverse=True) for form in forms_of(value)}

    @property
    def provider(self) -> str:
        """Whose it is; browser-use knows some by name."""
        return "symbiote"

    @property
    def name(self) -> str:
        """What it is called."""
        return NAME

    async def ainvoke(self, messages: list[BaseMessage], output_format: type[Any] | None = None, **_more: Any) -> Any:
        """One call. Raises ModelProviderError when it was not answered, which counts as a failed step."""
        rules = "\n\n".join(text_of(message) for message in messages if isinstance(message, SystemMessage))
        page = "\n\n".join(text_of(message) for message in messages if not isinstance(message, SystemMessage))
        shape = _shape(output_format) if output_format else None
        self._talk.tell(Standing(state="thinking"))
        try:
            value = await self._talk.ask(AskModel(rules=self._named(rules), page=self._named(page), shape=shape))
        except NotAnswered as error:
            raise ModelProviderError(message=str(error), model=NAME) from error
        finally:
            self._talk.tell(Standing(state="acting"))
        return ChatInvokeCompletion(completion=_read(value, output_format), usage=_NO_USAGE)

    def _named(self, text: str) -> str:
        for value, name in self._secrets.items():
            text = text.replace(value, f"<secret>{name}</secret>")
        return text


_NO_USAGE = ChatInvokeUsage(
    prompt_tokens=0,
    prompt_cached_tokens=None,
    prompt_cache_creation_tokens=None,
    prompt_image_tokens=None,
    completion_tokens=0,
    total_tokens=0,
)
"""The sidecar counts."""


def text_of(message: BaseMessage) -> str:
    """What a message says, pictures left out."""
    content: Any = message.content
    if isinstance(content, str):
        return content
    return "\n".join(part.text for part in content or () if getattr(part, "type", "") == "text")


def _shape(output_format: type[BaseModel]) -> dict[str, Any]:
    """The shape of an answer, without the plan that is not asked for."""
    shape: dict[str, Any] = SchemaOptimizer.create_optimized_json_schema(output_format)
    for name in ("current_plan_item", "plan_update"):
        shape["properties"].pop(name, None)
    return {**shape, "required": [name for name in shape["required"] if name in shape["properties"]]}


def _read(value: Any, output_format: type[BaseModel] | None) -> Any:
    if output_format is None:
        return str(value)
    try:
        return output_format.model_validate(without_nothing(value))
    except ValidationError as error:
        raise ModelProviderError(message=f"The model's answer cannot be used: {error.errors()[0]['msg']}", model=NAME) from error


def without_nothing(value: Any) -> Any:
    """An answer whose actions hold only what was chosen: strict servers make models fill every name, the rest with null."""
    if not isinstance(value, Mapping) or not isinstance(value.get("action"), Sequence):
        return value
    actions = [
        {name: params for name, params in action.items() if params is not None} if isinstance(action, Mapping) else action
        for action in value["action"]
    ]
    return {**value, "action": actions}
