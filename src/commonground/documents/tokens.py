"""Words and punctuation marks, nearly as in the Penn Treebank: clitics and quotation marks stand alone."""

import re

from .spans import Span

__all__ = ["tokens"]

_TITLES = r"(?:Mr|Mrs|Ms|Dr|Prof|Sen|Sens|Rep|Reps|Gov|Gen|Col|Lt|Sgt|Capt|Rev|Hon|St|Jr|Sr|vs)\."
_MONTHS = r"(?:Jan|Feb|Aug|Sept|Oct|Nov|Dec)\."
_CLITIC = r"['’](?i:s|re|ve|ll|d|m)\b"
_TOKEN = re.compile(
    r"[^\W\d_]+?(?=n['’]t\b)|n['’]t\b"  # do n't
    rf"|(?<=\w){_CLITIC}"  # he 's
    r"|(?:[A-Za-z]\.){2,}(?:[A-Za-z]\b)?"  # U.S.
    rf"|{_TITLES}|{_MONTHS}|[A-Z]\.(?=\s+[A-Z])"  # Sen., J. Smith
    r"|https?://[^\s\"“”‘’<>()]+|[@#]\w+"
    r"|\d+(?:[.,:]\d+)+"  # 1,000.5
    rf"|[^\W_]+(?:(?:[-‐‑&]|(?!{_CLITIC}|['’]t\b)['’])[^\W_]+)*"  # hyphenated words, O'Brien
    r"|\.{2,}|-{2,}|``|''|\S"
)


def tokens(text: str, span: Span | None = None) -> tuple[Span, ...]:
    """Return the words and punctuation marks of a stretch of text, in order; every visible character is in one.

    Parameters
    ----------
    text : str
        The whole text; spans are offsets into it.
    span : Span, optional
        Where to look; the whole text by default.

    Examples
    --------
    >>> text = "“We don’t,” Sen. O’Brien said, “owe Britain’s U.S. envoy $1,000.”"
    >>> [s.of(text) for s in tokens(text)][:9]
    ['“', 'We', 'do', 'n’t', ',', '”', 'Sen.', 'O’Brien', 'said']
    >>> [s.of(text) for s in tokens(text)][11:]
    ['owe', 'Britain', '’s', 'U.S.', 'envoy', '$', '1,000', '.', '”']
    """
    begin, end = span or (0, len(text))
    return tuple([Span(*found.span()) for found in _TOKEN.finditer(text, begin, end)])
