"""Which papers are taken, told by their first bytes."""

OTHER = "other"
KINDS = ("contract", "guard_card", "medical", "insurance", "identity", OTHER)
MOST_BYTES = 20 * 1024 * 1024
PDF, JPEG, PNG, WEBP = "application/pdf", "image/jpeg", "image/png", "image/webp"


def type_of(content: bytes) -> str | None:
    """Its media type, whatever its name says; None for what is not taken."""
    if content[:5] == b"%PDF-":
        return PDF
    if content[:3] == b"\xff\xd8\xff":
        return JPEG
    if content[:8] == b"\x89PNG\r\n\x1a\n":
        return PNG
    return WEBP if content[:4] == b"RIFF" and content[8:12] == b"WEBP" else None
