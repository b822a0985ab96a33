"""Editing and rating of feedback reports."""

from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from labelling.applications.figures import shown
from labelling.core import access
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.reviews import queries as reviews
from labelling.reviews.forms.reporting import RatingForm
from labelling.reviews.reporting import actions, queries
from labelling.reviews.subjects import RatingBook
from labelling.reviews.views.blueprint import bp, heading_of, opened_case
from labelling.reviews.views.feedback import save_and

_AT = "/applications/<uuid:application_id>/feedback"


@bp.post(f"{_AT}/editor")
def name_editor(application_id: UUID) -> ResponseReturnValue:
    """Name the technical editor."""
    with unit_of_work() as session:
        actions.name_editor(
            session,
            actor=asker(),
            application_id=application_id,
            person_id=_person(request.form.get("editor", "")),
            now=identity.now(),
        )
    return redirect(url_for(".feedback", application_id=application_id, done="editor-named"), 303)


def _person(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


@bp.post(f"{_AT}/edited")
def finish_editing(application_id: UUID) -> ResponseReturnValue:
    """Save the report and say that its language is edited."""
    return save_and(application_id, "edited", actions.finish_editing)


@bp.route(f"{_AT}/rating", methods=["GET", "POST"])
def rate_report(application_id: UUID) -> ResponseReturnValue:
    """Let an owner say how the report is."""
    actor, form = asker(), RatingForm()
    if form.answered():
        try:
            with unit_of_work() as session:
                actions.rate_report(
                    session,
                    actor=actor,
                    application_id=application_id,
                    marks=form.marks(),
                    remark=form.remark.data or "",
                    now=identity.now(),
                )
            return redirect(url_for(".feedback", application_id=application_id, done="rated"), 303)
        except Invalid as refusal:
            form.refuse(refusal)
    with reading() as session:
        application, _ = opened_case(session, actor, application_id, Permission.REPORT_RATE)
        heading = heading_of(session, application)
        row = reviews.feedback_report(session, application_id)
        rating = queries.find_rating(session, application_id)
    if row.final_at is None:
        raise NotNow(lazy("A report is rated once it is final."))
    if request.method == "GET":
        form.fill(rating)
    return pages.page(
        "reviews/rating.html",
        422 if request.method == "POST" else 200,
        heading=heading,
        application=application,
        form=form,
    )


@bp.get("/reviews/ratings")
def report_ratings() -> ResponseReturnValue:
    """Show the office what organisations say of their reports, of several together."""
    with reading() as session:
        access.require(asker(), Permission.RATINGS_SEE, RatingBook())
        found = queries.ratings(session)
    return pages.page(
        "reviews/ratings.html", found=found, fewest=queries.FEWEST_RATINGS, shown=shown
    )
