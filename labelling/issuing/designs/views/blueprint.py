"""The blueprint of designs, and what its pages share."""

from typing import Any
from uuid import UUID

from flask import Blueprint, request
from sqlalchemy.orm import Session

from assessments.editions import Edition
from certificates.wording import WORDINGS
from labelling.core import access
from labelling.core.i18n import Text, in_order, language_name, lazy
from labelling.core.permissions import Permission
from labelling.core.web.identity import asker
from labelling.issuing.designs import queries
from labelling.issuing.designs.forms import LAYOUT_NAMES
from labelling.issuing.designs.subjects import Studio

bp = Blueprint("designs", __name__, url_prefix="/office/designs")

DONE: dict[str, Text] = {
    "saved": lazy("The draft was saved. Nothing changes on certificates before it is in force."),
    "begun": lazy("The draft is that version now."),
    "proposed": lazy("The design was proposed. Another officer acts next."),
    "in_force": lazy("The design is in force: certificates are sealed with it from now on."),
    "sent_back": lazy("The design was sent back. The office goes on from the draft."),
}
OK, UNPROCESSABLE = 200, 422


def scheme_of(session: Session, design_id: UUID) -> str:
    """Return the scheme of a version that the actor may see."""
    actor = asker()
    row = queries.get_version(session, design_id)
    access.require(actor, Permission.DESIGN_VIEW, Studio(row.scheme))
    return row.scheme


def shown_as(edition: Edition) -> dict[str, Any]:
    """Return in which level and language the specimen is shown, and what there is to choose."""
    levels = [level.id for level in edition.levels]
    level = request.args.get("level", "")
    language = request.args.get("language", "")
    return {
        "levels": {level.id: level.name for level in edition.levels},
        "certificate_languages": sorted(
            ((code, language_name(code)) for code in WORDINGS), key=lambda pair: in_order(pair[1])
        ),
        "shown_level": level if level in levels else levels[-1],
        "shown_language": language if language in WORDINGS else "en",
        "layouts": LAYOUT_NAMES,
    }


def notice() -> Text | None:
    """Return the sentence that confirms what was just done, by its name in the address."""
    return DONE.get(request.args.get("done", ""))
