"""Pasted pages and mails: rows of text, the days named in them, one block for each talk, and what a block tells."""
