"""TOML text as the user typed it: read with every mistake named, changed without disturbing the rest.

Knows nothing of seminars, files or clocks.
"""
