"""How a name sounds, coarsely enough for languages other than English: the consonants by class, without vowels.

Soundex keeps the first letter and knows English only: Catherine and Katherine, Yusuf and Josef, Zhang and Chang,
Kwame and Quame differ by it. Here the first letter has a class like the others, letters that one alphabet writes
for another (Cyrillic, Arabic, Polish, Pinyin) are one class, and a name may end in any vowel.
"""

import re
from functools import lru_cache

LENGTH = 4

# Letters written together for one sound, longest first. The right side is a letter whose class stands for it.
_TOGETHER = (
    ("szcz", "s"), ("tsch", "s"), ("sch", "s"), ("tch", "s"), ("chr", "kr"), ("szc", "s"), ("dzh", "s"), ("dzi", "s"),
    ("ch", "s"), ("sh", "s"), ("cz", "s"), ("sz", "s"), ("rz", "s"), ("zh", "s"), ("ts", "s"), ("dj", "s"),
    ("dz", "s"), ("gh", "k"), ("kh", "k"), ("ck", "k"), ("ph", "f"), ("th", "t"), ("dd", "d"), ("ff", "f"),
    ("ll", "l"), ("wr", "r"), ("kn", "n"), ("gn", "n"), ("ce", "se"), ("ci", "si"), ("cy", "si"),
    ("ge", "je"), ("gi", "ji"), ("dg", "j"), ("mc", "mk"),
)  # fmt: skip
_PATTERN = re.compile("|".join(letters for letters, _ in _TOGETHER))
_REPLACED = dict(_TOGETHER)
_CLASSES = {
    **dict.fromkeys("bp", "p"),
    **dict.fromkeys("fv", "f"),
    **dict.fromkeys("ckgq", "k"),
    **dict.fromkeys("szxj", "s"),
    **dict.fromkeys("dt", "t"),
    **dict.fromkeys("l", "l"),
    **dict.fromkeys("r", "r"),
    **dict.fromkeys("mn", "n"),
}


@lru_cache(maxsize=1 << 13)
def sound(part: str) -> str:
    """The sound of one folded part of a name: "mohammed" and "muhammad" give "nnt"; vowels only give "a"."""
    plain = _PATTERN.sub(lambda found: _REPLACED[found.group()], part)
    heard = [_CLASSES.get(letter, "") for letter in plain]
    if plain[:1] == "w":  # a consonant in front, a vowel's glide elsewhere
        heard[0] = "f"
    kept: list[str] = []
    for n, letter in enumerate(heard):
        if letter and (n == 0 or heard[n - 1] != letter):
            kept.append(letter)
    return "".join(kept[:LENGTH]) or (part[:1] if part and not part.isascii() else "a")
