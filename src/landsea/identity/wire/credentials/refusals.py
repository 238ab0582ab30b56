"""What is refused about keys, credentials and proofs, by name. Everything unknown is refused: the verifier fails closed."""

from __future__ import annotations

from landsea.kernel import Refusal


class CredentialRefused(Refusal):
    """All refusals of this package; `text` says what, where and how to mend it."""

    code = "credential-refused"
    text = "The credential is refused."


class BadEncoding(CredentialRefused):
    code = "bad-encoding"
    text = "{what} is not {form}. Copy it again, whole and without spaces."


class UnknownKeyType(CredentialRefused):
    code = "unknown-key-type"
    text = "The key {key} is of a type that is not accepted. Use an Ed25519, P-256 or P-384 key."


class BadKey(CredentialRefused):
    code = "bad-key"
    text = "The {kind} key {key} is damaged: it is no point of its curve, or has the wrong length. Ask its owner for the key again."


class NotJson(CredentialRefused):
    code = "not-signable-json"
    text = "This is no JSON that can be signed: {why}. Export the credential again."


class TooLarge(CredentialRefused):
    code = "credential-too-large"
    text = "The credential has more than {limit} {what}. Put large content beside it and name its hash."


class UnknownContext(CredentialRefused):
    code = "unknown-context"
    text = (
        "The context {context} is not on this node's list, so the meaning of the credential's words is not known. Ask its issuer for one "
        "with listed contexts."
    )


class UndefinedTerm(CredentialRefused):
    code = "undefined-term"
    text = (
        "{term} is no absolute IRI and defined by none of the credential's contexts, so no signature would cover it. Name the context "
        "that defines it."
    )


class NotJsonLd(CredentialRefused):
    code = "not-json-ld"
    text = "The credential is not valid JSON-LD: {why}. Ask its issuer to correct it."


class PoisonGraph(CredentialRefused):
    code = "poison-graph"
    text = (
        "The credential's unnamed nodes refer to each other in so many like ways that {limit} steps did not tell them apart. Such data is "
        "made to stop a verifier."
    )


class UnknownDid(CredentialRefused):
    code = "unknown-did"
    text = "The DID document of {did} was not given, so its keys are not known. Add the document to what is verified."


class BadDidDocument(CredentialRefused):
    code = "bad-did-document"
    text = "The DID document of {did} cannot be used: {why}. Fetch it again from its controller."


class NoSuchMethod(CredentialRefused):
    code = "no-such-method"
    text = "{did} has no verification method {method}. The proof names a key that its issuer does not have."


class MethodNotForPurpose(CredentialRefused):
    code = "method-not-for-purpose"
    text = "The verification method {method} is not one that its controller uses for {purpose}. Ask the issuer which key it uses."


class MethodNotInForce(CredentialRefused):
    code = "method-not-in-force"
    text = "The verification method {method} is in force only until {until}. Ask the issuer for a credential signed with its new key."


class UnknownSuite(CredentialRefused):
    code = "unknown-cryptosuite"
    text = "The cryptosuite {suite} is not accepted. Use one of: {known}."


class WrongKeyForSuite(CredentialRefused):
    code = "wrong-key-for-suite"
    text = "The cryptosuite {suite} does not go with a key of type {kind}. Somebody has exchanged the key or the suite."


class BadProof(CredentialRefused):
    code = "bad-proof"
    text = "The proof cannot be used: {why}. Ask for the credential again, as it was issued."


class WrongSignature(CredentialRefused):
    code = "wrong-signature"
    text = (
        "The signature does not fit: the credential or its proof was changed after signing, or another key has signed."
    )


class BadPointer(CredentialRefused):
    code = "bad-pointer"
    text = "The JSON pointer {path} names nothing in the credential. Write it as RFC 6901 does, for example /credentialSubject/number."


class BaseProof(CredentialRefused):
    code = "base-proof"
    text = "The credential carries its base proof, which only its holder keeps. Derive a proof for the reader first."


class UnknownStatusType(CredentialRefused):
    code = "unknown-status-type"
    text = "The credential's status is of the type {type}, which this node cannot read, so nobody here can say whether it still holds."


class BadStatusList(CredentialRefused):
    code = "bad-status-list"
    text = "The status list {list} cannot be used: {why}. Fetch it again from the issuer."
