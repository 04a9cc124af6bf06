"""The workspace 人物地点: who, where, which office, what happened."""
