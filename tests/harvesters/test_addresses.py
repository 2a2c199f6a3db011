"""Only public addresses are reached, unless a curator allows an exact host and port."""

import pytest

from harvesters.addresses import RefusedAddress, is_public, permitted


@pytest.mark.parametrize("address", [
    "127.0.0.1", "0.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "100.100.100.200", "192.0.0.192", "192.0.2.1", "198.18.0.1", "203.0.113.1", "224.0.0.1", "240.0.0.1",
    "255.255.255.255", "168.63.129.16", "192.88.99.1",
    "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1", "3fff::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::127.0.0.1", "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::a00:1", "2002:7f00:1::", "2002:c0a8:101::1", "2001:0:7f00:1::1", "100::1", "not an address",
])
def test_an_address_that_is_not_everybodys_is_refused(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", [
    "8.8.8.8", "193.51.24.1", "2001:660:3305::1", "2a00:1450:4007::1", "64:ff9b::808:808", "::ffff:8.8.8.8"])
def test_a_public_address_is_reached(address: str) -> None:
    assert is_public(address)


def test_only_the_public_addresses_of_a_host_are_used() -> None:
    assert permitted("source.test", 80, ("10.0.0.1", "8.8.8.8"), ()) == ("8.8.8.8",)


def test_a_host_without_public_address_is_refused() -> None:
    with pytest.raises(RefusedAddress, match=r"source\.test:80"):
        permitted("source.test", 80, ("10.0.0.1",), ("source.test:8080",))


@pytest.mark.parametrize(("host", "allow"), [("source.test", "SOURCE.test:80"), ("::1", "[::1]:80")])
def test_an_exact_host_and_port_may_be_allowed(host: str, allow: str) -> None:
    assert permitted(host, 80, ("::1",), (allow,)) == ("::1",)
