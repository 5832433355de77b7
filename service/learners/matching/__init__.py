"""Is this claim about someone already registered? Pure: values in, one decision with its reasons out.

`answer.decide_claim` weighs (model card: docs/matching.md); `keys` and `sought` say under which hashes to look.
"""
