"""Badges are what Open Badges 3.0 asks for, by its own schema, its own example and W3C's own signature."""

import hashlib
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import jsonschema_rs
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st
from pyld import jsonld
from pyld.documentloader.frozen import FrozenDocumentLoader

from guard_api.database import db
from tests.training.certificates.conftest import LICENCE, NOON, URL, at
from training.certificates.badges import integrity
from training.certificates.badges.keys import signing_key
from training.certificates.models import SigningKey

STANDARDS = Path(__file__).with_name("standards")
VECTOR = json.loads((STANDARDS / "ob_v3p0_linked_data_proof.json").read_text())
EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"
DIGESTS = {
    "credentials-v2.json": "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734",
    "open-badges-3.0.3.json": "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84",
    "open-badges-extensions.json": "87c06c81bc2317663bf288d740d94fddd2818c4342b186270ff6371dfaa63f93",
}


@pytest.fixture
def earned(office, hui) -> str:
    module = office.module()
    office.type_(hui, module_ids=[module], about_en="Knows how to walk a fire patrol.")
    return office.passes("ana", module, NOON)[0]


def badge_of(client, id_: str, **query) -> dict:
    answer = client.get(f"{URL}/{id_}/badge", query_string=query)
    assert answer.status_code == 200, answer.get_json()
    assert answer.mimetype == "application/vc+json"
    return json.loads(answer.data)


def fetched(nobody, url: str) -> dict:
    """As a stranger's verifier would fetch it."""
    path = url.removeprefix("https://patrol.example")
    assert path != url
    answer = nobody.get(path)
    assert answer.status_code == 200
    return answer.get_json()


@pytest.mark.both_databases
def test_a_stranger_verifies_a_badge_with_what_the_badge_names(nobody, ana, earned):
    badge = badge_of(ana, earned)
    key = fetched(nobody, badge["proof"]["verificationMethod"])
    assert (key["type"], key["controller"]) == ("Multikey", badge["issuer"]["id"])
    issuer = fetched(nobody, key["controller"])
    assert (issuer["id"], issuer["name"]) == (badge["issuer"]["id"], "Jade Court")
    assert badge["proof"]["verificationMethod"] in issuer["assertionMethod"]
    public = integrity.from_multikey(key["publicKeyMultibase"])
    assert integrity.is_signed_by(public, badge)


def test_a_badge_is_a_credential_by_the_schema_of_1edtech(ana, earned):
    schema = json.loads((STANDARDS / "ob_v3p0_achievementcredential_schema.json").read_text())
    validator = jsonschema_rs.Draft201909Validator(schema)
    for language in ("en", "zh-CN"):
        badge = badge_of(ana, earned, language=language)
        assert [error.message for error in validator.iter_errors(badge)] == []
    del badge["credentialSubject"]["achievement"]["criteria"]
    assert not validator.is_valid(badge)


def test_a_badge_says_what_the_certificate_says_and_names_nobody(ana, earned):
    badge = badge_of(ana, earned)
    assert (badge["validFrom"], badge["validUntil"]) == ("2024-02-29T16:00:00Z", "2025-03-01T16:00:00Z")
    subject = badge["credentialSubject"]
    assert subject["achievement"]["name"] == "Fire patrol"
    assert subject["licenseNumber"] == "FIRE-PASS-2024-00001"
    [identity] = subject["identifier"]
    assert "Ana" not in json.dumps(badge)
    told = hashlib.sha256(f"Ana{identity['salt']}".encode()).hexdigest()
    assert identity["identityHash"] == f"sha256${told}"
    assert badge_of(ana, earned, language="zh-CN")["name"] == "防火巡查上岗证"


def test_every_word_of_a_badge_is_under_its_signature(ana, earned):
    """What a context does not know is left out of the canonical form, and could be changed unseen."""
    badge = badge_of(ana, earned)
    plain = {name: value for name, value in badge.items() if name != "proof"}
    options = {"documentLoader": FrozenDocumentLoader(dict(integrity.CONTEXTS))}
    kept = json.dumps(jsonld.expand(plain, options))
    for text in words_of({name: value for name, value in plain.items() if name != "@context"}):
        assert json.dumps(text) in kept or f"#{text}" in kept, text


def words_of(value):
    if isinstance(value, dict):
        return [word for item in value.values() for word in words_of(item)]
    if isinstance(value, list):
        return [word for item in value for word in words_of(item)]
    return [value]


@pytest.mark.parametrize(
    "change",
    [
        lambda badge: badge.update(validUntil="2099-01-01T00:00:00Z"),
        lambda badge: badge["credentialSubject"]["achievement"].update(name="Captain"),
        lambda badge: badge["credentialSubject"].update(licenseNumber="1"),
        lambda badge: badge["credentialStatus"].update(id="https://evil.example"),
        lambda badge: badge["proof"].update(created="2018-01-01T00:00:00Z"),
        lambda badge: badge["proof"].update(proofValue="z1111"),
    ],
)
def test_whatever_is_changed_the_signature_no_longer_fits(app, cast, ana, earned, change):
    badge = badge_of(ana, earned)
    with app.app_context():
        public = signing_key(cast.organisation_id)[1].public_key()
    assert integrity.is_signed_by(public, badge)
    change(badge)
    assert not integrity.is_signed_by(public, badge)


def test_a_revoked_badge_is_on_the_list_and_no_longer_given(nobody, hui, ana, earned):
    badge = badge_of(ana, earned)
    listed = fetched(nobody, badge["credentialStatus"]["id"])
    assert (listed["issuer"], listed["revokedCredential"]) == (badge["issuer"]["id"], [])
    hui.post(f"{URL}/{earned}/revoke", json={"reason": "Shared answers"})
    listed = fetched(nobody, badge["credentialStatus"]["id"])
    assert listed["revokedCredential"] == [{"id": badge["id"], "revoked": True}]
    assert ana.get(f"{URL}/{earned}/badge").get_json()["code"] == "certificates.already_revoked"


def test_what_others_gave_is_not_ours_to_sign(office, hui):
    id_ = office.enters(hui, office.type_(hui, **LICENCE), number="1", issued_on="2024-01-01").get_json()[
        "id"
    ]
    assert hui.get(f"{URL}/{id_}/badge").get_json()["code"] == "certificates.given_by_others"


@pytest.mark.both_databases
def test_a_key_lies_sealed_and_a_lost_vault_makes_another_one(app, cast, nobody, ana, earned):
    first = badge_of(ana, earned)
    with app.app_context():
        _, private = signing_key(cast.organisation_id)
        [row] = db.session.scalars(db.select(SigningKey)).all()
        assert private.private_bytes_raw().hex() not in row.private_key_sealed
    app.extensions["anxun.settings"] = replace(app.extensions["anxun.settings"], vault_key="another")
    try:
        second = badge_of(ana, earned)
    finally:
        app.extensions["anxun.settings"] = replace(app.extensions["anxun.settings"], vault_key=None)
    for badge in (first, second):
        key = fetched(nobody, badge["proof"]["verificationMethod"])["publicKeyMultibase"]
        assert integrity.is_signed_by(integrity.from_multikey(key), badge)
    assert first["proof"]["verificationMethod"] != second["proof"]["verificationMethod"]


def test_a_certificate_without_an_end_makes_a_badge_without_one(office, hui, ana):
    module = office.module()
    office.type_(hui, module_ids=[module], validity_months=None)
    [id_] = office.passes("ana", module, at(date(2024, 3, 1)))
    assert "validUntil" not in badge_of(ana, id_)


# --- against what others publish ----------------------------------------------------------------


def test_contexts_are_those_that_were_published():
    for name, digest in DIGESTS.items():
        assert hashlib.sha256((integrity.HERE / name).read_bytes()).hexdigest() == digest


def test_the_example_of_1edtech_has_the_canonical_form_that_1edtech_prints():
    assert integrity.canonical(VECTOR["credential"]) == VECTOR["document_canonical"]


def test_the_example_of_1edtech_is_hashed_and_signed_as_1edtech_does_it():
    document = integrity.digest(VECTOR["signed_document_canonical"])
    proof = integrity.digest(VECTOR["signed_proof_canonical"])
    assert (document.hex(), proof.hex()) == (VECTOR["document_hash"], VECTOR["proof_hash"])
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(VECTOR["private_key"]))
    signature = key.sign(proof + document)
    assert signature.hex() == VECTOR["signature"]
    assert integrity.multibase(signature) == VECTOR["proofValue"]
    assert integrity.multikey(key.public_key()) == VECTOR["publicKeyMultibase"]
    public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(VECTOR["public_key"]))
    public.verify(integrity.from_multibase(VECTOR["proofValue"]), proof + document)


def test_the_signed_example_of_w3c_is_verified_and_made_again():
    signed = json.loads((STANDARDS / "vc_di_eddsa_signed.json").read_text())
    vocabulary = {"@context": {"@vocab": "https://www.w3.org/ns/credentials/examples#"}}
    contexts = {**integrity.CONTEXTS, EXAMPLES: vocabulary}
    public = integrity.from_multikey(signed["proof"]["verificationMethod"].rpartition("#")[2])
    assert integrity.is_signed_by(public, signed, contexts)
    signed["credentialSubject"]["alumniOf"] = "Another school"
    assert not integrity.is_signed_by(public, signed, contexts)


def test_a_context_that_nobody_gave_is_refused():
    with pytest.raises(jsonld.JsonLdError):
        integrity.canonical({"@context": "https://example.com/unknown", "id": "urn:x", "type": "X"})


@given(st.binary(max_size=80))
def test_base_58_gives_back_what_it_was_given(data):
    assert integrity.from_multibase(integrity.multibase(data)) == data


@given(st.binary(min_size=32, max_size=32), st.text(max_size=40))
def test_whatever_the_key_and_the_text_a_signature_fits_them_alone(seed, name):
    key = Ed25519PrivateKey.from_private_bytes(seed)
    document = VECTOR["credential"] | {"name": name}
    signed = integrity.signed(document, key, method="https://a.example/key", created="2024-03-01T00:00:00Z")
    assert integrity.is_signed_by(key.public_key(), signed)
    assert not integrity.is_signed_by(key.public_key(), signed | {"name": name + "!"})
