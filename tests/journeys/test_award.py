"""An award in a browser: rule, consent, scores, two persons, announcement, certificate, check."""

import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest
from click.testing import CliRunner
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select
from werkzeug.serving import make_server

from labelling.cli import cli
from labelling.club.models import RoundState
from labelling.core import installation
from labelling.core.access import Actor
from labelling.core.database import reading, unit_of_work
from labelling.core.outbox import Outgoing
from labelling.issuing import turns
from labelling.issuing.jobs import issue_certificate
from labelling.issuing.orders import ISSUE
from tests.journeys.people import PATIENCE
from tests.labelling.club.award.making import Club, club_before_freezing, members, set_state
from tests.labelling.club.results.making import person_of
from tests.labelling.people.making import COOKIE, sign_in, sign_out
from tests.warm import run

SCORES = ((90, 60, 40), (85, 70, 30), (80, 50, 50))


@pytest.fixture
def club(app: Flask) -> Club:
    """Return a club whose figures are being checked, in an installation with keys."""
    with unit_of_work() as session:
        installation.mark(session, datetime.now(UTC), demo=False)
        turns.introduce_first(session, datetime.now(UTC))
    return club_before_freezing(rounds=1, members=8)


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Return where the application is served."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


class Stage:
    """People who come to the browser one after the other."""

    def __init__(self, app: Flask, browser: Browser, address: str) -> None:
        self._app, self._browser, self._address = app, browser, address

    @contextmanager
    def page(self, actor: Actor | None, path: str) -> Iterator[Page]:
        """Open a page as somebody, or as the public."""
        with self._browser.new_context(base_url=self._address, locale="en-GB") as context:
            context.set_default_timeout(PATIENCE)
            if actor is not None:
                client = self._app.test_client()
                sign_in(client, person_of(actor), actor.role)
                cookie = client.get_cookie(COOKIE)
                assert cookie is not None
                context.add_cookies([{"name": COOKIE, "value": cookie.value, "url": self._address}])
                sign_out(client)
            page = context.new_page()
            answer = page.goto(path)
            assert answer is not None
            assert answer.status == 200
            yield page


def press(page: Page, name: str, then: str) -> None:
    """Press a button and wait for what is said."""
    page.get_by_role("button", name=name).click()
    expect(page.locator("main, body").first).to_contain_text(then)


def test_an_award_from_its_rule_to_its_certificate(
    app: Flask, browser: Browser, address: str, club: Club, tmp_path: Path
) -> None:
    stage, candidates = Stage(app, browser, address), members(club)[:3]
    fix_rule(stage, club)
    set_state(club, RoundState.FROZEN)
    agree(stage, club, candidates)
    appraise(stage, club, candidates)
    first = name_of(club, candidates[0])
    decide(stage, club, first)
    set_state(club, RoundState.MEETING)
    with stage.page(club.officer, award_page(club)) as page:
        press(page, "Announce the award", "The award is announced.")
    issue()
    pdf, trust = tmp_path / "award.pdf", tmp_path / "trust.json"
    with stage.page(None, "/awards") as page:
        page.get_by_role("link", name=first).click()
        expect(page.locator("main")).to_contain_text("The award counts today")
        path = page.get_by_role("link", name="Download the certificate").get_attribute("href")
        assert path is not None
        pdf.write_bytes(page.request.get(path).body())
        trust.write_bytes(page.request.get("/trust.json").body())
        page.get_by_role("link", name="Check a certificate").first.click()
        page.locator("input[type=file]").set_input_files(pdf)
        page.get_by_role("button", name="Check the file").click()
        expect(page.locator("main")).to_contain_text("Genuine, and active today")
        expect(page.locator("main")).to_contain_text(first)
    assert verified(pdf, trust) == (0, "active")


def verified(pdf: Path, trust: Path) -> tuple[int, str]:
    """Check the certificate by the command line, without the network."""
    done = run(["verify", str(pdf), "--trust", str(trust)], os.environ)
    return done.returncode, json.loads(done.stdout)["status"]


def award_page(club: Club) -> str:
    """Return the address of the round's award."""
    return f"/club-awards/rounds/{club.round_id}"


def name_of(club: Club, key: str) -> str:
    """Return what a member is called."""
    return next(one.name for one in club.world.simulated.members if one.id == key)


def fix_rule(stage: Stage, club: Club) -> None:
    """Let the office propose and the chair fix the rule."""
    with stage.page(club.officer, award_page(club)) as page:
        page.get_by_role("link", name="Propose a rule").click()
        page.get_by_label("Best practice: scores of the appraisers").check()
        emails = "\n".join(person_of(one).email for one in club.appraisers)
        page.get_by_label("Appraisers, one e-mail a line").fill(emails)
        press(page, "Propose this rule", "The rule is proposed.")
    with stage.page(club.chair, award_page(club)) as page:
        press(page, "Fix this rule", "The rule is fixed.")
        expect(page.get_by_role("button", name="Fix this rule")).to_have_count(0)


def agree(stage: Stage, club: Club, candidates: list[str]) -> None:
    """Let three members agree to be named; each reads about itself only."""
    for name in candidates:
        with stage.page(club.world.contacts[name], award_page(club)) as page:
            expect(page.locator("main")).to_contain_text("You have not agreed to be named.")
            page.get_by_role("link", name="Say whether you may be named").click()
            page.get_by_label("Our name and the route may be told").check()
            page.get_by_label("The appraisers may read our name").check()
            page.get_by_label("What the appraisers read").fill("We called everybody once.")
            page.get_by_label("Country that is printed").select_option("AT")
            press(page, "Save this answer", "Your answer is saved.")
    with stage.page(club.world.contacts[candidates[0]], award_page(club)) as page:
        expect(page.locator("main")).to_contain_text("You can have the award of this round.")
        for other in candidates[1:]:
            expect(page.locator("main")).not_to_contain_text(name_of(club, other))


def appraise(stage: Stage, club: Club, candidates: list[str]) -> None:
    """Let every appraiser score alone and hand in."""
    for actor, given in zip(club.appraisers, SCORES, strict=True):
        with stage.page(actor, award_page(club)) as page:
            page.get_by_role("link", name="Appraise the candidates").click()
            for key, score in zip(candidates, given, strict=True):
                label = f"Score for {name_of(club, key)}, from 0 to 100"
                page.get_by_label(label).fill(str(score))
            press(page, "Hand in these scores", "Your scores are handed in.")


def decide(stage: Stage, club: Club, first: str) -> None:
    """Let the office work the award out, and the chair decide."""
    with stage.page(club.officer, award_page(club)) as page:
        press(page, "Work the award out", "It is worked out.")
        page.get_by_role("link", name="Read what was worked out").click()
        expect(page.locator("main")).to_contain_text("Another person decides")
        expect(page.get_by_role("button", name="Decide so")).to_have_count(0)
        with page.expect_download() as waiting:
            page.get_by_role("link", name="Download the file").click()
        file = waiting.value.path()
        found = CliRunner().invoke(cli, ["award", str(file)])
        assert found.exit_code == 0
    with stage.page(club.chair, award_page(club)) as page:
        page.get_by_role("link", name="Read what was worked out").click()
        expect(page.locator("main")).to_contain_text(first)
        press(page, "Decide so", "It is decided.")


def issue() -> None:
    """Do what the worker does; elsewhere, for the browser's loop runs in this thread."""
    with reading() as session:
        (job,) = session.scalars(select(Outgoing).where(Outgoing.name == ISSUE)).all()
    with ThreadPoolExecutor(1) as elsewhere:
        elsewhere.submit(issue_certificate, job.payload, datetime.now(UTC)).result()
