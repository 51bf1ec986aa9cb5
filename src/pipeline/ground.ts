import { customersUntil } from "../customers/base-features";
import { newestOrder, oldestOrder } from "../customers/labels";
import { collectPurchases, collectReturns, type Purchases } from "../customers/purchases";
import type { Random } from "../learning/random";
import { type Protocol, planProtocol, withEnoughCustomers } from "../models/judging/protocol";
import { type CustomerSample, sampleCustomers } from "../models/segments/customer-sample";
import { mostCustomersOf, type TrainingSettings } from "../models/settings";
import { Snapshots } from "../models/snapshot";
import type { Transactions } from "../transactions/transactions";

/** What a training learns from and where it tests itself. */
export interface Ground {
  readonly settings: TrainingSettings;
  readonly random: Random;
  readonly purchases: Purchases;
  /** The first and last order, milliseconds since 1970. */
  readonly oldest: number;
  readonly newest: number;
  readonly churnProtocol: Protocol;
  readonly spendProtocol: Protocol;
  /** The customers to learn from: all, or a sample. */
  readonly sample: CustomerSample;
  /** Of all customers. */
  readonly snapshots: Snapshots;
  /** Of the sample. */
  readonly learning: Snapshots;
}

/** Collects the purchases from cleaned order lines and plans the dates to learn from and test on. */
export function groundOf(transactions: Transactions, settings: TrainingSettings, random: Random): Ground {
  const purchases = collectPurchases(transactions);
  const returns = collectReturns(transactions);
  const newest = newestOrder(purchases);
  const oldest = oldestOrder(purchases);
  const protocolOf = (horizonsDays: readonly number[]) =>
    withEnoughCustomers(
      planProtocol(oldest, newest, horizonsDays, settings.effort),
      (cutoff) => customersUntil(purchases, cutoff).length,
    );
  const churnProtocol = protocolOf(settings.churnHorizonsDays);
  const spendProtocol = protocolOf(settings.spendHorizonsDays);
  const horizons = { churnDays: churnProtocol.horizonDays, spendDays: spendProtocol.horizonDays };
  const sample = sampleCustomers(purchases, returns, mostCustomersOf(settings), random.fork("sample"));
  const of = (from: Pick<CustomerSample, "purchases" | "returns">) =>
    new Snapshots(from.purchases, from.returns, horizons, settings.spend, settings.effort);
  const snapshots = of({ purchases, returns });
  return {
    settings,
    random,
    purchases,
    oldest,
    newest,
    churnProtocol,
    spendProtocol,
    sample,
    snapshots,
    learning: sample.purchases === purchases ? snapshots : of(sample),
  };
}
