"""A large register against one of 1,000 labels: searching it, and verifying a label by its id."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from itertools import islice
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import insert, select

from assessments.editions import edition
from benchmarks.pairs import Pair, measure
from certificates.identifiers import new_public_id
from certificates.leaves import Leaf, LeafType
from certificates.numbers import make_number
from certificates.status import Purpose
from labelling.applications.life import State
from labelling.applications.models import Application, Call
from labelling.core import database
from labelling.core.access import Role
from labelling.core.database import Database, unit_of_work
from labelling.decisions.models import Decision, DecisionState, Label, LabelTerm, LabelWord
from labelling.decisions.search import words_of
from labelling.issuing import log, turns
from labelling.issuing.models import Certificate, Publication, StatusEntry
from labelling.organisations.models import Organisation
from labelling.people.models import Person
from labelling.reviews.models import Outcome
from tests.labelling.people.making import add_person

SMALL = 1_000
EDITION = "cluster-excellence-2026"

_AT_ONCE = 1_000
_NAMESAKES = 10
_COUNTRIES = ("AT", "BE", "DE", "DK", "ES", "FI", "FR", "IE", "IT", "NL", "PL", "PT", "SE", "SI")
_NOW = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)

Rows = dict[type, list[dict[str, object]]]


def benchmarks(
    app: Flask, small: Database, large: Database, labels: int, rounds: int
) -> list[Pair]:
    """Measure pages on a register of so many labels against those on one of 1,000."""
    for filled, count in ((small, SMALL), (large, labels)):
        _use(filled)
        _fill(count)
    client = app.test_client()

    def on(filled: Database, address: Callable[[int], str]) -> Callable[[], None]:
        turns_taken = iter(range(10**9))

        def ask() -> None:
            _use(filled)
            answer = client.get(address(next(turns_taken)))
            assert answer.status_code == 200, answer.status

        return ask

    def search(turn: int) -> str:
        return f"/register?q=kappa{turn % (SMALL // _NAMESAKES):05}+cluster"

    def page_in(filled: Database) -> Callable[[int], str]:
        _use(filled)
        with database.reading() as session:
            known = session.scalars(select(Label.public_id).order_by(Label.serial).limit(500)).all()
        return lambda turn: f"/labels/{known[turn % len(known)]}"

    return [
        measure(
            f"searching a register of {labels:,} labels",
            (f"GET /register?q=… of {labels:,} labels", on(large, search)),
            (f"the same of {SMALL:,} labels", on(small, search)),
            aim=2.0,
            rounds=rounds,
        ),
        measure(
            f"verifying a label by its id among {labels:,}",
            (f"GET /labels/<id> of {labels:,} labels", on(large, page_in(large))),
            (f"the same of {SMALL:,} labels", on(small, page_in(small))),
            aim=1.2,
            rounds=rounds,
        ),
    ]


def _use(filled: Database) -> None:
    """Switch over without closing connections, which would be measured as well."""
    database._installed[:] = [filled]


def _fill(labels: int) -> None:
    with unit_of_work() as session:
        turns.introduce_first(session, _NOW)
        people = [
            add_person(session, name, roles=[Role.COMMITTEE], now=_NOW) for name in ("Ada", "Bo")
        ]
        call = Call(
            title="All year", edition_id=EDITION, edition_sha256=edition(EDITION).identity,
            levels=["bronze"], opens_on=_NOW.date(), created_at=_NOW,
        )  # fmt: skip
        session.add(call)
        session.flush()
    for begin in range(0, labels, _AT_ONCE):
        _add(range(begin, min(begin + _AT_ONCE, labels)), call.id, people)
    with unit_of_work() as session:
        log.checkpoint(session, _NOW)


def _add(numbers: range, call_id: UUID, people: list[Person]) -> None:
    made = [_label(number, call_id, people) for number in numbers]
    with unit_of_work() as session:
        indices = iter(log.append(session, [leaf for _, leaves in made for leaf in leaves], _NOW))
        for rows, _ in made:
            first, second = islice(indices, 2)
            rows[Certificate][0]["leaf"], rows[Publication][0]["leaf"] = first, second
        for table in made[0][0]:
            session.execute(insert(table), [row for rows, _ in made for row in rows[table]])


def _label(number: int, call_id: UUID, people: list[Person]) -> tuple[Rows, list[Leaf]]:
    """Return the rows of one label, in force since months, and the leaves of its certificate."""
    ids = {table: uuid4() for table in (Organisation, Application, Decision, Label, LabelTerm)}
    certificate_id = uuid4()
    identity, digest = edition(EDITION).identity, sha256(str(number).encode()).hexdigest()
    name = f"Kappa{number // _NAMESAKES:05} Cluster {number}"
    country = _COUNTRIES[number % len(_COUNTRIES)]
    label: dict[str, Any] = {
        "id": ids[Label], "public_id": new_public_id(), "scheme": "cluster-excellence",
        "number": make_number("CE", 2026, number + 1), "year": 2026, "serial": number + 1,
        "organisation_id": ids[Organisation], "created_at": _NOW,
    }  # fmt: skip
    term: dict[str, Any] = {
        "id": ids[LabelTerm], "label_id": ids[Label], "ordinal": 1, "decision_id": ids[Decision],
        "level_id": "bronze", "edition_id": EDITION, "edition_sha256": identity, "holder": name,
        "country": country, "city": "Graz", "valid_from": date(2026, 2, 1),
        "valid_until": date(2027, 1, 31) + timedelta(days=number % 300), "recorded_at": _NOW,
    }  # fmt: skip
    rows: Rows = {
        Organisation: [{
            "id": ids[Organisation], "name": name, "country": country, "city": "Graz",
            "field": "mobility", "created_at": _NOW,
        }],
        Application: [{
            "id": ids[Application], "reference": f"A-2026-{number}", "call_id": call_id,
            "organisation_id": ids[Organisation], "edition_id": EDITION,
            "edition_sha256": identity, "level_id": "bronze", "state": State.DECIDED,
            "state_since": _NOW, "created_at": _NOW, "terms_version": "2026-11",
            "terms_accepted_at": _NOW, "authorised_name": "A", "authorised_function": "B",
        }],
        Decision: [{
            "id": ids[Decision], "application_id": ids[Application], "state": DecisionState.TAKEN,
            "proposed_outcome": Outcome.AWARDED, "proposed_level_id": "bronze",
            "fingerprint": digest, "prepared_at": _NOW, "prepared_by": people[0].id,
            "outcome": Outcome.AWARDED, "level_id": "bronze", "reason": "All rules hold.",
            "decided_at": _NOW, "decided_by": people[1].id,
        }],
        Label: [label],
        LabelTerm: [term],
        LabelWord: [
            {"term_id": word.term_id, "word": word.word}
            for word in words_of(Label(**label), LabelTerm(**term))
        ],
        Certificate: [{
            "id": certificate_id, "subject_id": ids[Label], "public_id": label["public_id"],
            "term_id": ids[LabelTerm], "version": 1, "language": "en", "sheet": {},
            "credential": "{}", "credential_sha256": digest, "sealed_at": _NOW,
        }],
        Publication: [{"certificate_id": certificate_id, "sha256": digest, "at": _NOW}],
        StatusEntry: [
            {"purpose": purpose, "list": 1 + number // 50_000, "index": number % 50_000,
             "certificate_id": certificate_id}
            for purpose in Purpose
        ],
    }  # fmt: skip
    of_label = {"at": _NOW, "label": label["public_id"]}
    leaves = [
        Leaf(LeafType.ISSUE, **of_label, credential_sha256=digest, event_sha256=digest),
        Leaf(LeafType.DOCUMENT, **of_label, file_sha256=digest),
    ]
    return rows, leaves
