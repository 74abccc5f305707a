"""Steps on pages: what they give, ask, refuse and take back."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import anyio
import pytest

from assistant import plugins, ports
from assistant.browser.browsing import Browsing
from assistant.domain.run import Effect
from assistant.errors import Conflict, StepError, StepRefused, Undecided
from assistant.extensions.steps import StepKind
from assistant.folders import OwnerFolders
from tests.browser.conftest import Act, Served
from tests.fakes.folders import FakeFolders
from tests.fakes.ports import FakeContext

pytestmark = [pytest.mark.browser, pytest.mark.anyio]

ORDER = """<!doctype html><meta charset=utf-8><title>Заказ</title><form action=/done><label>Имя <input name=who></label>
<label>Пароль <input type=password name=pass></label><label>Адрес <input name=where value="Тверь"></label>
<button>Оформить заказ</button></form><p id=sum>4 990 ₽</p>"""
TWO = "<!doctype html><title>Two</title><ul><li><b>Alfa</b> <button onclick=\"document.title='alfa'\">Take</button><li><b>Beta</b> <button onclick=\"document.title='beta'\">Take</button></ul>"


@pytest.fixture
async def order(act: Act, served: Served) -> str:
    """The page of an order, open and filled in."""
    served.pages |= {"/order": ORDER, "/done": "<!doctype html><title>Принят</title><h1>Заказ №42 принят</h1>"}
    await act("browser.open", {"address": f"{served.url}/order"})
    await act("browser.fill", {"label": "Имя", "value": "Анна"}, key="name")
    return f"{served.url}/order"


async def test_what_cannot_be_taken_back_is_asked_about_with_what_the_page_shows(
    act: Act, order: str, context: FakeContext, served: Served
) -> None:
    context.language = "ru"
    with pytest.raises(Undecided) as asked:
        await act("browser.click", {"name": "Оформить заказ"}, key="send")
    details = asked.value.question["details"]
    assert details == {"страница": order, "элемент": "Оформить заказ", "Имя": "Анна", "Пароль": "", "Адрес": "Тверь"}
    assert not [path for path in served.asked if path.startswith("/done")]
    context.decided = {asked.value.key: True}
    done = await act("browser.click", {"name": "Оформить заказ", "expect": {"text": "Заказ №42 принят"}}, key="send")
    assert done.receipt is not None
    assert done.receipt.link.startswith(f"{served.url}/done?")


async def test_fields_without_a_form_are_shown_too(act: Act, served: Served) -> None:
    served.pages["/card"] = (
        "<div><label>Count <input value=3></label><button>Pay</button></div><label>Search <input value=x></label>"
    )
    await act("browser.open", {"address": f"{served.url}/card"})
    with pytest.raises(Undecided) as asked:
        await act("browser.click", {"name": "Pay"})
    assert asked.value.question["details"] == {"page": f"{served.url}/card", "element": "Pay", "Count": "3"}


async def test_a_page_that_has_changed_since_the_yes_is_asked_about_again(act: Act, order: str, context: FakeContext) -> None:
    with pytest.raises(Undecided) as asked:
        await act("browser.click", {"name": "Оформить заказ"}, key="send")
    await act("browser.fill", {"label": "Адрес", "value": "Тула"})
    context.decided = {asked.value.key: True}
    with pytest.raises(Undecided) as again:
        await act("browser.click", {"name": "Оформить заказ"}, key="send")
    assert again.value.key != asked.value.key


async def test_enter_that_would_send_such_a_form_is_asked_about_too(act: Act, order: str) -> None:
    with pytest.raises(Undecided):
        await act("browser.press", {"label": "Адрес", "keys": "Enter"})


@pytest.mark.parametrize("keys", ["Control+Enter", "NumpadEnter", "Shift+Enter", ["Tab", "Control+Enter"]])
async def test_enter_with_another_key_reaches_the_button_of_the_form_too(act: Act, order: str, keys: str | list[str]) -> None:
    with pytest.raises(Undecided):
        await act("browser.press", {"label": "Адрес", "keys": keys})


@pytest.mark.parametrize("keys", [" ", "Space", "Shift+Space"])
async def test_space_on_a_button_is_asked_about_as_a_click_is(act: Act, order: str, keys: str) -> None:
    with pytest.raises(Undecided):
        await act("browser.press", {"name": "Оформить заказ", "keys": keys})


async def test_a_newline_in_a_field_that_is_typed_key_by_key_sends_nothing(act: Act, served: Served) -> None:
    served.pages["/keys"] = (
        "<form action='/done'><label>Code <input type=tel></label></form><script>"
        "let typed = ''; const it = document.querySelector('input');"
        "it.addEventListener('keydown', (event) => { typed += event.key; });"
        "it.addEventListener('input', () => { if (!typed) it.value = ''; });</script>"
    )
    await act("browser.open", {"address": f"{served.url}/keys"})
    await act("browser.fill", {"label": "Code", "value": "12\n34"})
    assert not [path for path in served.asked if path.startswith("/done")]


async def test_without_a_check_of_the_page_such_a_click_is_not_proven(act: Act, order: str, context: FakeContext) -> None:
    with pytest.raises(Undecided) as asked:
        await act("browser.click", {"name": "Оформить заказ"}, key="send")
    context.decided = {asked.value.key: True}
    assert (await act("browser.click", {"name": "Оформить заказ"}, key="send")).receipt is None


async def test_the_same_click_is_not_done_twice(act: Act, order: str, context: FakeContext, served: Served) -> None:
    with pytest.raises(Undecided) as asked:
        await act("browser.click", {"name": "Оформить заказ"}, key="send")
    context.decided = {asked.value.key: True}
    await act("browser.click", {"name": "Оформить заказ"}, key="send")
    await act("browser.open", {"address": order})
    await act("browser.fill", {"label": "Имя", "value": "Анна"})
    await act("browser.click", {"name": "Оформить заказ"}, key="send")
    assert len([path for path in served.asked if path.startswith("/done")]) == 1


async def test_only_the_page_makes_a_step_green(act: Act, order: str) -> None:
    with pytest.raises(StepError, match=r"does not show what was expected: text: 'Сохранено'"):
        await act("browser.fill", {"label": "Имя", "value": "Иван", "seconds": 1, "expect": {"text": "Сохранено"}})


async def test_what_was_filled_in_can_be_put_back(act: Act, order: str, context: FakeContext, browsing: Browsing) -> None:
    kind = plugins.load("steps", "browser.fill", StepKind)
    filled = await act("browser.fill", {"label": "Адрес", "value": "Тула"}, key="where")
    assert filled.value["before"] == "Тверь"
    context.key = "where"
    assert filled.receipt is not None
    assert "Тверь" in await kind().undo(filled.receipt, context)
    assert (await act("browser.extract", {"label": "Адрес"})).value == "Тверь"


async def test_a_field_that_was_changed_since_is_not_put_back(act: Act, order: str, browsing: Browsing) -> None:
    await act("browser.fill", {"label": "Адрес", "value": "Тула"}, key="where")
    await act("browser.fill", {"label": "Адрес", "value": "Орёл"})
    with pytest.raises(Conflict, match="changed again"):
        await browsing.put_back("where")


async def test_of_two_that_fit_the_owner_says_which(act: Act, served: Served, context: FakeContext) -> None:
    served.pages["/two"] = TWO
    await act("browser.open", {"address": f"{served.url}/two"})
    with pytest.raises(Undecided) as asked:
        await act("browser.click", {"name": "Take"}, key="take")
    assert asked.value.question["options"] == ["button «Take» — Alfa", "button «Take» — Beta"]
    context.decided = {asked.value.key: 1}
    assert (await act("browser.click", {"name": "Take"}, key="take")).value["title"] == "beta"


async def test_what_is_not_there_is_said_in_both_languages(act: Act, order: str) -> None:
    with pytest.raises(StepError) as missing:
        await act("browser.click", {"role": "button", "name": "Оплатить", "seconds": 0.5})
    assert "There is no button “Оплатить”" in missing.value.said("en")
    assert "нет элемента кнопка «Оплатить»" in missing.value.said("ru")


async def test_a_secret_is_typed_on_its_site_only_and_shown_nowhere(act: Act, order: str) -> None:
    with pytest.raises(StepRefused, match="another site"):
        await act("browser.fill", {"label": "Пароль", "secret": "shop", "sites": {"allow": ["shop.example"]}})
    typed = await act("browser.fill", {"label": "Пароль", "secret": "shop", "sites": {"allow": ["127.0.0.1"]}})
    assert "s3cret" not in typed.model_dump_json()
    assert (await act("browser.wait_for", {"expect": {"selector": "[name=pass]", "value": "•••"}})).value["checked"]["value"]


async def test_a_question_of_the_page_is_answered_with_no_unless_told(act: Act, served: Served) -> None:
    await act("browser.open", {"address": f"{served.url}/dialog-confirm.html"})
    done = await act("browser.click", {"name": "Clear the basket", "expect": {"text": "Not done"}})
    assert done.evidence is not None
    assert done.evidence.notes == ("The page asked: Really? Answered: no.",)


async def test_downloads_go_into_the_chosen_folder(act: Act, served: Served, chosen: dict[str, Any], tmp_path: Path) -> None:
    chosen["downloads"] = str(tmp_path / "got")
    served.pages["/file"] = '<a href="/table.csv" download="../../prices.csv">Prices</a>'
    served.pages["/table.csv"] = "a;b"
    await act("browser.open", {"address": f"{served.url}/file"})
    files = (await act("browser.click", {"name": "Prices"})).value["files"]
    assert [Path(file).parent for file in files] == [tmp_path / "got"]
    assert await anyio.Path(files[0]).read_text() == "a;b"


async def test_a_table_is_read_as_rows_with_spans_and_links(act: Act, served: Served) -> None:
    served.pages["/t"] = (
        "<table><thead><tr><th rowspan=2>Name<th colspan=2>Price<tr><th>Old<th>New</thead>"
        "<tr><td><a href='/p/1'>Lamp</a><td>10<td>9<tr><td>Chair<td colspan=2>5</table>"
    )
    await act("browser.open", {"address": f"{served.url}/t"})
    assert (await act("browser.table")).value == [
        {"Name": "Lamp", "Price Old": "10", "Price New": "9", "link": f"{served.url}/p/1"},
        {"Name": "Chair", "Price Old": "5", "Price New": "5", "link": ""},
    ]


async def test_what_repeats_is_read_by_fields(act: Act, served: Served) -> None:
    served.pages["/two"] = TWO
    await act("browser.open", {"address": f"{served.url}/two"})
    read = await act("browser.extract", {"each": "li", "fields": {"name": "b", "does": "button@onclick", "all": ""}})
    assert read.value[1] == {"name": "Beta", "does": "document.title='beta'", "all": "Beta Take"}
    assert read.sources[0].kind == "page"


async def test_a_picture_and_a_print_of_the_page_are_files(act: Act, order: str) -> None:
    for kind, begins in (("browser.screenshot", "Заказ.png"), ("browser.pdf", "Заказ.pdf")):
        kept = await act(kind)
        assert kept.value["path"].endswith(begins)
        assert kept.receipt is not None


@pytest.mark.parametrize(
    ("name", "effect"),
    [
        ("Delete", Effect.SENDS),
        ("Pay now", Effect.SENDS),
        ("Оплатить", Effect.SENDS),
        *(
            (name, Effect.SENDS)
            for name in ("Checkout", "Оплата", "Place bid", "Proceed to buy", "Confirm the payment", "Подтвердить заказ")
        ),
        *((name, Effect.SENDS) for name in ("Снять", "Withdraw", "Complete the order", "Выплатить", "Заплатить")),
        ("Next", Effect.WRITES),
        ("Accept all cookies", Effect.WRITES),
        ("Заказы", Effect.WRITES),
    ],
)
def test_a_click_is_as_weighty_as_its_words(name: str, effect: Effect) -> None:
    assert plugins.load("steps", "browser.click", StepKind).effect_of({"name": name}) is effect


async def test_no_picture_is_taken_while_a_secret_can_be_read_on_the_page(act: Act, served: Served) -> None:
    served.pages |= {
        "/key": "<title>Key</title><form action=/next><label>Key <input name=key></label><button>Go on</button></form>"
    }
    served.pages["/next"] = "<title>Next</title>"
    await act("browser.open", {"address": f"{served.url}/key"})
    secret = {"label": "Key", "secret": "shop", "sites": {"allow": ["127.0.0.1"]}}
    typed = await act("browser.fill", secret)
    assert typed.evidence is not None and typed.evidence.picture == ""
    left = await act("browser.click", {"name": "Go on"})
    assert left.evidence is not None and left.evidence.picture


UPLOAD = """<!doctype html><title>Papers</title><form action=/sent method=post enctype=multipart/form-data>
<label>Contract <input type=file name=paper></label><button>Go on</button></form>
<input type=file id=hidden hidden onchange="document.title = 'Has ' + this.files[0].name">
<button type=button onclick="document.getElementById('hidden').click()">Choose a file</button>"""


async def test_a_file_is_given_to_a_field_after_a_yes_to_just_that_file(act: Act, served: Served, context: FakeContext) -> None:
    served.pages["/papers"] = UPLOAD
    folders = FakeFolders(**{"/exports/contract.txt": "We agree."})
    context.ports = {**context.ports, ports.Folders: folders}
    await act("browser.open", {"address": f"{served.url}/papers"})
    give = {"label": "Contract", "file": "/exports/contract.txt"}
    with pytest.raises(Undecided) as asked:
        await act("browser.upload", give, key="give")
    assert asked.value.question["details"] == {"page": f"{served.url}/papers", "field": "Contract", "file": ["contract.txt, 9 B"]}
    context.decided = {asked.value.key: True}
    given = await act("browser.upload", give, key="give")
    digest = hashlib.sha256(b"We agree.").hexdigest()
    assert given.value["files"] == [{"name": "contract.txt", "bytes": 9, "sha256": digest}]
    assert given.receipt is not None and given.receipt.id == digest
    folders.texts["/exports/contract.txt"] = "We do not agree."
    with pytest.raises(Undecided):
        await act("browser.upload", give, key="again")


async def test_a_button_that_asks_for_a_file_is_given_one(act: Act, served: Served, context: FakeContext) -> None:
    served.pages["/papers"] = UPLOAD
    context.ports = {**context.ports, ports.Folders: FakeFolders(**{"/exports/contract.txt": "We agree."})}
    await act("browser.open", {"address": f"{served.url}/papers"})
    give = {"name": "Choose a file", "file": "/exports/contract.txt"}
    with pytest.raises(Undecided) as asked:
        await act("browser.upload", give, key="give")
    context.decided = {asked.value.key: True}
    given = await act("browser.upload", give, key="give")
    assert given.receipt is not None
    assert given.value["title"] == "Has contract.txt"


async def test_a_file_outside_the_chosen_folders_is_not_given(
    act: Act, served: Served, context: FakeContext, tmp_path: Path
) -> None:
    served.pages["/papers"] = UPLOAD
    outside = tmp_path / "secret.txt"
    outside.write_text("secret")
    (tmp_path / "chosen").mkdir()
    folders = OwnerFolders(lambda: [tmp_path / "chosen"], tmp_path / "data", lambda: tmp_path / "chosen")
    context.ports = {**context.ports, ports.Folders: folders}
    await act("browser.open", {"address": f"{served.url}/papers"})
    with pytest.raises(StepRefused):
        await act("browser.upload", {"label": "Contract", "file": str(outside)})
