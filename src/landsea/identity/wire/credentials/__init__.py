"""W3C Verifiable Credentials 2.0 with Data Integrity proofs. Pure: times, keys, documents and chance are arguments.

`keys`, `multibase`: keys and their texts. `dids`: from a DID URL to a key. `jcs`, `jsonld`, `statements`, `rdfc`: JSON and
RDF made canonical. `proofs`, `selective`: cryptosuites. `status`: bitstring status lists. `check`: a credential judged, check by check.
"""
