#!/usr/bin/env python3
"""Makes Tests/ImagingTests/Goldens: small synthetic pictures and what Pillow makes of them.

    python3 Scripts/goldens/imaging.py

Needs Python 3.10 or later, numpy and Pillow 11.3: Pillow 13 resamples along the columns first for some sizes, which moves single pixels by one level.
Goldens/README.md names the versions that made the files in the repository. Every picture is computed from a seed, so nobody's copyright or
privacy is touched.

decode/NAME.jpg, NAME.png   what the decoder gets
decode/NAME.pgm             the grey levels it must give: Pillow's convert("L") of a JPEG, the PNG specification's arithmetic for a PNG
                            (Pillow cannot read all of them; where it can, this script checks the arithmetic against it)
orientation/N.jpg, N.png    one picture under each EXIF orientation, N.pgm: Pillow's exif_transpose
resize/SOURCE.pgm           pictures; SOURCE_WxH.pgm: Pillow's resize((W, H), Resampling.BILINEAR)
"""
import io
import pathlib
import shutil
import struct
import sys
import zlib

import numpy as np
import PIL
from PIL import Image, ImageOps, features

ROOT = pathlib.Path(__file__).resolve().parents[2] / "Tests" / "ImagingTests" / "Goldens"
WIDTH, HEIGHT = 43, 37  # no multiple of a block, odd
RNG = np.random.default_rng(20240611)


def pgm(path, levels):
    levels = np.asarray(levels, np.uint8)
    path.write_bytes(b"P5\n%d %d\n255\n" % (levels.shape[1], levels.shape[0]) + levels.tobytes())


def scene(width, height, channels=1, noise=6.0):
    """Smooth waves, an edge, a bright square and noise; channels differ."""
    y, x = np.mgrid[0:height, 0:width].astype(float)
    planes = []
    for c in range(channels):
        plane = 120 + 60 * np.sin((x + 3 * c) / 7) + 40 * np.cos((y - 5 * c) / (5 + c))
        plane[:, : width // 4] *= 0.4 + 0.2 * c
        plane[height // 3 : height // 2, width // 2 : 3 * width // 4] = 235 - 60 * c
        planes.append(plane + RNG.normal(0, noise, plane.shape))
    picture = np.clip(np.stack(planes, -1), 0, 255).round().astype(np.uint8)
    return picture[..., 0] if channels == 1 else picture


# ---------- JPEG ----------


def jpeg(name, picture, **options):
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", **options)
    jpeg_bytes(name, buffer.getvalue())


def jpeg_bytes(name, data):
    (ROOT / "decode" / f"{name}.jpg").write_bytes(data)
    pgm(ROOT / "decode" / f"{name}.pgm", Image.open(io.BytesIO(data)).convert("L"))


def make_jpegs():
    grey = Image.fromarray(scene(WIDTH, HEIGHT))
    colour = Image.fromarray(scene(WIDTH, HEIGHT, 3, noise=2))
    cmyk = Image.frombytes("CMYK", (WIDTH, HEIGHT), scene(WIDTH, HEIGHT, 4, noise=2).tobytes())
    jpeg("jpeg-grey", grey, quality=90)
    jpeg("jpeg-grey-q20", grey, quality=20)
    jpeg("jpeg-grey-optimised", grey, quality=85, optimize=True)
    jpeg("jpeg-grey-progressive", grey, quality=85, progressive=True)
    jpeg("jpeg-grey-restart-blocks", grey, quality=85, restart_marker_blocks=3)
    jpeg("jpeg-grey-restart-rows", grey, quality=85, restart_marker_rows=1)
    jpeg("jpeg-grey-progressive-restart", grey, quality=85, progressive=True, restart_marker_blocks=2)
    jpeg("jpeg-grey-16-bit-tables", grey, qtables=[[300] * 64])
    jpeg("jpeg-grey-in-colour", grey.convert("RGB"), quality=85)
    jpeg("jpeg-ycbcr-444", colour, quality=90, subsampling="4:4:4")
    jpeg("jpeg-ycbcr-422", colour, quality=90, subsampling="4:2:2")
    jpeg("jpeg-ycbcr-420", colour, quality=90, subsampling="4:2:0")
    jpeg("jpeg-ycbcr-420-progressive", colour, quality=90, subsampling="4:2:0", progressive=True)
    jpeg("jpeg-ycbcr-420-restart", colour, quality=90, subsampling="4:2:0", restart_marker_blocks=1)
    jpeg("jpeg-rgb", colour, quality=90, keep_rgb=True)
    jpeg("jpeg-cmyk", cmyk, quality=90)
    jpeg("jpeg-cmyk-progressive", cmyk, quality=90, progressive=True)
    # Pillow writes no YCCK: the same samples, declared as YCCK by the transform byte of the Adobe marker.
    data = bytearray((ROOT / "decode" / "jpeg-cmyk.jpg").read_bytes())
    adobe = data.index(b"Adobe")
    assert data[adobe + 11] == 0, "not a CMYK Adobe marker"
    data[adobe + 11] = 2
    jpeg_bytes("jpeg-ycck", bytes(data))
    plain = (ROOT / "decode" / "jpeg-grey.jpg").read_bytes()
    jpeg_bytes("jpeg-grey-trailing-bytes", plain + b"\0trailing \xff\xd8 bytes" * 3)
    # Fill bytes may stand before any marker.
    assert plain[2:4] == b"\xff\xe0"
    jpeg_bytes("jpeg-grey-fill-bytes", plain[:2] + b"\xff\xff\xff" + plain[2:])


# ---------- PNG ----------

GREY, RGB, PALETTE, GREY_ALPHA, RGB_ALPHA = 0, 2, 3, 4, 6
CHANNELS = {GREY: 1, RGB: 3, PALETTE: 1, GREY_ALPHA: 2, RGB_ALPHA: 4}
ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def chunk(kind, data=b""):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def packed_rows(samples, bits):
    """[height, width, channels] samples as PNG rows of bytes."""
    rows = []
    for row in samples.reshape(samples.shape[0], -1):
        if bits == 16:
            rows.append(row.astype(">u2").tobytes())
        elif bits == 8:
            rows.append(row.astype(np.uint8).tobytes())
        else:
            digits = ((row[:, None] >> np.arange(bits - 1, -1, -1)) & 1).astype(np.uint8)
            rows.append(np.packbits(digits.reshape(-1)).tobytes())
    return rows


def filtered(rows, pixel_bytes):
    """All five filters in turn."""
    out, above = b"", None
    for index, row in enumerate(rows):
        row = np.frombuffer(row, np.uint8).astype(int)
        above = np.zeros_like(row) if above is None else above
        left = np.concatenate([np.zeros(pixel_bytes, int), row])[: len(row)]
        corner = np.concatenate([np.zeros(pixel_bytes, int), above])[: len(row)]
        estimate = left + above - corner
        a, b, c = abs(estimate - left), abs(estimate - above), abs(estimate - corner)
        paeth = np.where((a <= b) & (a <= c), left, np.where(b <= c, above, corner))
        guess = [0 * row, left, above, (left + above) // 2, paeth][index % 5]
        out += bytes([index % 5]) + ((row - guess) % 256).astype(np.uint8).tobytes()
        above = row
    return out


def png_bytes(samples, kind, bits, interlaced=False, extra=b"", level=9, parts=1):
    height, width = samples.shape[:2]
    pixel_bytes = max(CHANNELS[kind] * bits // 8, 1)
    if interlaced:
        passes = [samples[y::dy, x::dx] for x, y, dx, dy in ADAM7]
        raw = b"".join(filtered(packed_rows(p, bits), pixel_bytes) for p in passes if p.size)
    else:
        raw = filtered(packed_rows(samples, bits), pixel_bytes)
    data = zlib.compress(raw, level)
    cuts = [len(data) * i // parts for i in range(parts + 1)]
    header = struct.pack(">IIBBBBB", width, height, bits, kind, 0, 0, int(interlaced))
    idat = b"".join(chunk(b"IDAT", data[a:b]) for a, b in zip(cuts, cuts[1:]))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + idat + chunk(b"IEND")


def to8(samples, bits):
    """Samples of `bits` scaled to 8 bits by rounding."""
    top = 2**bits - 1
    return (samples.astype(np.int64) * 510 + top) // (2 * top)


def over_black(levels, alpha):
    return (levels * alpha * 2 + 255) // 510


def luma(rgb):
    return (rgb[..., 0] * 19595 + rgb[..., 1] * 38470 + rgb[..., 2] * 7471 + 32768) >> 16


def png(name, samples, kind, bits, expected, pillow=True, **options):
    data = png_bytes(samples, kind, bits, **options)
    (ROOT / "decode" / f"{name}.png").write_bytes(data)
    pgm(ROOT / "decode" / f"{name}.pgm", expected)
    if pillow:  # composed over black, since convert("L") drops alpha
        picture = Image.open(io.BytesIO(data))
        if kind in (GREY, RGB) and not options.get("extra"):
            picture = picture.convert("L")
        else:
            picture = picture.convert("RGBA")
            picture = Image.alpha_composite(Image.new("RGBA", picture.size, "black"), picture).convert("L")
        worst = abs(np.asarray(picture).astype(int) - expected).max()
        # Pillow cuts 16-bit levels off where the specification rounds, alpha too.
        assert worst <= (2 if bits == 16 else 1), f"{name}: Pillow differs by {worst}"


def make_pngs():
    colour16 = RNG.integers(-800, 800, (HEIGHT, WIDTH, 3)) + scene(WIDTH, HEIGHT, 3).astype(np.int64) * 257
    colour16 = np.clip(colour16, 0, 65535)
    alpha16 = np.clip(scene(WIDTH, HEIGHT).astype(np.int64) * 300, 0, 65535)
    grey16 = colour16[..., :1]
    for interlaced in (False, True):
        tail = "-interlaced" if interlaced else ""
        for bits in (1, 2, 4, 8, 16):
            samples = grey16 >> (16 - bits)
            levels = to8(samples[..., 0], bits)
            # Pillow clips 16-bit levels instead of scaling them.
            png(f"png-grey-{bits}{tail}", samples, GREY, bits, levels, pillow=bits != 16, interlaced=interlaced)
            see_through = int(samples[5, 5, 0])  # Pillow compares it with levels already scaled to 8 bits
            png(
                f"png-grey-{bits}-trns{tail}", samples, GREY, bits, np.where(samples[..., 0] == see_through, 0, levels),
                pillow=bits == 8, interlaced=interlaced, extra=chunk(b"tRNS", struct.pack(">H", see_through)))
        for bits in (1, 2, 4, 8):
            count = 2**bits if bits < 8 else 200
            palette = RNG.integers(0, 256, (count, 3))
            alpha = RNG.integers(0, 256, max(count // 2, 1))
            samples = np.minimum(grey16 >> (16 - bits), count - 1)
            table = chunk(b"PLTE", palette.astype(np.uint8).tobytes())
            png(f"png-palette-{bits}{tail}", samples, PALETTE, bits, luma(palette)[samples[..., 0]], interlaced=interlaced, extra=table)
            full = np.concatenate([alpha, np.full(count - len(alpha), 255)])
            blended = luma(over_black(palette, full[:, None]))
            png(
                f"png-palette-{bits}-trns{tail}", samples, PALETTE, bits, blended[samples[..., 0]], interlaced=interlaced,
                extra=table + chunk(b"tRNS", alpha.astype(np.uint8).tobytes()))
        for bits in (8, 16):
            rgb, grey, alpha = colour16 >> (16 - bits), grey16 >> (16 - bits), (alpha16 >> (16 - bits))[..., None]
            rgb8, grey8, alpha8 = to8(rgb, bits), to8(grey, bits), to8(alpha, bits)
            png(f"png-rgb-{bits}{tail}", rgb, RGB, bits, luma(rgb8), interlaced=interlaced)
            see_through = rgb[7, 9]
            clear = (rgb == see_through).all(-1)
            png(
                f"png-rgb-{bits}-trns{tail}", rgb, RGB, bits, np.where(clear, 0, luma(rgb8)), pillow=bits == 8, interlaced=interlaced,
                extra=chunk(b"tRNS", struct.pack(">HHH", *map(int, see_through))))
            png(
                f"png-grey-alpha-{bits}{tail}", np.concatenate([grey, alpha], -1), GREY_ALPHA, bits, over_black(grey8, alpha8)[..., 0],
                interlaced=interlaced)
            png(
                f"png-rgb-alpha-{bits}{tail}", np.concatenate([rgb, alpha], -1), RGB_ALPHA, bits, luma(over_black(rgb8, alpha8)),
                interlaced=interlaced)
    grey8 = to8(grey16, 16)
    # Text and a broken colour profile say nothing about grey levels.
    extra = chunk(b"iCCP", b"rubbish\0\0rubbish") + chunk(b"tEXt", b"Comment\0made by a script") + chunk(b"gAMA", struct.pack(">I", 45455))
    png("png-grey-8-other-chunks", grey8, GREY, 8, grey8[..., 0], extra=extra)
    png("png-grey-8-stored-in-five", grey8, GREY, 8, grey8[..., 0], level=0, parts=5)
    png("png-rgb-8-stored-interlaced", to8(colour16, 16), RGB, 8, luma(to8(colour16, 16)), level=0, interlaced=True)
    # One column and one row: most passes are empty.
    png("png-grey-8-1x9-interlaced", grey8[:9, :1], GREY, 8, grey8[:9, :1, 0], interlaced=True)
    png("png-grey-8-9x1-interlaced", grey8[:1, :9], GREY, 8, grey8[:1, :9, 0], interlaced=True)


# ---------- orientation, resize ----------


def make_orientations():
    picture = Image.fromarray(scene(WIDTH, HEIGHT))
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x010E] = "a description before the tag that counts"
        exif[0x0112] = orientation
        exif.endian = "<" if orientation % 2 else ">"
        for name, options in (("jpg", {"quality": 95}), ("png", {"optimize": True})):
            path = ROOT / "orientation" / f"{orientation}.{name}"
            picture.save(path, exif=exif.tobytes(), **options)
            if name == "jpg":
                pgm(path.with_suffix(".jpg.pgm"), ImageOps.exif_transpose(Image.open(path)))
            else:
                pgm(path.with_suffix(".png.pgm"), ImageOps.exif_transpose(Image.open(path)))


RESIZES = {
    (97, 83): [(128, 128), (40, 30), (96, 82), (97, 20), (13, 83), (1, 1), (1, 50), (50, 1), (300, 7), (194, 166), (97, 83), (33, 29)],
    (1, 64): [(5, 5), (1, 128), (1, 7)],
    (64, 1): [(5, 5), (128, 1), (7, 1)],
    (640, 5): [(16, 16), (31, 3), (641, 6)],
    (7, 501): [(16, 16), (3, 100)],
    (2, 2): [(9, 9), (3, 5)],
    (1, 1): [(4, 3)],
}


def make_resizes():
    for (width, height), sizes in RESIZES.items():
        levels = scene(width, height, noise=25)
        levels.reshape(-1)[RNG.integers(0, levels.size, levels.size // 9)] = RNG.choice([0, 255], levels.size // 9)
        pgm(ROOT / "resize" / f"{width}x{height}.pgm", levels)
        for size in sizes:
            resized = Image.fromarray(levels).resize(size, Image.Resampling.BILINEAR)
            pgm(ROOT / "resize" / f"{width}x{height}_{size[0]}x{size[1]}.pgm", resized)


def main():
    for folder in ("decode", "orientation", "resize"):
        shutil.rmtree(ROOT / folder, ignore_errors=True)
        (ROOT / folder).mkdir(parents=True)
    make_jpegs()
    make_pngs()
    make_orientations()
    make_resizes()
    (ROOT / "README.md").write_text(
        "# Golden files of ImagingTests, version 1\n\n"
        "Made by `Scripts/goldens/imaging.py`, which says what each folder holds, with\n"
        f"Python {sys.version.split()[0]}, Pillow {PIL.__version__} (libjpeg-turbo {features.version('libjpeg_turbo')}), "
        f"numpy {np.__version__}.\nAll pictures are computed; none shows a patient.\n")
    size = sum(path.stat().st_size for path in ROOT.rglob("*") if path.is_file())
    print(f"{ROOT}: {size / 1024:.0f} KiB")


if __name__ == "__main__":
    main()
