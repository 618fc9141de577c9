"""The only door to other hosts. It opens to none inside the house, unless the installation says which.

Whoever may write down an address (a webhook, a mail server, a browser's push service) must not reach what
only this machine can reach. So a name is resolved once, every address it has must be open, and the
connection goes to exactly that address; redirections are not followed.
"""

import ipaddress
import socket
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3
from flask import current_app
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

CONNECT_S, ANSWER_S = 5.0, 10.0
MOST_ANSWER_BYTES = 16 * 1024
NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Refused(Exception):
    """An address inside the house."""

    code = "notices.address_private"


class Unknown(Exception):
    """A name that nobody knows."""

    code = "notices.host_unknown"


def allowed() -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    """Networks of the house that the installation opens (ANXUN_NOTICE_NETWORKS)."""
    names = current_app.extensions["anxun.settings"].notice_networks
    return [ipaddress.ip_network(name, strict=False) for name in names]


def is_open(text: str) -> bool:
    """Whether this IP address may be spoken to."""
    address = ipaddress.ip_address(text.partition("%")[0])
    if any(address.version == network.version and address in network for network in allowed()):
        return True
    return all(one.is_global and not one.is_multicast for one in _meant(address))


def _meant(address):
    """An address, and every IPv4 address that hides in it."""
    yield address
    if address.version == 6:
        yield from filter(None, (address.ipv4_mapped, address.sixtofour, *(address.teredo or ())))
        if address in NAT64:
            yield ipaddress.ip_address(int(address) & 0xFFFFFFFF)


def open_address(host: str, port: int) -> str:
    """An address of the host to connect to; Refused when any of its addresses is inside the house."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError):
        raise Unknown(host) from None
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not all(map(is_open, addresses)):
        raise Refused(host)
    return addresses[0]


def is_plausible(address: str) -> bool:
    """Whether it could be spoken to, as far as can be told without asking anybody for its name."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or parts.username or parts.scheme not in _schemes():
        return False
    try:
        return is_open(host)
    except ValueError:
        return "." in host and not host.endswith((".localhost", ".local", ".internal"))


def _schemes() -> tuple[str, ...]:
    """Plain HTTP is for the house's own networks."""
    return ("https", "http") if allowed() else ("https",)


class _ToOpenAddress:
    """Connects to the address that was looked at, and to no other that the name may have a moment later."""

    def _new_conn(self) -> socket.socket:
        self._dns_host = open_address(self.host, self.port)
        return super()._new_conn()


class _Http(_ToOpenAddress, HTTPConnection):
    pass


class _Https(_ToOpenAddress, HTTPSConnection):
    pass


class _HttpPool(HTTPConnectionPool):
    ConnectionCls = _Http


class _HttpsPool(HTTPSConnectionPool):
    ConnectionCls = _Https


class _Adapter(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _HttpPool, "https": _HttpsPool}


class Line(requests.Session):
    """A session of requests that goes through the door; no proxies, no redirections, short answers."""

    def __init__(self) -> None:
        super().__init__()
        self.trust_env = False
        adapter = _Adapter(max_retries=urllib3.Retry(0, read=False))
        self.mount("https://", adapter)
        self.mount("http://", adapter)

    def request(self, method: str, url: str, **said: Any) -> requests.Response:
        if urlsplit(url).scheme not in _schemes():
            raise Refused(url)
        said |= {"timeout": (CONNECT_S, ANSWER_S), "allow_redirects": False, "stream": True}
        answer = super().request(method, url, **said)
        with answer:
            answer._content = answer.raw.read(MOST_ANSWER_BYTES, decode_content=True)
        return answer
