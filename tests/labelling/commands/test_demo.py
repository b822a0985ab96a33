"""``labelling demo`` as a newcomer meets it: one command, ready, everybody signed in, stopped."""

import json
import re
import time
from dataclasses import dataclass
from datetime import datetime
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, build_opener

import psutil
import pytest
from click.testing import CliRunner, Result

from labelling import migrating
from labelling.app import install_parts
from labelling.cli import cli
from labelling.commands import serving
from labelling.core import installation
from labelling.core.clock import utcnow
from labelling.core.database import install, installed, unit_of_work
from labelling.desk import demo_data
from labelling.desk.demo_data.cast import PASSWORD
from labelling.settings import Settings
from tests.demonstrating import (
    LAST_WORDS,
    Demonstration,
    run_labelling,
    start_demonstration,
)
from tests.postbox import free_port


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, after redirections."""

    status: int
    path: str
    content: bytes

    @property
    def text(self) -> str:
        """Return the page."""
        return self.content.decode()


class Visitor:
    """A browser without pictures or scripts: it keeps cookies and follows redirections."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()))

    def get(self, path: str) -> Answer:
        """Open a page; raise HTTPError for one that does not answer 200."""
        return self._open(path, None)

    def post(self, path: str, **fields: str) -> Answer:
        """Send a form."""
        return self._open(path, urlencode(fields).encode())

    def _open(self, path: str, data: bytes | None) -> Answer:
        address = path if path.startswith("http") else self._url + path
        with self._opener.open(address, data, timeout=30) as response:
            return Answer(response.status, urlsplit(response.url).path, response.read())


def test_it_prints_where_it_is_and_a_sign_in_for_each_role(demonstration: Demonstration) -> None:
    assert demonstration.printed == (
        "Touchstone: a demonstration with fictitious data\n\n"
        f"  {demonstration.url}/            the public pages\n"
        f"  {demonstration.url}/demo        continue as anybody, without a password\n"
        f"  {demonstration.url}/demo/mail   every mail that was sent\n\n"
        f"Sign in at {demonstration.url}/sign-in with the password: {PASSWORD}\n"
        "  Cluster manager       hugo@demo.example\n"
        "  Assessor              dieter@demo.example\n"
        "  Programme officer     olga@demo.example *\n"
        "  Committee member      henrik@demo.example *\n"
        "  Appeals panel member  sofia@demo.example *\n"
        "  Advisory board member leon@demo.example *\n"
        "  Quality officer       marta@demo.example *\n"
        "  Administrator         adele@demo.example *\n"
        "* asks for a second factor as well: /demo shows its six digits.\n\n"
        f"{LAST_WORDS} Its data stay in {demonstration.folder}\n"
    )


@pytest.mark.parametrize("who", ["manager", "assessor", "officer", "committee", "administrator"])
def test_pages_answer_for_each_role(demonstration: Demonstration, who: str) -> None:
    visitor = Visitor(demonstration.url)
    first = visitor.post(f"/demo/as/{who}")
    entries = re.findall(r'<li><a href="(/[^"]*)"', first.text.partition("</nav>")[0])
    assert len(entries) >= 2
    assert [visitor.get(path).status for path in entries] == [200] * len(entries)


def test_signing_in_by_hand_works_with_what_was_printed(demonstration: Demonstration) -> None:
    answer = Visitor(demonstration.url).post(
        "/sign-in", email="hugo@demo.example", password=PASSWORD
    )
    assert (answer.status, answer.path) == (200, "/tasks")
    assert "Hugo Arregui" in answer.text


def test_labels_are_in_the_register_with_their_certificates(demonstration: Demonstration) -> None:
    visitor = Visitor(demonstration.url)
    listed = json.loads(visitor.get("/api/v1/labels").content)
    files = [visitor.get(item["certificate"]).content for item in listed["items"]]
    assert listed["total"] == 6
    assert [content[:5] for content in files] == [b"%PDF-"] * 6


def test_it_listens_on_this_machine_only(demonstration: Demonstration) -> None:
    family = [demonstration.process.pid, *(child.pid for child in _children(demonstration))]
    listening = {
        connection.laddr.ip
        for connection in psutil.net_connections("inet")
        if connection.pid in family and connection.status == psutil.CONN_LISTEN
    }
    assert listening == {"127.0.0.1"}


def _children(demonstration: Demonstration) -> list[psutil.Process]:
    found: list[psutil.Process] = psutil.Process(demonstration.process.pid).children(recursive=True)
    return found


def test_a_taken_port_is_refused_in_a_sentence(
    demonstration: Demonstration, tmp_path: Path
) -> None:
    refused = run_labelling(
        "demo", "--port", str(demonstration.port), "--data", str(tmp_path / "other")
    )
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr == (
        f"Cannot listen on 127.0.0.1 port {demonstration.port}: Address already in use.\n"
    )


def test_serve_and_worker_refuse_a_demonstration(demonstration: Demonstration) -> None:
    here = {
        "LABELLING_DATA_DIR": str(demonstration.folder),
        "LABELLING_DATABASE_URL": f"sqlite:///{demonstration.folder / 'labelling.sqlite'}",
    }
    for command in (["serve", "--port", str(free_port())], ["worker"]):
        refused = run_labelling(*command, more=here)
        assert refused.returncode == 2
        assert "marked as a demonstration" in refused.stderr


def test_stopping_and_starting_again_keeps_what_was_done(
    tmp_path: Path, demonstration: Demonstration
) -> None:
    visitor = Visitor(demonstration.url)
    page = visitor.post("/demo/as/hugo").text
    token = re.findall(r'name="csrf_token" value="([^"]+)"', page)[0]
    visitor.post("/me/details", csrf_token=token, name="Hugo A. Arregui", language="en")
    children = _children(demonstration)
    assert demonstration.stop() == 0
    assert "Traceback" not in demonstration.log.read_text()
    assert [child for child in children if child.is_running()] == []
    begun = time.monotonic()
    again = start_demonstration(demonstration.folder, tmp_path / "log")
    seconds = time.monotonic() - begun
    said = Visitor(again.url).post("/demo/as/hugo").text
    assert again.stop() == 0
    assert "Hugo A. Arregui" in said
    assert "Making" not in (tmp_path / "log").read_text()
    assert seconds < 60


def test_fresh_refuses_a_folder_that_is_no_demonstration(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    refused = run_labelling("demo", "--port", str(free_port()), "--data", str(tmp_path), "--fresh")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr == (
        f"{tmp_path} is not a demonstration. Choose another folder with --data.\n"
    )
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


def test_a_real_installation_is_refused_and_left_alone(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, database_url=None)
    database = install_parts(settings)
    migrating.upgrade(database)
    with unit_of_work() as session:
        installation.mark(session, utcnow(), demo=False)
    database.dispose()
    install(None)
    before = sorted(path.name for path in tmp_path.iterdir())
    for options in ([], ["--fresh"]):
        refused = run_labelling(
            "demo", "--port", str(free_port()), "--data", str(tmp_path), *options
        )
        assert refused.returncode == 2
        assert "is not a demonstration" in refused.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == before


@pytest.fixture
def unserved(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out what takes long: the data, and serving until somebody stops it."""
    for name in ("LABELLING_DATABASE_URL", "LABELLING_DATA_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(demo_data, "fill", lambda _settings, _now: None)
    monkeypatch.setattr(serving, "supervise", lambda _plan, _announce: 0)


def _invoke(*words: str) -> Result:
    result = CliRunner().invoke(cli, ["demo", "--port", str(free_port()), *words])
    installed().dispose()
    install(None)
    return result


def test_fresh_begins_anew_and_an_ordinary_start_does_not(unserved: None, tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    assert _invoke("--data", str(folder)).exit_code == 0
    (folder / "left.txt").write_text("from before")
    assert _invoke("--data", str(folder)).exit_code == 0
    assert (folder / "left.txt").exists()
    assert _invoke("--data", str(folder), "--fresh").exit_code == 0
    assert not (folder / "left.txt").exists()
    assert (folder / "labelling.sqlite").exists()


def test_stopping_while_the_data_are_made_leaves_nothing(
    unserved: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_settings: Settings, _now: datetime) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(demo_data, "fill", interrupted)
    result = _invoke("--data", str(tmp_path / "demo"))
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "Making the demonstration's data, once …\nStopped.\n"
    assert list(tmp_path.iterdir()) == []
