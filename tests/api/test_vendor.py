"""Third-party files are the published ones, and their licences are with them."""

import hashlib
import tomllib
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "api" / "static"
FILES = tomllib.loads((STATIC / "vendor.toml").read_text("utf-8"))["file"]


@pytest.mark.parametrize("told", FILES, ids=lambda told: told["file"])
def test_a_vendored_file_is_the_one_that_is_declared(told: dict[str, str]) -> None:
    content = (STATIC / "vendor" / told["file"]).read_bytes()
    assert hashlib.sha512(content).hexdigest() == told["sha512"]
    assert told["licence"] in ("Apache-2.0", "ISC", "MIT", "OFL-1.1")
    assert (STATIC / "vendor" / told["licence_text"]).stat().st_size > 500
    assert told["name"]
    assert told["version"]


def test_nothing_else_is_vendored() -> None:
    declared = {told["file"] for told in FILES} | {told["licence_text"] for told in FILES}
    notices = {"swagger-ui.NOTICE.txt", "swagger-ui-bundle.js.LICENSE.txt"}
    assert {file.name for file in (STATIC / "vendor").iterdir()} == declared | notices
