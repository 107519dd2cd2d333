"""Static maps and network pictures as SVG, drawn from the layers and tables of a build alone; the same build gives the same bytes."""
