"""Whether the keys of one backup open what is sealed in another; says how much does, and shows nothing of it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.errors import SealBroken
from bot.seal import Key
from bot.seal.envelope import proves, unwrap
from bot.store.facts import Locked, SealedRow


def opened(
    sealed: Sequence[SealedRow], held: Locked, masters: Sequence[bytes], *, erased_since: bool
) -> tuple[str | None, str | None]:
    """Try sealed rows; return what is wrong, if anything is, and else what was tried.

    `erased_since`: members were erased between the two backups, whose keys are rightly gone.
    """
    if not masters:
        return None, "sealed rows were not opened: there is no master key here, and none was given"
    found = {version: key for version, proof in held.proofs.items() for key in masters if proves(key, proof)}
    if len(found) < len(held.proofs):
        return "the master key at hand does not open the backup of the keys", None
    broken = sum(not _opens(each, held, found) for each in sealed if each.owner in held.keys)
    gone = sum(each.owner not in held.keys for each in sealed)
    if broken:
        return f"{broken} of {len(sealed)} sealed rows do not open with the backup of the keys", None
    if gone and not erased_since:
        return f"the keys of {gone} of {len(sealed)} sealed rows are not in the backup of the keys", None
    whose = f"; the keys of {gone} are gone, since members were erased in between" if gone else ""
    return None, f"the master key opens the keys, and these open {len(sealed) - gone} sealed rows{whose}"


def _opens(row: SealedRow, held: Locked, masters: dict[int, bytes]) -> bool:
    wrapped, version, master = held.keys[row.owner]
    try:
        Key(row.owner, version, unwrap(masters[master], wrapped, row.owner)).open(row.table, row.record, row.sealed)
    except (SealBroken, KeyError):
        return False
    return True
