"""Read the wheel's dependencies from runtime.in, so that they are named in one place."""

from pathlib import Path

from hatchling.metadata.plugin.interface import MetadataHookInterface


class CustomMetadataHook(MetadataHookInterface):
    """Give the project the requirements that the lock file is made from."""

    def update(self, metadata: dict[str, object]) -> None:
        """Set ``dependencies`` to the lines of runtime.in that name one."""
        lines = (Path(self.root) / "requirements" / "runtime.in").read_text().splitlines()
        metadata["dependencies"] = [line for line in lines if line and line[0].isalpha()]
