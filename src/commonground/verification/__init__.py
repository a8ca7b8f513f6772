"""Are the verdicts of a certificate true of a model? Checked by the definitions, one state at a time.

Meant to be read in one sitting, with ``docs/reference/certificates.md`` beside it: ``world`` says what the states,
moves and preferences of a conflict are, ``checker`` what each proof must show. It shares nothing with what makes
verdicts or certificates and imports ``model`` (nouns and the statement reader), ``errors`` and the standard library
only; speed is never a reason for a line here.
"""

from .checker import Verification, verify

__all__ = ["Verification", "verify"]
