"""Frames in (clips, pictures) with their true times, and annotated video out."""
