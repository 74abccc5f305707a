"""A mailbox at Google, over Gmail's API: what is new by history ids, many letters in one request, sent by Google itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.utils import getaddresses
from functools import cached_property
from io import BytesIO
from typing import Any

from googleapiclient.http import MediaIoBaseUpload

from assistant.domain.letter import LetterChange, MailAccount, Role
from assistant.errors import ServerRefused, StepError, StepRefused
from assistant.extensions.mail import MailBackend, MailNews, PlacedLetter
from assistant.google.client import Client, opened
from assistant.mail.gmail_labels import Labels, folder_of, marks_of
from assistant.mail.gmail_news import Changes, Cursor
from assistant.mail.gmail_parts import decoded, encoded, letter_bytes

SMALL = 3_000_000
"""Bytes of a letter up to which it goes within a request; a larger one is uploaded."""
PAGE = 500
"""Letters listed, or changes told, with one request."""
_HEADER_END = re.compile(rb"\r?\n\r?\n")
_KINDS = ["messageAdded", "messageDeleted", "labelAdded", "labelRemoved"]


class GmailBackend(MailBackend):
    """Gmail's API with the grant of a Google account. A letter keeps its id wherever it is moved: that is its place."""

    def __init__(self, account: MailAccount, secret: str) -> None:
        super().__init__(account, secret)
        self._client: Client | None = None
        self._known: Labels | None = None
        self._sent: dict[str, tuple[str, str]] = {}
        """Place and folder of what this one sent, by Message-ID: a search knows it only after a moment."""

    def check(self) -> None:
        """Ask for the mailbox's profile."""
        self._ask(self._users.getProfile(userId="me"))

    # --- reading ---

    def news(self, cursor: str, since: datetime, limit: int) -> MailNews:
        """What changed since the cursor's history, then older letters page by page, newest first."""
        state = Cursor.read(cursor)
        if not state.history:
            return self._older(self._begun(Cursor()), since, limit, Changes(), None)
        try:
            changes = self._changes(state.history, limit)
        except ServerRefused as refused:
            if refused.status != 404:
                raise
            # Google has forgotten what happened since: all is looked at again.
            everything = frozenset(self._all_ids(since))
            return self._older(self._begun(Cursor()), since, limit, Changes(), everything)
        state = state.model_copy(update={"history": changes.history})
        if changes.more:
            return self._told(state, changes, [], since, more=True)
        return self._older(state, since, limit - len(changes.whole), changes, None)

    def _begun(self, state: Cursor) -> Cursor:
        """The state before the first page: what comes while it is fetched is told by the history from here on."""
        profile = self._ask(self._users.getProfile(userId="me"))
        return state.model_copy(update={"history": str(profile["historyId"])})

    def _older(self, state: Cursor, since: datetime, limit: int, changes: Changes, only: frozenset[str] | None) -> MailNews:
        ids: list[str] = []
        if not state.complete and limit > 0:
            ids, state = self._page(state, since, limit)
        return self._told(state, changes, ids, since, more=not state.complete, only=only)

    def _page(self, state: Cursor, since: datetime, limit: int) -> tuple[list[str], Cursor]:
        query = f"after:{int(since.timestamp())}"
        asked = {"userId": "me", "q": query, "maxResults": min(limit, PAGE)}
        try:
            listed = self._ask(self._messages.list(**asked, **({"pageToken": state.page} if state.page else {})))
        except ServerRefused as refused:
            if refused.status != 400 or not state.page:
                raise
            # The page is too old to be known: from the first one again.
            listed = self._ask(self._messages.list(**asked))
        after = str(listed.get("nextPageToken") or "")
        ids = [str(each["id"]) for each in listed.get("messages") or ()]
        return ids, state.model_copy(update={"page": after, "complete": not after})

    def _all_ids(self, since: datetime) -> Iterable[str]:
        page = ""
        while True:
            asked = {"userId": "me", "q": f"after:{int(since.timestamp())}", "maxResults": PAGE}
            listed = self._ask(self._messages.list(**asked, **({"pageToken": page} if page else {})))
            yield from (str(each["id"]) for each in listed.get("messages") or ())
            page = str(listed.get("nextPageToken") or "")
            if not page:
                return

    def _changes(self, history: str, limit: int) -> Changes:
        changes, page = Changes(history=history), ""
        while True:
            asked = {"userId": "me", "startHistoryId": history, "historyTypes": _KINDS, "maxResults": PAGE}
            told = self._ask(self._users.history().list(**asked, **({"pageToken": page} if page else {})))
            page = str(told.get("nextPageToken") or "")
            changes.take(told.get("history") or ())
            if not page:
                changes.history = str(told.get("historyId") or changes.history)
                return changes
            if len(changes.whole) >= limit:
                changes.more = True
                return changes

    def _told(
        self,
        state: Cursor,
        changes: Changes,
        ids: Sequence[str],
        since: datetime,
        *,
        more: bool,
        only: frozenset[str] | None = None,
    ) -> MailNews:
        letters = self._letters([*changes.whole, *ids], since)
        marked = {each: marks_of(labels) for each, labels in changes.marked.items()}
        return MailNews(state.model_dump_json(), letters, marked, gone=tuple(changes.gone), more=more, only=only)

    def _letters(self, ids: Sequence[str], since: datetime) -> list[PlacedLetter]:
        wanted = {each: self._messages.get(userId="me", id=each, format="full") for each in dict.fromkeys(ids)}
        found = self._opened.ask_all(self._opened.gmail, wanted)
        letters = []
        for answer in found.values():
            if isinstance(answer, ServerRefused) and answer.status == 404:
                # It went between being listed and being asked for.
                continue
            if isinstance(answer, StepError):
                raise answer
            letter = self._placed(answer)
            if letter.role not in ("trash", "junk") and letter.received >= since:
                letters.append(letter)
        return sorted(letters, key=lambda letter: letter.received, reverse=True)

    def _placed(self, message: Mapping[str, Any]) -> PlacedLetter:
        labels = frozenset(message.get("labelIds") or ())
        folder, role = folder_of(labels, self._labels(labels))
        return PlacedLetter(
            place=str(message["id"]),
            folder=folder,
            role=role,
            raw=letter_bytes(message.get("payload") or {}),
            received=datetime.fromtimestamp(int(message.get("internalDate") or 0) / 1_000, UTC),
            size=int(message.get("sizeEstimate") or 0),
            marks=marks_of(labels),
        )

    def raw(self, place: str, largest: int) -> bytes:
        """The whole letter, after a look at its size; reading it marks nothing."""
        size = int(self._minimal(place).get("sizeEstimate") or 0)
        if size > largest:
            raise StepRefused(
                f"The letter is larger than {largest // 1_000_000} MB.", ru=f"Письмо больше {largest // 1_000_000} МБ."
            )
        return decoded(str(self._there(lambda: self._ask(self._messages.get(userId="me", id=place, format="raw")))["raw"]))

    def find(self, message_id: str, roles: Sequence[Role]) -> tuple[str, str] | None:
        """Search for the header."""
        if (known := self._sent.get(message_id)) and "sent" in roles:
            return known
        listed = self._ask(self._messages.list(userId="me", q=f"rfc822msgid:{message_id}", includeSpamTrash=True))
        for each in listed.get("messages") or ():
            message = self._minimal(str(each["id"]))
            labels = frozenset(message.get("labelIds") or ())
            folder, role = folder_of(labels, self._labels(labels))
            if role in roles or ("sent" in roles and "SENT" in labels):
                return str(each["id"]), folder
        return None

    # --- changing ---

    def change(self, place: str, change: LetterChange) -> tuple[str, str]:
        """Everything is a label here. That it was answered Gmail does not know."""
        labels = frozenset(self._minimal(place).get("labelIds") or ())
        known = self._labels(labels)
        add, remove = known.difference(change, labels, self._make_label)
        if add or remove:
            body = {"addLabelIds": sorted(add), "removeLabelIds": sorted(remove)}
            request = self._messages.modify(userId="me", id=place, body=body)
            changed = self._there(lambda: self._ask(request, repeatable=True))
            labels = frozenset(changed.get("labelIds") or ())
        return place, folder_of(labels, self._labels(labels))[0]

    def _make_label(self, name: str) -> str:
        body = {"name": name, "labelListVisibility": "labelShow", "messageListVisibility": "show"}
        return str(self._ask(self._users.labels().create(userId="me", body=body))["id"])

    def keep(self, raw: bytes, role: Role) -> tuple[str, str]:
        """Among the drafts; what was sent Gmail keeps itself."""
        if role != "drafts":
            message_id = str(message_from_bytes(raw[:100_000], policy=policy.compat32)["Message-ID"] or "").strip("<> ")
            return self._sent.get(message_id, ("", folder_of(frozenset({"SENT"}), Labels())[0]))
        create = self._users.drafts().create
        request = create(userId="me", body={"message": {"raw": encoded(raw)}}) if len(raw) <= SMALL else create(**_upload(raw))
        made = self._ask(request)
        return str(made["message"]["id"]), folder_of(frozenset({"DRAFT"}), Labels())[0]

    def remove(self, place: str) -> None:
        """Delete the draft that holds this letter."""
        page = ""
        while True:
            listed = self._ask(self._users.drafts().list(userId="me", maxResults=PAGE, **({"pageToken": page} if page else {})))
            for draft in listed.get("drafts") or ():
                if draft["message"]["id"] == place:
                    self._ask(self._users.drafts().delete(userId="me", id=str(draft["id"])))
                    return
            page = str(listed.get("nextPageToken") or "")
            if not page:
                return

    def send(self, raw: bytes, sender: str, recipients: Sequence[str], begun: Callable[[], None]) -> str:
        """By Google; it goes to whom the headers name, so those not named there are added as blind copies."""
        head = message_from_bytes(raw[: _end_of_head(raw)], policy=policy.compat32)
        named = {email.lower() for _name, email in getaddresses([*head.get_all("To", []), *head.get_all("Cc", [])])}
        if unnamed := [each for each in recipients if each.lower() not in named]:
            raw = f"Bcc: {', '.join(unnamed)}\r\n".encode() + raw
        message_id = str(head["Message-ID"] or "").strip("<> ")
        if len(raw) <= SMALL:
            body = {"raw": encoded(raw), **self._conversation(str(head["In-Reply-To"] or "").strip("<> "))}
            request = self._messages.send(userId="me", body=body)
        else:
            # Google finds the conversation of a large letter by its headers or not at all.
            request = self._messages.send(**_upload(raw))
        begun()
        sent = self._ask(request)
        place = str(sent["id"])
        self._sent[message_id] = (place, folder_of(frozenset({"SENT"}), Labels())[0])
        return f"Gmail {place}"

    def _conversation(self, answers: str) -> dict[str, str]:
        """Google puts an answer into its conversation only when it is told which."""
        if not answers:
            return {}
        listed = self._ask(self._messages.list(userId="me", q=f"rfc822msgid:{answers}", maxResults=1))
        return next(({"threadId": str(each["threadId"])} for each in listed.get("messages") or ()), {})

    def close(self) -> None:
        """Let go of the connections."""
        client, self._client = self._client, None
        for made in ("_users", "_messages"):
            self.__dict__.pop(made, None)
        if client is not None:
            client.close()

    # --- the API ---

    @property
    def _opened(self) -> Client:
        if self._client is None:
            self._client = opened(self._secret)
        return self._client

    @cached_property
    def _users(self) -> Any:
        # The library makes all its methods anew each time it is asked for them, which takes longer than many a request.
        return self._opened.gmail.users()

    @cached_property
    def _messages(self) -> Any:
        return self._users.messages()

    def _ask(self, request: Any, *, repeatable: bool | None = None) -> Any:
        return self._opened.ask(request, repeatable=repeatable)

    def _minimal(self, place: str) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self._there(lambda: self._ask(self._messages.get(userId="me", id=place, format="minimal")))
        return found

    def _there(self, question: Callable[[], Any]) -> Any:
        try:
            return question()
        except ServerRefused as refused:
            # An id that is no id at all is answered with 400.
            if refused.status not in (404, 400):
                raise
            raise StepRefused(
                "The letter is not there any more; another program moved or removed it.",
                ru="Письма там больше нет: его переместила или удалила другая программа.",
            ) from refused

    def _labels(self, needed: frozenset[str]) -> Labels:
        """The owner's labels, asked for again when one of these is new."""
        if self._known is None or not self._known.has(needed):
            listed = self._ask(self._users.labels().list(userId="me"))
            names = {str(each["id"]): str(each["name"]) for each in listed.get("labels") or ()}
            self._known = Labels.of(names, needed)
        return self._known


def _upload(raw: bytes) -> dict[str, Any]:
    """A letter as bytes: the library cannot send one that is not ASCII together with anything else."""
    return {"userId": "me", "media_body": MediaIoBaseUpload(BytesIO(raw), mimetype="message/rfc822", resumable=False)}


def _end_of_head(raw: bytes) -> int:
    found = _HEADER_END.search(raw)
    return found.end() if found else len(raw)
