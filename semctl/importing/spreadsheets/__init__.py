"""Spreadsheets (CSV, TSV), read as talks and dates; those that semctl made come back cell by cell."""
