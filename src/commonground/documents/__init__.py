"""What a text says, by place: documents out of files; paragraphs, sentences, tokens and dates as spans of code points.

Nothing is changed in a text once it is stored, so that every span can be cited. Only ``extract`` opens files, and only
the one it is given; no printing, no network. May import ``errors`` and ``model``.
"""

from .document import Document, document_from_text
from .sentences import paragraphs, sentences
from .spans import Span
from .tokens import tokens

__all__ = ["Document", "Span", "document_from_text", "paragraphs", "sentences", "tokens"]
