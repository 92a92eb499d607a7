"""Pictures, because people would rather look than read. Drawn with Pillow, away from everything else."""
