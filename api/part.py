"""A room that joins the web application: `sparql`, exports, feeds."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass

from fastapi import APIRouter


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Part:
    """Its routes, whether it can answer now (`/ready` asks), and what must run as long as the server does."""

    name: str
    router: APIRouter
    ready: Callable[[], bool] = _always
    running: Callable[[], AbstractAsyncContextManager[object]] = nullcontext
