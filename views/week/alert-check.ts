import { adviceOf, contactTerms } from "../../src/answers/advice";
import {
  type AlertThresholds,
  accountsRule,
  type RevenueChange,
  revenueChange,
  silentAccounts,
} from "../../src/answers/alerts";
import { selectCustomers } from "../../src/answers/customer-selection";
import type { CustomerTable } from "../../src/answers/customer-table";
import { ordersOfModel } from "../../src/answers/orders";
import { figuresOf, type ShopFigures } from "../../src/answers/shop-figures";
import type { ModelCard } from "../../src/models/model-card";
import type { AlertCheck, RaisedAlert } from "../../src/notify/reports/alerts-loop";
import { type CustomerMark, isMarked, markOf } from "../../src/store/customer-mark";
import { withQuery } from "../components/pages";
import { spanQuery, USUAL_DAYS } from "../components/period-picker";
import { counted } from "../counted";
import { type Format, formatFor } from "../format";
import { readTenantSettings } from "../tenant-settings";
import type { WeekContext } from "./week";

/** What is remembered between looks. */
export interface AlertState {
  /** Revenue was below its threshold, and has not clearly come back since. */
  readonly isRevenueDown: boolean;
  /** The lowest share of leavers since the last alert about it; null where it is not forecast. */
  readonly leaving: { readonly share: number; readonly asOf: string; readonly horizonDays: number } | null;
  /** Who was silent at the last look. */
  readonly silent: readonly CustomerMark[];
}

const FIRST: AlertState = { isRevenueDown: false, leaving: null, silent: [] };
/** Revenue counts as back once the drop is smaller than this share of the threshold. */
const BACK = 0.75;

/** Looks at the tenant's default model; null if it has none. */
export async function checkAlerts(
  context: WeekContext,
  tenant: string,
  state: unknown,
): Promise<AlertCheck | null> {
  const { store, models } = context;
  const id = store.tenants.defaultModel(tenant);
  const row = id === null ? null : store.models.find(tenant, id);
  if (!row) return null;
  const settings = readTenantSettings(context, tenant);
  const format = formatFor(settings);
  const thresholds = {
    revenueDrop: settings.alertRevenueDrop,
    churnRise: settings.alertChurnRise,
    keyAccounts: settings.alertKeyAccounts,
  };
  return models.use(row, async (model) => {
    const orders = await ordersOfModel(context, row.artifactPrefix, model);
    const { card } = model;
    const data = { asOf: Date.parse(card.as_of), firstOrder: Date.parse(card.data.first_order) };
    const revenue = orders && revenueChange(orders, USUAL_DAYS, data);
    const known = (state as AlertState | null) ?? FIRST;
    const shop = { id: row.id, card, format, thresholds };
    const history = { asOf: data.asOf, orders, bought: null };
    const advice = adviceOf(model, contactTerms(card, store.tenants.settings(tenant)));
    return foundIn(shop, known, {
      revenue,
      figures: figuresOf(model),
      customers: model.customers,
      selected: (rule) => selectCustomers(model.customers, { rule }, history, advice),
    });
  });
}

interface Shop {
  readonly id: string;
  readonly card: ModelCard;
  readonly format: Format;
  readonly thresholds: AlertThresholds;
}

interface Measured {
  readonly revenue: RevenueChange | null;
  readonly figures: ShopFigures;
  readonly customers: CustomerTable;
  /** The rows that a rule leaves. */
  readonly selected: (rule: string) => ArrayLike<number>;
}

/** What has crossed its threshold since the state, and the state after it. */
export function foundIn(shop: Shop, state: AlertState, measured: Measured): AlertCheck {
  const money = ofRevenue(shop, state, measured.revenue);
  const churn = ofLeaving(shop, state, measured.figures);
  const accounts = ofAccounts(shop, state, measured);
  return {
    state: {
      isRevenueDown: money.isDown,
      leaving: churn.leaving,
      silent: accounts.silent,
    } satisfies AlertState,
    alerts: [money.alert, churn.alert, accounts.alert].filter((alert) => alert !== null),
  };
}

function ofRevenue({ id, card, format, thresholds }: Shop, state: AlertState, revenue: RevenueChange | null) {
  const limit = thresholds.revenueDrop;
  if (limit === 0) return { isDown: false, alert: null };
  if (!revenue) return { isDown: state.isRevenueDown, alert: null };
  const { now, past, change, chance, against, span } = revenue;
  if (state.isRevenueDown) return { isDown: change <= -BACK * limit, alert: null };
  // A drop that chance alone may bring is not told as one.
  if (!(now <= (1 - limit) * past && change < chance)) return { isDown: false, alert: null };
  const than = against === "year" ? "the same days a year earlier" : "the days before";
  const season =
    against === "year" ? "" : " The season may be a part of it: last year’s same days are not in the data.";
  const alert: RaisedAlert = {
    title: `Revenue is down ${format.percent(-change)}`,
    text: `${format.money(now)} in the ${format.count(USUAL_DAYS)} days up to ${format.date(card.as_of)}, ${format.money(past)} in ${than}. You asked to hear of a drop of ${format.percent(limit)}. Chance alone would hardly bring more than ${format.percent(-chance)}.${season}`,
    link: withQuery("/app/orders", { ...spanQuery(span), model: id }),
    data: { alert: "revenue", model_id: id, as_of: card.as_of, figure: change, threshold: -limit, against },
  };
  return { isDown: true, alert };
}

function ofLeaving({ id, card, format, thresholds }: Shop, state: AlertState, figures: ShopFigures) {
  const { expectedLeavers, customers, leaversRange } = figures;
  const share = expectedLeavers / customers;
  if (!Number.isFinite(share)) return { leaving: state.leaving, alert: null };
  const now = { share, asOf: card.as_of, horizonDays: card.churn.horizon_days };
  const known = state.leaving;
  // Shares over other days do not compare.
  if (known === null || known.horizonDays !== now.horizonDays) return { leaving: now, alert: null };
  if (share <= known.share) return { leaving: now, alert: null };
  const limit = thresholds.churnRise;
  const low = (leaversRange?.[0] ?? Number.NaN) / customers;
  // A rise within the error of the forecast is not told as one.
  if (limit === 0 || share - known.share < limit || !(low > known.share))
    return { leaving: known, alert: null };
  const alert: RaisedAlert = {
    title: `More customers are expected to leave: ${format.percent(share)}`,
    text: `As of ${format.date(card.as_of)}, ${format.percent(share)} of customers are expected to place no order within ${format.count(now.horizonDays)} days, ${format.percent(low)} to ${format.percent(leaversRange![1]! / customers)} in 4 of 5 cases. As of ${format.date(known.asOf)} it was ${format.percent(known.share)}. You asked to hear of a rise of ${format.decimal(100 * limit)} points.`,
    link: "/app",
    data: {
      alert: "churn",
      model_id: id,
      as_of: card.as_of,
      figure: share,
      before: known.share,
      threshold: limit,
    },
  };
  return { leaving: now, alert };
}

function ofAccounts(
  { id, card, format, thresholds }: Shop,
  state: AlertState,
  { customers, selected }: Measured,
) {
  const most = thresholds.keyAccounts;
  if (most === 0) return { silent: [], alert: null };
  const rows = silentAccounts(customers, most);
  const isNew = (row: number) => !state.silent.some((mark) => isMarked(mark, customers.id(row)));
  const news = rows.filter(isNew);
  const silent = rows.map(
    (row) => state.silent.find((mark) => isMarked(mark, customers.id(row))) ?? markOf(customers.id(row)),
  );
  if (news.length === 0) return { silent, alert: null };
  const who = news.length === 1 ? "A key account has" : `${format.count(news.length)} key accounts have`;
  const opened = accountsRule(customers, news, selected);
  const opens = opened.isExact
    ? `The link opens exactly ${news.length === 1 ? "this one" : "these"}.`
    : `The link opens ${format.count(opened.customers)}: all who are as silent, are not as good as lost, and have spent ${format.money(opened.leastSpend)} or more.`;
  const alert: RaisedAlert = {
    title: `${who} gone silent`,
    text: `Of your ${counted(most, "largest customer", format)} by spend, ${format.count(news.length)} ${news.length === 1 ? "has" : "have"} ordered nothing for longer than four in five of their own gaps, as of ${format.date(card.as_of)}. A silence as long comes about once in five gaps by itself, so ask before you worry. ${opens}`,
    link: withQuery("/app/customers", { rule: opened.rule, sort: "spend", model: id }),
    data: { alert: "key_accounts", model_id: id, as_of: card.as_of, figure: news.length, threshold: most },
  };
  return { silent, alert };
}
