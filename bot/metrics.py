"""Counters for the operator: what was answered and delivered, how long it took. Never who, never what."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest


class Metrics:
    """The counters of one app, in a registry of its own. Labels come from fixed sets alone."""

    def __init__(self) -> None:
        """Make every counter, at nought."""
        self.registry = CollectorRegistry()
        self.events = Counter(
            "ajar_events",
            "Events answered, by feature, kind and outcome.",
            ["feature", "kind", "outcome"],
            registry=self.registry,
        )
        self.answer_seconds = Histogram(
            "ajar_answer_seconds",
            "Seconds from an event to its answer.",
            registry=self.registry,
            buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 3.0),
        )
        self.deliveries = Counter(
            "ajar_deliveries",
            "Deliveries settled, by kind and final state.",
            ["kind", "state"],
            registry=self.registry,
        )
        self.late_seconds = Histogram(
            "ajar_late_seconds",
            "Seconds from when a delivery was due to when it was sent.",
            registry=self.registry,
            buckets=(1, 5, 15, 60, 300, 900, 3600, 10800),
        )

        self.zone_data_days = Gauge(
            "ajar_zone_data_age_days",
            "Days since the time zone data can have been published; over 365: update tzdata.",
            registry=self.registry,
        )

    def text(self) -> bytes:
        """Return everything in the Prometheus text format."""
        return generate_latest(self.registry)
