import ipaddress
import stat

import pytest
from cryptography import x509
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from tools import certificates


@pytest.fixture
def folder(tmp_path):
    certificates.make(tmp_path / "tls")
    return tmp_path / "tls"


def test_a_browser_that_trusts_the_authority_accepts_the_server(folder):
    authority, _ = certificates.read(folder / "authority.pem")
    server, _ = certificates.read(folder / "server.pem")
    policy = PolicyBuilder().store(Store([authority]))
    for name in (x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))):
        assert policy.build_server_verifier(name).verify(server, [])


def test_the_authority_cannot_vouch_for_a_public_site(folder):
    certificates.make_server_certificate(folder, [x509.DNSName("bank.example")])
    authority, _ = certificates.read(folder / "authority.pem")
    server, _ = certificates.read(folder / "server.pem")
    verifier = PolicyBuilder().store(Store([authority])).build_server_verifier(x509.DNSName("bank.example"))
    with pytest.raises(VerificationError):
        verifier.verify(server, [])


def test_only_the_owner_may_read_the_files(folder):
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_a_certificate_that_still_fits_is_kept(folder):
    before = (folder / "server.pem").read_bytes()
    certificates.make(folder)
    assert (folder / "server.pem").read_bytes() == before


def test_a_new_address_gets_a_new_certificate_from_the_same_authority(folder, monkeypatch):
    authority = (folder / "authority.pem").read_bytes()
    monkeypatch.setattr(certificates, "lan_addresses", lambda: ["192.168.7.7"])
    certificates.make(folder)
    server, _ = certificates.read(folder / "server.pem")
    names = server.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert ipaddress.ip_address("192.168.7.7") in names.get_values_for_type(x509.IPAddress)
    assert (folder / "authority.pem").read_bytes() == authority


def test_an_expiring_certificate_is_renewed_in_time(folder, monkeypatch):
    before = (folder / "server.pem").read_bytes()
    monkeypatch.setattr(certificates, "RENEW_DAYS", certificates.SERVER_DAYS + 1)
    certificates.make(folder)
    assert (folder / "server.pem").read_bytes() != before
