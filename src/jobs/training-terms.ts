import { UserError } from "../errors";
import { type ContactTerms, checkContactTerms, DEFAULT_CONTACT_TERMS } from "../models/contact/action-value";
import type { Effort, TrainingSettings } from "../models/settings";
import { type MoneyReading, moneyReading } from "../pipeline/money-reading";
import type { JobRow } from "../store/job-row";
import { optionalText, optionalWholeNumber } from "./payload";

const EFFORTS: readonly Effort[] = ["quick", "full"];
const SPENDS: readonly TrainingSettings["spend"][] = ["net", "gross"];
const CONTACT_FIELDS = {
  contact_cost: "contactCost",
  offer_cost: "offerCost",
  margin: "margin",
  success_rate: "successRate",
  redeem_rate: "redeemRate",
} as const satisfies Readonly<Record<string, keyof ContactTerms>>;

/** The currency to count in, and what others are worth in it, as text for `parseRates`. Wire format. */
interface CurrencyTerms {
  readonly currency?: string;
  readonly rates?: string;
}

/** A training payload's options. Wire format. */
export interface TrainingTerms extends CurrencyTerms {
  readonly effort?: Effort;
  readonly spend?: TrainingSettings["spend"];
  readonly missed_churner_cost?: number;
  readonly false_alarm_cost?: number;
  readonly contact?: Readonly<Partial<Record<keyof typeof CONTACT_FIELDS, number>>>;
}

/**
 * The terms in a tenant's settings. `settings` comes straight from the store; missing and non-numeric values are left
 * out.
 */
export function termsOfTenant(settings: Readonly<Record<string, unknown>>): TrainingTerms {
  const number = (name: string, field: string) =>
    typeof settings[field] === "number" ? { [name]: settings[field] } : {};
  const contact = Object.assign(
    {},
    ...Object.entries(CONTACT_FIELDS).map(([name, field]) => number(name, field)),
  );
  return {
    ...currencyOfTenant(settings),
    ...number("missed_churner_cost", "missedChurnerCost"),
    ...number("false_alarm_cost", "falseAlarmCost"),
    ...(Object.keys(contact).length > 0 && { contact }),
  };
}

/** A tenant's currency and rates. `settings` comes straight from the store. */
export function currencyOfTenant({ currency, rates }: Readonly<Record<string, unknown>>): CurrencyTerms {
  if (typeof currency !== "string") return {};
  return { currency, ...(typeof rates === "string" && rates !== "" && { rates }) };
}

/**
 * The requested terms, else the tenant's; the tenant's rates only apply to its own currency. Throws a UserError for
 * invalid terms.
 */
export function currencyFor(own: CurrencyTerms, asked: CurrencyTerms): CurrencyTerms {
  const currency = asked.currency?.toUpperCase() ?? own.currency;
  const rates = asked.rates ?? (currency === own.currency ? own.rates : undefined);
  const terms = { ...(currency !== undefined && { currency }), ...(rates !== undefined && { rates }) };
  readingOf({ payload: terms });
  return terms;
}

/** How a payload wants amounts to be read. Throws a UserError for an unknown currency or invalid rates. */
export function readingOf({ payload }: Pick<JobRow, "payload">): MoneyReading {
  return moneyReading(optionalText(payload, "currency"), optionalText(payload, "rates"));
}

/** A training's settings that its payload changes from the default. Throws a UserError for invalid values. */
export function settingsOf({ payload }: Pick<JobRow, "payload">): Partial<TrainingSettings> {
  const seed = optionalWholeNumber(payload, "seed");
  const effort = oneOf(payload, "effort", EFFORTS);
  const spend = oneOf(payload, "spend", SPENDS);
  const missed = cost(payload, "missed_churner_cost");
  const alarm = cost(payload, "false_alarm_cost");
  const contact = contactOf(payload.contact);
  return {
    ...(seed !== null && { seed }),
    ...(effort !== null && { effort }),
    ...(spend !== null && { spend }),
    ...(missed !== null && { missedChurnerCost: missed }),
    ...(alarm !== null && { falseAlarmCost: alarm }),
    ...(contact && { contact }),
  };
}

/** One of `known`; null if missing. */
function oneOf<T extends string>(payload: JobRow["payload"], field: string, known: readonly T[]): T | null {
  const text = optionalText(payload, field);
  const found = known.find((value) => value === text);
  if (text !== null && found === undefined)
    throw new UserError(`${field} must be ${known.join(" or ")}, not ${JSON.stringify(text)}.`);
  return found ?? null;
}

function contactOf(given: unknown): ContactTerms | null {
  if (given === undefined || given === null) return null;
  const terms: Record<keyof ContactTerms, number> = { ...DEFAULT_CONTACT_TERMS };
  for (const [name, value] of Object.entries(given)) {
    const field = CONTACT_FIELDS[name as keyof typeof CONTACT_FIELDS];
    if (!field || typeof value !== "number")
      throw new UserError(
        `contact of the job's payload has ${name}: ${JSON.stringify(value)}, which is not a valid term of a contact.`,
      );
    terms[field] = value;
  }
  checkContactTerms(terms);
  return terms;
}

/** A cost above 0; null if missing. */
function cost(payload: JobRow["payload"], field: string): number | null {
  const value = payload[field] ?? null;
  if (value === null || (typeof value === "number" && value > 0 && value < 1e12)) return value;
  throw new UserError(
    `${field} of the job's payload must be a number above 0, not ${JSON.stringify(value)}.`,
  );
}
