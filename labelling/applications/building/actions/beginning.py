"""Beginning a draft, as a copy or from a file; putting a file in its place; giving it up."""

import json
import re
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from assessments.editions import UnknownEdition
from assessments.editions.schema import FORMAT
from assessments.editions.translation import Tree, translated
from labelling.applications.building import queries
from labelling.applications.building.actions.keeping import (
    keep,
    refuse_shapeless,
    refuse_standing_still,
)
from labelling.applications.building.models import DraftState, EditionDraft
from labelling.applications.building.subjects import Workshop
from labelling.applications.building.words import SPOKEN
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.errors import Invalid
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.organisations.editions import edition

_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{2,59}")
_USUAL_POINTS, _USUAL_STEP = 1000, 5


def begin_copy(
    session: Session,
    *,
    actor: Actor,
    source: str,
    edition_id: str,
    scheme: str,
    name: str,
    now: datetime,
) -> EditionDraft:
    """Begin a draft as a copy of an edition, under a new id, in the same scheme or another.

    Raises Invalid for an unknown source, and for an id that is taken or is none.
    """
    access.require(actor, Permission.SCHEME_BUILD, Workshop(scheme))
    try:
        tree = queries.tree_of_edition(source)
    except UnknownEdition:
        raise Invalid(lazy("Choose one of the editions."), field="source") from None
    tree |= {"id": edition_id, "scheme": scheme, "name": name}
    return _begin(session, actor, tree, source, now)


def begin_empty(
    session: Session,
    *,
    actor: Actor,
    edition_id: str,
    scheme: str,
    name: str,
    note: str,
    language: str,
    scales: str,
    now: datetime,
) -> EditionDraft:
    """Begin a draft without criteria and levels, in a language that stays the edition's own.

    ``scales`` is the edition whose scales it begins with, in this language if they have it; '' for
    none. Raises Invalid as ``begin_copy``, and for what is no language or lacks a name or note.
    """
    access.require(actor, Permission.SCHEME_BUILD, Workshop(scheme))
    if language not in SPOKEN:
        raise Invalid(lazy("Choose one of the languages."), field="language")
    tree: Tree = {
        "format": FORMAT,
        "id": edition_id,
        "scheme": scheme,
        "name": name,
        "language": language,
        "maximum": _USUAL_POINTS,
        "step": _USUAL_STEP,
        "note": note,
    }
    if scales:
        try:
            other = queries.tree_of_edition(scales)
        except UnknownEdition:
            raise Invalid(lazy("Choose one of the editions."), field="scales") from None
        spoken = language in other.get("translations", {})
        tree["rubrics"] = (translated(other, language) if spoken else other).get("rubrics", {})
        tree["step"] = other["step"]
    return _begin(session, actor, tree, "", now)


def begin_from_file(session: Session, *, actor: Actor, tree: Tree, now: datetime) -> EditionDraft:
    """Begin a draft with the tables of a file. Raises Invalid for what is no edition."""
    refuse_shapeless(tree)
    access.require(actor, Permission.SCHEME_BUILD, Workshop(tree["scheme"]))
    return _begin(session, actor, tree, "", now)


def replace_by_file(
    session: Session, *, actor: Actor, draft_id: UUID, tree: Tree, version: int, now: datetime
) -> EditionDraft:
    """Put the tables of a file in place of a draft's own, which the history keeps.

    ``version`` is the draft's that was seen. Id and scheme stay the draft's. Raises Invalid for
    what is no edition and where somebody saved meanwhile.
    """
    draft = queries.get_draft(session, draft_id)
    access.require(actor, Permission.EDITION_EDIT, draft)
    refuse_standing_still(draft)
    if draft.version != version:
        raise Invalid(
            lazy("Somebody saved meanwhile. Look at the draft again, then send the file.")
        )
    before = queries.tree_of(draft)
    tree = tree | {"id": draft.edition_id, "scheme": draft.scheme, "status": "draft"}
    keep(session, actor, draft, tree, now, what="imported", before=before, after=tree)
    return draft


def discard_draft(session: Session, *, actor: Actor, draft_id: UUID, now: datetime) -> None:
    """Give a draft up. What was written stays in its history."""
    draft = queries.get_draft(session, draft_id)
    access.require(actor, Permission.EDITION_EDIT, draft)
    refuse_standing_still(draft)
    draft.state = DraftState.DISCARDED
    audit.record(session, actor, "edition.discarded", draft, now, edition=draft.edition_id)


def _begin(session: Session, actor: Actor, tree: Tree, source: str, now: datetime) -> EditionDraft:
    _refuse_name(tree["id"], "edition_id")
    _refuse_name(tree["scheme"], "scheme")
    if is_taken(tree["id"]):
        raise Invalid(
            lazy("There is an edition of this id already. Choose another id."), field="edition_id"
        )
    tree |= {"status": "draft"}
    refuse_shapeless(tree)
    draft = EditionDraft(
        scheme=tree["scheme"],
        edition_id=tree["id"],
        copied_from=source,
        content=json.dumps(tree, ensure_ascii=False),
        state=DraftState.OPEN,
        version=1,
        begun_at=now,
        begun_by=actor.person_id,
        saved_at=now,
        saved_by=actor.person_id,
    )
    session.add(draft)
    session.flush()
    audit.record(
        session, actor, "edition.begun", draft, now,
        edition=draft.edition_id, scheme=draft.scheme, copied_from=source,
    )  # fmt: skip
    return draft


def is_taken(edition_id: str) -> bool:
    """Say whether an edition of this id is shipped or published."""
    try:
        edition(edition_id)
    except UnknownEdition:
        return False
    return True


def _refuse_name(name: str, field: str) -> None:
    if not _NAME.fullmatch(name):
        raise Invalid(
            lazy("Use 3 to 60 small letters, digits, dots and hyphens, such as our-label-2027."),
            field=field,
        )
