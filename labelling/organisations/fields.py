"""The technology fields that a cluster can belong to."""

from collections.abc import Mapping
from types import MappingProxyType

from labelling.core.i18n import Text, lazy

FIELDS: Mapping[str, Text] = MappingProxyType(
    {
        "agriculture-food": lazy("Agriculture and food"),
        "aerospace": lazy("Aviation and space"),
        "biotechnology": lazy("Biotechnology"),
        "chemistry-plastics": lazy("Chemistry and plastics"),
        "construction": lazy("Construction and building"),
        "creative-media": lazy("Creative industries and media"),
        "digital": lazy("Digital technologies and software"),
        "electronics-photonics": lazy("Electronics and photonics"),
        "energy": lazy("Energy"),
        "environment": lazy("Environment and circular economy"),
        "health": lazy("Health and medical technology"),
        "logistics": lazy("Logistics and transport"),
        "manufacturing": lazy("Manufacturing and machinery"),
        "maritime": lazy("Maritime economy"),
        "materials": lazy("Materials and surfaces"),
        "mobility": lazy("Mobility and automotive"),
        "textiles": lazy("Textiles, fashion and consumer goods"),
        "tourism": lazy("Tourism"),
        "wood-forest": lazy("Wood, forest and furniture"),
    }
)
