"""A checkpoint's map for the page: its places, groups and colours, and the files that carry them."""
