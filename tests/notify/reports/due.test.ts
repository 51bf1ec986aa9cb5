import { describe, expect, test } from "bun:test";
import { lastWeekly, nextWeekly } from "../../../src/notify/reports/due";

const at = (text: string) => Date.parse(text);
const iso = (time: number) => new Date(time).toISOString().replace(/:00\.000Z$/, "Z");

/** Day, hour, zone; a moment; when the next is due, and the Monday of its week. */
const TABLE: readonly (readonly [number, number, string, string, string, string])[] = [
  // A Wednesday: the Monday after it.
  [1, 8, "UTC", "2026-11-25T12:00Z", "2026-11-30T08:00Z", "2026-11-30"],
  [1, 8, "UTC", "2026-11-30T07:59Z", "2026-11-30T08:00Z", "2026-11-30"],
  // Due is due: the next is a week later.
  [1, 8, "UTC", "2026-11-30T08:00Z", "2026-12-07T08:00Z", "2026-12-07"],
  [7, 23, "UTC", "2026-11-25T12:00Z", "2026-11-29T23:00Z", "2026-11-23"],
  // The turn of the year, and 29 February.
  [1, 8, "UTC", "2026-12-30T12:00Z", "2027-01-04T08:00Z", "2027-01-04"],
  [2, 0, "UTC", "2028-02-28T12:00Z", "2028-02-29T00:00Z", "2028-02-28"],
  // Places: 8 in the morning is 8 there.
  [1, 8, "Europe/London", "2026-11-25T12:00Z", "2026-11-30T08:00Z", "2026-11-30"],
  [1, 8, "Europe/London", "2026-07-01T12:00Z", "2026-07-06T07:00Z", "2026-07-06"],
  [1, 8, "America/New_York", "2026-11-25T12:00Z", "2026-11-30T13:00Z", "2026-11-30"],
  [1, 8, "Asia/Kathmandu", "2026-11-25T12:00Z", "2026-11-30T02:15Z", "2026-11-30"],
  // Where it is Monday already while UTC has Sunday, and the other way round.
  [1, 8, "Pacific/Auckland", "2026-11-29T18:00Z", "2026-11-29T19:00Z", "2026-11-30"],
  [1, 20, "Pacific/Honolulu", "2026-12-01T05:00Z", "2026-12-01T06:00Z", "2026-11-30"],
  // 8 March 2026 in New York has no 2 o'clock: 3 is when 2 would have been.
  [7, 2, "America/New_York", "2026-03-07T12:00Z", "2026-03-08T07:00Z", "2026-03-02"],
  // 1 November 2026 has 1 o'clock twice: the first counts, and after it the next week's.
  [7, 1, "America/New_York", "2026-10-31T12:00Z", "2026-11-01T05:00Z", "2026-10-26"],
  [7, 1, "America/New_York", "2026-11-01T05:30Z", "2026-11-08T06:00Z", "2026-11-02"],
  // The days on which Europe's clocks change, at an hour that is there once.
  [7, 8, "Europe/Berlin", "2026-03-28T12:00Z", "2026-03-29T06:00Z", "2026-03-23"],
  [7, 8, "Europe/Berlin", "2026-10-24T12:00Z", "2026-10-25T07:00Z", "2026-10-19"],
  // Half an hour of summer time.
  [7, 2, "Australia/Lord_Howe", "2026-10-03T00:00Z", "2026-10-03T15:30Z", "2026-09-28"],
];

describe("a weekly mail", () => {
  for (const [day, hour, timeZone, now, due, week] of TABLE)
    test(`on day ${day} at ${hour} in ${timeZone} is due at ${due} after ${now}`, () => {
      const next = nextWeekly({ day, hour, timeZone }, at(now), null);
      expect([iso(next.at), next.week]).toEqual([due, week]);
      expect(lastWeekly({ day, hour, timeZone }, next.at)).toEqual(next);
      expect(lastWeekly({ day, hour, timeZone }, next.at - 1).at).toBeLessThan(next.at - 6 * 86_400_000);
    });

  test("is due once in each of 1,000 weeks, a week of its own each time, wherever the clock stands", () => {
    for (const timeZone of [
      "UTC",
      "America/New_York",
      "Europe/Berlin",
      "Pacific/Apia",
      "Africa/Casablanca",
    ]) {
      const weeks = new Set<string>();
      let now = at("2011-01-03T00:00Z");
      for (let i = 0; i < 1000; i++) {
        const { at: due, week } = nextWeekly({ day: 1, hour: 2, timeZone }, now, null);
        expect(due).toBeGreaterThan(now);
        weeks.add(week);
        now = due;
      }
      expect([timeZone, weeks.size]).toEqual([timeZone, 1000]);
    }
  });

  test("is not due again in a week that has had one, even where the day was changed", () => {
    const time = { day: 3, hour: 8, timeZone: "UTC" };
    // Sent on Monday 30 November; then Wednesday was chosen.
    expect(iso(nextWeekly(time, at("2026-12-01T00:00Z"), "2026-11-30").at)).toBe("2026-12-09T08:00Z");
    expect(iso(nextWeekly(time, at("2026-12-01T00:00Z"), "2026-11-23").at)).toBe("2026-12-02T08:00Z");
  });
});
