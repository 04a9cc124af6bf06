"""What is printed on scans, as a draft beside the scan: corrected in place, taken or not."""
