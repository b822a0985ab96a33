"""The two blueprints, the workshop for officers and the public list, and what their pages share."""

from uuid import UUID

from flask import Blueprint, request
from sqlalchemy.orm import Session

from assessments.editions.sections import Path
from labelling.applications.building import queries
from labelling.applications.building.models import EditionDraft
from labelling.core import access
from labelling.core.i18n import Text, lazy
from labelling.core.permissions import Permission
from labelling.core.web.identity import asker

bp = Blueprint("building", __name__, url_prefix="/office/schemes")
public_bp = Blueprint("schemes", __name__, url_prefix="/schemes")

OK, UNPROCESSABLE = 200, 422
DONE: dict[str, Text] = {
    "added": lazy("It was added. Go on with its fields."),
    "begun": lazy("The draft is begun. Nothing of it is public."),
    "discarded": lazy("The draft was given up."),
    "file": lazy("The draft is what the file says now. The history has what stood there before."),
    "language": lazy("The language was added. Its texts are missing until you write them."),
    "mapping-gaps": lazy("Saved. It is not in use yet: what is missing stands below."),
    "mapping-used": lazy("Saved. From now on answers are carried over by this mapping."),
    "moved": lazy("It was moved."),
    "proposed": lazy("The edition was proposed. Another officer acts next."),
    "published": lazy("The edition is published. Nobody can change it any more."),
    "removed": lazy("It was taken out."),
    "renamed": lazy("It has another id now, everywhere in the draft."),
    "restored": lazy("What stood there before stands there again."),
    "saved": lazy("Saved."),
    "sent-back": lazy("The draft was sent back."),
    "taken-back": lazy("The proposal was taken back. The draft can be changed again."),
    "unspoken": lazy("The language was taken out. The history has its texts."),
}


def notice() -> Text | None:
    """Return the sentence that confirms what was just done, by its name in the address."""
    return DONE.get(request.args.get("done", ""))


def path_of(place: str) -> Path:
    """Return the path that an address spells."""
    return tuple(place.split("/"))


def seen_draft(session: Session, draft_id: UUID) -> EditionDraft:
    """Return a draft that the actor may edit; refuse otherwise."""
    draft = queries.get_draft(session, draft_id)
    access.require(asker(), Permission.EDITION_EDIT, draft)
    return draft
