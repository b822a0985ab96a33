"""``doctor`` says what is wrong and how to mend it, with an exit code for machines."""

from sqlalchemy import text

from labelling.core.database import Database
from tests.labelling.commands.conftest import Place


def test_doctor_finds_nothing_on_a_sound_installation(here: Place) -> None:
    result = here.run("doctor", "--thorough")
    assert (result.exit_code, result.output) == (0, "All is well.\n")


def test_doctor_names_a_missing_trigger_and_a_changed_trail(
    here: Place, database: Database
) -> None:
    on = "" if database.is_sqlite else " ON audit_entries"
    with database.engine.begin() as connection:
        connection.execute(text(f"DROP TRIGGER refuse_update_audit_entries{on}"))
        connection.execute(text("UPDATE audit_entries SET verb = 'x' WHERE seq = 1"))
    result = here.run("doctor")
    assert result.exit_code == 1
    assert "labelling migrate" in result.output
    assert "entry 1 was changed" in result.output


def test_doctor_says_that_migrations_are_missing(here: Place, database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("DELETE FROM alembic_version"))
    result = here.run("doctor")
    assert result.exit_code == 1
    assert "labelling migrate" in result.output
