"""What belongs to a member is handed over and erased, whatever table it stands in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Table

from bot.model import AccountRef, CommunityRef, Enrolment
from bot.store import (
    Store,
    Tx,
    belongings,
    communities,
    deliveries,
    enrolments,
    entries,
    files,
    key_tables,
    members,
    schedules,
    seen,
)
from bot.store import accounts as account_store
from bot.store.belongings import BY_NAME, NAMING, covered
from bot.store.tables import accounts, metadata
from bot.store.tables import members as member_table

from .nouns import A_DAY, NOON, PLATFORM, account, delivery, direct, member
from .nouns import schedule as a_schedule

NOBODYS = {
    "communities": "a community; where it names a moderator's account is said in NAMING",
    "topics": "a moderator's words for a group, sealed under the community's key; it names no author",
    "inbox": "keys of events, purged after 48 hours, and ids of records",
    "marks": "facts about the database itself",
    "holds": "what is held: everything, a kind, a community",
    "lanes": "streams of a token or workspace, and the process that works on them",
    "locks": "short locks between processes",
    "leavings": "files that a platform still has to delete; they name nobody",
    "shelf": "what adapters keep: installations and commands; in the playground its posts, since it is the platform",
    "daily_totals": "numbers of days",
}
"""Tables in which nothing belongs to a member, each with its reason."""

NOBODY = {
    "communities.external_id": "a community's own id",
    "communities.moderators_channel": "a channel",
    "communities.moderator_roles": "roles",
    "lanes.owner": "a process",
    "locks.owner": "a process",
    "deliveries.owner": "a process",
    "deliveries.account": "in the member's own delivery, which refers to them",
    "accounts.external_id": "in the member's own account, which refers to them",
    "erasing_accounts.external_id": "the same, while they are being erased",
}
"""Columns that sound as if they named somebody, each with its reason."""

KEYS = {
    "keys": "an owner's key: destroyed before anything else",
    "marks": "facts about the key store itself",
    "counters": "how many erasures there were",
    "masters": "versions of the master key",
    "erasures": "who was erased, under a keyed hash, to be held against a restored backup",
}
"""Tables of the key store, each with what is done about it."""

SOUNDS = ("member", "account", "recipient", "owner", "external", "author", "moderator", "person", "user", "who")


def refers(table: Table) -> list[str]:
    """Return the columns of a table that refer to a member or an account."""
    return [key.parent.name for key in table.foreign_keys if key.column.table in (member_table, accounts)]


def unsaid() -> list[str]:
    """Return the columns that sound as if they named somebody, of which nothing is said."""
    said = {*BY_NAME, *NAMING, *(table.c[name] for table in metadata.sorted_tables for name in refers(table))}
    every = [column for table in metadata.sorted_tables for column in table.columns]
    named = [each for each in every if each not in said and any(part in each.name for part in SOUNDS)]
    return [f"{each.table.name}.{each.name}" for each in named if f"{each.table.name}.{each.name}" not in NOBODY]


def test_every_table_is_exported_and_erased_or_nobodys_with_a_reason() -> None:
    for table in metadata.sorted_tables:
        assert (table.name in covered()) != (table.name in NOBODYS), f"{table.name}: say whose it is"


def test_every_column_that_refers_to_a_member_or_an_account_makes_its_table_covered() -> None:
    for table in metadata.sorted_tables:
        assert not refers(table) or table.name in covered(), table.name
        keys = [key for key in table.foreign_keys if key.column.table in (member_table, accounts)]
        assert all(key.ondelete == "CASCADE" for key in keys), f"{table.name}: nothing outlives its member"


def test_every_column_that_sounds_like_somebody_is_said_to_be_or_not_to_be() -> None:
    assert unsaid() == []


def test_every_table_of_the_key_store_is_known() -> None:
    assert {each.name for each in key_tables.metadata.sorted_tables} <= set(KEYS)


# --- rows ----------------------------------------------------------------------------------------------------------


async def filled(store: Store, name: str, **more: Any) -> UUID:
    """Write a member down with a row in every table in which something can belong to one."""
    made = member(**more)
    async with store.begin() as tx:
        home = await communities.ensure(tx, CommunityRef(platform=PLATFORM, id="here"), "UTC", "en")
        mine = account(made.id, name, community_id=home.id)
        await members.add(tx, made)
        await account_store.add(tx, mine)
        await communities.join(tx, home.id, mine.id, NOON)
        await members.mute(tx, made.id, "work")
        await schedules.put(tx, a_schedule(member_id=made.id))
        await enrolments.put(tx, Enrolment(member_id=made.id, journey="pushed-away"))
        target = direct(name, f"D-{name}")
        await deliveries.plan(
            tx, [delivery(member_id=made.id, recipient=belongings.name(made.id), target=target, occasion=str(day))
                 for day in range(3)],
        )  # fmt: skip
        await files.note(tx, laid(made.id, name))
        await seen.mark(tx, [(belongings.name(made.id), "tip", "t-1")])
        await entries.add(tx, uuid4(), made.id, "checkin", A_DAY, NOON, name.encode(), 1)
        found = await communities.get(tx, home.id)
        assert found is not None
        await communities.update(tx, home.id, moderator_accounts=(*found.moderator_accounts, name))
    return made.id


def laid(member_id: UUID, name: str) -> files.Laid:
    """Return a file of a member's that goes after an hour."""
    return files.Laid(
        platform=PLATFORM,
        scope="",
        file=f"F-{name.replace('-', '')}",
        member_id=member_id,
        batch=uuid4(),
        laid_at=NOON,
        goes_at=NOON + timedelta(hours=1),
    )


async def every_row(tx: Tx) -> Mapping[str, list[Any]]:
    return {table.name: [*(await tx.execute(table.select())).all()] for table in metadata.sorted_tables}


async def erased(store: Store, member_id: UUID, limit: int = 2) -> None:
    async with store.begin() as tx:
        assert await belongings.part_with(tx, member_id, NOON)
    gone = 1
    while gone:
        async with store.begin() as tx:
            gone = await belongings.erase_some(tx, member_id, limit)
            assert gone <= limit
    async with store.begin() as tx:
        await belongings.erase_member(tx, member_id)


async def test_a_row_of_every_covered_table_is_handed_over(store: Store) -> None:
    ada = await filled(store, "ada")
    async with store.read() as tx:
        told = await belongings.of(tx, ada)
    assert set(told) == (covered() - {"erasing_accounts"}) | {"communities"}
    assert [each["external_id"] for each in told["communities"]] == ["here"]
    assert not {"owner", "fence", "lane"} & set(told["deliveries"][0]), "how a machine works is nobody's"


async def test_erasing_one_leaves_nothing_of_them_and_everything_of_the_other(store: Store) -> None:
    ada, bea = await filled(store, "ada-1"), await filled(store, "bea-2")
    async with store.read() as tx:
        before = await belongings.of(tx, bea)
    await erased(store, ada)
    async with store.read() as tx:
        left = str(await every_row(tx))
        assert await belongings.of(tx, bea) == before
        assert await belongings.of(tx, ada) == {}
    assert "ada-1" not in left and ada.hex not in left and str(ada) not in left
    assert "bea-2" in left


async def test_from_the_first_step_on_the_account_is_free_and_its_member_unknown(store: Store) -> None:
    ada = await filled(store, "ada")
    ref = AccountRef(platform=PLATFORM, scope="", id="ada")
    async with store.begin() as tx:
        await belongings.part_with(tx, ada, NOON)
        assert await account_store.find(tx, ref) is None
        assert await account_store.ways(tx, [ada]) == {}
        assert await belongings.parted(tx, ada) == (NOON, [ref])
        assert not await belongings.part_with(tx, ada, NOON), "once"
    await filled(store, "ada")
    await erased_rest(store, ada)
    async with store.read() as tx:
        assert await account_store.find(tx, ref) is not None, "whoever began anew meanwhile stays"


async def erased_rest(store: Store, member_id: UUID) -> None:
    async with store.begin() as tx:
        while await belongings.erase_some(tx, member_id, 100):
            continue
        await belongings.erase_member(tx, member_id)


async def test_a_member_who_is_not_being_erased_is_never_deleted(store: Store) -> None:
    ada = await filled(store, "ada")
    async with store.begin() as tx:
        await belongings.erase_member(tx, ada)
        assert await members.get(tx, ada) is not None
        assert await belongings.erasing(tx) == []


async def test_files_of_one_who_is_erased_are_deleted_at_once_and_name_nobody(store: Store) -> None:
    ada, bea = await filled(store, "ada"), await filled(store, "bea")
    async with store.begin() as tx:
        await belongings.part_with(tx, ada, NOON)
        assert not await files.note(tx, laid(ada, "late")), "nothing is laid any more for whoever is being erased"
    await erased_rest(store, ada)
    async with store.begin() as tx:
        assert [each.file for each in await files.due(tx, NOON, 10)] == ["F-ada"]
        assert await files.part_with_batch(tx, ada, UUID(int=1), NOON) == 0
        later = NOON + timedelta(hours=1)
        assert {each.file for each in await files.due(tx, later, 10)} == {"F-ada", "F-bea"}
        assert "files" not in await belongings.of(tx, bea)


async def test_a_file_that_is_deleted_is_forgotten_and_one_that_is_not_is_tried_again(store: Store) -> None:
    await filled(store, "ada")
    await filled(store, "bea")
    over, later = NOON + timedelta(hours=1), NOON + timedelta(hours=2)
    async with store.begin() as tx:
        assert not await files.waiting(tx, NOON)
        assert await files.waiting(tx, over)
        one, other = await files.due(tx, over, 10)
        await files.gone(tx, one)
        await files.later(tx, other, later)
        assert not await files.waiting(tx, over)
        assert await files.due(tx, later, 10) == [other]
