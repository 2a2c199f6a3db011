"""How one received item meets what is known of it: the new state, and which figure it counts in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from catalogue.received import Known, Received, Verdict
from catalogue.states import SHOWN, State, Tally

Figure = Literal["created", "changed", "unchanged", "rejected", "excluded", ""]


@dataclass(frozen=True, slots=True)
class Settlement:
    """The state an item moves to. `shows` says which reading the graph shows afterwards."""

    state: State
    figure: Figure
    shows: Literal["same", "new", "seen", "none"]
    gone: bool = False
    restored: bool = False

    def count(self, tally: Tally) -> None:
        """Add this item to the figures of its run."""
        if self.figure:
            tally.listed += 1
            setattr(tally, self.figure, getattr(tally, self.figure) + 1)
        tally.gone += self.gone
        tally.restored += self.restored


def settle(known: Known | None, received: Received, alike: bool) -> Settlement:
    """Where `received` leads; `alike` says that it reads exactly as the version already seen."""
    state = known.state if known else None
    shown = state in SHOWN
    if received.verdict is Verdict.DELETED:
        return Settlement(State.GONE, "", "none" if shown else "same", gone=shown)
    if known is not None and alike:
        return _again(known)
    if received.verdict is Verdict.REJECTED:
        return Settlement(State.HELD if shown else State.REJECTED, "rejected", "same" if shown else "none")
    if received.verdict is Verdict.EXCLUDED:
        return Settlement(State.EXCLUDED, "excluded", "none", gone=shown)
    if shown:
        return Settlement(State.LIVE, "changed", "new")
    if state is State.GONE:
        return Settlement(State.LIVE, "changed", "new", restored=True)
    return Settlement(State.LIVE, "created", "new")


def _again(known: Known) -> Settlement:
    """The same version once more: it may have been missing or gone meanwhile."""
    if known.state is State.MISSING:
        state = State.LIVE if known.verdict is Verdict.ACCEPTED else State.HELD
        return Settlement(state, "unchanged", "same")
    if known.state is State.GONE:
        if known.verdict is Verdict.ACCEPTED:
            return Settlement(State.LIVE, "unchanged", "seen", restored=True)
        state = State.REJECTED if known.verdict is Verdict.REJECTED else State.EXCLUDED
        return Settlement(state, "unchanged", "none")
    return Settlement(known.state, "unchanged", "same")
