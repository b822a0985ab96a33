"""No interleaving of saves, merges, restores and the freeze loses an acknowledged letter."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from labelling.applications import actions, queries
from labelling.applications.actions import AnswerChanged, Content
from labelling.applications.life import State
from labelling.applications.models import Answer, AnswerRevision
from labelling.applications.queries.drafts import answers_of
from labelling.applications.together.actions.restoring import restore_answer
from labelling.applications.versions.actions.branching import BranchChanged, save_branch_part
from labelling.applications.versions.actions.keeping import keep_version
from labelling.applications.versions.actions.taking import Choice, Chosen, take_over
from labelling.applications.versions.models import VersionKind
from labelling.applications.versions.sources import get_version, source_of, version_key
from labelling.core.access import Actor
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import NotFound, NotNow
from tests.labelling.applications.making import NOW, World, answer_all, make_application

PARTS = ("1.1", "1.2")
WRITERS = (0, 1)
TEXTS = st.text(alphabet="abc \n", min_size=1, max_size=12).map(lambda text: f"x{text}x")


class Writing(RuleBasedStateMachine):
    """Two people with their own pages, a branch, and what was acknowledged to them."""

    @initialize()
    def begin(self) -> None:
        """Make a complete application with an empty page of each part for both writers."""
        self.world: World = make_application(name=f"Cluster {uuid4()}")
        answer_all(self.world)
        made = self.world.made
        self.actors: list[Actor] = [made.actor(), made.actor(made.contributors[0])]
        self.seen = {(writer, part): 1 for writer in WRITERS for part in PARTS}
        self.acknowledged: dict[str, set[str]] = {part: set() for part in PARTS}
        self.last: dict[str, tuple[UUID, Content, int]] = {}
        self.branch: UUID | None = None
        self.on_branch: dict[str, str] = {}
        self.branch_seen = {(writer, part): 1 for writer in WRITERS for part in PARTS}
        self.frozen: dict[str, str] | None = None

    @contextmanager
    def _unless_frozen(self) -> Iterator[None]:
        """Expect a refusal from the freeze on, and none before."""
        if self.frozen is None:
            yield
            return
        with pytest.raises(NotNow):
            yield

    @rule(writer=st.sampled_from(WRITERS), part=st.sampled_from(PARTS), text=TEXTS)
    def save(self, writer: int, part: str, text: str) -> None:
        """Save from the page that the writer has open, which may be an old one."""
        save_id, content = uuid4(), Content(60, text)
        seen = self.seen[writer, part]
        with self._unless_frozen():
            try:
                version = self._save(writer, part, content, seen, save_id)
            except AnswerChanged as changed:
                self.seen[writer, part] = changed.version  # both texts are shown now
                return
            self.seen[writer, part] = version
            self.acknowledged[part].add(text)
            self.last[part] = (save_id, content, seen)

    @rule(part=st.sampled_from(PARTS))
    def repeat(self, part: str) -> None:
        """Send the last save again, as a browser does that got no answer."""
        if part in self.last and self.frozen is None:
            save_id, content, seen = self.last[part]
            before = self._standing(part)
            with suppress(AnswerChanged):
                self._save(0, part, content, seen, save_id)
            assert self._standing(part) == before

    @rule(part=st.sampled_from(PARTS), version=st.integers(1, 6))
    def restore(self, part: str, version: int) -> None:
        """Bring an earlier version back, seen from the first writer's page."""
        with self._unless_frozen():
            try:
                with unit_of_work() as session:
                    saved = restore_answer(
                        session,
                        actor=self.actors[0],
                        application_id=self.world.id,
                        part_id=part,
                        version=version,
                        seen=self.seen[0, part],
                        save_id=uuid4(),
                        now=NOW,
                    )
                self.seen[0, part] = saved.current
            except AnswerChanged as changed:
                self.seen[0, part] = changed.version
            except NotFound:
                if self.frozen is not None:
                    raise NotNow from None

    @precondition(lambda self: self.branch is None)
    @rule()
    def start_branch(self) -> None:
        """Begin a branch, before or after the freeze."""
        with unit_of_work() as session:
            self.branch = keep_version(
                session,
                actor=self.actors[0],
                application_id=self.world.id,
                name="Beside",
                kind=VersionKind.BRANCH,
                now=NOW,
            ).id

    @precondition(lambda self: self.branch is not None)
    @rule(writer=st.sampled_from(WRITERS), part=st.sampled_from(PARTS), text=TEXTS)
    def save_on_branch(self, writer: int, part: str, text: str) -> None:
        """Save on the branch, which the freeze does not close."""
        assert self.branch is not None
        met = ""
        try:
            with unit_of_work() as session:
                version = save_branch_part(
                    session,
                    actor=self.actors[writer],
                    version_id=self.branch,
                    part_id=part,
                    content=Content(40, text),
                    version=self.branch_seen[writer, part],
                    save_id=uuid4(),
                    now=NOW,
                )
        except BranchChanged as changed:
            met = changed.content.text
            self.branch_seen[writer, part] = changed.version
        else:
            self.branch_seen[writer, part] = version
            self.on_branch[part] = text
        assert met in {"", self.on_branch.get(part)}

    @precondition(lambda self: self.branch is not None)
    @rule(part=st.sampled_from(PARTS), choice=st.sampled_from([Choice.TAKE, Choice.JOIN]))
    def merge(self, part: str, choice: Choice) -> None:
        """Take the branch's part over, or keep both texts."""
        assert self.branch is not None
        with self._unless_frozen():
            before = self._standing(part)[1]
            try:
                with unit_of_work() as session:
                    take_over(
                        session,
                        actor=self.actors[1],
                        application_id=self.world.id,
                        key=f"version-{self.branch}",
                        chosen={part: Chosen(choice, self.seen[1, part])},
                        now=NOW,
                    )
            except AnswerChanged as changed:
                self.seen[1, part] = changed.version
                return
            self.seen[1, part], text = self._standing(part)
            if choice is Choice.JOIN:
                assert before in text
                assert self.on_branch.get(part, "") in text
            self.acknowledged[part].add(text)

    @precondition(lambda self: self.frozen is None)
    @rule(sure=st.integers(0, 5))
    def freeze(self, sure: int) -> None:
        """Submit, now and then."""
        if sure:
            return
        with unit_of_work() as session:
            actions.submit_application(
                session, actor=self.actors[0], application_id=self.world.id, now=NOW
            )
        with reading() as session:
            submission = queries.latest_submission(session, self.world.id)
            content = queries.snapshot(session, submission)
        self.frozen = {part: content["answers"][part]["text"] for part in PARTS}

    @invariant()
    def every_acknowledged_text_is_there(self) -> None:
        """Every text whose save was acknowledged is a version, and versions have no gaps."""
        if not hasattr(self, "world"):
            return
        with reading() as session:
            rows = session.execute(
                select(Answer.part_id, Answer.version, AnswerRevision.version, AnswerRevision.text)
                .join(AnswerRevision, AnswerRevision.answer_id == Answer.id)
                .where(Answer.application_id == self.world.id, Answer.part_id.in_(PARTS))
                .order_by(AnswerRevision.version)
            ).all()
        for part in PARTS:
            kept = [(number, text) for one, _, number, text in rows if one == part]
            standing = next(version for one, version, _, _ in rows if one == part)
            assert [number for number, _ in kept] == list(range(1, standing + 1))
            assert self.acknowledged[part] <= {text for _, text in kept}

    @invariant()
    def the_frozen_and_the_branch_are_as_they_were_left(self) -> None:
        """The freeze holds every save before it; the branch the last save on it."""
        if not hasattr(self, "world"):
            return
        with reading() as session:
            answers = answers_of(session, self.world.id)
            if self.frozen is not None:
                assert {part: answers[part].text for part in PARTS} == self.frozen
                application = queries.get_application(session, self.world.id)
                assert application.state is State.SUBMITTED
            if self.branch is not None:
                source = source_of(session, get_version(session, self.branch))
                assert source.key == version_key(get_version(session, self.branch))
                for part, text in self.on_branch.items():
                    assert source.part(part).text == text

    def _save(self, writer: int, part: str, content: Content, seen: int, save_id: UUID) -> int:
        with unit_of_work() as session:
            return actions.save_answer(
                session,
                actor=self.actors[writer],
                application_id=self.world.id,
                part_id=part,
                content=content,
                version=seen,
                save_id=save_id,
                now=NOW,
            ).current

    def _standing(self, part: str) -> tuple[int, str]:
        with reading() as session:
            answer = answers_of(session, self.world.id)[part]
        return answer.version, answer.text


@pytest.mark.usefixtures("app")
def test_no_interleaving_loses_an_acknowledged_letter() -> None:
    run_state_machine_as_test(
        Writing,
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
