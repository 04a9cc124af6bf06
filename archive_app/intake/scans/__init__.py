"""Reading what is printed on a scan: the recogniser and its models come with an extra, nothing is fetched or sent."""
