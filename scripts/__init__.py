"""Run by hand, rarely: they make what is committed (sample deliveries, gazetteer). No run of the pipeline needs them."""
