"""全宗, 类, 案卷, in which items stand: their tree, what is done with them, and the level that comes of it."""

from archive_app.services.units.standing import held_by, level_words, opens_in_words, standing_of
from archive_app.services.units.tree import UnitTree

__all__ = ["UnitTree", "held_by", "level_words", "opens_in_words", "standing_of"]
