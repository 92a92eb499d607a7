"""Every error that Ajar raises on purpose, as one tree.

    AjarError
    +-- OperatorError           something the operator can mend: one line, exit status 2
    |   +-- SettingsError       a setting is missing, malformed or refused by its owner
    |   +-- ContentError        a content file, entry or key is wrong
    |   +-- KeysError           the master key or the key store does not fit
    +-- StoreUnavailable        the database did not answer; trying again may help
    +-- SealBroken              a sealed record does not open: wrong key, member, table or record
    +-- SendError               what became of one call to a platform
        +-- Refused             definitely not done, and asking again will not help
        |   +-- Unreachable     this person cannot be written to: pause them, keep everything
        |   +-- Gone            the channel, thread or community is no more, or closed to us
        +-- Wait                definitely not done; allowed again after `seconds`
        +-- Unsure              nobody knows whether it was done: look before sending again
        +-- Unreadable          the platform does not let us look; the rule of the kind decides

No message in this tree may carry anything a member wrote.
"""

from __future__ import annotations


class AjarError(Exception):
    """The root: catching it catches what Ajar raises on purpose, and nothing else."""


class OperatorError(AjarError):
    """Something the operator can mend, said in one line that names the setting, or the file and key."""


class SettingsError(OperatorError):
    """A setting is missing, malformed, or refused by the service it belongs to."""


class ContentError(OperatorError):
    """A content file is missing or an entry in it is wrong; the line names file, entry and key."""


class KeysError(OperatorError):
    """The master key is missing or does not open the key store; nothing was changed."""


class StoreUnavailable(AjarError):
    """The database did not answer in time or refused; nothing of the transaction was kept."""


class SealBroken(AjarError):
    """A sealed record does not open under this member, table and record id."""


class SendError(AjarError):
    """What became of one call to a platform; `reason` is a short code that is safe to log."""

    def __init__(self, reason: str) -> None:
        """Keep `reason`, a short code such as `50007` or `channel_not_found`."""
        super().__init__(reason)
        self.reason = reason


class Refused(SendError):
    """Definitely not done, and asking again will not help."""


class Unreachable(Refused):
    """This person cannot be written to (closed DMs, app removed): pause, keep the data, tell them in private."""


class Gone(Refused):
    """The channel, thread or community is no more, or we may not write there."""


class Wait(SendError):
    """Definitely not done; allowed again after `seconds`, for the whole lane or for this delivery alone."""

    def __init__(self, reason: str, *, seconds: float, lane: bool = True) -> None:
        """Keep how long to wait (`seconds`) and whether the whole lane has to."""
        super().__init__(reason)
        self.seconds = seconds
        self.lane = lane


class Unsure(SendError):
    """Nobody knows whether it was done (time-out, reset, 5xx): `Platform.find` decides before any repetition."""


class Unreadable(SendError):
    """The platform does not let us read what we sent, so `find` cannot know."""
