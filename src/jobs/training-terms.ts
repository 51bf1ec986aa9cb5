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

/** In which currency to count, and what others are worth in it, as text that `parseRates` reads. Wire format. */
interface CurrencyTerms {
  readonly currency?: string;
  readonly rates?: string;
}

/** What a training's payload says of how to train. Wire format. */
export interface TrainingTerms extends CurrencyTerms {
  readonly effort?: Effort;
  readonly spend?: TrainingSettings["spend"];
  readonly missed_churner_cost?: number;
  readonly false_alarm_cost?: number;
  readonly contact?: Readonly<Partial<Record<keyof typeof CONTACT_FIELDS, number>>>;
}

/**
 * The terms that a tenant's own settings stand for. `settings` as the store has them: what is not there, or no number,
 * is left out.
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

/** The currency that a tenant counts in, and its rates. `settings` as the store has them. */
export function currencyOfTenant({ currency, rates }: Readonly<Record<string, unknown>>): CurrencyTerms {
  if (typeof currency !== "string") return {};
  return { currency, ...(typeof rates === "string" && rates !== "" && { rates }) };
}

/**
 * What was asked for, else as the tenant has set it: its rates are for its own currency alone. Throws a UserError for
 * what cannot be.
 */
export function currencyFor(own: CurrencyTerms, asked: CurrencyTerms): CurrencyTerms {
  const currency = asked.currency?.toUpperCase() ?? own.currency;
  const rates = asked.rates ?? (currency === own.currency ? own.rates : undefined);
  const terms = { ...(currency !== undefined && { currency }), ...(rates !== undefined && { rates }) };
  readingOf({ payload: terms });
  return terms;
}

/**
 * How a payload says that amounts are to be read. Throws a UserError for what is no currency, and for rates that cannot
 * be.
 */
export function readingOf({ payload }: Pick<JobRow, "payload">): MoneyReading {
  return moneyReading(optionalText(payload, "currency"), optionalText(payload, "rates"));
}

/** A training's settings where its payload differs from the default. Throws a UserError for what cannot be. */
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

/** One of `known`; null where it is not there. */
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
        `contact of the job's payload has ${name}: ${JSON.stringify(value)}, which is no term of a contact.`,
      );
    terms[field] = value;
  }
  checkContactTerms(terms);
  return terms;
}

/** A cost above 0; null where it is not there. */
function cost(payload: JobRow["payload"], field: string): number | null {
  const value = payload[field] ?? null;
  if (value === null || (typeof value === "number" && value > 0 && value < 1e12)) return value;
  throw new UserError(
    `${field} of the job's payload must be a number above 0, not ${JSON.stringify(value)}.`,
  );
}
