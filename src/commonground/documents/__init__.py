"""What a text says, by place: paragraphs, sentences and tokens as spans of code points.

Pure functions from a text to spans of it; nothing is changed in the text, so that every span can be cited. No files
besides the package's own data, no printing, no network. May import ``errors`` and ``model``.
"""

from .sentences import paragraphs, sentences
from .spans import Span
from .tokens import tokens

__all__ = ["Span", "paragraphs", "sentences", "tokens"]
