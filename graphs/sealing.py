"""How a checkpoint's bytes stand in the file: compressed, and encrypted when `RXGRAPH_ENCRYPTION_KEY` is set; strictly read back."""

from __future__ import annotations

import os
import zlib
from typing import Final

from langgraph.checkpoint.serde.base import CipherProtocol
from langgraph.checkpoint.serde.encrypted import EncryptedSerializer
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer

SETTING: Final = "RXGRAPH_ENCRYPTION_KEY"
HOW: Final = f"{SETTING} must be 64 hexadecimal digits (an AES-256 key); openssl rand -hex 32 makes one"
PLAIN: Final = "zlib"
SECRET: Final = "zlib-aes"
_LEVEL: Final = 3
"""Most of what level 9 saves, in a fraction of its time."""
_PROOF: Final = b"rxgraph"


class SealError(ValueError):
    """Bytes that the key at hand does not open, or a key that cannot be used; the message says what to do."""


class Seal(CipherProtocol):
    """Compresses, and encrypts with AES (EAX mode) when there is a key. It opens what was written without a key as well."""

    def __init__(self, key: bytes | None = None) -> None:
        """Take a key.

        Args:
            key: 32 bytes, or None to compress only.

        Raises:
            SealError: If there is a key and pycryptodome is not installed.
        """
        self.name = SECRET if key else PLAIN
        self._aes: CipherProtocol | None = None
        if key:
            try:
                self._aes = EncryptedSerializer.from_pycryptodome_aes(key=key).cipher
            except ImportError as error:
                raise SealError(f'{SETTING} is set, but encryption is not installed: pip install "rxgraph[encryption]"') from error

    def encrypt(self, plaintext: bytes) -> tuple[str, bytes]:
        """Seal bytes; returns the seal's name and the sealed bytes."""
        data = zlib.compress(plaintext, _LEVEL)
        return (self.name, self._aes.encrypt(data)[1]) if self._aes else (self.name, data)

    def decrypt(self, ciphername: str, ciphertext: bytes) -> bytes:
        """Open sealed bytes.

        Raises:
            SealError: If they were sealed with another key, or are damaged.
        """
        try:
            if ciphername == PLAIN:
                return zlib.decompress(ciphertext)
            if ciphername == SECRET and self._aes:
                return zlib.decompress(self._aes.decrypt("aes", ciphertext))
        except (ValueError, zlib.error) as error:
            raise SealError(f"the data is damaged, or was written with another {SETTING}") from error
        raise SealError(f"the data is sealed as {ciphername!r}; set the {SETTING} that it was written with")

    def reseal(self, kind: str, data: bytes) -> tuple[str, bytes]:
        """Seal anew what another file's seal holds, byte for byte the same inside.

        Args:
            kind: The stored type, such as `msgpack+zlib`.
            data: The stored bytes.

        Returns:
            The type and the bytes for this seal.

        Raises:
            SealError: If the bytes cannot be opened.
        """
        inner, plus, name = kind.partition("+")
        sealed_as, sealed = self.encrypt(self.decrypt(name, data) if plus else data)
        return f"{inner}+{sealed_as}", sealed

    def proof(self) -> bytes:
        """Return bytes that only this key opens, to know it by."""
        return self.encrypt(_PROOF)[1]

    def proves(self, proof: bytes) -> bool:
        """Say whether a proof was made with this key."""
        try:
            return self.decrypt(self.name, proof) == _PROOF
        except SealError:
            return False


def seal() -> Seal:
    """Return the seal that the environment asks for.

    Raises:
        SealError: If the key cannot be used.
    """
    text = os.environ.get(SETTING, "").strip()
    if not text:
        return Seal()
    try:
        key = bytes.fromhex(text)
    except ValueError:
        raise SealError(HOW) from None
    if len(key) != 32:
        raise SealError(HOW)
    return Seal(key)


def serializer(cipher: Seal) -> EncryptedSerializer:
    """Return the serializer of a seal. It builds plain values, messages and LangGraph's own types, and no others."""
    return EncryptedSerializer(cipher, JsonPlusSerializer(pickle_fallback=False, allowed_msgpack_modules=None))
