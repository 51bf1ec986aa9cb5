import type { CustomerFilter } from "../../src/answers/customer-selection";
import { isMoveKey } from "../../src/models/contact/moves";
import { RFM_GROUPS } from "../../src/models/segments/rfm-groups";
import { dayStart, monthBounds } from "../../src/time";

const MOST_LETTERS = 512;

interface FilterField<Value> {
  /** What it chooses by, in the words of the page. */
  readonly words: string;
  /** Undefined for a text that cannot be understood. */
  parse(text: string): Value | undefined;
}

const text = (text: string) => (text.length <= MOST_LETTERS ? text : undefined);
const whole = (text: string) => (/^\d{1,9}$/.test(text) ? Number(text) : undefined);
const share = (text: string) => numberBetween(text, 0, 1);
const amount = (text: string) => numberBetween(text, 0, Number.MAX_VALUE);
const score = (text: string) => (/^[1-5]$/.test(text) ? Number(text) : undefined);
const flag = (text: string) => (text === "true" ? true : text === "false" ? false : undefined);
const month = (text: string) => (monthBounds(text) ? text : undefined);
const day = (text: string) => (dayStart(text) === null ? undefined : text);

/** How each field of an address or a form chooses customers. */
const FIELDS: { readonly [Name in keyof CustomerFilter]-?: FilterField<CustomerFilter[Name]> } = {
  q: { words: "the customer", parse: text },
  segment: { words: "the segment", parse: whole },
  rfm_group: {
    words: "the RFM group",
    parse: (text) => RFM_GROUPS.find(({ name }) => name === text)?.name,
  },
  min_churn: { words: "the lowest risk of leaving", parse: share },
  max_churn: { words: "the highest risk of leaving", parse: share },
  min_ltv: { words: "the lowest expected spend", parse: amount },
  max_ltv: { words: "the highest expected spend", parse: amount },
  overdue: { words: "whether the order is overdue", parse: flag },
  pays: { words: "whether a contact pays", parse: flag },
  move: { words: "the move", parse: (text) => (isMoveKey(text) ? text : undefined) },
  cohort: { words: "the month of the first order", parse: month },
  active_month: { words: "the month with an order", parse: month },
  max_recency: { words: "the days since the last order", parse: amount },
  r_score: { words: "the recency score", parse: score },
  fm_score: { words: "the score of orders and spend", parse: score },
  first_product: { words: "the first product", parse: text },
  country: { words: "the country", parse: text },
  first_from: { words: "the earliest day of the first order", parse: day },
  first_to: { words: "the latest day of the first order", parse: day },
  ordered_from: { words: "the earliest day of an order", parse: day },
  ordered_to: { words: "the latest day of an order", parse: day },
  // Says itself what is wrong with it, and where.
  rule: { words: "the rule", parse: (text) => text },
  saved: { words: "the saved segment", parse: text },
};

/** The fields that choose customers, for a list, an audience and an export alike. */
export const FILTER_FIELDS = Object.keys(FIELDS) as (keyof CustomerFilter)[];

/** Fields as they were sent; an empty one says nothing. */
export type FilterTexts = Readonly<Partial<Record<keyof CustomerFilter, string>>>;

/** The customers asked for. What cannot be understood is left out and named. */
export function readFilter(query: FilterTexts): {
  readonly filter: CustomerFilter;
  /** In the words of the page. */
  readonly ignored: readonly string[];
  /** The fields that say something, for links. */
  readonly parameters: FilterTexts;
} {
  const filter: Partial<Record<keyof CustomerFilter, unknown>> = {};
  const parameters: Partial<Record<keyof CustomerFilter, string>> = {};
  const ignored: string[] = [];
  for (const name of FILTER_FIELDS) {
    const sent = query[name]?.trim() ?? "";
    if (sent === "") continue;
    const value = FIELDS[name].parse(sent);
    if (value === undefined) ignored.push(FIELDS[name].words);
    else {
      filter[name] = value;
      parameters[name] = sent;
    }
  }
  return { filter: filter as CustomerFilter, ignored, parameters };
}

function numberBetween(text: string, least: number, most: number): number | undefined {
  const value = Number(text);
  return value >= least && value <= most ? value : undefined;
}
