"""Films, weights and tables that all sides work on."""

import csv
import gzip
import os
import pathlib
import random
import subprocess

from matches import FILMS
from places import DATA, PROJECT, java_command


def prepare(films=None):
    """All of them, by the names of the workers' settings; made once.

    films is a folder to use instead of phantoms.
    """
    DATA.mkdir(parents=True, exist_ok=True)
    made = subprocess.run(
        [*java_command(), "org.cxrlab.bench.Prepare", str(FILMS)], stdout=subprocess.PIPE, text=True, check=True
    ).stdout.split("\n")
    scores = DATA / "scores.csv"
    if not scores.exists():
        write_scores(scores)
    table, listed = nih_table()
    return {
        "films": films or made[0],
        "weights": made[1],
        "size": "320",
        "batch": "8",
        "repeats": "1",
        "scores": str(scores),
        "table": str(table),
        "list": str(listed),
    }


def first_lines(table, count):
    """A table of only so many films."""
    some = DATA / f"first_{count}.csv"
    if not some.exists():
        with open(table) as file, open(some, "w") as out:
            for _, line in zip(range(count + 1), file):
                out.write(line)
    return some


def write_scores(file):
    """25,000 films of 7,000 patients with 14 labels as rare as NIH's, and scores that tell them somewhat."""
    draw = random.Random(7)
    shares = [0.103, 0.025, 0.042, 0.021, 0.119, 0.022, 0.015, 0.002, 0.177, 0.052, 0.056, 0.030, 0.013, 0.047]
    with open(file, "w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["Patient", *(f"y{i}" for i in range(14)), *(f"p{i}" for i in range(14))])
        for _ in range(25_000):
            truth = [int(draw.random() < share) for share in shares]
            # A sum of three draws, shifted where the label is present; as short as a file writes it.
            scores = [round((draw.random() + draw.random() + draw.random() + 0.7 * y) / 3.7, 6) for y in truth]
            writer.writerow([draw.randrange(7000), *truth, *scores])


def nih_table():
    """NIH's own table where there is one beside CXR_DATA or in ../shared, else one like it."""
    for folder in (os.environ.get("CXR_DATA"), PROJECT.parent / "shared/data/nih"):
        if folder:
            real = pathlib.Path(folder, "Data_Entry_2017_v2020.csv.gz")
            listed = pathlib.Path(folder, "train_val_list.txt.gz")
            if real.exists() and listed.exists():
                return unpacked(real), unpacked(listed)
    made, listed = DATA / "like_nih.csv", DATA / "like_nih_list.txt"
    if not listed.exists():
        write_like_nih(made, listed)
    return made, listed


def unpacked(file):
    """The file without gzip: both sides then read the same plain text."""
    plain = DATA / file.name.removesuffix(".gz")
    if not plain.exists():
        plain.write_bytes(gzip.decompress(file.read_bytes()))
    return plain


def write_like_nih(file, listed):
    draw = random.Random(3)
    names = (
        "Atelectasis Cardiomegaly Consolidation Edema Effusion Emphysema Fibrosis Hernia Infiltration"
        " Mass Nodule Pleural_Thickening Pneumonia Pneumothorax"
    ).split()
    rows, patient = 0, 0
    with open(file, "w") as out, open(listed, "w") as training:
        out.write(
            "Image Index,Finding Labels,Follow-up #,Patient ID,Patient Age,Patient Gender,View Position,"
            "OriginalImage[Width,Height],OriginalImagePixelSpacing[x,y]\n"
        )
        while rows < 112_120:
            patient += 1
            in_training = draw.random() < 0.91
            for number in range(min(draw.choice([1, 1, 1, 2, 3, 4, 6, 14]), 112_120 - rows)):
                rows += 1
                found = [n for n in names if draw.random() < 0.05]
                image = f"{patient:08d}_{number:03d}.png"
                out.write(
                    f"{image},{'|'.join(found) or 'No Finding'},{number},{patient},{draw.randrange(5, 95)},"
                    f"{draw.choice('MF')},{draw.choice(['PA', 'AP'])},{draw.randrange(1900, 3100)},"
                    f"{draw.randrange(1900, 3100)},{draw.choice(['0.143,0.143', '0.168,0.168', '0.14300000000000002,0.14300000000000002'])}\n"
                )
                if in_training:
                    training.write(image + "\n")
