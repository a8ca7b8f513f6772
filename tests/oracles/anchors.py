"""Where a quotation stands, from the definition: every stretch of the text is folded and compared. Slow on purpose."""

import itertools
import unicodedata

QUOTES = dict.fromkeys("‘’‚‛ʼ", "'") | dict.fromkeys("“”„‟", '"')
DASHES = "-‐‑‒–—―−"
LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
NO_WIDTH = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
LINE_ENDS = "\n\r\f\x0b\x85\u2028\u2029"


def line_end(gap):
    """Return whether white space holds one line end, and no blank line; a page may end there too."""
    ends = "".join(sign for sign in gap if sign in LINE_ENDS)
    return ends in gap and ends in {*LINE_ENDS, "\r\n", "\n\f", "\f\n", "\n\f\n"}


def in_word(sign):
    return sign == "_" or unicodedata.category(sign)[0] in "LNM"


def letter(sign):
    return unicodedata.category(sign)[0] == "L"


def readings(text, loose=False):
    """Return every way in which a text may be read: two for each hyphen that stands at a line end between letters."""
    text = "".join(QUOTES.get(sign, "-" if sign in DASHES else sign) for sign in text)
    pieces = [[""]]
    i = 0
    while i < len(text):
        if text[i] == "-":
            after = i + 1
            while after < len(text) and text[after].isspace():
                after += 1
            gap = text[i + 1 : after]
            between = i > 0 and after < len(text) and in_word(text[i - 1]) and in_word(text[after])
            if between and line_end(gap):
                both = letter(text[i - 1]) and letter(text[after])
                pieces.append(["-", ""] if both else ["-"])
                i = after
                continue
            if between and loose and gap and letter(text[i - 1]) and letter(text[after]):
                pieces.append(["-", ""])
                i = after
                continue
        if text[i] == "\u00ad":
            after = i + 1
            while after < len(text) and text[after].isspace():
                after += 1
            if line_end(text[i + 1 : after]) and after < len(text) and in_word(text[after]):
                i = after
                continue
        pieces.append([LIGATURES.get(text[i], text[i])])
        i += 1
    found = set()
    for choice in itertools.product(*pieces):
        words = "".join(sign for sign in "".join(choice) if sign not in NO_WIDTH)
        found.add(unicodedata.normalize("NFC", " ".join(words.split())))
    return found


def cuts(text, begin, end):
    """Return whether a stretch of a text cuts a word or a number."""
    first, last = (LIGATURES.get(text[i], text[i]) for i in (begin, end - 1))
    before = min(readings(text[: begin + 1]), key=len)[: -len(first)]
    after = min(readings(text[end - 1 :]), key=len)[len(last) :]
    first, last = min(readings(text[begin:end]))[0], min(readings(text[begin:end]))[-1]
    if before and in_word(before[-1]) and in_word(first):
        return True
    if after and in_word(last) and in_word(after[0]):
        return True
    if first.isdigit() and len(before) > 1 and before[-1] in ".,'" and before[-2].isdigit():
        return True
    if first.isdigit() and before[-1:] == "-" and not (len(before) > 1 and in_word(before[-2])):
        return True
    if last.isdigit() and len(after) > 1 and after[0] in ".,'" and after[1].isdigit():
        return True
    if last in "nN" and after[:2].lower() == "'t" and not (len(after) > 2 and in_word(after[2])):
        return True
    return breaks_a_word(text, begin, end)


def breaks_a_word(text, begin, end):
    """Return whether a stretch begins, or ends, at a hyphen that parts a word at a line end."""
    for at, kind in ((begin, in_word), (end - 1, letter)):
        rest = text[at + 1 :].lstrip()
        gap = text[at + 1 : len(text) - len(rest)]
        broken = rest and at and text[at] in DASHES and kind(text[at - 1]) and kind(rest[0]) and line_end(gap)
        if broken and (at == begin or end < len(text)):
            return True
    left = text[:begin].rstrip()
    if parts(text[len(left) - 2 : len(left)], text[len(left) : begin], text[begin]):
        return True
    right = text[end:].lstrip(NO_WIDTH.replace("\u00ad", ""))
    rest = right[1:].lstrip()
    return bool(rest) and parts(text[end - 1] + right[0], right[1 : len(right) - len(rest)], rest[0])


def parts(before, gap, after):
    """Return whether a letter with a hyphen, a gap, and a letter are one broken word."""
    if len(before) < 2 or not line_end(gap):
        return False
    if before[1] == "\u00ad":
        return in_word(before[0]) and in_word(after)
    return before[1] in DASHES and letter(before[0]) and letter(after)


def places(text, quote):
    """Return every stretch of a text that is the quotation and cuts nothing."""
    wanted = readings(quote) | readings(quote, loose=True)
    found = []
    for begin in range(len(text)):
        for end in range(begin + 1, len(text) + 1):
            part = text[begin:end]
            edges = part[0] + part[-1]
            if any(sign.isspace() or sign in NO_WIDTH for sign in edges):
                continue
            if readings(part) & wanted and not cuts(text, begin, end):
                found.append((begin, end))
    return found
