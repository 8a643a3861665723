"""Texts as organisers have them, written for this project after real forms, each with its talks beside it."""
