"""Documents made on the spot: small PDFs and DOCX files, sound and hostile, byte by byte."""

import io
import zipfile
import zlib

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{RELATION}/officeDocument" Target="word/document.xml"/></Relationships>'
)


def word_part(body, root="document"):
    """Return an XML part with the namespaces that a text uses."""
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:{root} xmlns:w="{WORD}" xmlns:r="{RELATION}">'
        f"{body}</w:{root}>"
    )


def docx(body, *, relations=(), before="", method=zipfile.ZIP_DEFLATED, **parts):
    """Return a DOCX with this body; further parts by path, relations as (type, target, mode)."""
    document = word_part(f"<w:body>{body}</w:body>")
    if before:
        head, rest = document.split("?>", 1)
        document = f"{head}?>{before}{rest}"
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{RELATION}/{kind}" Target="{target}" {mode}/>'
        for number, (kind, target, mode) in enumerate(relations, start=1)
    )
    rels = f'<?xml version="1.0"?><Relationships xmlns="{RELS.split(chr(34))[3]}">{links}</Relationships>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELS)
        archive.writestr("word/document.xml", document)
        archive.writestr("word/_rels/document.xml.rels", rels)
        for path, content in parts.items():
            archive.writestr(path, content)
    return out.getvalue()


def paragraph(text, before=""):
    return f"<w:p>{before}<w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"


def pdf(pages, *, title=None, made=None, compress=0, objects=(), trailer=""):
    """Return a PDF whose pages are content streams (bytes), or lists of (x, y, size, text)."""
    streams = [page if isinstance(page, bytes) else content(page) for page in pages]
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(streams)))
    info = (f"/Title ({title})" if title else "") + (f"/CreationDate (D:{made})" if made else "")
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(streams)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        f"<< {info} >>".encode(),
    ]
    for number, stream in enumerate(streams):
        parts.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {6 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        for _ in range(compress):
            stream = zlib.compress(stream, 9)
        filters = f"/Filter [{' /FlateDecode' * compress}]" if compress else ""
        parts.append(f"<< /Length {len(stream)} {filters} >>\nstream\n".encode() + stream + b"\nendstream")
    parts += objects
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, part in enumerate(parts, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + part + b"\nendobj\n"
    begin = len(out)
    out += f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010} 00000 n \n".encode() for offset in offsets)
    out += f"trailer\n<< /Size {len(parts) + 1} /Root 1 0 R /Info 4 0 R {trailer} >>\n".encode()
    return bytes(out) + f"startxref\n{begin}\n%%EOF\n".encode()


def content(lines):
    """Return the content stream of a page with these lines."""
    shown = [f"BT /F1 {size} Tf {x} {y} Td ({text}) Tj ET" for x, y, size, text in lines]
    return "\n".join(shown).encode("cp1252")


def column(texts, *, top=700, step=14, size=11, x=72):
    """Return lines one under the other."""
    return [(x, top - number * step, size, text) for number, text in enumerate(texts)]
