"""Texts and their translations: ``python -m tests.languages`` lists what lacks one.

With ``--update`` the catalogues take up new texts and let go of old ones first.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages import pofile
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg

from labelling.core import i18n

ROOT = Path(__file__).resolve().parents[1]
TRANSLATIONS = ROOT / "translations"
FOLDERS = ("labelling", "templates")
KEYWORDS = parse_keywords(
    [
        *("_", "gettext", "lazy", "pgettext:1c,2", "lazy_in:1c,2"),
        *("ngettext:1,2", "numbered:1,2", "lazy_number:1,2"),
    ]
)
TRANSLATED = tuple(code for code in i18n.LANGUAGES if code != i18n.DEFAULT)

# No dates, no names, no tools: what would change without a text having changed.
_HEADER = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural_forms}\\n"

"""
_PLACEHOLDER = re.compile(r"%\(\w+\)[#0-9.+ -]*[a-zA-Z]|%%")
_TAG = re.compile(r"</?[a-z][^>]*>")


def extracted() -> Catalog:
    """Return every text for people that code, pages and mails contain."""
    with (TRANSLATIONS / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call] # Babel's is bare
    found = Catalog()
    for name, _line, message, comments, context in extract_from_dir(
        ROOT, methods, options, KEYWORDS, directory_filter=_is_searched
    ):
        found.add(message, None, [(name, 1)], auto_comments=comments, context=context)
    return found


def _is_searched(folder: str) -> bool:
    inside = Path(folder).absolute().relative_to(ROOT).parts
    return not inside or inside[0] in FOLDERS


def address(language: str) -> Path:
    """Return where a language's catalogue lies."""
    return TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"


def catalogue(language: str) -> Catalog:
    """Return a language's catalogue as it lies there; an empty one where there is none."""
    path = address(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return pofile.read_po(file, locale=language)


def merged(language: str) -> Catalog:
    """Return a language's catalogue with exactly the texts of today."""
    present = catalogue(language)
    present.update(extracted(), no_fuzzy_matching=True)
    present.obsolete.clear()
    return present


def written(present: Catalog) -> bytes:
    """Return a catalogue as its file: texts in the order of the alphabet, files without lines."""
    body = BytesIO()
    pofile.write_po(
        body, present, width=100, omit_header=True, sort_output=True, include_lineno=False
    )
    header = _HEADER.format(language=present.locale, plural_forms=present.plural_forms)
    return header.encode() + body.getvalue()


def lacking(present: Catalog) -> list[str]:
    """Return what a catalogue's texts lack, a line for each: the fault and the text."""
    return sorted(
        f"{fault}: {message.id!r}" for message in messages(present) for fault in _faults(message)
    )


def messages(present: Catalog) -> Iterator[Message]:
    """Yield a catalogue's texts without its header."""
    return (message for message in present if message.id)


def _faults(message: Message) -> Iterator[str]:
    if message.fuzzy:
        yield "fuzzy"
    originals, texts = _forms(message.id), _forms(message.string)
    if len(texts) < len(originals) or not all(texts):
        yield "not translated"
        return
    for pattern, fault in ((_PLACEHOLDER, "other values"), (_TAG, "other tags")):
        expected = [Counter(pattern.findall(original)) for original in originals]
        if any(Counter(pattern.findall(text)) not in expected for text in texts):
            yield fault


def _forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (text or "",) if isinstance(text, str | None) else tuple(text)


def main(arguments: list[str]) -> int:
    """Bring the catalogues up to date if asked, list what they lack; 1 if anything."""
    faults = []
    for language in TRANSLATED:
        if "--update" in arguments:
            path = address(language)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(written(merged(language)))
        faults += [f"{language}: {line}" for line in lacking(merged(language))]
    for line in faults:
        print(line)  # noqa: T201 (a command's answer)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
