"""The rooms put together: analysing a clip, judging a recording, a live session."""
