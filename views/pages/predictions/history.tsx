import type { ComponentChildren, VNode } from "preact";
import type { JobRow } from "../../../src/store/job-row";
import type { PredictionRow } from "../../../src/store/predictions";
import { ButtonLink, SecondaryLink } from "../../components/button";
import { Badge, Card, Empty, Notice } from "../../components/card";
import { Icon } from "../../components/icon";
import { withQuery } from "../../components/pages";
import { useFormat } from "../../components/reader";
import { type Column, Table, TableCard } from "../../components/table";
import type { Format } from "../../format";

export const MOST_LABEL = 1000;

/** A recorded prediction as the pages show it; rows of several releases lie in the store. */
interface ShownPrediction {
  readonly row: PredictionRow;
  readonly customerId: string | null;
  readonly features: Readonly<Record<string, unknown>> | null;
  /** Customers of a batch. */
  readonly count: number | null;
  readonly churn: number | null;
  readonly spend: number | null;
  readonly segment: string | null;
}

function shownPrediction(row: PredictionRow): ShownPrediction {
  const payload = fields(row.payload);
  const result = fields(row.result);
  const id = payload.customer_id;
  return {
    row,
    customerId: typeof id === "string" || typeof id === "number" ? String(id) : null,
    features: payload.features ? fields(payload.features) : null,
    count: numberOf(result.count),
    churn: numberOf(result.churn_probability),
    spend: numberOf(result.ltv_estimate),
    segment: typeof result.segment_name === "string" ? result.segment_name : null,
  };
}

/** Lists of all customers: those being made, and the files of those that are done. */
export function Batches({
  rows,
  open,
  model,
  mayDelete,
}: {
  readonly rows: readonly PredictionRow[];
  /** Jobs that are not at their end. */
  readonly open: readonly JobRow[];
  readonly model: { readonly id: string; readonly name: string };
  readonly mayDelete: boolean;
}): VNode {
  const watch = open.length > 0 && {
    "hx-get": "/app/predictions",
    "hx-trigger": "every 2s",
    "hx-target": "#batches",
    "hx-select": "#batches",
    "hx-swap": "outerHTML",
  };
  return (
    <div id="batches" {...watch}>
      <Card
        title="Lists of all customers"
        note="One row per customer: segment, risk of leaving, expected spend, action, reasons. For a mailing tool or a spreadsheet."
      >
        <form method="post" action="/app/predictions/batch">
          <input type="hidden" name="model" value={model.id} />
          <button type="submit">Make a list with {model.name}</button>
        </form>
        {open.map(({ id, status, progress }) => (
          <Notice key={id}>
            {status === "queued"
              ? "A list is waiting its turn."
              : `A list is being made${progress ? `: ${progress.message}` : ""}.`}{" "}
            <a href="/app/queue">Queue</a>
          </Notice>
        ))}
        {rows.length > 0 && (
          <Table
            caption="Lists, newest first"
            rows={rows.map(shownPrediction)}
            columns={[
              { title: "Made", kind: "moment", cell: ({ row }) => row.createdAt },
              { title: "Customers", kind: "count", cell: "count" },
              {
                title: "File",
                cell: ({ row }) => (
                  <>
                    <a href={`/predictions/${encodeURIComponent(row.id)}/csv`} download>
                      Download CSV
                    </a>
                    {" · "}
                    <a href={`/predictions/${encodeURIComponent(row.id)}/csv?bom=1`} download>
                      for Excel
                    </a>
                  </>
                ),
              },
              ...(mayDelete ? [deletion()] : []),
            ]}
          />
        )}
      </Card>
    </div>
  );
}

/** What was asked and answered, and what came of it. */
export function History({
  rows,
  next,
  cursor,
  mayDelete,
}: {
  readonly rows: readonly PredictionRow[];
  /** The last id of this page, where there may be more. */
  readonly next: string | null;
  /** The page that is shown; null for the first. */
  readonly cursor: string | null;
  readonly mayDelete: boolean;
}): VNode {
  const format = useFormat();
  if (rows.length === 0) return <NoPredictions isFirst={cursor === null} />;
  return (
    <TableCard
      title="History"
      note="What was asked here and through the API, newest first. Note what came of it, such as “called on Monday”."
      caption="Recorded predictions"
      rows={rows.map(shownPrediction)}
      columns={[
        { title: "Asked", cell: ({ row }) => <span class="wraps">{format.moment(row.createdAt)}</span> },
        {
          title: "About",
          cell: (one) => (
            <>
              {about(one, format)}
              {one.segment !== null && (
                <span class="under">
                  <Badge>{one.segment}</Badge>
                </span>
              )}
            </>
          ),
        },
        { title: "Risk", kind: "percent", cell: "churn" },
        { title: "Expected spend", kind: "money", cell: "spend" },
        {
          title: "Note",
          cell: ({ row }) => <NoteForm row={row} cursor={cursor} />,
        },
        ...(mayDelete ? [deletion()] : []),
      ]}
    >
      <nav class="row" aria-label="Pages">
        {cursor !== null && <SecondaryLink href="/app/predictions">Newest</SecondaryLink>}
        {next !== null && (
          <a class="button secondary" href={withQuery("/app/predictions", { cursor: next })} rel="next">
            Older
          </a>
        )}
      </nav>
    </TableCard>
  );
}

function NoPredictions({ isFirst }: { readonly isFirst: boolean }): VNode {
  if (!isFirst)
    return (
      <Empty icon="spark" title="No older predictions">
        <SecondaryLink href="/app/predictions">Newest</SecondaryLink>
      </Empty>
    );
  return (
    <Empty icon="spark" title="No predictions yet">
      <p>
        Ask about someone, make a list of all customers, or ask through the API. The answers are kept here.
      </p>
      <ButtonLink href="/app/predictions/new">Ask what if</ButtonLink>
    </Empty>
  );
}

/** Says what came of a prediction. */
function NoteForm({ row, cursor }: { readonly row: PredictionRow; readonly cursor: string | null }): VNode {
  const format = useFormat();
  return (
    <form class="label-form" method="post" action={`/app/predictions/${encodeURIComponent(row.id)}/label`}>
      <label class="visually-hidden" for={`note-${row.id}`}>
        Note on the prediction of {format.moment(row.createdAt)}
      </label>
      <input id={`note-${row.id}`} name="label" value={row.label ?? ""} maxLength={MOST_LABEL} />
      {cursor !== null && <input type="hidden" name="cursor" value={cursor} />}
      <button class="secondary" type="submit">
        Save
      </button>
    </form>
  );
}

function about({ customerId, features, count, row }: ShownPrediction, format: Format): ComponentChildren {
  if (row.batchFileUrl !== null) return `All ${format.count(count)} customers`;
  if (customerId !== null)
    return <a href={`/app/customers/${encodeURIComponent(customerId)}`}>Customer {customerId}</a>;
  if (features === null) return "Unknown";
  const known = ["recency_days", "frequency", "monetary"].map((name) => numberOf(features[name]));
  const [recency, orders, spend] = known as [number | null, number | null, number | null];
  return (
    <span class="brief">
      {format.count(orders)} orders for {format.money(spend)}, the last {format.count(recency)} days ago
    </span>
  );
}

function deletion(): Column<ShownPrediction> {
  return {
    title: <span class="visually-hidden">Delete</span>,
    cell: ({ row }) => {
      const action = `/app/predictions/${encodeURIComponent(row.id)}/delete`;
      return (
        <form
          method="post"
          action={action}
          hx-post={action}
          hx-confirm={
            row.batchFileUrl === null ? "Delete this prediction?" : "Delete this list and its file?"
          }
        >
          <button class="quiet" type="submit">
            <Icon name="cross" />
            <span class="visually-hidden">Delete</span>
          </button>
        </form>
      );
    },
  };
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function numberOf(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}
