from collections.abc import Iterator
from http.client import HTTPMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread
from urllib.request import Request

import pytest

from certificates import sources
from certificates.errors import BadInput
from certificates.sources import LARGEST_PDF, read_presented, read_trust


class Register(BaseHTTPRequestHandler):
    """A register on loopback with one good address and some bad ones."""

    def do_GET(self) -> None:
        if self.path == "/trust.json":
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'{"v": 1}')
        elif self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to/"))
            self.end_headers()
        elif self.path == "/endless":
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b" " * 5000)
        else:
            self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name is the library's)
        """Say nothing."""


@pytest.fixture(scope="module")
def register() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Register)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_bundle_comes_from_a_file_or_an_address(register: str, tmp_path: Path) -> None:
    file = tmp_path / "trust.json"
    file.write_bytes(b'{"v": 1}')
    assert read_trust(str(file)) == b'{"v": 1}'
    assert read_trust(f"{register}/trust.json") == b'{"v": 1}'
    assert read_trust(f"{register}/to//trust.json") == b'{"v": 1}'


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/nothing", "could not be read: HTTP Error 404"),
        ("/to/file:///etc/passwd", "could not be read"),
        ("/to/ftp://127.0.0.1/x", "could not be read"),
        ("/to//to//to//to//to//trust.json", "could not be read"),
    ],
)
def test_an_address_that_leads_astray_is_refused(register: str, path: str, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        read_trust(register + path)


def test_an_endless_answer_is_cut_off(register: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "LARGEST_BUNDLE", 1000)
    with pytest.raises(BadInput, match="larger than"):
        read_trust(f"{register}/endless")


def test_a_slow_answer_is_given_up(register: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "SECONDS_IN_ALL", -1)
    with pytest.raises(BadInput, match="took more than"):
        read_trust(f"{register}/trust.json")


@pytest.mark.parametrize("source", ["ftp://label.example/x", "file:///etc/passwd", "data://x"])
def test_other_kinds_of_address_are_refused(source: str) -> None:
    with pytest.raises(BadInput, match="neither a file nor an address"):
        read_trust(source)


def test_a_redirect_away_from_https_is_refused() -> None:
    handler = sources._NoStepDown()
    request = Request("https://label.example/trust.json")
    with pytest.raises(BadInput, match="leads away from https"):
        handler.redirect_request(
            request, BytesIO(), 302, "Found", HTTPMessage(), "http://label.example/trust.json"
        )


def test_what_is_no_pdf_or_no_file_is_refused(tmp_path: Path) -> None:
    text = tmp_path / "letter\x1b[2J.txt"
    text.write_text("Dear reader")
    with pytest.raises(BadInput, match=r"^letter\?\[2J\.txt is not a PDF, no badge"):
        read_presented(text)
    for missing in (tmp_path / "missing.pdf", tmp_path, Path("a\0b")):
        with pytest.raises(BadInput, match="could not be read"):
            read_presented(missing)


def test_ten_megabytes_are_read_and_one_byte_more_is_not(tmp_path: Path) -> None:
    file = tmp_path / "large.pdf"
    file.write_bytes(b"%PDF-1.7".ljust(LARGEST_PDF))
    assert len(read_presented(file)) == LARGEST_PDF
    file.write_bytes(b"%PDF-1.7".ljust(LARGEST_PDF + 1))
    with pytest.raises(BadInput, match="larger than 10 MB"):
        read_presented(file)
