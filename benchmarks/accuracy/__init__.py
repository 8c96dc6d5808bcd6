"""How right posecheck is: angles, holds and verdicts against exact truth, real photos and real clips.

Run `python -m benchmarks.accuracy --help`. Nothing in here tunes anything: it judges with the references and the
code as they are and tells what that gave.

The report tells everything of the first model that is asked for, and of further ones how they do against what must
hold. Where Google's address of the models lite and heavy can't be reached: their networks are in the npm package
`@mediapipe/pose` 0.5.1675469404, too (its `pose_landmark_full.tflite` is the very file that the model full is made of),
and `posecheck.pose.bundle.write_bundle` makes a model of such a network and the detector.
"""
