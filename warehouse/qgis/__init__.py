"""What QGIS opens: the styles of the layers, and the project that is a finished map of them. Written without QGIS, from the registry."""
