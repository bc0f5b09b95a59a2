"""Reads the calendar on standard input as three libraries read it, and prints what each found, as JSON."""
import json
import sys

import icalendar
import ics
import vobject

text = sys.stdin.buffer.read().decode("utf-8")


def moment(value):
    """A day as it is, a moment in UTC."""
    import datetime

    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat()


def by_icalendar():
    calendar = icalendar.Calendar.from_ical(text)
    return [
        {
            "uid": str(event["UID"]),
            "summary": str(event["SUMMARY"]),
            "start": moment(event.decoded("DTSTART")),
            "end": moment(event.decoded("DTEND")),
            "alarms": len(event.walk("VALARM")),
        }
        for event in calendar.walk("VEVENT")
    ], len(calendar.walk("VTIMEZONE"))


def by_ics():
    calendar = ics.Calendar(text)

    def at(event, value):
        return value.date().isoformat() if event.all_day else moment(value.datetime)

    return [
        {
            "uid": event.uid,
            "summary": event.name,
            "start": at(event, event.begin),
            "end": at(event, event.end),
            "alarms": len(event.alarms),
        }
        for event in calendar.events
    ], len(calendar._timezones)


def by_vobject():
    calendar = vobject.readOne(text)
    return [
        {
            "uid": event.uid.value,
            "summary": event.summary.value,
            "start": moment(event.dtstart.value),
            "end": moment(event.dtend.value),
            "alarms": len(event.contents.get("valarm", [])),
        }
        for event in calendar.contents.get("vevent", [])
    ], len(calendar.contents.get("vtimezone", []))


def found(read):
    events, zones = read()
    return {"events": sorted(events, key=lambda event: event["uid"]), "zones": zones}


json.dump({"icalendar": found(by_icalendar), "ics": found(by_ics), "vobject": found(by_vobject)}, sys.stdout)
