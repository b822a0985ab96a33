"""Letters of this room: short, with who acts next in the first line, in each language."""

import re
from typing import Any

import pytest

from labelling.core.mail import compose
from labelling.core.secrets import Vault, install, vault
from labelling.settings import Settings

CONTEXT: dict[str, dict[str, Any]] = {
    "invitation": {"until": "2026-10-07"},
    "password_reset": {},
    "password_changed": {},
    "email_confirm": {"until": "2026-10-01"},
    "email_changed": {},
    "factor_changed": {},
    "factor_reset": {},
    "recovery_code_used": {},
    "role_granted": {"role": "officer"},
    "account_suspended": {},
    "account_reinstated": {},
}


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("name", CONTEXT)
def test_letter_is_short_and_holds_no_name(settings: Settings, name: str, language: str) -> None:
    install(Vault(b"a secret for tests, 32 bytes long"))
    named = "Eve <b>Mallory</b>"
    sealed = vault().seal("mail", b"TOKEN").decode()
    payload = {
        "language": language,
        "name": named,
        "context": CONTEXT[name],
        "sealed": sealed,
    }
    letter = compose(name, payload, "eve@cluster.example", settings)
    assert letter.subject
    assert "\n" not in letter.subject
    assert len(letter.body.split()) <= 90
    assert named not in letter.body
    assert not re.search(r"\n{3}", letter.body)
    links = re.findall(r"http\S+", letter.body)
    assert len(links) <= 1
    assert ("TOKEN" in letter.body) == (name in {"invitation", "password_reset", "email_confirm"})
