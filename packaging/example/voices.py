"""Synthesised speech, a segment at a time: espeak-ng fed with pinyin, its silence cut off, its length counted."""

from __future__ import annotations

import io
import re
import subprocess
import wave
from array import array
from dataclasses import dataclass

from pypinyin import Style, lazy_pinyin, load_phrases_dict

RATE = 22_050
"""Samples a second of everything here."""

_VOICE = "cmn-latn-pinyin"  # espeak's own Chinese reads characters one by one as English letters
_QUIET = 200  # of 32,768: what is quieter is silence before and after the words
_PAUSES = {"，": ",", "、": ",", "。": ".", "？": "?", "！": "!", "；": ";", "：": ","}
_READINGS = """
单德胜 shàn dé shèng, 念善 niàn shàn, 这个字咱们念让 zhè gè zì zán men niàn ràng, 酿皮 ràng pí, 囫囵 hú lún,
焜锅 kūn guō, 尔德节 ěr dé jié, 磨课 mò kè, 水磨 shuǐ mò, 三盘磨 sān pán mò, 看磨 kān mò, 上磨 shàng mò,
中磨 zhōng mò, 下磨 xià mò, 磨房 mò fáng, 磨面 mò miàn, 磨盘 mò pán, 磨齿 mò chǐ, 电磨 diàn mò, 种给 zhòng gěi,
看水 kān shuǐ, 窝巴力 wō bā lì, 冶家 yě jiā, 红过脸 hóng guò liǎn, 还我 huán wǒ, 还的 huán de, 背石 bēi shí,
背下的 bèi xià de, 馍馍 mó mo, 咋 zǎ
"""
"""What the dictionary reads otherwise than those who speak."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A variant of espeak's, how high (0–99) and how fast (words a minute) it speaks."""

    variant: str
    pitch: int
    speed: int

    def say(self, text: str) -> array[int]:
        """The samples of a sentence, without silence at its ends."""
        command = ["espeak-ng", "-v", f"{_VOICE}+{self.variant}", "-p", str(self.pitch), "-s", str(self.speed)]
        spoken = subprocess.run([*command, "--stdout", pinyin(text)], check=True, capture_output=True)
        with wave.open(io.BytesIO(spoken.stdout)) as file:
            assert (file.getframerate(), file.getsampwidth(), file.getnchannels()) == (RATE, 2, 1)
            return _trimmed(array("h", file.readframes(file.getnframes())))


def pinyin(text: str) -> str:
    """The sounds of a sentence: syllables with tone numbers (5: none), third tones before third ones as they change."""
    load_phrases_dict({word: [[sound] for sound in sounds] for word, *sounds in map(str.split, _READINGS.split(","))})
    syllables = lazy_pinyin(
        text, style=Style.TONE3, neutral_tone_with_five=True, tone_sandhi=True, v_to_u=False, errors=_marks
    )
    return " ".join(syllables)


def _marks(text: str) -> list[str]:
    marks = [_PAUSES[char] for char in text if char in _PAUSES]
    left = re.sub(r"\s", "", "".join(char for char in text if char not in _PAUSES))
    if left:
        raise ValueError(f"nobody can say {left!r}")
    return marks


def _trimmed(samples: array[int]) -> array[int]:
    loud = [number for number in range(0, len(samples), 32) if abs(samples[number]) > _QUIET]
    if not loud:
        raise ValueError("nothing was said")
    return samples[max(0, loud[0] - 64) : loud[-1] + 64]


def silence(seconds: float) -> array[int]:
    """Samples of nothing."""
    return array("h", bytes(2 * round(seconds * RATE)))
