"""Surveys: the list, who is asked and what came of it, links, the end."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from labelling.club import queries
from labelling.club.actions import surveys as actions
from labelling.club.forms import InviteForm
from labelling.club.models import Survey
from labelling.club.reasons import shown
from labelling.club.subjects import OwnSurvey
from labelling.club.surveying import POLICY, has_ended, results_of, told_spread
from labelling.club.views.blueprint import bp, notice
from labelling.core.access import Actor, may, require
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Refusal
from labelling.core.permissions import Permission
from labelling.core.secrets import token_hash
from labelling.core.web import identity, once, pages
from labelling.core.web.identity import asker
from labelling.organisations import queries as organisations


@dataclass(frozen=True, slots=True)
class Link:
    """A link that is shown once: whose it is, and its address."""

    label: str
    address: str


@bp.get("/members/<uuid:membership_id>/surveys")
def surveys(membership_id: UUID) -> ResponseReturnValue:
    """List a member's surveys."""
    actor, now = asker(), identity.now()
    with reading() as session:
        place = queries.place_for(session, actor, membership_id, now)
        require(actor, Permission.SURVEY_KEEP, OwnSurvey(place, Survey()))
        rows = queries.surveys_of(session, membership_id)
        counts = queries.responses(session, [row.id for row in rows])
    return pages.page(
        "club/surveys.html",
        place=place,
        rows=rows,
        counts=counts,
        today=today(now),
        notice=notice(),
    )


@bp.get("/surveys/<uuid:survey_id>")
def survey(survey_id: UUID) -> ResponseReturnValue:
    """Show a survey: who was asked, how many answered, what came of it."""
    return _page(survey_id, InviteForm())


@bp.post("/surveys/<uuid:survey_id>/links")
def invite(survey_id: UUID) -> ResponseReturnValue:
    """Make links for members; they are shown on the page that answers, and never again.

    A second press of the same form shows the same links.
    """
    actor, now, form = asker(), identity.now(), InviteForm()
    with reading() as session:
        own = queries.own_survey(session, actor, survey_id, now)
        require(actor, Permission.SURVEY_KEEP, own)
    if not form.answered():
        return _page(survey_id, form, status=422)
    made = _made_before(actor, survey_id)
    if made:
        return _page(survey_id, InviteForm.empty(), _links(made))
    try:
        with reading() as session:
            wanted = _invited(session, own, form)
        with unit_of_work() as session:
            sent = once.count(session, actor, now, leads_to="")
            invited = {once.token(sent, at): one for at, one in enumerate(wanted)}
            actions.invite_to_survey(
                session, actor=actor, survey_id=survey_id, invited=invited, now=now
            )
    except once.Repeated:
        return _page(survey_id, InviteForm.empty(), _links(_made_before(actor, survey_id)))
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(survey_id, form, status=refusal.status)
    made = {key: name for key, (name, _row) in invited.items()}
    return _page(survey_id, InviteForm.empty(), _links(made))


def _made_before(actor: Actor, survey_id: UUID) -> dict[str, str]:
    """Return whose links this very form made when it was sent before, by token."""
    with reading() as session:
        sent = once.find_counted(session, actor)
        if sent is None:
            return {}
        known = {one.token_hash: one.label for one in queries.invitations_of(session, survey_id)}
    tokens = (once.token(sent, at) for at in range(len(known)))
    return {one: known[key] for one in tokens if (key := token_hash(one).hex()) in known}


def _links(made: Mapping[str, str]) -> list[Link]:
    """Return links as they are shown: by token, whose they are."""
    root = pages.settings().public_url
    return [
        Link(label, f"{root}{url_for('surveys.answer', token=token, lang=None)}")
        for token, label in made.items()
    ]


def _invited(session: Session, own: OwnSurvey, form: InviteForm) -> list[tuple[str, UUID | None]]:
    """Return whom the form asks to invite: members of the list without a link, further names."""
    found: list[tuple[str, UUID | None]] = []
    organisation_id = own.place.membership.organisation_id
    invited = queries.invitations_of(session, own.survey.id)
    if form.everybody.data and organisation_id is not None:
        known = {one.member_id for one in invited}
        rows = organisations.member_rows(session, organisation_id)
        found += [(row.name, row.id) for row in rows if row.id not in known]
    names = form.typed([*(one.label for one in invited), *(name for name, _row in found)])
    return [*found, *((name, None) for name in names)]


@bp.post("/surveys/<uuid:survey_id>/close")
def close(survey_id: UUID) -> ResponseReturnValue:
    """End a survey."""
    with unit_of_work() as session:
        actions.close_survey(session, actor=asker(), survey_id=survey_id, now=identity.now())
    return redirect(url_for(".survey", survey_id=survey_id, done="closed"), 303)


def _page(
    survey_id: UUID, form: InviteForm, links: list[Link] | None = None, *, status: int = 200
) -> ResponseReturnValue:
    actor, now = asker(), identity.now()
    with reading() as session:
        own = queries.own_survey(session, actor, survey_id, now)
        require(actor, Permission.SURVEY_KEEP, own)
        results = results_of(session, own.survey, now)
        invitations = queries.invitations_of(session, survey_id)
    return pages.page(
        "club/survey.html",
        status,
        place=own.place,
        survey=own.survey,
        results=results,
        invitations=invitations,
        form=form,
        links=links,
        policy=POLICY,
        told_spread=told_spread,
        shown=shown,
        ended=has_ended(own.survey, now),
        feeds=any(one.question.feeds for one in results.questions),
        keeps=may(actor, Permission.SURVEY_KEEP, own),
        notice=notice(),
    )
