"""semctl: a seminar series in one text file, and everything that is made from it."""
