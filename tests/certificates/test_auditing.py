from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread
from urllib.request import Request

import pytest

from certificates import auditing
from certificates.auditing import audit_report, log_address
from certificates.errors import BadInput
from certificates.leaves import leaf_bytes
from certificates.trustfile import write_bundle
from tests.certificates.genuine import Register
from tests.certificates.loggedfiles import KEY, LoggedFiles, entry, log_of, signed


@contextmanager
def served(files: dict[str, bytes], moved: dict[str, str] | None = None) -> Iterator[str]:
    """Serve files on loopback below /log, and redirect from what was moved."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.removeprefix("/log/")
            if moved and name in moved:
                self.send_response(301)
                self.send_header("Location", moved[name])
                self.end_headers()
            elif name in files:
                self.send_response(200)
                self.end_headers()
                self.wfile.write(files[name])
            else:
                self.send_error(404)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name is the library's)
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_log_is_audited_at_its_address_and_the_state_is_kept(tmp_path: Path) -> None:
    state = tmp_path / "state"
    with served(log_of(300).files) as site:
        report, code = audit_report(site, [KEY.vkey], state)
    assert (code, report["valid"], report["size"]) == (0, True, 300)
    assert (state.read_bytes(), sorted(tmp_path.iterdir())) == (log_of(300).note, [state])
    with served(log_of(301).files) as site:
        report, code = audit_report(f"{site}/log/", [KEY.vkey], state)
    assert (code, state.read_bytes()) == (0, log_of(301).note)
    checks = report["checks"]
    assert isinstance(checks, list)
    assert [check["name"] for check in checks] == [
        "signature", "growth", "entries", "leaves", "tiles",
    ]  # fmt: skip


def test_state_is_kept_neither_from_a_log_that_lies_nor_from_one_without_a_key(
    tmp_path: Path,
) -> None:
    state = tmp_path / "state"
    with served(log_of(2).files) as site:
        assert audit_report(site, [], state)[1] == 2
    assert not state.exists()
    before = signed([entry(7)])
    state.write_bytes(before)
    with served(log_of(2).files) as site:
        assert audit_report(site, [KEY.vkey], state)[1] == 1
    assert state.read_bytes() == before


def test_keys_come_from_a_trust_bundle_that_has_some(tmp_path: Path) -> None:
    register, bundle = Register(), tmp_path / "trust.json"
    bundle.write_bytes(write_bundle(register.bundle()))
    log = LoggedFiles([leaf_bytes(leaf) for leaf in register.leaves])
    with served({**log.files, "checkpoint": register.checkpoint()}) as site:
        assert audit_report(site, [], trust=str(bundle))[1] == 0
    with served(log.files) as site:
        assert audit_report(site, [], trust=str(bundle))[1] == 1
    bundle.write_bytes(write_bundle(register.bundle(trust=None)))
    with pytest.raises(BadInput, match="has no keys of a log"):
        audit_report("https://label.example", [], trust=str(bundle))


def test_redirects_within_the_host_are_followed(tmp_path: Path) -> None:
    files = log_of(2).files
    moved = {"checkpoint": "/log/moved"}
    with served({**files, "moved": files["checkpoint"]}, moved) as site:
        assert audit_report(site, [KEY.vkey], None)[1] == 0


@pytest.mark.parametrize("target", ["http://localhost:9/log/checkpoint", "ftp://127.0.0.1/x"])
def test_redirect_elsewhere_is_refused(target: str) -> None:
    with served({}, {"checkpoint": target}) as site, pytest.raises(BadInput):
        audit_report(site, [KEY.vkey], None)


@pytest.mark.parametrize(
    ("there", "sentence"),
    [
        ("https://other.example/log/checkpoint", "another host"),
        ("http://label.example/log/checkpoint", "another host"),
    ],
)
def test_redirect_to_another_host_or_away_from_https_is_refused(there: str, sentence: str) -> None:
    request = Request("https://label.example/log/checkpoint")
    with pytest.raises(BadInput, match=sentence):
        auditing._SameHost().redirect_request(
            request, BytesIO(), 302, "Found", HTTPMessage(), there
        )


def test_missing_file_and_one_that_is_too_long_are_refused() -> None:
    files = log_of(2).files
    del files["tile/0/000.p/2"]
    with served(files) as site, pytest.raises(BadInput, match="HTTP Error 404"):
        audit_report(site, [KEY.vkey], None)
    files["tile/0/000.p/2"] = bytes(256 * 32 + 1)
    with served(files) as site, pytest.raises(BadInput, match="more than 8192 bytes"):
        audit_report(site, [KEY.vkey], None)


def test_audit_without_patience_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    with served(log_of(2).files) as site:
        for name in ("SECONDS_IN_ALL", "MOST_BYTES"):
            with monkeypatch.context() as patch:
                patch.setattr(auditing, name, 0)
                with pytest.raises(BadInput, match="patience"):
                    audit_report(site, [KEY.vkey], None)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://label.example", "https://label.example/log"),
        ("https://label.example/", "https://label.example/log"),
        ("http://127.0.0.1:8000/log/", "http://127.0.0.1:8000/log"),
        ("https://mirror.example/a/b", "https://mirror.example/a/b"),
    ],
)
def test_address_of_a_site_is_the_one_of_its_log(url: str, address: str) -> None:
    assert log_address(url) == address


@pytest.mark.parametrize(
    "url", ["label.example", "ftp://x/log", "file:///etc", "https://x/?a=1", ""]
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(BadInput, match="is not an address"):
        log_address(url)


def test_bad_key_and_bad_state_are_refused_before_anything_is_fetched(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="vkey"):
        audit_report("https://label.example", ["x+y+z=="], None)
    state = tmp_path / "thesis.txt"
    state.write_text("years of work")
    with pytest.raises(BadInput, match="is not a state that this command kept"):
        audit_report("https://label.example", [KEY.vkey], state)
    with pytest.raises(BadInput, match="could not be read"):
        audit_report("https://label.example", [KEY.vkey], tmp_path)
    assert state.read_text() == "years of work"


def test_state_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with served(log_of(2).files) as site, pytest.raises(BadInput, match="could not be written"):
        audit_report(site, [KEY.vkey], tmp_path / "nowhere" / "state")
