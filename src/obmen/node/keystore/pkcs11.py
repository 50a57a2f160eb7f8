"""Keys that sign, in a token (PKCS #11); the other keys in files, as `software` keeps them.

The label of a key (CKA_LABEL) is the name that its file would have: `KZ-750/seal`, `KZ-750/node`, `people/asel`.
Its certificate is no secret and lies in the folder as before: `secrets/KZ-750/seal.pem`. A `.key` beside it is not
read. The key that wraps the keys of cases may lie there encrypted (`node.key.wrapped`) by an AES key of the token
with the label `node`; the token decrypts it once, and the process keeps it.
"""

from __future__ import annotations

import hashlib
import os
import threading
from typing import TYPE_CHECKING, Any, Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from obmen.message.cades import RawSigner, algorithm_of
from obmen.message.errors import Misuse
from obmen.node.keystore import TokenError
from obmen.node.keystore.software import SoftwareKeystore, bytes_of, links_for, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from obmen.message.cades import Digest
    from obmen.message.seal import Role, Signer
    from obmen.node.keystore.token import Token

_HASHES: Final[dict[Digest, hashes.HashAlgorithm]] = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384()}
WRAPPED: Final = "node.key.wrapped"
"""The node's key, encrypted by the token: twelve bytes of nonce, then AES-256-GCM (NIST SP 800-38D)."""

_NODE: Final = "node"
_NONCE: Final = 12
_PROBE: Final = b"Obmen: does this key belong to this certificate?"


class TokenKeystore(SoftwareKeystore):
    """A `Keystore` whose seals and signatures are made by a token."""

    def __init__(self, folder: Path, token: Token) -> None:
        """Take the folder of the certificates and other keys, and the token; nothing is opened yet."""
        super().__init__(folder)
        self.token = token
        self._signers: dict[str, Signer] = {}
        self._node_key = b""
        self._lock = threading.Lock()

    def signer(self, name: str, role: Role) -> Signer:
        """Give a signer by the label of its key. Raises `TokenError`."""
        with self._lock:
            if name not in self._signers:
                self._signers[name] = self._new_signer(name, role)
            return self._signers[name]

    def node_key(self) -> bytes:
        """Give the key that wraps the keys of cases; the token unwraps it when it is first asked for."""
        wrapped = self.folder / WRAPPED
        if not wrapped.exists():
            return super().node_key()
        with self._lock:
            self._node_key = self._node_key or self._unwrapped(bytes_of(wrapped))
            return self._node_key

    def wrap_node_key(self) -> Path:
        """Encrypt the node's key by the token, see that it comes back the same, and return the new file.

        The plain key stays where it is: who removes it has first seen the node work. Raises `KeystoreError`, also when
        there is such a file already.
        """
        wrapped, plain, nonce = self.folder / WRAPPED, super().node_key(), os.urandom(_NONCE)
        if wrapped.exists():
            raise TokenError(f"Ключ узла уже зашифрован токеном: {wrapped}.")
        made = nonce + self.token.with_secret(_NODE, lambda key: _gcm(key.encrypt, nonce, plain))
        if self._unwrapped(made) != plain:
            raise TokenError(f"Токен «{self.token.label}» шифрует ключом «{_NODE}» неверно. Ничего не изменено.")
        write(wrapped, made)
        return wrapped

    def _unwrapped(self, wrapped: bytes) -> bytes:
        nonce, sealed = wrapped[:_NONCE], wrapped[_NONCE:]
        return self.token.with_secret(_NODE, lambda key: _gcm(key.decrypt, nonce, sealed))

    def _new_signer(self, name: str, role: Role) -> Signer:
        """Make a signer, and let the key show that it is the certificate's."""
        key = TokenKey(self.token, name)
        try:
            made = RawSigner(role, self.certificate(name), key.sign, links_for(self.folder, role))
        except Misuse as error:
            raise TokenError(f"Сертификат «{name}» не годится для подписи: {error}.") from None
        key.require_matches(made.certificate)
        return made


class TokenKey:
    """A private key in a token, by its label; it signs and shows nothing else."""

    def __init__(self, token: Token, name: str) -> None:
        """Remember which; nothing is opened yet."""
        self._token, self._name = token, name

    def sign(self, signed: bytes, digest: Digest) -> bytes:
        """Make the raw signature as `obmen.message.cades.Prepared.finish` takes it. Raises `TokenError`."""
        return self._token.with_key(self._name, lambda key, pin: _raw(key, signed, digest, pin))

    def require_matches(self, certificate: bytes) -> None:
        """Refuse a key that is not the certificate's (DER): the mistake shows when the node starts."""
        public, digest = x509.load_der_x509_certificate(certificate).public_key(), algorithm_of(certificate).digest
        made = self.sign(_PROBE, digest)
        try:
            if isinstance(public, ec.EllipticCurvePublicKey):
                public.verify(made, _PROBE, ec.ECDSA(_HASHES[digest]))
            elif isinstance(public, rsa.RSAPublicKey):
                public.verify(made, _PROBE, padding.PKCS1v15(), _HASHES[digest])
        except InvalidSignature:
            text = (
                f"Ключ «{self._name}» в токене — не от сертификата {self._name}.pem. Положите сертификат этого ключа."
            )
            raise TokenError(text) from None


def _raw(key: Any, signed: bytes, digest: Digest, pin: str | None) -> bytes:  # noqa: ANN401  a class of the module
    """Sign by what every token knows: CKM_ECDSA over the digest, or CKM_SHA256_RSA_PKCS (PKCS #11, 2.3.6, 2.1.11)."""
    from pkcs11 import KeyType, Mechanism  # noqa: PLC0415  an extra: only a node with a token needs it

    if key.key_type == KeyType.EC:
        both = key.sign(hashlib.new(digest, signed).digest(), mechanism=Mechanism.ECDSA, pin=pin)
        half = len(both) // 2
        return encode_dss_signature(int.from_bytes(both[:half], "big"), int.from_bytes(both[half:], "big"))
    made: bytes = key.sign(signed, mechanism=Mechanism.SHA256_RSA_PKCS, pin=pin)
    return made


def _gcm(work: Callable[..., bytes], nonce: bytes, data: bytes) -> bytes:
    """Encrypt or decrypt by AES-GCM with a tag of sixteen bytes (CKM_AES_GCM)."""
    from pkcs11 import GCMParams, Mechanism  # noqa: PLC0415  an extra: only a node with a token needs it

    return work(data, mechanism=Mechanism.AES_GCM, mechanism_param=GCMParams(nonce=nonce, tag_bits=128))
