"""What certificates look like, as data: layouts, fonts, the design that ships, contexts."""

FONTS = ("Inter-Regular.ttf", "Inter-SemiBold.ttf", "InterDisplay-Bold.ttf")
"""The bundled fonts, which have the Latin, Greek and Cyrillic letters of Europe's languages."""
