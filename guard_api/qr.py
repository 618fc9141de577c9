"""QR codes as drawings of one path, sharp at any size."""

from collections.abc import Sequence

import qrcode
from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_Q

QUIET_ZONE_MODULES = 4


def qr_svg(text: str, *, sturdy: bool = False) -> str:
    """The code with its quiet zone. A sturdy one bears the most damage, and needs the most room."""
    code = qrcode.QRCode(
        error_correction=ERROR_CORRECT_H if sturdy else ERROR_CORRECT_Q, border=QUIET_ZONE_MODULES
    )
    code.add_data(text)
    code.make(fit=True)
    modules = code.get_matrix()
    side = len(modules)
    path = "".join(_runs(y, row) for y, row in enumerate(modules))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
        f'<path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/><path d="{path}"/></svg>'
    )


def _runs(y: int, row: Sequence[bool]) -> str:
    """Dark modules of a row, neighbours joined."""
    path, x = "", 0
    while x < len(row):
        end = x
        while end < len(row) and row[end]:
            end += 1
        if end > x:
            path += f"M{x} {y}h{end - x}v1h{x - end}z"
        x = max(end, x + 1)
    return path
