"""Signs and verifies JSON-LD documents: Data Integrity proofs by eddsa-rdfc-2022 (W3C vc-di-eddsa)."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

HERE = Path(__file__).with_name("contexts")
CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
CONTEXTS = {
    CREDENTIALS: HERE / "credentials-v2.json",
    OPEN_BADGES: HERE / "open-badges-3.0.3.json",
    EXTENSIONS: HERE / "open-badges-extensions.json",
}
SUITE = "eddsa-rdfc-2022"
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
ED25519_PUBLIC = b"\xed\x01"


def signed(
    document: dict[str, Any],
    key: Ed25519PrivateKey,
    *,
    method: str,
    created: str,
    contexts: Mapping[str, Any] = CONTEXTS,
) -> dict[str, Any]:
    """The document with its proof; `method` is where the public key is found."""
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": created,
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    }
    value = multibase(key.sign(hashed(document, proof, contexts)))
    return document | {"proof": proof | {"proofValue": value}}


def is_signed_by(
    key: Ed25519PublicKey, document: dict[str, Any], contexts: Mapping[str, Any] = CONTEXTS
) -> bool:
    """Whether the proof in the document is that of the key, over just this document."""
    plain = {name: value for name, value in document.items() if name != "proof"}
    proof = {name: value for name, value in document["proof"].items() if name != "proofValue"}
    try:
        key.verify(from_multibase(document["proof"]["proofValue"]), hashed(plain, proof, contexts))
    except (InvalidSignature, ValueError):
        return False
    return proof.get("cryptosuite") == SUITE and proof.get("type") == "DataIntegrityProof"


def hashed(document: dict[str, Any], proof: dict[str, Any], contexts: Mapping[str, Any] = CONTEXTS) -> bytes:
    """What is signed: the digest of the proof's options, then that of the document."""
    options = {"@context": document["@context"]} | proof
    return digest(canonical(options, contexts)) + digest(canonical(document, contexts))


def digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def canonical(document: dict[str, Any], contexts: Mapping[str, Any] = CONTEXTS) -> str:
    """The document as N-Quads in their canonical order (RDFC-1.0). Only the contexts given are known."""
    from pyld import jsonld
    from pyld.documentloader.frozen import FrozenDocumentLoader

    options = {
        "algorithm": "URDNA2015",
        "format": "application/n-quads",
        "documentLoader": FrozenDocumentLoader(dict(contexts)),
    }
    return jsonld.normalize(document, options)


def multikey(key: Ed25519PublicKey) -> str:
    return multibase(ED25519_PUBLIC + key.public_bytes_raw())


def from_multikey(text: str) -> Ed25519PublicKey:
    data = from_multibase(text)
    if not data.startswith(ED25519_PUBLIC):
        raise ValueError("not an Ed25519 key")
    return Ed25519PublicKey.from_public_bytes(data.removeprefix(ED25519_PUBLIC))


def multibase(data: bytes) -> str:
    """In base 58, as Bitcoin writes it, marked by a leading z."""
    number, letters = int.from_bytes(data), ""
    while number:
        number, rest = divmod(number, 58)
        letters = BASE58[rest] + letters
    zeros = len(data) - len(data.lstrip(b"\0"))
    return "z" + BASE58[0] * zeros + letters


def from_multibase(text: str) -> bytes:
    if not text.startswith("z"):
        raise ValueError("not base 58")
    letters = text[1:]
    number = 0
    for letter in letters:
        number = number * 58 + BASE58.index(letter)
    zeros = len(letters) - len(letters.lstrip(BASE58[0]))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8)
