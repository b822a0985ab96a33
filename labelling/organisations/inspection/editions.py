"""Editions of schemes as TOML: their tables as JSON, or in one sentence what is wrong."""

import json
import tomllib

from assessments.editions.loader import parse
from assessments.errors import BadInput

"".encode("utf-16-be")  # keys are sorted by it, and the child can load nothing later


def inspect(content: bytes, _ending: str) -> bytes:
    """Return ``{"tree": …}`` for an edition's tables, ``{"problem": …}`` for anything else.

    The tables have the shape of an edition; whether they hold together is not asked here.
    """
    try:
        tree = tomllib.loads(content.decode("utf-8-sig"))
        parse(tree)
    except UnicodeDecodeError:
        return _problem("is not UTF-8")
    except tomllib.TOMLDecodeError as error:
        return _problem(f"is not TOML: {error}")
    except RecursionError:
        return _problem("is nested too deeply")
    except BadInput as refused:
        return _problem(str(refused))
    return json.dumps({"tree": tree}, ensure_ascii=False).encode()


def _problem(sentence: str) -> bytes:
    return json.dumps({"problem": sentence}, ensure_ascii=False).encode()
