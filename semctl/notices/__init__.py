"""Mails of a semester: a talk in, subject and body out; and the message that carries them."""
