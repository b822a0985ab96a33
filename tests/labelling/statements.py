"""What a page asks of the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask.testing import FlaskClient
from sqlalchemy import event

from labelling.core.database import installed


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collect the statements that are sent, without those that begin a transaction."""
    said: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN", "SET TRANSACTION")):
            said.append(statement)

    engine = installed().engine
    event.listen(engine, "before_cursor_execute", listen)
    try:
        yield said
    finally:
        event.remove(engine, "before_cursor_execute", listen)


def asked_by(client: FlaskClient, address: str) -> list[str]:
    """Return the statements of a page, once what is kept between requests is filled."""
    assert client.get(address).status_code == 200
    with counted() as said:
        assert client.get(address).status_code == 200
    return said
