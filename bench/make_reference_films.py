"""Makes films in every way of storing them and notes what pydicom says of them.

    make_reference_films.py FOLDER

FOLDER gets the films, one copy of each picture that pydicom ships, beside each the numbers that it
stores (int32) and its greys (float32) by pydicom, and films.csv, a row a film: name, exact or lossy,
width, height, bits, whether it is grey.
"""

import csv
import io
import shutil
import sys
import warnings
from pathlib import Path

import imagecodecs
import numpy as np
import pydicom
from PIL import Image
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.pixels import apply_modality_lut, apply_voi_lut, pixel_array
from pydicom.uid import ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian

JPEG = "1.2.840.10008.1.2.4."
DEFLATED = "1.2.840.10008.1.2.1.99"
LOSSY = {JPEG + n for n in ("50", "51", "81", "91")}
# ITU-R BT.601, in the integers that Pillow uses.
LUMA = np.array([19595, 38470, 7471]) / 65536


SIZE = [83, 61]


def film(seed, bits, signed=False, bands=1):
    """A smooth chest of sorts with noise, edges and a flat border, in all of its bits."""
    width, height = SIZE
    random = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width]
    field = np.sin(x / 9.0 + seed) * np.cos(y / 7.0) + (np.hypot(x - width / 2, y - height / 2) < 0.3 * height)
    planes = []
    for band in range(bands):
        grey = np.roll(field, 5 * band, 1) + 0.05 * random.standard_normal(field.shape)
        grey = (grey - grey.min()) / (grey.max() - grey.min())
        grey[: height // 10] = grey[0, 0]
        planes.append(np.round(grey * (2**bits - 1)))
    whole = np.stack(planes, -1).astype(np.int64)[..., 0 if bands == 1 else slice(None)]
    kind = np.uint8 if bits <= 8 else np.uint16
    if signed:
        return (whole - 2 ** (bits - 1)).astype(np.int8 if bits <= 8 else np.int16)
    return whole.astype(kind)


def save(path, pixels, syntax=ExplicitVRLittleEndian, bits=None, stream=None, colours=None, **elements):
    ds = Dataset()
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = pydicom.uid.UID(syntax)
    ds.file_meta.MediaStorageSOPClassUID = pydicom.uid.DigitalXRayImageStorageForPresentation
    ds.file_meta.MediaStorageSOPInstanceUID = "1.2.3"
    ds.SOPClassUID, ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPClassUID, "1.2.3"
    ds.Rows, ds.Columns = pixels.shape[:2]
    ds.SamplesPerPixel = 1 if pixels.ndim == 2 else pixels.shape[2]
    ds.PhotometricInterpretation = colours or ("MONOCHROME2" if pixels.ndim == 2 else "RGB")
    if ds.SamplesPerPixel > 1:
        ds.PlanarConfiguration = 0
    ds.BitsAllocated = 8 * pixels.itemsize
    ds.BitsStored = bits or ds.BitsAllocated
    ds.HighBit = ds.BitsStored - 1
    ds.PixelRepresentation = int(pixels.dtype.kind == "i")
    big = syntax == ExplicitVRBigEndian
    if stream is None:
        data = np.ascontiguousarray(pixels)
        ds.PixelData = (data.byteswap() if big else data).tobytes()
        ds.PixelData += b"\0" * (len(ds.PixelData) % 2)
    else:
        ds.PixelData = encapsulate([stream])
    ds["PixelData"].VR = "OB" if stream is not None or pixels.itemsize == 1 else "OW"
    ds["PixelData"].is_undefined_length = stream is not None
    for name, value in elements.items():
        setattr(ds, name, value)
    ds.save_as(path, implicit_vr=syntax == ImplicitVRLittleEndian, little_endian=not big, enforce_file_format=True)


def table(first, bits, entries, signed=False):
    item = Dataset()
    item.add_new(0x00283002, "SS" if signed else "US", [len(entries), first, bits])
    item.add_new(0x00283006, "OW", np.asarray(entries, "<u2").tobytes())
    return [item]


def encoded(pixels, form, **how):
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, form, **how)
    return file.getvalue()


def compressed(folder):
    """A film in each compressed transfer syntax, at each depth that it has."""
    for bits in (8, 12, 16):
        pixels = film(bits, bits)
        bare = film(bits, bits, signed=True)
        for predictor in range(1, 8):
            stream = imagecodecs.jpeg8_encode(pixels, lossless=True, predictor=predictor, bitspersample=bits)
            save(folder / f"lossless57-{bits}-{predictor}.dcm", pixels, JPEG + "57", bits, stream)
        stream = imagecodecs.jpeg8_encode(bare.view(pixels.dtype) & (2**bits - 1), lossless=True, predictor=1, bitspersample=bits)
        save(folder / f"lossless70-{bits}-signed.dcm", bare, JPEG + "70", bits, stream)
        for near in (0, 3):
            stream = imagecodecs.jpegls_encode(pixels, level=near)
            save(folder / f"jpegls8{min(near, 1)}-{bits}.dcm", pixels, f"{JPEG}8{min(near, 1)}", bits, stream)
        for exact in (True, False):
            how = dict(reversible=True, level=0) if exact else dict(reversible=False, level=60)
            stream = imagecodecs.jpeg2k_encode(pixels, codecformat="j2k", bitspersample=bits, **how)
            save(folder / f"jpeg2000-9{0 if exact else 1}-{bits}.dcm", pixels, f"{JPEG}9{0 if exact else 1}", bits, stream)
        rle(folder / f"rle-{bits}.dcm", pixels, bits)
    for bits in (8, 16):
        stream = encoded(film(bits, bits), "jpeg2000", tile_size=(32, 32), no_jp2=True)
        save(folder / f"jpeg2000-90-{bits}-tiles.dcm", film(bits, bits), JPEG + "90", bits, stream)
    for quality in (50, 95):
        save(folder / f"jpeg50-{quality}.dcm", film(3, 8), JPEG + "50", 8, encoded(film(3, 8), "jpeg", quality=quality))
        stream = imagecodecs.jpeg8_encode(film(4, 12), level=quality, bitspersample=12)
        save(folder / f"jpeg51-{quality}.dcm", film(4, 12), JPEG + "51", 12, stream)
    restarts = encoded(film(5, 8), "jpeg", quality=90, restart_marker_blocks=3)
    save(folder / "jpeg50-restarts.dcm", film(5, 8), JPEG + "50", 8, restarts)
    colour = film(6, 8, bands=3)
    save(folder / "rgb-lossless70.dcm", colour, JPEG + "70", 8, imagecodecs.jpeg8_encode(colour, lossless=True, predictor=1, colorspace="RGB", outcolorspace="RGB"))
    save(folder / "rgb-jpegls80.dcm", colour, JPEG + "80", 8, imagecodecs.jpegls_encode(colour))
    save(folder / "rgb-jpeg2000-90.dcm", colour, JPEG + "90", 8, imagecodecs.jpeg2k_encode(colour, codecformat="j2k", reversible=True, level=0, mct=False))
    save(folder / "rct-jpeg2000-90.dcm", colour, JPEG + "90", 8, imagecodecs.jpeg2k_encode(colour, codecformat="j2k", reversible=True, level=0, mct=True), "YBR_RCT")
    save(folder / "ybr-jpeg50.dcm", colour, JPEG + "50", 8, encoded(colour, "jpeg", quality=95, subsampling=0), "YBR_FULL")
    save(folder / "ybr422-jpeg50.dcm", colour, JPEG + "50", 8, encoded(colour, "jpeg", quality=95, subsampling=1), "YBR_FULL_422")
    rle(folder / "rgb-rle.dcm", colour, 8)


def rle(path, pixels, bits):
    save(path, pixels, bits=bits)
    ds = pydicom.dcmread(path)
    ds.compress(pydicom.uid.RLELossless, encoding_plugin="pydicom", generate_instance_uid=False)
    ds.save_as(path)


def plain(folder):
    """Films that are not compressed, with all that says how to show them."""
    for name, syntax in dict(implicit=ImplicitVRLittleEndian, big=ExplicitVRBigEndian, deflated=DEFLATED).items():
        save(folder / f"{name}-8.dcm", film(1, 8), syntax)
        save(folder / f"{name}-12.dcm", film(1, 12, True), syntax, 12)
        save(folder / f"{name}-16.dcm", film(1, 16), syntax)
    twelve = film(7, 12)
    save(folder / "garbage-above.dcm", twelve | (film(8, 4).astype(np.uint16) << 12), bits=12)
    save(folder / "twelve-in-sixteen.dcm", twelve)
    save(folder / "monochrome1.dcm", twelve, bits=12, colours="MONOCHROME1")
    save(folder / "inverse.dcm", twelve, bits=12, PresentationLUTShape="INVERSE")
    window = dict(WindowCenter=[1500, 40], WindowWidth=[2000, 80])
    save(folder / "linear.dcm", twelve, bits=12, **window)
    save(folder / "linear-exact.dcm", twelve, bits=12, VOILUTFunction="LINEAR_EXACT", **window)
    save(folder / "sigmoid.dcm", twelve, bits=12, VOILUTFunction="SIGMOID", **window)
    save(folder / "slope.dcm", film(9, 12, True), bits=12, RescaleSlope="1.5", RescaleIntercept="-100", **window)
    save(folder / "slope-down.dcm", twelve, bits=12, RescaleSlope="-2", RescaleIntercept="8190", **window)
    gamma = np.round(1023 * (np.arange(3000) / 2999) ** 0.5)
    save(folder / "voi-table.dcm", twelve, bits=12, VOILUTSequence=table(500, 10, gamma))
    falling = np.arange(65520, -1, -16)
    save(folder / "modality-table.dcm", twelve, bits=12, ModalityLUTSequence=table(0, 16, falling))
    save(folder / "both-tables.dcm", twelve, bits=12, ModalityLUTSequence=table(0, 16, falling), VOILUTSequence=table(500, 10, gamma))
    save(folder / "signed-table.dcm", film(9, 12, True), bits=12, VOILUTSequence=table(-1000, 10, gamma, True))
    colour = film(6, 8, bands=3)
    save(folder / "rgb.dcm", colour)
    planes = np.moveaxis(colour, -1, 0)
    save(folder / "rgb-planes.dcm", colour, PlanarConfiguration=1, PixelData=planes.tobytes() + b"\0" * (planes.size % 2))
    save(folder / "rgb-16.dcm", film(6, 16, bands=3))
    save(folder / "ybr-full.dcm", colour, colours="YBR_FULL")
    for bits in (8, 16):
        palette = {}
        for name in ("Red", "Green", "Blue"):
            entries = np.random.default_rng(len(name)).integers(0, 2**bits, 256)
            palette[f"{name}PaletteColorLookupTableDescriptor"] = [256, 0, bits]
            palette[f"{name}PaletteColorLookupTableData"] = entries.astype("<u2" if bits == 16 else "u1").tobytes()
        save(folder / f"palette-{bits}.dcm", film(2, 8), colours="PALETTE COLOR", **palette)
    segments = {}
    for name in ("Red", "Green", "Blue"):
        data = [0, 3, 10, 200, 40 + len(name), 1, 123, 250, 2, 1, 5, 0, 0, 0, 0, 7, *range(7), 0]
        segments[f"{name}PaletteColorLookupTableDescriptor"] = [256, 0, 8]
        segments[f"Segmented{name}PaletteColorLookupTableData"] = bytes(data)
    save(folder / "palette-segments.dcm", film(2, 8), colours="PALETTE COLOR", **segments)


def shipped(folder):
    """The pictures of 8 or 16 bits among the test files of pydicom."""
    root = Path(pydicom.__file__).parent / "data/test_files"
    for path in sorted(root.rglob("*.dcm")):
        try:
            ds = pydicom.dcmread(path)
            if "PixelData" in ds and ds.BitsAllocated in (8, 16) and int(ds.get("NumberOfFrames") or 1) == 1:
                shutil.copy(path, folder / f"pydicom-{path.name}")
        except (pydicom.errors.InvalidDicomError, AttributeError, ValueError):
            continue


def spread(values, low, high, bits):
    """As bits say, or from darkest to brightest where less than half of that is used."""
    own = bits > 8 and 0 < values.max() - values.min() < (high - low) / 2
    return (values - values.min()) / np.ptp(values) if own else (values - low) / (high - low)


def greys(ds):
    """What a viewer shows, by pydicom's own steps, from 0 to 1."""
    white = 2**ds.BitsStored - 1
    if ds.SamplesPerPixel == 3:
        return pixel_array(ds).astype(float) @ LUMA / white
    stored = pixel_array(ds)
    if ds.PhotometricInterpretation == "PALETTE COLOR":
        colours = pydicom.pixels.apply_color_lut(stored, ds).astype(float)
        deep = ds.RedPaletteColorLookupTableDescriptor[2] == 16 and colours.max() > 255
        return colours @ LUMA / (65535 if deep else 255)
    low = -(2 ** (ds.BitsStored - 1)) if ds.PixelRepresentation else 0
    measured = apply_modality_lut(stored, ds)
    if "VOILUTSequence" in ds:
        shown = apply_voi_lut(measured, ds) / (2 ** ds.VOILUTSequence[0].LUTDescriptor[2] - 1)
    elif "WindowWidth" in ds:
        ds.WindowCenter = np.atleast_1d(ds.WindowCenter)[0]
        ds.WindowWidth = np.atleast_1d(ds.WindowWidth)[0]
        shown = windowed(measured, ds, low, low + white)
    elif "ModalityLUTSequence" in ds:
        bits = ds.ModalityLUTSequence[0].LUTDescriptor[2]
        shown = spread(measured.astype(float), 0, 2**bits - 1, ds.BitsStored)
    else:
        ends = [float(ds.get("RescaleSlope", 1)) * v + float(ds.get("RescaleIntercept", 0)) for v in (low, low + white)]
        shown = spread(measured.astype(float), min(ends), max(ends), ds.BitsStored)
    turned = ds.PhotometricInterpretation == "MONOCHROME1" or ds.get("PresentationLUTShape") == "INVERSE"
    return 1 - shown if turned else shown


def windowed(measured, ds, low, high):
    """pydicom gives back values between what it makes of the least and of the largest number."""
    slope, intercept = float(ds.get("RescaleSlope", 1)), float(ds.get("RescaleIntercept", 0))
    black, white = slope * low + intercept, slope * high + intercept
    return (pydicom.pixels.apply_windowing(measured, ds) - black) / (white - black)


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    warnings.simplefilter("ignore")
    shipped(folder)
    plain(folder)
    compressed(folder)
    with open(folder / "films.csv", "w", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        for path in sorted(folder.glob("*.dcm")):
            ds = pydicom.dcmread(path)
            try:
                stored = pixel_array(ds)
            except (RuntimeError, ValueError, AttributeError) as e:
                print(f"{path.name}: not decoded by pydicom: {str(e).splitlines()[0]}")
                continue
            stored.astype("<i4").tofile(path.with_suffix(".stored"))
            greys(ds).astype("<f4").tofile(path.with_suffix(".grey"))
            lossy = str(ds.file_meta.TransferSyntaxUID) in LOSSY
            writer.writerow([path.name, "lossy" if lossy else "exact", ds.Columns, ds.Rows, ds.BitsStored, ds.SamplesPerPixel == 1])


if __name__ == "__main__":
    main()
