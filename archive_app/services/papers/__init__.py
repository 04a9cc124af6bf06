"""Papers that the office hands out or has signed: review sheets, notices, consents, certificates, proofs to sign.

None of them is an official form: where `docs/手册.md` says 〔己〕, the fields are the custom of the trade.
"""
