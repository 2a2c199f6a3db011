"""From what a library raises to words for a curator."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager

import httpcore
import httpx

from harvesters import failures
from harvesters.addresses import RefusedAddress
from harvesters.budget import Stopped, TooSlow, TooTalkative
from harvesters.coding import BrokenCoding, UnknownCoding
from harvesters.connections import UnknownHost
from harvesters.limits import Limits
from harvesters.locations import origin_of


@contextmanager
def told(url: httpx.URL, limits: Limits) -> Iterator[None]:
    """Whatever goes wrong on the way to an address, told as FetchFailed."""
    address = str(url)
    try:
        yield
    except RefusedAddress as refused:
        raise failures.refused_address(refused.host, refused.port) from refused
    except UnknownHost as unknown:
        raise failures.unknown_host(url.host) from unknown
    except Stopped as stop:
        raise failures.stopped(address) from stop
    except TooSlow as slow:
        raise failures.too_slow(address, limits.seconds) from slow
    except httpcore.ConnectTimeout as slow:
        raise failures.silent(origin_of(url), limits.connect) from slow
    except httpcore.TimeoutException as slow:
        raise failures.silent(address, limits.read) from slow
    except TooTalkative as much:
        raise failures.too_large(limits.size) from much
    except UnknownCoding as coding:
        raise failures.unknown_coding(address, str(coding)) from coding
    except (BrokenCoding, httpcore.ReadError, httpcore.RemoteProtocolError) as broken:
        raise failures.cut_short(address, str(broken) or type(broken).__name__) from broken
    except (httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError) as network:
        reason = str(network)
        # The whole host is the matter, whatever was asked of it.
        tell = failures.untrusted if "CERTIFICATE" in reason else failures.unreachable
        raise tell(origin_of(url), reason) from network
