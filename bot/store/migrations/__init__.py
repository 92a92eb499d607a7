"""Alembic's scripts, run in process by `bot.store.schema`."""
