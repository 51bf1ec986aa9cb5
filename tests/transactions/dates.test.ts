import { describe, expect, test } from "bun:test";
import { daysFromCivil, isCalendarDay } from "../../src/transactions/cells/calendar";
import { DateKind, type DateOrder, resolveDate } from "../../src/transactions/cells/date-kind";
import { DateParser } from "../../src/transactions/cells/date-parser";
import { header, read, refusal, removeFilesAfterwards } from "./temporary-files";

removeFilesAfterwards();

function iso(text: string, order: DateOrder = "mdy"): string | null {
  const parser = new DateParser();
  const bytes = Buffer.from(text);
  parser.parse(bytes, 0, bytes.length);
  if (parser.kind < DateKind.moment) return null;
  const ms = parser.kind === DateKind.moment ? parser.value : resolveDate(parser.value, order);
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}

describe("a date is read, in UTC, whatever its notation", () => {
  const moment = "2011-12-09T12:50:00.000Z";
  const day = "2011-12-09T00:00:00.000Z";
  const cases: [string, string, DateOrder?][] = [
    ["2011-12-09", day],
    ["2011-12-9", day],
    ["2011/12/09 12:50", moment],
    ["2011-12-09T12:50", moment],
    ["2011-12-09 12:50:00", moment],
    ["2011-12-09T12:50:00Z", moment],
    ["2011-12-09T12:50:00.250Z", "2011-12-09T12:50:00.250Z"],
    ["2011-12-09 12:50:00.123456", "2011-12-09T12:50:00.123Z"],
    ["2011-12-09T13:50:00+01:00", moment],
    ["2011-12-09 07:50:00 -0500", moment],
    ["2011-12-09 12:50:00+00", moment],
    ["2011-12-09 12:50:00 UTC", moment],
    ["2011-12-09T23:30:00-02:00", "2011-12-10T01:30:00.000Z"],
    ["12/9/2011 12:50", moment],
    ["9/12/2011 12:50", moment, "dmy"],
    ["09.12.2011 12:50", moment, "dmy"],
    ["09-12-2011", day, "dmy"],
    ["12/9/11 12:50 PM", moment],
    ["12/9/2011 12:50:00 am", "2011-12-09T00:50:00.000Z"],
    ["11-12-09", day, "ymd"],
    ["20111209", day],
    ["20111209125000", moment],
    ["20111209T125000Z", moment],
    ["9-Dec-2011", day],
    ["09-DEC-11 12:50", moment],
    ["Dec 9, 2011 12:50 PM", moment],
    ["December 9th, 2011", day],
    ["9 December 2011", day],
    ["9. Dezember 2011", day],
    ["9 déc. 2011", day],
    ["Fri, 09 Dec 2011 12:50:00 GMT", moment],
    ["Fri Dec 09 2011 13:50:00 GMT+0100 (CET)", moment],
    ["1323435000", moment],
    ["1323435000000", moment],
    ["1323435000.5", "2011-12-09T12:50:00.500Z"],
    ["40886", day],
    ["40886.534722222219", moment],
  ];
  for (const [text, expected, order] of cases) test(text, () => expect(iso(text, order)).toBe(expected));
});

describe("what is no date is refused", () => {
  const cases = [
    "",
    "soon",
    "31-02-2011",
    "2011-02-29",
    "2011-13-01",
    "13/13/2011",
    "0/5/2011",
    "12/9/2011 25:00",
    "12/9/2011 12:61",
    "12/9",
    "2011-12",
    "12/9/1811",
    "2011-12-09 12:50 CET",
    "12:50",
    "2011-12-09x",
    "1",
    "12345678901234567890",
    "99999999",
    "9 Foo 2011",
    "--",
    "12/9/2011 13:00 PM",
  ];
  for (const text of cases) test(JSON.stringify(text), () => expect(iso(text, "mdy")).toBeNull());
});

test("days since 1970 agree with the engine's calendar on every day from 1900 to 2199", () => {
  for (let days = daysFromCivil(1900, 1, 1); days < daysFromCivil(2200, 1, 1); days++) {
    const date = new Date(days * 86_400_000);
    const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
    if (daysFromCivil(year, month, day) !== days || !isCalendarDay(year, month, day))
      throw new Error(`${date.toISOString()} is day ${days}, not ${daysFromCivil(year, month, day)}`);
  }
});

describe("the order of a column of numeric dates", () => {
  const table = (dates: string[]) =>
    [header, ...dates.map((date, i) => `1,A${i},${date},P,1,1,F`)].join("\n");
  const firsts = async (dates: string[], dateOrder?: DateOrder) => {
    const { lines, report } = await read(table(dates), { dateOrder, limits: { maxUnreadableShare: 0.5 } });
    return { days: Array.from(lines.time, (time) => new Date(time).toISOString().slice(0, 10)), report };
  };

  test("is month first where one second part is above 12", async () => {
    const { days, report } = await firsts(["1/2/2011", "1/13/2011"]);
    expect(days).toEqual(["2011-01-02", "2011-01-13"]);
    expect(report.date_format).toStartWith("month/day/year (1 date can only be read so");
  });
  test("is day first where one first part is above 12", async () => {
    const { days, report } = await firsts(["1.2.2011 10:00", "13.1.2011 10:00"]);
    expect(days).toEqual(["2011-01-13", "2011-02-01"]);
    expect(report.date_format).toStartWith("day.month.year hour:minute");
  });
  test("is year first where two-digit years above 31 come first", async () => {
    expect((await firsts(["98-02-03", "97-12-31"])).days).toEqual(["1997-12-31", "1998-02-03"]);
  });
  test("is the majority's where they contradict, and the others are unreadable", async () => {
    const { days, report } = await firsts(["1/2/2011", "13/1/2011", "14/1/2011", "1/15/2011"]);
    expect(days).toEqual(["2011-01-13", "2011-01-14", "2011-02-01"]);
    expect(report.dropped.unreadable_date).toMatchObject({
      rows: 1,
      samples: [{ row: 5, value: "1/15/2011" }],
    });
  });
  test("is asked for where as many contradict as agree", async () => {
    expect(await refusal(table(["13/1/2011", "1/15/2011"]))).toContain("contradict each other");
  });
  test("is asked for where nothing settles it", async () => {
    const message = await refusal(table(["1/2/2011", "3/4/2011", "5/6/2011"]));
    expect(message).toContain('column "InvoiceDate" are ambiguous');
    expect(message).toContain("date_order (mdy, dmy or ymd)");
  });
  test("is the caller's where it is given", async () => {
    expect((await firsts(["1/2/2011"], "mdy")).days).toEqual(["2011-01-02"]);
    expect((await firsts(["1/2/2011"], "dmy")).days).toEqual(["2011-02-01"]);
  });
  test("is told from the sequence of rows where that is overwhelming, and the report says so", async () => {
    const dates: string[] = [];
    for (let month = 1; month <= 6; month++)
      for (let day = 1; day <= 12; day++) dates.push(`${day}/${month}/2011`);
    const { days, report } = await firsts(dates);
    expect(days.at(-1)).toBe("2011-06-12");
    expect(report.date_format).toContain("the rows run through time");
  });
});
