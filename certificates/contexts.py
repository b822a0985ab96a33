"""The JSON-LD contexts of our credentials, kept here so that whoever reads them fetches nothing."""

from importlib.resources import files

from certificates import designs
from certificates.errors import BadInput
from certificates.openbadge import CONTEXTS

_FILES = dict(zip(CONTEXTS, ("credentials-v2.json", "open-badges-3.0.3.json"), strict=True))


def read_context(address: str) -> bytes:
    """Return the context published at this address; raise BadInput for any other address."""
    if address not in _FILES:
        raise BadInput(f"A credential of ours has no context {address!r}.")
    return files(designs).joinpath("contexts", _FILES[address]).read_bytes()
