"""`for_each`: the same steps for every item of a list."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.base import Json
from assistant.domain.flow import Step
from assistant.errors import StepError
from assistant.extensions.steps import ControlStep, Walk, in_russian, local

MAX_ITEMS = 10_000
_LONGEST_REASON = 300


class ForEach(ControlStep):
    """Carries out `steps` once for every item of a list; gives the list of what was collected.

    Within the steps the item has the name given by `item`, its number (from 1) is `number`. `collect` is an expression
    evaluated after each pass; empty, None and Undefined results are left out. Without `collect` the last saved value of each pass is kept.
    What a pass would do with text from outside is asked about, and one yes can count for all passes to come, each shown.
    A failed item does not lose the others (`on_item_error: stop` ends the loop instead).
    """

    title = local("For each item of a list", "Для каждого элемента списка")
    about = local(
        "Carries out steps once for every item of a list and gathers what they give",
        "Выполняет шаги для каждого элемента списка и собирает, что они дали",
    )

    class Params(BaseModel):
        """What to go over."""

        model_config = ConfigDict(extra="forbid")
        over: str | list[Json] = Field(title="List", json_schema_extra=in_russian("Список"))

    class Options(BaseModel):
        """How to go over it."""

        model_config = ConfigDict(extra="forbid")
        item: str = Field(
            default="item", pattern=r"^[^\W\d]\w*$", title="Name of one item", json_schema_extra=in_russian("Имя одного элемента")
        )
        collect: str = Field(default="", title="Collect from each", json_schema_extra=in_russian("Собрать из каждого"))
        parallel: int = Field(default=1, ge=1, le=16, title="At once", json_schema_extra=in_russian("Одновременно"))
        on_item_error: Literal["continue", "stop"] = Field(
            default="continue", title="If one fails", json_schema_extra=in_russian("Если один не удался")
        )

    shorthand = "over"
    blocks = ("steps",)

    async def run(self, step: Step, walk: Walk) -> Json:
        options = self.Options.model_validate(dict(step.options))
        items = walk.value(step.params["over"])
        if not isinstance(items, list):
            raise StepError(
                f"`for_each` needs a list, this is {type(items).__name__}.",
                ru=f"`for_each` нужен список, а здесь {type(items).__name__}.",
            )
        if len(items) > MAX_ITEMS:
            raise StepError(
                f"`for_each` goes over at most {MAX_ITEMS} items, these are {len(items)}.",
                ru=f"`for_each` проходит не больше {MAX_ITEMS} элементов, а здесь {len(items)}.",
            )
        if options.parallel > 1:
            return await self._side_by_side(step, walk, options, items)
        return await self._in_turn(step, walk, options, items)

    async def _in_turn(self, step: Step, walk: Walk, options: Options, items: list[Json]) -> Json:
        collected: list[Json] = []
        failed, why = 0, ""
        begins = [{**walk.names, options.item: item, "number": number} for number, item in enumerate(items, start=1)]
        for index, item in enumerate(items):
            await walk.progress(index, len(items), item, collected=len(collected), failed=failed, finished=False)
            try:
                names = await walk.one_pass(step.blocks["steps"], begins, index)
            except StepError as error:
                failed, why = failed + 1, why or error.said(walk.language)
                if options.on_item_error == "stop":
                    raise
                continue
            self._collect(walk, options, names, collected)
        await walk.progress(len(items), len(items), None, collected=len(collected), failed=failed, finished=True)
        return self._all_failed(collected, failed, len(items), why)

    async def _side_by_side(self, step: Step, walk: Walk, options: Options, items: list[Json]) -> Json:
        branches = {
            f"[{index}]": (step.blocks["steps"], {**walk.names, options.item: item, "number": index + 1})
            for index, item in enumerate(items)
        }
        ended = await walk.branches(branches, options.parallel)
        collected: list[Json] = []
        for outcome in ended.values():
            if "names" in outcome:
                self._collect(walk, options, outcome["names"], collected)
            elif options.on_item_error == "stop":
                raise StepError(outcome["error"])
        reasons = [str(outcome["error"]) for outcome in ended.values() if "error" in outcome]
        failed = len(reasons)
        await walk.progress(len(items), len(items), None, collected=len(collected), failed=failed, finished=True)
        return self._all_failed(collected, failed, len(items), next(iter(reasons), ""))

    @staticmethod
    def _collect(walk: Walk, options: Options, names: dict[str, Json], collected: list[Json]) -> None:
        value = walk.value(options.collect, names) if options.collect else names.get("last")
        if value not in (None, ""):
            collected.append(value)

    @staticmethod
    def _all_failed(collected: list[Json], failed: int, total: int, why: str) -> list[Json]:
        if total and failed == total:
            why = why[:_LONGEST_REASON]
            raise StepError(
                f"Every one of the {total} items failed. The first: {why}", ru=f"Ни с одним из {total} не вышло. С первым: {why}"
            )
        return collected
