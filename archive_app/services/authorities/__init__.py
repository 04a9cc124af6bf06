"""Who, where and what: the cards of persons, places, organisations and events, and the office's own lists."""
