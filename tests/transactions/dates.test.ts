import { describe, expect, test } from "bun:test";
import { daysFromCivil, isCalendarDay } from "../../src/transactions/cells/calendar";
import { DateColumn } from "../../src/transactions/cells/date-column";
import { DateKind, type DateOrder, resolveDate, resolveNamed } from "../../src/transactions/cells/date-kind";
import { decideMonths, monthsOfName, plainName } from "../../src/transactions/cells/month-table";
import { header, read, refusal, removeFilesAfterwards } from "./temporary-files";

removeFilesAfterwards();

function iso(text: string | Uint8Array, order: DateOrder = "mdy"): string | null {
  const column = new DateColumn();
  const bytes = Buffer.from(text as string);
  // Twice: names are remembered from the first time on.
  column.parse(Buffer.from("x"), 0, 1);
  column.parse(bytes, 0, bytes.length);
  const { value, kind } = column;
  column.parse(Buffer.from("x"), 0, 1);
  column.parse(bytes, 0, bytes.length);
  expect([column.value, column.kind]).toEqual([value, kind]);
  if (kind < DateKind.moment) return null;
  const months = decideMonths(column.names, column.words);
  const ms =
    kind === DateKind.moment
      ? value
      : kind === DateKind.eitherMonth
        ? resolveNamed(value, months)
        : resolveDate(value, order);
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
    ["2011-12-09 18:20:00+05:30", moment],
    ["2011-12-09 18:35:00 +0545", moment],
    ["2011-12-09T09:20:00-03:30", moment],
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
    // Special blanks and marks, as toLocaleString writes them.
    ["12/9/2011, 12:50:00\u202fPM", moment],
    ["12/9/2011\u00a012:50", moment],
    ["9\u2007Dec\u20092011", day],
    ["\u200e12/\u200e9/\u200e2011\u200e 12:50", moment],
    ["9‏/12‏/2011، 12:50:00 م", moment, "dmy"],
    ["9/12/2011, 12:50:00 μ.μ.", moment, "dmy"],
    ["9&nbsp;Dec&nbsp;2011", day],
    // Zones.
    ["Dec 9, 2011 4:50:00 AM PST", moment],
    ["Dec 9, 2011 5:50:00 AM PDT", moment],
    ["9/12/2011 13:50 CET", moment, "dmy"],
    ["2011-12-09 13:50 (CET)", moment],
    ["2011-12-09 14:50 UTC+2", moment],
    ["2011-12-09 07:50 GMT-5", moment],
    ["2011-12-09 18:20 IST", moment],
    ["2011-12-09 13:50:00 +0100 CET", moment],
    ["2011-12-09T13:50:00+01:00[Europe/Berlin]", moment],
    ["2011-12-09 12:50 Europe/Berlin", moment],
    ["2011-12-09+01:00", day],
    ["Fri Dec 09 07:50:00 EST 2011", moment],
    ["Fri Dec  9 12:50:00 2011", moment],
    ["12:50:00 Dec 09, 2011 GMT", moment],
    // Times.
    ["2011-12-08 24:00", day],
    ["2011-12-08T24:00:00Z", day],
    ["8/12/2011 24:00:00.000", day, "dmy"],
    ["2011-12-08 24:00 CET", "2011-12-08T23:00:00.000Z"],
    ["9.12.2011 12.50", moment, "dmy"],
    ["9.12.2011, 12.50 Uhr", moment, "dmy"],
    ["9. Dezember 2011 um 12:50", moment],
    ["9. dec. 2011 kl. 12.50", moment],
    ["9/12/2011 12h50", moment, "dmy"],
    ["9 décembre 2011 à 12 h 50", moment],
    ["9/12/2011 12:50:00 p. m.", moment, "dmy"],
    ["09-DEC-11 12.50.00.000000 PM", moment],
    ["Dec  9 2011 12:50:00:000PM", moment],
    ["2011/12/9 午後0:50", moment],
    ["12:50 09/12/2011", moment, "dmy"],
    // Names in other languages.
    ["9 maj 2011", "2011-05-09T00:00:00.000Z"],
    ["9 Ara 2011", day],
    ["9 Şub 2011", "2011-02-09T00:00:00.000Z"],
    ["9 ŞUBAT 2011", "2011-02-09T00:00:00.000Z"],
    ["9 grudnia 2011", day],
    ["9. prosince 2011", day],
    ["9. prosinca 2011.", day],
    ["perjantai 9. joulukuuta 2011 klo 12.50.00", moment],
    ["9 декабря 2011 г., 12:50", moment],
    ["9 дек. 2011 г.", day],
    ["9 Δεκ 2011", day],
    ["2011. december 9., péntek 12:50:00", moment],
    ["2011. gada 9. decembris", day],
    ["2011 m. gruodžio 9 d.", day],
    ["2011(e)ko abenduaren 9(a)", day],
    ["9 ديسمبر 2011", day],
    ["٩ ديسمبر ٢٠١١", day],
    ["9 ธ.ค. 2554", day],
    ["9 thg 12, 2011", day],
    ["9 tháng 12 năm 2011", day],
    ["viernes, 9 de diciembre de 2011, 12:50", moment],
    ["2011年12月9日 下午0:50", moment],
    ["2011年12月9日星期五", day],
    ["2011年12月9日 12時50分", moment],
    ["2011년 12월 9일 오후 12:50", moment],
    ["2011. 12. 9. 오후 12:50:00", moment],
    ["１２/９/２０１１", day],
    // Counts and wrappings.
    ["1323435000000000", moment],
    ["1323435000000000000", moment],
    ["1323435000000.0", moment],
    ["1.323435000e9", moment],
    ["201112091250", moment],
    ["852076800000", "1997-01-01T00:00:00.000Z"],
    ["/Date(1323435000000+0100)/", moment],
    ['ISODate("2011-12-09T12:50:00Z")', moment],
    ['="2011-12-09"', day],
    ["'2011-12-09", day],
    ["9/12/49", "2049-12-09T00:00:00.000Z", "dmy"],
    ["9/12/50", "1950-12-09T00:00:00.000Z", "dmy"],
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
    "2011-12-09 12:50 XYZ",
    "2011-12-09 12:50 Nowhere/",
    "2011-12-09 24:01",
    "2011-12-09 25:00",
    "0001-01-01 00:00:00",
    "0011-12-09",
    "9/12/0011",
    "0000-00-00 00:00:00",
    "0",
    "-1",
    "1.32E+12",
    "12 Foo 2011",
    "Lot 9 mars 2011",
    "PACK OF 12 PENS 2011",
    "9 Dec Dec 2011",
    "2011年13月9日",
    "\u00a0",
    "9\u0000Dec\u00002011",
    "&#xffffffff;9 Dec 2011",
    "12:50",
    "2011-12-09x",
    "1",
    "12345678901234567890",
    "99999999",
    "9999999999",
    "9999999999999999999",
    "9 Foo 2011",
    "--",
    "12/9/2011 13:00 PM",
  ];
  for (const text of cases) test(JSON.stringify(text), () => expect(iso(text, "mdy")).toBeNull());
});

test("a date in another encoding than UTF-8 is read", () => {
  const day = (bytes: number[]) => iso(Uint8Array.from(bytes));
  expect(day([...Buffer.from("9/12/2011"), 0xa0, ...Buffer.from("1:00"), 0xa0, ...Buffer.from("PM")])).toBe(
    "2011-09-12T13:00:00.000Z",
  );
  // "9 Şub 2011" in windows-1254, "9 paź 2011" in windows-1250, "9 дек 2011" in windows-1251.
  expect(day([...Buffer.from("9 "), 0xde, ...Buffer.from("ub 2011")])).toBe("2011-02-09T00:00:00.000Z");
  expect(day([...Buffer.from("9 pa"), 0x9f, ...Buffer.from(" 2011")])).toBe("2011-10-09T00:00:00.000Z");
  expect(day([...Buffer.from("9 "), 0xe4, 0xe5, 0xea, ...Buffer.from(" 2011")])).toBe(
    "2011-12-09T00:00:00.000Z",
  );
});

test("all languages with month names are asked", () => {
  const letters = Array.from({ length: 26 }, (_, i) => String.fromCharCode(97 + i));
  const codes = letters.flatMap((a) => letters.flatMap((b) => [a + b, ...letters.map((c) => a + b + c)]));
  const missing = Intl.DateTimeFormat.supportedLocalesOf(codes).filter((language) => {
    const format = new Intl.DateTimeFormat(`${language}-u-ca-gregory-nu-latn`, {
      month: "long",
      timeZone: "UTC",
    });
    const names = Array.from({ length: 12 }, (_, i) => {
      const parts = format.formatToParts(Date.UTC(2011, i, 9));
      return parts.find((part) => part.type === "month")?.value ?? "";
    });
    const words = names.filter((name) => !/\d/.test(name)).map(plainName);
    return words.length > 0 && words.every((name) => !monthsOfName(name).has(language));
  });
  expect(missing).toEqual([]);
});

describe("a month's name that is another month in another language", () => {
  const months = (texts: string[]) => {
    const column = new DateColumn();
    for (const text of texts) column.parse(Buffer.from(text), 0, Buffer.byteLength(text));
    return Object.fromEntries(
      column.names.map((name, i) => [name, decideMonths(column.names, column.words)[i]]),
    );
  };
  test("is what it is in the language of the other names", () => {
    expect(months(["1 listopad 2011", "1 grudzień 2011"])).toEqual({ listopad: 11 });
    expect(months(["1 listopada 2011", "1 prosinca 2011"])).toEqual({ listopada: 10 });
    expect(months(["1 lis 2011", "1 pro 2011", "1 sij 2011"])).toEqual({ lis: 10 });
    expect(months(["1 lip 2011", "1 sie 2011"])).toEqual({ lip: 7 });
  });
  test("is not guessed where nothing tells the language", () => {
    expect(months(["1 listopad 2011"])).toEqual({ listopad: 0 });
  });
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
  test("is nobody's where more than a few slips contradict, whatever is asked for", async () => {
    const dates = table(["1/2/2011", "13/1/2011", "14/1/2011", "1/15/2011"]);
    const message = await refusal(dates);
    expect(message).toContain(
      'The dates in the column "InvoiceDate" contradict each other: 1 date can only be month first (row 5: "1/15/2011") and 2 dates can only be day first (row 3: "13/1/2011")',
    );
    expect(await refusal(dates, { dateOrder: "dmy" })).toContain("Neither order reads them all");
    expect(await refusal(table(["13/1/2011"]), { dateOrder: "mdy" })).toContain(
      "mdy, as asked for, is not their order",
    );
  });
  test("is the others' where one date in a thousand is a slip, which is left out and warned of", async () => {
    const dates = Array.from({ length: 1000 }, (_, i) => `${1 + (i % 28)}/${1 + (i % 12)}/2011`);
    const { report } = await firsts([...dates, "1/15/2011"]);
    expect(report.dropped.unreadable_date).toMatchObject({
      rows: 1,
      samples: [{ row: 1002, value: "1/15/2011" }],
    });
    expect(report.warnings).toMatchObject([
      {
        code: "contradictory_dates",
        rows: 1,
        message: expect.stringContaining('1 date can only be month first (row 1002: "1/15/2011")'),
        samples: [{ row: 1002, column: "InvoiceDate", value: "1/15/2011" }],
      },
    ]);
  });
  test("is year first where years of two digits have few values and days have many", async () => {
    const dates = Array.from(
      { length: 20 },
      (_, i) => `${22 + (i % 2)}-03-${String(i + 5).padStart(2, "0")}`,
    );
    expect((await firsts(dates)).days[0]).toBe("2022-03-05");
    const dayFirst = dates.map((date) => date.split("-").reverse().join("-"));
    expect((await firsts(dayFirst)).days[0]).toBe("2022-03-05");
    expect(await refusal(table(["13-02-11", "14-03-12"]))).toContain("the year may be first or last");
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
