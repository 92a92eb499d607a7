"""Real processes, killed for real, while loopback servers of Discord and Slack receive what they send."""
