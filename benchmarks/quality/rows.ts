import { labelCustomers } from "../../src/customers/labels";
import { type Matrix, takeRows } from "../../src/learning/matrix";
import { type LabelledRows, stack, take } from "../../src/models/judging/labelled-rows";
import { headMatrix, Snapshots } from "../../src/models/snapshot";
import type { Outcome, Shop, Trial } from "./trial";

/** Feature rows and labels of one shop's customers, each cutoff made once. */
export class ShopRows {
  readonly #snapshots = new Map<number, Snapshots>();

  constructor(readonly shop: Shop) {}

  /** The snapshots whose buy-till-you-die features look `days` ahead. */
  snapshots(days: number): Snapshots {
    const known = this.#snapshots.get(days);
    if (known) return known;
    const { purchases, returns } = this.shop;
    const made = new Snapshots(purchases, returns, { churnDays: days, spendDays: days });
    this.#snapshots.set(days, made);
    return made;
  }

  /** Rows that may be learned from: of each training cutoff, or of the newest `cutoffs` of them. */
  training(trial: Trial, cutoffs = trial.trainCutoffs.length): LabelledRows {
    const heldOut = new Set(trial.heldOut ?? []);
    const parts = trial.trainCutoffs.slice(0, cutoffs).map((cutoff) => {
      const all = this.#labelled(cutoff, trial.learnDays);
      return take(
        all,
        all.customer.map((_, row) => row).filter((row) => !heldOut.has(all.customer[row]!)),
      );
    });
    return stack(parts);
  }

  /** What may be known of the tested customers. */
  tested(trial: Trial): Matrix {
    const { table } = this.snapshots(trial.learnDays).at(trial.testCutoff);
    return takeRows(headMatrix(table, "all"), this.testedRows(trial));
  }

  /** Which rows of the feature table at the test cutoff are tested, rising. */
  testedRows(trial: Trial): Int32Array {
    const { table } = this.snapshots(trial.learnDays).at(trial.testCutoff);
    const heldOut = trial.heldOut && new Set(trial.heldOut);
    return table.customer
      .map((_, row) => row)
      .filter(
        (row) =>
          table.columns.frequency![row]! >= trial.leastOrders &&
          (heldOut === null || heldOut.has(table.customer[row]!)),
      );
  }

  /** What came true of them, which no contender sees. */
  outcome(trial: Trial): Outcome {
    const { table } = this.snapshots(trial.learnDays).at(trial.testCutoff);
    const { churned, spend } = labelCustomers(this.shop.purchases, table, trial.horizonDays);
    const rows = this.testedRows(trial);
    const only = (column: Float64Array) => Float64Array.from(rows, (row) => column[row]!);
    return {
      customer: rows.map((row) => table.customer[row]!),
      orders: only(table.columns.frequency!),
      churned: only(churned),
      spend: only(spend),
    };
  }

  #labelled(cutoff: number, days: number): LabelledRows {
    const { table } = this.snapshots(days).at(cutoff);
    const { churned, spend } = labelCustomers(this.shop.purchases, table, days);
    const cutoffs = new Float64Array(table.rows).fill(cutoff);
    return { x: headMatrix(table, "all"), churned, spend, customer: table.customer, cutoff: cutoffs };
  }
}
