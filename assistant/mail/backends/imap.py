"""Any mailbox: read over IMAP, sent over SMTP."""

from __future__ import annotations

import json
import re
import ssl
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import TypeVar

from imapclient import IMAPClient
from imapclient.exceptions import CapabilityError, IMAPClientAbortError, IMAPClientError, LoginError

from assistant.domain.letter import LetterChange, MailAccount, Role, ServerAddress
from assistant.errors import SignInNeeded, StepError, StepRefused, Unreachable
from assistant.extensions.mail import MailBackend, MailNews, Marks, PlacedLetter
from assistant.mail import headers, smtp
from assistant.mail.folders import Folder, gone, place_of, read_folders, read_place
from assistant.mail.imap_flags import flags_of
from assistant.mail.imap_news import FolderNews
from assistant.mail.sasl import Exchange, Login, sign_in_needed

T = TypeVar("T")
TIMEOUT = 30.0
_PASSING = re.compile(r"\[(?:UNAVAILABLE|INUSE|LIMIT|SERVERBUG)\b", re.IGNORECASE)
"""What a server says when it is not the password that is wrong (RFC 5530)."""
_SILENT_FOLDERS = frozenset({"trash", "junk"})


class ImapBackend(MailBackend):
    """IMAP and SMTP, with a password or with tokens."""

    def __init__(self, account: MailAccount, secret: str) -> None:
        super().__init__(account, secret)
        self._client: IMAPClient | None = None
        self._known: tuple[Folder, ...] = ()
        self._watching: IMAPClient | None = None
        """A connection of its own that only waits (IDLE)."""
        self._waited_from = -1
        self._known_login: Login | None = None

    def check(self) -> None:
        """Log in on both servers."""
        self._with_client(lambda client: client.noop())
        smtp.check(self._server(self.account.outgoing), self._login())

    # --- reading ---

    def news(self, cursor: str, since: datetime, limit: int) -> MailNews:
        """Folder after folder, the inbox first."""
        state: dict[str, dict[str, int]] = json.loads(cursor) if cursor else {}
        return self._with_client(lambda client: self._news(client, state, since, limit))

    def _news(self, client: IMAPClient, state: dict[str, dict[str, int]], since: datetime, limit: int) -> MailNews:
        letters: list[PlacedLetter] = []
        marked: dict[str, Marks] = {}
        left: dict[str, frozenset[str]] = {}
        folders = [folder for folder in self._folders(client) if folder.role not in _SILENT_FOLDERS]
        left.update({lost: frozenset() for lost in state.keys() - {folder.name for folder in folders}})
        after: dict[str, dict[str, int]] = {}
        more = False
        for folder in folders:
            reading = FolderNews(client, folder, state.get(folder.name, {}))
            # What was sent tells who matters, so the inbox never takes all.
            letters += reading.letters(since, limit - limit // 4 if folder.role == "inbox" else limit - len(letters))
            marked.update(reading.marked)
            if reading.left is not None:
                left[folder.name] = reading.left
            after[folder.name] = reading.after
            more = more or reading.more
        return MailNews(json.dumps(after), letters, marked, left, more)

    def raw(self, place: str, largest: int) -> bytes:
        """The whole letter, looked at without marking it as read."""

        def fetch(client: IMAPClient) -> bytes:
            uid = self._select(client, place, readonly=True)
            size = client.fetch([uid], ["RFC822.SIZE"]).get(uid, {}).get(b"RFC822.SIZE")
            if size is None:
                raise gone()
            if size > largest:
                raise StepRefused(
                    f"The letter is larger than {largest // 1_000_000} MB.", ru=f"Письмо больше {largest // 1_000_000} МБ."
                )
            return bytes(client.fetch([uid], ["BODY.PEEK[]"])[uid][b"BODY[]"])

        return self._with_client(fetch)

    def find(self, message_id: str, roles: Sequence[Role]) -> tuple[str, str] | None:
        """Ask each folder for the header."""

        def look(client: IMAPClient) -> tuple[str, str] | None:
            for folder in self._folders(client):
                if folder.role in roles:
                    validity = int(client.select_folder(folder.name, readonly=True)[b"UIDVALIDITY"])
                    if found := client.search(["HEADER", "Message-ID", message_id]):
                        return place_of(folder.name, validity, max(found)), folder.name
            return None

        return self._with_client(look)

    # --- changing ---

    def change(self, place: str, change: LetterChange) -> tuple[str, str]:
        """Flags first, then the move; labels are keywords here."""

        def work(client: IMAPClient) -> tuple[str, str]:
            uid = self._select(client, place)
            for flag, wanted in flags_of(change):
                (client.add_flags if wanted else client.remove_flags)([uid], [flag], silent=True)
            target = self._target(client, change)
            return (self._move(client, place, uid, target), target) if target else (place, read_place(place)[0])

        return self._with_client(work)

    def keep(self, raw: bytes, role: Role) -> tuple[str, str]:
        """Append to the folder for it."""

        def work(client: IMAPClient) -> tuple[str, str]:
            folder = self._folder_for(client, role)
            flags = [b"\\Seen", *([b"\\Draft"] if role == "drafts" else [])]
            return self._appended(client, folder, raw, flags), folder

        return self._with_client(work)

    def remove(self, place: str) -> None:
        """Delete and expunge this one letter."""

        def work(client: IMAPClient) -> None:
            uid = self._select(client, place)
            client.add_flags([uid], [b"\\Deleted"], silent=True)
            if client.has_capability("UIDPLUS"):
                client.uid_expunge([uid])

        self._with_client(work)

    def send(self, raw: bytes, sender: str, recipients: Sequence[str], begun: Callable[[], None]) -> str:
        """Over SMTP."""
        return smtp.send(self._server(self.account.outgoing), self._login(), raw, sender, recipients, begun)

    def wait(self, seconds: float) -> bool:
        """By IDLE, on the inbox. Raises NotImplementedError for a server without it."""
        host = self._server(self.account.incoming).host
        try:
            client = self._watching = self._watching or self._logged_in()
            if not client.has_capability("IDLE"):
                raise NotImplementedError
            after = int(client.select_folder("INBOX", readonly=True).get(b"UIDNEXT") or 0)
            if after != self._waited_from:
                # Something came while nobody waited.
                self._waited_from = after
                return True
            client.idle()
            try:
                return bool(client.idle_check(timeout=seconds))
            finally:
                client.idle_done()
        except (IMAPClientError, OSError) as error:
            self._stop_watching()
            raise smtp.unreachable(host, error) from error

    def _stop_watching(self) -> None:
        client, self._watching = self._watching, None
        if client is not None:
            with suppress(IMAPClientError, OSError):
                client.shutdown()

    def close(self) -> None:
        """Log out when that is possible at all."""
        self._stop_watching()
        client, self._client = self._client, None
        if client is not None:
            with suppress(IMAPClientError, OSError):
                client.logout()

    # --- the connection ---

    def _with_client(self, work: Callable[[IMAPClient], T]) -> T:
        """Do it, on a fresh connection when the one that was open has died meanwhile."""
        host = self._server(self.account.incoming).host
        was_open = self._client is not None
        for again in (was_open, False):
            try:
                return work(self._connected())
            except ssl.SSLError as error:
                self._drop()
                raise smtp.insecure(host, error) from error
            except (IMAPClientAbortError, OSError) as error:
                self._drop()
                if not again:
                    raise smtp.unreachable(host, error) from error
            except (IMAPClientError, CapabilityError) as error:
                raise StepError(f"{host}: {error}", ru=f"{host}: {error}") from error
        raise Unreachable(f"{host} cannot be reached.", ru=f"{host} недоступен.")

    def _logged_in(self) -> IMAPClient:
        server = self._server(self.account.incoming)
        context = ssl.create_default_context()
        client = IMAPClient(server.host, server.port, ssl=server.security == "tls", ssl_context=context, timeout=TIMEOUT)
        try:
            if server.security == "starttls":
                client.starttls(context)
            self._log_in(client, server)
        except LoginError as error:
            with suppress(IMAPClientError, OSError):
                client.shutdown()
            if _PASSING.search(str(error)):
                raise smtp.unreachable(server.host, error) from None
            if self.account.login != "password":
                raise sign_in_needed(server.host, str(error)[:200]) from None
            raise smtp.wrong_password(server.host, str(error)[:200]) from None
        except (SignInNeeded, Unreachable):
            client.shutdown()
            raise
        return client

    def _log_in(self, client: IMAPClient, server: ServerAddress) -> None:
        """A refused token is renewed once, where that is possible."""
        login = self._login()
        if login.bearer is None:
            client.login(login.user, login.password)
            return
        for again in (login.bearer.renewable, False):
            exchange = Exchange(login, server.host, server.port)
            try:
                client.sasl_login(exchange.mechanism, exchange)
                return
            except LoginError as error:
                if _PASSING.search(str(error)):
                    raise
                login.bearer.refused()
                if not again:
                    raise

    def _connected(self) -> IMAPClient:
        if self._client is None:
            client = self._logged_in()
            if client.has_capability("CONDSTORE") and client.has_capability("ENABLE"):
                # The server then tells whether marks have changed at all.
                client.enable("CONDSTORE")
            self._client, self._known = client, ()
        return self._client

    def _drop(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            with suppress(IMAPClientError, OSError):
                client.shutdown()

    def _login(self) -> Login:
        self._known_login = self._known_login or Login.of(self.account, self._secret)
        return self._known_login

    def _server(self, server: ServerAddress | None) -> ServerAddress:
        if server is None:
            raise StepRefused(
                f"The servers of {self.account.email} are not known.", ru=f"Серверы ящика {self.account.email} не указаны."
            )
        return server

    # --- folders ---

    def _folders(self, client: IMAPClient) -> tuple[Folder, ...]:
        if not self._known:
            self._known = read_folders(client.list_folders())
        return self._known

    def _folder_for(self, client: IMAPClient, role: Role) -> str:
        found = next((folder.name for folder in self._folders(client) if folder.role == role), "")
        if not found:
            found = {"sent": "Sent", "drafts": "Drafts", "archive": "Archive", "trash": "Trash", "junk": "Junk"}.get(
                role, "INBOX"
            )
            client.create_folder(found)
            self._known = (*self._known, Folder(found, role))
        return found

    def _target(self, client: IMAPClient, change: LetterChange) -> str:
        if change.role is not None:
            return self._folder_for(client, change.role)
        if change.folder is None:
            return ""
        names = {folder.name.casefold(): folder.name for folder in self._folders(client)}
        last = {folder.last.casefold(): folder.name for folder in reversed(self._folders(client))}
        wanted = change.folder.casefold()
        if found := names.get(wanted) or last.get(wanted):
            return found
        there = ", ".join(folder.name for folder in self._folders(client)[:30])
        raise StepRefused(
            f"There is no folder {change.folder!r}; there are: {there}.", ru=f"Папки «{change.folder}» нет; есть: {there}."
        )

    def _select(self, client: IMAPClient, place: str, *, readonly: bool = False) -> int:
        folder, validity, uid = read_place(place)
        if int(client.select_folder(folder, readonly=readonly)[b"UIDVALIDITY"]) != validity:
            raise gone()
        return uid

    def _move(self, client: IMAPClient, place: str, uid: int, target: str) -> str:
        if target == read_place(place)[0]:
            return place
        found = client.fetch([uid], ["BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]"])
        if uid not in found:
            raise gone()
        expected = int(client.folder_status(target, ["UIDNEXT"])[b"UIDNEXT"])
        if client.has_capability("MOVE"):
            client.move([uid], target)
        else:
            client.copy([uid], target)
            client.add_flags([uid], [b"\\Deleted"], silent=True)
            if client.has_capability("UIDPLUS"):
                client.uid_expunge([uid])
        validity = int(client.select_folder(target, readonly=True)[b"UIDVALIDITY"])
        header = next((bytes(value) for key, value in found[uid].items() if key.startswith(b"BODY[")), b"")
        # A stranger wrote it: folded or with quotes it would be no word of a search.
        message_id = next(iter(headers.message_ids(header.partition(b":")[2].decode("ascii", "ignore"))), "")
        arrived = client.search(["UID", f"{expected}:*", *(["HEADER", "Message-ID", message_id] if message_id else [])])
        return place_of(target, validity, max(arrived, default=expected))

    def _appended(self, client: IMAPClient, folder: str, raw: bytes, flags: Sequence[bytes]) -> str:
        expected = client.folder_status(folder, ["UIDNEXT", "UIDVALIDITY"])
        client.append(folder, raw, flags=flags, msg_time=datetime.now(UTC))
        validity = int(client.select_folder(folder, readonly=True)[b"UIDVALIDITY"])
        arrived = client.search(["UID", f"{int(expected[b'UIDNEXT'])}:*"])
        return place_of(folder, validity, max(arrived, default=int(expected[b"UIDNEXT"])))
