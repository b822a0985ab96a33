"""Two copies of one assessment that differ in nothing but what an assessor says and how far he is.

Whatever is done is done in both. As long as the other one may know nothing, every answer that she
gets must be the same in both; a difference is a way to learn a secret. What is compared are whole
answers: status, where they lead, and the text, with only random tokens taken out.
"""

import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import zip_longest
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from labelling.app import create_app
from labelling.core.access import Actor, Role
from labelling.core.database import Database, install, reading, unit_of_work
from labelling.core.web import identity
from labelling.people.models import Person, RoleGrant
from labelling.people.queries import get_person
from labelling.settings import Settings
from tests.databases import Databases
from tests.labelling.people.making import sign_in
from tests.labelling.reviews import making
from tests.labelling.reviews.making import World
from tests.quick import take_short_cuts

_RANDOM = (
    re.compile(r'name="(?:csrf_token|save_id|once)" [^>]*value="[^"]*"'),
    re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"),
)
_FREE = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>")
# Figures of the process, which run on by themselves, and her own sessions and secrets.
LEFT_OUT = {"static", "health.metrics", "people.sessions", "people.set_up_second_factor"}


@dataclass(frozen=True, slots=True)
class Secret:
    """What the other assessor says of every part, and how many parts more he saves each time."""

    score: int
    word: str
    ahead: int


SECRETS = (Secret(20, "feeble", 0), Secret(95, "splendid", 3))


@dataclass
class Twin:
    """One copy, with a client for everybody who was seen in it."""

    database: Database
    app: Flask
    secret: Secret
    clients: dict[tuple[UUID, Role], FlaskClient] = field(default_factory=dict)

    def ask(
        self, actor: Actor, method: str, address: str, sent: Mapping[str, str] | None = None
    ) -> TestResponse:
        """Let somebody ask for an address in this copy."""
        install(self.database)
        key = making.id_of(actor), actor.role
        if key not in self.clients:
            client = self.app.test_client()
            with reading() as session:
                person = get_person(session, key[0])
            # One after the other, so that a list of her own sessions has an order.
            before = timedelta(minutes=len(self.clients))
            sign_in(client, person, actor.role, now=making.NOW - before)
            self.clients[key] = client
        return self.clients[key].open(address, method=method, data=dict(sent or {}))


def answer(response: TestResponse) -> tuple[int, str | None, str | bytes]:
    """Return what somebody learns from an answer, without what is random in it."""
    location = response.location
    if (response.mimetype or "").startswith(("text/", "application/json", "application/problem")):
        text = response.get_data(as_text=True)
        for random in _RANDOM:
            text = random.sub("", text)
        return response.status_code, location and _RANDOM[1].sub("", location), text
    return response.status_code, location, response.get_data()


def differing(one: tuple[object, ...], other: tuple[object, ...]) -> list[str]:
    """Return the first lines in which two answers differ."""
    lines, others = (str(said[-1]).splitlines() for said in (one, other))
    pairs = zip_longest(lines, others, fillvalue="")
    found = [f"{a.strip()!r} / {b.strip()!r}" for a, b in pairs if a != b]
    return [str(one[:2]), str(other[:2]), *found[:5]]


class Beginning:
    """A gold assessment in which two assessors score, as one file to copy."""

    def __init__(self, folder: Path, databases: Databases) -> None:
        self._patch = pytest.MonkeyPatch()
        self._patch.setattr(identity, "utcnow", lambda: making.NOW)
        address = databases.fresh("sqlite")
        self.file = Path(address.removeprefix("sqlite:///"))
        self._folder, self._number = folder, 0
        database = Database(address)
        settings = Settings(
            data_dir=folder / "data", database_url=address, public_url="http://localhost"
        )
        self.app = take_short_cuts(create_app(settings, database))
        install(database)
        self.world: World = making.submitted("gold")
        team = self.world.assessors[:2]
        making.panel_for(self.world.application_id, self.world.officer, team)
        self.seats = making.accept_all(self.world.application_id, team)
        self.parts = making.parts_of(
            self.world.application_id, making.seat_of(self.world.application_id, team[0])
        )
        self._let_her_act_as_another(making.id_of(team[0]))
        self.addresses = tuple(sorted(set(self._addresses())))
        install(None)
        database.dispose()

    def end(self) -> None:
        """Undo what was patched."""
        install(None)
        self._patch.undo()

    def twins(self) -> tuple[Twin, Twin]:
        """Return two copies, one for each secret."""
        found = []
        for secret in SECRETS:
            self._number += 1
            copy = self._folder / f"twin{self._number}.sqlite"
            shutil.copy(self.file, copy)
            found.append(Twin(Database(f"sqlite:///{copy}"), self.app, secret))
        return found[0], found[1]

    def _let_her_act_as_another(self, person_id: UUID) -> None:
        with unit_of_work() as session:
            for role in (Role.OFFICER, Role.COMMITTEE):
                session.add(
                    RoleGrant(
                        person_id=person_id,
                        role=role,
                        proposed_at=making.NOW,
                        confirmed_at=making.NOW,
                    )
                )
            person = session.get_one(Person, person_id)
            person.totp_sealed, person.totp_confirmed_at = b"x", making.NOW

    def _addresses(self) -> Iterator[str]:
        """Yield every address that can be asked for, with all that there is in this world."""
        world = self.world
        known: dict[str, list[object]] = {
            "application_id": [world.application_id],
            "seat_id": list(self.seats.values()),
            "organisation_id": [world.organisation_id],
            "evidence_id": [world.evidence_id],
            "person_id": list(self.seats),
            "part_id": ["1.1"],
            "version": [1],
        }
        urls = self.app.url_map.bind("localhost")
        for rule in self.app.url_map.iter_rules():
            needed = _FREE.findall(rule.rule)
            if rule.endpoint in LEFT_OUT or "GET" not in (rule.methods or ()):
                continue
            if not set(needed) <= set(known):
                continue
            for values in _combinations(needed, known):
                yield urls.build(rule.endpoint, values)


def _combinations(
    names: list[str], known: Mapping[str, list[object]]
) -> Iterator[dict[str, object]]:
    if not names:
        yield {}
        return
    for value in known[names[0]]:
        for rest in _combinations(names[1:], known):
            yield {names[0]: value, **rest}
