import type { FeatureTable } from "../customers/feature-table";
import { judgeAttributes, orderFacts } from "../models/attributes/attribute-effects";
import { type CustomerReasons, REASONS } from "../models/churn/customer-reasons";
import { testTable } from "../models/judging/splits";
import { customerOutlook, netOf } from "../models/next-order/customer-outlook";
import { curvesFrom, judgeNextOrder, type TrainedNextOrder } from "../models/next-order/next-order";
import { latenessOf } from "../models/next-order/next-order-overdue";
import { type NextOrderSummary, NextOrderTotals } from "../models/next-order/next-order-summary";
import { exportOnnx, type OnnxFiles } from "../models/onnx/export";
import { SegmentSales } from "../models/products/segment-products";
import type { ProductTies } from "../models/products/train-products";
import type { TestReport } from "../models/report/evaluation-report";
import { OnnxScorer } from "../models/scores";
import { type Snapshot, snapshotRows } from "../models/snapshot";
import { intervals } from "../models/spend/train-spend";
import type { ReadAttributes } from "../transactions/attributes/read-attributes";
import { collectGarbage } from "../transactions/spill/collect-garbage";
import type { Ground } from "./ground";
import { askWhoIsFree, type Learned, type LearningThread } from "./learn";
import type { ShopProducts } from "./learn-products";
import type { ShopColumns } from "./shop-columns";
import type { ShopPart, ShopParts } from "./shop-parts";

/** Customers who are scored or written at a time. */
export const CHUNK_ROWS = 1 << 16;

/** What was found out about every customer, one element each. */
export interface CustomerAnswers {
  /** Ids of segments. */
  readonly segment: Int32Array;
  readonly churn: Float64Array;
  readonly spend: Float64Array;
  /** Ends of the interval around the expected spend. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly noOrder: Float64Array;
  readonly valueIfKept: Float64Array;
  readonly daysOverdue: Float64Array;
  /** Places of the reasons in `texts`, `REASONS` a customer. */
  readonly chosen: Int32Array;
  /** The product to mention; −1 for none. */
  readonly hint: Int32Array;
}

/** A shop's customers with their scores, and what follows from all of them. */
export interface ScoredShop {
  readonly onnx: OnnxFiles;
  readonly answers: CustomerAnswers;
  readonly texts: readonly string[];
  /** Mean |contribution| of each feature, and all contributions of the drawn customers. */
  readonly importance: Float64Array;
  readonly contributions: Float64Array;
  readonly tests: TestReport;
  readonly nextOrder: TrainedNextOrder;
  readonly nextOrderSummary: NextOrderSummary;
  readonly effects: ReturnType<typeof judgeAttributes>["effects"];
  readonly ties: ProductTies | null;
  readonly sales: SegmentSales;
}

/** Scores all customers with the exported files and with what else the shop told about them, part by part. */
export async function scoreShop(
  shop: ShopParts,
  ground: Ground,
  { learned, columns }: { readonly learned: Learned; readonly columns: ShopColumns },
  products: ShopProducts | null,
  told: ReadAttributes | null,
  thread: LearningThread,
): Promise<ScoredShop> {
  const { random, customers, churnProtocol, settings, learning } = ground;
  const { churn, spend, describedFiles, segmentation, outcomes } = learned;
  const onnx = exportOnnx(segmentation, churn.all, spend.all, describedFiles);
  const { effects, adjustment } = judgeAttributes(
    told?.attributes ?? [],
    churn.all.evaluation,
    orderFacts(columns.table),
    random.fork("attributes"),
  );
  const probability = churn.all.evaluation?.probability ?? null;
  const nextOrder = judgeNextOrder(learned.nextOrder, learning, churnProtocol, probability);
  const answers = noAnswers(customers);
  const reasons = new ShopReasons(customers, columns, learned, thread);
  const totals = new NextOrderTotals();
  const sales = new SegmentSales(shop.shared.products.length);
  const scorer = await OnnxScorer.open(onnx);
  let tests: Promise<TestReport> | null = null;
  try {
    for await (const part of shop.each()) {
      const snapshot = part.snapshot(ground, columns.whole);
      const explained = reasons.askFor(snapshot.table, part.first);
      tests ??= thread.ask({
        ...{ learn: "tests", settings, ...outcomes },
        tested: testTable(learning, churnProtocol),
      }) as Promise<TestReport>;
      for (const { rows, first } of chunksOf(snapshot, part.first)) {
        const scored = await scorer.score(rows.table);
        const asOf = { customer: numbered(rows.table, first), cutoff: cutoffsOf(rows.table) };
        answers.segment.set(scored.segment, first);
        answers.churn.set(adjustment ? adjustment(scored.churn, asOf) : scored.churn, first);
        answers.spend.set(scored.spend, first);
        const outlook = outlookOf(rows, first, answers, ground, columns, nextOrder);
        answers.noOrder.set(outlook.noOrder, first);
        answers.valueIfKept.set(outlook.valueIfKept, first);
        answers.daysOverdue.set(outlook.lateness.daysOverdue, first);
        totals.add(outlook);
        collectGarbage();
      }
      sales.add(part.transactions.lines, ownOf(answers.segment, part));
      answers.chosen.set(reasons.put(await explained, part.first), REASONS * part.first);
      const ties = await products?.ties;
      if (ties?.hints.wins) answers.hint.set(await hintsOf(part, ties, thread), part.first);
      part.forgetBaskets();
    }
  } finally {
    await scorer.close();
  }
  const { low, high } = intervals(spend.all.bands, answers.spend);
  return {
    ...{ onnx, answers: { ...answers, low, high }, texts: reasons.texts, sales, effects },
    ...{ importance: reasons.importance, contributions: reasons.contributions },
    ...{ nextOrder, nextOrderSummary: totals.summary },
    ...{ tests: await tests!, ties: (await products?.ties) ?? null },
  };
}

async function hintsOf(part: ShopPart, { hints }: ProductTies, thread: LearningThread): Promise<Int32Array> {
  const { wins, ownWeight, counted } = hints;
  const rule = { wins, ownWeight, counted };
  return (await askWhoIsFree(thread, { learn: "hints", rule, baskets: part.baskets })) as Int32Array;
}

/** The outlook of customers whose scores are among the answers already; `first` is the number of the first. */
export function outlookOf(
  rows: Snapshot,
  first: number,
  { churn, spend }: Pick<CustomerAnswers, "churn" | "spend">,
  { horizons, settings }: Ground,
  { gaps }: ShopColumns,
  nextOrder: TrainedNextOrder,
) {
  const end = first + rows.table.rows;
  return customerOutlook(
    rows,
    curvesFrom(nextOrder, rows),
    churn.subarray(first, end),
    netOf(spend.subarray(first, end), rows.table, settings.spend),
    horizons,
    settings.contact,
    latenessOf(rows.btyd, gaps),
  );
}

/** A part's customers, some at a time, and the number of the first of them in the shop. */
export function* chunksOf(
  snapshot: Snapshot,
  first: number,
): Generator<{ readonly rows: Snapshot; readonly first: number; readonly from: number }> {
  const { rows } = snapshot.table;
  for (let from = 0; from < rows; from += CHUNK_ROWS)
    yield {
      rows: snapshotRows(snapshot, from, Math.min(rows, from + CHUNK_ROWS)),
      first: first + from,
      from,
    };
}

/** The elements of a part's customers. */
export function ownOf<T extends Int32Array | Float64Array>(values: T, { first, transactions }: ShopPart): T {
  return values.subarray(first, first + transactions.customers.length) as T;
}

function noAnswers(customers: number): CustomerAnswers {
  const numbers = () => new Float64Array(customers);
  const none = new Float64Array(0);
  return {
    ...{ segment: new Int32Array(customers), churn: numbers(), spend: numbers(), low: none, high: none },
    ...{ noOrder: numbers(), valueIfKept: numbers(), daysOverdue: numbers() },
    chosen: new Int32Array(REASONS * customers),
    hint: new Int32Array(customers).fill(-1),
  };
}

function numbered({ rows }: FeatureTable, first: number): Int32Array {
  return Int32Array.from({ length: rows }, (_, row) => first + row);
}

function cutoffsOf({ rows, cutoff }: FeatureTable): Float64Array {
  return new Float64Array(rows).fill(cutoff);
}

/** Why customers may leave, asked part by part. */
class ShopReasons {
  readonly contributions: Float64Array;
  #sums: Float64Array;
  readonly #texts = new Map<string, number>();

  constructor(
    private readonly customers: number,
    private readonly columns: ShopColumns,
    private readonly learned: Learned,
    private readonly thread: LearningThread,
  ) {
    const features = learned.churn.all.model.features.length;
    this.#sums = new Float64Array(features);
    this.contributions = new Float64Array(columns.drawn.rows.length * features);
  }

  /** The thread explains the customers of `table`, the first of whom is number `first`. */
  askFor(table: FeatureTable, first: number): Promise<CustomerReasons> {
    const drawn = this.#drawnIn(table.rows, first).map((i) => this.columns.drawn.rows[i]! - first);
    const { churn } = this.learned.outcomes.all;
    const before = { customers: this.customers, sums: this.#sums };
    const task = { learn: "reasons", churn: churn.model, scored: table, drawn, before } as const;
    return this.thread.ask(task) as Promise<CustomerReasons>;
  }

  /** Takes what it found. Returns the reasons' places in `texts`. */
  put({ chosen, texts, sums, contributions, drawn }: CustomerReasons, first: number): Int32Array {
    const places = Int32Array.from(texts, (text) => {
      const place = this.#texts.get(text) ?? this.#texts.size;
      this.#texts.set(text, place);
      return place;
    });
    this.#sums = sums;
    const d = sums.length;
    const own = this.#drawnIn(chosen.length / REASONS, first);
    drawn.forEach((_, i) => {
      this.contributions.set(contributions.subarray(i * d, (i + 1) * d), own[i]! * d);
    });
    return chosen.map((text) => (text < 0 ? text : places[text]!));
  }

  /** Places of the drawn customers who are among `rows` from number `first` on. */
  #drawnIn(rows: number, first: number): Int32Array {
    const { rows: drawn } = this.columns.drawn;
    return Int32Array.from(drawn.keys()).filter((i) => drawn[i]! >= first && drawn[i]! < first + rows);
  }

  get texts(): readonly string[] {
    return [...this.#texts.keys()];
  }

  get importance(): Float64Array {
    return this.#sums.map((sum) => sum / Math.max(1, this.customers));
  }
}
