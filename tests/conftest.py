"""What tests of several folders share."""

import time
from collections.abc import Iterator

import httpx
import pytest
from hypothesis import HealthCheck, settings

from tests.demo import Demo, harvested, serving

# No test asserts a time: machines are shared, and a busy moment is no counter-example.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The demo, harvested once; nobody may write into it."""
    return harvested(tmp_path_factory.mktemp("demo folder") / "data")


@pytest.fixture(scope="session")
def served(demo: Demo) -> Iterator[str]:
    """The address of the demo's server, ready for queries."""
    with serving(demo.data) as address:
        for _ in range(600):
            if httpx.get(f"{address}ready").status_code == 200:
                break
            time.sleep(0.1)
        yield address
