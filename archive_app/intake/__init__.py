"""What comes from outside: folders, documents, texts, pictures, archives. Read apart, proposed, never believed.

``read`` walks the paths and yields one ``Outcome`` for every file met. Reading runs in a process of its own with
limits (``sandbox``); what a file suggests is a ``Proposal`` that services commit. A new format is one module in
``formats/`` and one line in its registry.
"""

from archive_app.intake.proposal import Attachment, Outcome, Proposal, Refusal, Suggestion, Taken, TakenList
from archive_app.intake.reading import read

__all__ = ["Attachment", "Outcome", "Proposal", "Refusal", "Suggestion", "Taken", "TakenList", "read"]
