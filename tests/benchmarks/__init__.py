"""Benchmarks: what Ajar does beside what others do and what the machine could do at most, side by side in one run."""
