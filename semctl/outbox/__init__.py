"""What leaves the machine as mail: by a server or a program, as a draft, and the log of it."""
