"""The hosts that a harvest asks: what is known of each, and whose turn it is."""


class Hosts:
    """Shared by all the fetchers of one harvest, so that together they are as polite as one."""
