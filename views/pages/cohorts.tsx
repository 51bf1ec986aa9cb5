import { t } from "elysia";
import { readTriangle, triangleWindow } from "../../src/answers/cohort-triangle";
import type { Route } from "../../src/api/route";
import { type CohortMeasure, CohortTable } from "../charts/cohort-table";
import { ButtonLink, SecondaryLink } from "../components/button";
import { Card, Empty } from "../components/card";
import { withQuery } from "../components/pages";
import { Tabs } from "../components/tabs";
import { formatFor } from "../format";
import { showModel } from "../model-page";
import { definePage } from "../page";

const TABS: readonly { readonly by: CohortMeasure; readonly label: string; readonly note: string }[] = [
  { by: "percent", label: "Per cent", note: "Share of the cohort's customers with an order in that month." },
  { by: "customers", label: "Customers", note: "Customers of the cohort with an order in that month." },
  {
    by: "revenue",
    label: "Revenue",
    note: "What the cohort's customers spent in that month, before returns.",
  },
];

/** At most this many cohorts at once: nobody reads a larger table. */
const MOST_COHORTS = 24;

/** Customers who come back, by the month of their first order and by the months since. */
export const cohortPages: readonly Route[] = [
  definePage({
    path: "/cohorts",
    summary: "Cohorts",
    query: t.Object({
      model: t.Optional(t.String()),
      by: t.Optional(t.String()),
      until: t.Optional(t.String()),
    }),
    show: (input, context) => {
      const { query, settings } = input;
      return showModel(context, input, query.model, async ({ row, card }) => {
        const format = formatFor(settings);
        const bytes = await context.blobs.read(`${row.artifactPrefix}/cohorts.csv`);
        const csv = bytes ? new TextDecoder().decode(bytes) : "";
        const whole = readTriangle(csv, card.as_of.slice(0, 7));
        const all = whole.cohorts;
        const { triangle, from, to } = triangleWindow(whole, query.until, MOST_COHORTS);
        const hasUnfinished = triangle.cohorts.some(({ cells }) => cells.some((cell) => cell.isUnfinished));
        const tab = TABS.find(({ by }) => by === query.by) ?? TABS[0]!;
        const link = (changes: Record<string, string | null>) => withQuery("/app/cohorts", query, changes);
        return {
          title: "Cohorts",
          subtitle: `Customers by the month of their first order, and how many order again. As of ${format.date(card.as_of)}.`,
          body:
            triangle.cohorts.length === 0 ? (
              <Empty icon="cohorts" title="No cohorts">
                <p>
                  This model has no cohorts up to that month. Choose a later one, or upload a file with
                  orders.
                </p>
                <ButtonLink href="/app/cohorts">See the newest cohorts</ButtonLink>
              </Empty>
            ) : (
              <div class="stack">
                <Tabs
                  label="What is shown"
                  tabs={TABS.map(({ by, label }) => ({
                    label,
                    href: link({ by }),
                    isCurrent: by === tab.by,
                  }))}
                />
                <Card title={`${tab.label} by months since the first order`} note={tab.note}>
                  <CohortTable
                    caption={`${tab.label} by month of the first order and months since`}
                    triangle={triangle}
                    measure={tab.by}
                    format={format}
                    monthName={format.month}
                    cohortHref={(cohort) => withQuery("/app/customers", { cohort, model: query.model })}
                    cellHref={(cohort, active_month) =>
                      withQuery("/app/customers", { cohort, active_month, model: query.model })
                    }
                  />
                  <p class="soft small">
                    {hasUnfinished &&
                      `* The data ends on ${format.date(card.as_of)}, before ${format.month(card.as_of.slice(0, 7))} is over: these figures will still grow. `}
                    Click a cell to see its customers.
                  </p>
                  <div class="row">
                    {from > 0 && (
                      <SecondaryLink href={link({ until: all[from - 1]!.cohort })}>
                        Earlier cohorts
                      </SecondaryLink>
                    )}
                    {to < all.length && (
                      <SecondaryLink
                        href={link({ until: all[Math.min(all.length, to + MOST_COHORTS) - 1]!.cohort })}
                      >
                        Later cohorts
                      </SecondaryLink>
                    )}
                  </div>
                </Card>
              </div>
            ),
        };
      });
    },
  }),
];
