"""All pictures of the example, in the order of their numbers."""

from __future__ import annotations

import pages_village
import pictures_bridge
import pictures_bus
import pictures_contract
import pictures_farm
import pictures_felt
import pictures_hearth
import pictures_lanterns
import pictures_medicine
import pictures_mill
import pictures_platform
import pictures_portrait
import pictures_rubbing
import pictures_school
import pictures_skins
import pictures_spinning
import pictures_square
import pictures_stall
import pictures_village
import pictures_water
import pictures_window
from studio import Picture

_ROOMS = (
    pages_village,
    pictures_bridge,
    pictures_bus,
    pictures_contract,
    pictures_farm,
    pictures_felt,
    pictures_hearth,
    pictures_lanterns,
    pictures_medicine,
    pictures_mill,
    pictures_platform,
    pictures_portrait,
    pictures_rubbing,
    pictures_school,
    pictures_skins,
    pictures_spinning,
    pictures_square,
    pictures_stall,
    pictures_village,
    pictures_water,
    pictures_window,
)
PICTURES: list[Picture] = sorted((p for room in _ROOMS for p in room.PICTURES), key=lambda p: int(p.code.split("-")[1]))
