#!/usr/bin/env python3
"""Makes Sources/Imaging/Text/FixedGlyphs.swift from X11's font "fixed" of 8 by 13 pixels, a public domain font.

Run from the repository root with the file of Debian's package xfonts-base (1:1.0.5):
Scripts/bitmap-font.py /usr/share/fonts/X11/misc/8x13.pcf.gz
"""
import gzip
import struct
import sys

ACCELERATORS, METRICS, BITMAPS, ENCODINGS = 1 << 1, 1 << 2, 1 << 3, 1 << 5
HEIGHT, ASCENT = 13, 11

data = gzip.open(sys.argv[1]).read()
if data[:4] != b"\1fcp":
    sys.exit(f"{sys.argv[1]}: not a PCF font; give 8x13.pcf.gz of xfonts-base")
tables = {}
for index in range(struct.unpack_from("<i", data, 4)[0]):
    kind, _, _, offset = struct.unpack_from("<4i", data, 8 + 16 * index)
    tables[kind] = offset


def table(kind):
    """A table's own format, the byte order of its numbers, and where they begin."""
    offset = tables[kind]
    form = struct.unpack_from("<i", data, offset)[0]
    return form, ">" if form & 4 else "<", offset + 4


form, order, start = table(ENCODINGS)
first, last, high_first, _, _ = struct.unpack_from(order + "5h", data, start)
if high_first != 0:
    sys.exit(f"{sys.argv[1]}: its first characters are not ASCII")
glyph_of = {code: struct.unpack_from(order + "H", data, start + 10 + 2 * (code - first))[0] for code in range(max(32, first), 127)}

form, order, start = table(METRICS)
if not form & 0x100:
    sys.exit(f"{sys.argv[1]}: metrics that are not compressed")
# Left and right side, width, ascent, descent of a glyph's bitmap, about its origin.
metrics = {code: [byte - 128 for byte in data[start + 2 + 5 * glyph:start + 7 + 5 * glyph]] for code, glyph in glyph_of.items()}

form, order, start = table(BITMAPS)
count = struct.unpack_from(order + "i", data, start)[0]
offsets = struct.unpack_from(f"{order}{count}i", data, start + 4)
bits = start + 4 + 4 * count + 16
padding, unit = 1 << (form & 3), 1 << (form >> 4 & 3)
most_first = bool(form & 8)


def rows(code):
    """The 13 rows of a character's cell, a byte each, its leftmost pixel the highest bit."""
    left, right, width, ascent, descent = metrics[code]
    if width != 8:
        sys.exit(f"{sys.argv[1]}: character {code} is {width} pixels wide, not 8")
    stride = (right - left + 8 * padding - 1) // (8 * padding) * padding
    cell = [0] * HEIGHT
    for row in range(ascent + descent):
        line = data[bits + offsets[glyph_of[code]] + row * stride:][:stride]
        if bool(form & 4) != most_first:  # bytes of a unit stand the other way round than its bits
            line = b"".join(line[i:i + unit][::-1] for i in range(0, stride, unit))
        for column in range(right - left):
            byte = line[column // 8]
            if byte >> (7 - column % 8 if most_first else column % 8) & 1:
                cell[ASCENT - ascent + row] |= 0x80 >> (left + column)
    return cell


lines = []
for code in range(32, 127):
    cell = rows(code)
    upper, lower = int.from_bytes(bytes(cell[:8]), "big"), int.from_bytes(bytes(cell[8:]), "big")
    lines.append(f"    (0x{upper:016x}, 0x{lower:010x}),  // {chr(code)}".rstrip())
with open("Sources/Imaging/Text/FixedGlyphs.swift", "w") as file:
    file.write('''// Made by Scripts/bitmap-font.py from 8x13.pcf.gz of Debian's xfonts-base, whose notice reads "Public domain font.  Share and enjoy."

/// The printable characters of ASCII in X11's font "fixed", 8 by 13 pixels each.
enum FixedGlyphs {
  /// From space to tilde: the upper 8 rows and the lower 5, a byte each from the top; a row's leftmost pixel is its highest bit.
  static let rows: [(upper: UInt64, lower: UInt64)] = [
''' + "\n".join(lines) + "\n  ]\n}\n")
