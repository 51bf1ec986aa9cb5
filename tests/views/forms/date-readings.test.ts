import { describe, expect, test } from "bun:test";
import { dateReadings } from "../../../views/forms/date-readings";

describe("the readings of a date", () => {
  for (const [name, values, value, days] of [
    ["that could be either", ["2/1/2011 8:26"], "2/1/2011 8:26", ["2011-02-01", "2011-01-02", null]],
    ["whose day is beyond 12", ["13.02.11"], "13.02.11", [null, "2011-02-13", "2013-02-11"]],
    ["of four digits first", ["2011-02-01"], "2011-02-01", [null, null, "2011-02-01"]],
    ["of the last century", ["2/1/70"], "2/1/70", ["1970-02-01", "1970-01-02", null]],
    ["that no calendar has", ["31/2/2011"], "31/2/2011", [null, null, null]],
  ] as const) {
    test(name, () => {
      const [mdy, dmy, ymd] = days;
      expect(dateReadings(values)).toEqual({ value, days: { mdy, dmy, ymd } });
    });
  }

  test("are of the value that shows best what the order is about", () => {
    expect(dateReadings(["", "13/2/2011", "5/5/2011", "3/4/2011"])?.value).toBe("3/4/2011");
    expect(dateReadings(["13/2/2011", "5/5/2011"])?.value).toBe("13/2/2011");
  });

  test("are none of what is no date of three numbers", () => {
    expect(dateReadings(["1 Feb 2011", "40500", "2011-02-01T10:00", ""])).toMatchObject({
      value: "2011-02-01T10:00",
    });
    expect(dateReadings(["1 Feb 2011", "40500", "1/2/20111", "1.2"])).toBeNull();
  });
});
