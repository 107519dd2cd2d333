"""Packs data for a page that may lie on a disk: a script that sets one value, since pages opened from a disk may load scripts but no data.

The value is JSON, deflated (RFC 1950), its bits in letters of 15 each, in a file in UTF-16. 20,000 initiatives take 1 MB so, a third more
in base64, and three times as much in plain JSON: a page with all it loads is to stay within 1.5 MB. Browsers unpack it with
DecompressionStream, which Chrome, Firefox and Safari have had since 2023 at the latest. There is no second copy in plain JSON for older
ones: the page tells their readers so, and shows its tables.
"""

import json
import zlib
from codecs import BOM_UTF16_LE

import numpy as np

BITS = 15  # of a letter
FIRST_LETTER = 0x100  # the letters end before the surrogates, and none of them has a meaning in a text of JavaScript
UTF_16 = "utf-16-le"


def packed(name: str, value: object) -> bytes:
    """Return the script that sets `window.initiativeMap.<name>` to the packed value. Raises ValueError for NaN and infinity."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    data = zlib.compress(text.encode("utf-8", "replace"), 9)
    head = f'(window.initiativeMap ??= {{}}).{name} = {{ bytes: {len(data)}, letters: "'
    return BOM_UTF16_LE + head.encode(UTF_16) + _letters(data) + '" };\n'.encode(UTF_16)


def _letters(data: bytes) -> bytes:
    bits = np.unpackbits(np.frombuffer(data, np.uint8))
    filled = np.pad(bits, (0, -len(bits) % BITS)).reshape(-1, BITS)
    values = filled @ (1 << np.arange(BITS - 1, -1, -1, dtype=np.uint16))
    return (values + FIRST_LETTER).astype("<u2").tobytes()
