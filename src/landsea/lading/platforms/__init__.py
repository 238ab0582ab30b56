"""Other eBL platforms: the law of DCSA PINT 3.0, eBL Issuance 3.0 and eBL Surrender 3.0, pure.

`profiles` holds what is asked of a sender, as data; `chain` says what a chain of transactions means; `receiving` judges what comes
in; `sending` steps what goes out. `docs/standards/pint.md` shows the tables. Nothing here does I/O, knows the time or draws chance.
"""
