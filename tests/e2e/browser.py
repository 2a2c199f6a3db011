"""A real browser for tests: Chromium, driven by Playwright where both are installed."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

_CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
# No sandbox within a container that runs as root, and nothing that a browser asks of the web by itself.
_SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync"]
_VIOLATIONS = """window.violations = [];
addEventListener("securitypolicyviolation", (event) => violations.push(event.violatedDirective));
"""


@dataclass(slots=True)
class Tab:
    """A page of the browser, the addresses that it asked for, and what its console says."""

    page: Any
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def forbidden(self) -> list[str]:
        """What the content security policy stopped."""
        found: list[str] = self.page.evaluate("window.violations")
        return found

    def accessibility_faults(self) -> list[str]:
        """What axe-core finds of WCAG 2.2 A and AA and best practice, with the first element of each."""
        self.page.evaluate(_axe())
        found = self.page.evaluate("axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', "
                                   "'best-practice']})")
        return [f"{fault['id']}: {fault['nodes'][0]['html'][:200]}" for fault in found["violations"]]

    def overflow(self) -> int:
        """By how many pixels the page is wider than the window."""
        beyond: int = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        return beyond


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium without a window."""
    if not _CHROMIUM:
        pytest.skip("no Chromium is installed (Debian package chromium)")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=_CHROMIUM, args=_SWITCHES)
        yield running
        running.close()


@contextmanager
def opened(browser: Any, *, width: int = 1280, **more: Any) -> Iterator[Tab]:
    """A tab in a context of its own, in French unless told otherwise."""
    context = browser.new_context(**{"viewport": {"width": width, "height": 900}, "locale": "fr-FR", **more})
    context.add_init_script(_VIOLATIONS)
    tab = Tab(context.new_page())
    tab.page.on("request", lambda request: tab.asked.append(request.url))
    tab.page.on("console", lambda message: tab.said.append(f"{message.type}: {message.text}"))
    tab.page.on("pageerror", lambda error: tab.said.append(f"error: {error}"))
    yield tab
    context.close()


def _axe() -> str:
    where = find_spec("axe_playwright_python")
    if where is None or where.origin is None:
        pytest.skip("axe-core is not installed (package axe-playwright-python)")
    return (Path(where.origin).parent / "axe.min.js").read_text("utf-8")
