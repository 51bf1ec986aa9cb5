import { type ColumnTable, table as columnTable } from "arquero";
import type { RfmScores } from "../customers/rfm-scores";
import { REASONS, reasonTexts } from "../models/churn/customer-reasons";
import type { Advice } from "../models/contact/advice";
import { outlookColumns } from "../models/next-order/customer-outlook";
import { type CustomerOrigins, customerOrigins } from "../models/products/customer-products";
import { rfmColumns } from "../models/segments/rfm-groups";
import type { Segmentation } from "../models/segments/segmentation";
import { spendByHorizon } from "../models/spend/spend-horizon";
import type { Ground } from "./ground";
import { chunksOf, outlookOf, type ScoredShop } from "./score-shop";
import type { ShopColumns } from "./shop-columns";
import type { ShopPart } from "./shop-parts";

/** What the customers' table is made from, besides their orders. */
export interface RowsMaterial {
  readonly ground: Ground;
  readonly columns: ShopColumns;
  readonly scored: ScoredShop;
  readonly segmentation: Segmentation;
  readonly rfm: RfmScores;
  readonly advice: Advice;
}

/**
 * The customers of a part with features and scores, some at a time: `CustomerID`, all features, then `segment,
 * segment_name, churn_probability, ltv_estimate, ltv_low, ltv_high, reason_1 …, r_score, f_score, m_score, rfm_group`,
 * the outlook, expected spend by horizon, `recommended_action`, and what the file tells of countries and products.
 */
export function* customerRows(part: ShopPart, material: RowsMaterial): Generator<ColumnTable> {
  const { ground, columns, scored, segmentation, rfm, advice } = material;
  const { answers, texts, nextOrder } = scored;
  const { customers, lines } = part.transactions;
  const names = new Map(segmentation.segments.map(({ id, name }) => [id, name]));
  const origins = customerOrigins(lines, customers.length);
  const places = Array.from({ length: REASONS }, (_, place) => place);
  for (const { rows, first, from } of chunksOf(part.snapshot(ground, columns.whole), part.first)) {
    const end = first + rows.table.rows;
    const segment = answers.segment.subarray(first, end);
    const spend = answers.spend.subarray(first, end);
    const reasons = { chosen: answers.chosen.subarray(REASONS * first, REASONS * end), texts };
    const outlook = outlookOf(rows, first, answers, ground, columns, nextOrder);
    yield columnTable({
      CustomerID: customers.slice(from, from + rows.table.rows),
      ...rows.table.columns,
      segment,
      segment_name: Array.from(segment, (id) => names.get(id)!),
      churn_probability: answers.churn.subarray(first, end),
      ltv_estimate: spend,
      ltv_low: answers.low.subarray(first, end),
      ltv_high: answers.high.subarray(first, end),
      ...Object.fromEntries(places.map((place) => [`reason_${place + 1}`, reasonTexts(reasons, place)])),
      ...rfmColumns({
        ...{ r: rfm.r.subarray(first, end), f: rfm.f.subarray(first, end), m: rfm.m.subarray(first, end) },
        edges: rfm.edges,
      }),
      ...outlookColumns(outlook, ground.newest),
      ...spendByHorizon(rows.btyd, ground.horizons.spendDays, spend),
      recommended_action: Array.from({ length: end - first }, (_, row) => advice.action(first + row)),
      ...productColumns(part, origins, from, end - first, scored),
    });
  }
}

/**
 * `country` and `first_product` as in the shop's file, and the product to mention, `product_hint_id` and its name,
 * `product_hint`; each only if the file tells it.
 */
function productColumns(
  { transactions: { countries, products, productNames }, first }: ShopPart,
  { country, firstProduct }: CustomerOrigins,
  from: number,
  rows: number,
  { ties, answers }: ScoredShop,
): Readonly<Record<string, readonly (string | null)[]>> {
  const own = (ids: Int32Array) => ids.subarray(from, from + rows);
  const texts = (ids: Int32Array, of: readonly string[]) => Array.from(ids, (id) => of[id] ?? null);
  const hint = answers.hint.subarray(first + from, first + from + rows);
  return {
    ...(countries.length > 0 && { country: texts(own(country), countries) }),
    ...(ties && {
      first_product: texts(own(firstProduct), products),
      product_hint_id: texts(hint, products),
      product_hint: Array.from(hint, (id) => productNames?.[id] ?? products[id] ?? null),
    }),
  };
}
