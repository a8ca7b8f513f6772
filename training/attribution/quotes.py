"""The same text with its quotations marked in another way, every other character in its place."""

from commonground.documents.attribution.features import Reading

STYLES = {
    "double curly": ("“", "”"),
    "double straight": ('"', '"'),
    "single curly": ("‘", "’"),
    "single straight": ("'", "'"),
    "unclosed": ("“", " "),
}
"What opens and closes a quotation; ``unclosed`` leaves the closing mark away where the paragraph ends."
_NESTED = {"‘": "“", "’": "”", "'": '"'}


def restyled(reading: Reading, style: str) -> str:
    """Return the text of a reading with its outermost quotations in a style; nested single marks become double ones."""
    opening, closing = STYLES[style]
    text = list(reading.text)
    ends = {after for _, after in reading.paragraphs}
    for quotation in reading.quotations:
        if len(reading.words[quotation.begin]) == 1:
            text[reading.begins[quotation.begin]] = opening
        last = quotation.end - 1
        if quotation.closed and len(reading.words[last]) == 1:
            at_end = quotation.end in ends
            text[reading.begins[last]] = "”" if style == "unclosed" and not at_end else closing
        if style.startswith("single"):
            for row in range(quotation.begin + 1, last):
                word = reading.words[row]
                if word in _NESTED and not (word == "’" and reading.text[reading.begins[row] - 1] in "sS"):
                    text[reading.begins[row]] = _NESTED[word]
    return "".join(text)
