"""`python -m bench.served DATA PORT`: our endpoint alone, with all the time that a query needs.

Every answer is computed, unless it is to be `--remembering` what was asked before, as the real one does.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

import uvicorn

from api.app import create_app
from api.settings import ApiSettings
from api.sparql import sparql_part
from catalogue.generation import Generation
from sparql.engine import Engine
from sparql.lanes import Lanes
from sparql.limits import QueryLimits
from sparql.remembered import Remembering

LONGEST: Final = 600.0


def main() -> None:
    """Serve until it is ended."""
    asked = argparse.ArgumentParser(prog="python -m bench.served", description=__doc__)
    asked.add_argument("data", type=Path)
    asked.add_argument("port", type=int)
    asked.add_argument("--remembering", action="store_true")
    options = asked.parse_args()
    limits = QueryLimits(seconds=LONGEST, allowance=1e9)

    async def opened(generation: Generation) -> Engine:
        lanes = await Lanes.open(generation, limits)
        return Remembering(lanes, limits) if options.remembering else lanes

    parts = [sparql_part(options.data, limits, opened)]
    app = create_app(ApiSettings(options.data, "http://127.0.0.1/"), parts, views=lambda: None)
    uvicorn.run(app, host="127.0.0.1", port=options.port, log_level="critical")


if __name__ == "__main__":
    main()
