"""Google accounts: connected in a browser for what was asked, told truly, extended, withdrawn, let go."""

from __future__ import annotations

import logging
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import anyio
import anyio.lowlevel
import anyio.to_thread
import httpx
import pytest

from assistant.domain.google import GoogleAccount
from assistant.errors import SignInNeeded, StepRefused
from assistant.google.accounts import CLIENT_SECRET as CLIENT_SECRET_NAME
from tests.google.consent import CLIENT_SECRET, OWNER
from tests.google.double import Double
from tests.google.house import House, house

pytestmark = [pytest.mark.unit, pytest.mark.anyio]


async def test_only_what_is_needed_is_asked_for_and_what_was_allowed_is_told(accounts: House, google: Double) -> None:
    (account,) = await accounts.connect("mail.read")
    (asked,) = google.consent.asked
    assert asked["scope"].split() == ["openid", "email", "https://www.googleapis.com/auth/gmail.readonly"]
    assert (account.email, account.uses) == (OWNER, ("mail.read",))
    assert (await accounts.accounts.check(account.id)).state == "connected"
    assert accounts.accounts.attempt is None


async def test_more_is_asked_for_when_it_is_needed_and_keeps_what_was_allowed(accounts: House, google: Double) -> None:
    (account,) = await accounts.connect("mail.read")
    with pytest.raises(SignInNeeded, match="seeing calendars"):
        await accounts.accounts.client("calendar.read")
    (account,) = await accounts.connect("calendar.read", account=account.id)
    assert account.uses == ("mail.read", "calendar.read")
    assert google.consent.asked[1]["login_hint"] == OWNER
    assert (await accounts.accounts.client("calendar.read")).email == OWNER


async def test_what_the_owner_ticks_off_at_google_is_not_allowed(accounts: House, google: Double) -> None:
    accounts.owner = lambda url: google.visit(url, without=("calendar.events",))
    (account,) = await accounts.connect("mail.read", "calendar.write")
    assert account.uses == ("mail.read", "calendar.read")


async def test_ticking_off_everything_connects_nothing_and_says_so(accounts: House, google: Double) -> None:
    accounts.owner = lambda url: google.visit(url, without=("gmail.readonly",))
    assert await accounts.connect("mail.read") == ()
    assert accounts.accounts.attempt is not None and "tick the boxes" in accounts.accounts.attempt.error


async def test_a_no_at_google_is_told(accounts: House, google: Double) -> None:
    accounts.owner = lambda url: google.visit(url, allow=False)
    assert await accounts.connect("mail.read") == ()
    attempt = accounts.accounts.attempt
    assert attempt is not None and (attempt.error, attempt.error_ru) == (
        "Nothing was allowed at Google.",
        "В Google ничего не разрешили.",
    )


async def test_an_answer_to_another_question_is_not_taken_and_the_right_one_still_is(accounts: House, google: Double) -> None:
    seen: list[int] = []

    def intruder_then_owner(url: str) -> None:
        redirect = parse_qs(urlsplit(url).query)["redirect_uri"][0]
        seen.append(httpx.get(f"{redirect}/?code=stolen&state=guessed", trust_env=False).status_code)
        seen.append(httpx.get(f"{redirect}/?code=stolen", trust_env=False).status_code)
        seen.append(httpx.get(f"{redirect}/favicon.ico", trust_env=False).status_code)
        seen.append(httpx.get(redirect, headers={"host": "evil.example"}, trust_env=False).status_code)
        seen.append(httpx.post(f"{redirect}/", trust_env=False).status_code)
        seen.append(google.visit(url).status_code)

    accounts.owner = intruder_then_owner
    assert len(await accounts.connect("mail.read")) == 1
    assert seen == [400, 400, 404, 404, 404, 200]


async def test_the_page_that_answers_is_gone_once_it_was_answered(accounts: House, google: Double) -> None:
    await accounts.connect("mail.read")
    redirect = parse_qs(urlsplit(accounts.opened[0]).query)["redirect_uri"][0]
    with pytest.raises(httpx.ConnectError):
        await anyio.to_thread.run_sync(lambda: httpx.get(redirect, trust_env=False))


async def test_a_code_that_is_overheard_is_worth_nothing_without_the_verifier(accounts: House, google: Double) -> None:
    answers: list[httpx.Response] = []

    def overheard(url: str) -> None:
        decided = google.consent
        page = google.visit(url)
        code = parse_qs(urlsplit(str(page.url)).query)["code"][0]
        redirect = decided.asked[0]["redirect_uri"]
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect, "code_verifier": "x" * 43}
        form |= {"client_id": decided.asked[0]["client_id"], "client_secret": CLIENT_SECRET}
        answers.append(httpx.post(f"{google.url}/token", data=form, trust_env=False))

    accounts.owner = overheard
    await accounts.connect("mail.read")
    assert answers[0].json()["error"] == "invalid_grant"


async def test_an_attempt_can_be_given_up_and_begun_again(accounts: House, google: Double) -> None:
    accounts.owner = lambda url: None
    await accounts.accounts.begin(["mail.read"])
    with anyio.fail_after(5):
        while not accounts.opened:  # noqa: ASYNC110 - the product tells nobody but the owner
            await anyio.sleep(0.005)
    accounts.accounts.cancel()
    assert accounts.accounts.attempt is None
    accounts.owner = google.visit
    assert len(await accounts.connect("mail.read")) == 1


async def test_nobody_answering_is_told_after_a_while(google: Double, tmp_path: Path) -> None:
    made = await house(tmp_path, google, patience=0.05)
    made.owner = lambda url: None
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(made.accounts.run)
        await anyio.lowlevel.checkpoint()
        assert await made.connect("mail.read") == ()
        assert made.accounts.attempt is not None and "in time" in made.accounts.attempt.error
        tasks.cancel_scope.cancel()
    made.close()


async def test_a_withdrawn_permission_is_told_and_connecting_again_heals_it(accounts: House, google: Double) -> None:
    (account,) = await accounts.connect("mail.read")
    google.consent.withdraw()
    checked = await accounts.accounts.check(account.id)
    assert (checked.state, "withdrawn" in checked.detail, "отозвано" in checked.detail_ru) == ("sign_in", True, True)
    (account,) = await accounts.connect("mail.read", account=account.id)
    assert (await accounts.accounts.check(account.id)).state == "connected"


async def test_a_google_that_is_not_there_is_told_as_that(accounts: House, google: Double) -> None:
    (account,) = await accounts.connect("mail.read")
    google.stop()
    assert (await accounts.accounts.check(account.id)).state == "unreachable"
    google.start()
    assert (await accounts.accounts.check(account.id)).state == "connected"


async def test_letting_go_withdraws_the_permission_at_google_and_leaves_nothing_here(accounts: House, google: Double) -> None:
    heard: list[GoogleAccount] = []

    async def hear(account: GoogleAccount) -> None:
        heard.append(account)

    accounts.accounts.changed = hear
    (account,) = await accounts.connect("mail.read")
    assert await accounts.accounts.disconnect(account.id)
    assert (google.consent.granted, await accounts.accounts.all()) == ({}, ())
    assert await accounts.vault.get(f"grant {account.id}") == ""
    assert [each.uses for each in heard] == [("mail.read",), ()]


async def test_letting_go_without_a_connection_forgets_it_here_and_says_google_was_not_told(
    accounts: House, google: Double
) -> None:
    (account,) = await accounts.connect("mail.read")
    google.stop()
    assert not await accounts.accounts.disconnect(account.id)
    assert await accounts.accounts.all() == ()
    google.start()


async def test_an_account_whose_grant_cannot_be_read_is_let_go_too(accounts: House) -> None:
    (account,) = await accounts.connect("mail.read")
    await accounts.vault.set(f"grant {account.id}", '{"refresh_token": "half')
    assert not await accounts.accounts.disconnect(account.id)
    assert await accounts.accounts.all() == ()


async def test_a_wrong_client_secret_is_told_so_that_it_can_be_put_right(accounts: House, google: Double) -> None:
    await accounts.vault.set(CLIENT_SECRET_NAME, "wrong")
    await accounts.connect("mail.read")
    attempt = accounts.accounts.attempt
    assert attempt is not None and "id and secret" in attempt.error and "wrong" not in attempt.error


async def test_without_a_client_of_the_owners_own_nothing_is_begun(accounts: House) -> None:
    await accounts.vault.remove(CLIENT_SECRET_NAME)
    with pytest.raises(StepRefused, match="client of your own"):
        await accounts.accounts.begin(["mail.read"])


async def test_no_secret_is_written_where_it_can_be_read(
    accounts: House, google: Double, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    caplog.set_level(logging.DEBUG, logger="assistant")
    await accounts.connect("mail.read")
    (refresh,) = google.consent.granted
    code = parse_qs(urlsplit(accounts.opened[0]).query)["state"][0]
    held = written(tmp_path)
    for secret in (refresh, CLIENT_SECRET, code, *google.consent.tokens):
        assert secret.encode() not in held and secret not in caplog.text


def written(folder: Path) -> bytes:
    """All that lies in a folder."""
    return b"".join(file.read_bytes() for file in folder.iterdir())
