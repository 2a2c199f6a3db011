"""Maillage: what helps French cultural research and creation, gathered, checked and made findable."""

import sys
from pathlib import Path

__version__ = "0.1.0"

# The rooms are top-level folders in a checkout and are nested under `_app` in a wheel, so that
# installing the wheel puts no module called `api` beside other people's. Nothing else may touch sys.path.
_here = Path(__file__).parent
_installed = _here / "_app"
sys.path.insert(0, str(_installed if _installed.is_dir() else _here.parent))
