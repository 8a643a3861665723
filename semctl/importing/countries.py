"""The country whose clocks a time zone is called after: a guess, to be marked as one wherever it is used."""

from collections.abc import Mapping
from typing import Final

_ZONES: Final = """
AR America/Argentina/Buenos_Aires
AT Europe/Vienna
AU Australia/Adelaide Australia/Brisbane Australia/Melbourne Australia/Perth Australia/Sydney
BE Europe/Brussels
BG Europe/Sofia
BR America/Sao_Paulo
CA America/Edmonton America/Halifax America/Montreal America/Toronto America/Vancouver America/Winnipeg
CH Europe/Zurich
CL America/Santiago
CN Asia/Shanghai
CO America/Bogota
CY Asia/Nicosia
CZ Europe/Prague
DE Europe/Berlin
DK Europe/Copenhagen
EE Europe/Tallinn
ES Europe/Madrid
FI Europe/Helsinki
FR Europe/Paris
GB Europe/London
GR Europe/Athens
HR Europe/Zagreb
HU Europe/Budapest
IE Europe/Dublin
IL Asia/Jerusalem
IN Asia/Kolkata
IS Atlantic/Reykjavik
IT Europe/Rome
JP Asia/Tokyo
KR Asia/Seoul
LT Europe/Vilnius
LU Europe/Luxembourg
LV Europe/Riga
MT Europe/Malta
MX America/Mexico_City
NL Europe/Amsterdam
NO Europe/Oslo
NZ Pacific/Auckland
PL Europe/Warsaw
PT Europe/Lisbon
RO Europe/Bucharest
RS Europe/Belgrade
SE Europe/Stockholm
SG Asia/Singapore
SI Europe/Ljubljana
SK Europe/Bratislava
TR Europe/Istanbul
TW Asia/Taipei
UA Europe/Kyiv
US America/Chicago America/Denver America/Detroit America/Los_Angeles America/New_York America/Phoenix
ZA Africa/Johannesburg
"""
"""Where most seminars meet. A zone that is missing tells no country."""
_ALONE: Final[Mapping[str, str]] = {
    country: zones[0] for country, *zones in map(str.split, _ZONES.strip().splitlines()) if len(zones) == 1
}
_COUNTRIES: Final[Mapping[str, str]] = {
    zone: country for country, *zones in map(str.split, _ZONES.strip().splitlines()) for zone in zones
}


def zone_of(country: str) -> str | None:
    """The time zone of a country that has one; None for any other."""
    return _ALONE.get(country)


def country_of(zone: str) -> str | None:
    """The two letters of a country; None where the zone tells none."""
    return _COUNTRIES.get(zone)
