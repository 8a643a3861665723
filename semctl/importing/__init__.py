"""What an organiser already has becomes a series: sources are recognised, read, held against the file and taken in."""
