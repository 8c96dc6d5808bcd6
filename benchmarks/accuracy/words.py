"""What the report says about how its numbers come about."""

from typing import Final

HOW_TUNED: Final = (
    "What was looked at when something was changed: all of *samples* and *rendered* throughout; *study*, *fresh*, "
    "*faults* and *drawn* were each rendered when everything had been decided, but then looked at, and what they "
    "showed was mended. Those are no longer held out. The clips of *drawn* and *held-out* were drawn by lot "
    "(`tools/avatar/drawn.py`). Of *drawn*, 25 of 28 holds (numbers 0 to 23) and 13 of 14 (24 to 35) were within "
    "0.2 s of the coach on truth when they were first looked at, landmarks alone telling movement from rest; that the "
    "picture's own motion tells it came of that. With it 14 of 14 (36 to 47) were within 0.06 s at first, but in one "
    "clip hands on the leg were blamed, and their bound was moved; a hold of 24 to 35 led to the rule for a body that "
    "all but stops on its way. *held-out*, numbers 48 to 59, was rendered after that and looked at for this report "
    "only. Photos: both halves were looked at when joint centres, typical standing and the looks at a picture were "
    "chosen."
)

HOW_CENTRES: Final = (
    "The model's shoulders and hips are moved to the centres of the joints (`posecheck/pose/centres.py`) before "
    "anything is measured. The two offsets in use were fitted on samples and rendered. Here they are fitted again by "
    "trying a grid, for every body on the clips of the others: how they do on the body that was left out is what a "
    "new person can expect. Held frames, up to 20 degrees off the side, each clip counting alike; the truth is as it "
    "is, not calibrated."
)

HOW_CONFUSED: Final = (
    "Each reference is asked by itself, as when the person has named it, which is harder than choosing among all. "
    "*held* and *counted* are what the person would have been told; the percentage is the share of the frames in which "
    "the stretch was recognised; a percentage alone is a position that was seen, of which nothing was told. * marks "
    "what a clip shows. Negative motions are named by what they resemble or are: a bridge is no child pose but is the "
    "shoulder bridge."
)

HOW_CHANGED: Final = (
    "*After a change*: the same photos, changed before they are looked at; recall as in the table of what must hold. A "
    "mirrored knee hug is right when its side has changed."
)

HOW_SCORED: Final = (
    "Angles, holds, repetitions and sides: cameras up to 20 degrees off the side. First what was held out, then all "
    "rendered data together; the tables below tell the sets apart. "
    "Photos: the bands of the references were chosen with these photos at hand before the halves were made, so "
    "that neither half is unseen."
)

HOW_ANGLES: Final = (
    "What posecheck measured on the limb that it takes for the near one, smoothed as the coach does it, minus the "
    "truth of the limb that is near. *Projected* is the angle between the true joints as the true camera projects "
    "them, which is what posecheck claims to measure; *space* is the included angle of the true joints in space "
    "(0 to 180 degrees, signs left out). Hip and shoulder are signed in the projected columns. Frames of one clip "
    "are much alike: read *n* as a number of frames, not of people. *Unknown* is the share of frames without a "
    "value, nobody found included."
)

HOW_CALIBRATED: Final = (
    "*Calibrated* (cal.) compares with true joints that were moved to where posecheck finds them on a body that "
    "stands: what is left of the difference between the avatar's skeleton and BlazePose's marks after shoulders and "
    "hips have been moved to the joint centres. The offsets are measured on up to 2 s of standing with the arms down, "
    "seen from within 25 degrees of the side, and are the same in every pose; each body is given the mean of all "
    "others. The table of offsets states them. (Before, a body was given what was measured on itself in one clip. "
    "Between clips of one body that differs by 3 % of the trunk, as much as between bodies, so that it told the error "
    "of that clip; counted like that, the calibrated shoulder of drawn clips 48 to 59 is 7.7 degrees off.) Offsets "
    "taken standing do not fit a folded body as well: where calibrated is worse than as it is, that is the reason."
)

HOW_VIEWS: Final = (
    "Views are named by the camera's yaw: how far it is off the person's true side as seen from above (0 to 90 "
    "degrees), as placed or else by the median of the truth. The yaw that posecheck estimates is compared with "
    "that, and with the angle *off axis* between the line of sight and the person's left-right axis, in which the "
    "camera's height counts too. *Near side wrong* and *facing wrong* are shares of the frames with a person; "
    "from the front there is no near side to speak of. *Left/right swapped* is the share of joint pairs found "
    "crosswise among those that lie at least a quarter of the trunk apart in the picture."
)

HOW_WAYS: Final = (
    "The same landmarks measured in other ways, over the held frames, against the calibrated truth. All angles "
    "are included angles here (0 to 180 degrees), so that ways with and without a sign compare."
)

HOW_HOLDS: Final = (
    "The coach with all references at once, as `posecheck analyze` runs it, on the landmarks and on the true "
    "joints seen by the true camera. A labelled hold lasts from the first to the last moment in which the body is "
    "fully in the pose."
)

HOW_FAULTS: Final = (
    "Each clip goes from the good pose into one fault and back. The coach with all references at once, on the "
    "landmarks and on the true joints. A cue may come on the way into the fault: such a time is negative. Whatever "
    "else is blamed, anywhere in the clip, is told. Clips with a fault are in none of the other tables."
)

HOW_PHOTOS: Final = (
    "Every photo judged as a picture against all references. These photos are of third parties; only the numbers "
    "are here."
)

HOW_MOMENTS: Final = (
    "A frame of every labelled hold that was filmed up to 20 degrees off the side, judged as a picture by itself, as "
    "it is and after the changes that the photos get: there are only three photos of a knee hug, and none of both "
    "knees. The pelvic tilt is never told of a picture: lying with the knees up is also a rest."
)

HOW_CLIPS: Final = (
    "Every clip judged against all references at once; only `child_pose` shows a held stretch from start to end. "
    "`bridge_pose` shows the bridge between titles and talk."
)
