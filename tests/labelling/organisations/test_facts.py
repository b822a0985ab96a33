"""Figures are saved each with its version; what cannot be saved says why and loses nothing."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from labelling.core.access import Actor, Role
from labelling.core.audit import AuditDetail, AuditEntry
from labelling.core.database import Database, reading, unit_of_work
from labelling.core.errors import NotAllowed, NotFound
from labelling.organisations import fact_sheet, queries
from labelling.organisations.actions.facts import Figure, Outcome, save_facts
from labelling.organisations.provenance import Origin, Provenance
from tests.labelling.acting import actor_for
from tests.labelling.organisations.making import FIGURES, Made, fill_facts, make_organisation
from tests.labelling.people.making import add_person

NOW = datetime(2026, 9, 30, 12, tzinfo=UTC)
YEARS = (2023, 2024, 2025)
EDITION = fact_sheet.newest_edition()


@pytest.fixture
def made(database: Database) -> Made:
    with unit_of_work() as session:
        return make_organisation(session, contributors=1, readers=1, now=NOW)


def save(
    made: Made,
    figures: Sequence[Figure],
    actor: Actor | None = None,
    save_id: UUID | None = None,
) -> Outcome:
    with unit_of_work() as session:
        return save_facts(
            session,
            actor=actor if actor is not None else made.actor(),
            organisation_id=made.id,
            edition=EDITION,
            years=YEARS,
            figures=figures,
            save_id=save_id if save_id is not None else uuid4(),
            now=NOW,
        )


def kept(made: Made) -> dict[tuple[str, int], tuple[str, str, int]]:
    with reading() as session:
        rows = queries.fact_values(session, made.id)
    return {key: (row.value, row.note, row.version) for key, row in rows.items()}


def members(text: str, version: int = 0, note: str = "", year: int = 2025) -> Figure:
    return Figure("members-total", year, text, note, version)


def test_a_figure_is_saved_with_its_note_and_the_trail_tells_the_change(made: Made) -> None:
    save(made, [members("74", note="As of  31 December")])
    save(made, [members("75", 1)])
    assert kept(made) == {("members-total", 2025): ("75", "", 2)}
    with reading() as session:
        details = session.scalars(
            select(AuditDetail.details)
            .join(AuditEntry, AuditEntry.seq == AuditDetail.seq)
            .where(AuditEntry.verb == "facts.save")
            .order_by(AuditEntry.seq)
        ).all()
    assert [detail["changes"] for detail in details] == [
        [{"fact": "members-total", "year": 2025, "from": "", "to": "74"}],
        [{"fact": "members-total", "year": 2025, "from": "74", "to": "75"}],
    ]


def test_a_figure_may_become_blank_again(made: Made) -> None:
    save(made, [members("74")])
    save(made, [members("", 1)])
    assert kept(made) == {("members-total", 2025): ("", "", 2)}


def test_a_save_from_an_older_version_is_a_conflict_that_shows_theirs(made: Made) -> None:
    save(made, [members("74")])
    outcome = save(made, [members("80", 0)], made.actor(made.contributors[0]))
    assert {key: row.value for key, row in outcome.conflicts.items()} == {
        ("members-total", 2025): "74"
    }
    assert (outcome.saved, outcome.faults) == ({}, {})
    assert kept(made) == {("members-total", 2025): ("74", "", 1)}


def test_a_repeated_save_is_no_conflict(made: Made) -> None:
    save_id = uuid4()
    save(made, [members("74")], save_id=save_id)
    outcome = save(made, [members("75")], save_id=save_id)
    assert (outcome.conflicts, kept(made)) == ({}, {("members-total", 2025): ("75", "", 2)})


def test_a_late_repeat_reverts_nothing_that_the_same_page_said_later(made: Made) -> None:
    page = uuid4()
    save(made, [members("74")], save_id=page)
    save(made, [members("75")], save_id=page)
    again = save(made, [members("75")], save_id=page)
    assert (again.conflicts, kept(made)) == ({}, {("members-total", 2025): ("75", "", 2)})
    late = save(made, [members("74")], save_id=page)
    assert {key: row.value for key, row in late.conflicts.items()} == {
        ("members-total", 2025): "75"
    }
    assert kept(made) == {("members-total", 2025): ("75", "", 2)}


def test_somebody_elses_save_is_not_followed_as_ones_own(made: Made) -> None:
    page = uuid4()
    save(made, [members("74")], save_id=page)
    outcome = save(made, [members("80")], made.actor(made.contributors[0]), save_id=page)
    assert list(outcome.conflicts) == [("members-total", 2025)]
    assert kept(made) == {("members-total", 2025): ("74", "", 1)}


def test_the_same_value_from_two_people_is_no_conflict(made: Made) -> None:
    save(made, [members("74")])
    outcome = save(made, [members("74,0")], made.actor(made.contributors[0]))
    assert (outcome.conflicts, kept(made)) == ({}, {("members-total", 2025): ("74", "", 1)})


def test_good_figures_are_saved_beside_bad_ones(made: Made) -> None:
    outcome = save(
        made, [members("74"), members("many", year=2024), Figure("staff-fte", 2025, "4,5")]
    )
    assert {key: fault.sentence for key, fault in outcome.faults.items()} == {
        ("members-total", 2024): (
            "“many” is not a number. Write digits only, for example 1250 or 12.5."
        )
    }
    assert kept(made) == {
        ("members-total", 2025): ("74", "", 1),
        ("staff-fte", 2025): ("4.5", "", 1),
    }


def test_of_two_new_figures_that_contradict_neither_is_saved(made: Made) -> None:
    outcome = save(made, [Figure("members-firms", 2025, "61"), Figure("members-sme", 2025, "74")])
    sentence = (
        "“Small and medium-sized firms among them” (74) is more than "
        "“Firms among the members” (61). What is new is not saved. Correct one of them."
    )
    assert {key: fault.sentence for key, fault in outcome.faults.items()} == {
        ("members-firms", 2025): sentence,
        ("members-sme", 2025): sentence,
    }
    assert kept(made) == {}


def test_a_figure_that_contradicts_a_kept_one_is_refused(made: Made) -> None:
    save(made, [Figure("members-firms", 2025, "61"), Figure("members-sme", 2025, "48")])
    outcome = save(made, [Figure("members-firms", 2025, "40", version=1)])
    assert list(outcome.faults) == [("members-firms", 2025)]
    assert kept(made)["members-firms", 2025] == ("61", "", 1)


def test_both_sides_corrected_at_once_are_saved(made: Made) -> None:
    save(made, [Figure("members-firms", 2025, "61"), Figure("members-sme", 2025, "48")])
    outcome = save(
        made,
        [
            Figure("members-firms", 2025, "40", version=1),
            Figure("members-sme", 2025, "30", version=1),
        ],
    )
    assert outcome.faults == {}
    assert kept(made)["members-firms", 2025] == ("40", "", 2)


def test_years_do_not_contradict_each_other(made: Made) -> None:
    outcome = save(made, [Figure("members-firms", 2024, "40"), Figure("members-sme", 2025, "74")])
    assert outcome.faults == {}


@pytest.mark.parametrize(("fact_id", "year"), [("members-total", 2022), ("shoe-size", 2025)])
def test_what_is_not_asked_for_is_not_found(made: Made, fact_id: str, year: int) -> None:
    with pytest.raises(NotFound):
        save(made, [Figure(fact_id, year, "1")])


def test_only_owners_and_contributors_write_figures(made: Made) -> None:
    with unit_of_work() as session:
        stranger = actor_for(add_person(session), Role.MANAGER)
        officer = actor_for(add_person(session), Role.OFFICER)
    save(made, [members("74")], made.actor(made.contributors[0]))
    for actor, refusal in (
        (made.actor(made.readers[0]), NotAllowed),
        (officer, NotAllowed),
        (stranger, NotFound),
    ):
        with pytest.raises(refusal):
            save(made, [members("75", 1)], actor)


def test_the_years_are_the_last_three_complete_ones_in_the_zone() -> None:
    brussels = ZoneInfo("Europe/Brussels")
    assert fact_sheet.years_at(datetime(2026, 12, 31, 22, 59, tzinfo=UTC), brussels) == (
        2023,
        2024,
        2025,
    )
    assert fact_sheet.years_at(datetime(2026, 12, 31, 23, tzinfo=UTC), brussels) == (
        2024,
        2025,
        2026,
    )


def test_required_figures_that_are_blank_are_missing(made: Made) -> None:
    required = {fact.id for fact in EDITION.facts if fact.required}
    with unit_of_work() as session:
        fill_facts(session, made, years=YEARS, now=NOW)
    save(
        made, [Figure("members-met", 2024, "", version=1), Figure("aims-set", 2024, "", version=1)]
    )
    with reading() as session:
        missing = fact_sheet.missing_facts(session, made.id, EDITION, YEARS)
        other_years = fact_sheet.missing_facts(session, made.id, EDITION, (2022,))
    assert [(gap.fact.id, gap.year) for gap in missing] == [("members-met", 2024)]
    assert {gap.fact.id for gap in other_years} == required


def test_the_sample_sheet_answers_every_fact_of_the_edition() -> None:
    assert set(FIGURES) == {fact.id for fact in EDITION.facts}


def test_the_edition_of_a_running_application_comes_first(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = EDITION.in_language("en")
    monkeypatch.setattr(fact_sheet, "_sources", [])
    with reading() as session:
        assert fact_sheet.edition_for(session, made.id).id == "cluster-excellence-2026"
        fact_sheet.set_edition_source(lambda _session, _id: None)
        assert fact_sheet.edition_for(session, made.id).id == "cluster-excellence-2026"
        fact_sheet.set_edition_source(lambda _session, asked: other if asked == made.id else None)
        assert fact_sheet.edition_for(session, made.id) is other


def test_a_figure_keeps_where_it_comes_from_until_that_is_said_anew(made: Made) -> None:
    origin = Origin(" Annual  accounts ", "31 12 2025", "A")
    save(made, [Figure("members-total", 2025, "74", origin=origin)])
    save(made, [members("75", 1)])
    with reading() as session:
        row = queries.fact_values(session, made.id)["members-total", 2025]
        assert row.provenance == Provenance("Annual accounts", date(2025, 12, 31), "A")
    save(made, [Figure("members-total", 2025, "75", version=2, origin=Origin(grade="C"))])
    with reading() as session:
        row = queries.fact_values(session, made.id)["members-total", 2025]
        assert (row.value, row.version, row.provenance) == ("75", 3, Provenance(grade="C"))
        details = session.scalars(
            select(AuditDetail.details)
            .join(AuditEntry, AuditEntry.seq == AuditDetail.seq)
            .where(AuditEntry.verb == "facts.save")
            .order_by(AuditEntry.seq)
        ).all()
    assert [detail["changes"][0].get("grade") for detail in details] == ["A", None, "C"]


@pytest.mark.parametrize(
    ("origin", "sentence"),
    [
        (Origin(grade="E"), "The grade is A, B, C or D."),
        (Origin(dated="31 2 2025"), "Write the day as day, month, year: 14 5 2025."),
        (Origin(dated="2026-10-01"), "The day of the figure is still to come."),
        (Origin(source="x" * 201), "The source has 201 characters; 200 fit."),
    ],
)
def test_an_origin_that_cannot_be_is_refused_beside_its_figure(
    made: Made, origin: Origin, sentence: str
) -> None:
    outcome = save(
        made, [Figure("members-total", 2025, "74", origin=origin), members("9", year=2024)]
    )
    assert {key: fault.sentence for key, fault in outcome.faults.items()} == {
        ("members-total", 2025): sentence
    }
    assert kept(made) == {("members-total", 2024): ("9", "", 1)}
