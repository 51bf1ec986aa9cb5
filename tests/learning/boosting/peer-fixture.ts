import { existsSync, readFileSync } from "node:fs";
import type { BoostingOptions, LossName } from "../../../src/learning/boosting/parameters";
import { type Matrix, matrix, takeRows } from "../../../src/learning/matrix";

// The fixtures are written by benchmarks/peers/xgboost_fixtures.py, which says what is in them.
const FOLDER = new URL("../../../benchmarks/peers/fixtures/", import.meta.url);
const ORACLE = new URL("../../../../shared/reference/oracle/time_split_features_all.csv.gz", import.meta.url);

/** What XGBoost was told, and the margins it answered with for the first test rows. */
export interface PeerRun {
  params: Record<string, number | string>;
  objective: "binary:logistic" | "reg:squarederror" | "reg:tweedie";
  rounds: number;
  base_score: number;
  margins: number[];
  target?: string;
  weighted?: boolean;
}

/** Rows to fit on and rows to ask about. */
export interface PeerData {
  train: { x: Matrix; y: Float64Array; weights?: Float64Array };
  test: { x: Matrix; y: Float64Array };
}

/** A fixture by name, unpacked. */
export function readFixture<T>(name: string): T {
  const packed = readFileSync(new URL(`${name}.json.gz`, FOLDER));
  return JSON.parse(new TextDecoder().decode(Bun.gunzipSync(packed))) as T;
}

/** The same parameters under our names. */
export function optionsOf({ params, objective, rounds }: PeerRun): BoostingOptions {
  const losses: Record<PeerRun["objective"], LossName> = {
    "binary:logistic": "logistic",
    "reg:squarederror": "squared",
    "reg:tweedie": { tweedie: Number(params.tweedie_variance_power) },
  };
  const monotone = params.monotone_constraints;
  return {
    loss: losses[objective],
    rounds,
    learningRate: Number(params.learning_rate),
    maxDepth: Number(params.max_depth),
    lambda: Number(params.reg_lambda),
    alpha: Number(params.reg_alpha),
    gamma: Number(params.gamma),
    minChildWeight: Number(params.min_child_weight),
    ...(monotone ? { monotone: JSON.parse(`[${String(monotone).slice(1, -1)}]`) as number[] } : {}),
  };
}

/** Numbers with null for missing as a matrix with NaN. */
export function matrixOf(values: (number | null)[], columns: number, scale = 1): Matrix {
  const data = Float64Array.from(values, (value) => (value === null ? Number.NaN : value / scale));
  return matrix(values.length / columns, columns, data);
}

/** The rows that `isTest` names are asked about, the others are fitted on. */
export function splitRows(
  x: Matrix,
  y: number[],
  isTest: (row: number) => boolean,
  weights?: number[],
): PeerData {
  const rows = Array.from({ length: x.rows }, (_, row) => row);
  const train = rows.filter((row) => !isTest(row));
  const test = rows.filter(isTest);
  return {
    train: {
      x: takeRows(x, train),
      y: Float64Array.from(train, (row) => y[row]!),
      ...(weights ? { weights: Float64Array.from(train, (row) => weights[row]!) } : {}),
    },
    test: { x: takeRows(x, test), y: Float64Array.from(test, (row) => y[row]!) },
  };
}

/** The retail customers with values made missing as in the script, or undefined where the oracle is not there. */
export function readRetail(features: string[], target: string): PeerData | undefined {
  if (!existsSync(ORACLE)) return undefined;
  const text = new TextDecoder().decode(Bun.gunzipSync(readFileSync(ORACLE)));
  const [head, ...lines] = text.trimEnd().split(/\r?\n/);
  const names = head!.split(",");
  const table = lines.map((line) => line.split(",").map(Number));
  const column = (name: string) => table.map((row) => row[names.indexOf(name)]!);
  const customer = column("CustomerID");
  const frequency = column("frequency");
  const values = features.map(column);
  const interpurchase = values[features.indexOf("avg_interpurchase_days")]!;
  const monetary = values[features.indexOf("monetary")]!;
  for (let i = 0; i < table.length; i++) {
    if (frequency[i] === 1) interpurchase[i] = Number.NaN;
    if (customer[i]! % 7 === 3) monetary[i] = Number.NaN;
  }
  const x = matrix(table.length, features.length);
  for (let i = 0; i < table.length; i++) {
    for (let j = 0; j < features.length; j++) x.data[i * features.length + j] = values[j]![i]!;
  }
  return splitRows(x, column(target), (row) => customer[row]! % 5 === 0);
}
