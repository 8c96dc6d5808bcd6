"""Measuring posecheck: accuracy against exact truth, speed against peers."""
