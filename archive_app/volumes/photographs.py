"""What a volume prints of a photograph: the picture, its caption, whose it is, and who is on it, row by row."""

from __future__ import annotations

from archive_app.catalogue.catalogue import Catalogue
from archive_app.catalogue.store import Record
from archive_app.domain.depicted import goes_through_rows, of_file, people_words
from archive_app.domain.manuscript import Block, BlockKind, Manuscript, Picture


def photograph_text(catalogue: Catalogue, item: Record) -> Manuscript:
    """The picture with its caption, always the same block; nothing where no picture is attached."""
    for file in catalogue.files_of(item.id):
        if str(file["mime"]).startswith("image/"):
            words = str(item["caption"] or item.title)
            # a caption that goes through the rows itself has said who they are
            people = "" if goes_through_rows(words) else people_words(of_file(item["people"], file.id, first=True))
            picture = Picture(file.id, credit=item["credit_line"], people=people)
            return Manuscript((Block(BlockKind.PICTURE, words, picture=picture, id=f"{item.id}.picture"),))
    return Manuscript()
