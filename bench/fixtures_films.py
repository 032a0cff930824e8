"""Makes the small films that the ordinary tests read, and what pydicom shows of them.

    fixtures_films.py FOLDER

FOLDER gets the films of make_reference_films.py, as small as can be, and films.csv: name, how far a
grey may be off, and the greys, row by row, 10000 for white.
"""

import csv
import sys
import warnings
from pathlib import Path

import numpy as np
import pydicom

import make_reference_films as reference

# One of each predictor of lossless JPEG is enough.
LEFT_OUT = [f"lossless57-{bits}-{n}.dcm" for bits in (8, 12) for n in range(2, 8)]


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    warnings.simplefilter("ignore")
    reference.SIZE[:] = [17, 13]
    reference.plain(folder)
    reference.compressed(folder)
    for name in LEFT_OUT:
        (folder / name).unlink()
    with open(folder / "films.csv", "w", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        for path in sorted(folder.glob("*.dcm")):
            ds = pydicom.dcmread(path)
            lossy = str(ds.file_meta.TransferSyntaxUID) in reference.LOSSY
            off = 2 / min(255, 2**ds.BitsStored - 1) if lossy else 0
            greys = np.round(10000 * reference.greys(ds)).astype(int).ravel()
            writer.writerow([path.name, f"{off + 0.0001:.4f}", " ".join(map(str, greys))])


if __name__ == "__main__":
    main()
