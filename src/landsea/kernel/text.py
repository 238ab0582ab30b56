"""Text from outside: normalised (NFC), without control characters, and of one script per word."""

from __future__ import annotations

import unicodedata

from landsea.kernel.refusal import BadValue

_ALIKE = ("LATIN", "CYRILLIC", "GREEK")


def clean(value: str, what: str, longest: int = 200) -> str:
    """The text trimmed and in NFC. Refused: empty, too long, control and invisible characters, words that mix look-alike scripts.

    Latin with Cyrillic or Greek in one word is the usual way to forge a name (UTS 39, single-script words).
    """
    text = unicodedata.normalize("NFC", value).strip()
    if not text or len(text) > longest:
        raise BadValue(
            value=repr(text[:40]),
            what=what,
            why=Phrase("it must have 1 to {longest} characters", longest=longest),
            mend="Shorten or fill it in.",
        )
    if text.isascii() and text.isprintable():
        return text  # letters of ASCII are of one script; most text is, and is read by the thousand
    for index, char in enumerate(text):
        if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn") and char != "\n":
            raise BadValue(
                value=repr(text[:40]),
                what=what,
                why=Phrase("character {at} (U+{code}) is not printable", at=index + 1, code=f"{ord(char):04X}"),
                mend="Type the text again.",
            )
    for word in text.split():
        scripts = {
            name for char in word if char.isalpha() for name in _ALIKE if unicodedata.name(char, "").startswith(name)
        }
        if len(scripts) > 1:
            raise BadValue(
                value=repr(word[:40]),
                what=what,
                why=Phrase("one word mixes the scripts {scripts}", scripts=", ".join(sorted(scripts))),
                mend="Type the word again in one script.",
            )
    return text


class Phrase(str):
    """A sentence filled with facts that still knows its template, so that it can be said in another language."""

    __slots__ = ("facts", "template")
    template: str
    facts: dict[str, object]

    def __new__(cls, template: str, /, **facts: object) -> Phrase:
        phrase = super().__new__(cls, template.format(**facts))
        phrase.template, phrase.facts = template, facts
        return phrase
