"""Development tools of posecheck; nothing here is imported by the package at run time."""
