import json
from hashlib import sha256
from typing import Any

import pytest

from certificates.contexts import read_context
from certificates.errors import BadInput
from certificates.openbadge import CONTEXTS
from tests.certificates.issued import credential

# The first is the digest in W3C's VC Data Model 2.0, "Base Context".
PUBLISHED = {
    "https://www.w3.org/ns/credentials/v2": (
        "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734"
    ),
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": (
        "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84"
    ),
}


def test_the_contexts_are_the_published_ones_to_the_byte() -> None:
    found = {address: sha256(read_context(address)).hexdigest() for address in CONTEXTS}
    assert found == PUBLISHED


def test_no_other_context_is_here() -> None:
    with pytest.raises(BadInput, match="has no context"):
        read_context("https://w3id.org/security/data-integrity/v2")


def undefined(node: Any, everywhere: dict[str, Any]) -> set[str]:
    """Return the terms of a document that JSON-LD would drop: neither defined nor addresses.

    Terms are defined everywhere, or in nodes of a type that brings a context of its own
    (JSON-LD 1.1, "Type-Scoped Contexts").
    """
    if isinstance(node, list):
        return {term for part in node for term in undefined(part, everywhere)}
    if not isinstance(node, dict):
        return set()
    kinds = [node["type"]] if isinstance(node.get("type"), str) else node.get("type", [])
    here = dict(everywhere)
    for kind in kinds:
        here |= everywhere.get(kind, {}).get("@context", {})
    used = {key for key in node if key != "@context" and "://" not in key}
    lost = {term for term in used if term not in here}
    lost |= {kind for kind in kinds if kind not in everywhere}
    return lost | {term for part in node.values() for term in undefined(part, everywhere)}


def test_every_term_of_a_credential_is_defined() -> None:
    everywhere: dict[str, Any] = {}
    for address in CONTEXTS:
        everywhere |= json.loads(read_context(address))["@context"]
    assert undefined(credential(), everywhere) == set()
    assert undefined({**credential(), "holder": "x", "type": ["Label"]}, everywhere) >= {
        "holder",
        "Label",
    }
