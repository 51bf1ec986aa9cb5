import type { VNode } from "preact";
import type { Orders } from "../../../src/answers/orders";
import type { Products } from "../../../src/answers/products";
import { similarCustomers } from "../../../src/answers/similar-customers";
import { horizonColumn, SPEND_HORIZONS_DAYS } from "../../../src/models/spend/spend-horizon";
import { ChanceCurve } from "../../charts/chance-curve";
import { ContributionBars } from "../../charts/contribution-bars";
import { Badge, Card, Fold, Notice } from "../../components/card";
import { CustomerName } from "../../components/customer-name";
import { Facts } from "../../components/facts";
import { UploadLink } from "../../components/for-role";
import { Meter, RiskMeter } from "../../components/meter";
import { withQuery } from "../../components/pages";
import { useFormat } from "../../components/reader";
import { Table } from "../../components/table";
import { counted } from "../../counted";
import type { ShownModel } from "../../model-page";
import { reasonWords } from "../../words/reason-words";
import { CustomerAttributes } from "./attributes";
import { customerHref } from "./columns";
import { type CustomerValues, forecastFan } from "./forecast";
import { OrderHistory } from "./history";
import { Lead } from "./lead";
import { CustomerProducts } from "./products";

const MOST_REASONS = 7;
const MOST_SIMILAR = 6;

interface DetailProps {
  readonly shown: ShownModel;
  readonly row: number;
  readonly orders: Orders | null;
  /** Null if the model knows none. */
  readonly products: Products | null;
  readonly modelId: string | undefined;
  /** Every order, not the newest alone. */
  readonly showsAll: boolean;
  readonly mayErase: boolean;
}

/** All that is known and expected of one customer. */
export function CustomerDetail(props: DetailProps): VNode {
  const { shown, row, orders, products, modelId, mayErase } = props;
  const { customers } = shown.model;
  const format = useFormat();
  const values: CustomerValues = {
    number: (name) => customers.cell(name, row) as number,
    text: (name) => customers.cell(name, row) as string,
  };
  const id = values.text("CustomerID");
  return (
    <div class="stack">
      <Lead {...props} values={values} />
      {orders ? (
        <OrderHistory
          orders={orders.ordersOf(row)}
          asOf={Date.parse(shown.card.as_of)}
          next={nextOrder(values)}
          fan={forecastFan(shown.card, values, format)}
          allHref={
            props.showsAll
              ? null
              : `${withQuery(`/app/customers/${encodeURIComponent(id)}`, { model: modelId, all: "true" })}#orders`
          }
        />
      ) : (
        <Notice tone="warn">
          This model was trained before models kept their orders. <UploadLink>Train again</UploadLink> to see
          the history.
        </Notice>
      )}
      <div class="grid wide">
        <Risk {...props} values={values} />
        <NextOrder {...props} values={values} />
      </div>
      {customers.attributes && (
        <CustomerAttributes
          attributes={customers.attributes}
          used={(shown.card.attributes?.columns ?? []).flatMap(({ name, is_used }) =>
            is_used ? [name] : [],
          )}
          row={row}
        />
      )}
      {products && <CustomerProducts {...{ shown, products, row, modelId }} />}
      <div class="stack tight">
        <Spend {...props} values={values} />
        <Rfm {...props} values={values} />
        <Similar {...props} />
      </div>
      {mayErase && (
        <p class="small">
          <a class="button danger" href={`/app/customers/${encodeURIComponent(id)}/erase`}>
            Erase this customer
          </a>
        </p>
      )}
    </div>
  );
}

type PartProps = DetailProps & { readonly values: CustomerValues };

function Risk({ shown, row, values }: PartProps): VNode {
  const format = useFormat();
  const { model, card } = shown;
  const churn = values.number("churn_probability");
  const reasons = Number.isNaN(churn) ? [] : model.reasons(row, MOST_REASONS);
  return (
    <Card
      title="Why this risk"
      note={`Compared with the average customer. From ${format.percent(card.actions.at_risk)} up, acting costs less than waiting.`}
    >
      <RiskMeter risk={churn} atRisk={card.actions.at_risk} />
      {reasons.length > 0 ? (
        <ContributionBars contributions={reasonWords(reasons)} />
      ) : (
        <p class="soft">
          {Number.isNaN(churn)
            ? "The file shows too little to learn who leaves."
            : "Nothing sets this customer apart from the average."}
        </p>
      )}
    </Card>
  );
}

/** The day by which the next order is expected, milliseconds since 1970; null where none is soon. */
function nextOrder(values: CustomerValues): number | null {
  const date = Date.parse(values.text("next_order_date"));
  return Number.isNaN(date) ? null : date;
}

function NextOrder({ shown, values }: PartProps): VNode {
  const format = useFormat();
  const { card, model } = shown;
  const overdue = values.number("days_overdue");
  const next = nextOrder(values);
  const names = model.customers.columnNames;
  const known = card.next_order.curve_days.filter((day) => names.includes(`no_order_${day}d`));
  const days = untilSure(known, (day) => values.number(`no_order_${day}d`));
  const noOrder = days.map((day) => values.number(`no_order_${day}d`));
  const isKnown = noOrder.length > 0 && !noOrder.some(Number.isNaN);
  const median = values.number("next_order_days");
  const gap = values.number("usual_gap_days");
  const told =
    next === null
      ? "No order is expected within 180 days."
      : `There is an even chance of an order by ${format.date(next)}.`;
  return (
    <Card title="Next order" note={told}>
      {overdue > 0 && (
        <Notice tone="warn">
          Silent for {counted(values.number("recency_days"), "day", format)},{" "}
          {counted(Math.max(1, Math.round(overdue)), "day", format)} longer than the customer's own rhythm
          explains. A silence this long would happen by chance in{" "}
          {format.percent(values.number("silence_probability"))} of cases.
        </Notice>
      )}
      {isKnown && (
        <ChanceCurve
          name="next-order"
          title="Chance of an order by day"
          desc={`${format.percent(1 - noOrder[0]!)} within ${days[0]} days, ${format.percent(1 - noOrder.at(-1)!)} within ${days.at(-1)} days after ${format.date(card.as_of)}.`}
          days={days}
          noOrder={noOrder}
          median={median}
          since={format.date(card.as_of)}
          percent={(share) => format.percent(share)}
          count={(day) => format.count(day)}
        />
      )}
      <Facts
        of={[
          [
            "Usual gap between orders",
            Number.isNaN(gap) || values.number("frequency") < 2
              ? "not known yet"
              : counted(Math.round(gap), "day", format),
          ],
          [
            "Value if kept",
            `${format.money(values.number("value_if_kept"))} in ${format.count(card.lifetime_value.horizon_days)} days`,
          ],
        ]}
      />
    </Card>
  );
}

/** The days of the curve up to the first on which an order is as good as sure; three at least. */
function untilSure(days: readonly number[], noOrder: (day: number) => number): readonly number[] {
  const sure = days.findIndex((day) => noOrder(day) < 0.005);
  return sure < 0 ? days : days.slice(0, Math.max(3, sure + 1));
}

function Spend({ shown, values }: PartProps): VNode {
  const format = useFormat();
  const horizon = shown.card.lifetime_value.horizon_days;
  return (
    <Fold
      title="Expected spend by horizon"
      note={`Learned and tested over ${format.count(horizon)} days; the others follow from how orders thin out.`}
    >
      <Table
        caption="Expected spend by horizon"
        rows={SPEND_HORIZONS_DAYS}
        columns={[
          {
            title: "Within",
            cell: (days) => (
              <>
                {format.count(days)} days {days === horizon && <Badge tone="brand">tested</Badge>}
              </>
            ),
          },
          { title: "Expected", kind: "money", cell: (days) => values.number(horizonColumn(days)) },
          {
            title: "4 in 5 lie within",
            kind: "number",
            cell: (days) =>
              days === horizon && !Number.isNaN(values.number("ltv_low"))
                ? `${format.money(values.number("ltv_low"))} to ${format.money(values.number("ltv_high"))}`
                : "–",
          },
        ]}
      />
    </Fold>
  );
}

function Rfm({ values }: PartProps): VNode {
  const format = useFormat();
  const rows = [
    {
      name: "Recency",
      score: values.number("r_score"),
      words: `last order ${counted(values.number("recency_days"), "day", format)} ago`,
    },
    {
      name: "Frequency",
      score: values.number("f_score"),
      words: counted(values.number("frequency"), "order", format),
    },
    {
      name: "Spend",
      score: values.number("m_score"),
      words: `${format.money(values.number("monetary"))} in all`,
    },
  ];
  return (
    <Fold
      title="RFM scores"
      note={`${values.text("rfm_group")}. Fifths of all customers: 5 is the best fifth, 1 the weakest.`}
    >
      <Table
        caption="RFM scores"
        rows={rows}
        columns={[
          { title: "Score", cell: "name" },
          { title: "Of 5", cell: ({ score }) => <Meter share={score / 5} text={`${score} of 5`} /> },
          { title: "Because", cell: "words" },
        ]}
      />
      <p class="small">
        <a href="/app/rfm">What the groups mean</a>
      </p>
    </Fold>
  );
}

function Similar({ shown, row, modelId }: DetailProps): VNode {
  const format = useFormat();
  const { customers } = shown.model;
  const rows = similarCustomers(shown.model, row, MOST_SIMILAR);
  const text = (name: string, other: number) => customers.cell(name, other) as string;
  const number = (name: string, other: number) => customers.cell(name, other) as number;
  return (
    <Fold
      title="Similar customers"
      note="Nearest by days since the last order, orders, spend, order value, products and time as a customer."
    >
      <Table
        caption="Similar customers"
        rows={rows}
        href={(other) => customerHref(shown, other, modelId)}
        columns={[
          {
            title: "Customer",
            cell: (other) => (
              <CustomerName
                people={shown.model.customers.people}
                row={other}
                id={text("CustomerID", other)}
                href={customerHref(shown, other, modelId)}
              />
            ),
          },
          { title: "Segment", cell: (other) => <Badge>{text("segment_name", other)}</Badge> },
          {
            title: "Last order",
            kind: "number",
            cell: (other) => `${counted(number("recency_days", other), "day", format)} ago`,
          },
          { title: "Orders", kind: "count", cell: (other) => number("frequency", other) },
          { title: "Spend", kind: "money", cell: (other) => number("monetary", other) },
          { title: "Risk of leaving", kind: "percent", cell: (other) => number("churn_probability", other) },
          { title: "Expected spend", kind: "money", cell: (other) => number("ltv_estimate", other) },
        ]}
      />
    </Fold>
  );
}
