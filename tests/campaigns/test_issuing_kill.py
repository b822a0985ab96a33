"""Sudden death while certificates are issued and labels revoked: each happens once, or not yet."""

import random
import threading
import time
from pathlib import Path

from labelling.core import doctor, files
from labelling.core.database import reading
from labelling.issuing.inspection import certificate_files
from tests.campaigns import certificates
from tests.campaigns.certificates import Notes
from tests.campaigns.writers import installed
from tests.databases import Databases
from tests.labelling.decisions.making import make_office
from tests.postbox import Postbox
from tests.serving import Served

SHORT_KILLS, LONG_KILLS = 2, 60
LABELS, REVOCATIONS = 6, 3
PATIENCE_SECONDS = 120


def test_each_certificate_is_issued_once_and_each_revocation_whole(
    databases: Databases, engine_name: str, tmp_path: Path, postbox: Postbox, *, long_campaign: bool
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    url = databases.empty(engine_name)
    system = Served(data, url, postbox)
    system.run("migrate")
    with installed(data, url):
        office = make_office()
    chance = random.Random(2026)  # noqa: S311 (when to kill, not a secret)
    notes = Notes()
    kills = LONG_KILLS if long_campaign else SHORT_KILLS
    for _ in range(kills):
        with installed(data, url):
            changes = certificates.award(office, LABELS, REVOCATIONS)
            decider = certificates.sign_in(office)
            certificates.let_leases_end()
        system.start()
        deciding = threading.Thread(
            target=certificates.revoke, args=(system.url, decider, changes, notes)
        )
        deciding.start()
        _wait_for_the_first(notes, len(notes.acknowledged))
        time.sleep(chance.uniform(0.0, 2.5))
        system.kill()
        deciding.join()
        with installed(data, url):
            assert certificates.contradictions(notes) == []
    with installed(data, url):
        certificates.let_leases_end()
    system.start()
    until = time.monotonic() + PATIENCE_SECONDS * kills  # each left certificates unissued
    with installed(data, url):
        while certificates.are_open() and time.monotonic() < until:
            time.sleep(0.2)
        system.stop()
        assert notes.refused == []
        assert certificates.contradictions(notes) == []
        assert certificates.unissued() == []
        with reading() as session:
            known = set(certificate_files(session))
            unknown = [one for one in files.store().digests() if not doctor.is_kept(session, one)]
    figures = f"{len(known)} certificates, {len(notes.acknowledged)} revocations"
    print(f"{engine_name}: {kills} kills, {figures}, {len(unknown)} files nobody got")  # noqa: T201
    assert len(known) == kills * LABELS
    assert len(unknown) <= kills


def _wait_for_the_first(notes: Notes, before: int) -> None:
    """Wait until a revocation was acknowledged: from then on all is under way."""
    until = time.monotonic() + PATIENCE_SECONDS
    while len(notes.acknowledged) == before and not notes.refused and time.monotonic() < until:
        time.sleep(0.01)
