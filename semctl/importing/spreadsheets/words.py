"""Words in the cells of tables of talks, in five languages."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from semctl.languages import fold

STATUSES: Final[Mapping[str, str]] = MappingProxyType(
    {
        fold(word): status
        for status, words in {
            "confirmed": "confirmed ok yes fix definite bestätigt zugesagt ja confermato sì bevestigd confirmé oui",
            "tentative": "tentative pending provisional maybe vorläufig unsicher provvisorio voorlopig provisoire",
            "invited": "invited asked eingeladen angefragt invitato uitgenodigd invité",
            "cancelled": "cancelled canceled abgesagt entfällt annullato cancellato geannuleerd afgelast annulé off",
        }.items()
        for word in words.split()
    }
)
MODES: Final[Mapping[str, str]] = MappingProxyType(
    {
        fold(word): mode
        for mode, words in {
            "in-person": (
                "in-person", "in person", "on site", "on-site", "onsite", "präsenz", "vor ort", "in presenza",
                "op locatie", "présentiel", "en présentiel",
            ),
            "hybrid": ("hybrid", "hybride", "ibrido", "ibrida"),
            "online": ("online", "virtual", "virtuell", "remote", "a distanza", "en ligne", "à distance", "distanciel"),
        }.items()
        for word in words
    }
)  # fmt: skip
TOTALS: Final = re.compile(
    r"(?:grand )?total\w*\b|sum\b|summe\b|gesamt\b|anzahl\b|totale\b|totaal\b|aantal\b|somme\b", re.IGNORECASE
)
"""How a row below the table begins that counts the others."""
NOTHING: Final = frozenset({"-", "–", "—", "?", "??", "???", "/"})
"""What stands in a cell that is empty."""
