"""On PostgreSQL with 1, 2 and 4 couriers, each a process: deliveries a second, planned to settled, and double claims.

Beside procrastinate's defer, fetch and finish on the same server in the same run, and asyncpg doing our writes alone.
The server has its settings as they come, so every commit is synced.
"""

from __future__ import annotations

import asyncio
import random
import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
from procrastinate import App as Queue
from procrastinate import PsycopgConnector
from sqlalchemy import Uuid

from bot.clock import SystemClock
from bot.recurrence import EVERY_DAY
from bot.store import open_store, tables

from .core import KIND
from .courier import LANES
from .members import NOON, micros
from .run import Contestant, Run, median, rounds_of
from .watch import Watch

NAME = "PostgreSQL"
GOAL_OVER_QUEUE = 10.0
COURIERS = (1, 2, 4)
QUEUE_WORKERS = 10
BATCH = 500
LOOKED_SECONDS = 0.02
STUCK_SECONDS = 120.0
DUE_AGAIN = (
    "TRUNCATE deliveries, lanes",
    f"UPDATE schedules SET next_due_at = {micros(NOON)}, last_date = '2026-03-01'",
    "VACUUM ANALYZE schedules",
)
DONE = "SELECT count(*) FROM deliveries WHERE settled_at IS NOT NULL"
"""""" 
