"""What other programs and semctl itself give as JSON, read as a series."""
