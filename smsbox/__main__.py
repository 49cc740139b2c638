"""`python -m smsbox` is the same as the `smsbox` command."""

from smsbox.cli import main

if __name__ == "__main__":
    main()
