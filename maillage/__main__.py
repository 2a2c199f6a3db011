"""The command `maillage`.

Loader processes import this module once more when they start, so it imports nothing until it is run.
"""

import sys
from io import TextIOWrapper


def main() -> None:
    """Run the command line."""
    try:
        from maillage.cli import app
    except KeyboardInterrupt:  # Nothing has begun.
        raise SystemExit(130) from None
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # A terminal that speaks no UTF-8 must not end a command.
            stream.reconfigure(errors="backslashreplace")
    app()


if __name__ == "__main__":
    main()
