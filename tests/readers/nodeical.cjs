// What node-ical, behind many web pages and dashboards, sees: one row an event, as tests/test_calendar_readers.py has it.
const ical = require("node-ical");

const two = (number) => String(number).padStart(2, "0");
const day = (time) => `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
const at = (event, time) => (event.datetype === "date" ? day(time) : time.toISOString());

const events = Object.values(ical.sync.parseFile(process.argv[2])).filter((part) => part.type === "VEVENT");
const rows = events.map((event) => {
  const { uid, start, end, summary, location, status } = event;
  return [uid, at(event, start), at(event, end), summary, location, status];
});
console.log(JSON.stringify(rows));
