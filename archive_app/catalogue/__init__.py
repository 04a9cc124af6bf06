"""The catalogue: every record and the change log. SQLAlchemy lives here and nowhere else."""
