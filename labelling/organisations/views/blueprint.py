"""The blueprint of organisations, and what all its pages share."""

from collections.abc import Sequence

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from labelling.core.access import Role
from labelling.core.database import reading
from labelling.core.i18n import Text, lazy
from labelling.core.web import identity, pages
from labelling.organisations import fact_sheet, queries

bp = Blueprint("organisations", __name__)

DONE: dict[str, Text] = {
    "added": lazy("The piece is in the library. You can cite it in your answers."),
    "asked": lazy("The owners were asked. You get mail when one of them has answered."),
    "answered": lazy("The request was answered, and the person was told."),
    "appointed": lazy("The organisation has an owner again."),
    "changed": lazy("The seat was changed."),
    "created": lazy("Your organisation is here, and you are its owner. Name a second owner next."),
    "described": lazy("Title and date were saved."),
    "ended": lazy("The seat was taken away, and the person was told."),
    "fetching": lazy("A worker fetches a newer copy. Look again in a minute."),
    "handed": lazy("You handed your owner's seat over. You are a contributor now."),
    "invited": lazy("The seat was given, and mail is on its way."),
    "left": lazy("You left the organisation."),
    "removed": lazy("The piece was removed. What was submitted keeps its copy."),
    "saved": lazy("Everything was saved."),
    "version": lazy("The new version was stored. Answers that cite the piece show it from now on."),
}


@bp.before_request
def ask_who() -> None:
    """Send who has not signed in to do so: nothing here is public."""
    identity.asker()


def notice() -> Text | None:
    """Return the sentence that confirms what was just done, by its name in the address."""
    return DONE.get(request.args.get("done", ""))


def own_page(endpoint: str, title: Text) -> ResponseReturnValue:
    """Lead to a page of the one organisation the actor sits in; else let them choose or begin."""
    actor = identity.current_actor()
    if actor.role is Role.OFFICER:
        return redirect(url_for("organisations.index"))
    ids = actor.organisations()
    if len(ids) == 1:
        return redirect(url_for(endpoint, organisation_id=ids[0]))
    with reading() as session:
        return pages.page(
            "organisations/choose.html",
            title=title,
            endpoint=endpoint,
            organisations=queries.organisations_of(session, ids),
            asked=queries.asked_by(session, actor.person_id),
            notice=notice(),
        )


def years() -> Sequence[int]:
    """Return the years of the fact sheet at this moment, oldest first."""
    return fact_sheet.years_at(identity.now(), pages.settings().zone)
