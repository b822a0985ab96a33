"""The log as strangers fetch it: whole from its files, cacheable, the same for everybody."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from certificates.leaves import LeafType
from certificates.log import inclusion_proof, is_included, root_of
from certificates.logaudit import audit_log
from certificates.logproof import check_proof, read_proof
from certificates.tiles import reading_tiles
from labelling.core.database import reading, unit_of_work
from labelling.issuing import log
from labelling.issuing.models import LogCheckpoint, LogLeaf
from labelling.settings import Settings
from tests.labelling.issuing.test_log import FIRST_KEYS, append
from tests.labelling.people.making import make_person, sign_in

FOR_EVER = {"public", "max-age=31536000", "immutable"}
SHORT = {"public", "max-age=60"}


def fetch(client: FlaskClient, path: str) -> bytes:
    answer = client.get(f"/log/{path}")
    assert answer.status_code == 200, path
    assert "Set-Cookie" not in answer.headers
    content: bytes = answer.data
    return content


def caching(client: FlaskClient, path: str) -> tuple[str | None, set[str]]:
    headers = client.get(f"/log/{path}").headers
    return headers["Content-Type"], set(headers["Cache-Control"].split(", "))


@pytest.mark.usefixtures("keyed")
def test_stranger_checks_the_whole_log_from_its_files(client: FlaskClient) -> None:
    append(*range(300))
    note = fetch(client, "checkpoint")
    with reading() as session:
        known = log.verifier_keys(session)
    audit = audit_log(lambda path: fetch(client, path), note, known, None)
    assert (audit.valid, audit.checkpoint.size) == (True, FIRST_KEYS + 300)
    read = reading_tiles(lambda path: fetch(client, path), audit.checkpoint.size)
    with reading() as session:
        leaf_hash = session.scalars(select(LogLeaf.hash).where(LogLeaf.index == 280)).one()
    proof = inclusion_proof(read, 280, audit.checkpoint.size)
    assert is_included(leaf_hash, 280, audit.checkpoint.size, proof, audit.checkpoint.root)
    assert root_of(read, audit.checkpoint.size) == audit.checkpoint.root


@pytest.mark.usefixtures("keyed")
def test_checkpoint_is_signed_when_asked_and_only_once_for_a_size(client: FlaskClient) -> None:
    first = fetch(client, "checkpoint")
    assert fetch(client, "checkpoint") == first
    append(1)
    assert fetch(client, "checkpoint") != first
    with reading() as session:
        sizes = session.scalars(select(LogCheckpoint.size).order_by(LogCheckpoint.size)).all()
    assert sizes == [FIRST_KEYS, FIRST_KEYS + 1]


@pytest.mark.usefixtures("keyed")
def test_without_a_key_the_last_signed_state_is_served(
    client: FlaskClient, settings: Settings
) -> None:
    first = fetch(client, "checkpoint")
    append(1)
    for file in settings.keys.glob("checkpoint-*.pem"):
        file.unlink()
    assert fetch(client, "checkpoint") == first
    assert client.get(f"/log/proof/{FIRST_KEYS}").status_code == 404
    assert client.get(f"/log/proof/{FIRST_KEYS - 1}").status_code == 200


@pytest.mark.usefixtures("keyed")
def test_proof_is_under_a_state_that_has_the_newest_entry(client: FlaskClient) -> None:
    (index,) = append(1)
    proof = read_proof(fetch(client, f"proof/{index}"))
    with reading() as session:
        signed = check_proof(proof, log.verifier_keys(session))
    assert (proof.index, proof.leaf.type) == (index, LeafType.DOCUMENT)
    assert signed.checkpoint.size == index + 1


@pytest.mark.usefixtures("keyed")
def test_tiles_are_kept_for_ever_and_the_rest_for_a_minute(client: FlaskClient) -> None:
    append(*range(256))
    binary = "application/octet-stream"
    for path in ("tile/0/000", "tile/0/001.p/5", "tile/1/000.p/1", "tile/entries/000"):
        assert caching(client, path) == (binary, FOR_EVER)
    assert caching(client, "checkpoint") == ("text/plain; charset=utf-8", SHORT)
    assert caching(client, "proof/0") == ("application/json", SHORT)


@pytest.mark.usefixtures("keyed")
@pytest.mark.parametrize(
    "path",
    [
        "tile/0/000",
        "tile/0/000.p/6",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/1/000.p/1",
        "tile/0/001.p/1",
        "tile/63/000.p/1",
        "tile/64/000.p/1",
        "tile/entries/000.p/6",
        "tile/entries/x000/000.p/1",
        "tile/0/0",
        "tile/0/000.p/05",
        "tile/nothing",
        "proof/5",
        "proof/99999999999999999999999999",
        "proof/-1",
        "nothing",
    ],
)
def test_what_the_log_does_not_have_is_404(client: FlaskClient, path: str) -> None:
    assert client.get(f"/log/{path}").status_code == 404


def test_empty_log_has_nothing(client: FlaskClient) -> None:
    for path in ("checkpoint", "tile/0/000.p/1", "proof/0"):
        assert client.get(f"/log/{path}").status_code == 404


@pytest.mark.usefixtures("keyed")
def test_answer_does_not_depend_on_who_asks(client: FlaskClient) -> None:
    paths = ("checkpoint", "tile/0/000.p/5", "tile/entries/000.p/5", "proof/2")
    before = [fetch(client, path) for path in paths]
    sign_in(client, make_person("Ana Anybody"))
    assert [client.get(f"/log/{path}").data for path in paths] == before


@pytest.mark.usefixtures("keyed")
def test_nothing_is_signed_while_nothing_grew(client: FlaskClient) -> None:
    fetch(client, "checkpoint")
    with unit_of_work():
        # A writer is at work: an answer that had to sign would wait for it.
        assert fetch(client, "checkpoint")
