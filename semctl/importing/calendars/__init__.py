"""Calendars (.ics) of any program, read as talks and dates."""
