"""What a volume prints of a photograph: the picture, its caption, whose it is, and who is on it, row by row."""

from __future__ import annotations

from archive_app.catalogue.catalogue import Catalogue
from archive_app.catalogue.store import Record
from archive_app.domain.depicted import goes_through_rows, of_file, people_words
from archive_app.domain.manuscript import Block, BlockKind, Manuscript, Picture
from archive_app.domain.rights import credit_of
from archive_app.domain.sides import first_of, printed_of


def photograph_text(catalogue: Catalogue, item: Record) -> Manuscript:
    """The picture with its caption, always the same block; nothing where no picture is attached.

    Of several pictures the one chosen for print, else the first that is no back. On a restored version stands whoever
    stands on the picture it was made from, where nobody was framed on itself.
    """
    pictures = [file for file in catalogue.files_of(item.id) if str(file["mime"]).startswith("image/")]
    file = printed_of(pictures)
    if file is None:
        return Manuscript()
    words = str(item["caption"] or item.title)
    people = ""
    if not goes_through_rows(words):  # such a caption has said who they are
        known = first_of(pictures)
        first = known.id if known is not None else ""
        own = of_file(item["people"], file.id, first=file.id == first)
        source = str(file["made_from"] or first)
        people = people_words(own or of_file(item["people"], source, first=source == first), catalogue.nameless)
    picture = Picture(file.id, credit=credit_of(item.values), people=people)
    return Manuscript((Block(BlockKind.PICTURE, words, picture=picture, id=f"{item.id}.picture"),))
