"""Pages of bid packs: choose and order, list, download. For owners of the organisation alone."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from labelling.core import access, clock, files, i18n
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotFound
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.organisations.queries import get_organisation
from labelling.register.bidpacks import actions, queries
from labelling.register.bidpacks.forms import BidPackForm
from labelling.register.bidpacks.words import percent, shown

bp = Blueprint("bidpacks", __name__)


@bp.get("/organisations/<uuid:organisation_id>/bid-packs")
def show(organisation_id: UUID) -> ResponseReturnValue:
    """Show what may go into a bid pack, and the packs that there are."""
    return _page(organisation_id, BidPackForm(language=i18n.language()))


@bp.post("/organisations/<uuid:organisation_id>/bid-packs")
def order(organisation_id: UUID) -> ResponseReturnValue:
    """Order a bid pack."""
    actor, form = asker(), BidPackForm()
    if not form.validate():
        return _page(organisation_id, form, 422)
    try:
        with unit_of_work() as session:
            actions.order_pack(
                session,
                actor=actor,
                organisation_id=organisation_id,
                public_id=form.label.data or "",
                language=form.language.data,
                figures=form.figures.data or [],
                with_result=bool(form.with_result.data),
                now=identity.now(),
            )
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(organisation_id, form, 422)
    address = url_for("bidpacks.show", organisation_id=organisation_id, done="ordered")
    return redirect(address, 303)


@bp.get("/bid-packs/<uuid:pack_id>")
def download(pack_id: UUID) -> Response:
    """Hand out a bid pack, byte for byte as signed."""
    actor = asker()
    with reading() as session:
        pack = queries.get_pack(session, pack_id)
        organisation = get_organisation(session, pack.organisation_id)
        access.require(actor, Permission.BID_PACK_VIEW, organisation)
    if pack.sha256 is None or pack.cleared_at is not None:
        raise NotFound
    response = Response(files.store().get(pack.sha256), mimetype="application/pdf")
    name = f"bid-pack-{pack.day}.pdf"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.cache_control.no_store = True
    return response


def _page(organisation_id: UUID, form: BidPackForm, status: int = 200) -> ResponseReturnValue:
    actor, day = asker(), clock.today(identity.now())
    with reading() as session:
        organisation = get_organisation(session, organisation_id)
        access.require(actor, Permission.BID_PACK_VIEW, organisation)
        offers = [
            queries.offer_of(session, entry, day)
            for entry in queries.held(session, organisation_id)
        ]
        made = queries.packs(session, organisation_id)
    if offers:
        _offer(form, offers)
    return pages.page(
        "register/bidpacks/show.html",
        status,
        organisation=organisation,
        form=form if offers else None,
        result=next((percent(one.result) for one in offers if one.result is not None), ""),
        packs=made,
        ordered=request.args.get("done") == "ordered",
    )


def _offer(form: BidPackForm, offers: list[queries.Offer]) -> None:
    """Put what may be ticked into the form: facts of all labels, each once."""
    form.label.choices = [
        SelectChoice(one.entry.label.public_id, one.entry.label.number) for one in offers
    ]
    if form.label.data is None:
        form.label.data = offers[0].entry.label.public_id
    figures: dict[str, Any] = {
        one.fact.id: f"{one.fact.name}: {shown(one.fact.unit, one.value)} ({one.year})"
        for offer in offers
        for one in offer.figures
    }
    form.figures.choices = [SelectChoice(key, text) for key, text in figures.items()]
