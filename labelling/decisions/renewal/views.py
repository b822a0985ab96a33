"""The page of a label's renewal, for its holder."""

from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from certificates.standing import ONE_DAY, status_on
from labelling.applications.life import STATE_NAMES
from labelling.applications.queries import open_calls
from labelling.applications.schemes import edition_of, sign_of
from labelling.applications.subjects import NewApplication
from labelling.core import access
from labelling.core.access import may
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.decisions import queries
from labelling.decisions.renewal import actions
from labelling.decisions.renewal.queries import outlook
from labelling.decisions.views.blueprint import bp, notice


@bp.get("/organisation/labels/<uuid:label_id>/renewal")
def renewal(label_id: UUID) -> ResponseReturnValue:
    """Say when the label can be renewed, and lead to the application."""
    actor, now = asker(), identity.now()
    with reading() as session:
        label = queries.get_label(session, label_id)
        access.require(actor, Permission.HELD_LABEL_VIEW, label)
        found = outlook(session, label, today(now))
        standing = status_on(queries.history(session, label_id), today(now))
        calls = open_calls(session, today(now))
    edition = edition_of(found.term)
    levels = {
        level.id: level
        for call in calls
        if edition_of(call).scheme == label.scheme
        for level in edition_of(call).levels
        if level.id in call.levels
    }
    sign = sign_of(edition, found.term.level_id)
    return pages.page(
        "decisions/renewal/renewal.html",
        label=label,
        found=found,
        begins=found.term.valid_until + ONE_DAY,
        sign=sign,
        standing=standing,
        open_level=found.term.level_id in levels,
        higher=[
            level
            for level in levels.values()
            if level.id in {one.id for one in edition.levels[sign.ordinal :]}
        ],
        starts=may(actor, Permission.APPLICATION_START, NewApplication(label.organisation_id)),
        state=STATE_NAMES[found.running.state] if found.running is not None else "",
        tells=found.may_tell and may(actor, Permission.RENEWAL_TELL, label),
        notice=notice(),
    )


@bp.post("/organisation/labels/<uuid:label_id>/renewal/tell")
def tell_renewal(label_id: UUID) -> ResponseReturnValue:
    """Let the register say that the renewal is under way."""
    with unit_of_work() as session:
        actions.let_register_tell(session, actor=asker(), label_id=label_id, now=identity.now())
    return redirect(url_for(".renewal", label_id=label_id, done="renewal-told"), 303)


@bp.post("/organisation/labels/<uuid:label_id>/renewal/untell")
def untell_renewal(label_id: UUID) -> ResponseReturnValue:
    """Let the register say nothing of it any more."""
    with unit_of_work() as session:
        actions.take_word_back(session, actor=asker(), label_id=label_id, now=identity.now())
    return redirect(url_for(".renewal", label_id=label_id, done="renewal-untold"), 303)
