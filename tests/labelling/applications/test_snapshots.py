"""A frozen figure says where it came from and whether assessors had verified it."""

import json
from datetime import date
from uuid import uuid4

import pytest

from labelling.applications.queries import snapshot
from labelling.applications.snapshots import provenance_told
from labelling.core.clock import scheme_zone
from labelling.core.database import Database, unit_of_work
from labelling.organisations import verified
from labelling.organisations.actions.facts import Figure, save_facts
from labelling.organisations.fact_sheet import newest_edition, years_at
from labelling.organisations.provenance import Origin
from labelling.organisations.queries import fact_values
from labelling.organisations.verified import Verified, set_verified_source
from tests.labelling.applications.making import NOW, answer_all, make_application, submit


def test_a_submission_freezes_source_day_grade_and_what_was_verified(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = make_application()
    answer_all(world)
    year = years_at(NOW, scheme_zone())[-1]
    origin = Origin("Register", f"{year}-12-31", "B")
    with unit_of_work() as session:
        row = fact_values(session, world.made.id)["members-total", year]
        save_facts(
            session,
            actor=world.owner,
            organisation_id=world.made.id,
            edition=newest_edition(),
            years=[year],
            figures=[Figure("members-total", year, row.value, "", row.version, origin)],
            save_id=uuid4(),
            now=NOW,
        )
    seen = {
        ("members-total", year): Verified(row.value, date(2026, 3, 4), "A-2026-001"),
        ("members-firms", year): Verified("1", date(2026, 3, 4), "A-2026-001"),
    }
    monkeypatch.setattr(verified, "_sources", [])
    set_verified_source(lambda _session, _organisation: seen)
    submission = submit(world)
    with unit_of_work() as session:
        content = snapshot(session, submission)
    assert content["facts_from"] == {
        "members-total": {
            str(year): {
                "source": "Register",
                "dated": f"{year}-12-31",
                "grade": "B",
                "verified": {"on": "2026-03-04", "reference": "A-2026-001"},
            }
        }
    }
    assert provenance_told(content) == {
        ("members-total", str(year)): (
            f"B · Register · 31 December {year} · "
            "verified by assessors on 4 March 2026, in A-2026-001"
        )
    }


def test_a_submission_from_before_tells_nothing() -> None:
    assert provenance_told(json.loads('{"facts": {"members-total": {"2025": "74"}}}')) == {}
