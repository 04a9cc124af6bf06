"""What people wear, and the colours of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from mesh import Colour

SKIN: Colour = (0.35, 0.225, 0.155)


HAIR: Colour = (0.020, 0.017, 0.015)


NAVY: Colour = (0.040, 0.055, 0.095)


GREY: Colour = (0.13, 0.14, 0.15)


BLACK: Colour = (0.028, 0.028, 0.030)


OLIVE: Colour = (0.12, 0.13, 0.065)


WHITE: Colour = (0.62, 0.61, 0.58)


CLOTH_BLUE: Colour = (0.10, 0.16, 0.27)


@dataclass(frozen=True, slots=True)
class Dress:
    """What is worn. `hat`: none, cap, work_cap, felt, straw, scarf, towel, official, or one the caller adds.

    `skirt` is how far the coat reaches below the hips (0.14 a jacket, 0.8 a gown). `hair`: short, bob, braids, bun.
    """

    coat: Colour = NAVY
    trousers: Colour = NAVY
    shoes: Colour = BLACK
    hat: str = "cap"
    hat_colour: Colour = NAVY
    hair: str = "short"
    hair_colour: Colour = HAIR
    skin: Colour = SKIN
    bulk: float = 1.0
    skirt: float = 0.14
    belt: Colour | None = None
    apron: Colour | None = None
    collar: Colour | None = None
    buttons: bool = True
    quilt: float = 0.0
    check: float = 0.0
    folds: float = 0.020
    woman: bool = False
    beard: float = 0.0
    leg_taper: float = 1.0
    sleeve: float = 1.0
    extras: tuple[str, ...] = field(default=())


RED: Colour = (0.36, 0.035, 0.030)


SASH: Colour = (0.55, 0.50, 0.40)
