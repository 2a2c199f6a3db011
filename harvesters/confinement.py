"""One look at what strangers wrote, in a process of its own that may die without harm."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

import orjson

from catalogue.orphans import end_with_parent
from harvesters.interrupts import held_back
from harvesters.loader import LoaderLimits, confine
from harvesters.loading import died, hung
from harvesters.record import UnreadableDocument
from harvesters.text import shortened

Work = Callable[..., dict[str, Any]]

_LARGEST_ANSWER = 4 << 20
_LONGEST_SENTENCE = 2_000


def confined(work: Work, *arguments: str | int, limits: LoaderLimits | None = None) -> dict[str, Any]:
    """What `work`, a function of a module, makes of its arguments within limits; it answers what JSON can hold.

    Raises:
        UnreadableDocument: as `work` says, or it died or hung.
    """
    most = limits or LoaderLimits()
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["maillage", "harvesters.loader"])
    wire, theirs = context.Pipe()
    process = context.Process(target=_serve, name="look", daemon=True, args=(theirs, work, arguments, most))
    with held_back():
        process.start()
    theirs.close()
    try:
        if not wire.poll(most.quiet):
            raise hung(most.quiet)
        answer: dict[str, Any] = orjson.loads(wire.recv_bytes(_LARGEST_ANSWER))
    except (EOFError, OSError) as broken:
        process.join(timeout=5)
        raise died(process.exitcode) from broken
    finally:
        wire.close()
        process.kill()
        process.join()
    if "unreadable" in answer:
        raise UnreadableDocument(*answer["unreadable"])
    return answer


def _serve(wire: Connection, work: Work, arguments: tuple[str | int, ...], limits: LoaderLimits) -> None:
    end_with_parent()
    confine(limits)
    wire.send_bytes(_answer(work, arguments))


def _answer(work: Work, arguments: tuple[str | int, ...]) -> bytes:
    try:
        return orjson.dumps(work(*arguments))
    except UnreadableDocument as fault:
        told = fault.code, fault.fr, fault.en
    except MemoryError:
        told = ("MLG-F002", "Le document demande plus de mémoire que permis ; découpez-le.",
                "The document needs more memory than allowed; split it.")
    except Exception as fault:  # A defect of ours, or JSON that cannot be said again: one look is lost.
        why = f"{type(fault).__name__}: {fault}"
        told = ("MLG-F001", f"Le document n'a pas pu être lu ({why}) ; déclarez son format.",
                f"The document could not be read ({why}); declare its format.")
    code, fr, en = (shortened(words.encode("utf-8", "replace").decode(), _LONGEST_SENTENCE) for words in told)
    return orjson.dumps({"unreadable": [code, fr, en]})
