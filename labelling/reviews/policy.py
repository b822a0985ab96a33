"""Who may do what around reviews. Blindness is kept here: 404 before all have handed in."""

from sqlalchemy import ColumnElement, and_, false, true
from sqlalchemy.orm import object_session

from labelling.applications.models import Application
from labelling.applications.readers import is_reader
from labelling.applications.ties import BOUND_UP, untied
from labelling.core.access import (
    ALLOWED,
    HIDDEN,
    Actor,
    Role,
    Seat,
    Verdict,
    allowed_if,
    denied,
    known_if,
    register,
)
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.reviews import scoping
from labelling.reviews.calibration import policy as calibration
from labelling.reviews.courses import policy as courses
from labelling.reviews.inviting import policy as inviting
from labelling.reviews.models import PanelSeat, PanelState
from labelling.reviews.office_ties import tie_of, without_tie
from labelling.reviews.profiles import policy as profiles
from labelling.reviews.reliability import policy as reliability
from labelling.reviews.subjects import (
    Assessment,
    ConflictCase,
    OwnProfile,
    PlannedVisit,
    RatingBook,
    WaitingCases,
)

__all__ = [  # they register theirs
    "calibration",
    "courses",
    "inviting",
    "profiles",
    "reliability",
    "scoping",
]

_NOT_THE_LEAD = lazy("The assessor who leads the team does this.")
_OWNERS_ONLY = lazy("An owner of the organisation does this.")


def _is_applicant(actor: Actor, application: Application) -> bool:
    """Say whether the person sits in the applicant's organisation, whatever the role in force."""
    return application.organisation_id in actor.seats


def _is_office(actor: Actor, application: Application) -> bool:
    return actor.role is Role.OFFICER and not _is_applicant(actor, application)


def _builds_panel(actor: Actor, application: Application) -> Verdict:
    if _is_office(actor, application):
        return untied(actor, application)
    return denied() if actor.holds(application.organisation_id) else HIDDEN


def _reads_for_office(actor: Actor, case: Assessment) -> bool:
    """Say whether an officer may read of an assessment: not whoever is bound up with who applies.

    An officer on the team reads in either role what the team knows.
    """
    return _is_office(actor, case.application) and actor.person_id not in case.bound_up


def _where_builds_panel(actor: Actor) -> ColumnElement[bool]:
    if actor.role is not Role.OFFICER:
        return false()
    elsewhere = Application.organisation_id.not_in(list(actor.seats)) if actor.seats else true()
    return and_(elsewhere, without_tie(actor))


def _sees_panel(actor: Actor, application: Application) -> Verdict:
    if _is_office(actor, application):
        return untied(actor, application)
    return known_if(actor.holds(application.organisation_id))


def _where_sees_panel(actor: Actor) -> ColumnElement[bool]:
    if actor.role is Role.OFFICER:
        return _where_builds_panel(actor)
    return Application.organisation_id.in_(actor.organisations())


def _holds_seat(actor: Actor, seat: PanelSeat) -> bool:
    return actor.role is Role.ASSESSOR and actor.person_id == seat.person_id


def _declares(actor: Actor, seat: PanelSeat) -> Verdict:
    return known_if(_holds_seat(actor, seat))


def _where_own_seat(actor: Actor) -> ColumnElement[bool]:
    if actor.role is not Role.ASSESSOR:
        return false()
    return PanelSeat.person_id == actor.person_id


def _sees_review(actor: Actor, seat: PanelSeat) -> Verdict:
    return known_if(_holds_seat(actor, seat) and seat.state is PanelState.ACCEPTED)


def _where_sees_review(actor: Actor) -> ColumnElement[bool]:
    return and_(_where_own_seat(actor), PanelSeat.state == PanelState.ACCEPTED)


def _agrees_to_conflict(actor: Actor, case: ConflictCase) -> Verdict:
    if actor.role is Role.OFFICER and case.organisation_id not in actor.seats:
        session = object_session(case.seat)
        tie = tie_of(session, actor, case.seat.application_id) if session is not None else BOUND_UP
        return ALLOWED if tie is None else denied(tie)
    if not actor.holds(case.organisation_id):
        return HIDDEN
    return allowed_if(actor.holds(case.organisation_id, Seat.OWNER), _OWNERS_ONLY)


def _objects(actor: Actor, case: ConflictCase) -> Verdict:
    if not actor.holds(case.organisation_id):
        return denied() if actor.role is Role.OFFICER else HIDDEN
    return allowed_if(actor.holds(case.organisation_id, Seat.OWNER), _OWNERS_ONLY)


def _knows_scores(actor: Actor, case: Assessment) -> bool:
    """Say whether the actor may know what the assessors say, now that all have handed in."""
    if not case.opened or actor.person_id in case.waiting:
        return False
    if actor.role is Role.ASSESSOR:
        return actor.person_id in case.team | case.readers
    return _reads_for_office(actor, case)


def _forwards_questions(actor: Actor, case: Assessment) -> Verdict:
    """Let the office read the team's questions; nobody of the team in another role."""
    on_team = actor.person_id in case.team | case.readers | case.waiting
    return known_if(_reads_for_office(actor, case) and not on_team)


def _answers_questions(actor: Actor, application: Application) -> Verdict:
    if not actor.holds(application.organisation_id):
        return HIDDEN
    return allowed_if(actor.holds(application.organisation_id, Seat.OWNER), _OWNERS_ONLY)


def _acts_for_office(actor: Actor, case: Assessment) -> bool:
    """Say whether the actor is an officer who had no part in the assessment."""
    return actor.role is Role.OFFICER and actor.person_id not in case.team | case.readers


def _sees_agreement(actor: Actor, case: Assessment) -> Verdict:
    return known_if(_knows_scores(actor, case))


def _edits_agreement(actor: Actor, case: Assessment) -> Verdict:
    if not _knows_scores(actor, case):
        return HIDDEN
    return allowed_if(
        actor.role is Role.ASSESSOR, lazy("The assessors agree on scores, the office does not.")
    )


def _waives_second_look(actor: Actor, case: Assessment) -> Verdict:
    if not _knows_scores(actor, case):
        return HIDDEN
    return allowed_if(_acts_for_office(actor, case), lazy("The office decides on this."))


def _records_visit(actor: Actor, case: Assessment) -> Verdict:
    if not _knows_scores(actor, case):
        return HIDDEN
    return allowed_if(
        actor.role is Role.ASSESSOR and actor.person_id in case.team,
        lazy("A member of the assessment team records the visit."),
    )


def _sees_plan(actor: Actor, visit: PlannedVisit) -> Verdict:
    case = visit.assessment
    if _knows_scores(actor, case):
        return ALLOWED
    return known_if(actor.holds(case.application.organisation_id) and case.opened and visit.asked)


def _answers_days(actor: Actor, visit: PlannedVisit) -> Verdict:
    if not _sees_plan(actor, visit).allowed:
        return HIDDEN
    case = visit.assessment
    owner = actor.holds(case.application.organisation_id, Seat.OWNER)
    return allowed_if(
        owner or (actor.role is Role.ASSESSOR and actor.person_id in case.team),
        lazy("The assessment team and the owners of the organisation answer."),
    )


def _keeps_plan(actor: Actor, visit: PlannedVisit) -> Verdict:
    if not _knows_scores(actor, visit.assessment):
        return denied() if _sees_plan(actor, visit).allowed else HIDDEN
    return _records_visit(actor, visit.assessment)


def _sees_feedback(actor: Actor, case: Assessment) -> Verdict:
    if _knows_scores(actor, case) or _is_editor(actor, case):
        return ALLOWED
    reads = actor.holds(case.application.organisation_id) or _decides(actor, case.application)
    return known_if(reads and case.opened and case.released)


def _decides(actor: Actor, application: Application) -> bool:
    """Say whether the case lies before this member of committee or appeals panel."""
    session = object_session(application)
    return (
        actor.role in {Role.COMMITTEE, Role.APPEALS}
        and session is not None
        and is_reader(session, actor, application.id)
    )


def _is_editor(actor: Actor, case: Assessment) -> bool:
    return case.opened and actor.role is Role.ASSESSOR and actor.person_id == case.editor


def _edits_feedback(actor: Actor, case: Assessment) -> Verdict:
    if _is_editor(actor, case):
        return ALLOWED
    if not _knows_scores(actor, case):
        return denied() if _sees_feedback(actor, case).allowed else HIDDEN
    return allowed_if(actor.role is Role.OFFICER or actor.person_id == case.lead, _NOT_THE_LEAD)


def _releases_feedback(actor: Actor, case: Assessment) -> Verdict:
    if not _knows_scores(actor, case):
        return denied() if _sees_feedback(actor, case).allowed else HIDDEN
    return allowed_if(
        _acts_for_office(actor, case), lazy("The office sends the report to the organisation.")
    )


def _writes_observations(actor: Actor, case: Assessment) -> Verdict:
    if not _sees_feedback(actor, case).allowed:
        return HIDDEN
    owner = actor.holds(case.application.organisation_id, Seat.OWNER)
    return allowed_if(owner and case.released, _OWNERS_ONLY)


def _rates_report(actor: Actor, case: Assessment) -> Verdict:
    if not _sees_feedback(actor, case).allowed:
        return HIDDEN
    return allowed_if(actor.holds(case.application.organisation_id, Seat.OWNER), _OWNERS_ONLY)


def _sees_ratings(actor: Actor, _book: RatingBook) -> Verdict:
    return known_if(actor.role is Role.OFFICER)


def _proposes_teams(actor: Actor, _cases: WaitingCases) -> Verdict:
    return known_if(actor.role is Role.OFFICER)


def _leads(actor: Actor, case: Assessment) -> Verdict:
    if not _knows_scores(actor, case):
        return HIDDEN
    return allowed_if(actor.role is Role.ASSESSOR and actor.person_id == case.lead, _NOT_THE_LEAD)


def _edits_profile(actor: Actor, profile: OwnProfile) -> Verdict:
    return known_if(actor.role is Role.ASSESSOR and actor.person_id == profile.person_id)


# reviews
register(Permission.PANEL_BUILD, Application, _builds_panel, _where_builds_panel)
register(Permission.PANEL_VIEW, Application, _sees_panel, _where_sees_panel)
register(Permission.CONFLICT_DECLARE, PanelSeat, _declares, _where_own_seat)
register(Permission.CONFLICT_AGREE, ConflictCase, _agrees_to_conflict)
register(Permission.CONFLICT_OBJECT, ConflictCase, _objects)
register(Permission.REVIEW_VIEW, PanelSeat, _sees_review, _where_sees_review)
register(Permission.REVIEW_SCORE, PanelSeat, _sees_review, _where_sees_review)
register(Permission.REVIEW_HAND_IN, PanelSeat, _sees_review, _where_sees_review)
register(Permission.CLARIFICATION_FORWARD, Assessment, _forwards_questions)
register(Permission.CLARIFICATION_ANSWER, Application, _answers_questions)
register(Permission.AGREEMENT_VIEW, Assessment, _sees_agreement)
register(Permission.AGREEMENT_EDIT, Assessment, _edits_agreement)
register(Permission.AGREEMENT_LEAD, Assessment, _leads)
register(Permission.SECOND_LOOK_WAIVE, Assessment, _waives_second_look)
register(Permission.VISIT_RECORD, Assessment, _records_visit)
register(Permission.VISIT_PLAN_SEE, PlannedVisit, _sees_plan)
register(Permission.VISIT_PLAN_ANSWER, PlannedVisit, _answers_days)
register(Permission.VISIT_PLAN_KEEP, PlannedVisit, _keeps_plan)
register(Permission.FEEDBACK_VIEW, Assessment, _sees_feedback)
register(Permission.FEEDBACK_EDIT, Assessment, _edits_feedback)
register(Permission.FEEDBACK_RELEASE, Assessment, _releases_feedback)
register(Permission.EDITOR_NAME, Assessment, _releases_feedback)
register(Permission.REPORT_RATE, Assessment, _rates_report)
register(Permission.RATINGS_SEE, RatingBook, _sees_ratings)
register(Permission.TEAMS_PROPOSE, WaitingCases, _proposes_teams)
register(Permission.OBSERVATIONS_WRITE, Assessment, _writes_observations)
register(Permission.RECOMMENDATION_MAKE, Assessment, _leads)
register(Permission.PROFILE_EDIT, OwnProfile, _edits_profile)
