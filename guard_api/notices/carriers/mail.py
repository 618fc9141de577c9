"""Letters by the organisation's own mail server."""

import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from typing import Any

from guard_api.notices.carriers import network
from guard_api.notices.carriers.letter import SENT, Letter, Outcome, failed

TIMEOUT_S = 15
BODY = {
    "en": (
        "Hello {name},\n\n{text}\n{link}\n"
        "-- \n"
        "{organisation} sends its notices by e-mail too. You choose quiet hours, and whether you get these "
        "letters, in the app under Account.\n"
    ),
    "zh-CN": (
        "{name}，您好！\n\n{text}\n{link}\n"
        "-- \n"
        "此邮件由{organisation}的通知系统发送。您可以在应用的“账户”页面设置免打扰时段，或关闭邮件通知。\n"
    ),
}
OPEN = {"en": "\nOpen in the app: {link}\n", "zh-CN": "\n在应用中打开：{link}\n"}


class _OpenSmtp(smtplib.SMTP):
    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return super()._get_socket(network.open_address(host, port), port, timeout)


class _OpenSmtpSsl(smtplib.SMTP_SSL):
    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return super()._get_socket(network.open_address(host, port), port, timeout)


@contextmanager
def line(settings: dict[str, Any]) -> Iterator[Callable[[Letter], Outcome]]:
    """One connection for all letters of a batch; it is opened by the first."""
    server: list[smtplib.SMTP] = []

    def send(letter: Letter) -> Outcome:
        try:
            if not server:
                server.append(_signed_in(settings))
        except Exception as error:
            return _line_down(error)
        return _handed_over(server, settings, letter)

    try:
        yield send
    finally:
        for one in server:
            with suppress(smtplib.SMTPException, OSError):
                one.quit()


def _signed_in(settings: dict[str, Any]) -> smtplib.SMTP:
    trusted = ssl.create_default_context()
    if settings["security"] == "ssl":
        server = _OpenSmtpSsl(settings["host"], settings["port"], timeout=TIMEOUT_S, context=trusted)
    else:
        server = _OpenSmtp(settings["host"], settings["port"], timeout=TIMEOUT_S)
    if settings["security"] == "starttls":
        server.starttls(context=trusted)
    if "username" in settings:
        server.login(settings["username"], settings["password"])
    return server


def _line_down(error: Exception) -> Outcome:
    """Nothing can be handed over at present."""
    if isinstance(error, network.Refused | network.Unknown):
        return failed(error.code, final=isinstance(error, network.Refused), line_down=True)
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return failed("notices.sign_in_refused", _said(error), line_down=True)
    if isinstance(error, ssl.SSLError | smtplib.SMTPNotSupportedError):
        return failed("notices.not_secure", error, line_down=True)
    if isinstance(error, smtplib.SMTPException | OSError | UnicodeError):
        return failed("notices.unreachable", error, line_down=True)
    raise error


def _handed_over(server: list[smtplib.SMTP], settings: dict[str, Any], letter: Letter) -> Outcome:
    try:
        server[0].send_message(written(letter, settings), settings["sender"], [letter.to])
    except smtplib.SMTPRecipientsRefused as error:
        [(code, words)] = error.recipients.values()
        return failed("notices.recipient_refused", _text(code, words), final=code >= 500)
    except smtplib.SMTPResponseException as error:
        return failed("notices.refused", _said(error), final=error.smtp_code >= 500)
    except (smtplib.SMTPException, OSError, UnicodeError) as error:
        server.clear()
        return failed("notices.unreachable", error)
    return SENT


def _said(error: smtplib.SMTPResponseException) -> str:
    return _text(error.smtp_code, error.smtp_error)


def _text(code: int, words: bytes | str) -> str:
    return f"{code} {words.decode(errors='replace') if isinstance(words, bytes) else words}"


def written(letter: Letter, settings: dict[str, Any]) -> EmailMessage:
    """The letter as mail. Its Message-ID is the delivery's, so that a second copy is known as one."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = formataddr((settings.get("sender_name") or letter.organisation, settings["sender"]))
    mail["To"] = formataddr((letter.name or "", letter.to))
    mail["Subject"] = _subject(letter)
    mail["Date"] = format_datetime(letter.at)
    mail["Message-ID"] = f"<{letter.id}@{settings['sender'].rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    if letter.urgent:
        mail["Importance"] = "high"
    link = OPEN[letter.language].format(link=letter.link) if letter.link else ""
    said = {"name": letter.name or "", "text": letter.text, "organisation": letter.organisation}
    mail.set_content(BODY[letter.language].format(link=link, **said), cte="base64")
    mail["Content-Language"] = letter.language
    return mail


def _subject(letter: Letter) -> str:
    words = " ".join(letter.text.split())
    short = words if len(words) <= 90 else words[:89] + "…"
    return f"[{letter.organisation}] {short}"
