"""Addresses with a NUL in them, which no database can even look for."""

import flask
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.utils import cached_property

from labelling.core.errors import NotFound

_NUL = "\0"


class Request(flask.Request):
    """A request whose parameters never hold a NUL: what remains is looked for instead."""

    @cached_property
    def args(self) -> MultiDict[str, str]:
        """Return the parameters of the address."""
        return ImmutableMultiDict(
            (name.replace(_NUL, ""), value.replace(_NUL, ""))
            for name, value in super().args.items(multi=True)
        )


def refuse_impossible(request: flask.Request) -> None:
    """Raise NotFound for a path with a NUL in it: nothing has such an address."""
    if _NUL in request.path:
        raise NotFound
