"""What semctl itself prints, lists and mails, read back."""
