"""The nouns of the product, frozen, and the rules about them that need no I/O."""

from __future__ import annotations

from .addresses import OPENING, AccountRef, CommunityRef, Receipt, Target
from .deliveries import FINAL, Delivery, Priority, State, delivery_id
from .entries import CheckIn, Mood, Reaction, Reflection, Trigger
from .journeys import Enrolment, Way
from .people import CONSENT_VERSION, Account, Community, Member
from .schedules import Schedule
from .topics import Topic, TopicState

__all__ = [
    "CONSENT_VERSION",
    "FINAL",
    "OPENING",
    "Account",
    "AccountRef",
    "CheckIn",
    "Community",
    "CommunityRef",
    "Delivery",
    "Enrolment",
    "Member",
    "Mood",
    "Priority",
    "Reaction",
    "Receipt",
    "Reflection",
    "Schedule",
    "State",
    "Target",
    "Topic",
    "TopicState",
    "Trigger",
    "Way",
    "delivery_id",
]
