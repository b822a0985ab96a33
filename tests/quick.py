"""What the many applications of one test process share, so that each is put together quickly."""

from collections.abc import Callable

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule


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


Flask.url_rule_class = LateRule
