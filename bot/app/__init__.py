"""The composition root: settings, library, store and platforms become one app that answers, plans and sends."""

from __future__ import annotations

from .application import App, Role
from .building import build

__all__ = ["App", "Role", "build"]
