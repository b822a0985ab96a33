"""Tables whose rows the database itself will not change or delete, in one list."""

from sqlalchemy import Connection, inspect

PROTECTED = (
    "audit_entries",
    "label_terms",
    "label_events",
    "certificates",
    "publications",
    "status_entries",
    "submissions",
    "log_leaves",
    "log_nodes",
    "log_checkpoints",
    "signing_keys",
    "signing_key_ends",
)
_VERBS = ("UPDATE", "DELETE")


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
    """Return the names of triggers that should stand and do not."""
    if connection.dialect.name == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = "SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A')"
    standing = {row[0] for row in connection.exec_driver_sql(query)}
    verbs = _VERBS if connection.dialect.name == "sqlite" else (*_VERBS, "TRUNCATE")
    wanted = [_name(table, verb) for table in PROTECTED for verb in verbs]
    return [name for name in wanted if name not in standing]


def _name(table: str, verb: str) -> str:
    return f"refuse_{verb.lower()}_{table}"


def _protect_sqlite(connection: Connection, table: str) -> None:
    for verb in _VERBS:
        name = _name(table, verb)
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
        connection.exec_driver_sql(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} keeps what was written'); END"
        )


def _protect_postgresql(connection: Connection, table: str) -> None:
    connection.exec_driver_sql(  # the driver reads %% as one %
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '%% keeps what was written', TG_TABLE_NAME; END $$"
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
