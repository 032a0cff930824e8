"""What is measured against what."""

import dataclasses

from machine import has_bf16, has_vnni, is_wide

FILMS = 64
HEAD_ROWS = 1000  # features that a head learns from: those of the films, over and over

TORCH = "PyTorch eager"
TUNED = "PyTorch tuned"
KERAS = "Keras"


@dataclasses.dataclass(frozen=True)
class Side:
    """One of the two processes: a peer's script, or ours where there is none, and its settings.

    The parts "kernel", "launcher" and "limit" are no such process, see kernel_start.py.
    """

    script: str | None
    part: str
    settings: dict = dataclasses.field(default_factory=dict)
    package: str = ""  # what must be installed for it
    tuned: bool = False


@dataclasses.dataclass(frozen=True)
class Match:
    """A part against a peer."""

    part: str
    peer: str
    goal: float | None
    ours: Side
    theirs: Side
    scale: float = 1  # the peer did so much less work than we, and its time is multiplied by this
    memory_goal: float | None = None
    in_a_row: int = 1  # how many times each side does it before it is the other's turn; times are of one
    pairs: int = 0  # 0: as many as were asked for
    warm_up: int = 2
    neighbours: int = 0  # processes beside both sides, each of which would take a whole processor

    @property
    def label(self):
        return self.part.split()[0]


def java(part, **settings):
    return Side(None, part, settings)


def torch(part, tuned=False, **settings):
    if tuned:
        settings["tuned"] = "true"
    return Side("torch_peer.py", part, settings, "torch", tuned)


def keras(part, **settings):
    return Side("keras_peer.py", part, settings, "tensorflow")


def table(part, package, **settings):
    return Side("table_peer.py", part, settings, package)


def kernel(name, package=""):
    return Side(name, "kernel", package=package)

LAUNCHER = Match(
    "launcher", "its limit of 3 s", 1, Side("launcher", "launcher"), Side("limit", "limit", {"seconds": 3}), warm_up=1
)


def matches(options):
    """Everything that is measured against a peer, in the order of the table."""
    steps = 3 if options.quick else 5
    head = {"rows": HEAD_ROWS, "batch": 32}
    # One resample costs scikit-learn what the next one does, so that some stand for all.
    resamples, some = 1000, 10 if options.quick else 40
    bf16 = {"precision": "bf16"}
    # As in a training, and in the prediction of a table: after a wait the first takes a little longer.
    row = {"in_a_row": 1 if options.quick else 3, "warm_up": 4}
    # Without instructions for bfloat16 a step takes half a minute, and more of them tell no more.
    row_bf16 = row if has_bf16() else {"pairs": 1, "warm_up": 1}
    busy = {"pairs": 3, "warm_up": 2}
    wide = is_wide()

    def goal(with_avx512, without):
        return with_avx512 if wide else without

    return [
        Match("step", TORCH, 1.7, java("step"), torch("step"), memory_goal=1.2, **row),
        Match("step", KERAS, goal(1.25, 2.5), java("step"), keras("step"), **row),
        Match("step", TUNED, goal(1.0, 1.3), java("step"), torch("step", tuned=True), **row),
        Match("step-bf16", TORCH, 3.0, java("step", **bf16), torch("step"), **row_bf16),
        Match("step-bf16", TUNED, 1.0, java("step", **bf16), torch("step", tuned=True, **bf16), **row_bf16),
        Match("predict", TORCH, goal(2.0, 2.5), java("predict"), torch("predict"), memory_goal=1.8, **row),
        Match("predict", KERAS, goal(1.8, 2.0), java("predict"), keras("predict"), **row),
        Match("predict", TUNED, goal(None, 1.5), java("predict"), torch("predict", tuned=True), **row),
        *(
            Match(f"busy {part}, {count} neighbour{'s' * (count > 1)}", peer, 1, java(part), theirs(part), neighbours=count, **busy)
            for part, count in (("step", 1), ("step", 2), ("predict", 1), ("predict", 2))
            for peer, theirs in ((TORCH, torch), (KERAS, keras))
        ),
        Match("predict-bf16", TORCH, 3.2, java("predict", **bf16), torch("predict"), **row_bf16),
        Match("predict-int8", "ours in fp32", 2.5 if has_vnni() else 1.6, java("predict", precision="int8"), java("predict"), **row),
        Match("loader", KERAS, 4.5, java("loader"), keras("loader"), warm_up=4),
        Match("loader", "PyTorch DataLoader", 1.5, java("loader"), torch("loader"), warm_up=4),
        Match("epoch", KERAS, 1.5, java("epoch", steps=steps), keras("epoch", steps=steps), warm_up=4),
        Match("epoch", TORCH, 1.7, java("epoch", steps=steps), torch("epoch", steps=steps), warm_up=4),
        Match(
            "head",
            "Keras, base frozen",
            50,
            java("head", **head),
            keras("head-frozen", **{**head, "rows": FILMS}),
            scale=HEAD_ROWS / FILMS,
            pairs=3,
            warm_up=8,
        ),
        Match("head", "Keras, features cached", 2, java("head", **head), keras("head", **head), warm_up=8),
        Match("head cache", "Keras", None, java("head-cache"), keras("head-cache", batch=32), pairs=3, warm_up=1),
        Match("cam", "pytorch-grad-cam, 1 label", 3, java("cam", labels=1), torch("cam", labels=1), warm_up=12),
        Match("cam", "pytorch-grad-cam, 14 labels", 25, java("cam", labels=14), torch("cam", labels=14)),
        Match("eda", "pandas", 1.5, java("eda"), table("eda", "pandas"), warm_up=5),
        Match(
            "metrics",
            "scikit-learn",
            20,
            java("metrics", resamples=resamples),
            table("metrics", "sklearn", resamples=some, jobs=1),
            scale=resamples / some,
            pairs=2,
        ),
        Match(
            "metrics",
            "scikit-learn, two processes",
            None,
            java("metrics", resamples=resamples),
            table("metrics", "sklearn", resamples=some, jobs=2),
            scale=resamples / some,
            pairs=2,
        ),
        Match("kernel", "Python with Keras", 1.5, kernel("cxrlab"), kernel("python-peer", "ipykernel"), warm_up=1),
        Match("kernel", "stock JJava", None, kernel("cxrlab"), kernel("java"), warm_up=1),
        LAUNCHER,
    ]


# A step of a batch of 8 at 320 is so much arithmetic; a prediction, a third of it.
STEP_GFLOP = 281


def smoke_matches():
    """Every part in little, against yardsticks of a few lines in Java: for a machine without the peers."""

    def gflop(films, size, share=1.0):
        return round(STEP_GFLOP * share * films / 8 * (size / 320) ** 2)

    small = {"size": 160}
    product = "matrix product"
    bf16 = {"precision": "bf16"}

    def work(films, share=1.0):
        return java("product", gflop=gflop(films, 160, share))

    parts = [
        Match("step", product, None, java("step", **small), work(8)),
        Match("predict", product, None, java("predict", **small, repeats=2), work(16, 1 / 3)),
        Match("loader", "ImageIO", None, java("loader"), java("decode"), warm_up=3),
        Match("epoch", product, None, java("epoch", **small, steps=2), work(16)),
        Match("head", product, None, java("head", **small, rows=5000, batch=32), java("product", gflop=11), warm_up=8),
        Match("cam 1", product, None, java("cam", **small, labels=1), work(8, 1 / 3), warm_up=8),
        Match("cam 14", product, None, java("cam", **small, labels=14), work(8, 1 / 3), warm_up=8),
        Match("eda", "lines cut at commas", None, java("eda"), java("lines"), warm_up=4),
        Match("metrics", "sorting", None, java("metrics", resamples=100), java("sort", resamples=100)),
        LAUNCHER,
    ]
    if has_bf16():
        parts.insert(1, Match("step-bf16", product, None, java("step", **small, **bf16), work(8)))
    return parts
