from datetime import datetime
from typing import Any

import pytest

from certificates.attachments import LARGEST_FILE, Attachment, attachments
from certificates.errors import BadInput
from tests.certificates.signed import AT, tiny_pdf, tiny_signed

FILES = {"credential.json": b'{"level":"silver"}', "proof.json": b"{}"}


def test_files_come_out_by_name() -> None:
    assert attachments(tiny_pdf(FILES)) == FILES
    assert attachments(tiny_signed()) == {"credential.json": FILES["credential.json"]}


def test_a_pdf_without_files_has_none() -> None:
    assert attachments(tiny_pdf()) == {}
    plain = tiny_pdf().replace(b"/Names << /EmbeddedFiles << /Names [] >> >>", b" " * 43)
    assert b"EmbeddedFiles" not in plain
    assert attachments(plain) == {}


def altered(old: bytes, new: bytes) -> bytes:
    """Return the PDF with a part exchanged for one that is no longer, so that offsets hold."""
    pdf = tiny_pdf(FILES)
    assert old in pdf
    assert len(new) <= len(old)
    return pdf.replace(old, new.ljust(len(old)), 1)


@pytest.mark.parametrize(
    ("pdf", "why"),
    [
        (tiny_pdf(FILES, twice=True), "two files of the name credential.json"),
        (tiny_pdf({f"{number}.json": b"" for number in range(9)}), "more than 8 files"),
        (tiny_pdf({"large.json": b"0" * (LARGEST_FILE + 1)}), "large.json .* larger than 1 MB"),
        (tiny_pdf({"a/../b": b""}), "a name that ours never have"),
        (tiny_pdf({"A.json": b""}), "a name that ours never have"),
        (altered(b"/UF (proof.json)", b"/UF (credential)"), "has two names"),
        (altered(b"/F (proof.json)", b"/F (proof.jsoN)"), "has two names"),
        (altered(b"/EmbeddedFiles << /Names", b"/EmbeddedFiles << /Kids"), "listed in a tree"),
        (altered(b"/EF <<", b"/XX <<"), "cannot be read"),
        (altered(b"(proof.json) 6 0 R ] ", b"(proof.json) ] "), "more than 8 files"),
        (altered(b"startxref", b"startxxxx"), "cannot be read"),
        (b"", "cannot be read"),
        (b"%PDF-1.7\n" * 99, "cannot be read"),
    ],
    ids=range(13),
)
def test_what_is_not_as_ours_is_refused(pdf: bytes, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        attachments(pdf)


def test_a_file_that_unpacks_to_a_flood_is_refused() -> None:
    files = {"bomb.json": b"0" * (64 * LARGEST_FILE)}
    bomb = tiny_pdf(files, packed=True)
    assert len(bomb) < LARGEST_FILE
    with pytest.raises(BadInput, match="cannot be read"):
        attachments(bomb)
    assert attachments(tiny_pdf(FILES, packed=True)) == FILES


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"name": "Credential.json"}, "is not the name of an attachment"),
        ({"name": "../x"}, "is not the name of an attachment"),
        ({"name": ""}, "is not the name of an attachment"),
        ({"content": b"0" * (LARGEST_FILE + 1)}, "larger than 1 MB"),
        ({"at": datetime(2026, 1, 1)}, "lacks its time zone"),  # noqa: DTZ001 - the point of it
    ],
)
def test_what_could_not_be_taken_out_is_not_put_in(changes: dict[str, Any], why: str) -> None:
    values = {"name": "credential.json", "content": b"{}", "description": "It", "at": AT}
    with pytest.raises(BadInput, match=why):
        Attachment(**{**values, **changes})
