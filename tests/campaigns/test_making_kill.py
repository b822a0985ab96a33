"""Sudden death while bid packs are made and labels suspended: each once, whole, seen at once."""

import http.client
import json
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from certificates.leaves import LeafType, read_leaf
from certificates.status import Purpose, read_list
from labelling.core import audit, files
from labelling.core.audit import AuditEntry
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.outbox import Outgoing
from labelling.decisions.models import DecisionState, Label, LabelChange, LabelEvent, LabelEventKind
from labelling.issuing.log_inspection import hash_faults, signed_faults
from labelling.issuing.models import Certificate, LogCheckpoint, LogLeaf, StatusEntry
from labelling.register.bidpacks.actions import MAKE, order_pack
from labelling.register.bidpacks.models import BidPack
from tests.campaigns.certificates import Decider, let_leases_end, sign_in
from tests.campaigns.writers import installed
from tests.databases import Databases
from tests.labelling.decisions import making
from tests.postbox import Postbox
from tests.serving import Served

SHORT_KILLS, LONG_KILLS = 1, 40
PACKS, SUSPENSIONS = 6, 3
PATIENCE_SECONDS = 120
LIST = "/status/suspension-1"


@dataclass
class Told:
    """What the second person was told, and what a stranger saw behind it."""

    acknowledged: set[UUID] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)


def test_each_bid_pack_is_made_once_and_each_suspension_is_seen_at_once(
    databases: Databases, engine_name: str, tmp_path: Path, postbox: Postbox, *, long_campaign: bool
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    url = databases.empty(engine_name)
    system = Served(data, url, postbox)
    system.run("migrate")
    with installed(data, url):
        office = making.make_office()
    chance = random.Random(2027)  # noqa: S311 (when to kill, not a secret)
    told = Told()
    kills = LONG_KILLS if long_campaign else SHORT_KILLS
    for _ in range(kills):
        with installed(data, url):
            places = _prepare(office)
            decider = sign_in(office)
            let_leases_end()
        system.start()
        deciding = threading.Thread(target=_suspend, args=(system.url, decider, places, told))
        deciding.start()
        time.sleep(chance.uniform(0.0, 3.0))
        system.kill()
        deciding.join()
        with installed(data, url), reading() as session:
            assert list(_contradictions(session, told)) == []
    with installed(data, url):
        let_leases_end()
    system.start()
    until = time.monotonic() + PATIENCE_SECONDS
    with installed(data, url):
        while _are_open() and time.monotonic() < until:
            time.sleep(0.2)
        system.stop()
        with reading() as session:
            assert list(_contradictions(session, told)) == []
            made = session.scalars(select(BidPack.made_at)).all()
    assert told.problems == []
    assert (len(made), made.count(None)) == (kills * PACKS, 0)


def _prepare(office: making.Office) -> dict[UUID, int]:
    """Order bid packs and prepare suspensions; return the place in the list of each change."""
    now = datetime.now(UTC)
    places = {}
    for number in range(SUSPENSIONS):
        label = making.label(office, name=f"Cluster {uuid4()}", visited=today(now), now=now)
        making.publish(label, content=label.number.encode(), now=now)
        with unit_of_work() as session:
            # What was ordered is published by hand above, so that its file is there at once.
            session.execute(update(Outgoing).where(Outgoing.name != MAKE).values(finished_at=now))
            for _ in range(PACKS // SUSPENSIONS):
                order_pack(
                    session,
                    actor=making.owner(label),
                    organisation_id=label.organisation_id,
                    public_id=label.public_id,
                    language=("en", "de")[number % 2],
                    figures=[],
                    with_result=False,
                    now=now,
                )
        change = making.change_prepared(office, label, LabelEventKind.SUSPENDED, now=now)
        with reading() as session:
            places[change.id] = session.scalars(
                select(StatusEntry.index)
                .join(Certificate, Certificate.id == StatusEntry.certificate_id)
                .where(
                    Certificate.subject_id == label.id, StatusEntry.purpose == Purpose.SUSPENSION
                )
            ).one()
    return places


def _suspend(url: str, decider: Decider, places: dict[UUID, int], told: Told) -> None:
    """Decide on one change after the other, and look at once at what strangers are told."""
    place = urlsplit(url)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=40)
    headers = {"Cookie": decider.cookie, "X-CSRF-Token": decider.token, "Content-Length": "0"}
    try:
        for change_id, index in places.items():
            connection.request("POST", f"/office/changes/{change_id}", headers=headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status != http.HTTPStatus.SEE_OTHER:
                told.problems.append(f"the change was answered with {answer.status}")
                continue
            told.acknowledged.add(change_id)
            connection.request("GET", LIST)
            answer = connection.getresponse()
            if not read_list(json.loads(answer.read())).bits.is_set(index):
                told.problems.append("the list did not know of a suspension")
    except (OSError, http.client.HTTPException):
        return
    finally:
        connection.close()


def _are_open() -> bool:
    with reading() as session:
        waiting = select(Outgoing.id).where(Outgoing.name == MAKE, Outgoing.finished_at.is_(None))
        return session.scalar(waiting.limit(1)) is not None


def _contradictions(session: Session, told: Told) -> Iterator[str]:
    """Yield whatever must not be, however and whenever everything died."""
    yield from audit.faults(session)
    yield from hash_faults(session)
    yield from signed_faults(session, session.scalars(select(LogCheckpoint)).all())
    taken = set(
        session.scalars(select(LabelChange.id).where(LabelChange.state == DecisionState.TAKEN))
    )
    events = list(session.scalars(select(LabelEvent.change_id)))
    if Counter(events) != Counter(taken) or told.acknowledged - taken:
        yield f"events {events}, taken {taken}, acknowledged {told.acknowledged}"
    suspended = Counter(
        session.scalars(select(Label.public_id).join(LabelEvent, LabelEvent.label_id == Label.id))
    )
    leaves = map(read_leaf, session.scalars(select(LogLeaf.content)))
    logged = Counter(leaf.label for leaf in leaves if leaf.type is LeafType.SUSPEND)
    if suspended != logged:
        yield f"suspended {suspended}, logged {logged}"
    entries = select(AuditEntry).where(AuditEntry.verb == "bid-pack.make")
    noted = len(session.scalars(entries).all())
    made = session.scalars(select(BidPack.sha256).where(BidPack.sha256.is_not(None))).all()
    if noted != len(made):
        yield f"{len(made)} packs are made, {noted} are on record"
    for digest in made:
        try:
            files.store().get(digest or "")
        except (KeyError, ValueError) as problem:
            yield f"a pack's file is not there: {problem!r}"
