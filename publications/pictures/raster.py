"""Pictures as PNG, for a workbook or a preview. No font of the machine is asked for, so the bytes are the same everywhere."""

from resvg_py import svg_to_bytes

PAPER = "#ffffff"


def png(svg: str, width: int) -> bytes:
    """Return an SVG as a PNG that is `width` pixels wide, on white. Words in it are left out: they stand beside a picture."""
    return svg_to_bytes(svg_string=svg, width=width, skip_system_fonts=True, background=PAPER)
