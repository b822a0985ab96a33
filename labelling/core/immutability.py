"""Tables whose rows the database itself will not change or delete, in one list."""

from sqlalchemy import Connection, inspect

PROTECTED = (
    "audit_entries",
    "label_terms",
    "label_events",
    "fee_entries",
    "independence_checks",
    "notices",
    "notice_pieces",
    "notice_steps",
    "finding_steps",
    "confirmations",
    "confirmation_answers",
    "appeal_compositions",
    "appeal_votes",
    "sitting_recusals",
    "sitting_votes",
    "sitting_dissents",
    "sitting_minutes",
    "sitting_minutes_files",
    "case_dates",
    "statistics_releases",
    "label_versions",
    "label_hearings",
    "hearing_answers",
    "hearing_pieces",
    "hearing_replies",
    "certificates",
    "certificate_designs",
    "publications",
    "restampings",
    "status_entries",
    "submissions",
    "log_leaves",
    "log_nodes",
    "log_checkpoints",
    "log_cosignatures",
    "employment_versions",
    "employment_steps",
    "signing_keys",
    "signing_key_ends",
    "edition_changes",
    "published_editions",
    "club_code_acceptances",
    "club_indicator_sets",
    "club_round_events",
    "club_soft_answers",
    "club_query_answers",
    "club_frozen_rounds",
    "club_releases",
    "club_award_rules",
    "club_award_confirmations",
    "club_award_files",
    "club_award_decisions",
    "club_awards",
)
_VERBS = ("UPDATE", "DELETE")
_REFUSAL = " BEGIN RAISE EXCEPTION '% keeps what was written', TG_TABLE_NAME; END "
_STANDING = """
SELECT t.tgname, c.relname, p.prosrc
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
WHERE t.tgenabled IN ('O', 'A') AND t.tgqual IS NULL AND t.tgattr = ''::int2vector
"""


def protect(connection: Connection) -> None:
    """(Re)create the triggers; run at the end of every migration, which may have dropped them."""
    present = set(inspect(connection).get_table_names())
    for table in PROTECTED:
        if table in present:
            if connection.dialect.name == "sqlite":
                _protect_sqlite(connection, table)
            else:
                _protect_postgresql(connection, table)


def unprotected(connection: Connection) -> list[str]:
    """Return the names of triggers that should stand, as ``protect`` makes them, and do not.

    One of the same name that lies elsewhere, asks a condition or does nothing is none.
    """
    wanted: dict[str, tuple[str, ...]]
    if connection.dialect.name == "sqlite":
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        wanted = {
            _name(table, verb): (_in_sqlite(table, verb),) for table in PROTECTED for verb in _VERBS
        }
    else:
        query = _STANDING
        wanted = {
            _name(table, verb): (table, _REFUSAL)
            for table in PROTECTED
            for verb in (*_VERBS, "TRUNCATE")
        }
    standing = {(name, *facts) for name, *facts in connection.exec_driver_sql(query)}
    return [name for name, facts in wanted.items() if (name, *facts) not in standing]


def _name(table: str, verb: str) -> str:
    return f"refuse_{verb.lower()}_{table}"


def _protect_sqlite(connection: Connection, table: str) -> None:
    for verb in _VERBS:
        name = _name(table, verb)
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
        connection.exec_driver_sql(_in_sqlite(table, verb))


def _in_sqlite(table: str, verb: str) -> str:
    return (
        f"CREATE TRIGGER {_name(table, verb)} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} keeps what was written'); END"
    )


def _protect_postgresql(connection: Connection, table: str) -> None:
    connection.exec_driver_sql(  # the driver reads %% as one %
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$${_REFUSAL.replace('%', '%%')}$$"
    )
    for verb in (*_VERBS, "TRUNCATE"):
        name = _name(table, verb)
        scope = "STATEMENT" if verb == "TRUNCATE" else "ROW"
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        connection.exec_driver_sql(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} "
            f"FOR EACH {scope} EXECUTE FUNCTION refuse_change()"
        )
        connection.exec_driver_sql(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")
