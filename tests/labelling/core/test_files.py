"""Files by content: once, unchanged, never by a name that somebody chose."""

from pathlib import Path

import pytest

from labelling.core.files import FileStore

SHA = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"


def test_put_stores_bytes_under_their_hash_once(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    assert [store.put(b"hello"), store.put(b"hello")] == [SHA, SHA]
    assert store.digests() == [SHA]
    assert store.get(SHA) == b"hello"
    assert (tmp_path / SHA[:2] / SHA).stat().st_mode & 0o777 == 0o400


def test_get_tells_a_changed_file(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    file = tmp_path / SHA[:2] / store.put(b"hello")
    file.chmod(0o600)
    file.write_bytes(b"jello")
    with pytest.raises(ValueError, match="was changed"):
        store.get(SHA)


def test_get_of_a_missing_file_raises(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        FileStore(tmp_path).get(SHA)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", SHA.upper(), SHA + "/", SHA[:-1]])
def test_only_a_hash_is_ever_a_path(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not a SHA-256"):
        FileStore(tmp_path).has(name)
