"""The register as plain files: whole, public, the same twice, and of use in a bare browser."""

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urljoin, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, sync_playwright

from certificates.auditing import audit_report
from certificates.trustfile import read_bundle
from certificates.verify import verify
from labelling.core.database import reading, unit_of_work
from labelling.decisions.models import LabelEventKind
from labelling.decisions.sheets import KIND
from labelling.issuing import heads, stages
from labelling.issuing.sources import Order
from labelling.register.export import NotOurs, export, folder, replace_folder
from labelling.settings import Settings
from tests.labelling.register.making import (
    DECIDER,
    NOW,
    PREPARER,
    PRIVATE_REASON,
    Happening,
    Made,
    Period,
    at,
    certify,
    issue,
    make_label,
)

ROOT = Path(__file__).resolve().parents[3]
WITHOUT_WEBCRYPTO = "Object.defineProperty(crypto, 'subtle', {value: undefined})"
REVOKED = Happening(LabelEventKind.REVOKED, date(2026, 10, 1), "False <b>figures</b>.")


@pytest.fixture
def labels(app: Flask) -> list[Made]:
    """Make an active label, a revoked one with two versions, and one that is being issued."""
    active, revoked = certify(), certify(REVOKED)
    issue(revoked, at(date(2026, 6, 20)))
    hidden = make_label("Hidden cluster", periods=[Period(pdfs=())])
    with unit_of_work() as session:
        stages.seal(session, Order(KIND, hidden.label.id, hidden.terms[0].id, "en", 1), NOW)
    return [active, revoked, hidden]


def exported(settings: Settings, target: Path) -> Path:
    heads.signed_head(NOW)
    with reading() as session:
        replace_folder(target, export(session, settings, NOW), {"as_of": NOW.isoformat()})
    return target


def contents(target: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(target)): path.read_bytes()
        for path in sorted(target.rglob("*"))
        if path.is_file()
    }


def test_export_has_a_page_in_each_language_for_every_public_label(
    labels: list[Made], settings: Settings, tmp_path: Path
) -> None:
    files = contents(exported(settings, tmp_path / "out"))
    names = {name for name in files if not name.startswith(("log/", "status/"))}
    pages = {"index.html", "verify.html", "verify-data.js"}
    pages |= {f"labels/{made.id}.html" for made in labels[:2]}
    data = {"trust.json", "labels.json", "certificates.csv", "did.json", "export.json"}
    scripts = {"style.css", "sha256.js", "verify.js"}
    assert names == pages | {f"de/{page}" for page in pages} | data | scripts
    assert {"log/checkpoint", "status/revocation-1.json", "status/suspension-1.json"} < set(files)
    marker = json.loads(files["export.json"])
    assert marker["files"] == {
        name: hashlib.sha256(content).hexdigest()
        for name, content in files.items()
        if name != "export.json"
    }


def test_the_same_data_at_the_same_moment_are_the_same_bytes(
    labels: list[Made], settings: Settings, tmp_path: Path
) -> None:
    one, two = (contents(exported(settings, tmp_path / name)) for name in ("one", "two"))
    assert one == two


def test_nothing_that_is_not_public_is_in_it(
    labels: list[Made], settings: Settings, tmp_path: Path
) -> None:
    files = contents(exported(settings, tmp_path / "out"))
    whole = b"\n".join(files.values())
    for secret in (PRIVATE_REASON, PREPARER, DECIDER, "Hidden cluster", "whistleblower"):
        assert secret.encode() not in whole
    # Entries of the log bear ids that lead nowhere, as the log itself does.
    named = [name for name in files if labels[2].id.encode() in files[name]]
    assert all(name.startswith("log/tile/entries/") for name in named)
    assert b"False <b>figures</b>." not in files[f"labels/{labels[1].id}.html"]


def test_bundle_and_log_of_an_export_check_without_the_application(
    labels: list[Made], settings: Settings, tmp_path: Path
) -> None:
    out = exported(settings, tmp_path / "out")
    bundle = read_bundle((out / "trust.json").read_bytes())
    found = [verify(made.pdfs[0], bundle, None, NOW).status for made in labels[:2]]
    assert found == ["active", "revoked"]
    for address in served(out):
        report, code = audit_report(f"{address}/log", [], None, str(out / "trust.json"))
        assert (code, report["valid"]) == (0, True)


def test_every_link_leads_to_a_file_of_the_export_and_nothing_is_loaded_from_elsewhere(
    labels: list[Made], settings: Settings, tmp_path: Path
) -> None:
    files = contents(exported(settings, tmp_path / "out"))
    for name, content in files.items():
        if not name.endswith(".html"):
            continue
        for link in re.findall(r'(?:href|src)="([^"]+)"', content.decode()):
            assert not urlsplit(link).scheme, f"{name} leads to {link}"
            path = urljoin(f"/{name}", link.partition("#")[0]).lstrip("/")
            assert link.startswith("#") or path in files, f"{name} leads to {link}"


def test_an_earlier_export_is_replaced_whole(
    labels: list[Made], settings: Settings, tmp_path: Path
) -> None:
    out = exported(settings, tmp_path / "out")
    (out / "stray.html").write_text("from before")
    exported(settings, out)
    assert "stray.html" not in contents(out)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".out")] == []


def test_a_failure_leaves_the_earlier_export_as_it_was(tmp_path: Path) -> None:
    out = tmp_path / "out"
    replace_folder(out, [("a.txt", b"one")], {})

    def breaking() -> Iterator[tuple[str, bytes]]:
        yield "a.txt", b"two"
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        replace_folder(out, breaking(), {})
    assert contents(out)["a.txt"] == b"one"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_where_names_cannot_be_exchanged_they_are_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder, "_exchanged", lambda *_: False)
    for content in (b"one", b"two"):
        replace_folder(tmp_path / "out", [("a.txt", content)], {})
        assert contents(tmp_path / "out")["a.txt"] == content
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("marker", [None, b"{}", b"[]", b"\xff", b'{"kind":"x"}'])
def test_another_folder_of_that_name_is_never_replaced(
    tmp_path: Path, marker: bytes | None
) -> None:
    (tmp_path / "out").mkdir()
    if marker is not None:
        (tmp_path / "out" / "export.json").write_bytes(marker)
    with pytest.raises(NotOurs):
        replace_folder(tmp_path / "out", [], {})


def served(target: Path) -> Iterator[str]:
    """Serve a folder as a plain web server does, without anything of ours."""
    handler = partial(_Quiet, directory=str(target))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (theirs)
        """Say nothing."""


@pytest.fixture
def browser() -> Iterator[Browser]:
    """Return Debian's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium")
        yield browser
        browser.close()


def test_in_a_browser_a_file_is_found_from_disk_and_from_a_plain_server(
    labels: list[Made], settings: Settings, tmp_path: Path, browser: Browser
) -> None:
    out = exported(settings, tmp_path / "out")
    pdfs = {"active": labels[0].pdfs[0], "revoked": labels[1].pdfs[1],
            "replaced": labels[1].pdfs[0], "forged": labels[0].pdfs[0] + b"\n"}  # fmt: skip
    for name, pdf in pdfs.items():
        (tmp_path / f"{name}.pdf").write_bytes(pdf)
    for address in served(out):
        for place, subtle in ((out.as_uri(), True), (out.as_uri(), False), (address, True)):
            context = browser.new_context()
            if not subtle:
                context.add_init_script(
                    "Object.defineProperty(crypto, 'subtle', {value: undefined})"
                )
            page = context.new_page()
            broken: list[object] = []
            page.clock.set_fixed_time(NOW)
            page.on("pageerror", lambda error: broken.append(error))  # noqa: B023, PLW0108
            page.on("requestfailed", lambda request: broken.append(request))  # noqa: B023, PLW0108
            page.goto(f"{place}/verify.html")
            seen = {}
            for name in pdfs:
                page.set_input_files("#file", tmp_path / f"{name}.pdf")
                band = page.locator("#result .standing")
                page.wait_for_function("document.activeElement.id === 'result'")
                seen[name] = (band.get_attribute("class") or "").split()[-1]
                page.evaluate("document.activeElement.blur()")
            assert seen == {name: name for name in pdfs}
            assert broken == []
            context.close()


def test_own_sha256_agrees_with_others_at_every_edge(
    labels: list[Made], settings: Settings, tmp_path: Path, browser: Browser
) -> None:
    out = exported(settings, tmp_path / "out")
    page = browser.new_page()
    page.goto(f"{out.as_uri()}/verify.html")
    lengths = [*range(130), 1000, 65535, 65536, 1_000_003]
    found = page.evaluate(
        "lengths => lengths.map(n => sha256(new Uint8Array(n).map((_, i) => (i * 7 + n) & 255)))",
        lengths,
    )
    assert found == [
        hashlib.sha256(bytes((i * 7 + n) & 255 for i in range(n))).hexdigest() for n in lengths
    ]


@pytest.mark.parametrize("language", ["", "de/"])
def test_pages_are_accessible_and_work_on_a_phone_and_without_scripts(
    labels: list[Made], settings: Settings, tmp_path: Path, browser: Browser, language: str
) -> None:
    out = exported(settings, tmp_path / "out")
    page = browser.new_page(viewport={"width": 390, "height": 800})
    for name in ("index.html", "verify.html", f"labels/{labels[1].id}.html"):
        page.goto(f"{out.as_uri()}/{language}{name}")
        assert Axe().run(page).response["violations"] == []
        assert page.locator("h1").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    bare = browser.new_context(java_script_enabled=False).new_page()
    bare.goto(f"{out.as_uri()}/{language}verify.html")
    assert bare.locator("#by-file").is_hidden()
    assert "labelling verify FILE.pdf --trust trust.json" in bare.content()


def test_command_writes_an_export_and_says_how_much(
    labels: list[Made], settings: Settings, tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "labelling", "export-register", tmp_path / "out"],
        cwd=ROOT,
        env={
            "LABELLING_DATA_DIR": str(settings.data_dir),
            "LABELLING_DATABASE_URL": settings.database,
            "PATH": "/usr/bin:/bin",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "")
    count = len(contents(tmp_path / "out"))
    assert done.stderr == f"{tmp_path / 'out'}: 2 labels, {count} files. Open index.html.\n"
