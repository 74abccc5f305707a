"""Sending one letter over SMTP, so that what was refused, what was taken and what nobody knows are told apart."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from assistant.domain.letter import ServerAddress
from assistant.errors import StepError, StepRefused, Unreachable
from assistant.mail.sasl import Exchange, Login, sign_in_needed

TIMEOUT = 30.0


def send(
    server: ServerAddress,
    login: Login,
    raw: bytes,
    sender: str,
    recipients: Sequence[str],
    begun: Callable[[], None],
) -> str:
    """Send; what the server said when it took the letter. Raises Unreachable, StepError, StepRefused."""
    with _connected(server, login) as smtp:
        options = ["SMTPUTF8"] if not all(each.isascii() for each in (sender, *recipients)) and smtp.has_extn("smtputf8") else []
        options += ["BODY=8BITMIME"] if smtp.has_extn("8bitmime") else []
        _accepted(*smtp.mail(sender, options), about=sender)
        for recipient in recipients:
            _accepted(*smtp.rcpt(recipient), about=recipient)
        begun()
        code, said = smtp.data(raw)
        _accepted(code, said, about="")
        return f"{code} {_text(said)}"


def check(server: ServerAddress, login: Login) -> None:
    """Connect and log in. Raises Unreachable, StepRefused."""
    with _connected(server, login):
        pass


@contextmanager
def _connected(server: ServerAddress, login: Login) -> Iterator[smtplib.SMTP]:
    try:
        smtp = _open(server)
    except ssl.SSLError as error:
        raise insecure(server.host, error) from error
    except (OSError, smtplib.SMTPException) as error:
        raise unreachable(server.host, error) from error
    try:
        _log_in(smtp, server, login)
        yield smtp
    except smtplib.SMTPServerDisconnected as error:
        raise unreachable(server.host, error) from error
    except smtplib.SMTPResponseException as error:
        _accepted(error.smtp_code, error.smtp_error, about="")
        raise StepError(f"{server.host}: {_text(error.smtp_error)}") from error
    except smtplib.SMTPException as error:
        raise StepRefused(
            f"{server.host} cannot send this: {error}.", ru=f"{server.host} не может это отправить: {error}."
        ) from error
    except OSError as error:
        raise unreachable(server.host, error) from error
    finally:
        _leave(smtp)


def _open(server: ServerAddress) -> smtplib.SMTP:
    if server.security == "tls":
        return smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT, context=ssl.create_default_context())
    smtp = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
    if server.security == "starttls":
        try:
            smtp.starttls(context=ssl.create_default_context())
        except BaseException:
            smtp.close()
            raise
    return smtp


def _log_in(smtp: smtplib.SMTP, server: ServerAddress, login: Login) -> None:
    smtp.ehlo_or_helo_if_needed()
    if login.bearer is not None:
        _log_in_with_token(smtp, server, login)
        return
    if not login.password or not smtp.has_extn("auth"):
        return
    try:
        smtp.login(login.user, login.password)
    except smtplib.SMTPAuthenticationError as error:
        if 400 <= error.smtp_code < 500 and error.smtp_code != 454:
            raise StepError(
                f"{server.host} does not let anybody in now: {_text(error.smtp_error)}",
                ru=f"{server.host} сейчас никого не впускает: {_text(error.smtp_error)}",
            ) from None
        raise wrong_password(server.host, _text(error.smtp_error)) from None


def _log_in_with_token(smtp: smtplib.SMTP, server: ServerAddress, login: Login) -> None:
    """A refused token is renewed once, where that is possible."""
    bearer = login.bearer
    for again in (bearer is not None and bearer.renewable, False):
        exchange = Exchange(login, server.host, server.port)
        try:
            smtp.auth(exchange.mechanism, exchange)
            return
        except smtplib.SMTPAuthenticationError as error:
            if bearer is not None:
                bearer.refused()
            if not again:
                raise sign_in_needed(server.host, _text(error.smtp_error)) from None


def _leave(smtp: smtplib.SMTP) -> None:
    try:
        smtp.quit()
    except (OSError, smtplib.SMTPException):
        smtp.close()


def _accepted(code: int, said: bytes | str, *, about: str) -> None:
    if 200 <= code < 300:
        return
    if code == 421:
        raise Unreachable(f"The mail server goes away: {_text(said)}", ru=f"Почтовый сервер отключился: {_text(said)}")
    whom, whom_ru = (f" for {about}", f" для {about}") if about else ("", "")
    text, ru = (
        f"The mail server refused the letter{whom}: {code} {_text(said)}",
        f"Почтовый сервер не принял письмо{whom_ru}: {code} {_text(said)}",
    )
    raise (StepError if 400 <= code < 500 else StepRefused)(text, ru=ru)


def _text(said: bytes | str) -> str:
    return " ".join((said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)).split())[:300]


def unreachable(host: str, error: Exception) -> Unreachable:
    """The error for a server that does not answer."""
    why = str(error) or type(error).__name__
    return Unreachable(f"{host} cannot be reached: {why}.", ru=f"{host} недоступен: {why}.")


def insecure(host: str, error: ssl.SSLError) -> StepRefused:
    """The error for a connection that cannot be trusted."""
    why = error.reason or str(error)
    return StepRefused(
        f"The connection to {host} is not secure ({why}), so the password was not sent. Check the server's name and port.",
        ru=f"Соединение с {host} небезопасно ({why}), пароль не отправлен. Проверьте имя сервера и порт.",
    )


def wrong_password(host: str, said: str) -> StepRefused:
    """The error for a refused login; holds what the server said, never what it was given."""
    return StepRefused(
        f"{host} does not accept the user name and password: {said} Many providers want an app password: make one in the mailbox's settings.",
        ru=f"{host} не принимает имя и пароль: {said} Многим почтовым службам нужен пароль приложения: создайте его в настройках ящика.",
    )
