"""What files are taken, and that they are what they say."""

from __future__ import annotations

from landsea.consignment.model import AddAttachment
from landsea.consignment.model.refusals import (
    AttachmentEmpty,
    AttachmentTooLarge,
    AttachmentTypeUnknown,
    TooManyAttachments,
)

SIZE_BYTES_MAX = 8_000_000
FILES_MAX = 200
_ZIP = b"PK\x03\x04"
STARTS: dict[str, tuple[bytes, ...]] = {
    "application/pdf": (b"%PDF-",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/tiff": (b"II*\x00", b"MM\x00*"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (_ZIP,),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (_ZIP,),
    "application/xml": (b"<?xml", b"<", b"\xef\xbb\xbf<"),
    "application/json": (b"{", b"["),
    "text/csv": (),
    "text/plain": (),
}
"""Media types that are taken, with how such files begin; nothing that a browser would run."""


def check_attachment(command: AddAttachment, there: int) -> None:
    """Raises when the file is empty, too large, one too many, or not of the type it claims."""
    if there >= FILES_MAX:
        raise TooManyAttachments(limit=FILES_MAX)
    if not command.content:
        raise AttachmentEmpty(filename=command.filename)
    if len(command.content) > SIZE_BYTES_MAX:
        raise AttachmentTooLarge(size=len(command.content), limit=SIZE_BYTES_MAX)
    if not _looks_like(command.media_type, command.content):
        raise AttachmentTypeUnknown(
            filename=command.filename, media_type=repr(command.media_type), known=", ".join(STARTS)
        )


def _looks_like(media_type: str, content: bytes) -> bool:
    if media_type not in STARTS:
        return False
    if media_type.startswith("text/"):
        return b"\x00" not in content
    return (
        content.lstrip().startswith(STARTS[media_type])
        if "/xml" in media_type or "json" in media_type
        else (content.startswith(STARTS[media_type]))
    )
