"""The workspace 征集: leads, commissioners, consents, the editorial office."""
