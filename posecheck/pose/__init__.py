"""A frame to 33 landmarks: the model, and MediaPipe around it."""
