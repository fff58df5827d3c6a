"""Phones and codes, unreadable to whoever gets hold of the database."""

import base64
import hashlib
import hmac
import os
from dataclasses import dataclass
from functools import cached_property

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy.ext.asyncio import AsyncSession

SHORTEST_KEY = 32


@dataclass(frozen=True)
class Keys:
    """The secret keys: the first encrypts, all decrypt, so that a key can be changed."""

    secrets: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.secrets or any(len(secret) < SHORTEST_KEY for secret in self.secrets):
            raise ValueError(f"a secret key has {SHORTEST_KEY} characters or more")

    @cached_property
    def _ciphers(self) -> tuple[AESGCM, ...]:
        return tuple(AESGCM(_derived(secret, b"encrypt")) for secret in self.secrets)

    @cached_property
    def _digest_keys(self) -> tuple[bytes, ...]:
        return tuple(_derived(secret, b"digest") for secret in self.secrets)

    def encrypt(self, plain: str, context: str) -> str:
        """Text for one place: it decrypts only with the same `context` (table, column, row)."""
        nonce = os.urandom(12)
        sealed = self._ciphers[0].encrypt(nonce, plain.encode(), context.encode())
        return base64.b64encode(nonce + sealed).decode()

    def decrypt(self, stored: str, context: str) -> str:
        """The way back; raises ValueError when no key fits."""
        raw = base64.b64decode(stored)
        for cipher in self._ciphers:
            try:
                return cipher.decrypt(raw[:12], raw[12:], context.encode()).decode()
            except InvalidTag:
                continue
        raise ValueError("no key opens this text")

    def digest(self, plain: str, purpose: str) -> str:
        """A keyed hash under the newest key: for storing what is only ever compared."""
        return self.digests(plain, purpose)[0]

    def digests(self, plain: str, purpose: str) -> tuple[str, ...]:
        """The hash under each key: for looking up what may have been stored under an older one."""
        message = f"{purpose}:{plain}".encode()
        return tuple(hmac.new(k, message, hashlib.sha256).hexdigest() for k in self._digest_keys)


def seal_phone(
    session: AsyncSession, commune_code: str, person_code: str, phone: str
) -> tuple[str, str]:
    """A phone number (E.164) as `Person.phone` and `Person.phone_index` hold it."""
    keys: Keys = session.info["keys"]
    return keys.encrypt(phone, _phone_of(commune_code, person_code)), keys.digest(phone, "phone")


def open_phone(session: AsyncSession, commune_code: str, person_code: str, stored: str) -> str:
    """The way back, for `Person.phone`; nothing for nothing."""
    keys: Keys = session.info["keys"]
    return keys.decrypt(stored, _phone_of(commune_code, person_code)) if stored else ""


def _phone_of(commune_code: str, person_code: str) -> str:
    # by codes, since a person who is being imported has no id yet
    return f"people.phone:{commune_code}:{person_code}"


def _derived(secret: str, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, None, b"gandan " + purpose).derive(secret.encode())
