"""From manuscripts and a template to styled blocks: what each block is on the page, before any of it is measured."""
