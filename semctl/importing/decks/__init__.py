"""A reading seminar's slides or page: roles, papers, times, people and the table of who plays what."""
