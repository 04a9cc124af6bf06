"""Recordings that are listened to: decoded, stretched and sounded, with the line that says where one is."""
