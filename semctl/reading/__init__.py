"""Reading seminars: who plays which role when, as good a plan as can be found, and what is proved of it."""
