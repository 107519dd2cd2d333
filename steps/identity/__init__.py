"""Which reports describe one initiative: described, compared, put together, given the id that it keeps."""
