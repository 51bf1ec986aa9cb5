import { expect, test } from "bun:test";
import { resolve } from "node:path";
import { formatFor } from "../../views/format";

const british = formatFor({ locale: "en-GB", currency: "GBP" });

test("amounts have pennies below 100 and none from there on", () => {
  expect([0, 0.05, 12.5, 99.99, -4.2, 100, 1234.5, -1234.5].map(british.money)).toEqual([
    "£0",
    "£0.05",
    "£12.50",
    "£99.99",
    "-£4.20",
    "£100",
    "£1,235",
    "-£1,235",
  ]);
  expect([12.5, 1234.5].map(british.wholeMoney)).toEqual(["£13", "£1,235"]);
  expect([999.4, 1234.5, 2_345_678].map(british.shortMoney)).toEqual(["£999", "£1.2k", "£2.3m"]);
});

test("what is not known is a dash", () => {
  expect([
    british.money(null),
    british.count(Number.NaN),
    british.percent(Infinity),
    british.date(""),
  ]).toEqual(["–", "–", "–", "–"]);
});

test("shares are whole percent, and finer where a whole one would say all or nothing", () => {
  expect([0, 0.004, 0.125, 0.5, 0.996, 1].map(british.percent)).toEqual([
    "0%",
    "0.4%",
    "13%",
    "50%",
    "99.6%",
    "100%",
  ]);
  expect([0.042, -0.042, 0].map(british.change)).toEqual(["+4.2%", "-4.2%", "0%"]);
});

test("what happens on the server is told by the tenant's clock, what is in the file by the file's", () => {
  const berlin = formatFor({ locale: "en-GB", currency: null, timeZone: "Europe/Berlin" });
  const evening = Date.UTC(2026, 6, 5, 22, 30);
  expect(berlin.moment(evening)).toBe("6 Jul 2026, 00:30");
  expect(berlin.orderMoment(evening)).toBe("5 Jul 2026, 22:30");
  expect(berlin.date(evening)).toBe("5 July 2026");
});

test("dates are of UTC wherever the server stands", () => {
  const program = `
    import { formatFor } from "./views/format";
    const format = formatFor({ locale: "en-GB", currency: null });
    const late = "2011-12-09T23:30:00Z";
    console.log([format.date(late), format.shortDate(late), format.moment(late), format.month("2011-12")].join("; "));
  `;
  for (const TZ of ["UTC", "Pacific/Auckland", "America/Los_Angeles"]) {
    const { stdout } = Bun.spawnSync([process.execPath, "-e", program], {
      cwd: resolve(import.meta.dir, "../.."),
      env: { ...process.env, TZ },
    });
    expect(stdout.toString().trim()).toBe("9 December 2011; 9 Dec 2011; 9 Dec 2011, 23:30; Dec 2011");
  }
});
