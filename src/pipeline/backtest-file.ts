import { newestOrder } from "../customers/labels";
import { collectPurchases } from "../customers/purchases";
import { joinedParts } from "../transactions/joined-parts";
import type { TransactionParts } from "../transactions/parts";
import { type ReadOptions, readTransactions, type SourceFile } from "../transactions/read";
import type { Transactions } from "../transactions/transactions";
import { type Backtest, type BacktestPart, type BacktestTests, reportTests, testDates } from "./backtest";
import type { TrainOptions } from "./train";

interface BacktestOptions extends Pick<TrainOptions, "settings"> {
  /** The maximum number of test dates. */
  readonly tests: number;
  readonly onProgress?: (progress: BacktestProgress) => void;
}

interface BacktestFileOptions
  extends BacktestOptions,
    Pick<ReadOptions, "mappingPath" | "dateOrder" | "currency" | "rates"> {
  /** A file of order lines, or the files of a data set. */
  readonly data: string | readonly SourceFile[];
}

interface BacktestProgress {
  readonly stage: "reading" | BacktestPart;
  /** Share of the whole, 0 to 1, never decreasing. */
  readonly fraction: number;
  /** The current step, for people. */
  readonly message: string;
}

/** A backtest and its data. */
export interface FileBacktest extends Backtest {
  readonly customers: number;
  /** Milliseconds since 1970. */
  readonly newestOrder: number;
}

/** Each part's share of the work on a typical file. */
const SHARES = { reading: 0.15, churn: 0.35, lifetime_value: 0.5 } as const;
const LABELS = { churn: "Testing who leaves", lifetime_value: "Testing what customers spend" } as const;

/**
 * Takes order lines and reports how well trainings on them would have done at past dates. Throws an InputError if a
 * file cannot be used.
 */
export async function backtestFile(options: BacktestFileOptions): Promise<FileBacktest> {
  const { tests, ...file } = await testFile(options);
  return { ...reportTests(tests), ...file };
}

/** The tests of a backtest that were done together, and their data. */
export interface FileTests extends Pick<FileBacktest, "customers" | "newestOrder"> {
  readonly tests: BacktestTests;
}

/** The tests alone; with `only`, the one of that number, from 0. */
export async function testFile(
  options: BacktestFileOptions & { readonly only?: number | undefined },
): Promise<FileTests> {
  const { data, mappingPath, dateOrder, currency, rates, onProgress } = options;
  const transactions = await readTransactions(data, {
    ...{ mappingPath, dateOrder, currency, rates },
    onProgress: (fraction) =>
      onProgress?.({
        stage: "reading",
        fraction: round(SHARES.reading * fraction),
        message: "Reading order lines",
      }),
  });
  return tested(transactions, options);
}

/** A backtest of a cleaned data set. */
export async function backtestParts(
  parts: TransactionParts,
  options: BacktestOptions,
): Promise<FileBacktest> {
  const { tests, ...file } = tested(await joinedParts(parts), options);
  return { ...reportTests(tests), ...file };
}

function tested(
  transactions: Transactions,
  { tests, settings = {}, only, onProgress }: BacktestOptions & { readonly only?: number | undefined },
): FileTests {
  const tested = testDates(transactions, tests, settings, {
    onTest: (part, done, of) => onProgress?.(progressOf(part, done, of)),
    only,
  });
  return {
    tests: tested,
    customers: transactions.report.customers,
    newestOrder: newestOrder(collectPurchases(transactions)),
  };
}

/** One backtest of the tests that were done apart, in order. */
export function joinTests(parts: readonly FileTests[]): FileBacktest {
  const [{ tests, ...file }] = parts as [FileTests];
  const churn = parts.flatMap(({ tests }) => tests.churn);
  const spend = parts.flatMap(({ tests }) => tests.spend);
  return { ...reportTests({ ...tests, churn, spend }), ...file };
}

/** `done` of a part's tests are finished, and the next is running. */
function progressOf(part: BacktestPart, done: number, tests: number): BacktestProgress {
  const before = SHARES.reading + (part === "churn" ? 0 : SHARES.churn);
  return {
    stage: part,
    fraction: round(before + (SHARES[part] * done) / tests),
    message: `${LABELS[part]}, date ${done + 1} of ${tests}`,
  };
}

function round(fraction: number): number {
  return Math.round(1000 * fraction) / 1000;
}
