"""Gmail at the double: one mailbox with labels, history, drafts and a search that knows few words and refuses all others."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage, Message
from email.policy import SMTP
from email.utils import getaddresses, parsedate_to_datetime
from typing import Any

from tests.google.double import Call, Double, Refused

SYSTEM = ("INBOX", "SENT", "DRAFT", "TRASH", "SPAM", "UNREAD", "STARRED", "IMPORTANT", "CHAT", "CATEGORY_PERSONAL")
FOLDERS = {"INBOX": "INBOX", "Sent": "SENT", "Drafts": "DRAFT", "Trash": "TRASH", "Junk": "SPAM", "Archive": ""}


@dataclass
class Kept:
    """A letter of the mailbox."""

    id: str
    thread: str
    labels: set[str]
    raw: bytes
    at: int
    """Milliseconds."""
    draft: str = ""

    @property
    def message(self) -> Message:
        """Read, as far as anybody could."""
        return message_from_bytes(self.raw, policy=policy.compat32)

    @property
    def message_id(self) -> str:
        """Its header, without brackets."""
        return str(self.message["Message-ID"] or "").strip("<> \r\n")


@dataclass
class Gmail:
    """A mailbox. `sent` is what went out: sender, everybody it went to, the bytes as they arrive there."""

    double: Double
    letters: dict[str, Kept] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=lambda: {name: name for name in SYSTEM} | {"Label_1": "Проекты"})
    history: list[dict[str, Any]] = field(default_factory=list)
    forgotten: int = 0
    """History up to this id is not known any more."""
    sent: list[tuple[str, list[str], bytes]] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    _number: int = 1_000

    def __post_init__(self) -> None:
        users = "gmail.users"
        answers: dict[str, Callable[[Call], Any]] = {
            f"{users}.getProfile": self._profile,
            f"{users}.labels.list": lambda _call: {"labels": [_label(key, name) for key, name in self.labels.items()]},
            f"{users}.labels.create": self._make_label,
            f"{users}.messages.list": self._list,
            f"{users}.messages.get": lambda call: _shown(self._letter(call), call.params["format"]),
            f"{users}.messages.modify": self._modify,
            f"{users}.messages.send": self._send,
            f"{users}.drafts.create": self._draft,
            f"{users}.drafts.list": self._drafts,
            f"{users}.drafts.delete": self._delete_draft,
            f"{users}.history.list": self._history,
        }
        self.double.answers.update(answers)

    # --- what another program, or the world, does ---

    def deliver(self, *letters: EmailMessage | bytes, folder: str = "INBOX", labels: Sequence[str] = ()) -> list[str]:
        """Letters arrive; their ids."""
        known = {name: key for key, name in self.labels.items()}
        label = FOLDERS.get(folder, known.get(folder))
        assert label is not None, folder
        unread = {"UNREAD"} if folder == "INBOX" else set()
        given = {label, *labels, *unread} - {""}
        return [self._keep(_bytes(letter), given).id for letter in letters]

    def relabel(self, key: str, *, add: Sequence[str] = (), remove: Sequence[str] = ()) -> Kept:
        """Labels given and taken."""
        letter = self.letters[key]
        added, removed = set(add) - letter.labels, set(remove) & letter.labels
        letter.labels = (letter.labels | added) - removed
        for name, changed in (("labelsAdded", added), ("labelsRemoved", removed)):
            if changed:
                self._note(letter, name, {"labelIds": sorted(changed)})
        return letter

    def delete(self, key: str) -> None:
        """Gone for good."""
        self._note(self.letters.pop(key), "messagesDeleted", {})

    def forget_history(self) -> None:
        """A week passes."""
        self.forgotten = self._number
        self.history.clear()

    def subjects(self, folder: str = "INBOX") -> list[str]:
        """The subjects in a folder."""
        known = {name: key for key, name in self.labels.items()}
        label = FOLDERS.get(folder, known.get(folder, folder))
        places = {"INBOX", "SENT", "DRAFT", "TRASH", "SPAM", *(key for key in self.labels if key not in SYSTEM)}
        inside = [each for each in self.letters.values() if (label in each.labels if label else not each.labels & places)]
        return [str(make_header(decode_header(each.message["Subject"] or ""))) for each in inside]

    # --- answers ---

    def _profile(self, call: Call) -> Any:
        count = len(self.letters)
        return {"emailAddress": call.email, "historyId": str(self._number), "messagesTotal": count, "threadsTotal": count}

    def _make_label(self, call: Call) -> Any:
        name = call.body["name"]
        if name.casefold() in {known.casefold() for known in self.labels.values()}:
            raise Refused(409, "aborted", "Label name exists or conflicts")
        key = f"Label_{len(self.labels)}"
        self.labels[key] = name
        return _label(key, name)

    def _letter(self, call: Call) -> Kept:
        key = call.params["id"]
        if key not in self.letters:
            raise Refused(404, "notFound", "Requested entity was not found.")
        return self.letters[key]

    def _list(self, call: Call) -> Any:
        fits = _search(call.params.get("q", ""))
        hidden = set() if call.params.get("includeSpamTrash") else {"TRASH", "SPAM"}
        wanted = set(call.params.get("labelIds", ()))
        found = [each for each in self.letters.values() if fits(each) and not each.labels & hidden and wanted <= each.labels]
        found.sort(key=lambda each: (each.at, each.id), reverse=True)
        begin = self._page(call)
        page = found[begin : begin + call.params["maxResults"]]
        answer: dict[str, Any] = {"resultSizeEstimate": len(found)}
        if page:
            answer["messages"] = [{"id": each.id, "threadId": each.thread} for each in page]
        if begin + len(page) < len(found):
            answer["nextPageToken"] = f"page-{begin + len(page)}"
        return answer

    def _page(self, call: Call) -> int:
        token = call.params.get("pageToken", "page-0")
        if not re.fullmatch(r"page-\d+", token):
            raise Refused(400, "invalidArgument", "Invalid pageToken")
        return int(token.removeprefix("page-"))

    def _modify(self, call: Call) -> Any:
        letter = self._letter(call)
        add, remove = call.body.get("addLabelIds", []), call.body.get("removeLabelIds", [])
        for label in (*add, *remove):
            if label not in self.labels or label in ("SENT", "DRAFT"):
                raise Refused(400, "invalidArgument", f"Invalid label: {label}")
        out = ["INBOX"] if {"TRASH", "SPAM"} & set(add) else []
        return _shown(self.relabel(letter.id, add=add, remove=[*remove, *out]), "minimal")

    def _send(self, call: Call) -> Any:
        raw = self._given(call)
        message = message_from_bytes(raw, policy=policy.compat32)
        people = [email for _name, email in getaddresses([v for h in ("To", "Cc", "Bcc") for v in message.get_all(h, [])])]
        if not people:
            raise Refused(400, "invalidArgument", "Recipient address required")
        for email in people:
            if email in self.refused:
                raise Refused(400, "invalidArgument", f"{email}: no such user")
        thread = (call.body or {}).get("threadId", "")
        if thread and thread not in {each.thread for each in self.letters.values()}:
            raise Refused(404, "notFound", "Requested entity was not found.")
        kept = self._keep(raw, {"SENT"}, thread)
        self.sent.append((call.email, people, re.sub(rb"(?im)^Bcc: .*\r?\n", b"", raw, count=1)))
        return {"id": kept.id, "threadId": kept.thread, "labelIds": sorted(kept.labels)}

    def _draft(self, call: Call) -> Any:
        kept = self._keep(self._given(call), {"DRAFT"})
        kept.draft = f"r{kept.id}"
        return {"id": kept.draft, "message": {"id": kept.id, "threadId": kept.thread, "labelIds": ["DRAFT"]}}

    def _drafts(self, call: Call) -> Any:
        found = [each for each in self.letters.values() if each.draft]
        listed = [{"id": each.draft, "message": {"id": each.id, "threadId": each.thread}} for each in found]
        return {"drafts": listed, "resultSizeEstimate": len(listed)}

    def _delete_draft(self, call: Call) -> None:
        found = next((each for each in self.letters.values() if each.draft == call.params["id"]), None)
        if found is None:
            raise Refused(404, "notFound", "Requested entity was not found.")
        self.delete(found.id)

    def _given(self, call: Call) -> bytes:
        """The letter of an upload, or of a body."""
        if call.media is not None:
            return call.media
        raw = (call.body.get("message") or call.body).get("raw", "")
        return base64.urlsafe_b64decode(raw)

    def _history(self, call: Call) -> Any:
        start = int(call.params["startHistoryId"])
        if start < self.forgotten:
            raise Refused(404, "notFound", "Requested entity was not found.")
        names = {"messageAdded": "messagesAdded", "messageDeleted": "messagesDeleted"}
        names |= {"labelAdded": "labelsAdded", "labelRemoved": "labelsRemoved"}
        wanted = {names[kind] for kind in call.params.get("historyTypes", names)}
        found = [each for each in self.history if int(each["id"]) > start and wanted & each.keys()]
        begin = self._page(call)
        page = found[begin : begin + call.params["maxResults"]]
        answer: dict[str, Any] = {"historyId": str(self._number)}
        if page:
            answer["history"] = page
        if begin + len(page) < len(found):
            answer["nextPageToken"] = f"page-{begin + len(page)}"
        return answer

    def _keep(self, raw: bytes, labels: set[str], thread: str = "") -> Kept:
        self._number += 1
        key = f"{0x18F0000000000000 + self._number:x}"
        kept = Kept(key, thread or key, set(labels), raw, 0)
        kept.at = _arrived(kept.message) if labels & {"INBOX"} or not labels & {"SENT", "DRAFT"} else _now()
        answered = re.findall(r"<([^<>\s]+)>", f"{kept.message['References'] or ''} {kept.message['In-Reply-To'] or ''}")
        if not thread and labels - {"SENT", "DRAFT"}:
            kept.thread = next((each.thread for each in self.letters.values() if each.message_id in answered), key)
        self.letters[key] = kept
        self._note(kept, "messagesAdded", {})
        return kept

    def _note(self, letter: Kept, name: str, about: dict[str, Any]) -> None:
        self._number += 1
        message = {"id": letter.id, "threadId": letter.thread, "labelIds": sorted(letter.labels)}
        record = {"id": str(self._number), "messages": [{"id": letter.id, "threadId": letter.thread}]}
        self.history.append({**record, name: [{"message": message, **about}]})


def _label(key: str, name: str) -> dict[str, str]:
    return {"id": key, "name": name, "type": "system" if key in SYSTEM else "user"}


def _bytes(letter: EmailMessage | bytes) -> bytes:
    return letter if isinstance(letter, bytes) else letter.as_bytes(policy=SMTP)


def _now() -> int:
    return int(datetime.now(UTC).timestamp() * 1_000)


def _arrived(message: Message) -> int:
    try:
        return int(parsedate_to_datetime(str(message["Date"])).timestamp() * 1_000)
    except (ValueError, TypeError):
        return _now()


def _search(query: str) -> Callable[[Kept], bool]:
    tests: list[Callable[[Kept], bool]] = []
    for word in query.split():
        name, colon, value = word.partition(":")
        match name if colon else "":
            case "rfc822msgid":
                tests.append(lambda each, value=value: each.message_id == value.strip("<>"))
            case "after":
                tests.append(lambda each, value=value: each.at >= int(value) * 1_000)
            case "before":
                tests.append(lambda each, value=value: each.at < int(value) * 1_000)
            case _:
                raise Refused(400, "invalidArgument", f"the double does not search for {word}")
    return lambda each: all(test(each) for test in tests)


def _shown(letter: Kept, form: str) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": letter.id,
        "threadId": letter.thread,
        "labelIds": sorted(letter.labels),
        "internalDate": str(letter.at),
        "sizeEstimate": len(letter.raw),
        "historyId": "1",
        "snippet": "",
    }
    if form == "raw":
        shown["raw"] = base64.urlsafe_b64encode(letter.raw).decode()
    if form == "full":
        shown["payload"] = _payload(letter.message, "")
    return shown


def _payload(part: Message, number: str) -> dict[str, Any]:
    headers = [{"name": name, "value": _text(str(value))} for name, value in part.raw_items()]
    is_report = part.get_content_type() == "message/delivery-status"
    inner = part.get_payload() if part.is_multipart() else []
    shown: dict[str, Any] = {
        "partId": number,
        "mimeType": part.get_content_type(),
        "filename": part.get_filename() or "",
        "headers": headers,
    }
    if part.is_multipart() and not is_report:
        shown["parts"] = [_payload(each, f"{number}.{n}".strip(".")) for n, each in enumerate(inner)]
        shown["body"] = {"size": 0}
        return shown
    content = b"\n".join(each.as_bytes() for each in inner) if is_report else bytes(part.get_payload(decode=True) or b"")
    is_text = is_report or (part.get_content_maintype() == "text" and not part.get_filename())
    if is_text and not is_report and (charset := part.get_content_charset()):
        # Gmail gives texts in UTF-8, whatever they were written in.
        content = content.decode(charset, "replace").encode("utf-8", "replace") if _is_known(charset) else content
    if is_text or len(content) <= 0:
        shown["body"] = {"size": len(content), "data": base64.urlsafe_b64encode(content).decode()}
    else:
        shown["body"] = {"size": len(content), "attachmentId": f"att-{number}"}
    return shown


def _text(value: str) -> str:
    raw = value.encode("ascii", "surrogateescape")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _is_known(charset: str) -> bool:
    try:
        "".encode(charset)
    except LookupError:
        return False
    return True
