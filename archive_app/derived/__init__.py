"""What can be deleted and comes back: thumbnails, waveforms, page images. Nothing here is ever the only copy."""
