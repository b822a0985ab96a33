"""Organisations: the list, a new one, its page, its profile, a request for access."""

from dataclasses import asdict
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from labelling.core.access import require
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Conflict, Invalid, TooMany
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.forms import Form, tidy
from labelling.core.web.paging import page_address, page_asked
from labelling.organisations import fact_sheet, queries, regional
from labelling.organisations.actions.profile import (
    Profile,
    create_organisation,
    edit_organisation,
    profile_of,
)
from labelling.organisations.actions.requests import ask_for_access
from labelling.organisations.countries import CODES
from labelling.organisations.directory import PAGE, Wanted, listing
from labelling.organisations.fields import FIELDS
from labelling.organisations.forms import AskForm, ProfileForm
from labelling.organisations.models import Organisation
from labelling.organisations.policy import Directory, Newcomer
from labelling.organisations.views.blueprint import bp, notice, own_page, years


@bp.get("/organisation")
def my_organisation() -> ResponseReturnValue:
    """Lead to one's organisation."""
    return own_page("organisations.show", lazy("Your organisation"))


@bp.get("/organisations")
def index() -> ResponseReturnValue:
    """List all organisations, for the office."""
    actor = identity.current_actor()
    require(actor, Permission.ORGANISATION_LIST, Directory())
    wanted = _wanted()
    with reading() as session:
        found = listing(session, actor, wanted)

    return pages.page(
        "organisations/index.html",
        wanted=wanted,
        found=found,
        fields=FIELDS,
        previous=page_address(wanted.page - 1) if wanted.page > 1 else "",
        following=page_address(wanted.page + 1) if wanted.page * PAGE < found.total else "",
    )


def _wanted() -> Wanted:
    country, field = request.args.get("country", ""), request.args.get("field", "")
    return Wanted(
        text=tidy(request.args.get("q"))[:100],
        country=country if country in CODES else "",
        field=field if field in FIELDS else "",
        page=page_asked(),
    )


@bp.route("/organisations/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Bring an organisation here."""
    actor, form = identity.current_actor(), ProfileForm()
    require(actor, Permission.ORGANISATION_CREATE, Newcomer())
    if form.answered():
        try:
            with unit_of_work() as session:
                made = create_organisation(
                    session, actor=actor, profile=form.profile, now=identity.now()
                )
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            there = url_for("organisations.show", organisation_id=made.id, done="created")
            return redirect(there, 303)
    return _form_page("organisations/new.html", form)


@bp.route("/organisations/ask", methods=["GET", "POST"])
def ask() -> ResponseReturnValue:
    """Ask the owners of an organisation for access."""
    form = AskForm()
    if form.answered():
        try:
            with unit_of_work() as session:
                ask_for_access(
                    session,
                    actor=identity.current_actor(),
                    name=form.name.data or "",
                    country=form.country.data,
                    message=form.message.data or "",
                    now=identity.now(),
                )
        except (Invalid, TooMany) as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for("organisations.my_organisation", done="asked"), 303)
    return _form_page("organisations/ask.html", form)


@bp.get("/organisations/<uuid:organisation_id>")
def show(organisation_id: UUID) -> ResponseReturnValue:
    """Show an organisation, and what there is of it."""
    actor = identity.current_actor()
    with reading() as session:
        organisation = queries.get_organisation(session, organisation_id)
        require(actor, Permission.ORGANISATION_VIEW, organisation)
        edition = fact_sheet.edition_for(session, organisation_id)
        return pages.page(
            "organisations/show.html",
            organisation=organisation,
            fields=FIELDS,
            people=queries.seat_holders(session, organisation_id),
            requests=len(queries.open_requests(session, [organisation_id])),
            missing=len(fact_sheet.missing_facts(session, organisation_id, edition, years())),
            pieces=len(queries.evidence_of(session, organisation_id)),
            region_name=regional.region_name,
            stars=regional.region_stars(session, organisation.region),
            seat=actor.seat(organisation_id),
            notice=notice(),
        )


@bp.route("/organisations/<uuid:organisation_id>/edit", methods=["GET", "POST"])
def edit(organisation_id: UUID) -> ResponseReturnValue:
    """Change the profile; when somebody else did so meanwhile, show both."""
    actor = identity.current_actor()
    organisation = _editable(organisation_id)
    form = ProfileForm(data=asdict(profile_of(organisation)) | {"version": organisation.version})
    theirs: Profile | None = None
    if form.answered():
        try:
            with unit_of_work() as session:
                edit_organisation(
                    session,
                    actor=actor,
                    organisation_id=organisation_id,
                    version=form.version_number,
                    profile=form.profile,
                    now=identity.now(),
                )
        except Invalid as refusal:
            form.refuse(refusal)
        except Conflict:
            organisation = _editable(organisation_id)
            theirs = profile_of(organisation)
            form.version.data = str(organisation.version)
        else:
            there = url_for("organisations.show", organisation_id=organisation_id, done="saved")
            return redirect(there, 303)
    status = 409 if theirs is not None else 422 if request.method == "POST" else 200
    return pages.page(
        "organisations/edit.html",
        status,
        form=form,
        organisation=organisation,
        theirs=theirs,
        fields=FIELDS,
    )


def _editable(organisation_id: UUID) -> Organisation:
    with reading() as session:
        organisation = queries.get_organisation(session, organisation_id)
        require(identity.current_actor(), Permission.ORGANISATION_EDIT, organisation)
        return organisation


def _form_page(template: str, form: Form) -> ResponseReturnValue:
    return pages.page(template, 422 if request.method == "POST" else 200, form=form)
