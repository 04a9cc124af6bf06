"""Earlier volumes in the window: taken in, their pages numbered, their words looked through, their contents."""
