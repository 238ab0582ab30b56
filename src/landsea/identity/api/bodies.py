"""Request bodies. Secrets are `SecretStr`: they print as stars, so no log and no digest kept with an idempotency answer has them."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator

from landsea.kernel import Role

Secret = Annotated[SecretStr, Field(max_length=200)]
Token = Annotated[SecretStr, Field(max_length=200)]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class LogIn(Body):
    email: str = Field(max_length=254)
    password: Secret


class WithToken(Body):
    token: Token


class Switch(Body):
    party: str = Field(max_length=40)
    role: Role


class ChangePassword(Body):
    old: Secret = SecretStr("")
    new: Secret


class ResetPassword(Body):
    token: Token
    password: Secret


class IdentifierBody(Body):
    scheme: str = Field(max_length=16, examples=["USCC"])
    value: str = Field(max_length=35, examples=["91110000600037341L"])


class NewParty(Body):
    name_en: str = Field(max_length=200)
    name_zh: str = Field(default="", max_length=200)
    country: str = Field(max_length=2, examples=["CN"])
    identifiers: list[IdentifierBody] = Field(default=[], max_length=10)
    roles: list[Role] = Field(default=[Role.SHIPPER], min_length=1, max_length=6)


class Invite(Body):
    role: Role
    passphrase: Secret | None = Field(
        default=None,
        description="of your title key: signs the invitation, so that who accepts it may have a title key too",
    )


class Accept(Body):
    token: Token
    name: str = Field(max_length=200)
    email: str = Field(max_length=254)
    password: Secret
    passphrase: Secret | None = Field(default=None, description="makes a title key under it")


class EndMembership(Body):
    role: Role


class FindUser(Body):
    """In a body, so that no proxy writes the e-mail down."""

    email: str = Field(max_length=254)


class Erase(Body):
    reason: str = Field(min_length=1, max_length=200, description="kept on record: write nothing personal")


class NewApiKey(Body):
    label: str = Field(max_length=80)
    role: Role | None = Field(default=None, description="your own role, or viewer")


class NewTitleKey(Body):
    """Either a passphrase (the node makes and seals the key), or a public key kept outside with its proof of possession."""

    passphrase: Secret | None = None
    public_key: str | None = Field(default=None, max_length=64, description="base64 of the 32 bytes of an Ed25519 key")
    proof: str | None = Field(
        default=None, max_length=128, description="base64 of its signature over the text at /v1/me/title-key-challenge"
    )

    @model_validator(mode="after")
    def _one_of_both(self) -> NewTitleKey:
        if (self.passphrase is None) != (self.public_key is not None and self.proof is not None):
            raise ValueError("give either passphrase, or public_key and proof")
        return self


class AskRecovery(Body):
    reason: str = Field(min_length=1, max_length=500, description="seen by your party only, and erased with your user")
