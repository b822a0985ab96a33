"""The register as plain files that work without this software and without this server."""

from labelling.register.export.folder import NotOurs, replace_folder
from labelling.register.export.site import export

__all__ = ["NotOurs", "export", "replace_folder"]
