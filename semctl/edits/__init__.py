"""One change applied to the text: what a command means, as lines in the right place.

An edit takes the document and the programme it was read as, and gives a new document; nothing is written here. What
it is about is named by talk id or day, never by a place in a text that may be stale.
"""
