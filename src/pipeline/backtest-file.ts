import type { TransactionParts } from "../transactions/parts";
import type { ReadOptions, SourceFile } from "../transactions/read";
import { type PartOptions, readInParts } from "../transactions/read-in-parts";
import {
  type Backtest,
  type BacktestPart,
  type BacktestShop,
  type BacktestTests,
  backtestShop,
  reportTests,
  testDates,
} from "./backtest";
import type { TrainOptions } from "./train";

interface BacktestOptions extends Pick<TrainOptions, "settings"> {
  /** The maximum number of test dates. */
  readonly tests: number;
  readonly onProgress?: (progress: BacktestProgress) => void;
}

interface BacktestFileOptions
  extends BacktestOptions,
    Pick<ReadOptions, "mappingPath" | "dateOrder" | "currency" | "rates">,
    Pick<PartOptions, "memoryBudget" | "temporaryFolder"> {
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
export interface FileBacktest extends Backtest, Pick<BacktestShop, "customers" | "newestOrder"> {}

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
  const { data, mappingPath, dateOrder, currency, rates, memoryBudget, temporaryFolder, onProgress } =
    options;
  await using parts = await readInParts(data, {
    ...{ mappingPath, dateOrder, currency, rates, memoryBudget, temporaryFolder },
    onProgress: (fraction) =>
      onProgress?.({
        stage: "reading",
        fraction: round(SHARES.reading * fraction),
        message: "Reading order lines",
      }),
  });
  return await tested(parts, options);
}

/** A backtest of a cleaned data set. */
export async function backtestParts(
  parts: TransactionParts,
  options: BacktestOptions,
): Promise<FileBacktest> {
  const { tests, ...file } = await tested(parts, options);
  return { ...reportTests(tests), ...file };
}

async function tested(
  parts: TransactionParts,
  { tests, settings = {}, only, onProgress }: BacktestOptions & { readonly only?: number | undefined },
): Promise<FileTests> {
  const shop = await backtestShop(parts, settings);
  const tested = testDates(shop, tests, settings, {
    onTest: (part, done, of) => onProgress?.(progressOf(part, done, of)),
    only,
  });
  return { tests: tested, customers: shop.customers, newestOrder: shop.newestOrder };
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
