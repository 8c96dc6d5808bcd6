"""The tutorial loop on the legacy API, as a script for an environment of its own: knows nothing of posecheck.

`python legacy_loop.py CLIP` measures from the moment that the libraries are imported, and prints JSON.
"""

import json
import sys
import time

import cv2
import mediapipe as mp


def main() -> None:
    """Read, infer, one frame after the other."""
    start, start_cpu = time.perf_counter(), time.process_time()
    capture = cv2.VideoCapture(sys.argv[1])
    count = 0
    with mp.solutions.pose.Pose(model_complexity=1) as pose:  # 1 is the full model
        while True:
            there, image = capture.read()
            if not there:
                break
            pose.process(cv2.cvtColor(image, cv2.COLOR_BGR2RGB))
            count += 1
    seconds, cpu_s = time.perf_counter() - start, time.process_time() - start_cpu
    times = {"ms_per_frame": 1000 * seconds / count, "cpu_ms_per_frame": 1000 * cpu_s / count}
    print(json.dumps({"frames": count, **times}))


if __name__ == "__main__":
    main()
