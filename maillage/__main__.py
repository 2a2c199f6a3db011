"""The command `maillage`.

Loader processes import this module once more when they start, so it imports nothing until it is run.
"""


def main() -> None:
    """Run the command line."""
    from maillage.cli import app

    app()


if __name__ == "__main__":
    main()
