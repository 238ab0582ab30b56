"""Published values: W3C vc-di-eddsa and vc-di-ecdsa (folder TestVectors), the alumni credential that they all sign."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

V2 = "https://www.w3.org/ns/credentials/v2"
EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"
EXAMPLES_CONTEXT = {"@context": {"@vocab": "https://www.w3.org/ns/credentials/examples#"}}
CREATED = datetime(2023, 2, 24, 23, 36, 38, tzinfo=UTC)

ALUMNI: dict[str, Any] = {
    "@context": [V2, EXAMPLES],
    "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
    "type": ["VerifiableCredential", "AlumniCredential"],
    "name": "Alumni Credential",
    "description": "A minimum viable example of an Alumni Credential.",
    "issuer": "https://vc.example/issuers/5678",
    "validFrom": "2023-01-01T00:00:00Z",
    "credentialSubject": {"id": "did:example:abcdefgh", "alumniOf": "The School of Examples"},
}

ED25519 = ("z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2", "z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq")
P256 = ("zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP", "z42twTcNeSYcnqg1FLuSFs2bsGH3ZqbRHFmvS9XMsYhjxvHN")
P384 = (
    "z82LkuBieyGShVBhvtE2zoiD6Kma4tJGFtkAhxR5pfkp5QPw4LutoYWhvQCnGjdVn14kujQ",
    "z2fanyY7zgwNpZGxX5fXXibvScNaUWNprHU9dKx7qpVj7mws9J8LLt4mDB5TyH2GLHWkUc",
)


def _key_url(multikey: str) -> str:
    return f"did:key:{multikey}#{multikey}"


@dataclass(frozen=True)
class Vector:
    """What a suite makes of the alumni credential: hash of the proof's options, hash of the document, proof value."""

    suite: str
    public: str
    secret: str
    proof_hash: str
    document_hash: str
    value: str

    def __str__(self) -> str:
        return f"{self.suite} {'P-384' if self.public == P384[0] else ''}".strip()


_GRAPH_256 = "517744132ae165a5349155bef0bb0cf2258fff99dfe1dbd914b938d775a36017"
_JSON_256 = "59b7cb6251b8991add1ce0bc83107e3db9dbbab5bd2c28f687db1a03abc92f19"

VECTORS = [
    Vector(
        "eddsa-jcs-2022",
        *ED25519,
        "66ab154f5c2890a140cb8388a22a160454f80575f6eae09e5a097cabe539a1db",
        _JSON_256,
        "z2HnFSSPPBzR36zdDgK8PbEHeXbR56YF24jwMpt3R1eHXQzJDMWS93FCzpvJpwTWd3GAVFuUfjoJdcnTMuVor51aX",
    ),
    Vector(
        "eddsa-rdfc-2022",
        *ED25519,
        "bea7b7acfbad0126b135104024a5f1733e705108f42d59668b05c0c50004c6b0",
        _GRAPH_256,
        "z2YwC8z3ap7yx1nZYCg4L3j3ApHsF8kgPdSb5xoS1VR7vPG3F561B52hYnQF9iseabecm3ijx4K1FBTQsCZahKZme",
    ),
    Vector(
        "ecdsa-jcs-2019",
        *P256,
        "fe5799489119c7fe3c528715e72bd39d2ec6b4ab345978df32e9a9312648ec25",
        _JSON_256,
        "z5ptCet75SaEgzG4v4zJhbJtfNi74Wv7Fq15hhKouJQQjEPQvPZKaYxcMXAMLPQS2FXrkCWokNJkFVkwxNzZfD5oT",
    ),
    Vector(
        "ecdsa-jcs-2019",
        *P384,
        "83e5057817abb0c6872eafeaba1a9e53893c58eeb7414fb6d8aa3fa8c7917f7ad4792890b257c598baa17f4fbe6d183c",
        "3e0be671cc1881035d463158c80921973dab3534d4f8dfacf4ff2725a4115eb718e49d66de0e90e7365cd6062abf2259",
        "zq3EuTeLiGurmB2JR5oL8oWEsT7u2tba4HT1oZbiMYWc5qzsoW2kLYcBcF4HM5vCpJyTkceULKrVXuJQkXeN5seL4uXrFNFRMm53GWy1Yrto8rTWxZi9DkNeWP7yUPs7ELAm",
    ),
    Vector(
        "ecdsa-rdfc-2019",
        *P256,
        "3a8a522f689025727fb9d1f0fa99a618da023e8494ac74f51015d009d35abc2e",
        _GRAPH_256,
        "zaHXrr7AQdydBk3ahpCDpWbxfLokDqmCToYm2dyWvpcFVyWooC2he63w1f7UNQoAMKdhaRtcnaE2KTo5o5vTCcfw",
    ),
    Vector(
        "ecdsa-rdfc-2019",
        *P384,
        "e32805a26492eac777aa7a138f6d8da3c74e0c7be7b296dcaccf97420c3b92eaad7be6449ca565e165031567f5c7cbc1",
        "8bf6e01df72c5b62f91b685231915ac4b8c58ea95f002c6b8f6bfafa1b251df476b56b8e01518e317dab099d3ecbff96",
        "z967Mvv5bxtmLNqTzPZ8KmJjFmFXaAKeQNzq7GWnQkMcLtaGSSmuozE5WtJ8PipMe178B1tE28K1vsJur9bGVJhz6jgSJsRHFSQeqgH8hhjcg8gZDFJC1b9FsR5ggNmDBqHv",
    ),
]


CHAIN: list[dict[str, Any]] = [
    {
        "type": "DataIntegrityProof",
        "id": "urn:uuid:26329423-bec9-4b2e-88cb-a7c7d9dc4544",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2023-02-24T23:36:38Z",
        "verificationMethod": _key_url("z6MktgKTsu1QhX6QPbyqG6geXdw6FQCZBPq7uQpieWbiQiG7"),
        "proofPurpose": "assertionMethod",
        "proofValue": "z66vWyqwAghu52WbpRkCwFRTu6Msn92ArtjpJ3gGMSVoU5RADwBfszoDt1QWY8owqLPz4nTj7hAwV7xFti1p93zdr",
    },
    {
        "type": "DataIntegrityProof",
        "id": "urn:uuid:8cc9022b-6b14-4cf3-8571-74972c5feb54",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2023-02-24T23:36:38Z",
        "verificationMethod": _key_url("z6MkhWqdDBPojHA7cprTGTt5yHv5yUi1B8cnXn8ReLumkw6E"),
        "proofPurpose": "assertionMethod",
        "proofValue": "z2scr94SNNrGpP2bE7ajvKWeUHm7HJ2edDkxpARvFAQ8V3USzwEzibqrXKaLHBrWostswsfvg82twQR88BgtnsrXY",
    },
    {
        "type": "DataIntegrityProof",
        "id": "urn:uuid:d94f792a-c546-4d06-b38a-da070ab56c23",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2023-02-26T22:06:38Z",
        "verificationMethod": _key_url("z6MkmEq87wkHCYnWnNZkigeDMGTN7oUw1upkhzd77KuXERS1"),
        "proofPurpose": "assertionMethod",
        "previousProof": [
            "urn:uuid:26329423-bec9-4b2e-88cb-a7c7d9dc4544",
            "urn:uuid:8cc9022b-6b14-4cf3-8571-74972c5feb54",
        ],
        "proofValue": "zWaPeEvBAkhQpNQj8pknuvg5STcKnt3cvM9t4kAYeJETFjvVMSXEEjadC4uxC9fKCn6JHbjt6fj2fhoaVNynBm6J",
    },
    {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2023-02-26T22:16:38Z",
        "verificationMethod": _key_url("z6Mkm1S51iPHJvDEkJ9MRtxJmT8Pqo6wHipAFwBAjN83vntT"),
        "proofPurpose": "assertionMethod",
        "previousProof": "urn:uuid:d94f792a-c546-4d06-b38a-da070ab56c23",
        "proofValue": "z4b5uUtxNiV4E541LiR8qLvA21xM1Vt4Hfn6nLmmDePdFvLB3jFj3HyEEJyRMbpJzv4Gfdr8ABeuRTxAvZv6KWRRh",
    },
]
"""vc-di-eddsa, TestVectors/proof-set-chain: two proofs, one over both, and one over that."""
