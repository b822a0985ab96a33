"""The life of labels as a machine: hypothesis does anything in any order, strangers look on.

Everything goes through the application's own actions and its worker; what a stranger learns from
the trust bundle, from the interface and from the certificates is compared with a plain count of
what happened.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import func, select

from certificates.leaves import LeafType
from certificates.status import Purpose
from certificates.trust import Bundle
from certificates.trustfile import read_bundle, write_bundle
from certificates.verify import verify
from labelling.app import create_app
from labelling.core import audit, files
from labelling.core.clock import today
from labelling.core.database import Database, install, reading, unit_of_work
from labelling.core.errors import NotFound, Refusal
from labelling.core.web import identity
from labelling.core.worker import Worker
from labelling.decisions import actions, queries
from labelling.decisions.actions.deciding import record_decision
from labelling.decisions.hearings import actions as hearings
from labelling.decisions.hearings.queries import heard_of
from labelling.decisions.marking import marked
from labelling.decisions.models import Decision, Label, LabelEvent, LabelEventKind, LabelTerm
from labelling.decisions.versions import actions as versions
from labelling.decisions.versions.models import LabelVersion
from labelling.decisions.versions.queries import current_terms, find_open_request, present
from labelling.issuing import log
from labelling.issuing.log_inspection import hash_faults
from labelling.issuing.models import Certificate, LogEvent, Publication
from labelling.register import bundles
from labelling.register.queries import all_entries
from labelling.reviews.models import Outcome
from labelling.settings import Settings
from tests.campaigns.standing import Paper, Told
from tests.databases import Databases
from tests.labelling.decisions import making

_LANGUAGES = ("de", "fr", "el", "bg")
_KINDS = {
    LeafType.SUSPEND: LabelEventKind.SUSPENDED,
    LeafType.LIFT: LabelEventKind.LIFTED,
    LeafType.REVOKE: LabelEventKind.REVOKED,
    LeafType.WITHDRAW: LabelEventKind.WITHDRAWN,
}
_WHICH = st.integers(0, 2)


class LabelLife(RuleBasedStateMachine):
    """Labels awarded, changed, renewed, issued; in between strangers check them."""

    databases: Databases
    engine: str

    @initialize()
    def open_the_office(self) -> None:
        """Begin with an empty database, an office and keys."""
        self._folder = tempfile.TemporaryDirectory()
        self._settings = Settings(
            data_dir=Path(self._folder.name),
            database_url=self.databases.fresh(self.engine),
            public_url="http://localhost",
        )
        self._database = Database(self._settings.database)
        install(self._database)
        self._client = create_app(self._settings, self._database).test_client()
        self._patch = pytest.MonkeyPatch()
        self.now = making.NOW
        self._patch.setattr(identity, "utcnow", lambda: self.now)
        self.office = making.make_office()
        self.worker = Worker(self._settings, lambda _letter, _settings: None)
        self.told: dict[UUID, Told] = {}
        self.award(0, "bronze")
        self.award(1, "silver")
        self.work(100)

    def teardown(self) -> None:
        """Let the worker finish; nothing may be left over, and every hash must hold."""
        if not hasattr(self, "worker"):
            return
        try:
            self.worker.drain(self.now)
            self._note_publications()
            with reading() as session:
                assert list(hash_faults(session)) == []
                assert list(audit.faults(session)) == []
                terms = set(session.scalars(select(LabelTerm.id)))
                issued = set(session.scalars(select(Certificate.term_id).join(Publication)))
            assert issued == terms
        finally:
            self._patch.undo()
            install(None)
            self._database.dispose()
            self._folder.cleanup()

    @rule(days=st.sampled_from([1, 1, 1, 15, 31, 150, 400]))
    def wait(self, days: int) -> None:
        """Let days pass."""
        self.now += timedelta(days=days)

    @rule(steps=st.integers(1, 12))
    def work(self, steps: int) -> None:
        """Let the worker do a few things; it may stop in the middle of an issue."""
        for _ in range(steps):
            if not self.worker.step(self.now):
                break
        self._note_publications()

    @rule(which=_WHICH, level=st.sampled_from(["bronze", "silver", "gold"]))
    def award(self, which: int, level: str) -> None:
        """Decide on an application of a holder, or of a newcomer."""
        label = self._label(which) if which < len(self.told) else None
        application = making.recommended(
            level=level,
            percent=95,
            name=f"Fictitious Cluster {len(self.told)}",
            organisation_id=label.organisation_id if label else None,
            visited=today(self.now),
            now=self.now,
        )
        with _attempt():
            decision = making.prepared(self.office, application, now=self.now)
            with unit_of_work() as session:
                record_decision(
                    session,
                    actor=making.member(self.office, now=self.now),
                    decision=session.get_one(Decision, decision.id),
                    outcome=Outcome.AWARDED,
                    level_id=None,
                    reason=making.REASON,
                    private_reason="",
                    now=self.now,
                )
            self._note_term(decision.id, label)

    @rule(
        which=_WHICH,
        kind=st.sampled_from(list(LabelEventKind)),
        ahead=st.sampled_from([0, 0, 3, 40]),
        urgent=st.booleans(),
    )
    def prepare(self, which: int, kind: LabelEventKind, ahead: int, urgent: bool) -> None:
        """Prepare a change of a label."""
        with _attempt():
            making.change_prepared(
                self.office,
                self._label(which),
                kind,
                urgent=urgent,
                effective_on=today(self.now) + timedelta(days=ahead),
                now=self.now,
            )

    @rule(
        which=_WHICH,
        kind=st.sampled_from(list(LabelEventKind)),
        ahead=st.sampled_from([0, 0, 0, 3]),
    )
    def change(self, which: int, kind: LabelEventKind, ahead: int) -> None:
        """Prepare an urgent change and decide on it at once."""
        self.prepare(which, kind, ahead, urgent=True)
        self.decide(which)

    @rule(which=_WHICH)
    def suspend_or_lift(self, which: int) -> None:
        """Suspend a label that runs; lift the suspension of one that is suspended."""
        ids = list(self.told)
        suspended = self.told[ids[which % len(ids)]].is_suspended(today(self.now))
        kind = LabelEventKind.LIFTED if suspended else LabelEventKind.SUSPENDED
        self.change(which, kind, 0)

    @rule(which=_WHICH)
    def decide(self, which: int) -> None:
        """Decide, as a second person, on the change that waits; no two decisions share a moment."""
        self.now += timedelta(seconds=1)
        with _attempt():
            label = self._label(which)
            with unit_of_work() as session:
                change = queries.find_waiting_change(session, label.id)
                if change is None:
                    return
                seen = [heard.answer for heard in heard_of(session, label.id) if heard.answer]
                event = actions.decide_change(
                    session,
                    actor=making.member(self.office, now=self.now),
                    change_id=change.id,
                    seen_answer=seen[0].id if seen else None,
                    now=self.now,
                )
            told = self.told[label.id]
            told.events.append((event.kind.value, event.effective_on))
            for paper in told.papers:
                self._check(told, paper, timedelta(days=1))

    @rule(which=_WHICH)
    def send_back(self, which: int) -> None:
        """Send the change that waits back."""
        with _attempt(), unit_of_work() as session:
            change = queries.find_waiting_change(session, self._label(which).id)
            if change is not None:
                actions.send_change_back(
                    session,
                    actor=making.member(self.office, now=self.now),
                    change_id=change.id,
                    reason="Say more.",
                    now=self.now,
                )

    @rule(which=_WHICH)
    def answer(self, which: int) -> None:
        """Answer, as the holder, what it is heard about."""
        with _attempt(), unit_of_work() as session:
            label = self._label(which)
            for heard in heard_of(session, label.id)[:1]:
                hearings.answer_hearing(
                    session,
                    actor=making.owner(label),
                    hearing_id=heard.hearing.id,
                    text="We have sent the list of members.",
                    now=self.now,
                )

    @rule(which=_WHICH, language=st.sampled_from(_LANGUAGES))
    def ask_for_a_language(self, which: int, language: str) -> None:
        """Ask, as the holder, for the certificate in another language."""
        with _attempt(), unit_of_work() as session:
            label = self._label(which)
            terms = current_terms(session, label.id, today(self.now))
            if not terms:
                return
            names = present(session, label, terms).names
            versions.ask_version(
                session,
                actor=making.owner(label),
                label_id=label.id,
                wish=versions.Wish(names, language),
                explanation="",
                evidence_ids=(),
                now=self.now,
            )

    @rule(which=_WHICH)
    def issue_anew(self, which: int) -> None:
        """Grant the holder's request for another language."""
        with _attempt(), unit_of_work() as session:
            request = find_open_request(session, self._label(which).id)
            if request is not None:
                versions.decide_request(
                    session,
                    actor=making.officer(self.office, now=self.now),
                    request_id=request.id,
                    now=self.now,
                )

    @rule(which=_WHICH, paper=st.integers(0, 5), back=st.sampled_from([0, 1, 14, 200, 700]))
    def a_stranger_checks(self, which: int, paper: int, back: int) -> None:
        """Verify a certificate today and on a past day, off line, with today's bundle."""
        issued = [told for told in self.told.values() if told.papers]
        if not issued:
            return
        told = issued[which % len(issued)]
        self._check(told, told.papers[paper % len(told.papers)], timedelta(days=back))

    def _check(self, told: Told, paper: Paper, back: timedelta) -> None:
        bundle = self._bundle()
        for day in (today(self.now), today(self.now) - back):
            report = verify(paper.pdf, bundle, day, self.now)
            assert report.authentic is True
            assert report.label is not None
            assert report.label.number == told.number
            if day == today(self.now):
                assert report.valid == told.is_valid(paper, day), report
            elif report.valid:
                assert told.status(day) == "active"
                assert told.term_on(day) == paper.term
            status = told.status(day)
            if status in {"revoked", "withdrawn"}:
                assert report.status == status

    @invariant()
    def the_interface_tells_each_status(self) -> None:
        """Ask the public interface how each label stands."""
        day = today(getattr(self, "now", making.NOW))
        for told in getattr(self, "told", {}).values():
            answer = self._client.get(f"/api/v1/labels/{told.public_id}")
            if not told.published:
                assert answer.status_code == 404
            elif told.term_on(day) is not None:
                assert answer.get_json()["status"] == told.status(day)

    @invariant()
    def the_lists_mark_what_no_longer_counts(self) -> None:
        """Compare the bits of the status lists, which third parties read, with the count."""
        day = today(getattr(self, "now", making.NOW))
        papers = [(told, one) for told in getattr(self, "told", {}).values() for one in told.papers]
        with reading() as session:
            revoked = set(session.scalars(marked(Purpose.REVOCATION, day)))
            suspended = set(session.scalars(marked(Purpose.SUSPENSION, day)))
        issued = {paper.id for _, paper in papers}
        assert revoked & issued == {one.id for told, one in papers if told.is_over(one, day)}
        assert suspended & issued == {one.id for told, one in papers if told.is_suspended(day)}

    @invariant()
    def no_two_labels_share_a_number(self) -> None:
        """Compare what was given out with what is stored."""
        if not hasattr(self, "told"):
            return
        numbers = [told.number for told in self.told.values()]
        assert len(set(numbers)) == len(numbers)
        with reading() as session:
            assert sorted(session.scalars(select(Label.number))) == sorted(numbers)

    @invariant()
    def the_log_has_neither_less_nor_more(self) -> None:
        """Match each leaf with the row of its action, and the reverse."""
        if not hasattr(self, "told"):
            return
        with reading() as session:
            assert _subjects(session, LeafType.GRANT, "term") == _ids(session, LabelTerm.id)
            for leaf, kind in _KINDS.items():
                rows = session.scalars(select(LabelEvent.id).where(LabelEvent.kind == kind))
                assert _subjects(session, leaf, "event") == sorted(map(str, rows))
            amended = session.scalar(select(func.count()).select_from(LabelVersion))
            assert len(_subjects(session, LeafType.AMEND, "term")) == amended
            leaves = [*session.scalars(select(Certificate.leaf)),
                      *session.scalars(select(Publication.leaf))]  # fmt: skip
            issued = (LeafType.ISSUE, LeafType.REPLACE, LeafType.RENEW, LeafType.DOCUMENT)
            found = session.scalars(select(LogEvent.leaf).where(LogEvent.type.in_(issued)))
            assert sorted(found) == sorted(leaves)
            assert log.size(session) > max(leaves, default=-1)

    def _label(self, which: int) -> Label:
        """Return one of the labels; raise NotFound, a refusal, while there is none."""
        ids = list(self.told)
        if not ids:
            raise NotFound
        with reading() as session:
            return session.get_one(Label, ids[which % len(ids)])

    def _note_term(self, decision_id: UUID, before: Label | None) -> None:
        with reading() as session:
            term = queries.term_of_decision(session, decision_id)
            assert term is not None
            label = session.get_one(Label, term.label_id)
        assert before is None or before.id == label.id or self._has_ended(before)
        told = self.told.setdefault(label.id, Told(label.number, label.public_id))
        assert told.number == label.number
        assert all(kind not in {"revoked", "withdrawn"} or day > today(self.now)
                   for kind, day in told.events)  # fmt: skip
        told.terms.append((term.valid_from, term.valid_until))
        assert len(told.terms) == term.ordinal

    def _has_ended(self, label: Label) -> bool:
        """Say whether a label ended for good: its holder can get one with another number."""
        return any(kind in {"revoked", "withdrawn"} and day <= today(self.now)
                   for kind, day in self.told[label.id].events)  # fmt: skip

    def _note_publications(self) -> None:
        with reading() as session:
            rows = session.execute(
                select(Certificate.id, Certificate.subject_id, Certificate.version,
                       LabelTerm.ordinal, Publication.sha256)
                .join(Publication, Publication.certificate_id == Certificate.id)
                .join(LabelTerm, LabelTerm.id == Certificate.term_id)
                .order_by(Certificate.subject_id, Certificate.version)
            ).all()  # fmt: skip
        for label_id, told in self.told.items():
            mine = [row for row in rows if row.subject_id == label_id]
            told.published = {row.ordinal - 1 for row in mine}
            told.papers = [
                Paper(row.id, row.ordinal - 1, row.version, files.store().get(row.sha256))
                for row in mine
            ]

    def _bundle(self) -> Bundle:
        """Return the register's bundle as a stranger reads it."""
        with reading() as session:
            made = bundles.bundle_of(
                all_entries(session),
                self._settings,
                self.now,
                bundles.trust_of(session, self.now),
            )
        return read_bundle(write_bundle(made))


@contextmanager
def _attempt() -> Iterator[None]:
    """Do something that may be refused; then nothing of it happened."""
    try:
        yield
    except Refusal:
        return


def _ids(session: Any, column: Any) -> list[str]:
    return sorted(map(str, session.scalars(select(column))))


def _subjects(session: Any, kind: LeafType, name: str) -> list[str]:
    rows = session.scalars(select(LogEvent).where(LogEvent.type == kind))
    return sorted(str(row.content[name]) for row in rows)
