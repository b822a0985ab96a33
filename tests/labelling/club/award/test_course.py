"""From candidates to the announcement: eligibility, consent, robustness, appraisers."""

import json
from datetime import timedelta
from fractions import Fraction
from html import unescape
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError

from benchmarking.award.auditfile import recompute
from benchmarking.award.case import Course, Criterion, Rule
from benchmarking.disclosure.cells import Place
from benchmarking.disclosure.naming import Named
from benchmarking.rounds import Round
from labelling.club import queries as clubs
from labelling.club.award import queries
from labelling.club.award.actions.announcing import announce_award
from labelling.club.award.actions.appraising import candidates_for, save_appraisal
from labelling.club.award.actions.candidates import keep_candidacy
from labelling.club.award.actions.deciding import holds, work_out_award
from labelling.club.award.actions.ruling import Weighed
from labelling.club.award.described import Outcome
from labelling.club.award.judging import judge_figure
from labelling.club.award.lacking import in_words, lacking
from labelling.club.award.models import Appraiser, AwardFile, Naming, Route, Stage
from labelling.club.award.packed import award_section
from labelling.club.award.stages import Standing, Step, standing_of
from labelling.club.models import Membership, Query, ReleaseKind, RoundState, ValueRevision
from labelling.club.results import gate
from labelling.club.results.known import named_values
from labelling.core.access import Role
from labelling.core.database import Database, reading, unit_of_work
from labelling.core.errors import Conflict, Invalid, NotAllowed, NotFound, NotNow
from tests.labelling.club.award.making import (
    Club,
    agree,
    announce,
    appraise,
    awarded,
    club_before_freezing,
    decide,
    frozen_with_rule,
    members,
    person,
    prepare,
    propose,
    set_state,
    verbs,
)
from tests.labelling.club.results.making import NOW, person_of
from tests.labelling.club.results.releasing import release
from tests.labelling.people.making import sign_in

JURY = (Route.BEST_PRACTICE, "jury", ())


def standing(club: Club) -> Standing:
    """Return where the award stands."""
    with reading() as session:
        return standing_of(session, clubs.get_round(session, club.round_id))


def why(club: Club) -> dict[str, tuple[str, ...]]:
    """Return by member what keeps it out."""
    found = standing(club).found
    assert found is not None
    names = {key: name for name, key in club.world.memberships.items()}
    return {names[key]: reasons for key, reasons in found.obstacles.items()}


def test_each_reason_keeps_a_member_out(database: Database) -> None:
    club = frozen_with_rule()
    agree(club, members(club))
    able = [name for name, reasons in why(club).items() if not reasons][:5]
    assert len(able) == 5
    keys = [club.world.memberships[name] for name in able]
    with unit_of_work() as session:
        parts = {one.membership_id: one for one in clubs.parts_in(session, club.round_id)}
        parts[keys[0]].late = True
        session.add(
            Query(
                round_member_id=parts[keys[1]].id, question="Is it so?", due_on=NOW.date(),
                asked_at=NOW, asked_by=person(club.officer),
            )
        )  # fmt: skip
        row = session.scalars(
            select(ValueRevision).where(
                ValueRevision.round_member_id == parts[keys[2]].id,
                ValueRevision.quantity == "A01",
            )
        ).one()
        session.delete(row)
    agree(club, [able[3]], Naming.NOTHING)
    found = why(club)
    assert [found[name] for name in able] == [
        ("late",), ("open_query",), ("incomplete",), ("no_consent",), (),
    ]  # fmt: skip


def test_what_is_missing_is_named_to_the_office_and_to_the_member(
    app: Flask, client: FlaskClient
) -> None:
    club = frozen_with_rule()
    agree(club, members(club))
    name, other = [name for name, reasons in why(club).items() if not reasons][:2]
    key = club.world.memberships[name]
    with unit_of_work() as session:
        part = next(
            one for one in clubs.parts_in(session, club.round_id) if one.membership_id == key
        )
        session.execute(
            delete(ValueRevision).where(
                ValueRevision.round_member_id == part.id, ValueRevision.quantity == "A01"
            )
        )
    found = standing(club).found
    assert found is not None
    with reading() as session:
        set_ = clubs.round_set(session, clubs.get_round(session, club.round_id))
    said = f"Not answered on the sheet: {set_.quantities['A01'].name}."
    assert in_words(found.lacking[key], set_) == [said]
    for actor, role, told in (
        (club.officer, Role.OFFICER, True),
        (club.world.contacts[name], Role.MANAGER, True),
        (club.world.contacts[other], Role.MANAGER, False),
    ):
        sign_in(client, person_of(actor), role)
        text = unescape(client.get(f"/club-awards/rounds/{club.round_id}").get_data(as_text=True))
        assert (said in text) is told, role


def test_each_kind_of_what_is_missing_has_its_sentence(database: Database) -> None:
    club = frozen_with_rule(*JURY, rounds=1)
    with reading() as session:
        set_ = clubs.round_set(session, clubs.get_round(session, club.round_id))
    rule = Rule("most_improved", "gap_closed", (Criterion("A07", Fraction(1), "up", Fraction(95)),))
    before, now = (Course(None, Fraction(5)), Course(Fraction(4), None))
    name = f"A07 {set_.indicators['A07'].name}"
    assert in_words(lacking(rule, {"A07": before}, (), statement=True), set_) == [
        f"No figure of an earlier half-year to compare with: {name}.",
        "The text that the appraisers read is not written.",
    ]
    assert in_words(lacking(rule, {"A07": now}, (), statement=False), set_) == [
        f"No figure of this half-year: {name}."
    ]


def test_estimates_are_kept_out_by_their_grade(database: Database) -> None:
    club = frozen_with_rule()
    agree(club, members(club))
    assert ("estimate",) in why(club).values()


def test_winner_of_the_last_rounds_is_kept_out(app: Flask) -> None:
    club, award = awarded()
    with reading() as session:
        won = queries.rounds_won(session, club.world.club_id)
    assert won == {award.membership_id: [award.half_year]}


def test_by_figures_the_winner_is_robust_and_the_file_gives_it_again(app: Flask) -> None:
    club = frozen_with_rule()
    agree(club, members(club))
    file = prepare(club)
    assert (file.kind, file.reason, file.stage) == ("winner", "robust", Stage.FIGURES)
    found = recompute(file.content.encode(), standing_frozen(club))
    assert found.agrees
    assert set(found.decision.stays_first) == {"min_max", "z", "rank"}
    assert all(share >= Fraction(4, 5) for share in found.decision.stays_first.values())
    with reading() as session:
        assert holds(session, session.get_one(AwardFile, file.id))


def standing_frozen(club: Club) -> str:
    """Return the SHA-256 of the newest frozen version."""
    with reading() as session:
        frozen = clubs.newest_frozen(session, club.round_id)
    assert frozen is not None
    return frozen.sha256


def test_one_figure_or_one_byte_that_changed_is_found(app: Flask) -> None:
    club = frozen_with_rule()
    agree(club, members(club))
    content = prepare(club).content.encode()
    winner = json.loads(content)["decision"]["members"][0]
    changed = json.loads(content)
    for one in changed["candidates"]:
        if one["member"] == winner:
            one["courses"]["A07"]["end"] = one["courses"]["A07"]["start"]
    assert not recompute(json.dumps(changed, separators=(",", ":"), sort_keys=True).encode()).agrees
    assert not recompute(content, "0" * 64).agrees
    for at in range(0, len(content), max(1, len(content) // 40)):
        flipped = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
        with reading() as session:
            row = session.scalars(select(AwardFile)).one()
            assert holds(session, row)
            session.expunge(row)
            row.content = flipped.decode(errors="replace")
            assert not holds(session, row)


def test_file_is_kept_by_the_database(app: Flask) -> None:
    club = frozen_with_rule()
    agree(club, members(club))
    prepare(club)
    with pytest.raises(DBAPIError, match="keeps what was written"), unit_of_work() as session:
        session.execute(text("UPDATE club_award_files SET kind = 'none'"))


def test_fewer_than_five_get_nothing_by_figures(app: Flask) -> None:
    club = frozen_with_rule()
    able = [name for name, reasons in why(club).items() if reasons == ("no_consent",)]
    agree(club, able[:4])
    file = prepare(club)
    assert (file.kind, file.reason, file.members) == ("none", "few_eligible", [])
    decide(club, file)
    assert standing(club).step is Step.OVER


def test_what_is_level_goes_to_the_appraisers(app: Flask) -> None:
    club = frozen_with_rule(Route.LEARNING, "level", (Weighed("visits_hosted", Fraction(1)),))
    agree(club, members(club)[:6])
    file = prepare(club)
    assert (file.kind, file.reason) == ("shortlist", "tie")
    decide(club, file)
    stands = standing(club)
    assert (stands.step, stands.stage) == (Step.APPRAISE, Stage.APPRAISAL)
    count = len(stands.candidates)
    assert count == 6
    scores = [[90 - 10 * at for at in range(count)] for _one in club.appraisers]
    appraise(club, scores, stands.candidates)
    last = prepare(club)
    assert (last.kind, last.stage) == ("winner", Stage.APPRAISAL)
    assert last.members == [str(stands.candidates[0])]


def test_nobody_chooses_between_those_who_are_level_by_the_appraisers(
    app: Flask, client: FlaskClient
) -> None:
    club = frozen_with_rule(*JURY, rounds=1)
    agree(club, members(club)[:2])
    appraise(club, [[80, 80] for _one in club.appraisers], standing(club).candidates)
    file = prepare(club)
    assert (file.kind, file.reason, file.stage) == ("shortlist", "tie", Stage.APPRAISAL)
    with reading() as session, pytest.raises(NotNow, match="waits for a second person"):
        work_out_award(session, actor=club.officer, round_id=club.round_id, now=NOW)
    decide(club, file)
    with pytest.raises(NotNow, match="decided already"):
        decide(club, file)
    assert standing(club).step is Step.OVER
    sign_in(client, person_of(club.chair), Role.COMMITTEE)
    text = client.get(f"/club-awards/rounds/{club.round_id}").get_data(as_text=True)
    assert "lets nobody choose between them, the chair neither" in text


def test_appraisers_agreement_is_computed_and_kept(app: Flask) -> None:
    _club, award = awarded()
    with reading() as session:
        content = queries.get_file(session, award.file_id).row.content
    # Shrout and Fleiss's ICC(2,k) of the table 90 50 40 / 80 60 30 / 85 45 50, by hand
    # (1636.11 - 86.11) / (1636.11 + (11.11 - 86.11) / 3) = 0.9621.
    assert Fraction(json.loads(content)["agreement"]) == Fraction(9621, 10000)


@pytest.mark.parametrize(
    ("agreement", "told"),
    [
        (None, ""),
        (Fraction(9621, 10000), "ICC(2,k) 0.96"),
        (Fraction(-2, 5), "ICC(2,k) -0.40"),
        (Fraction(27551, 10000), "Cannot be said"),
    ],
)
def test_agreement_above_one_is_no_agreement(
    app: Flask, agreement: Fraction | None, told: str
) -> None:
    _club, award = awarded()
    with reading() as session, app.test_request_context():
        outcome = Outcome(queries.get_file(session, award.file_id).row)
        outcome.agreement = agreement
        assert outcome.icc.startswith(told)
        assert bool(outcome.icc) is bool(told)


def test_nobody_appraises_whom_they_are_bound_up_with(app: Flask) -> None:
    club = frozen_with_rule(*JURY, rounds=1)
    first, second, third = members(club)[:3]
    agree(club, [first, second, third])
    keys = {name: club.world.memberships[name] for name in (first, second, third)}
    with unit_of_work() as session:
        session.execute(update(Membership).values(holding=""))
        one, two = (session.get_one(Membership, keys[name]) for name in (first, second))
        one.contact_id, one.holding = person(club.appraisers[0]), "Alder Holding"
        two.holding = "Alder Holding"
    with unit_of_work() as session:
        rule = queries.find_rule(session, club.round_id)
        assert rule is not None
        rows = {row.person_id: row for row in queries.appraisers_of(session, rule.row.id)}
        own = rows[person(club.appraisers[0])]
        round_ = clubs.get_round(session, club.round_id)
        assert candidates_for(session, own, round_, NOW) == [keys[third]]
        with pytest.raises(Invalid):
            save_appraisal(
                session, actor=club.appraisers[0], appraiser_id=own.id,
                scores={keys[second]: 99}, hand_in=False, now=NOW,
            )  # fmt: skip


def test_scores_are_given_alone_and_once(app: Flask) -> None:
    club, _award = awarded()
    with reading() as session:
        row = session.scalars(
            select(Appraiser).where(Appraiser.person_id == club.appraisers[0].person_id)
        ).one()
    for actor, refusal in ((club.appraisers[1], NotFound), (club.appraisers[0], NotNow)):
        with pytest.raises(refusal), unit_of_work() as session:
            save_appraisal(
                session, actor=actor, appraiser_id=row.id, scores={}, hand_in=True, now=NOW
            )


@pytest.mark.parametrize("score", [-1, 101])
def test_score_outside_is_refused(app: Flask, score: int) -> None:
    club = frozen_with_rule(*JURY, rounds=1)
    agree(club, members(club)[:3])
    candidates = standing(club).candidates
    with pytest.raises(Invalid):
        appraise(club, [[score, 1, 1]] * 3, candidates)


def test_second_person_decides_what_was_read(app: Flask) -> None:
    club = frozen_with_rule(*JURY, rounds=1)
    agree(club, members(club)[:3])
    appraise(club, [(90, 50, 40)] * 3, standing(club).candidates)
    file = prepare(club)
    with pytest.raises(NotAllowed):
        decide(club, file, by=club.officer)
    with pytest.raises(Conflict):
        decide(club, file, sha256="0" * 64)
    decide(club, file)
    with pytest.raises(NotNow):
        decide(club, file)


def test_chair_bound_up_with_the_first_does_not_decide(app: Flask) -> None:
    club = frozen_with_rule(*JURY, rounds=1)
    agree(club, members(club)[:3])
    candidates = standing(club).candidates
    appraise(club, [(90, 50, 40)] * 3, candidates)
    file = prepare(club)
    with unit_of_work() as session:
        session.get_one(Membership, candidates[0]).contact_id = person(club.chair)
    with pytest.raises(NotAllowed):
        decide(club, file)


def test_consent_taken_back_before_the_announcement_counts(app: Flask) -> None:
    club = frozen_with_rule(*JURY, rounds=1)
    names = members(club)[:3]
    agree(club, names)
    candidates = standing(club).candidates
    appraise(club, [(90, 50, 40)] * 3, candidates)
    file = prepare(club)
    decide(club, file)
    winner = next(name for name, key in club.world.memberships.items() if key == candidates[0])
    agree(club, [winner], Naming.NOTHING)
    with pytest.raises(NotNow):
        announce(club, file)
    again = prepare(club)
    assert again.kind == "winner"
    assert UUID(again.members[0]) == candidates[1]


def test_nobody_new_once_an_appraiser_handed_in(app: Flask) -> None:
    club = frozen_with_rule(*JURY, rounds=1)
    names = members(club)
    agree(club, names[:3])
    appraise(club, [(90, 50, 40)] * 3, standing(club).candidates)
    with pytest.raises(NotNow):
        agree(club, [names[5]])


def test_award_is_announced_in_the_meeting_and_not_before(app: Flask) -> None:
    club = frozen_with_rule(*JURY, rounds=1)
    agree(club, members(club)[:3])
    appraise(club, [(90, 50, 40)] * 3, standing(club).candidates)
    file = prepare(club)
    decide(club, file)
    with reading() as session:
        judged = judge_figure(session, actor=club.officer, file_id=file.id, now=NOW)
    set_state(club, RoundState.DRAFT)
    with pytest.raises(NotNow), unit_of_work() as session:
        announce_award(session, actor=club.officer, judged=judged, now=NOW)
    award = announce(club, file)
    assert (award.number[:7], award.route, award.figure) == ("AW-2026", Route.BEST_PRACTICE, "")
    assert verbs()[-3:] == ["award.prepared", "award.decided", "award.announced"]
    with pytest.raises(NotNow), unit_of_work() as session:
        keep_candidacy(
            session, actor=club.world.first()[0], round_id=club.round_id,
            membership_id=club.world.first()[1], naming=Naming.NOTHING, now=NOW,
        )  # fmt: skip


def test_award_of_a_round_that_was_held_elsewhere_carries_its_day(app: Flask) -> None:
    club = frozen_with_rule(*JURY, rounds=1)
    agree(club, members(club)[:3])
    appraise(club, [(90, 50, 40)] * 3, standing(club).candidates)
    file = prepare(club)
    decide(club, file)
    set_state(club, RoundState.FINAL)
    with reading() as session:
        judged = judge_figure(session, actor=club.officer, file_id=file.id, now=NOW)
        closed = clubs.get_round(session, club.round_id).closes_on
    day = closed + timedelta(days=1)
    assert day <= NOW.date()
    for wrong in (closed, NOW.date() + timedelta(days=1)):
        with unit_of_work() as session, pytest.raises(Invalid, match="not later than today"):
            announce_award(session, actor=club.officer, judged=judged, given_on=wrong, now=NOW)
    with unit_of_work() as session:
        row = announce_award(session, actor=club.officer, judged=judged, given_on=day, now=NOW)
    assert (row.shown_from, row.decided_on, row.year) == (day, day, day.year)
    assert row.announced_at == NOW
    with unit_of_work() as session, pytest.raises(NotNow, match="announced already"):
        announce_award(session, actor=club.officer, judged=judged, now=NOW)


@pytest.mark.parametrize(("naming", "told"), [(Naming.FIGURE, True), (Naming.ROUTE, False)])
def test_figure_is_told_only_with_consent(app: Flask, naming: Naming, told: bool) -> None:
    club = frozen_with_rule()
    agree(club, members(club), naming)
    release(club.world, round_id=club.world.rounds[-1])
    file = prepare(club)
    decide(club, file)
    award = announce(club, file)
    assert award.figure.startswith("First by “") is told
    assert (" to " in award.figure) is told


def test_figure_is_not_told_where_the_clubs_quartiles_are_not_published(app: Flask) -> None:
    club = frozen_with_rule()
    agree(club, members(club), Naming.FIGURE)
    file = prepare(club)
    decide(club, file)
    assert announce(club, file).figure == ""


def test_figure_is_not_told_where_it_would_tell_of_others(app: Flask) -> None:
    """A published group of five with the winner: without it four stand behind the middle."""
    club = frozen_with_rule()
    agree(club, members(club))
    file = prepare(club)
    decide(club, file)
    known = figures_known(club)
    release(club.world, dimension="")
    release_group(club, frozenset({file.members[0], *fellows(club, file.members[0], 4)}))
    assert announce(club, file).figure == ""
    assert figures_known(club) == known == frozenset()


def test_figure_that_was_told_is_known_to_the_gate_for_good(app: Flask) -> None:
    club = frozen_with_rule()
    agree(club, members(club))
    release(club.world)
    file = prepare(club)
    decide(club, file)
    award = announce(club, file)
    assert award.figure
    course = json.loads(file.content)["candidates"]
    own = next(one["courses"]["A07"] for one in course if one["member"] == file.members[0])
    half = Round.parse(award.half_year)
    assert {(one.place, one.member, one.value) for one in figures_known(club)} == {
        (Place(str(half), "A07"), file.members[0], Fraction(own["end"])),
        (Place(str(half.year_before), "A07"), file.members[0], Fraction(own["start"])),
    }


def figures_known(club: Club) -> frozenset[Named]:
    """Return what the gate takes for known of named members."""
    with reading() as session:
        return named_values(session, club.world.club_id)


def fellows(club: Club, member: str, count: int) -> list[str]:
    """Return some other members whose figure of A07 counts."""
    with reading() as session:
        (read,) = [gate.read(one) for one in gate.releases_of(session, club.world.club_id)]
    cell = next(one for one in read.release.cells if one.place.indicator == "A07")
    ranked = sorted(cell.contributions, key=lambda one: one.value)
    return [one.member for one in ranked if one.member != member][:count]


def release_group(club: Club, group: frozenset[str]) -> None:
    """Release a group of members, as a member's own peers are."""
    with reading() as session:
        round_ = clubs.get_round(session, club.round_id)
        frozen = clubs.newest_frozen(session, club.round_id)
        assert frozen is not None
        prepared = gate.prepare(
            session, kind=ReleaseKind.OWN_PEERS, round_=round_, frozen=frozen,
            groups={"own:one": group}, codes=["A07"],
        )  # fmt: skip
    assert "own:one" in prepared.content
    with unit_of_work() as session:
        gate.record(session, club.officer, prepared, NOW)


def test_firm_says_which_country_is_printed(app: Flask) -> None:
    club = frozen_with_rule()
    actor, membership_id = club.world.first()
    with pytest.raises(Invalid) as refused, unit_of_work() as session:
        keep_candidacy(
            session, actor=actor, round_id=club.round_id, membership_id=membership_id,
            naming=Naming.ROUTE, now=NOW,
        )  # fmt: skip
    assert refused.value.field == "country"


def test_only_who_answers_for_a_member_agrees_for_it(app: Flask) -> None:
    club = frozen_with_rule()
    _actor, membership_id = club.world.first()
    with unit_of_work() as session:
        other = club.world.first(1)[0]
        with pytest.raises(NotFound):
            keep_candidacy(
                session, actor=other, round_id=club.round_id, membership_id=membership_id,
                naming=Naming.ROUTE, country="AT", now=NOW,
            )  # fmt: skip


def told(club: Club) -> tuple[list[str], list[str]]:
    """Return what the meeting pack tells of the award: of its rule, of how it stands."""
    with reading() as session:
        section = award_section(session, club.round_id)
    assert section is not None
    return list(section.rule), list(section.standing)


def test_pack_tells_the_rule_and_names_nobody_before_the_announcement(
    app: Flask,
) -> None:
    club = frozen_with_rule()
    agree(club, members(club))
    rule, standing = told(club)
    assert (rule[0], standing) == ("Route: Most improved.", ["It is announced in the meeting."])
    assert rule[2] == "A07 Active member share: weight 1, target 95.0\N{NO-BREAK SPACE}%."
    decide(club, prepare(club))
    assert told(club) == (rule, ["It is announced in the meeting."])


def test_pack_tells_the_holder_as_it_agreed_to_be_named(app: Flask) -> None:
    club, award = awarded()
    assert told(club)[1] == [f"{award.holder} has the award."]


def test_pack_tells_nothing_without_a_fixed_rule(app: Flask) -> None:
    club = club_before_freezing()
    propose(club)
    with reading() as session:
        assert award_section(session, club.round_id) is None


def test_pack_says_when_no_award_is_given(app: Flask) -> None:
    club = frozen_with_rule()
    decide(club, prepare(club))
    assert told(club)[1] == ["No award is given for this half-year."]
