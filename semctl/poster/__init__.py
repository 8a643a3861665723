"""A sheet for the door: one talk on one page, as PDF by Typst or as HTML that any browser prints."""
