"""Pages of the register take the same few statements for one label and for thirty."""

from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from labelling.core.database import Database
from labelling.decisions.models import LabelEventKind
from tests.labelling.register.making import TODAY, Happening, make_label, pdf_bytes

MOST = 12
MOST_OF_BUNDLE = 32  # keys, log, lists, certificates, further files: each asks for its own


def statements(
    database: Database,
    client: FlaskClient,
    path: str,
    data: dict[str, tuple[BytesIO, str]] | None = None,
) -> int:
    """Return how many statements a request takes."""
    kept: list[str] = []

    def note(*args: object) -> None:
        if not str(args[2]).startswith(("PRAGMA", "BEGIN", "SET")):
            kept.append(str(args[2]))

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        assert (client.post(path, data=data) if data else client.get(path)).status_code == 200
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
    return len(kept)


@pytest.mark.parametrize(
    "path", ["/register", "/api/v1/labels", "/trust.json", "/register?q=alder"]
)
def test_list_takes_the_same_few_statements_for_many_rows(
    client: FlaskClient, database: Database, path: str
) -> None:
    lifted = Happening(LabelEventKind.SUSPENDED, TODAY)
    make_label(happenings=[lifted])
    one = statements(database, client, path)
    for number in range(29):
        make_label(f"Alder {number}", happenings=[lifted])
    most = MOST_OF_BUNDLE if path == "/trust.json" else MOST
    assert (statements(database, client, path), one <= most) == (one, True)


def test_label_page_takes_few_statements(client: FlaskClient, database: Database) -> None:
    made = make_label()
    assert statements(database, client, f"/labels/{made.id}") <= MOST


def test_check_of_a_file_takes_few_statements(client: FlaskClient, database: Database) -> None:
    make_label()
    data = {"file": (BytesIO(pdf_bytes("x")), "x.pdf")}
    assert statements(database, client, "/verify", data) <= MOST_OF_BUNDLE
