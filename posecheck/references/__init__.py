"""Reference poses: what a stretch asks for, read from TOML files, checked, found by name."""
