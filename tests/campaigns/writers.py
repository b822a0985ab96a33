"""Writers that save answers over HTTP, and remember every save that was acknowledged."""

import http.client
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from uuid import UUID, uuid4

from sqlalchemy import select

from labelling.app import install_parts
from labelling.applications import actions
from labelling.applications.models import Answer, AnswerRevision
from labelling.applications.terms import VERSION
from labelling.core import database, secrets
from labelling.core.access import Role
from labelling.core.database import reading, unit_of_work
from labelling.people.sessions import begin_session
from labelling.settings import Settings
from tests.labelling.acting import actor_for
from tests.labelling.organisations.making import PROFILE, make_organisation
from tests.labelling.people.making import COOKIE, add_person

PARTS = ("1.1", "1.2", "1.3", "1.5", "2.2", "3.1", "3.2", "3.3")


@dataclass(frozen=True)
class Desk:
    """One writer's place: a session, an application and a part of it that nobody else writes."""

    application_id: UUID
    part_id: str
    cookie: str
    token: str


@dataclass
class Diary:
    """What one writer was told: each save id with its text, and every refusal."""

    acknowledged: dict[UUID, str] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)


@contextmanager
def installed(data: Path, url: str) -> Iterator[None]:
    """Work on a served system's database from inside this process for a while."""
    install_parts(Settings(data_dir=data, database_url=url))
    try:
        yield
    finally:
        database.install(None)


def prepare(writers: int, level: str = "bronze") -> list[Desk]:
    """Make an application and so many writers, each signed in and with a part of their own."""
    now = datetime.now(UTC)
    with unit_of_work() as session:
        officer = add_person(session, "Olga Officer", roles=[Role.OFFICER])
        profile = replace(PROFILE, name=f"Cluster {uuid4()}")
        made = make_organisation(session, profile, owners=2, contributors=writers)
        call = actions.open_call(
            session,
            actor=actor_for(officer, Role.OFFICER, confirmed_at=now),
            title="All year",
            edition_id="cluster-excellence-2026",
            levels=[level],
            opens_on=(now - timedelta(days=1)).date(),
            closes_on=None,
            now=now,
        )
        application = actions.start_application(
            session,
            actor=made.actor(),
            organisation_id=made.id,
            call_id=call.id,
            level_id=level,
            terms_version=VERSION,
            authorised_name="Ana Lindqvist",
            authorised_function="Director",
            now=now,
        )
        desks = []
        for person, part in zip(made.contributors, PARTS, strict=False):
            row, token = begin_session(session, person, Role.MANAGER, now)
            signature = secrets.vault().sign("forgery", str(row.id))
            desks.append(Desk(application.id, part, f"{COOKIE}={token}", signature))
    return desks


def write(url: str, desk: Desk, diary: Diary, stopped: Callable[[], bool]) -> None:
    """Save one text after the other until told to stop; a lost connection ends the writing."""
    place = urlsplit(url)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=40)
    version = 0
    try:
        while not stopped():
            save_id = uuid4()
            text = f"{desk.part_id} {len(diary.acknowledged)} {save_id} " + "ü" * 400
            status, body = _save(connection, desk, version, save_id, text)
            if status == http.HTTPStatus.OK:
                diary.acknowledged[save_id] = text
                version = json.loads(body)["version"]
            else:
                diary.refused.append(f"{status} {body[:200]!r}")
                return
    except (OSError, http.client.HTTPException):
        return
    finally:
        connection.close()


def _save(
    connection: http.client.HTTPConnection, desk: Desk, version: int, save_id: UUID, text: str
) -> tuple[int, bytes]:
    body = urlencode({"band": 60, "text": text, "version": version, "save_id": str(save_id)})
    connection.request(
        "POST",
        f"/applications/{desk.application_id}/parts/{desk.part_id}",
        body,
        {
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/json",
            "Cookie": desk.cookie,
            "X-CSRF-Token": desk.token,
        },
    )
    answer = connection.getresponse()
    return answer.status, answer.read()


def lost(diaries: list[Diary]) -> list[UUID]:
    """Return every acknowledged save of which the database does not have the very text."""
    told = {key: text for diary in diaries for key, text in diary.acknowledged.items()}
    with reading() as session:
        rows = session.execute(select(AnswerRevision.save_id, AnswerRevision.text))
        kept = {row.save_id: row.text for row in rows}
    return [key for key, text in told.items() if kept.get(key) != text]


def versions() -> dict[str, int]:
    """Return the version that each part's answer stands at."""
    with reading() as session:
        rows = session.execute(select(Answer.part_id, Answer.version))
        return {row.part_id: row.version for row in rows}
