import { describe, expect, test } from "bun:test";
import {
  CURRENCIES,
  LOCALES,
  readContact,
  readCosts,
  readMoney,
  readSchedule,
} from "../../../views/forms/settings-form";

const form = (fields: Record<string, string>) => new URLSearchParams(fields);

describe("settings that were typed", () => {
  test("are read, with a point or a comma, and shares from per cent", () => {
    expect(readMoney(form({ currency: "gbp", locale: "en-GB" }))).toEqual({
      settings: { currency: "GBP", locale: "en-GB", rates: "" },
      errors: {},
    });
    expect(readMoney(form({ currency: "", locale: "en" })).settings.currency).toBeNull();
    expect(readCosts(form({ missed_churner_cost: "12,5", false_alarm_cost: " 3 " }))).toEqual({
      settings: { missedChurnerCost: 12.5, falseAlarmCost: 3 },
      errors: {},
    });
    const contact = {
      contact_cost: "0.8",
      offer_cost: "0",
      margin: "33.3",
      success_rate: "0",
      redeem_rate: "60",
    };
    expect(readContact(form(contact))).toEqual({
      settings: { contactCost: 0.8, offerCost: 0, margin: 0.333, successRate: 0, redeemRate: 0.6 },
      errors: {},
    });
  });

  for (const [name, read, fields, wrong] of [
    ["a currency that is none", readMoney, { currency: "XQX", locale: "en" }, ["currency"]],
    ["a locale that is not listed", readMoney, { currency: "", locale: "xx-invalid" }, ["locale"]],
    [
      "a cost of 0, and none",
      readCosts,
      { missed_churner_cost: "0" },
      ["missed_churner_cost", "false_alarm_cost"],
    ],
    [
      "costs that are no numbers",
      readCosts,
      { missed_churner_cost: "1e5", false_alarm_cost: "-2" },
      ["missed_churner_cost", "false_alarm_cost"],
    ],
    [
      "shares beyond 100 %",
      readContact,
      { contact_cost: "-1", offer_cost: "1", margin: "101", success_rate: "100.1", redeem_rate: "101" },
      ["contact_cost", "margin", "success_rate", "redeem_rate"],
    ],
    [
      "a margin of nothing",
      readContact,
      { contact_cost: "1", offer_cost: "1", margin: "0", success_rate: "1", redeem_rate: "1" },
      ["margin"],
    ],
    ["a schedule of no kind", readSchedule, { every: "hourly", hour: "3", month_day: "1" }, ["every"]],
    [
      "a day that some months have not",
      readSchedule,
      { every: "monthly", hour: "3", month_day: "29" },
      ["month_day"],
    ],
    ["an hour that no day has", readSchedule, { every: "weekly", hour: "24", weekday: "1" }, ["hour"]],
  ] as const) {
    test(`are refused where there is ${name}`, () => {
      expect(Object.keys(read(form(fields)).errors)).toEqual([...wrong]);
    });
  }

  test("of a schedule name a day of the week or of the month, or nothing", () => {
    const fields = { weekday: "7", month_day: "28", hour: "4" };
    expect(readSchedule(form({ ...fields, every: "weekly" })).schedule).toEqual({
      every: "weekly",
      day: 7,
      hour: 4,
    });
    expect(readSchedule(form({ ...fields, every: "monthly" })).schedule).toEqual({
      every: "monthly",
      day: 28,
      hour: 4,
    });
    expect(readSchedule(form({ ...fields, every: "off" })).schedule).toBeNull();
  });
});

test("every listed currency and locale can be written", () => {
  for (const currency of CURRENCIES) new Intl.NumberFormat("en", { style: "currency", currency });
  expect(Intl.NumberFormat.supportedLocalesOf([...LOCALES])).toEqual([...LOCALES]);
});
