"""Who may do what: the whole matrix by equality, and lists that show what single checks accept."""

from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.applications.building import queries as building
from labelling.applications.building.models import EditionDraft
from labelling.applications.building.subjects import Workshop as SchemeWorkshop
from labelling.applications.fees.actions import waiver_case
from labelling.applications.fees.models import Fee
from labelling.applications.fees.subjects import FeeBook, WaiverCase
from labelling.applications.models import Application, Call
from labelling.applications.subjects import NewApplication, NewCall
from labelling.applications.workshop.subjects import Room as WorkshopRoom
from labelling.club import queries as clubs
from labelling.club.award import queries as awards
from labelling.club.award.subjects import RoundAward, SecondStep
from labelling.club.exchange import queries as exchanges
from labelling.club.exchange.subjects import Visits
from labelling.club.meetings import queries as meetings
from labelling.club.meetings.mode import queries as rooms
from labelling.club.meetings.mode.subjects import Room
from labelling.club.meetings.subjects import AtMeeting, ClubActions, OneAction, OwnSheet
from labelling.club.models import Club
from labelling.club.results import queries as results
from labelling.club.results.subjects import OwnResults
from labelling.club.subjects import Clubs, Oversight, Part, Place
from labelling.core import access
from labelling.core.access import Actor, Role
from labelling.core.database import installed, reading
from labelling.core.permissions import Permission
from labelling.decisions import queries as decisions
from labelling.decisions.appeals import queries as appeals
from labelling.decisions.appeals.models import Appeal
from labelling.decisions.appeals.subjects import AppealList, NewAppeal
from labelling.decisions.committee import queries as sittings
from labelling.decisions.committee.models import Sitting
from labelling.decisions.committee.subjects import Plan, Sittings
from labelling.decisions.complaints import queries as complaints
from labelling.decisions.complaints.models import Complaint
from labelling.decisions.complaints.subjects import ComplaintList, NewComplaint
from labelling.decisions.conditions.queries import case_of
from labelling.decisions.correspondence import queries as letters
from labelling.decisions.correspondence.subjects import Templates
from labelling.decisions.models import Decision, Label, LabelChange
from labelling.decisions.offers.queries import get_offer
from labelling.decisions.offers.subjects import OfferToHolder
from labelling.decisions.subjects import Docket
from labelling.decisions.surveillance.models import MisuseReport
from labelling.decisions.surveillance.queries import misuse_case_for
from labelling.decisions.surveillance.subjects import Watch, Witness
from labelling.decisions.versions.queries import get_request, request_case_for
from labelling.issuing.designs.queries import open_proposals, proposed
from labelling.issuing.designs.subjects import Studio
from labelling.issuing.subjects import Backlog
from labelling.observatory import queries as employment
from labelling.observatory.subjects import OneVersion, Workshop
from labelling.organisations.models import Evidence, EvidenceFile, Organisation, SeatHolding
from labelling.organisations.policy import Directory, Newcomer, Orphan
from labelling.organisations.queries import get_evidence_file
from labelling.people.models import Person, RoleGrant, SignedInSession
from labelling.people.subjects import Invitation, Proposal, RoleFor, System
from labelling.register.statistics import queries as statistics
from labelling.register.statistics.models import StatisticsDraft
from labelling.register.statistics.subjects import YearFigures
from labelling.reviews import queries as reviews
from labelling.reviews.calibration.subjects import (
    Clearances,
    OwnCalibration,
    ProposedRule,
)
from labelling.reviews.courses.library import Audience
from labelling.reviews.courses.subjects import OwnCourse, Trainings
from labelling.reviews.inviting.subjects import OwnDesk
from labelling.reviews.models import PanelSeat
from labelling.reviews.profiles.subjects import AssessorFile, Assessors
from labelling.reviews.reliability.subjects import CallFigures, OwnSeverity, Severities
from labelling.reviews.subjects import (
    Assessment,
    ConflictCase,
    OwnProfile,
    PlannedVisit,
    RatingBook,
    WaitingCases,
)
from tests.labelling.reviews.making import id_of
from tests.labelling.town import NOW, Town, build_town

Subject = Callable[[Session, Town, Actor], object]


@pytest.fixture
def town(app: Flask) -> Town:
    """Return a town on a fresh database, with every room's rules in force."""
    assert app.extensions["database"] is installed()
    return build_town()


def _application(stage: str) -> Subject:
    return lambda session, town, _actor: session.get_one(Application, _id(town, stage))


def _organisation(stage: str) -> Subject:
    def find(session: Session, town: Town, _actor: Actor) -> Organisation:
        application = session.get_one(Application, _id(town, stage))
        return session.get_one(Organisation, application.organisation_id)

    return find


def _id(town: Town, stage: str) -> UUID:
    world = getattr(town, stage)
    found: UUID = getattr(world, "application_id", None) or world.id
    return found


def _assessment(session: Session, town: Town, _actor: Actor) -> object:
    return reviews.assessment(session, session.get_one(Application, _id(town, "recommended")))


def _planned_visit(session: Session, town: Town, actor: Actor) -> object:
    found = _assessment(session, town, actor)
    assert isinstance(found, Assessment)
    return PlannedVisit(found, asked=True)


def _seat(session: Session, town: Town, _actor: Actor) -> PanelSeat:
    query = select(PanelSeat).where(PanelSeat.application_id == _id(town, "scoring"))
    return session.scalars(query).one()


def _evidence(session: Session, town: Town, _actor: Actor) -> Evidence:
    return session.get_one(Evidence, town.scoring.evidence_id)


def _evidence_file(session: Session, town: Town, _actor: Actor) -> EvidenceFile:
    return get_evidence_file(session, town.scoring.evidence_id, 1)


def _owners_seat(session: Session, town: Town, _actor: Actor) -> SeatHolding:
    query = select(SeatHolding).where(SeatHolding.person_id == town.draft.owner.person_id)
    return session.scalars(query).one()


def _case(session: Session, town: Town, actor: Actor) -> object:
    application = session.get_one(Application, _id(town, "recommended"))
    decision = session.get_one(Decision, town.decision)
    return decisions.case_for(session, application, actor.person_id, NOW, decision)


def _label_case(session: Session, town: Town, actor: Actor) -> object:
    return decisions.label_case_for(
        session, session.get_one(Label, town.label), actor.person_id, NOW
    )


def _change_case(session: Session, town: Town, actor: Actor) -> object:
    return decisions.change_case_for(
        session,
        session.get_one(LabelChange, town.change),
        session.get_one(Label, town.label),
        actor.person_id,
        NOW,
    )


def _request_case(session: Session, town: Town, actor: Actor) -> object:
    request = get_request(session, town.version)
    label = session.get_one(Label, town.label)
    return request_case_for(session, request, label, actor.person_id, NOW)


def _label(session: Session, town: Town, _actor: Actor) -> Label:
    return session.get_one(Label, town.label)


def _misuse_case(session: Session, town: Town, actor: Actor) -> object:
    report = session.get_one(MisuseReport, town.report)
    return misuse_case_for(session, report, actor.person_id, NOW)


def _waiver(session: Session, town: Town, actor: Actor) -> WaiverCase:
    """Return a waiver that the preparer proposed."""
    application = session.get_one(Application, _id(town, "submitted"))
    fee = Fee(application_id=application.id, waiver_proposed_by=town.preparer.person_id)
    return waiver_case(session, application, fee, actor.person_id, NOW)


def _offer(session: Session, town: Town, _actor: Actor) -> OfferToHolder:
    application = session.get_one(Application, _id(town, "labelled"))
    return OfferToHolder(get_offer(session, application.id), application)


def _condition_case(session: Session, town: Town, actor: Actor) -> object:
    return case_of(session, town.condition, actor.person_id, NOW)


def _sitting(session: Session, town: Town, _actor: Actor) -> Sitting:
    return sittings.get_sitting(session, town.sitting)


def _desk(session: Session, town: Town, actor: Actor) -> object:
    return sittings.desk_for(session, _sitting(session, town, actor), actor.person_id, NOW)


def _agenda_item(session: Session, town: Town, actor: Actor) -> object:
    item = sittings.get_item(session, town.item)
    return sittings.agenda_item_for(session, item, actor.person_id, NOW)


def _post(session: Session, town: Town, actor: Actor) -> object:
    letter = letters.get_letter(session, town.letter)
    return letters.post_for(session, letter, actor.person_id, NOW)


def _template(session: Session, town: Town, actor: Actor) -> object:
    template = letters.get_template(session, town.template)
    return letters.proposed_for(session, template, actor.person_id, NOW)


def _plain(session: Session, town: Town, _actor: Actor) -> Person:
    return session.get_one(Person, town.plain.id)


def _edition_draft(session: Session, town: Town) -> EditionDraft:
    return session.get_one(EditionDraft, town.draft_edition)


def _own_session(session: Session, town: Town, _actor: Actor) -> SignedInSession:
    owner = town.draft.owner.person_id
    assert owner is not None
    return SignedInSession(person_id=owner)


def _appeal_case(session: Session, town: Town, actor: Actor) -> object:
    appeal = session.get_one(Appeal, town.appeal)
    return appeals.appeal_case(session, appeal, actor.person_id, NOW)


def _complaint_case(session: Session, town: Town, actor: Actor) -> object:
    complaint = session.get_one(Complaint, town.complaint)
    return complaints.complaint_case(session, complaint, actor.person_id, NOW)


def _release_case(session: Session, _town: Town, actor: Actor) -> object:
    draft = session.scalars(select(StatisticsDraft)).one()
    return statistics.draft_case(session, draft, actor.person_id, NOW)


def _employment(session: Session, town: Town, _actor: Actor) -> OneVersion:
    return OneVersion(employment.get_version(session, town.employment))


# What each permission is asked about: the stage whose people ask, and the subject.
SUBJECTS: dict[Permission, tuple[str, Subject]] = {
    Permission.APPEAL_LIST: ("recommended", lambda *_: AppealList()),
    Permission.APPEAL_FILE: (
        "recommended",
        lambda _session, town, _actor: NewAppeal(town.recommended.organisation_id),
    ),
    **dict.fromkeys(
        (
            Permission.APPEAL_VIEW,
            Permission.APPEAL_WITHDRAW,
            Permission.APPEAL_HANDLE,
            Permission.APPEAL_JUDGE,
            Permission.APPEAL_DECLARE,
            Permission.APPEAL_DELIBERATE,
            Permission.APPEAL_DRAFT,
            Permission.APPEAL_VOTE,
        ),
        ("recommended", _appeal_case),
    ),
    Permission.COMPLAINT_MAKE: ("recommended", lambda *_: NewComplaint()),
    Permission.COMPLAINT_LIST: ("recommended", lambda *_: ComplaintList()),
    Permission.COMPLAINT_VIEW: ("recommended", _complaint_case),
    Permission.COMPLAINT_TAKE_ON: ("recommended", _complaint_case),
    Permission.COMPLAINT_HANDLE: ("recommended", _complaint_case),
    Permission.STATISTICS_VIEW: ("recommended", lambda *_: YearFigures()),
    Permission.STATISTICS_MAKE: ("recommended", lambda *_: YearFigures()),
    Permission.STATISTICS_CONFIRM: ("recommended", _release_case),
    Permission.EMPLOYMENT_VIEW: ("draft", lambda *_: Workshop()),
    Permission.EMPLOYMENT_IMPORT: ("draft", lambda *_: Workshop()),
    Permission.EMPLOYMENT_DISCARD: ("draft", _employment),
    Permission.EMPLOYMENT_PUBLISH: ("draft", _employment),
    Permission.EMPLOYMENT_WITHDRAW: ("draft", _employment),
    Permission.BOUNDARIES_KEEP: ("draft", lambda *_: Workshop()),
    Permission.PERSON_LIST: ("draft", lambda *_: System()),
    Permission.PERSON_VIEW: ("draft", _plain),
    Permission.PERSON_INVITE: ("draft", lambda *_: Invitation(Role.ASSESSOR)),
    Permission.PERSON_EDIT: ("draft", _plain),
    Permission.PERSON_RESET: ("draft", _plain),
    Permission.PERSON_SUSPEND: ("draft", _plain),
    Permission.PERSON_EXPORT: ("draft", _plain),
    Permission.PERSON_ERASE: ("draft", _plain),
    Permission.ROLE_PROPOSE: (
        "draft",
        lambda session, town, actor: RoleFor(_plain(session, town, actor), Role.OFFICER),
    ),
    Permission.ROLE_CONFIRM: (
        "draft",
        lambda session, town, _: Proposal(session.get_one(RoleGrant, town.proposal), True),
    ),
    Permission.ROLE_WITHDRAW: (
        "draft",
        lambda session, town, _: session.get_one(RoleGrant, town.proposal),
    ),
    Permission.SESSION_END: ("draft", _own_session),
    Permission.TRAIL_VIEW: ("draft", lambda *_: System()),
    Permission.HEALTH_VIEW: ("draft", lambda *_: System()),
    Permission.ORGANISATION_CREATE: ("draft", lambda *_: Newcomer()),
    Permission.ORGANISATION_LIST: ("draft", lambda *_: Directory()),
    Permission.ORGANISATION_VIEW: ("draft", _organisation("draft")),
    Permission.ORGANISATION_EDIT: ("draft", _organisation("draft")),
    Permission.BID_PACK_VIEW: ("draft", _organisation("draft")),
    Permission.BID_PACK_ORDER: ("draft", _organisation("draft")),
    Permission.ACCESS_ASK: ("draft", lambda *_: Newcomer()),
    Permission.SEAT_MANAGE: ("draft", _organisation("draft")),
    Permission.SEAT_LEAVE: ("draft", _owners_seat),
    Permission.OWNER_APPOINT: (
        "draft",
        lambda session, town, actor: Orphan(_organisation("draft")(session, town, actor), False),  # type: ignore[arg-type]
    ),
    Permission.FACTS_VIEW: ("draft", _organisation("draft")),
    Permission.FACTS_EDIT: ("draft", _organisation("draft")),
    Permission.EVIDENCE_LIST: ("draft", _organisation("draft")),
    Permission.EVIDENCE_VIEW: ("scoring", _evidence),
    Permission.EVIDENCE_READ: ("scoring", _evidence_file),
    Permission.EVIDENCE_ADD: ("draft", _organisation("draft")),
    Permission.EVIDENCE_REMOVE: ("scoring", _evidence),
    Permission.ISSUING_VIEW: ("draft", lambda *_: Backlog()),
    Permission.ISSUING_RETRY: ("draft", lambda *_: Backlog()),
    Permission.SCHEME_BUILD: ("draft", lambda *_: SchemeWorkshop("cluster-excellence")),
    Permission.EDITION_EDIT: ("draft", lambda session, town, _: _edition_draft(session, town)),
    Permission.EDITION_TRY: ("draft", lambda session, town, _: _edition_draft(session, town)),
    Permission.EDITION_PUBLISH: (
        "draft",
        lambda session, town, actor: building.proposed(
            session, _edition_draft(session, town), actor.person_id, NOW
        ),
    ),
    Permission.DESIGN_VIEW: ("draft", lambda *_: Studio("cluster-excellence")),
    Permission.DESIGN_EDIT: ("draft", lambda *_: Studio("cluster-excellence")),
    Permission.DESIGN_DECIDE: (
        "draft",
        lambda session, _, actor: proposed(
            session, open_proposals(session)[0], actor.person_id, NOW
        ),
    ),
    Permission.CALL_OPEN: ("draft", lambda *_: NewCall()),
    Permission.CALL_CLOSE: (
        "draft",
        lambda session, town, _: session.get_one(Call, town.draft.call.id),
    ),
    Permission.APPLICATION_START: (
        "draft",
        lambda _session, town, _actor: NewApplication(town.draft.made.id),
    ),
    Permission.APPLICATION_VIEW: ("draft", _application("draft")),
    Permission.APPLICATION_SUBMIT: ("draft", _application("draft")),
    Permission.APPLICATION_WITHDRAW: ("draft", _application("draft")),
    Permission.ANSWER_VIEW: ("draft", _application("draft")),
    Permission.ANSWER_EDIT: ("draft", _application("draft")),
    Permission.PART_PLAN: ("draft", _application("draft")),
    Permission.COMMENT_WRITE: ("draft", _application("draft")),
    Permission.WORKSHOP_JOIN: ("draft", lambda *_: WorkshopRoom(is_open=True)),
    Permission.SUBMISSION_VIEW: ("scoring", _application("scoring")),
    Permission.ELIGIBILITY_CHECK: ("submitted", _application("submitted")),
    Permission.APPLICATION_RETURN: ("submitted", _application("submitted")),
    Permission.DEADLINE_EXTEND: ("submitted", _application("submitted")),
    Permission.OFFICE_VIEW: ("submitted", _application("submitted")),
    Permission.FEE_LIST: ("submitted", lambda *_: FeeBook()),
    Permission.FEE_VIEW: ("submitted", _application("submitted")),
    Permission.FEE_NAME_PAYER: ("submitted", _application("submitted")),
    Permission.FEE_KEEP: ("submitted", _application("submitted")),
    Permission.FEE_WAIVE: ("submitted", _waiver),
    Permission.PROFILE_EDIT: (
        "scoring",
        lambda _session, town, _actor: OwnProfile(_person(town.scoring.assessors[0])),
    ),
    Permission.ASSESSOR_LIST: ("scoring", lambda *_: Assessors()),
    Permission.ASSESSOR_VIEW: (
        "scoring",
        lambda _session, town, _actor: AssessorFile(_person(town.scoring.assessors[0])),
    ),
    Permission.ASSESSOR_KEEP: (
        "scoring",
        lambda _session, town, _actor: AssessorFile(_person(town.scoring.assessors[0])),
    ),
    Permission.DEPUTY_KEEP: (
        "submitted",
        lambda _session, town, _actor: OwnDesk(_person(town.officer)),
    ),
    Permission.PANEL_BUILD: ("submitted", _application("submitted")),
    Permission.PANEL_VIEW: ("scoring", _application("scoring")),
    Permission.CONFLICT_DECLARE: ("scoring", _seat),
    Permission.CONFLICT_AGREE: (
        "scoring",
        lambda session, town, actor: ConflictCase(
            _seat(session, town, actor), town.scoring.organisation_id
        ),
    ),
    Permission.CONFLICT_OBJECT: (
        "scoring",
        lambda session, town, actor: ConflictCase(
            _seat(session, town, actor), town.scoring.organisation_id
        ),
    ),
    Permission.REVIEW_VIEW: ("scoring", _seat),
    Permission.REVIEW_SCORE: ("scoring", _seat),
    Permission.REVIEW_HAND_IN: ("scoring", _seat),
    Permission.CLARIFICATION_FORWARD: ("recommended", _assessment),
    Permission.CLARIFICATION_ANSWER: ("scoring", _application("scoring")),
    Permission.AGREEMENT_VIEW: ("recommended", _assessment),
    Permission.AGREEMENT_EDIT: ("recommended", _assessment),
    Permission.AGREEMENT_LEAD: ("recommended", _assessment),
    Permission.SECOND_LOOK_WAIVE: ("recommended", _assessment),
    Permission.VISIT_RECORD: ("recommended", _assessment),
    Permission.VISIT_PLAN_SEE: ("recommended", _planned_visit),
    Permission.VISIT_PLAN_ANSWER: ("recommended", _planned_visit),
    Permission.VISIT_PLAN_KEEP: ("recommended", _planned_visit),
    Permission.EDITOR_NAME: ("recommended", _assessment),
    Permission.REPORT_RATE: ("recommended", _assessment),
    Permission.RATINGS_SEE: ("recommended", lambda *_: RatingBook()),
    Permission.TEAMS_PROPOSE: ("recommended", lambda *_: WaitingCases()),
    Permission.FEEDBACK_VIEW: ("recommended", _assessment),
    Permission.FEEDBACK_EDIT: ("recommended", _assessment),
    Permission.FEEDBACK_RELEASE: ("recommended", _assessment),
    Permission.OBSERVATIONS_WRITE: ("recommended", _assessment),
    Permission.RECOMMENDATION_MAKE: ("recommended", _assessment),
    Permission.CALIBRATION_VIEW: ("recommended", lambda *_: Clearances()),
    Permission.CALIBRATION_RULE: ("recommended", lambda *_: Clearances()),
    Permission.CALIBRATION_CONFIRM: (
        "recommended",
        lambda _session, _town, actor: ProposedRule(actor.person_id, independent=True),
    ),
    Permission.CALIBRATION_TAKE: (
        "recommended",
        lambda _session, town, _actor: OwnCalibration(id_of(town.recommended.assessors[0])),
    ),
    Permission.COURSE_TAKE: (
        "recommended",
        lambda _session, town, _actor: OwnCourse(
            id_of(town.recommended.assessors[0]), Audience.ASSESSOR
        ),
    ),
    Permission.TRAINING_VIEW: ("recommended", lambda *_: Trainings()),
    Permission.TRAINING_RECORD: ("recommended", lambda *_: Trainings()),
    Permission.RELIABILITY_VIEW: ("recommended", lambda *_: CallFigures()),
    Permission.SEVERITY_MEASURE: ("recommended", lambda *_: Severities()),
    Permission.SEVERITY_VIEW: ("recommended", lambda *_: Severities()),
    Permission.SEVERITY_OWN: (
        "recommended",
        lambda _session, town, _actor: OwnSeverity(id_of(town.recommended.assessors[0])),
    ),
    Permission.DECISION_LIST: ("recommended", lambda *_: Docket()),
    Permission.DECISION_VIEW: ("recommended", _case),
    Permission.DECISION_PREPARE: ("recommended", _case),
    Permission.DECISION_TAKE: ("recommended", _case),
    Permission.RENEWAL_TELL: ("labelled", _label),
    Permission.OFFER_VIEW: ("labelled", _offer),
    Permission.OFFER_ANSWER: ("labelled", _offer),
    Permission.CONDITION_VIEW: ("labelled", _condition_case),
    Permission.CONDITION_REPORT: ("labelled", _condition_case),
    Permission.CONDITION_JUDGE: ("labelled", _condition_case),
    Permission.LABEL_VIEW: (
        "recommended",
        lambda session, town, _: session.get_one(Label, town.label),
    ),
    Permission.LABEL_CHANGE_PREPARE: ("recommended", _label_case),
    Permission.LABEL_CHANGE_DECIDE: ("recommended", _change_case),
    Permission.SITTING_LIST: ("recommended", lambda *_: Sittings()),
    Permission.SITTING_VIEW: ("recommended", _sitting),
    Permission.SITTING_PLAN: (
        "recommended",
        lambda session, town, actor: Plan(_sitting(session, town, actor)),
    ),
    Permission.SITTING_REPLY: ("recommended", _desk),
    Permission.SITTING_RECORD: ("recommended", _desk),
    Permission.AGENDA_ITEM_VIEW: ("recommended", _agenda_item),
    Permission.AGENDA_ITEM_VOTE: ("recommended", _agenda_item),
    Permission.AGENDA_ITEM_RECUSE: ("recommended", _agenda_item),
    Permission.AGENDA_ITEM_CHAIR: ("recommended", _agenda_item),
    Permission.AGENDA_ITEM_CLOSE: ("recommended", _agenda_item),
    Permission.MINUTES_READ: ("recommended", _desk),
    Permission.MINUTES_APPROVE: ("recommended", _desk),
    Permission.LETTER_READ: ("labelled", _post),
    Permission.LETTER_TEMPLATE_WRITE: ("recommended", lambda *_: Templates()),
    Permission.LETTER_TEMPLATE_CONFIRM: ("recommended", _template),
    Permission.HELD_LABEL_VIEW: ("labelled", _label),
    Permission.HEARING_ANSWER: ("labelled", _label),
    Permission.HEARING_REPLY: ("labelled", _label_case),
    Permission.WITHDRAWAL_ASK: ("labelled", _label),
    Permission.VERSION_ASK: ("labelled", _label),
    Permission.VERSION_CHECK: ("labelled", _request_case),
    Permission.VERSION_DECIDE: ("labelled", _request_case),
    Permission.HOLDING_VIEW: ("labelled", _label),
    Permission.HOLDING_REPORT: ("labelled", _label),
    Permission.SURVEILLANCE_LIST: ("labelled", lambda *_: Watch()),
    Permission.SURVEILLANCE_HANDLE: ("labelled", _label_case),
    Permission.MISUSE_REPORT: ("labelled", lambda *_: Witness()),
    Permission.MISUSE_HANDLE: ("labelled", _misuse_case),
}


def _club(session: Session, town: Town, _actor: Actor) -> Club:
    return session.get_one(Club, town.club.club)


def _oversight(session: Session, town: Town, actor: Actor) -> Oversight:
    return clubs.oversight_of(session, actor, town.club.club, NOW)


def _place(session: Session, town: Town, actor: Actor) -> Place:
    return clubs.place_for(session, actor, town.club.membership, NOW)


def _part(session: Session, town: Town, actor: Actor) -> Part:
    return clubs.part_for(session, actor, town.club.part, NOW)


def _room(session: Session, town: Town, actor: Actor) -> Room:
    return rooms.room_for(session, actor, town.club.meeting, NOW)


def _own_results(session: Session, town: Town, actor: Actor) -> OwnResults:
    return results.own_results(session, actor, town.club.membership, NOW)


def _award(session: Session, town: Town, actor: Actor) -> RoundAward:
    return awards.award_for(session, actor, town.club.round, NOW)


def _second_step(session: Session, town: Town, actor: Actor) -> SecondStep:
    first = awards.get_rule(session, town.club.rule).proposed_by
    return awards.second_step(session, actor, _award(session, town, actor), first, now=NOW)


def _visits(session: Session, town: Town, actor: Actor) -> Visits:
    return exchanges.visits_subject(session, actor, town.club.club, NOW)


def _at_meeting(session: Session, town: Town, actor: Actor) -> AtMeeting:
    return meetings.at_meeting(session, actor, town.club.meeting, NOW)


def _own_sheet(session: Session, town: Town, actor: Actor) -> OwnSheet:
    place = clubs.place_for(session, actor, town.club.membership, NOW)
    return OwnSheet(place, meetings.get_sheet(session, town.club.sheet))


def _club_actions(session: Session, town: Town, actor: Actor) -> ClubActions:
    club = clubs.get_club(session, town.club.club)
    return ClubActions(club, clubs.find_own_place(session, actor, club.id, NOW))


def _one_action(session: Session, town: Town, actor: Actor) -> OneAction:
    return meetings.one_action(session, actor, town.club.action, NOW)


SUBJECTS |= {
    Permission.MEETING_VIEW: ("draft", _at_meeting),
    Permission.MEETING_JOIN: ("draft", _at_meeting),
    Permission.MEETING_PLAN: ("draft", _at_meeting),
    Permission.PARTICIPANT_NAME: ("draft", _at_meeting),
    Permission.ATTENDANCE_NOTE: ("draft", _at_meeting),
    Permission.AGENDA_EDIT: ("draft", _at_meeting),
    Permission.MEETING_MINUTES_WRITE: ("draft", _at_meeting),
    Permission.MEETING_MINUTES_RELEASE: ("draft", _at_meeting),
    Permission.MEETING_MINUTES_CONFIRM: ("draft", _at_meeting),
    Permission.PACK_ORDER: ("draft", _at_meeting),
    Permission.PACK_READ: ("draft", _at_meeting),
    Permission.SHEET_OPEN: ("draft", _own_sheet),
    Permission.CLUB_ACTION_LIST: ("draft", _club_actions),
    Permission.CLUB_ACTION_PLAN: ("draft", _club_actions),
    Permission.CLUB_ACTION_TYPE: ("draft", _at_meeting),
    Permission.CLUB_ACTION_KEEP: ("draft", _one_action),
    Permission.CLUB_LIST: ("draft", lambda *_: Clubs()),
    Permission.CLUB_FOUND: ("draft", lambda *_: Clubs()),
    Permission.CLUB_VIEW: ("draft", _club),
    Permission.CLUB_RUN: ("draft", _club),
    Permission.CLUB_OVERSEE: ("draft", _oversight),
    Permission.MEMBERSHIP_VIEW: ("draft", _place),
    Permission.MEMBERSHIP_KEEP: ("draft", _place),
    Permission.CODE_ACCEPT: ("draft", _place),
    Permission.INDICATOR_CHOOSE: ("draft", _place),
    Permission.INDICATOR_PROPOSE: ("draft", _place),
    Permission.FIGURES_VIEW: ("draft", _part),
    Permission.FIGURES_EDIT: ("draft", _part),
    Permission.FIGURES_SUBMIT: ("draft", _part),
    Permission.FIGURES_RELEASE: ("draft", _part),
    Permission.SURVEY_KEEP: (
        "draft",
        lambda session, town, actor: clubs.own_survey(session, actor, town.club.survey, NOW),
    ),
    Permission.API_ACCESS_KEEP: ("draft", _place),
    Permission.RESULTS_VIEW: ("draft", _own_results),
    Permission.PEERS_CHOOSE: ("draft", _own_results),
    Permission.PRACTICE_WRITE: ("draft", _own_results),
    Permission.CLUB_RESULTS_VIEW: (
        "draft",
        lambda session, town, actor: results.club_results(session, actor, town.club.club, NOW),
    ),
    Permission.RESULTS_RELEASE: (
        "draft",
        lambda session, town, actor: results.releases_subject(session, actor, town.club.club, NOW),
    ),
    Permission.AWARD_VIEW: ("draft", _award),
    Permission.AWARD_PREPARE: ("draft", _award),
    Permission.AWARD_CONFIRM: ("draft", _second_step),
    Permission.AWARD_DECIDE: ("draft", _second_step),
    Permission.AWARD_NAMES: ("draft", _second_step),
    Permission.AWARD_FILE: ("draft", _award),
    Permission.AWARD_REVOKE: ("draft", _award),
    Permission.AWARD_REVOKE_DECIDE: ("draft", _second_step),
    Permission.CANDIDACY_KEEP: (
        "draft",
        lambda session, town, actor: awards.own_candidacy(
            session, actor, town.club.round, town.club.membership, NOW
        ),
    ),
    Permission.APPRAISAL_GIVE: (
        "draft",
        lambda session, town, _actor: awards.own_appraisal(session, town.club.appraiser),
    ),
    Permission.VISITS_VIEW: ("draft", _visits),
    Permission.VISIT_PLAN: ("draft", _visits),
    Permission.VISIT_SETTLE: (
        "draft",
        lambda session, town, actor: exchanges.one_visit(session, actor, town.club.visit, NOW),
    ),
    Permission.QUESTION_ASK: ("draft", _own_results),
    Permission.QUESTION_ANSWER: (
        "draft",
        lambda session, town, actor: exchanges.own_asked(session, actor, town.club.asked, NOW),
    ),
    Permission.QUESTION_CLOSE: (
        "draft",
        lambda session, town, actor: exchanges.own_question(
            session, actor, town.club.question, NOW
        ),
    ),
    Permission.MEETING_LEAD: ("draft", _room),
    Permission.MEETING_FOLLOW: ("draft", _room),
    Permission.NAMING_GIVE: ("draft", _room),
    Permission.OPENNESS_AGREE: ("draft", _room),
}


def _person(actor: Actor) -> UUID:
    assert actor.person_id is not None
    return actor.person_id


MAY: dict[Permission, set[str]] = {
    Permission.CLUB_LIST: {
        "contributor",
        "newcomer",
        "officer",
        "owner",
        "owner elsewhere",
        "preparer",
        "reader",
    },
    Permission.CLUB_FOUND: {"officer", "preparer"},
    Permission.MEETING_VIEW: {"contributor", "officer", "owner", "preparer", "reader"},
    Permission.MEETING_JOIN: {"contributor", "owner"},
    Permission.MEETING_PLAN: {"officer", "preparer"},
    Permission.PARTICIPANT_NAME: {"officer", "owner", "preparer"},
    Permission.ATTENDANCE_NOTE: {"officer", "preparer"},
    Permission.AGENDA_EDIT: {"officer", "owner", "preparer"},
    Permission.MEETING_MINUTES_WRITE: {"officer", "owner", "preparer"},
    Permission.MEETING_MINUTES_RELEASE: {"officer", "preparer"},
    Permission.MEETING_MINUTES_CONFIRM: {"owner"},
    Permission.PACK_ORDER: {"officer", "preparer"},
    Permission.PACK_READ: {"contributor", "officer", "owner", "preparer", "reader"},
    Permission.SHEET_OPEN: {"contributor", "owner", "reader"},
    Permission.CLUB_ACTION_LIST: {"contributor", "officer", "owner", "preparer", "reader"},
    Permission.CLUB_ACTION_PLAN: {"contributor", "owner"},
    Permission.CLUB_ACTION_TYPE: {"officer", "owner", "preparer"},
    Permission.CLUB_ACTION_KEEP: {"contributor", "owner"},
    Permission.RESULTS_VIEW: {"contributor", "owner", "reader"},
    Permission.PEERS_CHOOSE: {"contributor", "owner"},
    Permission.PRACTICE_WRITE: {"contributor", "owner"},
    Permission.CLUB_RESULTS_VIEW: {"contributor", "officer", "owner", "preparer", "reader"},
    Permission.RESULTS_RELEASE: {"officer", "preparer"},
    Permission.AWARD_VIEW: {"contributor", "officer", "owner", "preparer", "reader"},
    Permission.AWARD_PREPARE: {"officer", "preparer"},
    Permission.AWARD_CONFIRM: {"owner"},
    Permission.AWARD_DECIDE: {"owner", "preparer"},
    Permission.AWARD_NAMES: {"officer", "owner", "preparer"},
    Permission.AWARD_FILE: {"officer", "preparer"},
    Permission.AWARD_REVOKE: {"officer", "preparer"},
    Permission.AWARD_REVOKE_DECIDE: {"owner", "preparer"},
    Permission.CANDIDACY_KEEP: {"owner"},
    Permission.APPRAISAL_GIVE: {"contributor"},
    Permission.VISITS_VIEW: {"contributor", "officer", "owner", "preparer", "reader"},
    Permission.VISIT_PLAN: {"contributor", "officer", "owner", "preparer"},
    Permission.VISIT_SETTLE: {"contributor", "officer", "owner", "preparer"},
    Permission.QUESTION_ASK: {"owner"},
    Permission.QUESTION_ANSWER: {"owner"},
    Permission.QUESTION_CLOSE: {"officer", "owner", "preparer"},
    Permission.MEETING_LEAD: {"officer", "owner", "preparer"},
    Permission.MEETING_FOLLOW: {"contributor", "officer", "owner", "preparer"},
    Permission.NAMING_GIVE: {"owner"},
    Permission.OPENNESS_AGREE: {"owner"},
    Permission.CLUB_VIEW: {"contributor", "officer", "owner", "preparer", "reader"},
    Permission.CLUB_RUN: {"officer", "preparer"},
    Permission.CLUB_OVERSEE: {"officer", "preparer"},
    Permission.MEMBERSHIP_VIEW: {"contributor", "officer", "owner", "preparer", "reader"},
    Permission.MEMBERSHIP_KEEP: {"owner"},
    Permission.CODE_ACCEPT: {"contributor", "owner", "reader"},
    Permission.INDICATOR_CHOOSE: {"contributor", "owner"},
    Permission.INDICATOR_PROPOSE: {"contributor", "owner"},
    Permission.FIGURES_VIEW: {"contributor", "officer", "owner", "preparer", "reader"},
    Permission.FIGURES_EDIT: {"contributor", "owner"},
    Permission.FIGURES_SUBMIT: {"owner"},
    Permission.FIGURES_RELEASE: {"owner"},
    Permission.SURVEY_KEEP: {"contributor", "owner"},
    Permission.API_ACCESS_KEEP: {"owner"},
    Permission.APPEAL_LIST: {
        "appeals panel",
        "committee",
        "newcomer",
        "officer",
        "owner",
        "owner elsewhere",
        "preparer",
        "reader",
    },
    Permission.APPEAL_FILE: {"owner"},
    Permission.APPEAL_VIEW: {"appeals panel", "committee", "officer", "owner", "reader"},
    Permission.APPEAL_WITHDRAW: {"owner"},
    Permission.APPEAL_HANDLE: {"officer"},
    Permission.APPEAL_JUDGE: {"committee", "officer"},
    Permission.APPEAL_DECLARE: {"appeals panel"},
    Permission.APPEAL_DELIBERATE: {"appeals panel"},
    Permission.APPEAL_DRAFT: {"appeals panel"},
    Permission.APPEAL_VOTE: {"appeals panel"},
    Permission.COMPLAINT_MAKE: {
        "administrator",
        "advisory board",
        "quality officer",
        "appeals panel",
        "assessor",
        "assessor elsewhere",
        "committee",
        "newcomer",
        "officer",
        "owner",
        "owner elsewhere",
        "preparer",
        "public",
        "reader",
        "second administrator",
    },
    Permission.COMPLAINT_LIST: {"appeals panel", "officer", "preparer"},
    Permission.COMPLAINT_VIEW: {"officer", "preparer"},
    Permission.COMPLAINT_TAKE_ON: {"officer"},
    Permission.COMPLAINT_HANDLE: {"officer"},
    Permission.EMPLOYMENT_VIEW: {"officer", "preparer"},
    Permission.EMPLOYMENT_IMPORT: {"officer", "preparer"},
    Permission.EMPLOYMENT_DISCARD: {"officer", "preparer"},
    Permission.EMPLOYMENT_PUBLISH: {"officer", "preparer"},
    Permission.EMPLOYMENT_WITHDRAW: {"officer", "preparer"},
    Permission.BOUNDARIES_KEEP: {"officer", "preparer"},
    Permission.STATISTICS_VIEW: {"advisory board", "officer", "preparer"},
    Permission.STATISTICS_MAKE: {"officer", "preparer"},
    Permission.STATISTICS_CONFIRM: {"advisory board", "preparer"},
    Permission.PERSON_LIST: {"administrator", "officer", "preparer", "second administrator"},
    Permission.PERSON_VIEW: {
        "administrator",
        "newcomer",
        "officer",
        "preparer",
        "second administrator",
    },
    Permission.PERSON_INVITE: {"administrator", "officer", "preparer", "second administrator"},
    Permission.PERSON_EDIT: {"newcomer"},
    Permission.PERSON_RESET: {"administrator", "second administrator"},
    Permission.PERSON_SUSPEND: {"administrator", "second administrator"},
    Permission.PERSON_EXPORT: {"newcomer"},
    Permission.PERSON_ERASE: {"administrator", "second administrator"},
    Permission.ROLE_PROPOSE: {"administrator", "second administrator"},
    Permission.ROLE_CONFIRM: {"second administrator"},
    Permission.ROLE_WITHDRAW: {"administrator", "second administrator"},
    Permission.SESSION_END: {"administrator", "owner", "second administrator"},
    Permission.TRAIL_VIEW: {"administrator", "second administrator"},
    Permission.HEALTH_VIEW: {"administrator", "second administrator"},
    Permission.ORGANISATION_CREATE: {"newcomer"},
    Permission.ORGANISATION_LIST: {"officer", "preparer"},
    Permission.ORGANISATION_VIEW: {"contributor", "officer", "owner", "preparer", "reader"},
    Permission.ORGANISATION_EDIT: {"owner"},
    Permission.BID_PACK_VIEW: {"owner"},
    Permission.BID_PACK_ORDER: {"owner"},
    Permission.ACCESS_ASK: {
        "administrator",
        "advisory board",
        "quality officer",
        "appeals panel",
        "assessor elsewhere",
        "committee",
        "contributor",
        "newcomer",
        "officer",
        "owner",
        "owner elsewhere",
        "preparer",
        "reader",
        "second administrator",
    },
    Permission.SEAT_MANAGE: {"owner"},
    Permission.SEAT_LEAVE: {"owner"},
    Permission.OWNER_APPOINT: {"officer", "preparer"},
    Permission.FACTS_VIEW: {"contributor", "officer", "owner", "preparer", "reader"},
    Permission.FACTS_EDIT: {"contributor", "owner"},
    Permission.EVIDENCE_LIST: {"contributor", "officer", "owner", "preparer", "reader"},
    Permission.EVIDENCE_VIEW: {"assessor", "officer", "owner", "preparer", "reader"},
    Permission.EVIDENCE_READ: {"assessor", "officer", "owner", "preparer", "reader"},
    Permission.EVIDENCE_ADD: {"contributor", "owner"},
    Permission.EVIDENCE_REMOVE: {"owner"},
    Permission.ISSUING_VIEW: {"officer", "preparer"},
    Permission.ISSUING_RETRY: {"officer", "preparer"},
    Permission.SCHEME_BUILD: {"officer", "preparer"},
    Permission.EDITION_EDIT: {"officer", "preparer"},
    Permission.EDITION_TRY: {"officer", "preparer"},
    Permission.EDITION_PUBLISH: {"officer"},
    Permission.DESIGN_VIEW: {"officer", "preparer"},
    Permission.DESIGN_EDIT: {"officer", "preparer"},
    Permission.DESIGN_DECIDE: {"officer"},
    Permission.CALL_OPEN: {"officer", "preparer"},
    Permission.CALL_CLOSE: {"officer", "preparer"},
    Permission.APPLICATION_START: {"owner"},
    Permission.APPLICATION_VIEW: {"contributor", "officer", "owner", "preparer", "reader"},
    Permission.APPLICATION_SUBMIT: {"owner"},
    Permission.APPLICATION_WITHDRAW: {"owner"},
    Permission.ANSWER_VIEW: {"contributor", "owner", "reader"},
    Permission.ANSWER_EDIT: {"contributor", "owner"},
    Permission.PART_PLAN: {"owner"},
    Permission.COMMENT_WRITE: {"contributor", "owner", "reader"},
    Permission.WORKSHOP_JOIN: {
        "administrator",
        "advisory board",
        "appeals panel",
        "assessor elsewhere",
        "committee",
        "contributor",
        "newcomer",
        "officer",
        "owner elsewhere",
        "owner",
        "preparer",
        "public",
        "quality officer",
        "reader",
        "second administrator",
    },
    Permission.SUBMISSION_VIEW: {"assessor", "officer", "owner", "preparer", "reader"},
    Permission.ELIGIBILITY_CHECK: {"officer", "preparer"},
    Permission.APPLICATION_RETURN: {"officer", "preparer"},
    Permission.DEADLINE_EXTEND: {"officer", "preparer"},
    Permission.OFFICE_VIEW: {"officer", "preparer"},
    Permission.FEE_LIST: {"officer", "preparer"},
    Permission.FEE_VIEW: {"officer", "owner", "preparer"},
    Permission.FEE_NAME_PAYER: {"officer", "owner", "preparer"},
    Permission.FEE_KEEP: {"officer", "preparer"},
    Permission.FEE_WAIVE: {"officer"},
    Permission.PROFILE_EDIT: {"assessor"},
    Permission.ASSESSOR_LIST: {"officer", "preparer"},
    Permission.ASSESSOR_VIEW: {"assessor", "officer", "preparer"},
    Permission.ASSESSOR_KEEP: {"officer", "preparer"},
    Permission.DEPUTY_KEEP: {"officer"},
    Permission.PANEL_BUILD: {"officer", "preparer"},
    Permission.PANEL_VIEW: {"officer", "owner", "preparer", "reader"},
    Permission.CONFLICT_DECLARE: {"assessor"},
    Permission.CONFLICT_AGREE: {"officer", "owner", "preparer"},
    Permission.CONFLICT_OBJECT: {"owner"},
    Permission.REVIEW_VIEW: {"assessor"},
    Permission.REVIEW_SCORE: {"assessor"},
    Permission.REVIEW_HAND_IN: {"assessor"},
    Permission.CLARIFICATION_FORWARD: {"officer", "preparer"},
    Permission.CLARIFICATION_ANSWER: {"owner"},
    Permission.AGREEMENT_VIEW: {"assessor", "officer", "preparer"},
    Permission.AGREEMENT_EDIT: {"assessor"},
    Permission.AGREEMENT_LEAD: {"assessor"},
    Permission.SECOND_LOOK_WAIVE: {"officer", "preparer"},
    Permission.VISIT_RECORD: {"assessor"},
    Permission.EDITOR_NAME: {"officer", "preparer"},
    Permission.REPORT_RATE: {"owner"},
    Permission.RATINGS_SEE: {"officer", "preparer"},
    Permission.TEAMS_PROPOSE: {"officer", "preparer"},
    Permission.VISIT_PLAN_SEE: {"assessor", "officer", "preparer", "owner", "reader"},
    Permission.VISIT_PLAN_ANSWER: {"assessor", "owner"},
    Permission.VISIT_PLAN_KEEP: {"assessor"},
    Permission.FEEDBACK_VIEW: {
        "appeals panel",
        "assessor",
        "committee",
        "officer",
        "owner",
        "preparer",
        "reader",
    },
    Permission.FEEDBACK_EDIT: {"assessor", "officer", "preparer"},
    Permission.FEEDBACK_RELEASE: {"officer", "preparer"},
    Permission.OBSERVATIONS_WRITE: {"owner"},
    Permission.RECOMMENDATION_MAKE: {"assessor"},
    Permission.CALIBRATION_VIEW: {"officer", "preparer", "quality officer"},
    Permission.CALIBRATION_RULE: {"officer", "preparer", "quality officer"},
    Permission.CALIBRATION_CONFIRM: {"officer", "preparer", "quality officer"},
    Permission.CALIBRATION_TAKE: {"assessor"},
    Permission.COURSE_TAKE: {"assessor"},
    Permission.TRAINING_VIEW: {"officer", "preparer", "quality officer"},
    Permission.TRAINING_RECORD: {"officer", "preparer"},
    Permission.RELIABILITY_VIEW: {"officer", "preparer", "quality officer"},
    Permission.SEVERITY_MEASURE: {"quality officer"},
    Permission.SEVERITY_VIEW: {"quality officer"},
    Permission.SEVERITY_OWN: {"assessor"},
    Permission.DECISION_LIST: {"committee", "officer", "preparer"},
    Permission.DECISION_VIEW: {"committee", "officer", "preparer"},
    Permission.DECISION_PREPARE: {"officer", "preparer"},
    Permission.DECISION_TAKE: {"committee"},
    Permission.RENEWAL_TELL: {"owner"},
    Permission.OFFER_VIEW: {"owner", "reader"},
    Permission.OFFER_ANSWER: {"owner"},
    Permission.CONDITION_VIEW: {"officer", "owner", "preparer", "reader"},
    Permission.CONDITION_REPORT: {"owner"},
    Permission.CONDITION_JUDGE: {"officer", "preparer"},
    Permission.LABEL_VIEW: {"committee", "officer", "preparer"},
    Permission.LABEL_CHANGE_PREPARE: {"officer", "preparer"},
    Permission.LABEL_CHANGE_DECIDE: {"committee", "officer"},
    Permission.SITTING_LIST: {"committee", "officer", "preparer"},
    Permission.SITTING_VIEW: {"committee", "officer", "preparer"},
    Permission.SITTING_PLAN: {"officer", "preparer"},
    Permission.SITTING_REPLY: {"committee"},
    Permission.SITTING_RECORD: {"committee", "officer", "preparer"},
    Permission.AGENDA_ITEM_VIEW: {"committee", "officer", "preparer"},
    Permission.AGENDA_ITEM_VOTE: {"committee"},
    Permission.AGENDA_ITEM_RECUSE: {"committee"},
    Permission.AGENDA_ITEM_CHAIR: {"committee"},
    Permission.AGENDA_ITEM_CLOSE: {"committee"},
    Permission.MINUTES_READ: {"committee", "officer", "preparer"},
    Permission.MINUTES_APPROVE: {"committee"},
    Permission.LETTER_READ: {"officer", "owner", "preparer"},
    Permission.LETTER_TEMPLATE_WRITE: {"officer", "preparer"},
    Permission.LETTER_TEMPLATE_CONFIRM: {"officer"},
    Permission.HELD_LABEL_VIEW: {"owner", "reader"},
    Permission.HEARING_ANSWER: {"owner"},
    Permission.HEARING_REPLY: {"officer", "preparer"},
    Permission.WITHDRAWAL_ASK: {"owner"},
    Permission.VERSION_ASK: {"owner"},
    Permission.VERSION_CHECK: {"officer", "preparer"},
    Permission.VERSION_DECIDE: {"committee", "officer"},
    Permission.HOLDING_VIEW: {"owner", "reader"},
    Permission.HOLDING_REPORT: {"owner"},
    Permission.SURVEILLANCE_LIST: {"officer", "preparer"},
    Permission.SURVEILLANCE_HANDLE: {"officer", "preparer"},
    Permission.MISUSE_REPORT: {
        "administrator",
        "advisory board",
        "quality officer",
        "appeals panel",
        "assessor",
        "assessor elsewhere",
        "committee",
        "newcomer",
        "officer",
        "owner",
        "owner elsewhere",
        "preparer",
        "public",
        "reader",
        "second administrator",
    },
    Permission.MISUSE_HANDLE: {"officer", "preparer"},
}


def allowed(town: Town, permission: Permission) -> set[str]:
    """Return, by their relation to the subject, everybody whom the rule accepts."""
    stage, subject = SUBJECTS[permission]
    with reading() as session:
        return {
            who
            for who, actor in town.actors(stage).items()
            if access.decide(actor, permission, subject(session, town, actor)).allowed
        }


def test_exactly_these_people_may(town: Town) -> None:
    assert {permission: allowed(town, permission) for permission in Permission} == MAY


def test_every_permission_has_a_rule() -> None:
    assert set(access.rules()) == set(Permission) == set(SUBJECTS)


def test_lists_show_exactly_what_the_check_accepts(town: Town) -> None:
    with reading() as session:
        for rule in access.rules().values():
            if rule.where is not None:
                shown, accepted, rows = _listed(session, town, rule)
                assert shown == accepted, rule.permission
                assert rows > 0, rule.permission


Seen = set[tuple[str, str, object]]


def _listed(session: Session, town: Town, rule: access.Rule) -> tuple[Seen, Seen, int]:
    """Return what lists show to whom, what the check accepts, and how many rows there are."""
    rows = session.scalars(select(rule.subject)).all()
    shown: Seen = set()
    accepted: Seen = set()
    for stage in ("draft", "submitted", "scoring", "recommended"):
        for who, actor in town.actors(stage).items():
            listed = session.scalars(
                select(rule.subject).where(access.visible(actor, rule.permission))
            )
            shown |= {(stage, who, _key(row)) for row in listed}
            accepted |= {
                (stage, who, _key(row))
                for row in rows
                if access.decide(actor, rule.permission, row).allowed
            }
    return shown, accepted, len(rows)


def _key(row: object) -> object:
    return getattr(row, "id", None) or getattr(row, "seq")  # noqa: B009 (the trail's key)
