"""What the many applications of one test process share, so that each is put together quickly."""

from collections.abc import Callable

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule

from labelling.app import configure, create_app, install_parts
from labelling.core.database import Database
from labelling.settings import Settings


class CompiledTemplates(BytecodeCache):
    """Templates as compiled by the first test of this process that showed them."""

    def __init__(self) -> None:
        self._compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket with what is known of a template."""
        if bucket.key in self._compiled:
            bucket.bytecode_from_string(self._compiled[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a bucket."""
        self._compiled[bucket.key] = bucket.bytecode_to_string()


TEMPLATES = CompiledTemplates()


class LateRule(Rule):
    """A route that writes the function for its addresses when the first address is asked for.

    Werkzeug writes two for each of our three hundred routes when an application is made, which is
    what a test's application spends most of its time on.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        known: list[Callable[..., tuple[str, str]]] = []
        write = super()._compile_builder

        def build(rule: Rule, /, **values: object) -> tuple[str, str]:
            if not known:
                known.append(write(append_unknown))
            return known[0](rule, **values)

        return build


def take_short_cuts(app: Flask) -> Flask:
    """Let an application use what earlier ones of this process have compiled."""
    app.jinja_env.bytecode_cache = TEMPLATES
    return app


class Shared:
    """The one application of a test process, led from one test's installation to the next's.

    Putting one together is what a small test spent most of its time on. Whatever a test changes
    of its configuration, and all that it remembers, is gone with the test.
    """

    def __init__(self) -> None:
        self._app: Flask | None = None
        self._config: dict[str, object] = {}

    def lend(self, settings: Settings, database: Database) -> Flask:
        """Return the application for an installation."""
        if self._app is None:
            self._app = take_short_cuts(create_app(settings, database))
            self._config = dict(self._app.config)
            return self._app
        install_parts(settings, database)
        self._app.config.clear()
        self._app.config.update(self._config)
        self._app.extensions.clear()
        configure(self._app, settings, database)
        return self._app


Flask.url_rule_class = LateRule
