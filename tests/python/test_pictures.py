"""Heatmaps, opened by an XML parser and by Pillow; jsPsych's data, by pandas."""

import json
import xml.etree.ElementTree as ET

import numpy as np
import pandas as pd
from PIL import Image

from conftest import Export

SVG = "{http://www.w3.org/2000/svg}"


def test_every_page_with_gaze_has_a_heatmap_in_both_formats(usual: Export) -> None:
    folder = usual.folder / "heatmaps"
    seen = pd.read_csv(usual.folder / "csv" / "fixations.csv").dropna(subset=["xDocumentPx"])
    pages = seen["url"].str.replace("#.*", "", regex=True).nunique()
    assert len(list(folder.glob("*.png"))) == pages
    assert {path.stem for path in folder.glob("*.png")} == {path.stem for path in folder.glob("*.svg")}


def test_svg_is_xml_and_says_what_its_colours_mean(usual: Export) -> None:
    for path in (usual.folder / "heatmaps").glob("*.svg"):
        root = ET.parse(path).getroot()
        assert root.tag == f"{SVG}svg"
        caption = root.find(f"{SVG}desc").text
        assert caption.startswith("Spread")
        assert "every participant weighs the same" in caption
        # What is printed is what is described, over lines.
        printed = " ".join(text.text for text in root.iter(f"{SVG}text"))
        assert caption in printed
        assert json.loads(root.find(f"{SVG}metadata").text)["heat"]["from"] == "fixations"
        assert any("fill-opacity" in shape.attrib for shape in root.iter(f"{SVG}path"))
        images = list(root.iter(f"{SVG}image"))
        assert images
        assert all(image.attrib["href"].startswith("data:image/png;base64,") for image in images)


def test_png_is_the_page_with_its_heat_and_a_caption(usual: Export) -> None:
    for path in (usual.folder / "heatmaps").glob("*.png"):
        root = ET.parse(path.with_suffix(".svg")).getroot()
        with Image.open(path) as image:
            image.load()
            assert image.size == (int(root.attrib["width"]), int(root.attrib["height"]))
            pixels = np.asarray(image.convert("RGB"), dtype=int)
        strip_top = int(float(root.findall(f"{SVG}rect")[-1].attrib["y"]))
        strip, page = pixels[strip_top:], pixels[:strip_top]
        # Dark letters on white, and nothing coloured.
        assert strip.max() == 255
        assert strip.min() < 100
        assert (strip.max(axis=2) - strip.min(axis=2)).max() < 40
        assert (page.max(axis=2) - page.min(axis=2)).max() > 100


def test_jspsych_data_are_trials_of_gaze(usual: Export) -> None:
    trials = pd.read_json(usual.folder / "jspsych.json")
    assert list(trials["trial_index"]) == list(range(len(trials)))
    assert trials["time_elapsed"].is_monotonic_increasing
    gaze = pd.DataFrame(trials["webgazer_data"].explode().dropna().tolist())
    assert list(gaze.columns) == ["x", "y", "t"]
    on_page = [x is not None for x in usual.truth["samples"]["xViewportPx"]]
    in_view = [view >= 0 for view in usual.truth["samples"]["view"]]
    assert len(gaze) == sum(a and b for a, b in zip(on_page, in_view, strict=True))
    targets = trials["webgazer_targets"].iloc[0]
    assert "Hero" in targets
    assert set(targets["Hero"]) == {"x", "y", "width", "height", "top", "right", "bottom", "left"}
