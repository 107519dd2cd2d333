"""Who is connected with whom: networks and partnerships as a graph, and corridors between territories."""
