"""Every mail can be written in every language, in every case that it knows, and is short."""

from collections.abc import Iterator
from itertools import product

import pytest
from jinja2 import Environment, meta, nodes

from labelling import places
from labelling.core import i18n, mail
from labelling.settings import Settings

NAMES = sorted(path.stem for path in (places.TEMPLATES / "mail").glob("*.txt"))
MOST_WORDS = 90
SETTINGS = Settings(public_url="https://label.example")
GIVEN = {"name", "public_url", "product_name", "office_name", "office_email", "_", "gettext"}
FILTERED = {"day": "2026-12-04", "date": "2026-12-04", "country": "AT"}


def _cases(name: str) -> Iterator[dict[str, str | None]]:
    """Yield values for a mail's template, so that each of its branches is taken."""
    environment = Environment(extensions=["jinja2.ext.i18n"])  # noqa: S701 (only parsed)
    environment.filters.update(dict.fromkeys(FILTERED, str))
    tree = environment.parse((places.TEMPLATES / "mail" / f"{name}.txt").read_text("utf-8"))
    samples: dict[str, set[str | None]] = {
        variable: set() for variable in meta.find_undeclared_variables(tree) - GIVEN
    }
    for filtered in tree.find_all(nodes.Filter):
        if isinstance(filtered.node, nodes.Name) and filtered.name in FILTERED:
            samples[filtered.node.name].add(FILTERED[filtered.name])
    asked = [one.test for one in tree.find_all(nodes.If)]
    asked += [one.test for one in tree.find_all(nodes.CondExpr)]
    for test in asked:
        if isinstance(test, nodes.Name) and test.name in samples:
            samples[test.name].add(None)
    for compared in tree.find_all(nodes.Compare):
        if isinstance(compared.expr, nodes.Name):
            right = [operand.expr for operand in compared.ops]
            samples[compared.expr.name] |= {c.value for c in right if isinstance(c, nodes.Const)}
    for chosen_from in tree.find_all(nodes.Getitem):
        table, key = chosen_from.node, chosen_from.arg
        if isinstance(table, nodes.Dict) and isinstance(key, nodes.Name):
            samples[key.name] |= {
                c.value for p in table.items if isinstance(c := p.key, nodes.Const)
            }
    for values in samples.values():
        if not values - {None}:
            values.add("Alder Valley")
    for chosen in product(*(sorted(values, key=str) for values in samples.values())):
        yield dict(zip(samples, chosen, strict=True))


@pytest.mark.parametrize("name", NAMES)
def test_every_mail_is_written_in_every_language_and_short(name: str) -> None:
    for case in _cases(name):
        letters = {
            language: mail.compose(
                name,
                {"language": language, "name": "Ana", "context": case},
                "a@b.example",
                SETTINGS,
            )
            for language in i18n.LANGUAGES
        }
        assert len(letters["en"].body.split()) <= MOST_WORDS, case
        for letter in letters.values():
            assert letter.subject, case
            assert "%(" not in letter.subject + letter.body, case
        assert letters["en"].body != letters["de"].body, case
