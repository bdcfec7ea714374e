"""Pictures of charts: the same pixels, the same bytes whichever compressor the imaging library has."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

from workreport.charts.png import compressed


def test_pixels_stay_and_the_compressor_does_not_show():
    pixels = np.arange(300 * 200 * 4, dtype=np.uint32).astype(np.uint8).reshape(300, 200, 4)
    written = []
    for level in (0, 1, 9):
        out = io.BytesIO()
        Image.fromarray(pixels).save(out, "png", compress_level=level, dpi=(200, 200))
        written.append(out.getvalue())
    assert len(set(written)) == 3
    (png,) = {compressed(image) for image in written}
    read = Image.open(io.BytesIO(png))
    assert np.array_equal(np.asarray(read), pixels) and round(read.info["dpi"][0]) == 200
