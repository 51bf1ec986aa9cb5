import { InputError } from "../../src/errors";
import { MOST_RATES_CHARACTERS, parseRates } from "../../src/transactions/rates";
import type { TenantSettings } from "../tenant-settings";

/** The settings of a form; what is not among them stays as it is. */
export interface ReadSettings {
  readonly settings: Partial<TenantSettings>;
  /** By the field's name in the form. */
  readonly errors: Readonly<Record<string, string>>;
}

/** Currencies of today and of the past, ISO 4217, as this machine knows them. */
export const CURRENCIES: readonly string[] = Intl.supportedValuesOf("currency");

/** Those that most files are in. */
export const USUAL_CURRENCIES: readonly string[] = ["EUR", "GBP", "USD", "CHF"];

/** Those that are money today (ISO 4217, list one, without metals, funds and units of account). */
export const CURRENT_CURRENCIES: readonly string[] =
  `AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP
  CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY
  KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK
  NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT
  TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG`
    .split(/\s+/)
    .filter((code) => CURRENCIES.includes(code));

/** IANA time zones as this machine knows them. */
export const TIME_ZONES: readonly string[] = Intl.supportedValuesOf("timeZone");

/** The languages and places whose way of writing numbers and dates can be chosen. */
export const LOCALES: readonly string[] = [
  "en",
  "en-GB",
  "en-US",
  "en-AU",
  "en-CA",
  "en-IE",
  "en-IN",
  "en-ZA",
  "cs-CZ",
  "da-DK",
  "de-AT",
  "de-CH",
  "de-DE",
  "el-GR",
  "es-ES",
  "es-MX",
  "fi-FI",
  "fr-BE",
  "fr-CA",
  "fr-FR",
  "hu-HU",
  "it-IT",
  "ja-JP",
  "ko-KR",
  "nb-NO",
  "nl-NL",
  "pl-PL",
  "pt-BR",
  "pt-PT",
  "ro-RO",
  "sv-SE",
  "tr-TR",
];

export function readMoney(form: URLSearchParams): ReadSettings {
  const currency = (form.get("currency") ?? "").trim().toUpperCase();
  const locale = form.get("locale") ?? "";
  const rates = (form.get("rates") ?? "").trim();
  const errors: Record<string, string> = {};
  if (currency !== "" && !CURRENCIES.includes(currency))
    errors.currency = "This is not an ISO 4217 currency. Choose one from the list, or none.";
  if (!LOCALES.includes(locale)) errors.locale = "Choose one from the list.";
  // A form of an older page has no time zone: it stays as it is.
  const timeZone = form.get("time_zone");
  if (timeZone !== null && timeZone !== "UTC" && !TIME_ZONES.includes(timeZone))
    errors.time_zone = "Choose one from the list.";
  const wrong = rates === "" ? null : whatIsWrong(rates, currency);
  if (wrong !== null) errors.rates = wrong;
  const settings = { currency: currency === "" ? null : currency, rates, locale };
  return { settings: timeZone === null ? settings : { ...settings, timeZone }, errors };
}

function whatIsWrong(rates: string, currency: string): string | null {
  if (currency === "") return "Choose the currency that the rates are in.";
  if (rates.length > MOST_RATES_CHARACTERS)
    return `At most ${MOST_RATES_CHARACTERS} characters can be kept. Leave out days: a rate applies until the next one.`;
  try {
    parseRates(rates, currency);
    return null;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.message;
  }
}

export function readCosts(form: URLSearchParams): ReadSettings {
  const read = new Fields(form);
  const settings = {
    missedChurnerCost: read.number("missed_churner_cost", "A cost above 0.", (value) => value > 0),
    falseAlarmCost: read.number("false_alarm_cost", "A cost above 0.", (value) => value > 0),
  };
  return { settings, errors: read.errors };
}

/** 0 switches an alert off. */
export function readAlerts(form: URLSearchParams): ReadSettings {
  const read = new Fields(form);
  const isShare = (share: number) => share >= 0 && share < 1;
  const settings = {
    alertRevenueDrop: read.percent("alert_revenue_drop", "A share from 0% to 99%.", isShare),
    alertChurnRise: read.percent("alert_churn_rise", "Points from 0 to 99.", isShare),
    alertKeyAccounts: read.number("alert_key_accounts", "A number from 0 to 100.", isWholeWithin(0, 100)),
  };
  return { settings, errors: read.errors };
}

export function readContact(form: URLSearchParams): ReadSettings {
  const read = new Fields(form);
  const settings = {
    contactCost: read.number("contact_cost", "A cost of 0 or more.", (value) => value >= 0),
    offerCost: read.number("offer_cost", "A cost of 0 or more.", (value) => value >= 0),
    margin: read.percent("margin", "A share above 0% and at most 100%.", (value) => value > 0 && value <= 1),
    successRate: read.percent(
      "success_rate",
      "A share from 0% to 100%.",
      (value) => value >= 0 && value <= 1,
    ),
    redeemRate: read.percent("redeem_rate", "A share from 0% to 100%.", (value) => value >= 0 && value <= 1),
  };
  return { settings, errors: read.errors };
}

/** When to train again; null: never. */
export interface ReadSchedule {
  readonly schedule: {
    readonly every: "weekly" | "monthly";
    readonly day: number;
    readonly hour: number;
  } | null;
  readonly errors: Readonly<Record<string, string>>;
}

export function readSchedule(form: URLSearchParams): ReadSchedule {
  const every = form.get("every");
  if (every === "off") return { schedule: null, errors: {} };
  const read = new Fields(form);
  const hour = read.number("hour", "An hour from 0 to 23.", isWholeWithin(0, 23));
  if (every === "weekly") {
    const day = read.number("weekday", "A day of the week.", isWholeWithin(1, 7));
    return { schedule: { every, day, hour }, errors: read.errors };
  }
  const day = read.number("month_day", "A day from 1 to 28.", isWholeWithin(1, 28));
  const errors = every === "monthly" ? read.errors : { ...read.errors, every: "Choose how often." };
  return { schedule: { every: "monthly", day, hour }, errors };
}

/** The day and hour of the weekly mail. */
export function readWeekly(form: URLSearchParams): {
  readonly time: { readonly day: number; readonly hour: number };
  readonly errors: ReadSettings["errors"];
} {
  const read = new Fields(form);
  const day = read.number("day", "A day of the week.", isWholeWithin(1, 7));
  const hour = read.number("hour", "An hour from 0 to 23.", isWholeWithin(0, 23));
  return { time: { day, hour }, errors: read.errors };
}

const isWholeWithin = (least: number, most: number) => (value: number) =>
  Number.isInteger(value) && value >= least && value <= most;

/** Reads fields and keeps what is wrong with them. */
class Fields {
  readonly errors: Record<string, string> = {};

  constructor(private readonly form: URLSearchParams) {}

  number(name: string, expected: string, isGood: (value: number) => boolean): number {
    const text = (this.form.get(name) ?? "").trim().replace(",", ".");
    const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
    if (!isGood(value) || value >= 1e12) this.errors[name] = expected;
    return value;
  }

  /** Typed in per cent, kept as a share. */
  percent(name: string, expected: string, isGood: (share: number) => boolean): number {
    const share = Math.round(1e6 * this.number(name, expected, (value) => isGood(value / 100))) / 1e8;
    return share;
  }
}
