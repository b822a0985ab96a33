"""Charts as SVG, each with its title, its description and the table that says the same.

Texts come from the caller, in the reader's language; numbers are spelt by a function of the
caller's. Nothing here decides what may be shown: a chart draws what it is given, which has passed
disclosure control. Shapes and words carry the meaning, so that grey and colour say the same.
"""
