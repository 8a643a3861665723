// What ical.js, the parser of Thunderbird and Nextcloud, sees: one row an event, as tests/test_calendar_readers.py has it.
const { readFileSync } = require("node:fs");
const ICAL = require("ical.js");

const at = (time) => (time.isDate ? time.toString() : time.toJSDate().toISOString());

const calendar = new ICAL.Component(ICAL.parse(readFileSync(process.argv[2], "utf8")));
const rows = calendar.getAllSubcomponents("vevent").map((component) => {
  const event = new ICAL.Event(component);
  const { uid, summary, location } = event;
  return [uid, at(event.startDate), at(event.endDate), summary, location, component.getFirstPropertyValue("status")];
});
console.log(JSON.stringify(rows));
