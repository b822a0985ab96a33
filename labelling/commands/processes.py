"""The processes that ``serve`` starts: ``web`` and ``worker``; settings come by environment."""

import os
import sys

from granian import Granian
from granian.constants import Interfaces

from labelling.app import create_app, install_parts
from labelling.commands.serving import work
from labelling.settings import Settings

_GRACE_SECONDS = 5  # less than the supervisor's own, so that no worker outlives the server


def application() -> object:
    """Make the WSGI application of a web process."""
    return create_app(Settings(), demo=bool(os.environ.get("LABELLING_DEMO")))


def web() -> None:
    """Serve the pages until SIGTERM."""
    host, port, processes = os.environ["LABELLING_SERVE"].split()
    Granian(
        "labelling.commands.processes:application",
        factory=True,
        interface=Interfaces.WSGI,
        address=host,
        port=int(port),
        workers=int(processes),
        blocking_threads=4,
        log_access=False,
        websockets=False,
        workers_kill_timeout=_GRACE_SECONDS,
    ).serve()


if __name__ == "__main__":
    if sys.argv[1:] == ["web"]:
        web()
    else:
        chosen = Settings()
        install_parts(chosen)
        work(chosen, demo=bool(os.environ.get("LABELLING_DEMO")))
