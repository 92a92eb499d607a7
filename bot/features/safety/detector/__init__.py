"""Reads a text for signs that its writer, or somebody near, may be in danger: by rules, offline, in linear time.

A text becomes words (`words`), each language writes its words as one code each (`language`), and the families of
`content/safety/<language>/rules*.toml` are searched for in these codes (`patterns`). Nothing is kept of a text, and no
text makes it raise. How the rules are written: content/safety/README.md.
"""

from __future__ import annotations

from .reading import Detector, Finding, load

__all__ = ["Detector", "Finding", "load"]
