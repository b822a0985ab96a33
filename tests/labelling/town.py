"""A small town for the matrices: one of everything, and people in every relation to it.

Made through the actions, up to: a draft, a submitted application, one whose team scores, one
recommended and prepared for decision, a label with a change that waits.
"""

from dataclasses import dataclass, replace
from datetime import time, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarking.rounds import Round
from certificates.designs.design import shipped_design
from labelling.applications.building import actions as building
from labelling.club import queries as club_queries
from labelling.club.actions import clubs, querying, surveys
from labelling.club.actions import members as club_members
from labelling.club.actions import proposals as club_proposals
from labelling.club.actions import rounds as club_rounds
from labelling.club.award import queries as award_queries
from labelling.club.award.actions import ruling as club_awards
from labelling.club.award.models import Route
from labelling.club.dates import planned
from labelling.club.exchange.models import AskedMember, Question, Visit
from labelling.club.meetings import queries as meeting_queries
from labelling.club.meetings.actions import acting as acting_on
from labelling.club.meetings.actions import planning as meetings
from labelling.club.meetings.mode.models import OpenOffer
from labelling.club.meetings.models import Pack, Participant, SealedSheet
from labelling.club.models import RoundState
from labelling.club.results import actions as club_results
from labelling.core.access import PUBLIC, Actor, Role
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.decisions import actions as deciding
from labelling.decisions.actions.deciding import record_decision
from labelling.decisions.appeals.life import AppealState
from labelling.decisions.appeals.models import Appeal, Composition, MemberState, PanelMember
from labelling.decisions.appeals.words import About
from labelling.decisions.clocks.dates import start_clocks
from labelling.decisions.clocks.spans import APPEAL as APPEAL_SPANS
from labelling.decisions.committee import actions as committee
from labelling.decisions.committee.models import SittingItem, SittingKind
from labelling.decisions.complaints import actions as complaints
from labelling.decisions.complaints.models import Concern
from labelling.decisions.conditions.models import Condition
from labelling.decisions.conditions.setting import Wanted
from labelling.decisions.correspondence.actions import write_template
from labelling.decisions.correspondence.models import Letter, LetterKind
from labelling.decisions.models import Decision, Label, LabelChange, LabelEventKind
from labelling.decisions.offers.models import LevelOffer
from labelling.decisions.receipts import new_key
from labelling.decisions.receipts import new_receipt as new_receipt_number
from labelling.decisions.surveillance import actions as watching
from labelling.decisions.surveillance.models import NoticeKind
from labelling.decisions.surveillance.receipts import new_receipt
from labelling.issuing import log, turns
from labelling.issuing.designs import actions as designs
from labelling.observatory import actions as mapping
from labelling.people import actions as people
from labelling.people.models import Person
from labelling.people.sessions import begin_session
from labelling.register.statistics import actions as statistics
from labelling.register.statistics.counting import counted
from labelling.register.statistics.protecting import content_of
from labelling.reviews.models import Outcome
from tests.labelling.acting import actor_for
from tests.labelling.applications import making as applications
from tests.labelling.decisions import making as decisions
from tests.labelling.decisions.owning import asked, checked, heard_on
from tests.labelling.observatory import making as observatory
from tests.labelling.organisations.making import PROFILE, Made, make_organisation
from tests.labelling.people.making import add_person
from tests.labelling.reviews import making as reviews

NOW = applications.NOW
LONG_AGO = NOW - timedelta(days=400)


@dataclass(slots=True)
class ClubThings:
    """A club with the draft's organisation as a member, and one of everything in it."""

    club: UUID
    membership: UUID
    round: UUID
    part: UUID
    proposal: UUID
    query: UUID
    survey: UUID
    practice: UUID
    rule: UUID
    appraiser: UUID
    visit: UUID
    question: UUID
    asked: UUID
    meeting: UUID
    item: UUID
    participant: UUID
    action: UUID
    sheet: UUID


@dataclass(slots=True)
class Town:
    """Everything that a permission can be asked about, by name."""

    draft: applications.World
    submitted: applications.World
    scoring: reviews.World
    recommended: reviews.World
    labelled: reviews.World
    elsewhere: Made
    preparer: Actor
    officer: Actor
    committee: Actor
    administrator: Actor
    second_administrator: Actor
    plain: Person
    proposal: UUID
    decision: UUID
    label: UUID
    condition: UUID
    change: UUID
    hearing: UUID
    withdrawal: UUID
    version: UUID
    sitting: UUID
    item: UUID
    letter: UUID
    template: UUID
    notice: UUID
    finding: UUID
    report: UUID
    receipt: str
    assessor_elsewhere: Actor
    panellist: Actor
    adviser: Actor
    quality: Actor
    appeal: UUID
    appeal_member: UUID
    complaint: UUID
    complaint_key: str
    club: ClubThings
    employment: UUID
    boundaries: UUID
    draft_edition: UUID

    def actors(self, stage: str) -> dict[str, Actor]:
        """Return everybody who could ask about a stage's application, by their relation to it."""
        world = getattr(self, stage)
        made = world.made if isinstance(world, applications.World) else None
        own = {
            "owner": world.owner,
            "reader": made.actor(made.readers[0]) if made is not None else world.reader,
        }
        if made is not None:
            own["contributor"] = made.actor(made.contributors[0])
        team = {} if made is not None else {"assessor": world.assessors[0]}
        return {
            "public": PUBLIC,
            **own,
            "owner elsewhere": self.elsewhere.actor(),
            **team,
            "assessor elsewhere": self.assessor_elsewhere,
            "officer": self.officer,
            "preparer": self.preparer,
            "committee": self.committee,
            "appeals panel": self.panellist,
            "advisory board": self.adviser,
            "quality officer": self.quality,
            "administrator": self.administrator,
            "second administrator": self.second_administrator,
            "newcomer": actor_for(self.plain, Role.MANAGER),
        }


def build_town() -> Town:
    """Make the town, through the actions of every room, and its keys before all."""
    with unit_of_work() as session:
        turns.introduce_first(session, NOW)
    draft = applications.make_application("bronze", name="Draft Cluster")
    submitted = applications.make_application("bronze", name="Submitted Cluster")
    applications.answer_all(submitted)
    applications.submit(submitted)
    scoring = reviews.submitted("bronze", name="Scored Cluster")
    reviews.panel_for(scoring.application_id, scoring.officer, scoring.assessors[:1])
    reviews.accept_all(scoring.application_id, scoring.assessors[:1])
    reviews.ask(scoring.application_id, scoring.assessors[0], forwards=scoring.officer)
    recommended, labelled = _recommended("Recommended Cluster"), _recommended("Labelled Cluster")
    with unit_of_work() as session:
        elsewhere = make_organisation(session, replace(PROFILE, name="Cluster Elsewhere"))
        administrators = [
            actor_for(
                add_person(session, name, roles=[Role.ADMINISTRATOR], now=LONG_AGO),
                Role.ADMINISTRATOR,
                confirmed_at=NOW,
            )
            for name in ("Adam Administrator", "Adele Administrator")
        ]
        plain = add_person(session, "Plain Person", now=LONG_AGO)
        proposal = people.propose_role(
            session, actor=administrators[0], person_id=plain.id, role=Role.OFFICER, now=NOW
        )
        begin_session(session, plain, Role.MANAGER, NOW)
    office = decisions.make_office()
    label = _label(office, labelled.application_id)
    decisions.publish(label, now=NOW)
    hearing = _heard(office, label)
    change = decisions.change_prepared(office, label, LabelEventKind.SUSPENDED, now=NOW)
    preparer = decisions.acting(office.officer, Role.OFFICER, now=NOW)
    notice, finding, report, receipt = _watched_over(labelled.owner, preparer, label)
    with unit_of_work() as session:
        decision = deciding.prepare_decision(
            session,
            actor=preparer,
            application_id=recommended.application_id,
            outcome=Outcome.AWARDED,
            level_id="bronze",
            note="Complete.",
            now=NOW,
        )
        _propose_design(session, preparer)
        draft_edition = _propose_edition(session, preparer)
        log.checkpoint(session, NOW)
    item = _open_sitting(office, change)
    panellist, adviser, quality = _apart()
    appeal, appeal_member = _appealed(recommended, decision, preparer, panellist)
    key = new_key()
    return Town(
        draft=draft,
        submitted=submitted,
        scoring=scoring,
        recommended=recommended,
        labelled=labelled,
        elsewhere=elsewhere,
        preparer=preparer,
        officer=decisions.acting(office.second_officer, Role.OFFICER, now=NOW),
        committee=decisions.acting(office.second_member, Role.COMMITTEE, now=NOW),
        administrator=administrators[0],
        second_administrator=administrators[1],
        plain=plain,
        proposal=proposal.id,
        decision=decision.id,
        label=label.id,
        condition=_condition(),
        change=change.id,
        hearing=hearing,
        withdrawal=decisions.ask_withdrawal(label, now=NOW).id,
        version=checked(office, asked(label, now=NOW), now=NOW).id,
        sitting=item.sitting_id,
        item=item.id,
        letter=_letter(),
        template=_template(preparer),
        notice=notice,
        finding=finding,
        report=report,
        receipt=receipt,
        assessor_elsewhere=scoring.assessors[2],
        panellist=panellist,
        adviser=adviser,
        quality=quality,
        appeal=appeal,
        appeal_member=appeal_member,
        complaint=_complained(decisions.acting(office.second_officer, Role.OFFICER, now=NOW), key),
        complaint_key=key,
        club=_club(decisions.acting(office.second_officer, Role.OFFICER, now=NOW), draft),
        employment=_mapped(preparer),
        boundaries=_bounded(preparer),
        draft_edition=draft_edition,
    )


def _club(officer: Actor, draft: applications.World) -> ClubThings:
    """Found a club whose round is open; the owner, contributor and reader accepted its code."""
    with unit_of_work() as session:
        club = clubs.found_club(session, actor=officer, code="town", name="Town club", now=NOW)
        kind = club_queries.kinds_of(session, club.id)[0]
        code = clubs.write_code(
            session, actor=officer, club_id=club.id, text="Be kind.", in_force_on=today(NOW),
            now=NOW,
        )  # fmt: skip
        member = club_members.add_member(
            session, actor=officer, club_id=club.id, kind_id=kind.id,
            organisation_id=draft.made.id, joined_on=today(NOW), now=NOW,
        )  # fmt: skip
        for actor in (
            draft.owner,
            draft.made.actor(draft.made.contributors[0]),
            draft.made.actor(draft.made.readers[0]),
        ):
            clubs.accept_code(
                session, actor=actor, membership_id=member.id, code_id=code.id, now=NOW
            )
    with unit_of_work() as session:
        round_ = club_rounds.announce_round(
            session, actor=officer, club_id=club.id, half_year="2026-H1",
            dates=planned(Round(2026, 1), today(NOW)), now=NOW,
        )  # fmt: skip
    with unit_of_work() as session:
        club_rounds.move_round(
            session, actor=officer, round_id=round_.id, state=RoundState.OPEN, now=NOW
        )
    with unit_of_work() as session:
        part = club_queries.parts_in(session, round_.id)[0]
        part.submitted_at = NOW
        proposal = club_proposals.propose_indicator(
            session, actor=draft.owner, membership_id=member.id,
            proposed=club_proposals.Proposed(
                "A", "Guests", "count", "stock", "up", "Guests of the club.", "Count them."
            ),
            votes_until=today(NOW) + timedelta(days=9), now=NOW,
        )  # fmt: skip
        query = querying.ask_member(
            session, actor=officer, part_id=part.id, subject="", question="Is it so?",
            due_on=today(NOW) + timedelta(days=9), now=NOW,
        )  # fmt: skip
        survey = surveys.begin_survey(
            session, actor=draft.owner, membership_id=member.id, half_year="2026-H1",
            title="Asked", introduction="", language="en",
            ends_on=today(NOW) + timedelta(days=900),
            questions=[surveys.Asked("Well?", 1, 5)], now=NOW,
        )  # fmt: skip
        practice = club_results.write_practice(
            session, actor=draft.owner, membership_id=member.id, title="Call", text="We called.",
            indicators=["C02"], may_tell=False, now=NOW,
        )  # fmt: skip
    return ClubThings(
        club.id, member.id, round_.id, part.id, proposal.id, query.id, survey.id, practice.id,
        *_given(officer, draft, club.id, member.id, round_.id),
        *_meeting(officer, draft, round_.id, member.id),
    )  # fmt: skip


def _given(
    officer: Actor, draft: applications.World, club_id: UUID, member_id: UUID, round_id: UUID
) -> tuple[UUID, UUID, UUID, UUID, UUID]:
    """Propose an award's rule, plan a visit, let a question reach the member.

    The owner chairs the club, the contributor is an appraiser.
    """
    contributor = draft.made.contributors[0].id
    assert draft.owner.person_id is not None
    assert officer.person_id is not None
    with unit_of_work() as session:
        club_awards.name_chair(
            session, actor=officer, club_id=club_id, person_id=draft.owner.person_id, now=NOW
        )
        rule = club_awards.propose_rule(
            session, actor=officer, round_id=round_id, route=Route.BEST_PRACTICE, measure="jury",
            criteria=(), appraisers=[contributor, officer.person_id], now=NOW,
        )  # fmt: skip
        appraiser = next(
            one for one in award_queries.appraisers_of(session, rule.id)
            if one.person_id == contributor
        )  # fmt: skip
        visit = Visit(
            club_id=club_id, host_id=member_id, topic="How you work", held_on=today(NOW),
            planned_at=NOW,
        )  # fmt: skip
        question = Question(
            club_id=club_id, membership_id=member_id, indicator="A07", half_year="2026-H1",
            text="How?", asked_at=NOW, expires_on=today(NOW) + timedelta(days=900),
        )  # fmt: skip
        session.add_all([visit, question])
        session.flush()
        asked_ = AskedMember(question_id=question.id, membership_id=member_id)
        session.add(asked_)
        session.flush()
    return rule.id, appraiser.id, visit.id, question.id, asked_.id


def _meeting(
    officer: Actor, draft: applications.World, round_id: UUID, membership_id: UUID
) -> tuple[UUID, UUID, UUID, UUID, UUID]:
    """Plan the round's meeting, chaired by the owner; with an action and a sheet being made."""
    with unit_of_work() as session:
        day = club_queries.get_round(session, round_id).meeting_on
        meeting = meetings.plan_meeting(
            session, actor=officer, round_id=round_id, now=NOW,
            plan=meetings.Plan(day, time(9), time(15), "Europe/Vienna", "Hall 2", None),
        )  # fmt: skip
    with unit_of_work() as session:
        meeting = meeting_queries.get_meeting(session, meeting.id)
        meeting.chair_id = draft.owner.person_id
        item = meeting_queries.agenda_of(session, meeting.id)[0]
        participant = Participant(
            meeting_id=meeting.id, person_id=draft.owner.person_id,
            membership_id=membership_id, added_at=NOW,
        )  # fmt: skip
        pack = Pack(
            meeting_id=meeting.id, number=1, language="en", indicators=["A07"], ordered_at=NOW
        )
        colleague = Participant(
            meeting_id=meeting.id, person_id=draft.made.contributors[0].id,
            membership_id=membership_id, added_at=NOW,
        )  # fmt: skip
        offer = OpenOffer(meeting_id=meeting.id, indicators=["A07"], text_version=1, offered_at=NOW)
        session.add_all([participant, colleague, pack, offer])
        session.flush()
        sheet = SealedSheet(pack_id=pack.id, membership_id=membership_id)
        session.add(sheet)
        action = acting_on.plan_action(
            session, actor=draft.owner, membership_id=membership_id, now=NOW,
            draft=acting_on.Draft("Call them", day + timedelta(days=900)),
        )  # fmt: skip
    return meeting.id, item.id, participant.id, action.id, sheet.id


def _mapped(officer: Actor) -> UUID:
    """Publish two years of the star map; leave a draft of the third."""
    for year in (2022, 2023):
        observatory.published(officer, year=year, now=NOW)
    return observatory.imported(officer, year=2024, now=NOW).id


def _bounded(officer: Actor) -> UUID:
    """Draw a region with its true boundaries."""
    with unit_of_work() as session:
        return mapping.keep_boundaries(
            session,
            actor=officer,
            source="GISCO",
            licence="©",
            file=observatory.stored_boundaries("DE11"),
            now=NOW,
        ).id


def _propose_edition(session: Session, actor: Actor) -> UUID:
    """Leave an edition that waits for its second officer."""
    draft = building.begin_copy(
        session,
        actor=actor,
        source="cluster-excellence-2026",
        edition_id="cluster-excellence-2027",
        scheme="cluster-excellence",
        name="Cluster Excellence, edition 2027",
        now=NOW,
    )
    building.propose_edition(
        session,
        actor=actor,
        draft_id=draft.id,
        version=draft.version,
        applies_from=NOW.date() + timedelta(days=100),
        now=NOW,
    )
    return draft.id


def _propose_design(session: Session, actor: Actor) -> None:
    """Leave a design that waits for its second officer."""
    look = replace(shipped_design(), layout="column")
    draft = designs.save_draft(
        session, actor=actor, scheme="cluster-excellence", version=0, look=look, now=NOW
    )
    designs.propose_design(
        session, actor=actor, scheme=draft.scheme, version=draft.version, now=NOW
    )


def _recommended(name: str) -> reviews.World:
    world = reviews.submitted("bronze", name=name)
    reviews.to_recommended(
        world.application_id,
        officer=world.officer,
        owner=world.owner,
        assessors=world.assessors[:1],
    )
    return world


def _label(office: decisions.Office, application_id: UUID) -> Label:
    wanted = Wanted("Publish the list of members.", NOW.date() + timedelta(days=90), "The page")
    with unit_of_work() as session:
        prepared = deciding.prepare_decision(
            session,
            actor=decisions.officer(office, now=NOW),
            application_id=application_id,
            outcome=Outcome.WITH_CONDITIONS,
            level_id="bronze",
            note="Complete.",
            conditions=[wanted],
            now=NOW,
        )
        record_decision(
            session,
            actor=decisions.member(office, now=NOW),
            decision=prepared,
            outcome=Outcome.WITH_CONDITIONS,
            level_id="bronze",
            reason="All rules hold.",
            private_reason="",
            now=NOW,
        )
        # A level that is offered beside, so that its pages have something to show.
        session.add(
            LevelOffer(
                decision_id=prepared.id,
                application_id=application_id,
                level_id="bronze",
                offered_at=NOW,
            )
        )
    with reading() as session:
        return session.scalars(select(Label)).one()


def _heard(office: decisions.Office, label: Label) -> UUID:
    """Open a hearing about a revocation that another officer then sends back."""
    change = decisions.change_prepared(office, label, LabelEventKind.REVOKED, now=NOW, urgent=False)
    with unit_of_work() as session:
        deciding.send_change_back(
            session,
            actor=decisions.acting(office.second_officer, Role.OFFICER, now=NOW),
            change_id=change.id,
            reason="A suspension is enough.",
            now=NOW,
        )
    return heard_on(change).hearing.id


def _condition() -> UUID:
    with reading() as session:
        return session.scalars(select(Condition.id)).one()


def _watched_over(owner: Actor, officer: Actor, label: Label) -> tuple[UUID, UUID, UUID, str]:
    """Report a change of the holder and misuse of its mark, from which a finding comes."""
    receipt = new_receipt()
    with unit_of_work() as session:
        told = watching.Told(NoticeKind.MANAGEMENT, NOW.date(), "A new manager has begun.")
        notice = watching.report_change(session, actor=owner, label_id=label.id, told=told, now=NOW)
        report = watching.report_misuse(
            session,
            actor=PUBLIC,
            seen=watching.Seen("The mark is on boxes.", about="Fir Works", number=label.number),
            receipt=receipt,
            language="en",
            attachment=None,
            now=NOW,
        )
        session.flush()
        finding = watching.open_finding(
            session,
            actor=officer,
            report_id=report.id,
            text="Take it off the boxes.",
            due_on=NOW.date() + timedelta(days=30),
            now=NOW,
        )
    return notice.id, finding.id, report.id, receipt


def _open_sitting(office: decisions.Office, change: LabelChange) -> SittingItem:
    """Open a sitting that votes on the change; the second member chairs it."""
    officer = decisions.officer(office, now=NOW)
    chair = decisions.acting(office.second_member, Role.COMMITTEE, now=NOW)
    with unit_of_work() as session:
        sitting = committee.plan_sitting(
            session,
            actor=officer,
            scheme="cluster-excellence",
            arranged=committee.Arrangement(
                kind=SittingKind.MEETING,
                day=today(NOW),
                begins_at=NOW,
                place="Room 3",
                link="",
                chair_id=office.second_member.id,
                deputy_id=None,
            ),
            now=NOW,
        )
        item = committee.put_on_agenda(
            session, actor=officer, sitting_id=sitting.id, change_id=change.id, now=NOW
        )
        committee.call_sitting(session, actor=officer, sitting_id=sitting.id, now=NOW)
        committee.record_attendance(
            session,
            actor=chair,
            sitting_id=sitting.id,
            present=[office.member.id, office.second_member.id],
            observers="",
            now=NOW,
        )
        return item


def _apart() -> tuple[Actor, Actor, Actor]:
    """Make a member of the appeals panels, one of the advisory board, and a quality officer."""
    with unit_of_work() as session:
        panellist, adviser, quality = (
            decisions.acting(add_person(session, name, roles=[role], now=LONG_AGO), role, now=NOW)
            for name, role in (
                ("Paula Panel", Role.APPEALS),
                ("Ada Adviser", Role.ADVISORY),
                ("Quentin Quality", Role.QUALITY),
            )
        )
    return panellist, adviser, quality


def _appealed(
    world: reviews.World, decision: Decision, preparer: Actor, panellist: Actor
) -> tuple[UUID, UUID]:
    """Put an appeal before a panel of which the panellist is the one who writes."""
    owner, officer, member = (_id_of(one) for one in (world.owner, preparer, panellist))
    with unit_of_work() as session:
        appeal = Appeal(
            receipt=new_receipt_number("A"),
            organisation_id=world.organisation_id,
            about=About.DECISION,
            application_id=world.application_id,
            decision_id=decision.id,
            letter_on=NOW.date(),
            state=AppealState.SITTING,
            state_since=NOW,
            grounds=["facts"],
            text="The visit was overlooked.",
            filed_at=NOW,
            filed_by=owner,
            proposed_by=officer,
        )
        session.add(appeal)
        session.flush()
        start_clocks(session, appeal.id, APPEAL_SPANS, NOW)
        proof = Composition(
            appeal_id=appeal.id, number=1, audit_seq=1, audit_sha256="0" * 64,
            examined={str(member): []}, examined_sha256="0" * 64, named=[str(member)],
            composed_at=NOW, composed_by=officer,
        )  # fmt: skip
        session.add(proof)
        session.flush()
        seat = PanelMember(
            appeal_id=appeal.id, composition_id=proof.id, person_id=member, writes=True,
            state=MemberState.SITTING, named_at=NOW,
        )  # fmt: skip
        session.add(seat)
    return appeal.id, seat.id


def _id_of(actor: Actor) -> UUID:
    assert actor.person_id is not None
    return actor.person_id


def _complained(officer: Actor, key: str) -> UUID:
    """Complain of a holder; the officer has taken it on. Leave figures for a second person."""
    with unit_of_work() as session:
        complaint = complaints.make_complaint(
            session,
            actor=PUBLIC,
            told=complaints.Told(Concern.HOLDER, "The mark is on boxes."),
            key=key,
            language="en",
            now=NOW,
        )
        complaints.take_on_complaint(session, actor=officer, complaint_id=complaint.id, now=NOW)
        figures = counted(session, NOW.year - 1)
        statistics.make_release(
            session,
            actor=officer,
            counted=figures,
            content=content_of(figures, ["bronze", "silver", "gold"]),
            now=NOW,
        )
    return complaint.id


def _letter() -> UUID:
    with reading() as session:
        return session.scalars(select(Letter.id)).one()


def _template(writer: Actor) -> UUID:
    with unit_of_work() as session:
        return write_template(
            session,
            actor=writer,
            scheme="cluster-excellence",
            kind=LetterKind.AWARDED,
            language="en",
            subject="{holder}",
            body="{reason}",
            now=NOW,
        ).id
