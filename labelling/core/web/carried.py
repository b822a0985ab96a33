"""Pages that are carried away: style and script stand inside, and a policy lets only these run."""

import base64
import hashlib

from labelling import places


def inside(name: str) -> str:
    """Return a style or script of ``static/offline`` as it stands within such a page."""
    return (places.STATIC / "offline" / name).read_text(encoding="utf-8")


def policy(style: str, script: str) -> str:
    """Return the policy of a page that reaches out to nobody and runs this script alone."""
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"
