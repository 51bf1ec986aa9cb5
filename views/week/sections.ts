import type { Orders } from "../../src/answers/orders";
import type { DriftReport } from "../../src/models/monitoring/drift";
import type { ReportItem, ReportSection } from "../../src/notify/reports/report-letter";
import { changeOf } from "../components/compared";
import { NOBODY_PAYS, whyNobodyPays } from "../components/gain";
import { withQuery } from "../components/pages";
import { chosenPeriod, spanQuery, USUAL_DAYS } from "../components/period-picker";
import { counted } from "../counted";
import { averageOrder, comparedSales } from "../pages/overview/compared-sales";
import { customerLinks } from "../pages/overview/customer-links";
import { driftWords } from "../pages/overview/trust";
import { gainOfMove, headlineOf, wordsOfMove } from "../pages/overview/week-words";
import type { Week } from "./week";

/** So many doubts are named; the page has all. */
const MOST_DOUBTS = 3;

/** The answer, and as of when. */
export function leadOf(week: Week): string {
  const { card, advice, moves, format } = week;
  const asOf = `As of ${format.date(card.as_of)}, the newest order.`;
  if (moves.length > 0) {
    const { before, strong, after } = headlineOf(week, moves, format);
    return `${before}${strong}${after} ${asOf}`;
  }
  if (advice.gain.every((gain) => Number.isNaN(gain)))
    return `This file does not show who leaves, so nobody can be named yet. A file that goes further back would help. ${asOf}`;
  const { because, change } = whyNobodyPays(advice, format);
  return `${NOBODY_PAYS} ${because} ${change} ${asOf}`;
}

/** Each move with a link to exactly its customers, as this model knows them. */
export function movesSection({ row, card, moves, format, href }: Week): ReportSection | null {
  if (moves.length === 0) return null;
  const items = moves.map((move): ReportItem => {
    const { title, reason } = wordsOfMove(move, card, format);
    const { expected, range } = gainOfMove(move.gain, format);
    return {
      title,
      url: href(customerLinks.ofMove({ model: row.id }, move.key)),
      figure: expected,
      text: `${counted(move.rows.length, "customer", format)}. ${reason} ${range[0]!.toUpperCase()}${range.slice(1)}.`,
    };
  });
  return { title: "What to do", note: null, items };
}

/** What was sold, beside the days before. */
export function salesSection({ row, model, card, format, href }: Week, orders: Orders): ReportSection {
  const data = [Date.parse(card.data.first_order), Date.parse(card.as_of)] as const;
  const chosen = chosenPeriod({}, USUAL_DAYS, data, format);
  const sales = comparedSales(card, orders, chosen, new Uint8Array(model.customers.rows), format);
  const { now, past } = sales.of(0);
  const url = href(withQuery("/app/orders", { ...spanQuery(sales.now), model: row.id }));
  const item = (
    title: string,
    [value, before]: readonly [number, number | null],
    write: (value: number) => string,
    url: string | null,
  ): ReportItem => {
    const change = changeOf(value, before, format);
    return { title, url, figure: write(value), text: change ? `${change.text} from ${write(before!)}` : "" };
  };
  return {
    title: `Sales, last ${format.count(USUAL_DAYS)} days`,
    note: sales.note,
    items: [
      item("Revenue", [now.revenue, past?.revenue ?? null], format.money, url),
      item("Orders", [now.orders, past?.orders ?? null], format.count, url),
      item(
        "Customers with an order",
        [now.customers, past?.customers ?? null],
        format.count,
        href(customerLinks.active({ model: row.id }, USUAL_DAYS)),
      ),
      item("Average order", [averageOrder(now), past && averageOrder(past)], format.money, null),
    ],
  };
}

/** What the data could not support, and how customers have changed; null if there is nothing to doubt. */
export function doubtsSection(
  { row, card, format, href }: Week,
  drift: DriftReport | null,
): ReportSection | null {
  const doubts = card.limitations.map(({ text }) => text);
  const changed =
    drift && drift.alerts.length > 0 ? [`Your customers have changed. ${driftWords(drift, format)}`] : [];
  const all = [...changed, ...doubts];
  if (all.length === 0) return null;
  const left = all.length - MOST_DOUBTS;
  return {
    title: "What is doubtful",
    note: all.slice(0, MOST_DOUBTS).join(" "),
    items: [
      {
        title:
          left > 0 ? `${counted(left, "more doubt", format)}, and how it was tested` : "How it was tested",
        url: href(`/app/models/${encodeURIComponent(row.id)}`),
        figure: null,
        text: "",
      },
    ],
  };
}
