"""Words put in the place of others in many texts at once: the places with a tick each, before anything is written."""
