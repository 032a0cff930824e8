"""Makes the picture files beside it and prints the values that the tests expect of them.

pip install numpy==2.4.6 pillow==13.0.0 pydicom==3.0.2
"""
import io, pathlib, struct, zlib
import numpy as np
import pydicom
from PIL import Image
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate

here = pathlib.Path(__file__).parent
grey = np.array([[0, 1, 64, 127], [128, 200, 254, 255], [10, 20, 30, 40]], np.uint8)
wide = (grey.astype(np.uint16) << 8) + 17
colour = np.stack([grey, grey[::-1], 255 - grey], -1)

Image.fromarray(grey).save(here / "gray8.png")
Image.fromarray(wide).save(here / "gray16.png")
Image.fromarray(colour).save(here / "rgb.png")
alpha = np.full_like(grey, 255); alpha[0] = 0
Image.fromarray(np.dstack([grey, grey, grey, alpha])).save(here / "rgba.png")
Image.fromarray(np.dstack([grey, alpha]), "LA").save(here / "gray_alpha.png")
Image.fromarray(colour).quantize(12).save(here / "palette.png")
Image.fromarray(grey > 100).save(here / "one_bit.png")
Image.fromarray(grey).save(here / "gray.gif")
Image.fromarray(colour).save(here / "rgb.bmp")
big = np.kron(grey, np.ones((8, 8), np.uint8))
Image.fromarray(big).save(here / "gray.jpg", quality=95)
Image.fromarray(np.kron(colour, np.ones((8, 8, 1), np.uint8))).convert("CMYK").save(here / "cmyk.jpg")


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, bits, kind, rows):
    """Pillow writes no 16-bit colour."""
    header = struct.pack(">IIBBBBB", width, height, bits, kind, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows))
            + chunk(b"IEND", b""))


rows = b"".join(b"\0" + np.stack([r, r, r], -1).astype(">u2").tobytes() for r in wide)
(here / "rgb16.png").write_bytes(png(4, 3, 16, 2, rows))
(here / "absurd.png").write_bytes(png(1 << 20, 1 << 20, 8, 0, b""))


def dicom(name, pixels, syntax=pydicom.uid.ExplicitVRLittleEndian, **elements):
    d = Dataset()
    d.file_meta = FileMetaDataset()
    d.file_meta.TransferSyntaxUID = syntax
    d.file_meta.MediaStorageSOPClassUID = pydicom.uid.DigitalXRayImageStorageForPresentation
    d.file_meta.MediaStorageSOPInstanceUID = "1.2.3"
    d.SOPClassUID, d.SOPInstanceUID = d.file_meta.MediaStorageSOPClassUID, "1.2.3"
    d.PatientName, d.PatientBirthDate = "Secret^Name", "19450508"
    nested = Dataset(); nested.Rows = 99; nested.CodeMeaning = "chest"
    d.AnatomicRegionSequence = pydicom.Sequence([nested])
    d["AnatomicRegionSequence"].is_undefined_length = True
    nested.is_undefined_length_sequence_item = True
    d.Rows, d.Columns = 3, 4
    d.SamplesPerPixel, d.PhotometricInterpretation = 1, "MONOCHROME2"
    d.BitsAllocated = d.BitsStored = 16 if not isinstance(pixels, bytes) and pixels.itemsize == 2 else 8
    d.PixelRepresentation = 0
    for key, value in elements.items():
        setattr(d, key, value)
    d.HighBit = d.BitsStored - 1
    big_endian = syntax == pydicom.uid.ExplicitVRBigEndian
    d.PixelData = pixels if isinstance(pixels, bytes) else (
        pixels.byteswap() if big_endian else pixels).tobytes()
    d["PixelData"].VR = "OW" if d.BitsAllocated == 16 else "OB"
    d["PixelData"].is_undefined_length = isinstance(pixels, bytes)
    d.save_as(here / name, implicit_vr=syntax == pydicom.uid.ImplicitVRLittleEndian,
              little_endian=not big_endian, enforce_file_format=True)


twelve = (grey.astype(np.uint16) << 4)
dicom("mono2.dcm", grey)
dicom("mono1.dcm", grey, PhotometricInterpretation="MONOCHROME1")
dicom("twelve_implicit.dcm", twelve, pydicom.uid.ImplicitVRLittleEndian, BitsStored=12)
dicom("twelve_big.dcm", twelve, pydicom.uid.ExplicitVRBigEndian, BitsStored=12)
dicom("signed.dcm", (twelve.astype(np.int16) - 2048), BitsStored=12, PixelRepresentation=1)
dicom("window.dcm", twelve, BitsStored=12, RescaleSlope="2", RescaleIntercept="-1000",
      WindowCenter=["1000", "0"], WindowWidth=["1001", "1"])
dicom("sigmoid.dcm", twelve, BitsStored=12, WindowCenter="2048", WindowWidth="1000",
      VOILUTFunction="SIGMOID")
dicom("negative_slope.dcm", grey, RescaleSlope="-1", RescaleIntercept="255")
stream = io.BytesIO(); Image.fromarray(big).save(stream, "jpeg", quality=95)
dicom("jpeg.dcm", encapsulate([stream.getvalue()], fragments_per_frame=2),
      pydicom.uid.JPEGBaseline8Bit, Rows=24, Columns=32)
dicom("jpeg2000.dcm", encapsulate([b"\xff\x4f"]), pydicom.uid.JPEG2000Lossless)
dicom("frames.dcm", np.stack([grey, grey]), NumberOfFrames=2)
dicom("colour.dcm", np.ascontiguousarray(colour), SamplesPerPixel=3, PhotometricInterpretation="RGB")

for name in ["rgb.png", "palette.png", "rgb.bmp"]:
    print(name, np.asarray(Image.open(here / name).convert("L")).tolist())
jpeg = np.asarray(Image.open(here / "gray.jpg"))
print("gray.jpg", jpeg[4, 4::8].tolist(), jpeg.mean())
x = 2 * twelve.astype(float) - 1000
print("window", np.clip((x - 999.5) / 1000 + 0.5, 0, 1).round(6).tolist())
print("sigmoid", (1 / (1 + np.exp(-4 * (twelve.astype(float) - 2048) / 1000))).round(6).tolist())
d = pydicom.dcmread(here / "window.dcm")
print("pydicom", pydicom.pixels.apply_windowing(pydicom.pixels.apply_rescale(d.pixel_array, d), d).tolist())

source = np.array([[(7 * x + 13 * y) % 31 / 31 for x in range(7)] for y in range(5)], np.float32)
for size in [(3, 2), (10, 8), (3, 9), (1, 1)]:
    print("resize", size, np.asarray(Image.fromarray(source).resize(size, Image.BILINEAR)).round(6).tolist())
standard = (source - source.mean(dtype=np.float64)) / source.std(dtype=np.float64)
print("moments", source.mean(dtype=np.float64), source.std(dtype=np.float64), standard[0].tolist())
