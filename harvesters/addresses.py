"""Which network addresses a source may be fetched from: public ones, unless a curator allows `host:port`."""

import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Resolve = Callable[[str, int], Sequence[str]]

_GLOBAL_UNICAST = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")
_CLOSED_IPV6 = (
    IPv6Network("2001::/23"),  # Teredo, ORCHID, benchmarking and other special purposes (RFC 6890).
    IPv6Network("2001:db8::/32"), IPv6Network("3fff::/20"),  # Documentation.
    IPv6Network("2002::/16"),  # 6to4 carries an IPv4 address that no check sees; it is obsolete (RFC 7526).
)
_CLOSED_IPV4 = (
    IPv4Network("192.0.0.0/24"),  # Protocol assignments; one cloud's metadata service.
    IPv4Network("192.88.99.0/24"),  # 6to4 relays.
    IPv4Network("168.63.129.16/32"),  # A public address that one cloud uses for its host's services.
)


class RefusedAddress(Exception):
    """No address of the host is public and the curator has not allowed it."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(f"{host}:{port}")
        self.host = host
        self.port = port


def resolve(host: str, port: int) -> Sequence[str]:
    """The addresses of a host, as the system gives them; raises OSError when there is none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def permitted(host: str, port: int, addresses: Sequence[str], allow: Sequence[str]) -> tuple[str, ...]:
    """Those of a host's addresses that may be connected to.

    Raises:
        RefusedAddress: there is none. `allow` holds exact `host:port` pairs (`[::1]:8080` for IPv6).
    """
    if is_allowed(host, port, allow):
        return tuple(addresses)
    public = tuple(address for address in addresses if is_public(address))
    if not public:
        raise RefusedAddress(host, port)
    return public


def named(host: str, port: int) -> str:
    """A place as `allow` names it."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def is_allowed(host: str, port: int, allow: Sequence[str]) -> bool:
    """Whether a curator allows this very place."""
    return named(host, port).lower() in {pair.lower() for pair in allow}


def is_own(host: str) -> bool:
    """Whether a host is this machine, by its name."""
    try:
        return host.lower() == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def is_public(address: str) -> bool:
    """Whether an address is reachable by everybody: not private, local, reserved, multicast or a disguise."""
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, IPv6Address):
        inner = _carried(ip)
        return _is_public_6(ip) if inner is None else _is_public_4(inner)
    return _is_public_4(ip)


def _carried(ip: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that is really reached, for IPv4-mapped and NAT64 addresses."""
    if ip.ipv4_mapped is not None:
        return ip.ipv4_mapped
    return IPv4Address(ip.packed[-4:]) if ip in _NAT64 else None


def _is_public_4(ip: IPv4Address) -> bool:
    special = ip.is_multicast or ip.is_reserved or ip.is_unspecified
    return ip.is_global and not special and not any(ip in network for network in _CLOSED_IPV4)


def _is_public_6(ip: IPv6Address) -> bool:
    closed = ip.is_private or ip.scope_id is not None or any(ip in network for network in _CLOSED_IPV6)
    return ip in _GLOBAL_UNICAST and not closed
