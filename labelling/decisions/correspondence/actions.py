"""Writing templates, putting them in force, and writing the letters themselves."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labelling.core import access, audit, i18n, outbox
from labelling.core.access import SYSTEM, Actor
from labelling.core.errors import Invalid, NotFound, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.decisions.bodies import schemes
from labelling.decisions.correspondence import queries
from labelling.decisions.correspondence.filling import filled, strange
from labelling.decisions.correspondence.models import (
    Letter,
    LetterFile,
    LetterKind,
    LetterTemplate,
)
from labelling.decisions.correspondence.subjects import Templates
from labelling.decisions.subjects import person_of
from labelling.organisations.queries import get_organisation

SUBJECT_LIMIT = 200
BODY_LIMIT = 6000
PRINT = "letter.print"
_STRANGE = lazy("“%(name)s” in braces is no name that this letter knows.")


def write_template(
    session: Session,
    *,
    actor: Actor,
    scheme: str,
    kind: LetterKind,
    language: str,
    subject: str,
    body: str,
    now: datetime,
) -> LetterTemplate:
    """Write a new version of a template; letters use it once another officer has put it in force.

    Raises Invalid for a name in braces that letters of this kind do not know.
    """
    access.require(actor, Permission.LETTER_TEMPLATE_WRITE, Templates(), now=now)
    if scheme not in schemes() or language not in i18n.LANGUAGES:
        raise NotFound
    refuse_wording(kind, subject, body)
    last = session.scalar(
        select(func.max(LetterTemplate.version)).where(
            LetterTemplate.scheme == scheme,
            LetterTemplate.kind == kind,
            LetterTemplate.language == language,
        )
    )
    template = LetterTemplate(
        scheme=scheme,
        kind=kind,
        language=language,
        version=(last or 0) + 1,
        subject=subject,
        body=body,
        written_at=now,
        written_by=person_of(actor),
    )
    session.add(template)
    session.flush()
    audit.record(
        session,
        actor,
        "letter_template.written",
        template,
        now,
        kind=kind.value,
        language=language,
        version=template.version,
        title=subject,
        body=body,
    )
    return template


def refuse_wording(kind: LetterKind, subject: str, body: str) -> None:
    """Raise Invalid for a template that is empty, too long, or names what is not there."""
    for name, text, most in (("subject", subject, SUBJECT_LIMIT), ("body", body, BODY_LIMIT)):
        if not text:
            raise Invalid(lazy("Fill this in."), field=name)
        if len(text) > most:
            raise Invalid(lazy("This text may have %(most)s characters."), field=name, most=most)
        unknown = strange(text, kind)
        if unknown:
            raise Invalid(_STRANGE, field=name, name=unknown[0])


def put_in_force(
    session: Session, *, actor: Actor, template_id: UUID, now: datetime
) -> LetterTemplate:
    """Put a version in force as the second officer; raise NotNow where it waits no longer."""
    template = queries.get_template(session, template_id)
    proposed = queries.proposed_for(session, template, actor.person_id, now)
    access.require(actor, Permission.LETTER_TEMPLATE_CONFIRM, proposed, now=now)
    if template.id not in {one.id for one in queries.waiting(session)}:
        raise NotNow(lazy("This version waits no longer: it or a later one is in force."))
    template.put_in_force_at, template.put_in_force_by = now, person_of(actor)
    session.flush()
    audit.record(
        session, actor, "letter_template.in_force", template, now, version=template.version
    )
    return template


def write_letter(
    session: Session,
    *,
    kind: LetterKind,
    scheme: str,
    organisation_id: UUID,
    reference: str,
    values: Mapping[str, str],
    now: datetime,
    application_id: UUID | None = None,
    label_id: UUID | None = None,
) -> Letter:
    """Write a letter to an organisation in its language, fix its text, and have it printed.

    ``values`` are those of the kind's names, in that language. It has no permission of its own:
    the action that calls it has required its own.
    """
    organisation = get_organisation(session, organisation_id)
    found = queries.wording(session, scheme, kind, organisation.language)
    subject, body = filled(found.subject, values), filled(found.body, values)
    letter = Letter(
        organisation_id=organisation_id,
        application_id=application_id,
        label_id=label_id,
        template_id=found.template_id,
        kind=kind,
        language=queries.language_of(organisation.language),
        scheme=scheme,
        address=f"{values['holder']}\n{values['city']}\n{values['country']}",
        reference=reference,
        subject=subject,
        body=body,
        sha256=hashlib.sha256(f"{subject}\n\n{body}".encode()).hexdigest(),
        written_at=now,
    )
    session.add(letter)
    session.flush()
    audit.record(session, SYSTEM, "letter.written", letter, now, sha256=letter.sha256)
    outbox.put_job(session, PRINT, {"letter": str(letter.id)}, now, about=letter)
    return letter


def note_printed(session: Session, *, letter_id: UUID, sha256: str, now: datetime) -> None:
    """Note the printed letter; a second print changes nothing."""
    if queries.find_printed(session, letter_id) is None:
        session.add(LetterFile(letter_id=letter_id, sha256=sha256, printed_at=now))
