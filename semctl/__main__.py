"""`python -m semctl` is `semctl`."""

from semctl.cli import main

if __name__ == "__main__":
    main()
