"""A certificate of our own making, so that phones on the same network get camera, NFC and offline work.

`make FOLDER` keeps a small authority and a server certificate in FOLDER; the authority is what phones are
told to trust. `offer FOLDER PORT` lends its certificate (and nothing else) to phones over plain HTTP.
"""

import argparse
import ipaddress
import os
import socket
import sys
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from guard_api.serve import lan_addresses

AUTHORITY, SERVER, OFFERED = "authority.pem", "server.pem", "anxun-ca.crt"
AUTHORITY_DAYS = 3650
SERVER_DAYS = 397  # Apple's phones refuse a longer one
RENEW_DAYS = 30
PRIVATE_NETWORKS = (
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.168.0.0/16",
)


def make(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not (folder / AUTHORITY).exists():
        make_authority(folder)
    if not serves(folder, wanted_names(folder)):
        make_server_certificate(folder, wanted_names(folder))


def make_authority(folder: Path) -> None:
    """It may vouch for private addresses and this machine only, so that nobody can pose as a public site."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = subject(f"Anxun on {socket.gethostname()}"[:64])
    constraints = x509.NameConstraints(permitted_subtrees=permitted_names(), excluded_subtrees=None)
    certificate = (
        draft(name, name, key, AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(key_usage(authority=True), critical=True)
        .add_extension(constraints, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    write(folder / AUTHORITY, certificate, key)
    write_private(folder / OFFERED, certificate.public_bytes(serialization.Encoding.DER))


def make_server_certificate(folder: Path, names: list[x509.GeneralName]) -> None:
    authority, authority_key = read(folder / AUTHORITY)
    key = ec.generate_private_key(ec.SECP256R1())
    issuer_key = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key())
    certificate = (
        draft(subject("Anxun"), authority.subject, key, SERVER_DAYS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(key_usage(authority=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(issuer_key, critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    write(folder / SERVER, certificate, key)


def serves(folder: Path, names: list[x509.GeneralName]) -> bool:
    """Whether the certificate at hand still fits this machine and will for a while."""
    if not (folder / SERVER).exists():
        return False
    certificate, _ = read(folder / SERVER)
    held = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return set(names) <= set(held) and certificate.not_valid_after_utc > now() + timedelta(days=RENEW_DAYS)


def wanted_names(folder: Path) -> list[x509.GeneralName]:
    """This machine's names and addresses, as far as the authority may vouch for them."""
    authority, _ = read(folder / AUTHORITY)
    permitted = authority.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees
    networks = [name.value for name in permitted if isinstance(name, x509.IPAddress)]
    inside = [address for address in own_addresses() if any(address in network for network in networks)]
    return [*map(x509.DNSName, host_names()), *map(x509.IPAddress, inside)]


def own_addresses() -> list[ipaddress.IPv4Address]:
    return [ipaddress.IPv4Address(text) for text in ("127.0.0.1", *lan_addresses())]


def host_names() -> list[str]:
    host = socket.gethostname().split(".")[0].lower()
    return ["localhost", f"{host}.local"] if host.isascii() and host != "localhost" else ["localhost"]


def permitted_names() -> list[x509.GeneralName]:
    networks = [*map(ipaddress.ip_network, PRIVATE_NETWORKS), *map(ipaddress.ip_network, own_addresses())]
    return [x509.DNSName("localhost"), x509.DNSName("local"), *map(x509.IPAddress, networks)]


def draft(
    name: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, days: int
) -> x509.CertificateBuilder:
    """Valid from an hour ago, because phones' clocks lag."""
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now() - timedelta(hours=1))
        .not_valid_after(now() + timedelta(days=days))
    )


def key_usage(*, authority: bool) -> x509.KeyUsage:
    others = ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement")
    unused = dict.fromkeys((*others, "encipher_only", "decipher_only"), False)
    return x509.KeyUsage(
        digital_signature=not authority, key_cert_sign=authority, crl_sign=authority, **unused
    )


def subject(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def now() -> datetime:
    return datetime.now(UTC)


def read(path: Path) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    key = serialization.load_pem_private_key(path.with_suffix(".key").read_bytes(), None)
    return x509.load_pem_x509_certificate(path.read_bytes()), key


def write(path: Path, certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> None:
    pem = serialization.Encoding.PEM
    plain = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    write_private(path.with_suffix(".key"), key.private_bytes(pem, *plain))
    write_private(path, certificate.public_bytes(pem))


def write_private(path: Path, content: bytes) -> None:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)


def offer(folder: Path, port: int) -> None:
    certificate = (folder / OFFERED).read_bytes()

    class Lender(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/x-x509-ca-cert")
            self.send_header("Content-Disposition", f'attachment; filename="{OFFERED}"')
            self.send_header("Content-Length", str(len(certificate)))
            self.end_headers()
            self.wfile.write(certificate)

        def log_message(self, *_: object) -> None:
            """Nobody needs to know which phone asked."""

    ThreadingHTTPServer(("0.0.0.0", port), Lender).serve_forever()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("step", choices=["make", "offer"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("port", type=int, nargs="?", default=8002)
    wanted = parser.parse_args()
    if wanted.step == "make":
        make(wanted.folder)
    else:
        offer(wanted.folder, wanted.port)


if __name__ == "__main__":
    main()
