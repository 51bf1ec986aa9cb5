import { t } from "elysia";
import type { Route } from "../../../src/api/route";
import { Badge, Card } from "../../components/card";
import { withQuery } from "../../components/pages";
import { Table } from "../../components/table";
import { formatFor } from "../../format";
import { showModel } from "../../model-page";
import { definePage } from "../../page";

interface GroupRow {
  readonly rfm_group: string;
  readonly customers: number;
  readonly customer_share: number;
  readonly revenue_share: number;
  readonly churn_rate: number | null;
  readonly recommended_action: string;
}

/** The eleven RFM groups as a map and a table. */
export const rfmPages: readonly Route[] = [
  definePage({
    path: "/rfm",
    summary: "RFM",
    query: t.Object({ model: t.Optional(t.String()), by: t.Optional(t.String()) }),
    show: (input, context) =>
      showModel(context, input, input.query.model, ({ card }) => {
        const format = formatFor(input.settings);
        const groups = card.rfm.groups as GroupRow[];
        return {
          title: "RFM",
          subtitle: `Recency against frequency and spend. As of ${format.date(card.as_of)}.`,
          body: (
            <Card title="Groups" note="Scores of 1 to 5 by fifths of the customers.">
              <Table
                caption="The eleven groups"
                hidesCaption
                rows={groups}
                columns={[
                  {
                    title: "Group",
                    cell: (row) => (
                      <a href={withQuery("/app/customers", { rfm_group: row.rfm_group })}>{row.rfm_group}</a>
                    ),
                  },
                  { title: "Customers", isNumber: true, cell: (row) => format.count(row.customers) },
                  { title: "Revenue", isNumber: true, cell: (row) => format.percent(row.revenue_share) },
                  {
                    title: "Expected to leave",
                    isNumber: true,
                    cell: (row) => format.percent(row.churn_rate),
                  },
                  { title: "What to do", cell: (row) => <Badge>{row.recommended_action}</Badge> },
                ]}
              />
            </Card>
          ),
        };
      }),
  }),
];
