"""Editions are built table by table, published by two, and never changed again."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from assessments.editions import edition as shipped_edition
from assessments.editions import sections
from assessments.editions.loader import load
from labelling.applications.actions import open_call
from labelling.applications.building import actions, queries
from labelling.applications.building.actions.writing import translation_seen
from labelling.applications.building.checking import check, next_untranslated, unfit_for_labels
from labelling.applications.building.models import DraftState, EditionChange
from labelling.applications.schemes import edition_of, editions_with_levels
from labelling.core.access import Actor, Role
from labelling.core.database import Database, reading, unit_of_work
from labelling.core.errors import (
    Conflict,
    Invalid,
    NotAllowed,
    NotFound,
    NotNow,
    SecondFactorNeeded,
)
from labelling.decisions import bodies
from labelling.issuing.designs.schemes import schemes
from labelling.organisations import editions as shelf
from labelling.organisations.fact_sheet import newest_edition
from tests.labelling.applications import making as applications
from tests.labelling.applications.building import making
from tests.labelling.applications.making import EDITION, NOW
from tests.labelling.organisations.making import make_organisation

GOLD = ("levels", "gold")


def test_copy_is_the_edition_under_another_name(database: Database) -> None:
    first, _ = making.make_officers()
    draft = making.begin(first)
    copied = making.tree(draft.id)
    source = json.loads(shipped_edition(EDITION).canonical)
    names = {key: copied[key] for key in ("id", "name", "status", "scheme")}
    assert copied == source | names
    assert names == {
        "id": making.NEXT,
        "name": "Cluster Excellence, edition 2027",
        "status": "draft",
        "scheme": making.SCHEME,
    }
    assert check(copied) == []


@pytest.mark.parametrize("name", ["", "x", "Upper-Case", "with space", "../etc", EDITION])
def test_id_that_is_none_or_taken_is_refused(database: Database, name: str) -> None:
    first, _ = making.make_officers()
    with pytest.raises(Invalid) as refusal:
        making.begin(first, edition_id=name)
    assert refusal.value.field == "edition_id"


def test_part_that_no_level_asks_for_is_a_fault(database: Database) -> None:
    first, _ = making.make_officers()
    draft = making.begin(first)
    asked = [part for part in shipped_edition(EDITION).parts if part != "6.3"]
    standing = sections.section(making.tree(draft.id), GOLD)
    minima = {key: value for key, value in standing["part_minimum"].items() if key != "6.3"}
    making.save(first, draft.id, GOLD, parts=asked, part_minimum=minima)
    [found] = check(making.tree(draft.id))
    assert (found.path, found.anchor) == (GOLD, "parts.6.3")
    assert found.problem == "No level asks for part 6.3, so nobody would answer it."
    with pytest.raises(NotNow):
        making.propose(first, draft.id)


def test_only_officers_build(database: Database) -> None:
    first, _ = making.make_officers()
    draft = making.begin(first)
    manager = replace(first, role=Role.MANAGER, roles=frozenset({Role.MANAGER}))
    with pytest.raises(NotAllowed):
        making.begin(manager, edition_id="another-2027")
    with pytest.raises(NotAllowed):
        making.save(manager, draft.id, GOLD, minimum_percent=1)


def test_two_people_save_different_tables_at_once(database: Database) -> None:
    first, second = making.make_officers()
    draft = making.begin(first)
    tree = making.tree(draft.id)
    seen = {
        path: sections.fingerprint(sections.section(tree, path)) for path in (GOLD, sections.TOP)
    }
    making.save(first, draft.id, GOLD, seen=seen[GOLD], minimum_percent=82)
    making.save(second, draft.id, sections.TOP, seen=seen[sections.TOP], note="Ours.")
    after = making.tree(draft.id)
    assert sections.section(after, GOLD)["minimum_percent"] == 82
    assert after["note"] == "Ours."


def test_same_table_saved_by_another_is_seen_before_it_is_overwritten(database: Database) -> None:
    first, second = making.make_officers()
    draft = making.begin(first)
    seen = sections.fingerprint(sections.section(making.tree(draft.id), GOLD))
    making.save(first, draft.id, GOLD, seen=seen, minimum_percent=82)
    with pytest.raises(Conflict):
        making.save(second, draft.id, GOLD, seen=seen, minimum_percent=85)
    assert sections.section(making.tree(draft.id), GOLD)["minimum_percent"] == 82


@pytest.mark.parametrize(
    "values",
    [
        {"minimum_percent": 80.5},
        {"steps": {"assessors": 2}},
        {"strange": "key"},
        {"name": ""},
        {"name": "with \u202e turned letters"},
        {"minimum_percent": True},
    ],
)
def test_what_has_not_the_shape_of_an_edition_is_refused(
    database: Database, values: dict[str, Any]
) -> None:
    first, _ = making.make_officers()
    draft = making.begin(first)
    before = making.tree(draft.id)
    with pytest.raises(Invalid):
        making.save(first, draft.id, GOLD, **values)
    assert making.tree(draft.id) == before


def test_id_and_scheme_cannot_be_written(database: Database) -> None:
    first, _ = making.make_officers()
    draft = making.begin(first)
    making.save(first, draft.id, sections.TOP, id="x", scheme="y", status="published", note="n")
    after = making.tree(draft.id)
    assert [after[key] for key in ("id", "scheme", "status", "note")] == [
        making.NEXT, making.SCHEME, "draft", "n",
    ]  # fmt: skip


def test_change_can_be_put_back(database: Database) -> None:
    first, _ = making.make_officers()
    draft = making.begin(first)
    before = making.tree(draft.id)
    making.save(first, draft.id, GOLD, minimum_percent=82)
    with unit_of_work() as session:
        actions.restore(session, actor=first, draft_id=draft.id, number=1, now=NOW)
    assert making.tree(draft.id) == before
    with reading() as session:
        rows = queries.changes(session, draft.id)
    assert [(row.number, row.what, row.path) for row in rows] == [
        (2, "saved", "levels/gold"), (1, "saved", "levels/gold"),
    ]  # fmt: skip
    with pytest.raises(NotFound), unit_of_work() as session:
        actions.restore(session, actor=first, draft_id=draft.id, number=9, now=NOW)


def test_what_was_taken_out_can_be_put_back(database: Database) -> None:
    first, _ = making.make_officers()
    draft = making.begin(first)
    part = ("criteria", "1", "parts", "1.2")
    with unit_of_work() as session:
        there = actions.rename_section(
            session, actor=first, draft_id=draft.id, path=part, name="1.9", with_parts=False,
            now=NOW,
        )  # fmt: skip
    before = making.tree(draft.id)
    seen = translation_seen(before, "de", GOLD)
    with unit_of_work() as session:
        actions.save_translation(
            session, actor=first, draft_id=draft.id, path=GOLD, language="de", texts={}, seen=seen,
            now=NOW,
        )  # fmt: skip
        actions.remove_section(session, actor=first, draft_id=draft.id, path=there[:2], now=NOW)
        actions.drop_language(session, actor=first, draft_id=draft.id, language="de", now=NOW)
    for number, put in ((4, "language"), (3, "added"), (2, "translated")):
        with unit_of_work() as session:
            actions.restore(session, actor=first, draft_id=draft.id, number=number, now=NOW)
            assert queries.changes(session, draft.id, 1)[0].what == put
    assert making.tree(draft.id) == before
    with reading() as session:
        assert queries.get_draft(session, draft.id).renamed == {"1.9": "1.2"}
    for number in (4, 3):  # both stand there again
        with pytest.raises(NotNow), unit_of_work() as session:
            actions.restore(session, actor=first, draft_id=draft.id, number=number, now=NOW)
    with pytest.raises(NotNow), unit_of_work() as session:
        actions.restore(session, actor=first, draft_id=draft.id, number=1, now=NOW)


def test_tables_are_added_moved_and_taken_out(database: Database) -> None:
    first, _ = making.make_officers()
    draft = making.begin(first)
    part = {"title": "Open data", "weight": 10, "kind": "execution"}
    parts = ("criteria", "4", "parts")
    with unit_of_work() as session:
        actions.add_section(
            session,
            actor=first,
            draft_id=draft.id,
            collection=parts,
            name="4.9",
            table=part,
            now=NOW,
        )
        actions.move_section(
            session, actor=first, draft_id=draft.id, path=(*parts, "4.9"), by=-1, now=NOW
        )
    assert sections.ids(making.tree(draft.id), parts)[-2] == "4.9"
    with pytest.raises(Invalid), unit_of_work() as session:  # an id is one of the whole edition
        actions.add_section(
            session, actor=first, draft_id=draft.id, collection=("criteria", "1", "parts"),
            name="4.9", table=part, now=NOW,
        )  # fmt: skip
    faults = check(making.tree(draft.id))
    assert [(one.path, one.language, one.anchor) for one in faults] == [
        ((*parts, "4.9"), "de", "text-parts/4.9/title"),
        (GOLD, "", "parts.4.9"),
    ]
    with unit_of_work() as session:
        actions.remove_section(
            session, actor=first, draft_id=draft.id, path=(*parts, "4.9"), now=NOW
        )
    assert check(making.tree(draft.id)) == []


def test_faults_lead_to_their_fields(database: Database) -> None:
    first, _ = making.make_officers()
    draft = making.begin(first)
    making.save(first, draft.id, GOLD, minimum_percent=101)
    making.save(first, draft.id, ("criteria", "1"), points=90)
    found = check(making.tree(draft.id))
    assert [(one.place, one.anchor) for one in found] == [
        ("edition", "maximum"), ("levels/gold", "minimum_percent"),
    ]  # fmt: skip
    assert "1000" in found[0].problem


def test_language_is_complete_or_a_fault(database: Database) -> None:
    first, _ = making.make_officers()
    draft = making.begin(first, source="efqm-2020", edition_id="ours-2027", scheme="ours")
    with unit_of_work() as session:
        actions.add_language(session, actor=first, draft_id=draft.id, language="fr", now=NOW)
    tree = making.tree(draft.id)
    missing = check(tree)
    assert {one.language for one in missing} == {"fr"}
    path = missing[-1].path
    assert path is not None
    texts = {place: f"« {text} »" for place, text in sections.texts_of(tree, path).items()}
    with unit_of_work() as session:
        actions.save_translation(
            session, actor=first, draft_id=draft.id, path=path, language="fr", texts=texts,
            seen=translation_seen(tree, "fr", path), now=NOW,
        )  # fmt: skip
    assert len(check(making.tree(draft.id))) == len(missing) - len(texts)


def test_edition_is_published_by_two_and_served_at_once(database: Database) -> None:
    first, second = making.make_officers()
    draft = making.begin(first)
    making.save(first, draft.id, GOLD, minimum_percent=82)
    making.propose(first, draft.id)
    with pytest.raises(NotAllowed):
        making.publish(first, draft.id)
    with pytest.raises(SecondFactorNeeded):
        making.publish(replace(second, confirmed_at=None), draft.id)
    row = making.publish(second, draft.id)
    found = shelf.edition(making.NEXT)
    assert (found.identity, found.canonical.decode()) == (row.sha256, row.content)
    assert load(json.loads(row.content)) == found
    assert (row.before, row.applies_from) == (EDITION, making.FIRST_DAY)
    assert found.status == "published"
    assert making.NEXT in {one.id for one in editions_with_levels()}
    with reading() as session:
        assert queries.get_draft(session, draft.id).state is DraftState.PUBLISHED
    with pytest.raises(NotNow):
        making.save(first, draft.id, GOLD, minimum_percent=83)


def test_proposed_draft_stands_still_until_it_is_taken_back(database: Database) -> None:
    first, second = making.make_officers()
    draft = making.begin(first)
    making.propose(first, draft.id)
    with pytest.raises(NotNow):
        making.save(second, draft.id, GOLD, minimum_percent=82)
    with unit_of_work() as session:
        actions.take_back(session, actor=first, draft_id=draft.id, now=NOW)
    making.save(second, draft.id, GOLD, minimum_percent=82)
    making.propose(first, draft.id)
    with unit_of_work() as session:
        actions.send_back(session, actor=second, draft_id=draft.id, reason="Too strict.", now=NOW)
    with reading() as session:
        row = queries.get_draft(session, draft.id)
    assert (row.state, row.sent_back) == (DraftState.OPEN, "Too strict.")


def test_faulty_draft_is_not_proposed(database: Database) -> None:
    first, _ = making.make_officers()
    draft = making.begin(first)
    making.save(first, draft.id, ("criteria", "1"), points=90)
    with pytest.raises(NotNow, match="990"):
        making.propose(first, draft.id)


def test_another_scheme_stands_beside_with_letters_of_its_own(database: Database) -> None:
    first, second = making.make_officers()
    draft = making.begin(first, edition_id="programmes-2027", scheme="cluster-programmes")
    assert [one.anchor for one in check(making.tree(draft.id))] == ["number_prefix"]
    with pytest.raises(NotNow, match="cluster-excellence"):
        making.propose(first, draft.id)
    making.save(first, draft.id, sections.TOP, number_prefix="CP")
    making.propose(first, draft.id, applies_from=NOW.date())
    row = making.publish(second, draft.id)
    assert (row.scheme, row.before) == ("cluster-programmes", "")
    assert newest_edition().id == EDITION
    assert set(schemes()) == {making.SCHEME, "cluster-programmes"}
    assert set(bodies.schemes()) >= {making.SCHEME, "cluster-programmes"}


def test_proposal_that_was_exchanged_unseen_is_not_published(database: Database) -> None:
    first, second = making.make_officers()
    draft = making.begin(first)
    making.propose(first, draft.id)
    with reading() as session:
        seen = actions.proposal_mark(queries.get_draft(session, draft.id))
    with unit_of_work() as session:
        actions.take_back(session, actor=first, draft_id=draft.id, now=NOW)
    making.save(first, draft.id, GOLD, minimum_percent=82)
    making.propose(first, draft.id)
    with pytest.raises(NotNow, match="Another proposal"), unit_of_work() as session:
        actions.publish_edition(session, actor=second, draft_id=draft.id, seen=seen, now=NOW)
    making.publish(second, draft.id)


@pytest.mark.parametrize("letters", ["ce", "C", "PROGRAMME", "C/E", "CO"])
def test_letters_that_make_no_label_number_are_a_fault(database: Database, letters: str) -> None:
    first, _ = making.make_officers()
    draft = making.begin(first)
    making.save(first, draft.id, sections.TOP, number_prefix=letters)
    assert [one.anchor for one in check(making.tree(draft.id))] == ["number_prefix"]
    with pytest.raises(NotNow, match="number_prefix"):
        making.propose(first, draft.id)


def test_fee_must_fit_what_applications_keep_of_it(database: Database) -> None:
    first, _ = making.make_officers()
    draft = making.begin(first)
    fee = {"amount": "100", "currency": "euros", "text": "x" * 201}
    making.save(first, draft.id, GOLD, fee=fee)
    anchors = {one.anchor for one in check(making.tree(draft.id)) if not one.language}
    assert anchors == {"fee.currency", "fee.text"}
    with pytest.raises(NotNow, match="currency"):
        making.propose(first, draft.id)


def test_a_translated_note_on_fees_must_fit_too() -> None:
    levels = [{"id": "gold", "fee": {"currency": "EUR", "text": "It covers all."}}]
    spoken = {"de": {"levels": {"gold": {"fee_text": "x" * 201}}}}
    [fault] = unfit_for_labels({"levels": levels, "translations": spoken})
    assert fault.place == ("translations", "de", "levels", "gold", "fee_text")
    spoken["de"]["levels"]["gold"]["fee_text"] = "x" * 200
    assert unfit_for_labels({"levels": levels, "translations": spoken}) == ()


def test_database_refuses_to_change_what_was_published(database: Database) -> None:
    making.make_published()
    for statement in (
        "UPDATE published_editions SET content = ''",
        "DELETE FROM published_editions",
        "DELETE FROM edition_changes",
    ):
        with pytest.raises(DBAPIError), unit_of_work() as session:
            session.execute(text(statement))


def test_running_applications_keep_their_edition(database: Database) -> None:
    world = applications.make_application("gold", now=NOW)
    making.make_published(applies_from=NOW.date())
    with reading() as session:
        application = session.merge(world.application, load=False)
    assert edition_of(application).id == EDITION
    assert edition_of(world.call).id == EDITION


def test_edition_to_come_applies_from_its_first_day_on(database: Database) -> None:
    making.make_published(applies_from=date(2999, 1, 1))
    assert newest_edition().id == EDITION
    assert [one.id for one in shelf.editions_on(date(2998, 12, 31))][-1] != making.NEXT
    assert [one.id for one in shelf.editions_on(date(2999, 1, 1))][-1] == making.NEXT
    officer = _officer()
    with pytest.raises(Invalid) as refusal, unit_of_work() as session:
        open_call(
            session, actor=officer, title="Early", edition_id=making.NEXT, levels=["gold"],
            opens_on=date(2998, 12, 31), closes_on=None, now=NOW,
        )  # fmt: skip
    assert refusal.value.field == "opens_on"


def test_call_and_application_under_a_built_edition(database: Database) -> None:
    row = making.make_published(applies_from=NOW.date())
    officer = _officer()
    with unit_of_work() as session:
        call = open_call(
            session, actor=officer, title="Next", edition_id=making.NEXT, levels=["bronze"],
            opens_on=NOW.date(), closes_on=None, now=NOW,
        )  # fmt: skip
        made = make_organisation(session, now=NOW)
        application = applications.start(session, made, call)
    assert (application.edition_id, application.edition_sha256) == (making.NEXT, row.sha256)
    assert edition_of(application).levels[-1].minimum_percent == 82


def test_language_put_back_after_a_criterion_has_its_texts_again(database: Database) -> None:
    first, _ = making.make_officers()
    draft = making.begin(first)
    before = making.tree(draft.id)
    with unit_of_work() as session:
        actions.remove_section(
            session, actor=first, draft_id=draft.id, path=("criteria", "1"), now=NOW
        )
        actions.drop_language(session, actor=first, draft_id=draft.id, language="de", now=NOW)
    for number in (1, 2):
        with unit_of_work() as session:
            actions.restore(session, actor=first, draft_id=draft.id, number=number, now=NOW)
    assert making.tree(draft.id) == before


def test_file_takes_the_place_of_a_draft_and_can_be_put_back(database: Database) -> None:
    first, _ = making.make_officers()
    draft = making.begin(first)
    before = making.tree(draft.id)
    other = json.loads(shipped_edition("efqm-2020").canonical)
    with unit_of_work() as session:
        row = actions.replace_by_file(
            session, actor=first, draft_id=draft.id, tree=other, version=1, now=NOW
        )
    assert making.tree(draft.id) == other | {
        "id": making.NEXT, "scheme": making.SCHEME, "status": "draft",
    }  # fmt: skip
    with pytest.raises(Invalid), unit_of_work() as session:
        actions.replace_by_file(
            session, actor=first, draft_id=draft.id, tree=other, version=1, now=NOW
        )
    assert row.version == 2
    with unit_of_work() as session:
        actions.restore(session, actor=first, draft_id=draft.id, number=1, now=NOW)
    assert making.tree(draft.id) == before


def test_opening_and_saving_writes_nothing(database: Database) -> None:
    first, _ = making.make_officers()
    draft = making.begin(first)
    making.save(first, draft.id, GOLD)
    with reading() as session:
        assert session.scalars(select(EditionChange)).all() == []


def _officer() -> Actor:
    with unit_of_work() as session:
        return applications.make_officer(session)


def test_texts_of_a_table_that_lack_a_language_are_one_fault_that_leads_on(
    database: Database,
) -> None:
    first, _ = making.make_officers()
    draft = making.begin(first)
    with unit_of_work() as session:
        actions.add_language(session, actor=first, draft_id=draft.id, language="fr", now=NOW)
    tree = making.tree(draft.id)
    found = check(tree)
    assert len({(one.path, one.language) for one in found}) == len(found)
    [gold] = [one for one in found if one.path == GOLD]
    texts = len(sections.texts_of(tree, GOLD))
    assert gold.problem == f"{texts} texts are not translated yet."
    assert next_untranslated(tree, "fr", ("criteria", "1")) == ("criteria", "1", "parts", "1.1")
    assert next_untranslated(tree, "de", ("criteria", "1")) is None


def test_level_that_can_be_applied_for_needs_letters_for_its_labels(database: Database) -> None:
    first, _ = making.make_officers()
    draft = making.begin(first)
    making.save(first, draft.id, sections.TOP, number_prefix=None)
    [found] = check(making.tree(draft.id))
    assert (found.path, found.anchor) == (sections.TOP, "number_prefix")
    with pytest.raises(NotNow):
        making.propose(first, draft.id)
