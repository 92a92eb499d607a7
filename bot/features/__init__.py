"""The overview of the product: every feature there is."""

from bot.feature import Feature

from . import (
    checkin,
    community,
    daily_prompt,
    entries,
    help,
    if_then,
    journey,
    language,
    privacy,
    progress,
    rhythm,
    safety,
    tip,
    topic,
    welcome,
)

FEATURES: tuple[Feature, ...] = (
    welcome.FEATURE,
    daily_prompt.FEATURE,
    checkin.FEATURE,
    entries.FEATURE,
    progress.FEATURE,
    tip.FEATURE,
    journey.FEATURE,
    if_then.FEATURE,
    rhythm.FEATURE,
    language.FEATURE,
    topic.FEATURE,
    community.FEATURE,
    safety.FEATURE,
    privacy.FEATURE,
    help.FEATURE,
)
