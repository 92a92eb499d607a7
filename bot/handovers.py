"""Files in a member's own DM, on platforms whose private answers carry none: asked for, there for a day, then deleted.

A feature answers with a `Handover` after a warning; the rest happens here, beside the answer, since a platform takes
its time over a file. A file's id is kept before anybody can see it, so that none stays because of a crash; what is to
be deleted is tried again until the platform has done it. The files themselves are held in memory only.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID, uuid4

from bot.clock import Clock
from bot.errors import Gone, Refused, SendError, Wait
from bot.library import Voice
from bot.log import describe
from bot.messages import ActionId, Attachment, Button, Buttons, Message, Origin, Update
from bot.model import Target
from bot.platform import Platform, Uploads
from bot.store import Store, files
from bot.store.files import Laid, Leaving

logger = logging.getLogger(__name__)

KEPT = timedelta(hours=24)
UNFINISHED = timedelta(minutes=10)
"""For so long after its beginning, a file that is not there may still come."""

AGAIN = timedelta(minutes=1)
GIVEN_UP = timedelta(days=30)
"""After so long without the platform's help (the app is gone from there), nothing more can be done."""

AT_ONCE = 20
CLOSE_SECONDS = 4.0
FORGOTTEN = "forgotten"


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """An answer with files for the DM of whoever asked.

    `shown` is seen at once; `note` comes beneath the files, with the way to delete them, and `failed` instead of it
    where they could not be laid. `batch` names them together.
    """

    member_id: UUID
    batch: UUID
    files: tuple[Attachment, ...] = field(repr=False)
    shown: Message
    note: Message
    failed: Message


def warning(voice: Voice, yes: Sequence[Button], back: ActionId) -> Message:
    """Say who else may see a file in a DM, and for how long it is there; the files come on one of the `yes`."""
    row = (*yes, Button(label=voice.label("handover-back-button"), action=back))
    parts = (voice.text("handover-warning"), voice.text("handover-kept"), Buttons(buttons=row))
    return Message(parts=parts, summary=voice.label("handover-title"))


def handover(voice: Voice, member_id: UUID, attachments: tuple[Attachment, ...]) -> Handover:
    """Return the answer that hands files over."""
    batch = uuid4()
    title = voice.label("handover-title")
    delete = ActionId(feature="privacy", action="delete_files", ref=batch.hex)
    row = Buttons(buttons=(Button(label=voice.label("handover-delete-button"), action=delete),))
    return Handover(
        member_id=member_id,
        batch=batch,
        files=attachments,
        shown=Message(parts=(voice.text("handover-on-its-way"),), summary=title),
        note=Message(parts=(voice.text("handover-note"), row), summary=title),
        failed=Message(parts=(voice.text("handover-failed"),), summary=title),
    )


class Handovers:
    """Lays files into DMs, and has them deleted when their time is over."""

    def __init__(self, store: Store, clock: Clock, platforms: Mapping[str, Platform]) -> None:
        """Work on the `platforms` there are, or will be."""
        self._store, self._clock, self._platforms = store, clock, platforms
        self._busy: set[asyncio.Task[None]] = set()

    def begin(self, origin: Origin, handed: Handover) -> Update:
        """Begin to hand over, and return what is shown meanwhile."""
        task = asyncio.get_running_loop().create_task(self._hand_over(_direct(origin), handed))
        self._busy.add(task)
        task.add_done_callback(self._busy.discard)
        return Update(message=handed.shown)

    async def settled(self) -> None:
        """Wait until nothing is being handed over."""
        while self._busy:
            await asyncio.wait(self._busy)

    async def close(self) -> None:
        """Let what has begun come to its end, for a short while."""
        if self._busy:
            await asyncio.wait(self._busy, timeout=CLOSE_SECONDS)
        for task in self._busy:
            task.cancel()

    async def clear(self) -> None:
        """Delete what has been there for its time, wherever the platform lets us. Raises StoreUnavailable."""
        async with self._store.read() as tx:
            if not await files.waiting(tx, self._clock.now()):
                return
        async with self._store.begin() as tx:
            due = await files.due(tx, self._clock.now(), AT_ONCE)
        for each in due:
            await self._delete(each)

    async def _hand_over(self, target: Target, handed: Handover) -> None:
        platform, uploads = self._platforms.get(target.platform), self._uploads(target.platform)
        try:
            if platform is None or uploads is None:
                raise Refused("no_files")
            for each in handed.files:
                await uploads.upload(target, each, lambda file: self._known(target, handed, file))
            await platform.send(target, handed.note, handed.batch.hex)
        except Exception as error:  # nobody waits for this, so whatever it was is said here, and nothing stays
            await self._take_back(platform, target, handed, error)

    def _uploads(self, name: str) -> Uploads | None:
        platform: object = self._platforms.get(name)
        return platform if isinstance(platform, Uploads) else None

    async def _known(self, target: Target, handed: Handover, file: str) -> None:
        now = self._clock.now()
        laid = Laid(
            platform=target.platform,
            scope=target.scope,
            file=file,
            member_id=handed.member_id,
            batch=handed.batch,
            laid_at=now,
            goes_at=now + KEPT,
        )
        async with self._store.begin() as tx:
            if not await files.note(tx, laid):
                raise Refused(FORGOTTEN)

    async def _take_back(self, platform: Platform | None, target: Target, handed: Handover, error: Exception) -> None:
        """Leave nothing half done: what may lie there goes, and the member is told."""
        logger.warning("files were not handed over: %s", describe(error))
        if isinstance(error, SendError) and error.reason == FORGOTTEN:
            return
        try:
            async with self._store.begin() as tx:
                await files.part_with_batch(tx, handed.member_id, handed.batch, self._clock.now())
            if platform is not None:
                await platform.send(target, handed.failed, handed.batch.hex)
        except Exception as further:  # what is noted goes after its day, and the member sees that nothing came
            logger.warning("nor could that be said: %s", describe(further))

    async def _delete(self, leaving: Leaving) -> None:
        """Delete one file, or say when it is tried again."""
        uploads, now = self._uploads(leaving.platform), self._clock.now()
        lain, wait = now - leaving.laid_at, AGAIN
        try:
            gone = uploads is not None and (await uploads.delete(leaving.scope, leaving.file) or lain >= UNFINISHED)
        except Gone:
            gone = True
        except SendError as error:
            logger.warning("a file is deleted later: %s", describe(error))
            gone, wait = False, timedelta(seconds=error.seconds) if isinstance(error, Wait) else AGAIN
        async with self._store.begin() as tx:
            if gone or lain >= GIVEN_UP:
                await files.gone(tx, leaving)
            else:
                await files.later(tx, leaving, now + wait)


def _direct(origin: Origin) -> Target:
    """Return the DM of whoever asked, wherever they did."""
    account, place = origin.account, origin.place
    channel = place.channel if place is not None and place.kind == "direct" else None
    return Target(platform=account.platform, scope=account.scope, kind="direct", channel=channel, account=account.id)
