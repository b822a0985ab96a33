"""Every column that leads to another table can be searched by, or is named here with a reason."""

from collections.abc import Iterator

from sqlalchemy import Table, UniqueConstraint

import labelling.tables  # noqa: F401 (brings every table)
from labelling.core.model import Model

# By reason: columns by table that need no index.
UNSEARCHED: dict[str, dict[str, set[str]]] = {
    # People are never deleted, and nobody is looked up by these; they say beside a row that was
    # found otherwise who took a step, cast a vote, or has a place in a sitting.
    "they say who did it": {
        "access_requests": {"answered_by"},
        "agreed_scores": {"agreed_by"},
        "answer_revisions": {"by"},
        "answers": {"updated_by"},
        "appeal_compositions": {"composed_by"},
        "appeal_drafts": {"written_by"},
        "appeal_notes": {"person_id"},
        "appeal_votes": {"person_id"},
        "appeals": {"filed_by", "acknowledged_by", "proposed_by", "judged_by", "followed_by"},
        "applications": {"created_by", "terms_accepted_by"},
        "assessor_contracts": {"recorded_by"},
        "assessor_rates": {"recorded_by"},
        "assessor_trainings": {"recorded_by"},
        "bid_packs": {"ordered_by"},
        "boundary_sets": {"imported_by", "removed_by"},
        "calibration_rules": {"asked_by", "decided_by"},
        "calls": {"opened_by"},
        "case_dates": {"set_by"},
        "certificate_designs": {"made_by"},
        "citations": {"added_by"},
        "clarifications": {"forwarded_by", "returned_by", "answered_by"},
        "club_actions": {"made_by", "ended_by"},
        "club_award_candidacies": {"given_by"},
        "club_award_confirmations": {"confirmed_by"},
        "club_award_decisions": {"decided_by"},
        "club_award_files": {"prepared_by"},
        "club_award_revocations": {"asked_by", "decided_by"},
        "club_award_rules": {"proposed_by"},
        "club_awards": {"announced_by"},
        "club_choices": {"chosen_by"},
        "club_codes": {"written_by"},
        "club_frozen_rounds": {"frozen_by"},
        "club_indicator_sets": {"added_by"},
        "club_meetings": {"planned_by"},
        "club_memberships": {"added_by", "openness_by"},
        "club_minutes": {"begun_by", "saved_by", "released_by", "confirmed_by"},
        "club_namings": {"withdrawn_by"},
        "club_open_agreements": {"withdrawn_by"},
        "club_open_offers": {"offered_by"},
        "club_packs": {"ordered_by"},
        "club_participants": {"added_by"},
        "club_peer_choices": {"fixed_by"},
        "club_practices": {"written_by"},
        "club_proposals": {"proposed_by", "settled_by"},
        "club_queries": {"asked_by", "settled_by"},
        "club_shared_figures": {"released_by", "withdrawn_by"},
        "club_query_answers": {"answered_by"},
        "club_questions": {"asked_by"},
        "club_questions_asked": {"answered_by", "introduced_by"},
        "club_releases": {"released_by"},
        "club_round_events": {"by"},
        "club_round_members": {"submitted_by"},
        "club_rounds": {"announced_by"},
        "club_soft_answers": {"answered_by"},
        "club_surveys": {"created_by"},
        "club_tokens": {"made_by"},
        "club_values": {"saved_by"},
        "club_visits": {"planned_by", "settled_by"},
        "club_votes": {"voted_by"},
        "clubs": {"founded_by"},
        "condition_reports": {"reported_by", "answered_by"},
        "conditions": {"met_by"},
        "confirmations": {"confirmed_by"},
        "deadlines": {"set_by"},
        "course_trainings": {"recorded_by"},
        "decisions": {"sent_back_by"},
        "declarations": {"declared_by"},
        "design_drafts": {"saved_by"},
        "design_proposals": {"asked_by", "decided_by"},
        "dissents": {"person_id"},
        "draft_version_parts": {"updated_by"},
        "draft_versions": {"by"},
        "edition_changes": {"by"},
        "edition_drafts": {"begun_by", "saved_by", "proposed_by"},
        "edition_mappings": {"saved_by", "put_in_use_by"},
        "employment_steps": {"by"},
        "employment_versions": {"imported_by"},
        "evidence": {"created_by"},
        "evidence_files": {"uploaded_by"},
        "fact_values": {"updated_by"},
        "fee_entries": {"by"},
        "feedback_reports": {"updated_by", "observed_by"},
        "fees": {"waiver_proposed_by", "waived_by"},
        "finding_steps": {"by"},
        "hearing_answers": {"answered_by"},
        "hearing_replies": {"replied_by"},
        "involvements": {"recorded_by"},
        "label_changes": {"prepared_by", "decided_by", "sent_back_by"},
        "letter_templates": {"written_by", "put_in_force_by"},
        "level_offers": {"answered_by"},
        "members": {"added_by", "removed_by"},
        "misuse_steps": {"by"},
        "notice_steps": {"by"},
        "notices": {"reported_by"},
        "organisations": {"created_by"},
        "independence_checks": {"checked_by"},
        "panel_objections": {"raised_by", "decided_by"},
        "part_comments": {"by", "settled_by"},
        "part_plans": {"planned_by", "checked_by"},
        "panel_reserves": {"added_by"},
        "panel_seats": {"office_agreed_by", "applicant_agreed_by"},
        "persons": {"reset_by", "created_by"},
        "published_editions": {"proposed_by", "published_by"},
        "recommendations": {"made_by"},
        "renewal_words": {"given_by", "taken_back_by"},
        "role_grants": {"proposed_by", "confirmed_by", "ended_by"},
        "seats": {"given_by"},
        "report_editors": {"named_by"},
        "round_tables": {"scribe_id", "asked_by", "opened_by"},
        "second_look_waivers": {"waived_by"},
        "severity_notices": {"noticed_by"},
        "sitting_dissents": {"person_id"},
        "sitting_items": {"added_by", "objected_by", "closed_by"},
        "sitting_members": {"person_id"},
        "sitting_minutes": {"approved_by"},
        "sitting_recusals": {"person_id"},
        "sitting_votes": {"person_id"},
        "sittings": {"chair_id", "deputy_id", "planned_by"},
        "statistics_drafts": {"made_by"},
        "statistics_releases": {"made_by", "confirmed_by"},
        "submissions": {"submitted_by"},
        "tickets": {"created_by"},
        "version_requests": {"asked_by", "checked_by", "decided_by", "closed_by"},
        "visit_days": {"proposed_by"},
        "visit_plans": {"made_by"},
        "visits": {"recorded_by"},
        "workshops": {"opened_by"},
        "withdrawal_requests": {"asked_by", "taken_back_by"},
    },
    # What these lead to is never deleted, and nobody asks what leads to it: it is read from a row
    # that was found otherwise.
    "they are followed one way": {
        "club_actions": {"round_id"},
        "club_frozen_rounds": {"previous_id"},
        "club_memberships": {"kind_id"},
        "club_participants": {"code_id"},
        "club_peer_choices": {"membership_id"},
        "club_proposals": {"membership_id"},
        "club_releases": {"frozen_id", "membership_id"},
        "club_rounds": {"set_id"},
        "club_survey_invitations": {"member_id"},
        "club_surveys": {"evidence_id"},
        "club_votes": {"membership_id"},
        "independence_checks": {"seat_id"},
        "panel_reserves": {"seat_id"},
    },
}


def _searchable(table: Table) -> set[str]:
    """Return the columns that lead an index of all rows, a unique constraint, the primary key."""
    leading = [
        *(index.columns for index in table.indexes if not _is_partial(index.dialect_options)),
        *(one.columns for one in table.constraints if isinstance(one, UniqueConstraint)),
        table.primary_key.columns,
    ]
    return {columns.values()[0].name for columns in leading if len(columns)}


def _is_partial(options: object) -> bool:
    return options["sqlite"]["where"] is not None  # type: ignore[index]  # not typed there


def _without_index() -> Iterator[tuple[str, str]]:
    for table in Model.metadata.sorted_tables:
        leading = _searchable(table)
        for column in table.columns:
            if column.foreign_keys and column.name not in leading:
                yield table.name, column.name


def test_every_foreign_key_has_an_index_or_a_reason() -> None:
    excused = {
        (table, column)
        for tables in UNSEARCHED.values()
        for table, columns in tables.items()
        for column in columns
    }
    assert set(_without_index()) == excused


def test_only_those_who_did_it_are_excused() -> None:
    for table, columns in UNSEARCHED["they say who did it"].items():
        for column in columns:
            targets = {
                key.column.table.name
                for key in Model.metadata.tables[table].columns[column].foreign_keys
            }
            assert (table, column, targets) == (table, column, {"persons"})
