import { rough } from "../src/figures";
import type { TenantSettings } from "./tenant-settings";

/** Numbers, money and dates as a tenant reads them. A missing value (null, NaN) is a dash. */
export interface Format {
  /** `4,338` */
  count(value: number | null): string;
  /** `£1,234`; no pennies from 100 on. */
  money(value: number | null): string;
  /** `£12`: without pennies. */
  wholeMoney(value: number | null): string;
  /** A forecast, to three digits: `£3,170,000`. */
  roughMoney(value: number | null): string;
  /** `1,890`, the same for counts. */
  roughCount(value: number | null): string;
  /** `£1.2M` */
  shortMoney(value: number | null): string;
  /** 0.125 → `13%`; under 1 % and over 99 % with a digit more. */
  percent(value: number | null): string;
  /** `+4.2%` */
  change(value: number | null): string;
  /** `12.5` */
  decimal(value: number | null, digits?: number): string;
  /** `9 December 2011`, of milliseconds since 1970 or an ISO date. */
  date(value: number | string | null): string;
  /** `Dec 2011`, of `2011-12`. */
  month(value: string): string;
  /** `9 Dec 2011`, the same for tables. */
  shortDate(value: number | string | null): string;
  /** `9 Dec 2011, 12:50`, by the tenant's clock: when something happened on this server. */
  moment(value: number | string | null): string;
  /** The same by the clock of the file: when an order came. */
  orderMoment(value: number | string | null): string;
}

export const MISSING = "–";

const made = new Map<string, Format>();

/** The formats of a tenant's settings; making one costs a thousand times as much as using it, so each is made once. */
export function formatFor({
  locale,
  currency,
  timeZone = "UTC",
}: Pick<TenantSettings, "locale" | "currency"> & { readonly timeZone?: string }): Format {
  const key = `${locale} ${currency} ${timeZone}`;
  const known = made.get(key);
  if (known) return known;
  const format = makeFormat(locale, currency, timeZone);
  made.set(key, format);
  return format;
}

function makeFormat(locale: string, currency: string | null, timeZone: string): Format {
  const numberFormat = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options);
  const amount = (options: Intl.NumberFormatOptions) =>
    numberFormat(currency === null ? options : { ...options, style: "currency", currency });
  const whole = numberFormat({ maximumFractionDigits: 0 });
  const money = amount({ maximumFractionDigits: 0 });
  const smallMoney = amount({ maximumFractionDigits: 2 });
  const shortMoney = amount({ notation: "compact", maximumFractionDigits: 1 });
  const percent = numberFormat({ style: "percent", maximumFractionDigits: 0 });
  const finePercent = numberFormat({ style: "percent", maximumFractionDigits: 1 });
  const change = numberFormat({ style: "percent", maximumFractionDigits: 1, signDisplay: "exceptZero" });
  const decimals = [0, 1, 2, 3, 4].map((digits) => numberFormat({ maximumFractionDigits: digits }));
  // The pages are in English, so their months are too; English locales choose the order of day and month.
  const language = locale.startsWith("en") ? locale : "en-GB";
  const date = new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" });
  const month = new Intl.DateTimeFormat(language, { month: "short", year: "numeric", timeZone: "UTC" });
  const shortDate = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" });
  const clock = (zone: string) =>
    new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short", timeZone: zone });
  const [moment, orderMoment] = [clock(timeZone), clock("UTC")];
  const known =
    (show: (value: number) => string) =>
    (value: number | null): string =>
      value === null || !Number.isFinite(value) ? MISSING : show(value);
  const instant = (value: number | string | null, show: Intl.DateTimeFormat) => {
    if (value === null || value === "") return MISSING;
    const time = typeof value === "number" ? value : Date.parse(value);
    return Number.isNaN(time) ? MISSING : show.format(time);
  };
  return {
    count: known((value) => whole.format(value)),
    money: known((value) => (Math.abs(value) >= 100 || value === 0 ? money : smallMoney).format(value)),
    wholeMoney: known((value) => money.format(value)),
    roughMoney: known((value) =>
      (Math.abs(value) >= 100 || value === 0 ? money : smallMoney).format(rough(value)),
    ),
    roughCount: known((value) => whole.format(rough(value))),
    shortMoney: known((value) => (Math.abs(value) >= 1000 ? shortMoney : money).format(value)),
    percent: known((value) =>
      (value > 0 && value < 0.01) || (value > 0.99 && value < 1)
        ? finePercent.format(value)
        : percent.format(value),
    ),
    change: known((value) => change.format(value)),
    decimal: (value, digits = 1) => known((number) => decimals[digits]!.format(number))(value),
    date: (value) => instant(value, date),
    shortDate: (value) => instant(value, shortDate),
    month: (value) => instant(`${value}-01T00:00:00Z`, month),
    moment: (value) => instant(value, moment),
    orderMoment: (value) => instant(value, orderMoment),
  };
}
