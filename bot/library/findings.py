"""What `content check` found, and how it is told to people and to programs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from .files import Flaw, place


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is amiss; a warning does not fail the check. Empty `entry` and `key` mean the whole file."""

    file: str
    entry: str = ""
    key: str = ""
    message: str
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        """Write it as one line."""
        return f"{self.severity}: {place(self.file, self.entry, self.key)}: {self.message}"

    @classmethod
    def of(cls, flaw: Flaw) -> Finding:
        """Make a finding of what a reader complained about."""
        return cls(file=flaw.file, entry=flaw.entry, key=flaw.key, message=flaw.reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """Everything that was found, with the amounts by language."""

    counts: Mapping[str, Mapping[str, int]]
    found: Sequence[Finding]

    @property
    def ok(self) -> bool:
        """Return whether nothing but warnings was found."""
        return all(each.severity != "error" for each in self.found)


def report(findings: Findings, *, as_json: bool) -> str:
    """Write the findings, for people or as one JSON object."""
    if as_json:
        whole = {"counts": findings.counts, "findings": [asdict(each) for each in findings.found]}
        return json.dumps(whole, ensure_ascii=False)
    lines = [str(each) for each in findings.found]
    for locale, amounts in findings.counts.items():
        lines.append(f"{locale}: " + ", ".join(f"{number} {kind}" for kind, number in amounts.items()))
    errors = sum(each.severity == "error" for each in findings.found)
    return "\n".join([*lines, f"{errors} errors, {len(findings.found) - errors} warnings"])
