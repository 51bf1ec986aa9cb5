import type { FeatureTable } from "../../customers/feature-table";
import { spearman } from "../../learning/metrics/index";
import type { Random } from "../../learning/random";
import type { AttributeCells, AttributeColumn } from "../../transactions/attributes/attribute-kind";
import type { ChurnEvaluation } from "../churn/train-churn";
import { type Adjustment, learnAdjustment } from "./adjustment";
import { type AttributeRows, codingOf, knownCoding } from "./coding";
import { growsWithOrders } from "./growing-names";
import { type Gain, isClear, LEAST_CUSTOMERS, STANDARD_ERRORS, Trial } from "./trial";

/** What an attribute does for the probability of leaving, on orders later than all that was learned from. Wire format. */
export interface AttributeEffect extends AttributeColumn {
  /** Customers of whom it is known. */
  readonly known: number;
  readonly is_used: boolean;
  /** `suspicious`: it seems to tell what was not known beforehand. */
  readonly verdict: "used" | "no_clear_gain" | "suspicious" | "not_tested";
  readonly why: string;
  /** Of the test customers, without and with this attribute alone; null if it was not tested. */
  readonly log_loss_without: number | null;
  readonly log_loss_with: number | null;
  /** Log loss taken off, and its range of three standard errors over customers. */
  readonly gain: number | null;
  readonly gain_low: number | null;
  readonly gain_high: number | null;
}

export interface JudgedAttributes {
  readonly effects: readonly AttributeEffect[];
  /** Null if none is used. */
  readonly adjustment: Adjustment | null;
}

/** What the orders themselves tell about each customer of the newest day; see `isFromOrders`. */
export interface OrderFacts {
  readonly customer: Int32Array;
  readonly columns: readonly Float64Array[];
}

export function orderFacts({ customer, columns }: FeatureTable): OrderFacts {
  const names = ["recency_days", "frequency", "monetary"];
  return { customer, columns: names.map((name) => columns[name]!) };
}

/** Leavers and stayers, customers of whom it is known and others: with fewer, nothing is clear. */
const LEAST_OF_EACH = 20;
/** An attribute that was known beforehand does not take this share off the log loss of a model of all orders. */
const MOST_PLAUSIBLE = 0.25;
/** Nor does one tell so many times more about the newest orders than about earlier ones. */
const MOST_OF_NEWEST = 2;
/** A rank correlation with what the orders tell on the newest day. */
const MOST_ALIKE = 0.8;

/**
 * Tests each attribute on the customers of the churn model's own test, where the model had seen neither them nor what
 * came: does it take log loss off what the orders already say, beyond chance? What is to be added is learned from the
 * tests before; in a training with one test, from the other half of its customers. Those that help are added one by
 * one. An attribute whose gain is too good to have been known beforehand is left out.
 */
export function judgeAttributes(
  attributes: readonly AttributeCells[],
  evaluation: ChurnEvaluation | null,
  facts: OrderFacts,
  random: Random,
): JudgedAttributes {
  if (attributes.length === 0) return { effects: [], adjustment: null };
  const untested = untestable(evaluation);
  if (untested !== null || evaluation === null)
    return {
      effects: attributes.map((one) => effectOf(one, null, "not_tested", untested!)),
      adjustment: null,
    };
  const trial = new Trial(evaluation, random);
  const effects = attributes.map((one) => judge(one, trial, facts));
  const chosen = chooseTogether(attributes, effects, trial);
  const codings = chosen.flatMap((i) => codingOf(attributes[i]!, trial.all) ?? []);
  const adjustment = codings.length > 0 ? learnAdjustment(codings, trial.all) : null;
  return {
    effects: effects.map((effect, i) => {
      if (effect.verdict !== "used" || (adjustment && chosen.includes(i))) return effect;
      const why = "It adds nothing clear to the other attributes.";
      return { ...effect, is_used: false, verdict: "no_clear_gain", why };
    }),
    adjustment,
  };
}

function untestable(evaluation: ChurnEvaluation | null): string | null {
  if (evaluation === null) return "The orders show too little to learn or test who leaves.";
  const leavers = evaluation.churned.reduce((sum, left) => sum + left, 0);
  const { length } = evaluation.churned;
  if (length >= LEAST_CUSTOMERS && Math.min(leavers, length - leavers) >= LEAST_OF_EACH) return null;
  return `The test has ${length} customers, of whom ${leavers} left: too few to tell what helps.`;
}

function judge(attribute: AttributeCells, trial: Trial, facts: OrderFacts): AttributeEffect {
  const coding = (rows: AttributeRows) => codingOf(attribute, rows);
  const gain = trial.gain([coding]);
  if (gain === null) {
    const why =
      attribute.kind === "text"
        ? "No text is common enough to learn from."
        : "It was the same for everybody, or not known, on the day of the test.";
    return effectOf(attribute, null, "not_tested", why);
  }
  const why = suspicionOf(attribute, gain, trial, facts);
  if (why !== null) return effectOf(attribute, gain, "suspicious", why);
  return isClear(gain)
    ? effectOf(attribute, gain, "used", "It makes the forecast better on later orders, beyond chance.")
    : effectOf(attribute, gain, "no_clear_gain", "It makes no clear difference on later orders.");
}

/** Why an attribute cannot have been known beforehand; null if nothing speaks against it. */
function suspicionOf(attribute: AttributeCells, gain: Gain, trial: Trial, facts: OrderFacts): string | null {
  const coding = (rows: AttributeRows) => codingOf(attribute, rows);
  const now = trial.gainOfSameTime(coding);
  if (now && isClear(now) && now.mean > MOST_PLAUSIBLE * now.without)
    return `It takes ${Math.round((100 * now.mean) / now.without)} % off the log loss, too much for anything known beforehand. It probably tells what happened afterwards, and is left out.`;
  const newest = trial.gainOfNewest(coding);
  if (now && newest && isClear(newest) && now.mean > MOST_OF_NEWEST * Math.max(0, gain.mean))
    return "It tells far more about the newest orders than about earlier ones, so it probably tells what happened afterwards. It is left out.";
  const [known, unknown] = trial.knownOf(attribute);
  const isSometimesKnown = Math.min(known, unknown) >= LEAST_OF_EACH;
  const knowing = isSometimesKnown ? trial.gainOfSameTime((rows) => knownCoding(attribute, rows)) : null;
  if (knowing && isClear(knowing))
    return "Whether it is known at all tells who leaves, so it was probably filled in afterwards. It is left out.";
  if (!isClear(gain)) return null;
  if (isFromOrders(attribute, facts))
    return "It goes up and down with the orders of today, so it holds what was not known on the day of the test. It is left out; the orders tell the same.";
  if (growsWithOrders(attribute.name))
    return "By its name it is kept up to date as customers order, so it holds what was not known on the day of the test. It is left out.";
  return null;
}

/** Whether an attribute follows from the orders until today, such as their number. */
function isFromOrders({ kind, cells }: AttributeCells, { customer, columns }: OrderFacts): boolean {
  if (kind === "text") return false;
  const known = Array.from(customer.keys()).filter((i) => (cells[customer[i]!] ?? null) !== null);
  if (known.length < LEAST_OF_EACH) return false;
  const told = Float64Array.from(known, (i) => Number(cells[customer[i]!]));
  return columns.some(
    (column) =>
      Math.abs(
        spearman(
          told,
          Float64Array.from(known, (i) => column[i]!),
        ),
      ) >= MOST_ALIKE,
  );
}

/** The attributes with a clear gain, best first, as long as each adds a clear gain to those before. */
function chooseTogether(
  attributes: readonly AttributeCells[],
  effects: readonly AttributeEffect[],
  trial: Trial,
): number[] {
  const wanted = Array.from(effects.keys())
    .filter((i) => effects[i]!.verdict === "used")
    .sort((a, b) => effects[b]!.gain! - effects[a]!.gain!);
  const chosen: number[] = [];
  const of = (i: number) => (rows: AttributeRows) => codingOf(attributes[i]!, rows);
  for (const next of wanted) {
    const gain = trial.gain([...chosen, next].map(of), chosen.map(of));
    if (gain && isClear(gain)) chosen.push(next);
  }
  return chosen;
}

function effectOf(
  { name, kind, cells }: AttributeCells,
  gain: Gain | null,
  verdict: AttributeEffect["verdict"],
  why: string,
): AttributeEffect {
  const known = cells.reduce<number>((sum, cell) => sum + (cell === null ? 0 : 1), 0);
  return {
    ...{ name, kind, known, is_used: verdict === "used", verdict, why },
    log_loss_without: gain?.without ?? null,
    log_loss_with: gain?.with ?? null,
    gain: gain?.mean ?? null,
    gain_low: gain && gain.mean - STANDARD_ERRORS * gain.error,
    gain_high: gain && gain.mean + STANDARD_ERRORS * gain.error,
  };
}
