"""Draws a project in QGIS without a screen and tells what it sees. Run by the Python that has QGIS, once for all tests:

    python3 qgis_pictures.py PROJECT QUESTIONS ANSWERS

QUESTIONS is a JSON file: pictures by name, each with bounds and points in degrees. ANSWERS gets the layers with whether they are valid,
and the colour of each picture at each point; the pictures and the printed pages are written beside it.
"""

import json
import os
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsLayoutExporter,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)  # fmt: skip
from qgis.PyQt.QtCore import QSize

WIDTH, HEIGHT, DOTS_PER_INCH = 900, 700, 96


def _settings(project, bounds, to_map):
    settings = QgsMapSettings()
    settings.setLayers([node.layer() for node in project.layerTreeRoot().findLayers() if node.isVisible()])
    settings.setDestinationCrs(project.crs())
    settings.setTransformContext(project.transformContext())
    settings.setBackgroundColor(project.backgroundColor())
    settings.setOutputSize(QSize(WIDTH, HEIGHT))
    settings.setOutputDpi(DOTS_PER_INCH)
    settings.setExtent(to_map.transformBoundingBox(QgsRectangle(*bounds)))
    return settings


def _drawn(project, folder, name, asked):
    to_map = QgsCoordinateTransform(QgsCoordinateReferenceSystem("EPSG:4326"), project.crs(), project)
    settings = _settings(project, asked["bounds"], to_map)
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    picture = job.renderedImage()
    picture.save(str(folder / f"{name}.png"))
    spots = [settings.mapToPixel().transform(to_map.transform(QgsPointXY(*point))) for point in asked["points"]]
    return [picture.pixelColor(round(spot.x()), round(spot.y())).name() for spot in spots]


def _pages(project, folder):
    """Export every page; return how each layout ended, that of countries with the name of each page."""
    exported = QgsLayoutExporter.ImageExportSettings()
    exported.dpi = DOTS_PER_INCH
    told = []
    for number, layout in enumerate(project.layoutManager().printLayouts()):
        atlas = layout.atlas()
        atlas.updateFeatures()
        for page in range(max(atlas.count(), 1)):
            atlas.seekTo(page)
            done = QgsLayoutExporter(layout).exportToImage(str(folder / f"page-{number}-{page}.png"), exported)
            told.append([layout.name(), atlas.currentFilename() if atlas.enabled() else "", done])
    return sorted(told)


def _opened(path):
    """Return what becomes of layers that a reader adds alone: the first name of each legend, where it has names."""
    told = {}
    for name in ("labelled_map_initiative_places_ar", "map_territories_admin1"):
        layer = QgsVectorLayer(f"{path}|layername={name}", name, "ogr")  # its renderer goes with it
        told[name] = layer.renderer().legendSymbolItems()[0].label()
    return told


def main(path, questions, answers):
    application = QgsApplication([], False)
    application.initQgis()
    project = QgsProject.instance()
    is_read = project.read(path)
    folder = Path(answers).parent
    told = {
        "is_read": is_read,
        "title": project.title(),
        "layers": {layer.id(): [layer.isValid(), layer.featureCount()] for layer in project.mapLayers().values()},
        "colours": {name: _drawn(project, folder, name, asked) for name, asked in json.loads(Path(questions).read_text()).items()},
        "opened": _opened(Path(path).with_suffix(".gpkg")),
        "pages": _pages(project, folder),
    }
    Path(answers).write_text(json.dumps(told))
    project.clear()
    application.exitQgis()


main(*sys.argv[1:])
