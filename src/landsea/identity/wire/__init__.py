"""Foreign forms of identities: DID documents."""
