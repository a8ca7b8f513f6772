"""Drafting with a language model that the user has, at an endpoint that speaks the protocol of OpenAI.

The model fills one shape and can do nothing else. ``rounds`` asks and checks, ``answer`` is the shape, ``collect``
turns quotations into passages, ``client`` is the only module of the package that sends anything over a network.
Imported when a draft by a language model is asked for, never before.
"""

from .rounds import Drafter, draft_by_language_model, question

__all__ = ["Drafter", "draft_by_language_model", "question"]
