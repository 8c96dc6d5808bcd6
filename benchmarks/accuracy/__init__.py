"""How right posecheck is: angles, holds and verdicts against exact truth, real photos and real clips.

Run `python -m benchmarks.accuracy --help`. Nothing in here tunes anything: it judges with the references and the
code as they are and tells what that gave.
"""
