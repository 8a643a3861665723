"""Measurements to be run by hand, not tests: `python -m tests.benchmarks.startup`."""
