"""What can be read of letters and their templates."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labelling.core import i18n
from labelling.core.access import Actor, may
from labelling.core.clock import today
from labelling.core.errors import NotFound
from labelling.core.permissions import Permission
from labelling.decisions import correspondence
from labelling.decisions.correspondence.models import (
    Letter,
    LetterFile,
    LetterKind,
    LetterTemplate,
)
from labelling.decisions.correspondence.subjects import Post, ProposedTemplate
from labelling.decisions.ties import ties_of
from labelling.people import queries as people


@dataclass(frozen=True, slots=True)
class Wording:
    """The text of a template; ``template_id`` is None for the one that ships."""

    subject: str
    body: str
    template_id: UUID | None
    version: int


@cache
def shipped(language: str) -> Mapping[LetterKind, Wording]:
    """Return the templates that ship in a language."""
    file = files(correspondence).joinpath("shipped").joinpath(f"{language}.toml")
    found = tomllib.loads(file.read_text("utf-8"))
    return {
        kind: Wording(found[kind]["subject"], found[kind]["body"].strip(), None, 0)
        for kind in LetterKind
    }


def language_of(language: str) -> str:
    """Return the language in which letters to an organisation are written."""
    return language if language in i18n.LANGUAGES else i18n.DEFAULT


def wording(session: Session, scheme: str, kind: LetterKind, language: str) -> Wording:
    """Return the template in force, or the one that ships; in English where a language has none."""
    language = language_of(language)
    row = session.scalars(
        select(LetterTemplate)
        .where(
            LetterTemplate.scheme == scheme,
            LetterTemplate.kind == kind,
            LetterTemplate.language == language,
            LetterTemplate.put_in_force_at.is_not(None),
        )
        .order_by(LetterTemplate.version.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return shipped(language)[kind]
    return Wording(row.subject, row.body, row.id, row.version)


def versions(
    session: Session, scheme: str, kind: LetterKind, language: str
) -> list[LetterTemplate]:
    """Return every version of a template, newest first."""
    return list(
        session.scalars(
            select(LetterTemplate)
            .where(
                LetterTemplate.scheme == scheme,
                LetterTemplate.kind == kind,
                LetterTemplate.language == language,
            )
            .order_by(LetterTemplate.version.desc())
        )
    )


def waiting(session: Session) -> list[LetterTemplate]:
    """Return the versions that wait for their second officer, oldest first.

    A version that a later one in force has overtaken waits no longer.
    """
    one = (LetterTemplate.scheme, LetterTemplate.kind, LetterTemplate.language)
    in_force = session.execute(
        select(*one, func.max(LetterTemplate.version))
        .where(LetterTemplate.put_in_force_at.is_not(None))
        .group_by(*one)
    )
    newest = {(scheme, kind, language): version for scheme, kind, language, version in in_force}
    rows = session.scalars(
        select(LetterTemplate)
        .where(LetterTemplate.put_in_force_at.is_(None))
        .order_by(LetterTemplate.written_at, LetterTemplate.id)
    )
    return [
        row for row in rows if row.version > newest.get((row.scheme, row.kind, row.language), 0)
    ]


def get_template(session: Session, template_id: UUID) -> LetterTemplate:
    """Return a version of a template; raise NotFound."""
    found = session.get(LetterTemplate, template_id)
    if found is None:
        raise NotFound
    return found


def proposed_for(
    session: Session, template: LetterTemplate, person_id: UUID | None, now: datetime
) -> ProposedTemplate:
    """Return a version as a person stands to its writer."""
    independent = person_id is not None and people.independent(
        session, template.written_by, person_id, now
    )
    return ProposedTemplate(template, person_id, independent)


def get_letter(session: Session, letter_id: UUID) -> Letter:
    """Return a letter; raise NotFound, and when its text is gone."""
    found = session.get(Letter, letter_id)
    if found is None or not found.body:
        raise NotFound
    return found


def post_for(session: Session, letter: Letter, person_id: UUID | None, now: datetime) -> Post:
    """Return a letter as a person stands to its addressee."""
    ties = ties_of(session, person_id, today(now))
    return Post(letter, person_id, ties.bound_up(letter.organisation_id))


def readable(
    session: Session, actor: Actor, letters: Iterable[Letter], now: datetime
) -> list[Letter]:
    """Return those of some letters that the actor may read, in the same order."""
    ties = ties_of(session, actor.person_id, today(now))
    return [
        letter
        for letter in letters
        if may(
            actor,
            Permission.LETTER_READ,
            Post(letter, actor.person_id, ties.bound_up(letter.organisation_id)),
        )
    ]


def letters_to(session: Session, organisation_ids: list[UUID]) -> list[Letter]:
    """Return the letters to organisations, newest first."""
    return list(
        session.scalars(
            select(Letter)
            .where(Letter.organisation_id.in_(organisation_ids), Letter.body != "")
            .order_by(Letter.written_at.desc(), Letter.id)
        )
    )


def letters_of_label(session: Session, label_id: UUID) -> list[Letter]:
    """Return the letters about a label, newest first."""
    return list(
        session.scalars(
            select(Letter)
            .where(Letter.label_id == label_id, Letter.body != "")
            .order_by(Letter.written_at.desc(), Letter.id)
        )
    )


def letters_of_application(session: Session, application_id: UUID) -> list[Letter]:
    """Return the letters about an application, newest first."""
    return list(
        session.scalars(
            select(Letter)
            .where(Letter.application_id == application_id, Letter.body != "")
            .order_by(Letter.written_at.desc(), Letter.id)
        )
    )


def find_printed(session: Session, letter_id: UUID) -> LetterFile | None:
    """Return the printed letter, once there is one."""
    return session.get(LetterFile, letter_id)
