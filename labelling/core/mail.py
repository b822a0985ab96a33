"""Mail: queued with the change that causes it, written in the reader's language when sent.

A template in ``templates/mail/<name>.txt`` has its subject in the first line, then a blank line,
then the text. It gets primitives only, never rows.
"""

import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import formataddr, make_msgid
from functools import cache
from typing import Any, Protocol
from uuid import UUID

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy.orm import Session

from labelling import places
from labelling.core import i18n
from labelling.core.outbox import Kind, Outgoing, Undeliverable, put
from labelling.core.secrets import vault
from labelling.settings import Settings

_SEAL = "mail"


class Recipient(Protocol):
    """Somebody who gets mail."""

    @property
    def id(self) -> UUID: ...
    @property
    def email(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def language(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as it leaves: one recipient, plain text, with a calendar entry where it has one."""

    address: str
    subject: str
    body: str
    calendar: str = ""


def send(
    session: Session,
    to: Recipient,
    template: str,
    now: datetime,
    *,
    about: object | None = None,
    key: str | None = None,
    secret: str | None = None,
    calendar: str = "",
    not_before: datetime | None = None,
    **context: str | int | bool | None,
) -> None:
    """Queue a mail to one person. ``secret`` (a token for a link) is kept sealed.

    ``calendar`` is a calendar object (RFC 5545) that goes along as a file.

    With a ``key`` that was used before nothing is queued: a reminder goes out once. ``context``
    holds primitives; days as ISO text are shown by the template's ``day`` filter.
    """
    payload: dict[str, Any] = {"language": to.language, "name": to.name, "context": context}
    if secret is not None:
        payload["sealed"] = vault().seal(_SEAL, secret.encode()).decode()
    if calendar:
        payload["calendar"] = calendar
    put(
        session,
        Outgoing(
            kind=Kind.MAIL,
            name=template,
            payload=payload,
            person_id=to.id,
            address=to.email,
            key=key,
            created_at=now,
        ),
        about=about,
        not_before=not_before,
    )


def compose(template: str, payload: Mapping[str, Any], address: str, settings: Settings) -> Letter:
    """Write the mail in its reader's language; raise jinja2 errors for a missing value."""
    context = dict(payload["context"])
    if "sealed" in payload:
        context["secret"] = vault().unseal(_SEAL, payload["sealed"].encode()).decode()
    with i18n.speaking(payload["language"], settings.zone):
        text = (
            _templates()
            .get_template(f"mail/{template}.txt")
            .render(
                **context,
                name=payload["name"],
                public_url=settings.public_url,
                product_name=settings.product_name,
                office_name=settings.office_name,
                office_email=settings.office_email,
            )
        )
    subject, _, body = text.strip().partition("\n")
    calendar = payload.get("calendar", "")
    return Letter(address, " ".join(subject.split()), body.strip() + "\n", calendar)


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(places.TEMPLATES),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 (plain text, not HTML)
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        i18n.gettext, i18n.ngettext, newstyle=False
    )
    environment.filters["day"] = lambda iso: i18n.format_weekday(_day(iso))
    environment.filters["date"] = lambda iso: i18n.format_day(_day(iso))
    environment.filters["country"] = i18n.country_name
    environment.globals["_"] = i18n.gettext
    return environment


def _day(iso: str | None) -> Any:
    return None if iso is None else datetime.fromisoformat(iso).date()


def deliver(letter: Letter, settings: Settings) -> None:
    """Hand a mail to the mail server; raise Undeliverable where it refuses
    for good, OSError else."""
    message = EmailMessage()
    message["From"] = formataddr((settings.office_name, settings.office_email))
    message["To"] = letter.address
    message["Subject"] = letter.subject
    message["Message-ID"] = make_msgid(domain=settings.office_email.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body)
    if letter.calendar:
        message.add_attachment(letter.calendar, subtype="calendar", filename="meeting.ics")
    try:
        with smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=20) as server:
            if settings.smtp_tls:
                server.starttls(context=ssl.create_default_context())
            if settings.smtp_user and settings.smtp_password:
                server.login(settings.smtp_user, settings.smtp_password.get_secret_value())
            server.send_message(message)
    except smtplib.SMTPRecipientsRefused as refused:
        code = next(iter(refused.recipients.values()))[0]
        if code >= 500:  # noqa: PLR2004 (RFC 5321: 5yz is permanent)
            raise Undeliverable(f"refused by the mail server ({code})") from None
        raise OSError(f"not accepted now ({code})") from None
