/**
 * Which customers belong to a segment. Plain data: `parseRule` reads it from text, `ruleText` writes it, `checkRule`
 * checks one that somebody else made.
 */
export type Rule = RuleGroup | RuleNot | Comparison | AttributeTerm | Purchase;

/** All of the rules, or at least one of them. At least one rule. */
export interface RuleGroup {
  readonly kind: "all" | "any";
  readonly rules: readonly Rule[];
}

export interface RuleNot {
  readonly kind: "not";
  readonly rule: Rule;
}

/** A figure of the customer, compared: `orders >= 3`. */
export interface Comparison extends Test {
  readonly kind: "compare";
  /** The name of one of `RULE_FIELDS`. */
  readonly field: string;
}

/** The same of a custom attribute, whose kind only the shop's data tells: `attribute "consent" is yes`. */
export interface AttributeTerm extends Test {
  readonly kind: "attribute";
  readonly name: string;
}

/** `bought "85123A" at least 2 times in the last 90 days`. */
export interface Purchase {
  readonly kind: "bought";
  /** The id of the product, or its name. */
  readonly product: string;
  /** At least this many orders with it; 1 if absent. */
  readonly times?: number;
  /** In the last so many days; ever if absent. */
  readonly days?: number;
}

/** What a value is compared with, and how. */
export interface Test {
  readonly operator: Operator;
  /**
   * A number (of a share 0 to 1, of a money field in the file's currency), a text, a day `2011-03-01`, or yes and no as a
   * boolean. A list for `in` and `not in`, days for `in last` and `in next`; absent for `known` and `unknown`.
   */
  readonly value?: RuleValue;
}

export type RuleValue = number | string | boolean | readonly (number | string)[];

/**
 * `in last` and `in next` count days back or ahead from the day that the model knows the orders up to. Texts are
 * compared whatever their case.
 */
export const OPERATORS = [
  "is",
  "is not",
  "<",
  "<=",
  ">",
  ">=",
  "in",
  "not in",
  "contains",
  "in last",
  "in next",
  "known",
  "unknown",
] as const;

export type Operator = (typeof OPERATORS)[number];

/** Limits of a rule: a person can read it, and it is worked out at once. */
export const MOST_LETTERS = 4000;
export const MOST_DEPTH = 12;
/** Comparisons and purchases. */
export const MOST_TERMS = 25;
export const MOST_LISTED = 200;
export const MOST_VALUE_LETTERS = 200;
export const MOST_DAYS = 36_500;
export const MOST_NUMBER = 1e15;
