"""A file per group of the help; a body loads, asks the core, then shows or saves."""
