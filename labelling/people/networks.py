"""Where a request comes from, as far as it may be believed."""

from ipaddress import IPv6Address, ip_address, ip_network

from flask import Request


def network_of(request: Request, trusted_proxies: int) -> str:
    """Return the asker's network: an IPv4 address, or the /64 of an IPv6 address.

    Each of our own proxies appends the address that it saw to X-Forwarded-For; only so many
    entries, counted from the right, are believed. Whatever is no address counts as one network.
    """
    told = [
        part.strip() for part in ",".join(request.headers.getlist("X-Forwarded-For")).split(",")
    ]
    chain = [*told, request.remote_addr or ""]
    seen = chain[-1 - min(trusted_proxies, len(chain) - 1)]
    return _network(seen)


def _network(text: str) -> str:
    try:
        address = ip_address(text.strip("[]").partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is None:
            return str(ip_network((address, 64), strict=False))
        address = address.ipv4_mapped
    return str(address)
