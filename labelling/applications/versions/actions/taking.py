"""Taking over into the draft what another version says, part by part, so that neither is lost."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from labelling.applications import queries
from labelling.applications.actions import Content, cite_evidence, save_answer
from labelling.applications.actions.answers import refuse_frozen
from labelling.applications.models import Application
from labelling.applications.queries.drafts import cited_pieces
from labelling.applications.schemes import edition_of, level_of
from labelling.applications.versions.sources import (
    DRAFT,
    FORERUNNER,
    PartSaid,
    Source,
    find_forerunner,
    load_source,
)
from labelling.core import access
from labelling.core.access import Actor
from labelling.core.errors import Conflict, Invalid
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.organisations import queries as organisations


class Choice(StrEnum):
    """What becomes of a part: the draft stays, the other is taken, or both texts are kept."""

    LEAVE = "leave"
    TAKE = "take"
    JOIN = "join"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen for a part, and which version of the draft's answer was seen (0: none).

    ``mark`` tells what the other side said when it was shown; None for a caller that has compared
    it already.
    """

    choice: Choice
    seen: int
    mark: str | None = None


class SourceChanged(Conflict):
    """The other side no longer says what the preview showed."""


def take_over(
    session: Session,
    *,
    actor: Actor,
    application_id: UUID,
    key: str,
    chosen: Mapping[str, Chosen],
    now: datetime,
) -> list[str]:
    """Save the chosen parts of a source as the draft's newest versions; return which changed.

    Evidence that the source cites is cited, too, as far as it is in the library and the level
    takes it. Raises AnswerChanged where somebody has saved since, SourceChanged where the other
    side says something else than what was shown; then nothing is taken at all.
    """
    application = queries.get_application(session, application_id)
    access.require(actor, Permission.ANSWER_EDIT, application, now=now)
    refuse_frozen(application)
    wanted = {part: one for part, one in chosen.items() if one.choice is not Choice.LEAVE}
    if not wanted:
        raise Invalid(lazy("Choose at least one part to take over."))
    source = load_source(session, application, key)
    for part, one in wanted.items():
        if one.mark is not None and one.mark != source.part(part).mark:
            raise SourceChanged(lazy("The other version was changed meanwhile."))
    return take_parts(
        session,
        actor=actor,
        application=application,
        source=source,
        chosen=wanted,
        origins=_origins(session, application, wanted) if key == FORERUNNER else None,
        now=now,
    )


def _origins(
    session: Session, application: Application, parts: Iterable[str]
) -> dict[str, list[dict[str, str]]]:
    """Return by part that the application before this one said it."""
    before = find_forerunner(session, application)
    if before is None:
        return {}
    said = {
        "application": before.reference,
        "edition": before.edition_id,
        "sha256": before.edition_sha256,
        "of": FORERUNNER,
    }
    return {part_id: [{**said, "part": part_id}] for part_id in parts}


def take_parts(
    session: Session,
    *,
    actor: Actor,
    application: Application,
    source: Source,
    chosen: Mapping[str, Chosen],
    origins: Mapping[str, Sequence[dict[str, str]]] | None = None,
    now: datetime,
) -> list[str]:
    """Save the chosen parts of a source that is at hand; see ``take_over``.

    ``origins`` says by part where the answers were carried over from, if from elsewhere.
    """
    access.require(actor, Permission.ANSWER_EDIT, application, now=now)
    refuse_frozen(application)
    wanted = {part: one for part, one in chosen.items() if one.choice is not Choice.LEAVE}
    draft = load_source(session, application, DRAFT)
    scope = edition_of(application).scope(level_of(application))
    asked = [part_id for part_id in scope if part_id in wanted]
    taken = []
    for part_id in asked:
        saved = save_answer(
            session,
            actor=actor,
            application_id=application.id,
            part_id=part_id,
            content=_content(wanted[part_id].choice, draft.part(part_id), source.part(part_id)),
            version=wanted[part_id].seen,
            save_id=uuid4(),
            origins=(origins or {}).get(part_id, ()),
            now=now,
        )
        if saved.version != wanted[part_id].seen:
            taken.append(part_id)
    _cite(session, actor, application, source=source, part_ids=asked, now=now)
    return taken


def _content(choice: Choice, own: PartSaid, theirs: PartSaid) -> Content:
    """Return what is saved; where both are kept, the other's reason for not applying is text."""
    if choice is Choice.TAKE:
        return Content(theirs.band, theirs.text, theirs.not_applicable)
    texts = [own.text, theirs.text] if own.text != theirs.text else [own.text]
    if theirs.not_applicable != own.not_applicable:
        texts.append(theirs.not_applicable or "")
    band = own.band if own.band is not None else theirs.band
    return Content(band, "\n\n".join(filter(None, texts)), own.not_applicable)


def _cite(
    session: Session,
    actor: Actor,
    application: Application,
    *,
    source: Source,
    part_ids: list[str],
    now: datetime,
) -> None:
    library = {
        str(entry.evidence.id): entry.evidence.id
        for entry in organisations.evidence_of(session, application.organisation_id)
    }
    cited = cited_pieces(session, application.id)
    steps = level_of(application).steps
    limit = steps.evidence_limit if steps is not None else 3
    for part_id in part_ids:
        there = {str(piece.evidence.id) for piece in cited.get(part_id, [])}
        for piece in source.part(part_id).evidence:
            if piece.id in library and piece.id not in there and len(there) < limit:
                cite_evidence(
                    session,
                    actor=actor,
                    application_id=application.id,
                    part_id=part_id,
                    evidence_id=library[piece.id],
                    pages=piece.pages,
                    now=now,
                )
                there.add(piece.id)
