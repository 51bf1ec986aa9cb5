import type { Test } from "./rule";
import { NO, type Truth, UNKNOWN, YES } from "./truth";

/** From the first up to and including the second. */
export type Span = readonly [from: number, to: number];

/**
 * Compares numbers by row; NaN is unknown. `rounded`: as the model keeps them, to seven digits, so that what was written
 * 20.1 is 20.1.
 */
export function testNumbers(values: Float64Array, test: Test, rounded: boolean): Truth {
  const { operator, value } = test;
  if (operator === "known" || operator === "unknown") return testKnown(values, operator === "known");
  if (operator === "in" || operator === "not in") {
    const listed = value as readonly number[];
    return testListed(
      values,
      new Set(rounded ? listed.map(Math.fround) : listed),
      operator === "in",
      rounded,
    );
  }
  const bound = rounded ? Math.fround(value as number) : (value as number);
  const isAbove = operator === ">=" || operator === "<";
  const isEqual = operator === "is" || operator === "is not";
  const span: Span = [isAbove || isEqual ? bound : -Infinity, isAbove ? Infinity : bound];
  const isWithin = operator === "is" || operator === ">=" || operator === "<=";
  return rounded ? testRounded(values, span, isWithin) : testSpan(values, span, isWithin);
}

/** Whether numbers are known. */
export function testKnown(values: Float64Array, isWanted: boolean): Truth {
  const truth = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i++) truth[i] = Number.isNaN(values[i]!) === isWanted ? NO : YES;
  return truth;
}

/** Whether numbers lie in one of the spans; NaN is unknown. */
export function testSpans(values: Float64Array, spans: readonly Span[], isWithin: boolean): Truth {
  const truth = testSpan(values, spans[0]!, true);
  for (const span of spans.slice(1)) {
    const [from, to] = span;
    for (let i = 0; i < values.length; i++) if (values[i]! >= from && values[i]! <= to) truth[i] = YES;
  }
  if (!isWithin) for (let i = 0; i < truth.length; i++) truth[i] = YES - truth[i]!;
  return truth;
}

/** By how many ends of a span a number keeps: none if it is unknown. Looking up is faster than branches that go either way. */
function byEndsKept(isWithin: boolean): Uint8Array {
  return isWithin ? Uint8Array.of(UNKNOWN, NO, YES) : Uint8Array.of(UNKNOWN, YES, NO);
}

function testSpan(values: Float64Array, [from, to]: Span, isWithin: boolean): Truth {
  const truth = new Uint8Array(values.length);
  const of = byEndsKept(isWithin);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    truth[i] = of[Number(value >= from) + Number(value <= to)]!;
  }
  return truth;
}

function testRounded(values: Float64Array, [from, to]: Span, isWithin: boolean): Truth {
  const truth = new Uint8Array(values.length);
  const of = byEndsKept(isWithin);
  for (let i = 0; i < values.length; i++) {
    const value = Math.fround(values[i]!);
    truth[i] = of[Number(value >= from) + Number(value <= to)]!;
  }
  return truth;
}

function testListed(
  values: Float64Array,
  listed: ReadonlySet<number>,
  isListed: boolean,
  rounded: boolean,
): Truth {
  const truth = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = rounded ? Math.fround(values[i]!) : values[i]!;
    truth[i] = Number.isNaN(value) ? UNKNOWN : listed.has(value) === isListed ? YES : NO;
  }
  return truth;
}
