import { DAY_MS, dayStart, monthBounds } from "../../time";
import type { Orders } from "../orders";
import { type Span, testKnown, testSpans } from "./number-tests";
import type { Test } from "./rule";
import type { Truth } from "./truth";

/** When customers ordered first and last, milliseconds since 1970; NaN for nobody's order. */
interface Ends {
  readonly first: Float64Array;
  readonly last: Float64Array;
}

const remembered = new WeakMap<Orders, Ends>();

/** Read once. */
export function endsOf(orders: Orders): Ends {
  const found = remembered.get(orders) ?? ends(orders);
  remembered.set(orders, found);
  return found;
}

function ends({ customers, start, entries: { time, isReturn } }: Orders): Ends {
  const first = new Float64Array(customers).fill(NaN);
  const last = new Float64Array(customers).fill(NaN);
  for (let row = 0; row < customers; row++) {
    for (let i = start[row]!; i < start[row + 1]!; i++) {
      if (isReturn[i] === 1) continue;
      if (Number.isNaN(first[row]!)) first[row] = time[i]!;
      last[row] = time[i]!;
    }
  }
  return { first, last };
}

/**
 * Compares moments, whole milliseconds, with days, and counts days back and ahead from `now`, which is among the last and
 * the next ones.
 */
export function testMoments(moments: Float64Array, test: Test, now: number): Truth {
  const { operator, value } = test;
  if (operator === "known" || operator === "unknown") return testKnown(moments, operator === "known");
  if (operator === "in last") return testSpans(moments, [[now - (value as number) * DAY_MS + 1, now]], true);
  if (operator === "in next") return testSpans(moments, [[now, now + (value as number) * DAY_MS]], true);
  const begin = dayStart(value as string)!;
  const end = begin + DAY_MS - 1;
  switch (operator) {
    case "<":
    case ">=":
      return testSpans(moments, [[begin, Infinity]], operator === ">=");
    case "<=":
    case ">":
      return testSpans(moments, [[-Infinity, end]], operator === "<=");
    default:
      return testSpans(moments, [[begin, end]], operator === "is");
  }
}

/** Whether moments lie in the months that a choice names. */
export function testMonths(moments: Float64Array, { operator, value }: Test): Truth {
  if (operator === "known" || operator === "unknown") return testKnown(moments, operator === "known");
  const months = typeof value === "string" ? [value] : (value as readonly string[]);
  const spans = months.map((month): Span => {
    const [from, to] = monthBounds(month)!;
    return [from, to - 1];
  });
  return testSpans(moments, spans, operator === "is" || operator === "in");
}
