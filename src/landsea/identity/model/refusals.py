"""What identity refuses, by name."""

from __future__ import annotations

from landsea.kernel import Refusal


class NotLoggedIn(Refusal):
    code = "not-logged-in"
    status = 401
    text = "Nobody is logged in, or the session or key has ended. Log in, or send an API key as `Authorization: Bearer lsk_...`."


class LoginFailed(Refusal):
    """One sentence for every cause, so that nothing is learned about who has an account."""

    code = "login-failed"
    status = 401
    text = "E-mail and password do not match. Try again, or ask an operator for a new link."


class TooManyAttempts(Refusal):
    code = "too-many-attempts"
    status = 429
    text = "Too many failed attempts. Wait {minutes} minutes and try again, or ask an operator for a login link."


class TooManyPassphrases(TooManyAttempts):
    code = "too-many-passphrases"
    text = (
        "The passphrase of the title key was wrong too often. Wait {minutes} minutes and try again. Nobody can reset it; if it is lost, "
        "request a recovery of the key, which another user of your party or an operator of the node approves."
    )


class LinkNotValid(Refusal):
    code = "link-not-valid"
    status = 410
    text = "This link was used before, has run out, or is not complete. Ask for a new one."


class CsrfFailed(Refusal):
    code = "csrf-failed"
    status = 403
    text = "The request does not carry this session's token. Load the page again; a program sends the header X-CSRF-Token from GET /v1/me."


class CrossSite(Refusal):
    code = "cross-site"
    status = 403
    text = "The request was started by another site. Open the node's own page and repeat it there."


class WeakPassword(Refusal):
    code = "weak-password"
    text = "The {what} must have {shortest} to {longest} characters. A few unrelated words are good."


class PassphraseIsThePassword(Refusal):
    code = "passphrase-is-the-password"
    text = "The passphrase of the title key is the login password. Choose another one, since the node sees the password at every login."


class IdentifierTaken(Refusal):
    code = "identifier-taken"
    status = 409
    text = "{scheme} {value} belongs to a party that is registered already. Use that party, or correct the number."


class EmailTaken(Refusal):
    code = "email-taken"
    status = 409
    text = "There is a user with this e-mail already. To join another party, accept the invitation with that user's password."


class RoleNotOfParty(Refusal):
    code = "role-not-of-party"
    text = "{party} has no role {role}. Choose one of: {roles}."


class NotYourParty(Refusal):
    code = "not-your-party"
    status = 403
    text = "Only {party} itself may {act} now that it has users. Ask one of them."


class NeedsAPerson(Refusal):
    code = "needs-a-person"
    status = 403
    text = "Only a person may {act}. Log in, or use an API key that a user has made."


class NoTitleKey(Refusal):
    code = "no-title-key"
    status = 409
    text = "You have no title key for {party}. Make one first (POST /v1/parties/{party}/keys)."


class TitleKeyExists(Refusal):
    code = "title-key-exists"
    status = 409
    text = "You have the title key {key} for {party}. If its passphrase is lost, request its recovery."


class TitleKeyNeedsApproval(Refusal):
    code = "title-key-needs-approval"
    status = 409
    text = (
        "{party} has had a title key before, so a further one needs a second person: be invited by a holder who signs the invitation, "
        "or request a recovery and have it approved."
    )


class WrongPassphrase(Refusal):
    code = "wrong-passphrase"
    status = 403
    text = "The passphrase does not open your title key. Nobody can reset it; if it is lost, request a recovery of the key."


class KeyIsOutside(Refusal):
    code = "key-is-outside"
    status = 409
    text = "The private half of the title key {key} is not on this node. Prepare the act, sign it where the key is, and submit that."


class BadPartySignature(Refusal):
    code = "bad-party-signature"
    text = "The signature is not one of {party}'s active title key {key} over this message. Sign exactly the bytes that were prepared."


class BadPublicKey(Refusal):
    code = "bad-public-key"
    text = "The public key is not an Ed25519 key in base64 (32 bytes), or the proof of possession is wrong. Sign exactly: {challenge}"


class PublicKeyTaken(Refusal):
    code = "public-key-taken"
    status = 409
    text = "This public key is registered already. Every title key is one user's for one party; make a new key pair."


class RecoveryNotOpen(Refusal):
    code = "recovery-not-open"
    status = 409
    text = "The recovery {recovery} is {state}. Request a new one if a key is still missing."


class RecoveryExists(Refusal):
    code = "recovery-exists"
    status = 409
    text = "Your recovery {recovery} for {party} is {state}. Have it approved, or make the new key."


class SecondPersonNeeded(Refusal):
    code = "second-person-needed"
    status = 403
    text = "A recovery is approved by a second person: another user of {party}, or of the operator, who has not reset this user's login."


class LastOperator(Refusal):
    code = "last-operator"
    status = 409
    text = "This is the last operator of the node. Invite another one first."
