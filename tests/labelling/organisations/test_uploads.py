"""Names become harmless, sizes are kept to, what is stored is what was inspected."""

from pathlib import Path

import pytest

from labelling.core import files
from labelling.core.errors import Invalid
from labelling.organisations.actions.evidence import StoredFile
from labelling.organisations.uploads import clean_name, take_in


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("plan.pdf", "plan.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\ana\\Größe 2025.pdf", "Größe 2025.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie x.pdf"),
        (".htaccess", "htaccess"),
        ('he said "no".pdf', "he said no.pdf"),
        ("", "file"),
        ("..", "file"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("Stra\u0308tegie.pdf", "Strätegie.pdf"),
    ],
)
def test_a_name_is_made_harmless(name: str, shown: str) -> None:
    assert clean_name(name) == shown


def test_a_file_is_stored_under_its_hash(tmp_path: Path) -> None:
    files.install(files.FileStore(tmp_path))
    upload = take_in("../notes.txt", b"Minutes.\n", 1_048_576)
    assert upload.file == StoredFile(upload.file.sha256, "notes.txt", "text/plain", 9)
    assert files.store().get(upload.file.sha256) == upload.content == b"Minutes.\n"


def test_a_refused_file_is_not_stored(tmp_path: Path) -> None:
    files.install(files.FileStore(tmp_path))
    with pytest.raises(Invalid):
        take_in("notes.txt", b"\x00", 1_048_576)
    with pytest.raises(Invalid) as refused:
        take_in("notes.txt", b"x" * 1_048_577, 1_048_576)
    assert refused.value.sentence == "“notes.txt” has 2 MB; 1 MB fit. Nothing was kept."
    assert files.store().digests() == []
