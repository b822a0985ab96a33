"""Own figures for the fact sheet: which there are, releasing one, taking one back."""

from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from labelling.club import queries
from labelling.club.actions import sharing as actions
from labelling.club.entry_page import read_back
from labelling.club.sharing import edition_of_member, releasable
from labelling.club.views.blueprint import bp, notice
from labelling.core import i18n
from labelling.core.access import require
from labelling.core.clock import scheme_zone
from labelling.core.database import reading, unit_of_work
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.forms import whole_number
from labelling.core.web.identity import asker
from labelling.organisations.fact_page import read_back as fact_read_back
from labelling.organisations.fact_sheet import years_at
from labelling.people.queries import names


@bp.get("/parts/<uuid:part_id>/fact-sheet")
def for_fact_sheet(part_id: UUID) -> ResponseReturnValue:
    """Show which own figures the fact sheet asks for too, and which were released to it."""
    actor, now = asker(), identity.now()
    with reading() as session:
        part = queries.part_for(session, actor, part_id, now)
        require(actor, Permission.FIGURES_RELEASE, part)
        set_ = queries.round_set(session, part.round)
        edition = edition_of_member(session, part).in_language(i18n.language())
        found = releasable(session, part, set_, edition, years_at(now, scheme_zone()))
        who = names(session, [one.shared.released_by for one in found if one.shared])
    return pages.page(
        "club/fact_sheet.html",
        part=part,
        found=found,
        who=who,
        read_back=read_back,
        fact_read_back=fact_read_back,
        notice=notice(),
    )


@bp.post("/parts/<uuid:part_id>/fact-sheet/<quantity>")
def release_figure(part_id: UUID, quantity: str) -> ResponseReturnValue:
    """Release one figure to the fact sheet."""
    now = identity.now()
    with unit_of_work() as session:
        actions.release_figure(
            session,
            actor=asker(),
            part_id=part_id,
            quantity=quantity,
            version=whole_number(request.form.get("version")),
            years=years_at(now, scheme_zone()),
            now=now,
        )
    return redirect(url_for(".for_fact_sheet", part_id=part_id, done="released"), 303)


@bp.post("/parts/<uuid:part_id>/fact-sheet/<quantity>/withdraw")
def withdraw_figure(part_id: UUID, quantity: str) -> ResponseReturnValue:
    """Take one figure back."""
    with unit_of_work() as session:
        restored = actions.withdraw_figure(
            session, actor=asker(), part_id=part_id, quantity=quantity, now=identity.now()
        )
    done = "withdrawn" if restored else "withdrawn-kept"
    return redirect(url_for(".for_fact_sheet", part_id=part_id, done=done), 303)
