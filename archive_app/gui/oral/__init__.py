"""The transcript of a recording as it is written: segments, who speaks, index points, all of it by keyboard."""
