import { newestOrder } from "../customers/labels";
import { collectPurchases } from "../customers/purchases";
import { type ReadOptions, readTransactions, type SourceFile } from "../transactions/read";
import { type Backtest, type BacktestPart, backtest } from "./backtest";
import type { TrainOptions } from "./train";

interface BacktestFileOptions
  extends Pick<TrainOptions, "settings">,
    Pick<ReadOptions, "mappingPath" | "dateOrder" | "currency" | "rates"> {
  /** A file of order lines, or the files of a data set. */
  readonly data: string | readonly SourceFile[];
  /** At most so many test dates. */
  readonly tests: number;
  readonly onProgress?: (progress: BacktestProgress) => void;
}

interface BacktestProgress {
  readonly stage: "reading" | BacktestPart;
  /** Of the whole, 0 to 1, never falling. */
  readonly fraction: number;
  /** What is being done, for a person. */
  readonly message: string;
}

/** A backtest and what it was made of. */
export interface FileBacktest extends Backtest {
  readonly customers: number;
  /** Milliseconds since 1970. */
  readonly newestOrder: number;
}

/** The share of the whole that each part takes on a typical file. */
const SHARES = { reading: 0.15, churn: 0.35, lifetime_value: 0.5 } as const;
const LABELS = { churn: "Testing who leaves", lifetime_value: "Testing what customers spend" } as const;

/**
 * Order lines in, how trainings on it would have done at dates in its past out. Throws an InputError where a file
 * cannot be used.
 */
export async function backtestFile(options: BacktestFileOptions): Promise<FileBacktest> {
  const { data, mappingPath, dateOrder, currency, rates, tests, settings, onProgress } = options;
  const transactions = await readTransactions(data, {
    ...{ mappingPath, dateOrder, currency, rates },
    onProgress: (fraction) =>
      onProgress?.({
        stage: "reading",
        fraction: round(SHARES.reading * fraction),
        message: "Reading order lines",
      }),
  });
  const tested = backtest(transactions, tests, settings, (part, done, of) =>
    onProgress?.(progressOf(part, done, of)),
  );
  return {
    ...tested,
    customers: transactions.report.customers,
    newestOrder: newestOrder(collectPurchases(transactions)),
  };
}

/** `done` of the tests of a part are done, the next is being made. */
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
