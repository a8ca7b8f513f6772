"""Who says, thinks or wants what: source, cue and content of every attribution in an English news text.

``features`` and ``quotation`` turn a text into numbers, ``network`` and ``decode`` into runs of tokens per role,
``link`` joins these, ``find`` gives them back as spans. Only NumPy at run time; the weights (``weights.npz``, described
in ``MODEL_CARD.md``) are read on first use. No other files, no printing. May import the rest of ``documents``.
"""

from .find import Attribution, Kind, find_attributions

__all__ = ["Attribution", "Kind", "find_attributions"]
