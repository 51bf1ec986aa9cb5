import { describe, expect, test } from "bun:test";
import { InputError } from "../../src/errors";
import { DateColumn } from "../../src/transactions/cells/date-column";
import { type DateBlock, type DateReading, decideDateOrder } from "../../src/transactions/lines/date-order";
import { clearEmptyDates, spanOf, usualSpan } from "../../src/transactions/lines/odd-moments";
import { shopCsv, shopLines, standard } from "./small-shop";
import { read, removeFilesAfterwards } from "./temporary-files";

removeFilesAfterwards();

/** The rows of a date column, as a file has them, the first in row 2. */
function rowsOf(texts: readonly string[]): { column: DateColumn; block: DateBlock } {
  const column = new DateColumn();
  const { length } = texts;
  const row = Int32Array.from(texts, (_, at) => at + 2);
  const moment = new Float64Array(length);
  const momentKind = new Uint8Array(length);
  texts.forEach((text, at) => {
    const bytes = Buffer.from(text);
    column.parse(bytes, 0, bytes.length);
    moment[at] = column.value;
    momentKind[at] = column.kind;
  });
  const start = Int32Array.from({ length: length + 1 }, (_, at) => at);
  return { column, block: { length, start, row, moment, momentKind } };
}

function days(texts: readonly string[]): { days: (string | null)[]; reading: DateReading } {
  const { column, block } = rowsOf(texts);
  const reading = decideDateOrder(column, [block], "Date", undefined, (row) => texts[row - 2]);
  return {
    reading,
    days: texts.map((_, i) => {
      const ms = reading.moment(block.moment[i]!, block.momentKind[i]!);
      return Number.isNaN(ms) ? null : new Date(ms).toISOString().slice(0, 10);
    }),
  };
}

function refusal(texts: readonly string[]): string {
  try {
    days(texts);
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  throw new Error("the column was read, and should have been refused");
}

/** Every `step`-th day from the first, as year, month and day. */
function everyDay(first: string, count: number, step = 1): Date[] {
  return Array.from({ length: count }, (_, i) => new Date(Date.parse(first) + i * step * 86_400_000));
}
const isoDay = (date: Date) => date.toISOString().slice(0, 10);

describe("months with names of one column", () => {
  test("are read in the language that knows the others", () => {
    expect(days(["3 listopad 2011", "4 grudzień 2011"]).days).toEqual(["2011-11-03", "2011-12-04"]);
  });
  test("are refused where nothing tells the language", () => {
    expect(refusal(["3 listopad 2011"])).toContain(
      'The column "Date" has months such as "listopad" (row 2: "3 listopad 2011")',
    );
  });
});

describe("a day-first column that a month-first spreadsheet half converted", () => {
  /** What is left of a day: the text where there is no such month, else a real date with both exchanged. */
  const convert = (date: Date) => {
    const [year, month, day] = isoDay(date).split("-") as [string, string, string];
    return Number(day) > 12 ? `${day}/${month}/${year}` : `${year}-${day}-${month}`;
  };
  test("is exchanged back where only so the rows run through time, and that is said", () => {
    const dates = everyDay("2023-01-01", 200);
    const read = days(dates.map(convert));
    expect(read.days).toEqual(dates.map(isoDay));
    expect(read.reading.warnings).toMatchObject([{ code: "exchanged_days", rows: 84 }]);
  });
  test("is refused where the rows are in no order", () => {
    const dates = everyDay("2023-01-01", 200, 37);
    dates.sort((a, b) => ((a.getUTCDate() * 7919) % 31) - ((b.getUTCDate() * 7919) % 31));
    expect(refusal(dates.map(convert))).toContain(
      "has probably swapped day and month in the real dates. Export the file again",
    );
  });
  test("is left as it is where the real dates run through time as they are", () => {
    const dates = everyDay("2023-01-01", 200);
    const texts = dates.map((date) => (date.getUTCDate() > 12 ? convert(date) : isoDay(date)));
    const read = days(texts);
    expect(read.days).toEqual(dates.map(isoDay));
    expect(read.reading.warnings).toEqual([]);
  });
  test("is not believed for two texts, however many real dates there are, but for three", () => {
    for (const [texts, seen] of [
      [2, false],
      [3, true],
    ] as const) {
      const dates = everyDay("2023-01-01", 150).filter((date) => date.getUTCDate() <= 12);
      const late = everyDay("2023-06-13", texts);
      const refused = () => days([...dates, ...late].map(convert)).reading.warnings;
      expect(refused().some(({ code }) => code === "exchanged_days")).toBe(seen);
    }
  });
  test("is not seen in a column whose real dates are of all days", () => {
    const dates = everyDay("2023-01-01", 60);
    const read = days(
      dates.map((date, i) => (i % 2 === 0 ? isoDay(date) : isoDay(date).split("-").reverse().join("/"))),
    );
    expect(read.days).toEqual(dates.map(isoDay));
    expect(read.reading.warnings).toEqual([]);
  });
});

describe("moments that stand for an empty date", () => {
  const cleared = (moments: string[]) => {
    const moment = Float64Array.from(moments, (text) => Date.parse(text));
    return [
      clearEmptyDates([{ moment, length: moments.length }]),
      Array.from(moment, (ms) => !Number.isNaN(ms)),
    ];
  };
  test("are none where all others are of another time", () => {
    expect(
      cleared(["1970-01-01T00:00Z", "2023-05-01T10:00Z", "1969-12-31T16:00Z", "1900-01-01T00:00Z"]),
    ).toEqual([3, [false, true, false, false]]);
  });
  test("are orders where others are of that time, or there are no others", () => {
    expect(cleared(["1970-01-01T00:00Z", "1970-03-01T10:00Z"])).toEqual([0, [true, true]]);
    expect(cleared(["1970-01-01T00:00Z"])).toEqual([0, [true]]);
  });
  test("are orders where they have a time of day that no zone explains", () => {
    expect(cleared(["1970-01-01T10:07Z", "2023-05-01T10:00Z"])).toEqual([0, [true, true]]);
  });
});

describe("the usual span of orders", () => {
  const span = (dates: readonly Date[]) => {
    const moment = Float64Array.from(dates, (date) => date.getTime());
    const start = Int32Array.from({ length: moment.length + 1 }, (_, at) => at);
    const runs = [{ moment, start, length: moment.length }];
    const { first, last } = usualSpan(runs, spanOf(runs));
    const inside = dates.filter((date) => date.getTime() >= first && date.getTime() <= last);
    return inside.length === dates.length ? "all" : `${isoDay(new Date(first))} to ${isoDay(new Date(last))}`;
  };
  const year = everyDay("2023-01-12", 400, 1);
  test("ends before one order of years ahead", () => {
    expect(span([...year, new Date("2032-05-14T10:00Z")])).toBe("2023-01-12 to 2024-02-15");
    expect(span([...year, new Date("2032-05-14"), new Date("2099-01-01")])).toBe("2023-01-12 to 2024-02-15");
    expect(span([...year, new Date("2025-02-14")])).toBe("2023-01-12 to 2024-02-15");
  });
  test("begins behind one order of decades ago, also where one is far ahead", () => {
    expect(span([new Date("1905-01-01"), ...year])).toBe("2023-01-12 to 2024-02-15");
    expect(span([new Date("1905-01-01"), ...year, new Date("2032-05-14")])).toBe("2023-01-12 to 2024-02-15");
  });
  test("holds the orders after a pause, in a shop that pauses, and in a shop with few", () => {
    expect(span([...year, ...everyDay("2024-08-01", 1)])).toBe("all");
    expect(span([...everyDay("2022-11-01", 50), ...everyDay("2023-11-01", 50)])).toBe("all");
    expect(span([...everyDay("2020-01-01", 40, 45), new Date("2025-12-01")])).toBe("all");
    expect(span([...everyDay("2023-01-01", 10), new Date("2032-05-14")])).toBe("all");
    expect(span([...year, ...everyDay("2032-05-14", 60)])).toBe("all");
  });
  test("is that of nothing where there is nothing", () => {
    expect(usualSpan([], spanOf([]))).toEqual({
      first: Number.POSITIVE_INFINITY,
      last: Number.NEGATIVE_INFINITY,
    });
  });
});

test.each([
  ["far ahead", "2032-05-14 10:00"],
  ["of decades ago", "1999-05-14 10:00"],
])("a lone order %s is set aside and warned of, and the others tell the span", async (_, when) => {
  const odd = shopLines.slice(0, 2).map((line) => ({ ...line, order: "9999", date: when }));
  const { report } = await read(shopCsv(standard, [...shopLines, ...odd]));
  expect(report).toMatchObject({
    orders: 60,
    rows_kept: 120,
    first_order: "2023-01-03T09:00:00.000Z",
    last_order: "2023-10-25T09:59:00.000Z",
    dropped: { date_out_of_place: { rows: 2, samples: [{ row: 122 }, { row: 123 }] } },
  });
  expect(report.warnings).toMatchObject([
    {
      code: "date_out_of_place",
      rows: 2,
      message: expect.stringMatching(new RegExp(`row 122 .${when}.*run from 2023-01-03 to 2023-10-25`)),
      samples: [
        { row: 122, column: "order_date", value: when },
        { row: 123, column: "order_date", value: when },
      ],
    },
  ]);
});

test("01/01/1970 among other dates leaves nothing open: day and month are the same number", async () => {
  const rows = Array.from(
    { length: 12 },
    (_, i) => `c${i},${i},${i === 5 ? "01/01/1970" : `2024-03-${10 + i}`},5`,
  );
  const { report } = await read(["customer,order,date,total", ...rows].join("\n"));
  expect(report).toMatchObject({ orders: 11, dropped: { unreadable_date: { rows: 1 } } });
});
