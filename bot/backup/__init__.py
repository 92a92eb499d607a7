"""Backups of both databases, made while bots run and kept apart: `FOLDER/main/...` and `FOLDER/keys/...`.

`making` makes one, `verifying` tries what is there, `files` knows names and manifests, `postgresql` the tools of that
database. A backup of the keys is what would undo an erasure, so it goes after `files.KEPT`.
"""

from .files import BackupError, What
from .making import Made, Place, back_up
from .verifying import Trial, Verdict, verify

__all__ = ["BackupError", "Made", "Place", "Trial", "Verdict", "What", "back_up", "verify"]
