"""Forms that count once: a second press, or a second sending, carries nothing out.

A page draws a hidden key into the form (``post_form(form, once=true)``). The view counts the form
in the unit of work that carries it out::

    with unit_of_work() as session:
        once.count(session, actor, now, leads_to=url_for(".actions", done="planned"))
        plan_action(session, …)

The same key by the same account, sent to the same address with the same content, is then answered
as the first time: led to the same page, which says that it counted once. With other content it is
refused with a sentence, so that nothing typed is lost unseen. A form without a key counts as ever.
"""

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import IO
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from flask import redirect, request
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from labelling.core.access import Actor
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid
from labelling.core.i18n import lazy
from labelling.core.secrets import new_token, vault
from labelling.core.sentforms import SentForm, find_sent
from labelling.core.web import forgery

FIELD = "once"
AGAIN = "again"
_CHUNK = 1_000_000
_KEY = re.compile(r"[0-9a-f]{32}", re.ASCII)
_OTHER = lazy(
    "You sent this form a moment ago with something else in it, and that was carried out. Look "
    "whether it is what you want; if you want this as well, send it now."
)


class Repeated(Exception):
    """The form of this request was carried out before; ``address`` is where that led."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


def field() -> Markup:
    """Return a hidden field with a fresh key."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, secrets.token_hex(16))


def count(session: Session, actor: Actor, now: datetime, *, leads_to: str) -> SentForm | None:
    """Note that the form of this request is carried out, in the unit of work that does so.

    ``leads_to`` is the page that answers it, '' where a repeat is answered by the view itself; the
    row's ``address`` may be changed in the same unit. Returns None for a form without a key. Raises
    Repeated for a form that was carried out before, Invalid where it had other content then.
    """
    key, person_id = _key(), actor.person_id
    if key is None or person_id is None:
        return None
    earlier = find_sent(session, person_id, _form(key))
    if earlier is not None:
        _refuse_other(earlier)
        raise Repeated(earlier.address)
    row = SentForm(
        person_id=person_id, form=_form(key), content=_content(), address=leads_to, sent_at=now
    )
    session.add(row)
    session.flush()
    return row


@contextmanager
def carrying_out(actor: Actor, now: datetime, *, leads_to: str) -> Iterator[Session]:
    """Lend a unit of work that counts the form of this request, as ``count`` does."""
    with unit_of_work() as session:
        count(session, actor, now, leads_to=leads_to)
        yield session


def find_counted(session: Session, actor: Actor) -> SentForm | None:
    """Return this very form, with this content, as it was carried out before; None where not."""
    key, person_id = _key(), actor.person_id
    if key is None or person_id is None:
        return None
    earlier = find_sent(session, person_id, _form(key))
    return earlier if earlier is not None and earlier.content == _content() else None


def answer_repeat(actor: Actor) -> Response | None:
    """Answer a form that was carried out before, before any view looks at it; None for others."""
    key, person_id = _key(), actor.person_id
    if key is None or person_id is None:
        return None
    with reading() as session:
        earlier = find_sent(session, person_id, _form(key))
    if earlier is None or not earlier.address or earlier.content != _content():
        return None
    return lead(Repeated(earlier.address))


def lead(repeated: Repeated) -> Response:
    """Lead to the page that answered the form the first time; it says that it counted once."""
    parts = urlsplit(repeated.address)
    query = urlencode([*parse_qsl(parts.query), (AGAIN, "1")])
    return redirect(urlunsplit(("", "", parts.path, query, parts.fragment)), 303)


def token(row: SentForm | None, number: int) -> str:
    """Return an unguessable token (256 bit) by number: for a form that was counted always the same.

    It follows from the row, so that the same key gives others once the row was forgotten.
    """
    if row is None:
        return new_token()
    signed = vault().sign("once", f"{row.id}:{number}")
    return base64.urlsafe_b64encode(bytes.fromhex(signed)).rstrip(b"=").decode()


def was_repeated() -> bool:
    """Say whether this page answers a form that was sent a second time."""
    return request.method == "GET" and request.args.get(AGAIN) == "1"


def _refuse_other(earlier: SentForm) -> None:
    if not hmac.compare_digest(earlier.content, _content()):
        raise Invalid(_OTHER)


def _key() -> str | None:
    """Return the key that a form was sent with, None for none of ours."""
    if request.method != "POST":
        return None
    key = request.form.get(FIELD, "")
    return key if _KEY.fullmatch(key) else None


def _form(key: str) -> str:
    return hashlib.sha256(f"{key} {request.path}".encode()).hexdigest()


def _content() -> str:
    """Return the hash of what was sent: fields, and files by name and hash."""
    sent = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in {FIELD, forgery.FIELD}
    ]
    files = [
        (name, file.filename or "", _hash_of(file.stream))
        for name, file in request.files.items(multi=True)
    ]
    text = urlencode(sent) + "".join(f"\n{urlencode({'file': one})}" for one in files)
    return hashlib.sha256(text.encode()).hexdigest()


def _hash_of(stream: IO[bytes]) -> str:
    """Return the SHA-256 of a file that was sent; who reads it afterwards finds it as it was."""
    place = stream.tell()
    stream.seek(0)
    found = hashlib.sha256()
    while chunk := stream.read(_CHUNK):
        found.update(chunk)
    stream.seek(place)
    return found.hexdigest()
