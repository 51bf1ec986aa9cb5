import { customersUntil } from "../customers/base-features";
import { btydSummary } from "../customers/btyd-summary";
import { FirstCountries } from "../customers/extended-features";
import { newestOrder } from "../customers/labels";
import type { Random } from "../learning/random";
import { type Protocol, planProtocol, withEnoughCustomers } from "../models/judging/protocol";
import { type CustomerSample, SampleDrawing } from "../models/segments/customer-sample";
import { mostCustomersOf, type TrainingSettings } from "../models/settings";
import { type Horizons, Snapshots } from "../models/snapshot";
import { BtydMaterial } from "../models/spend/btyd-features";
import { dayNumber } from "../time";
import { collectGarbage } from "../transactions/spill/collect-garbage";
import type { ShopPart, ShopParts } from "./shop-parts";

/** What a training learns from and where it tests itself. */
export interface Ground {
  readonly settings: TrainingSettings;
  readonly random: Random;
  readonly customers: number;
  /** The first and last order, milliseconds since 1970. */
  readonly oldest: number;
  readonly newest: number;
  readonly churnProtocol: Protocol;
  readonly spendProtocol: Protocol;
  readonly horizons: Horizons;
  /** The customers to learn from: all, or a sample. */
  readonly sample: CustomerSample;
  readonly isEverybody: boolean;
  /** Snapshots of the sample. */
  readonly learning: Snapshots;
  /** What the snapshots of all customers need to know of the whole shop. */
  readonly countries: FirstCountries;
  readonly material: BtydMaterial;
}

/** Reads a shop for the first time, and plans the dates to learn from and test on. `also` sees every part, too. */
export async function groundOf(
  shop: ShopParts,
  settings: TrainingSettings,
  random: Random,
  also: (part: ShopPart) => void,
): Promise<Ground> {
  const { customers } = shop;
  const drawing = new SampleDrawing(customers, mostCustomersOf(settings), random.fork("sample"));
  const material = new BtydMaterial(customers);
  const countries = new FirstCountries();
  const firstOrders = new Float64Array(customers).fill(Infinity);
  let newest = -Infinity;
  for await (const part of shop.each()) {
    const { first, purchases, returns } = part;
    also(part);
    drawing.add(purchases, returns);
    const everybody = customersUntil(purchases, Infinity);
    countries.add(purchases, everybody);
    everybody.forEach((c) => {
      firstOrders[first + c] = purchases.time[purchases.start[c]!]!;
    });
    const until = newestOrder(purchases);
    material.add(btydSummary(purchases, everybody, until), dayNumber(until));
    newest = Math.max(newest, until);
  }
  collectGarbage();
  const oldest = firstOrders.reduce((least, time) => Math.min(least, time), Infinity);
  const protocolOf = (horizonsDays: readonly number[]) =>
    withEnoughCustomers(
      planProtocol(oldest, newest, horizonsDays, settings.effort),
      (cutoff) => firstOrders.filter((time) => time <= cutoff).length,
    );
  const churnProtocol = protocolOf(settings.churnHorizonsDays);
  const spendProtocol = protocolOf(settings.spendHorizonsDays);
  const horizons = { churnDays: churnProtocol.horizonDays, spendDays: spendProtocol.horizonDays };
  const { sample, isEverybody } = drawing;
  return {
    ...{ settings, random, customers, oldest, newest, churnProtocol, spendProtocol, horizons },
    ...{ sample, isEverybody, countries, material },
    learning: new Snapshots(sample.purchases, sample.returns, horizons, settings.spend, settings.effort),
  };
}
