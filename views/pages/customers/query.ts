import { t } from "elysia";
import type { CustomerFilter } from "../../../src/answers/customer-selection";
import { monthBounds } from "../../../src/answers/orders";
import { asksForGain } from "../../../src/answers/select";
import { isMoveKey } from "../../../src/models/contact/moves";
import { RFM_GROUPS } from "../../../src/models/segments/rfm-groups";
import { isRisingFirst, SORTS, type Sort } from "./columns";

const Text = t.Optional(t.String({ maxLength: 512 }));

/** Texts throughout: a form also sends the fields that were left empty. */
export const CustomersQuery = t.Object({
  q: Text,
  segment: Text,
  rfm_group: Text,
  min_churn: Text,
  max_churn: Text,
  min_ltv: Text,
  max_ltv: Text,
  overdue: Text,
  pays: Text,
  move: Text,
  cohort: Text,
  active_month: Text,
  max_recency: Text,
  r_score: Text,
  fm_score: Text,
  sort: Text,
  order: Text,
  page: Text,
  open: Text,
  model: Text,
});

type CustomersQueryTexts = Readonly<Partial<Record<keyof typeof CustomersQuery.properties, string>>>;

export interface CustomersQuestion {
  readonly filter: CustomerFilter;
  readonly sort: Sort;
  readonly isFalling: boolean;
  /** From 1. */
  readonly page: number;
  /** What was sent and not understood, by the words of the page. */
  readonly ignored: readonly string[];
  /** The parameters that say something, for links. */
  readonly parameters: CustomersQueryTexts;
}

/** What a query of the list asks for. What cannot be understood is left out and named. */
export function readCustomersQuery(query: CustomersQueryTexts): CustomersQuestion {
  const parameters: Partial<Record<keyof CustomersQueryTexts, string>> = {};
  const ignored: string[] = [];
  const read = <T>(
    name: keyof CustomersQueryTexts,
    words: string,
    parse: (text: string) => T | undefined,
  ) => {
    const text = query[name]?.trim() ?? "";
    if (text === "") return undefined;
    const value = parse(text);
    if (value === undefined) ignored.push(words);
    else parameters[name] = text;
    return value;
  };
  const share = (text: string) => numberBetween(text, 0, 1);
  const amount = (text: string) => numberBetween(text, 0, Number.MAX_VALUE);
  const score = (text: string) => (/^[1-5]$/.test(text) ? Number(text) : undefined);
  const month = (text: string) => (monthBounds(text) ? text : undefined);
  const filter: CustomerFilter = {
    q: read("q", "the customer", (text) => text),
    segment: read("segment", "the segment", (text) => (/^\d{1,9}$/.test(text) ? Number(text) : undefined)),
    rfm_group: read(
      "rfm_group",
      "the RFM group",
      (text) => RFM_GROUPS.find(({ name }) => name === text)?.name,
    ),
    min_churn: read("min_churn", "the lowest risk of leaving", share),
    max_churn: read("max_churn", "the highest risk of leaving", share),
    min_ltv: read("min_ltv", "the lowest expected spend", amount),
    max_ltv: read("max_ltv", "the highest expected spend", amount),
    overdue: read("overdue", "whether the order is overdue", flag),
    pays: read("pays", "whether a contact pays", flag),
    move: read("move", "the move", (text) => (isMoveKey(text) ? text : undefined)),
    cohort: read("cohort", "the month of the first order", month),
    active_month: read("active_month", "the month with an order", month),
    max_recency: read("max_recency", "the days since the last order", amount),
    r_score: read("r_score", "the recency score", score),
    fm_score: read("fm_score", "the score of orders and spend", score),
  };
  const sort = read("sort", "the order of the rows", (text) =>
    Object.hasOwn(SORTS, text) ? (text as Sort) : undefined,
  );
  const order = read("order", "the order of the rows", (text) =>
    text === "asc" || text === "desc" ? text : undefined,
  );
  const page = read("page", "the page", (text) => (/^[1-9]\d{0,7}$/.test(text) ? Number(text) : undefined));
  read("model", "the model", (text) => text);
  const by = sort ?? (asksForGain(filter) ? "gain" : "expected");
  return {
    filter,
    sort: by,
    isFalling: order ? order === "desc" : !isRisingFirst(by),
    page: page ?? 1,
    ignored,
    parameters,
  };
}

function numberBetween(text: string, least: number, most: number): number | undefined {
  const value = Number(text);
  return value >= least && value <= most ? value : undefined;
}

function flag(text: string): boolean | undefined {
  return text === "true" ? true : text === "false" ? false : undefined;
}
