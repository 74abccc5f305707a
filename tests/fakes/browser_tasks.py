"""A double of tasks in the browser: nothing is opened, it ends as a test says."""

from __future__ import annotations

from assistant import ports
from assistant.domain.web_task import PageShows, WebTask, WebTaskResult, Whose, missing

SHOP = PageShows(
    url="https://shop.example/ordered", title="Shop", found=True, text="Order 42 is accepted", whole="Order 42 is accepted"
)


class FakeBrowserTasks(ports.BrowserTasks):
    """`carried` is what was to be done; `ended` how it ends, `acted` whether something had been begun before."""

    def __init__(self, ended: WebTaskResult | None = None, *, acted: bool = False) -> None:
        self.ended = ended or WebTaskResult(said="The keyboard is ordered.", done=True, shows=SHOP)
        self.acted = acted
        self.carried: list[tuple[WebTask, Whose]] = []

    async def carry_out(self, task: WebTask, whose: Whose) -> WebTaskResult:
        """As the port."""
        self.carried.append((task, whose))
        lacks = missing(task.expect, self.ended.shows)
        met = None if task.expect.is_empty else not lacks
        return self.ended.model_copy(update={"met": met, "missing": lacks})

    async def may_have_acted(self, whose: Whose) -> bool:
        """As the port."""
        return self.acted
