"""A checkpoint as files of a page that needs no server."""
