import { t } from "elysia";
import { asksForGain, type CustomerFilter } from "../../../src/answers/customer-selection";
import { MOST_LETTERS } from "../../../src/answers/rules/rule";
import { FILTER_FIELDS, type FilterTexts, readFilter } from "../../forms/customer-filter";
import { isRisingFirst, SORTS, type Sort } from "./columns";

const OTHER_FIELDS = ["sort", "order", "page", "open", "model"] as const;
const Text = t.Optional(t.String({ maxLength: 512 }));
const RuleText = t.Optional(t.String({ maxLength: MOST_LETTERS }));

/** Texts throughout: a form also sends the fields that were left empty. */
export const CustomersQuery = t.Object(
  Object.fromEntries(
    [...FILTER_FIELDS, ...OTHER_FIELDS].map((name) => [name, name === "rule" ? RuleText : Text]),
  ),
);

export type CustomersQueryTexts = FilterTexts &
  Readonly<Partial<Record<(typeof OTHER_FIELDS)[number], string>>>;

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
  const { filter, ...read } = readFilter(query);
  const parameters: Partial<Record<keyof CustomersQueryTexts, string>> = { ...read.parameters };
  const ignored = [...read.ignored];
  const choose = <T>(
    name: (typeof OTHER_FIELDS)[number],
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
  const sort = choose("sort", "the order of the rows", (text) =>
    Object.hasOwn(SORTS, text) ? (text as Sort) : undefined,
  );
  const order = choose("order", "the order of the rows", (text) =>
    text === "asc" || text === "desc" ? text : undefined,
  );
  const page = choose("page", "the page", (text) => (/^[1-9]\d{0,7}$/.test(text) ? Number(text) : undefined));
  choose("model", "the model", (text) => text);
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
