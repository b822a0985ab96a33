"""The first page of all: the process answers, on each database."""

from flask.testing import FlaskClient


def test_healthz_answers_on_each_engine(client: FlaskClient) -> None:
    assert client.get("/healthz").get_json() == {"status": "ok"}


def test_readyz_is_ok_on_a_migrated_database(client: FlaskClient) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.get_json()) == (200, {"status": "ok"})
