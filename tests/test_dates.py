"""Days, times and durations as people type them, and as they are printed."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from semctl.dates import (
    Unclear,
    clock,
    day_at,
    day_span,
    long_day,
    plain_day,
    read_day,
    read_duration,
    read_instant,
    read_slot,
    read_time,
    short_day,
    weekday_number,
    write_duration,
)
from semctl.languages import CODES, language

FRIDAY = date(2026, 5, 8)
TODAYS = st.dates(date(1901, 1, 1), date(2099, 12, 31))
EVERY_DAY = st.dates(date(1900, 1, 1), date(2100, 12, 31))
CODE = st.sampled_from(CODES)
AMSTERDAM = ZoneInfo("Europe/Amsterdam")

DAYS = [  # said on Friday, 8 May 2026
    ("2026-05-28", "2026-05-28"),
    ("2026/05/28", "2026-05-28"),
    ("2026.05.28", "2026-05-28"),
    ("2026-5-28", "2026-05-28"),
    ("20260528", "2026-05-28"),
    ("28 May", "2026-05-28"),
    ("28 may 2026", "2026-05-28"),
    ("28 MAY 2026", "2026-05-28"),
    ("28. Mai 2026", "2026-05-28"),
    ("28.Mai", "2026-05-28"),
    ("May 28", "2026-05-28"),
    ("May 28th 2026", "2026-05-28"),
    ("May 28, 2026", "2026-05-28"),
    ("28th of May", "2026-05-28"),
    ("the 28th of May 2026", "2026-05-28"),
    ("28-May-2026", "2026-05-28"),
    ("28.5.", "2026-05-28"),
    ("28.5", "2026-05-28"),
    ("28.5.2026", "2026-05-28"),
    ("28. 5. 2026", "2026-05-28"),
    ("28/5/2026", "2026-05-28"),
    ("28/5", "2026-05-28"),
    ("28-5-2026", "2026-05-28"),
    ("Thursday 28 May", "2026-05-28"),
    ("Thursday, 28 May 2026", "2026-05-28"),
    ("Thu 28.5.", "2026-05-28"),
    ("Do., 28.5.", "2026-05-28"),
    ("2026-05-28 (Thu)", "2026-05-28"),
    ("28 May (Thursday)", "2026-05-28"),
    ("jeudi 28 mai", "2026-05-28"),
    ("gio 28 mag", "2026-05-28"),
    ("donderdag 28 mei", "2026-05-28"),
    ("op 28 mei", "2026-05-28"),
    ("am 28. Mai", "2026-05-28"),
    ("le 28 mai", "2026-05-28"),
    ("il 28 maggio", "2026-05-28"),
    ("8 May", "2026-05-08"),
    ("7 May", "2027-05-07"),
    ("1er juin", "2026-06-01"),
    ("1º giugno", "2026-06-01"),
    ("1° giugno", "2026-06-01"),
    ("2e juni", "2026-06-02"),
    ("1 Sept", "2026-09-01"),
    ("1 Sep 2026", "2026-09-01"),
    ("März 1", "2027-03-01"),
    ("1 Maerz", "2027-03-01"),
    ("mar 12", "2027-03-12"),
    ("mar 12 mag", "2026-05-12"),
    ("mar. 12 mai 2026", "2026-05-12"),
    ("29 Feb", "2028-02-29"),
    ("29.2.", "2028-02-29"),
    ("29 Feb 2028", "2028-02-29"),
    ("1 août", "2026-08-01"),
    ("1 aout", "2026-08-01"),
    ("today", "2026-05-08"),
    ("Tomorrow", "2026-05-09"),
    ("the day after tomorrow", "2026-05-10"),
    ("yesterday", "2026-05-07"),
    ("heute", "2026-05-08"),
    ("übermorgen", "2026-05-10"),
    ("morgen", "2026-05-09"),
    ("domani", "2026-05-09"),
    ("dopodomani", "2026-05-10"),
    ("vandaag", "2026-05-08"),
    ("gisteren", "2026-05-07"),
    ("aujourd’hui", "2026-05-08"),
    ("aujourd'hui", "2026-05-08"),
    ("après-demain", "2026-05-10"),
    ("hier", "2026-05-07"),
    ("Monday", "2026-05-11"),
    ("Montag", "2026-05-11"),
    ("lunedì", "2026-05-11"),
    ("Lunedi'", "2026-05-11"),
    ("maandag", "2026-05-11"),
    ("lundi", "2026-05-11"),
    ("on Monday", "2026-05-11"),
    ("Sonnabend", "2026-05-09"),
    ("thurs", "2026-05-14"),
    ("next Friday", "2026-05-15"),
    ("this Friday", "2026-05-08"),
    ("this Sunday", "2026-05-10"),
    ("coming Monday", "2026-05-11"),
    ("kommenden Freitag", "2026-05-15"),
    ("+2w", "2026-05-22"),
    ("+10d", "2026-05-18"),
    ("+ 1 week", "2026-05-15"),
    ("-1d", "2026-05-07"),
    ("in 2 weeks", "2026-05-22"),
    ("in 2 Wochen", "2026-05-22"),
    ("in einer Woche", "2026-05-15"),
    ("tra 2 settimane", "2026-05-22"),
    ("fra un giorno", "2026-05-09"),
    ("over 3 dagen", "2026-05-11"),
    ("dans 2 semaines", "2026-05-22"),
    ("in 8 days", "2026-05-16"),
    ("  28   May  ", "2026-05-28"),
]

NO_DAYS = [
    ("Friday", '"Friday" said on a Friday may be 8 May 2026 or 15 May 2026', "write 2026-05-08 or 2026-05-15"),
    (
        "next Monday",
        '"next Monday" said on a Friday may be 11 May 2026 or 18 May 2026',
        "write 2026-05-11 or 2026-05-18",
    ),
    (
        "lundi prochain",
        '"next Monday" said on a Friday may be 11 May 2026 or 18 May 2026',
        "write 2026-05-11 or 2026-05-18",
    ),
    (
        "nächsten Mittwoch",
        '"next Wednesday" said on a Friday may be 13 May 2026 or 20 May 2026',
        "write 2026-05-13 or 2026-05-20",
    ),
    (
        "this Monday",
        '"this Monday" said on a Friday may be 4 May 2026 or 11 May 2026',
        "write 2026-05-04 or 2026-05-11",
    ),
    (
        "dieser Montag",
        '"this Monday" said on a Friday may be 4 May 2026 or 11 May 2026',
        "write 2026-05-04 or 2026-05-11",
    ),
    ("3/15/2026", "there is no month 15: the day comes before the month", "write 15/3/2026 or 2026-03-15"),
    ("5/15", "there is no month 15: the day comes before the month", "write 15/5"),
    ("2026-28-05", "there is no month 28: after the year comes the month, then the day", "write 2026-05-28"),
    (
        "2026-13-45",
        "there is no month 13: after the year comes the month, then the day",
        "write the day, the month and the year, as in 2026-05-28",
    ),
    ("20261301", "there is no month 13: after the year comes the month, then the day", "write 2026-01-13"),
    ("28.5.26", 'the year "26" does not have four figures', "write 2026-05-28 if 28 May 2026 is meant"),
    ("28 May 26", 'the year "26" does not have four figures', "write 2026-05-28 if 28 May 2026 is meant"),
    ("28 May '26", 'the year "26" does not have four figures', "write 2026-05-28 if 28 May 2026 is meant"),
    ("31.6.26", 'the year "26" does not have four figures', "write it as 2026"),
    ("28 May 226", 'the year "226" does not have four figures', "write it as 2026"),
    ("28 May 20266", 'the year "20266" does not have four figures', "write it as 2026"),
    ("0026-01-01", "the year 0026 is too far away", "write a year from 1900 to 2199"),
    ("1.1.2500", "the year 2500 is too far away", "write a year from 1900 to 2199"),
    ("+9999w", "the year 2217 is too far away", "write a year from 1900 to 2199"),
    (
        "Monday 28 May 2026",
        "28 May 2026 is a Thursday, not a Monday",
        "write 2026-05-28 for the Thursday, or 2026-05-25 or 2026-06-01 for a Monday",
    ),
    (
        "Mon 2026-05-28",
        "28 May 2026 is a Thursday, not a Monday",
        "write 2026-05-28 for the Thursday, or 2026-05-25 or 2026-06-01 for a Monday",
    ),
    (
        "Monday 28 May",
        "28 May 2026 is a Thursday, not a Monday",
        "write 2026-05-28 for the Thursday, or 2026-05-25 or 2026-06-01 for a Monday",
    ),
    (
        "Thursday 7 May",
        "7 May 2027 is a Friday, not a Thursday",
        "write 2026-05-07 for the Thursday that is over, or 2027-05-07",
    ),
    (
        "Sunday 29 Feb",
        "29 February 2028 is a Tuesday, not a Sunday",
        "write 2028-02-29 for the Tuesday, or 2028-02-27 or 2028-03-05 for a Sunday",
    ),
    ("31 June", "there is no 31 June: June has 30 days", "write a day from 1 to 30"),
    ("31.6.", "there is no 31 June: June has 30 days", "write a day from 1 to 30"),
    ("30 Feb", "there is no 30 February: February has 29 days at most", "write a day from 1 to 29"),
    ("29 Feb 2027", "there is no 29 February 2027: February 2027 has 28 days", "write a day from 1 to 28"),
    ("29.2.2100", "there is no 29 February 2100: February 2100 has 28 days", "write a day from 1 to 28"),
    ("0 May", "there is no 0 May: May has 31 days", "write a day from 1 to 31"),
    ("123 May", "there is no 123 May: May has 31 days", "write a day from 1 to 31"),
    ("28", "the month is missing", 'write it as "28 May" or 2026-05-28'),
    ("Thursday 28", "the month is missing", 'write it as "28 May" or 2026-05-28'),
    ("May", "the day of the month is missing", 'write it as "28 May"'),
    ("May 2026", "the day of the month is missing", 'write it as "28 May"'),
    ("in 8 Tagen", '"in 8 tagen" may mean 8 days or 7', "write 2026-05-15 or 2026-05-16"),
    ("dans 15 jours", '"dans 15 jours" may mean 15 days or 14', "write 2026-05-22 or 2026-05-23"),
    ("fra 8 giorni", '"fra 8 giorni" may mean 8 days or 7', "write 2026-05-15 or 2026-05-16"),
    ("", '"" is not a day', 'write it as 2026-05-28, "28 May", "Monday" or "+2w"'),
    ("   ", '"" is not a day', 'write it as 2026-05-28, "28 May", "Monday" or "+2w"'),
    ("xyz", '"xyz" is not a day', 'write it as 2026-05-28, "28 May", "Monday" or "+2w"'),
    ("next week", '"next week" is not a day', 'write it as 2026-05-28, "28 May", "Monday" or "+2w"'),
    ("28 May 29 May", '"28 May 29 May" is not a day', 'write it as 2026-05-28, "28 May", "Monday" or "+2w"'),
    ("Monday Tuesday", '"Monday Tuesday" is not a day', 'write it as 2026-05-28, "28 May", "Monday" or "+2w"'),
    ("28 5 2026", '"28 5 2026" is not a day', 'write it as 2026-05-28, "28 May", "Monday" or "+2w"'),
    ("28/5.2026", '"28/5.2026" is not a day', 'write it as 2026-05-28, "28 May", "Monday" or "+2w"'),
    ("1.2.3.4", '"1.2.3.4" is not a day', 'write it as 2026-05-28, "28 May", "Monday" or "+2w"'),
    ("+99999d", '"+99999d" is not a day', 'write it as 2026-05-28, "28 May", "Monday" or "+2w"'),
    ("+2h", '"+2h" is not a day', 'write it as 2026-05-28, "28 May", "Monday" or "+2w"'),
    ("+2 months", '"+2 months" is not a day', 'write it as 2026-05-28, "28 May", "Monday" or "+2w"'),
    ("Mon\x1b[31mday", '"Mon?[31mday" is not a day', 'write it as 2026-05-28, "28 May", "Monday" or "+2w"'),
    (
        "x" * 70,
        '"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…" is not a day',
        'write it as 2026-05-28, "28 May", "Monday" or "+2w"',
    ),
    ("٢٨ May", '"٢٨ May" is not a day', 'write it as 2026-05-28, "28 May", "Monday" or "+2w"'),
    ("fra due settimane", '"fra due settimane" is not a day', 'write it as 2026-05-28, "28 May", "Monday" or "+2w"'),
]

TIMES = [
    ("16:00", "16:00"),
    ("16.00", "16:00"),
    ("16:00:00", "16:00"),
    (" 16:30 ", "16:30"),
    ("9:05", "09:05"),
    ("09:05", "09:05"),
    ("0:00", "00:00"),
    ("00:00", "00:00"),
    ("23:59", "23:59"),
    ("16 Uhr", "16:00"),
    ("16:30 Uhr", "16:30"),
    ("16.30 Uhr", "16:30"),
    ("16 Uhr 30", "16:30"),
    ("um 16 Uhr", "16:00"),
    ("4 pm", "16:00"),
    ("4pm", "16:00"),
    ("4:15pm", "16:15"),
    ("4.15 p.m.", "16:15"),
    ("4 P.M.", "16:00"),
    ("at 4 pm", "16:00"),
    ("@4pm", "16:00"),
    ("12 am", "00:00"),
    ("12 pm", "12:00"),
    ("12:30 am", "00:30"),
    ("16h", "16:00"),
    ("16h30", "16:30"),
    ("16 h 30", "16:30"),
    ("16 h", "16:00"),
    ("à 16 h", "16:00"),
    ("9 h 05", "09:05"),
    ("16 heures 30", "16:30"),
    ("16:30 uur", "16:30"),
    ("16 uur", "16:00"),
    ("om 16 uur", "16:00"),
    ("ore 16:30", "16:30"),
    ("alle ore 16:30", "16:30"),
    ("alle 16:30", "16:30"),
    ("h. 16:30", "16:30"),
    ("16 c.t.", "16:15"),
    ("16 ct", "16:15"),
    ("16 Uhr c.t.", "16:15"),
    ("16:00 c.t.", "16:15"),
    ("16 s.t.", "16:00"),
    ("16:15 s.t.", "16:15"),
    ("noon", "12:00"),
    ("12 noon", "12:00"),
    ("mezzogiorno", "12:00"),
    ("à midi", "12:00"),
    ("4 o'clock", "04:00"),
    ("4 o’clock", "04:00"),
]

NO_TIMES = [
    ("alle 16", '"16" alone is not a time', 'write "16:00"'),
    ("16", '"16" alone is not a time', 'write "16:00"'),
    ("4", '"4" alone is not a time', 'write "04:00" or "16:00"'),
    ("0", '"0" alone is not a time', 'write "00:00"'),
    ("99", '"99" alone is not a time', 'write it as "16:00"'),
    ("1600", '"1600" may be a time or a number', 'write "16:00"'),
    ("915", '"915" may be a time or a number', 'write "09:15"'),
    ("2460", '"2460" is not a time', 'write it as "16:00" or "4 pm"'),
    ("24:00", "there is no 24:00", 'write "00:00" of the next day'),
    ("25:00", "there is no 25:00", 'write a time from "00:00" to "23:59"'),
    ("16:60", "there is no 16:60", 'write a time from "00:00" to "23:59"'),
    ("24 Uhr", "there is no 24:00", 'write "00:00" of the next day'),
    ("16 pm", '"16 pm" counts hours twice over', 'write "16:00"'),
    ("16:30 pm", '"16:30 pm" counts hours twice over', 'write "16:30"'),
    ("0 pm", '"0 pm" counts hours twice over', 'write "00:00"'),
    ("13 am", '"13 am" counts hours twice over', 'write "13:00"'),
    (
        "16:15 c.t.",
        '"16:15 c.t." may begin at 16:15 or at 16:30: "c.t." belongs to a full hour',
        'write "16:15" or "16:30"',
    ),
    (
        "23:50 c.t.",
        '"23:50 c.t." may begin at 23:50 or at 00:05: "c.t." belongs to a full hour',
        'write "23:50" or "00:05"',
    ),
    ("half 4", '"half 4" is not a time', 'write it as "16:00" or "4 pm"'),
    ("halb vier", '"halb vier" is not a time', 'write it as "16:00" or "4 pm"'),
    ("", '"" is not a time', 'write it as "16:00" or "4 pm"'),
    ("16,30", '"16,30" is not a time', 'write it as "16:00" or "4 pm"'),
    ("16:5", '"16:5" is not a time', 'write it as "16:00" or "4 pm"'),
    ("16:00-17:00", '"16:00-17:00" is not a time', 'write it as "16:00" or "4 pm"'),
    ("16:00:30", '"16:00:30" is not a time', 'write it as "16:00" or "4 pm"'),
    ("٣:٠٠", '"٣:٠٠" is not a time', 'write it as "16:00" or "4 pm"'),
    ("16 bananas", '"16 bananas" is not a time', 'write it as "16:00" or "4 pm"'),
    ("pm", '"pm" is not a time', 'write it as "16:00" or "4 pm"'),
]

DURATIONS = [
    ("75 min", 75),
    ("75min", 75),
    ("90 minutes", 90),
    ("1 minute", 1),
    ("1 h", 60),
    ("2 h", 120),
    ("2 hours", 120),
    ("1 h 30 min", 90),
    ("1 h 30", 90),
    ("1h30", 90),
    ("1h30m", 90),
    ("1h 5m", 65),
    ("1.5 h", 90),
    ("1,5 h", 90),
    ("0.25 h", 15),
    ("1,5 Std.", 90),
    ("1 Std. 30 Min.", 90),
    ("1 Stunde und 30 Minuten", 90),
    ("2 ore", 120),
    ("1 ora e 30 minuti", 90),
    ("2 uur", 120),
    ("1 uur en 30 minuten", 90),
    ("2 heures", 120),
    ("1 heure et 30 minutes", 90),
    ("45 mn", 45),
    ("an hour", 60),
    ("eine Stunde", 60),
    ("24 h", 1440),
    ("2 days", 2880),
    ("14 days", 20160),
    ("2 weeks", 20160),
    ("1 week 2 days", 12960),
]

NO_DURATIONS = [
    ("1:30", '"1:30" looks like a time', 'write "1 h 30 min"'),
    ("1:30 h", '"1:30 h" looks like a time', 'write "1 h 30 min"'),
    ("90", '"90" has no unit', 'write "90 min" or "90 h"'),
    ("0 min", '"0 min" is no time at all', "write from 1 min to 14 days"),
    ("0 h", '"0 h" is no time at all', "write from 1 min to 14 days"),
    ("15 days", '"15 days" is too long', "write from 1 min to 14 days"),
    ("3 weeks", '"3 weeks" is too long', "write from 1 min to 14 days"),
    ("336 h 1 min", '"336 h 1 min" is too long', "write from 1 min to 14 days"),
    ("1.3 min", '"1.3 min" is not a whole number of minutes', "write it in minutes"),
    ("1.333 h", '"1.333 h" is not a whole number of minutes', "write it in minutes"),
    ("30 min 1 h", '"30 min 1 h" is not a duration', 'write it as "75 min" or "1 h 30 min"'),
    ("1 h 1 h", '"1 h 1 h" is not a duration', 'write it as "75 min" or "1 h 30 min"'),
    ("1 h 5", '"1 h 5" is not a duration', 'write it as "75 min" or "1 h 30 min"'),
    ("1h300", '"1h300" is not a duration', 'write it as "75 min" or "1 h 30 min"'),
    ("h", '"h" is not a duration', 'write it as "75 min" or "1 h 30 min"'),
    ("abc", '"abc" is not a duration', 'write it as "75 min" or "1 h 30 min"'),
    ("", '"" is not a duration', 'write it as "75 min" or "1 h 30 min"'),
    ("-5 min", '"-5 min" is not a duration', 'write it as "75 min" or "1 h 30 min"'),
    ("1..5 h", '"1..5 h" is not a duration', 'write it as "75 min" or "1 h 30 min"'),
    ("anderthalb Stunden", '"anderthalb Stunden" is not a duration', 'write it as "75 min" or "1 h 30 min"'),
    ("1 month", '"1 month" is not a duration', 'write it as "75 min" or "1 h 30 min"'),
]

SLOTS = [
    ("2026-10-12", "2026-10-12", None),
    ("12 Oct", "2026-10-12", None),
    ("2026-10-12 15:00", "2026-10-12", "15:00"),
    ("2026-10-12T15:00", "2026-10-12", "15:00"),
    ("2026-10-12, 15:00", "2026-10-12", "15:00"),
    ("12 Oct 15:00", "2026-10-12", "15:00"),
    ("12 Oct at 3 pm", "2026-10-12", "15:00"),
    ("12.10. 15.00", "2026-10-12", "15:00"),
    ("12.10. 15 Uhr", "2026-10-12", "15:00"),
    ("05.06 16.10", "2026-06-05", "16:10"),
    ("Monday at 3pm", "2026-05-11", "15:00"),
    ("Monday 16:00", "2026-05-11", "16:00"),
    ("3pm on Monday", "2026-05-11", "15:00"),
    ("15:00 tomorrow", "2026-05-09", "15:00"),
    ("tomorrow noon", "2026-05-09", "12:00"),
    ("morgen 16 Uhr c.t.", "2026-05-09", "16:15"),
    ("+2w 16:00", "2026-05-22", "16:00"),
    ("Montag um 16 Uhr", "2026-05-11", "16:00"),
    ("lunedì alle ore 16:30", "2026-05-11", "16:30"),
    ("maandag om 16 uur", "2026-05-11", "16:00"),
    ("lundi à 16 h 30", "2026-05-11", "16:30"),
    ("28 May 2026 4 pm", "2026-05-28", "16:00"),
]

NO_SLOTS = [
    ("12 Oct 25:00", "there is no 25:00", 'write a time from "00:00" to "23:59"'),
    ("12 Oct 15", 'the year "15" does not have four figures', "write 2015-10-12 if 12 October 2015 is meant"),
    ("2026-10-12 15", '"15" alone is not a time', 'write "15:00"'),
    ("Monday 3", '"3" alone is not a time', 'write "03:00" or "15:00"'),
    (
        "next Monday 15:00",
        '"next Monday" said on a Friday may be 11 May 2026 or 18 May 2026',
        "write 2026-05-11 or 2026-05-18",
    ),
    ("31 June 15:00", "there is no 31 June: June has 30 days", "write a day from 1 to 30"),
    (
        "Monday 28 May 2026 16:00",
        "28 May 2026 is a Thursday, not a Monday",
        "write 2026-05-28 for the Thursday, or 2026-05-25 or 2026-06-01 for a Monday",
    ),
    ("3/15/2026 16:00", "there is no month 15: the day comes before the month", "write 15/3/2026 or 2026-03-15"),
    ("29 Feb 2027", "there is no 29 February 2027: February 2027 has 28 days", "write a day from 1 to 28"),
    (
        "12 Oct 16:15 c.t.",
        '"16:15 c.t." may begin at 16:15 or at 16:30: "c.t." belongs to a full hour',
        'write "16:15" or "16:30"',
    ),
    (
        "next Monday xyz",
        '"next Monday xyz" is not a day and a time',
        'write it as "2026-05-28 16:00" or "28 May 16:00"',
    ),
    ("x y z", '"x y z" is not a day and a time', 'write it as "2026-05-28 16:00" or "28 May 16:00"'),
    ("", '"" is not a day and a time', 'write it as "2026-05-28 16:00" or "28 May 16:00"'),
    ("16:00", '"16:00" is not a day and a time', 'write it as "2026-05-28 16:00" or "28 May 16:00"'),
    (
        "12 Oct 15:00 16:00",
        '"12 Oct 15:00 16:00" is not a day and a time',
        'write it as "2026-05-28 16:00" or "28 May 16:00"',
    ),
]


def refused(read: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(Unclear) as caught:
        read()
    return caught.value.says, caught.value.hint


@pytest.mark.parametrize(("text", "expected"), DAYS)
def test_a_day_is_read_as_people_type_it(text: str, expected: str) -> None:
    assert read_day(text, FRIDAY) == date.fromisoformat(expected)


@pytest.mark.parametrize(("text", "says", "hint"), NO_DAYS)
def test_what_is_no_day_or_more_than_one_is_refused_with_a_remedy(text: str, says: str, hint: str) -> None:
    assert refused(lambda: read_day(text, FRIDAY)) == (says, hint)


@pytest.mark.parametrize(("text", "expected"), TIMES)
def test_a_time_is_read_as_people_type_it(text: str, expected: str) -> None:
    assert read_time(text) == time.fromisoformat(expected)


@pytest.mark.parametrize(("text", "says", "hint"), NO_TIMES)
def test_what_is_no_time_is_refused_with_a_remedy(text: str, says: str, hint: str) -> None:
    assert refused(lambda: read_time(text)) == (says, hint)


@pytest.mark.parametrize(("text", "minutes"), DURATIONS)
def test_a_duration_is_read_as_people_type_it(text: str, minutes: int) -> None:
    assert read_duration(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize(("text", "says", "hint"), NO_DURATIONS)
def test_what_is_no_duration_is_refused_with_a_remedy(text: str, says: str, hint: str) -> None:
    assert refused(lambda: read_duration(text)) == (says, hint)


@pytest.mark.parametrize(("text", "day", "at"), SLOTS)
def test_a_slot_is_a_day_and_perhaps_a_time(text: str, day: str, at: str | None) -> None:
    assert read_slot(text, FRIDAY) == (date.fromisoformat(day), time.fromisoformat(at) if at else None)


@pytest.mark.parametrize(("text", "says", "hint"), NO_SLOTS)
def test_a_slot_is_refused_for_the_half_that_is_wrong(text: str, says: str, hint: str) -> None:
    assert refused(lambda: read_slot(text, FRIDAY)) == (says, hint)


@given(EVERY_DAY, CODE, TODAYS)
def test_every_printed_day_reads_back(day: date, code: str, today: date) -> None:
    for write in (long_day, short_day, plain_day):
        assert read_day(write(day, code), today) == day


def test_every_day_of_a_leap_cycle_reads_back_in_every_language() -> None:
    for ordinal in range(date(2027, 1, 1).toordinal(), date(2029, 1, 1).toordinal()):
        day = date.fromordinal(ordinal)
        for code in CODES:
            assert read_day(long_day(day, code), FRIDAY) == day


@given(EVERY_DAY, st.times().map(lambda at: at.replace(second=0, microsecond=0)), CODE)
def test_every_printed_slot_reads_back(day: date, at: time, code: str) -> None:
    assert read_slot(day_at(day, at, code), FRIDAY) == (day, at)
    assert read_time(clock(at, code)) == at


@given(EVERY_DAY, CODE, TODAYS)
def test_a_wrong_weekday_is_always_refused(day: date, code: str, today: date) -> None:
    wrong = language(code).weekdays[(day.weekday() + 3) % 7]
    says, hint = refused(lambda: read_day(f"{wrong} {plain_day(day, code)}", today))
    assert says.startswith(plain_day(day, "en"))
    assert str(day) in hint


@given(TODAYS, TODAYS, CODE)
def test_without_a_year_the_next_such_day_is_meant_today_included(day: date, today: date, code: str) -> None:
    short = plain_day(day, code).rsplit(" ", 1)[0]
    found = read_day(short, today)
    assert (found.day, found.month) == (day.day, day.month)
    assert found >= today
    earlier = (found.year - 1, day.month, day.day)
    assert earlier < (today.year, today.month, today.day) or (day.day, day.month) == (29, 2)


def test_a_leap_day_without_a_year_is_the_next_one_even_over_a_century_without() -> None:
    assert read_day("29 Feb", date(2096, 2, 29)) == date(2096, 2, 29)
    assert read_day("29 Feb", date(2096, 3, 1)) == date(2104, 2, 29)


@given(TODAYS, st.integers(0, 6), CODE)
def test_a_weekday_is_the_next_one_and_unclear_on_that_very_day(today: date, weekday: int, code: str) -> None:
    name = language(code).weekdays[weekday]
    if today.weekday() == weekday:
        assert str(today + timedelta(days=7)) in refused(lambda: read_day(name, today))[1]
        return
    found = read_day(name, today)
    assert found.weekday() == weekday
    assert 1 <= (found - today).days <= 6


@given(
    TODAYS,
    st.sampled_from(["next Tuesday", "nächsten Dienstag", "martedì prossimo", "volgende dinsdag", "mardi prochain"]),
)
def test_next_weekday_is_refused_with_both_readings_except_on_that_weekday(today: date, text: str) -> None:
    ahead = (1 - today.weekday()) % 7
    if ahead == 0:
        assert read_day(text, today) == today + timedelta(days=7)
    else:
        said_on = language("en").weekdays[today.weekday()]
        near, far = today + timedelta(days=ahead), today + timedelta(days=ahead + 7)
        assert refused(lambda: read_day(text, today)) == (
            f'"next Tuesday" said on a {said_on} may be {plain_day(near, "en")} or {plain_day(far, "en")}',
            f"write {near} or {far}",
        )


@given(st.integers(1, 14 * 24 * 60))
def test_every_written_duration_reads_back(minutes: int) -> None:
    assert read_duration(write_duration(timedelta(minutes=minutes))) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("minutes", "written"),
    [
        (1, "1 min"), (45, "45 min"), (60, "1 h"), (75, "75 min"), (89, "89 min"), (90, "1 h 30 min"), (120, "2 h"),
        (125, "2 h 5 min"), (1440, "1 day"), (1500, "25 h"), (2880, "2 days"),
    ],
)  # fmt: skip
def test_a_duration_is_written_in_its_usual_form(minutes: int, written: str) -> None:
    assert write_duration(timedelta(minutes=minutes)) == written


PIECES = st.sampled_from([
    "1", "2", "12", "28", "31", "99", "2026", "20260528", "0", ".", ",", "/", "-", ":", "+", "'", "(", ")", "²", "٣", "𝟙",
    "May", "mai", "mar", "März", "next", "this", "in", "over", "dans", "tra", "fra", "weeks", "d", "Uhr", "h", "pm", "a.m.",
    "c.t.", "st", "Monday", "di", "lundi", "prochain", "morgen", "today", "the", "a", "1e", "1º", "noon", "T", "Z", "+02:00",
    "\x00", "\n", "é", "\u0301", "ǅ",
])  # fmt: skip
MESS = st.one_of(
    st.text(max_size=20), st.lists(PIECES, max_size=6).map(" ".join), st.lists(PIECES, max_size=6).map("".join)
)


@given(MESS, TODAYS)
def test_any_text_is_read_or_refused_in_words(text: str, today: date) -> None:
    readers: list[Callable[[], object]] = [
        lambda: read_day(text, today),
        lambda: read_slot(text, today),
        lambda: read_time(text),
        lambda: read_duration(text),
        lambda: read_instant(text, AMSTERDAM),
    ]
    for read in readers:
        refusal = refusal_of(read)
        assert refusal is None or (refusal.says and refusal.hint)
        assert refusal is None or (refusal.says + refusal.hint).isprintable()


def refusal_of(read: Callable[[], object]) -> Unclear | None:
    try:
        read()
    except Unclear as refusal:
        return refusal
    return None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-05-10", "2026-05-10T00:00+02:00"),
        ("2026-05-10 14:00", "2026-05-10T14:00+02:00"),
        ("2026-05-10T14:00", "2026-05-10T14:00+02:00"),
        ("2026-05-10T14:00:30", "2026-05-10T14:00:30+02:00"),
        ("2026-05-10T14:00Z", "2026-05-10T16:00+02:00"),
        ("2026-05-10 14:00+05:30", "2026-05-10T10:30+02:00"),
        ("2026-10-25T02:30+01:00", "2026-10-25T02:30+01:00"),
        ("2026-12-01", "2026-12-01T00:00+01:00"),
    ],
)
def test_an_instant_stands_in_the_zone_of_the_series(text: str, expected: str) -> None:
    found = read_instant(text, AMSTERDAM)
    assert found.tzinfo is AMSTERDAM
    assert found.astimezone(UTC) == datetime.fromisoformat(expected)


def test_a_day_begins_where_its_midnight_is_skipped_by_the_clocks() -> None:
    found = read_instant("2026-04-24", ZoneInfo("Africa/Cairo"))
    assert found.isoformat() == "2026-04-24T01:00:00+03:00"


HOW = 'write it as 2026-05-10 or "2026-05-10 14:00"'


@pytest.mark.parametrize(
    ("text", "says", "hint"),
    [
        ("today", '"today" is not a date or a date and time', HOW),
        ("28 May", '"28 May" is not a date or a date and time', HOW),
        ("2026-02-30", 'there is no "2026-02-30"', HOW),
        ("2026-05-10 25:00", 'there is no "2026-05-10 25:00"', HOW),
        ("9999-12-31", "the year 9999 is too far away", "write a year from 1900 to 2199"),
        (
            "2026-03-29 02:30",
            "there is no 2026-03-29 02:30 in Europe/Amsterdam: the clocks go forward",
            'write "2026-03-29 03:30"',
        ),
        (
            "2026-10-25 02:30",
            "2026-10-25 02:30 comes twice in Europe/Amsterdam: the clocks go back",
            "write 2026-10-25T02:30+02:00 or 2026-10-25T02:30+01:00",
        ),
    ],
)
def test_what_is_no_instant_is_refused_with_a_remedy(text: str, says: str, hint: str) -> None:
    assert refused(lambda: read_instant(text, AMSTERDAM)) == (says, hint)


@given(st.datetimes(datetime(1901, 1, 1), datetime(2100, 1, 1)), st.integers(-14 * 60, 14 * 60))
def test_an_instant_with_an_offset_is_that_instant(wall: datetime, offset: int) -> None:
    meant = wall.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=offset)))
    assert read_instant(meant.isoformat(), AMSTERDAM) == meant


@pytest.mark.parametrize(
    ("code", "long", "short", "plain", "with_time", "span"),
    [
        ("en", "Thursday, 29 June 2023", "Thu 29 Jun 2023", "29 June 2023", "Thursday, 29 June 2023, 16:30", "Thursday, 29 June 2023, 16:30–17:45"),
        ("de", "Donnerstag, 29. Juni 2023", "Do 29. Jun 2023", "29. Juni 2023", "Donnerstag, 29. Juni 2023 um 16:30 Uhr", "Donnerstag, 29. Juni 2023, 16:30–17:45 Uhr"),
        ("it", "giovedì 29 giugno 2023", "gio 29 giu 2023", "29 giugno 2023", "giovedì 29 giugno 2023 alle ore 16:30", "giovedì 29 giugno 2023, ore 16:30–17:45"),
        ("nl", "donderdag 29 juni 2023", "do 29 jun 2023", "29 juni 2023", "donderdag 29 juni 2023 om 16:30 uur", "donderdag 29 juni 2023, 16:30–17:45 uur"),
        ("fr", "jeudi 29 juin 2023", "jeu. 29 juin 2023", "29 juin 2023", "jeudi 29 juin 2023 à 16 h 30", "jeudi 29 juin 2023, de 16 h 30 à 17 h 45"),
    ],
)  # fmt: skip
def test_days_are_written_as_the_language_does(
    code: str, long: str, short: str, plain: str, with_time: str, span: str
) -> None:
    day = date(2023, 6, 29)
    assert long_day(day, code) == long
    assert short_day(day, code) == short
    assert plain_day(day, code) == plain
    assert day_at(day, time(16, 30), code) == with_time
    assert day_at(day, None, code) == long
    assert day_span(day, time(16, 30), time(17, 45), code) == span


def test_the_first_of_the_month_and_full_hours_have_their_own_form() -> None:
    first = date(2026, 6, 1)
    assert [plain_day(first, code) for code in CODES] == [
        "1 June 2026",
        "1. Juni 2026",
        "1º giugno 2026",
        "1 juni 2026",
        "1er juin 2026",
    ]
    assert [clock(time(9), code) for code in CODES] == ["09:00", "09:00 Uhr", "09:00", "09:00 uur", "9 h"]
    assert clock(time(9, 5), "fr") == "9 h 05"
    assert day_span(first, time(9), time(10), "fr") == "lundi 1er juin 2026, de 9 h à 10 h"


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("Monday", 0),
        ("TUES", 1),
        ("mer.", 2),
        ("Do", 3),
        ("venerdi", 4),
        ("Sonnabend", 5),
        ("zo", 6),
        ("May", None),
        ("", None),
        ("mond", None),
    ],
)
def test_a_weekday_is_known_by_any_of_its_names(name: str, number: int | None) -> None:
    assert weekday_number(name) == number


def test_a_refusal_reads_as_one_sentence() -> None:
    assert str(Unclear("the month is missing", "write 28 May")) == "the month is missing; write 28 May"
