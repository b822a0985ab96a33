"""The processes that ``serve`` starts: ``web`` and ``worker``."""

import os
import signal
import threading
from dataclasses import dataclass

from granian import Granian
from granian.constants import Interfaces

from certificates import document
from labelling.app import create_app
from labelling.core.mail import Letter, deliver
from labelling.core.worker import Worker
from labelling.settings import Settings

_GRACE_SECONDS = 5  # less than the supervisor's own, so that no worker outlives the server
_DEMO = "LABELLING_DEMO"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be served where."""

    settings: Settings
    host: str
    port: int
    processes: int
    worker: bool
    demo: bool


def application() -> object:
    """Make the WSGI application of a web process; its settings come by environment."""
    return create_app(Settings(), demo=bool(os.environ.get(_DEMO)))


def web(plan: Plan) -> None:
    """Serve the pages until SIGTERM."""
    os.environ.update(_environment(plan))
    Granian(
        f"{__name__}:{application.__name__}",
        factory=True,
        interface=Interfaces.WSGI,
        address=plan.host,
        port=plan.port,
        workers=plan.processes,
        blocking_threads=4,
        log_access=False,
        websockets=False,
        workers_kill_timeout=_GRACE_SECONDS,
    ).serve()


def work(plan: Plan) -> None:
    """Run a worker beside the pages until SIGTERM or Ctrl-C."""
    try:
        work_alone(plan.settings, demo=plan.demo)
    finally:
        document.put_away()  # a forked process ends without the interpreter's own cleaning up


def work_alone(settings: Settings, *, demo: bool = False) -> None:
    """Run a worker in this process until SIGTERM or Ctrl-C."""
    stopping = threading.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: stopping.set())
    # The demonstration sends nothing out; its mail page writes each mail anew to show it.
    Worker(settings, _keep if demo else deliver).run(stopping.is_set)


def _environment(plan: Plan) -> dict[str, str]:
    return {
        "LABELLING_DATA_DIR": str(plan.settings.data_dir.resolve()),
        "LABELLING_KEYS_DIR": str(plan.settings.keys.resolve()),
        "LABELLING_DATABASE_URL": plan.settings.database,
        "LABELLING_PUBLIC_URL": plan.settings.public_url,
        _DEMO: "1" if plan.demo else "",
    }


def _keep(_letter: Letter, _settings: Settings) -> None:
    """Take a mail without sending it."""
