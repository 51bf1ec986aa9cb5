import { t } from "elysia";
import type { VNode } from "preact";
import { customerMoves, largestMoves, type Move } from "../../src/answers/migration";
import type { OpenModel } from "../../src/answers/open-model";
import type { ApiContext } from "../../src/api/context";
import { NotFoundError } from "../../src/api/errors";
import type { Route } from "../../src/api/route";
import { includesRole } from "../../src/auth/principal";
import type { KnownModel } from "../../src/store/models";
import { FlowChart, type FlowNode } from "../charts/flow-chart";
import { ButtonLink } from "../components/button";
import { Card, Empty, Notice } from "../components/card";
import { Field } from "../components/field";
import { withQuery } from "../components/pages";
import { useFormat } from "../components/reader";
import { type Column, Table } from "../components/table";
import { definePage } from "../page";
import type { PageContent } from "../page-content";
import { segmentColor } from "../segment-color";

interface Segment {
  readonly id: number;
  readonly name: string;
}

/** Two models and who went where between them. */
interface Migration {
  readonly from: SideOfMigration;
  readonly to: SideOfMigration;
  readonly moves: readonly Move[];
}

interface SideOfMigration {
  readonly row: KnownModel;
  readonly asOf: string;
  readonly segments: readonly Segment[];
}

const GONE = "Gone";
const NEW = "New customers";

/** Pairs of models that were compared last. What is kept names no customer. */
const MOST_KEPT = 32;
const kept = new Map<string, Migration>();

/** Customers who moved to another segment between two models. */
export const migrationPages: readonly Route[] = [
  definePage({
    path: "/migration",
    summary: "Migration",
    query: t.Object({ from: t.Optional(t.String()), to: t.Optional(t.String()) }),
    show: async (input, context): Promise<PageContent> => {
      const { tenant, query } = input;
      const models = context.store.models.byNewestOrders(tenant, Number.MAX_SAFE_INTEGER);
      const title = "Migration";
      if (models.length < 2)
        return {
          title,
          body: (
            <OneModel models={models.length} mayUpload={includesRole(input.principal!.role, "analyst")} />
          ),
        };
      const to = chosen(models, query.to, models[0]!);
      const previous = models[models.indexOf(to) + 1] ?? models.find((one) => one !== to)!;
      const from = chosen(models, query.from, previous);
      const migration = from === to ? null : await compare(context, from, to);
      return {
        title,
        subtitle: "Who moved to another segment between two trainings.",
        body: (
          <div class="stack">
            <Choice {...{ models, from, to }} />
            {migration ? (
              <Compared migration={migration} />
            ) : (
              <Notice>These are the same model. Choose two different ones.</Notice>
            )}
          </div>
        ),
      };
    },
  }),
];

function OneModel({ models, mayUpload }: { readonly models: number; readonly mayUpload: boolean }): VNode {
  return (
    <Empty icon="flow" title={models === 0 ? "No model yet" : "One model so far"}>
      <p>
        Once there are two models, you see who moved from one segment to another. Upload a file with later
        orders and train again; segments keep their names from one training to the next.
      </p>
      {mayUpload && <ButtonLink href="/app/upload">Upload a file</ButtonLink>}
    </Empty>
  );
}

/** Throws a NotFoundError for one that the tenant does not have. */
function chosen(models: readonly KnownModel[], id: string | undefined, otherwise: KnownModel): KnownModel {
  if (!id) return otherwise;
  const found = models.find((model) => model.id === id);
  if (!found) throw new NotFoundError("There is no such model. It may have been deleted.");
  return found;
}

/** Kept for the next time, until a table of either is rewritten. */
async function compare(context: ApiContext, from: KnownModel, to: KnownModel): Promise<Migration> {
  const key = [from, to].map(({ artifactPrefix, revision }) => `${artifactPrefix} ${revision}`).join(" ");
  const known = kept.get(key);
  if (known) return known;
  const migration = await context.models.use(from, (before) =>
    context.models.use(to, (after) => ({
      from: side(from, before),
      to: side(to, after),
      moves: customerMoves(before.customers, after.customers),
    })),
  );
  kept.set(key, migration);
  for (const oldest of kept.keys()) {
    if (kept.size <= MOST_KEPT) break;
    kept.delete(oldest);
  }
  return migration;
}

function side(row: KnownModel, model: OpenModel): SideOfMigration {
  const { as_of: asOf, segmentation } = model.card;
  const segments = segmentation.segments.map(({ id, name }) => ({ id, name }));
  return { row, asOf, segments };
}

function Choice({
  models,
  from,
  to,
}: {
  readonly models: readonly KnownModel[];
  readonly from: KnownModel;
  readonly to: KnownModel;
}): VNode {
  const format = useFormat();
  const select = (name: string, label: string, now: KnownModel) => (
    <Field
      label={label}
      name={name}
      value={now.id}
      options={models.map(({ id, name, createdAt }) => [
        id,
        `${name}, trained ${format.shortDate(createdAt)}`,
      ])}
    />
  );
  return (
    <form
      class="card"
      method="get"
      action="/app/migration"
      hx-get="/app/migration"
      hx-target="#body"
      hx-push-url="true"
      hx-trigger="change, submit"
      hx-indicator="#body"
    >
      <div class="fields">
        {select("from", "From the model", from)}
        {select("to", "To the model", to)}
      </div>
      <div class="row">
        <button type="submit">Compare</button>
      </div>
    </form>
  );
}

function Compared({ migration }: { readonly migration: Migration }): VNode {
  const format = useFormat();
  const { from, to, moves } = migration;
  const names = (segments: readonly Segment[]) => new Map(segments.map(({ id, name }) => [id, name]));
  const [before, after] = [names(from.segments), names(to.segments)];
  const nameBefore = (id: number | null) => (id === null ? NEW : (before.get(id) ?? `Segment ${id}`));
  const nameAfter = (id: number | null) => (id === null ? GONE : (after.get(id) ?? `Segment ${id}`));
  const customersHref = (segment: number) => withQuery("/app/customers", { segment, model: to.row.id });
  return (
    <>
      <Card
        title="The largest moves"
        note={`From ${format.date(from.asOf)} to ${format.date(to.asOf)}, the days on which the two models' data ends.`}
      >
        <Moves {...{ moves, nameBefore, nameAfter }} />
      </Card>
      <Card
        title="Where they went"
        note="A band's width shows the number of customers. Click a box on the right to see its customers."
      >
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */}
        <section class="scroll" aria-label="Where they went" tabIndex={0}>
          <div class="wide-chart">
            <Flows {...{ migration, nameBefore, nameAfter, customersHref }} />
          </div>
        </section>
      </Card>
      <Card
        title="In figures"
        note="Rows are segments before, columns after. Those who stayed are bold; those gone are not in the later data. Click a total to see its customers."
      >
        <Matrix {...{ migration, nameBefore, nameAfter, customersHref }} />
      </Card>
    </>
  );
}

interface Naming {
  nameBefore(id: number | null): string;
  nameAfter(id: number | null): string;
}

function Moves({ moves, nameBefore, nameAfter }: Naming & { readonly moves: readonly Move[] }): VNode {
  const format = useFormat();
  const largest = largestMoves(moves, 3);
  const total = (some: readonly Move[]) => some.reduce((sum, { customers }) => sum + customers, 0);
  const known = moves.filter(({ from, to }) => from !== null && to !== null);
  const stayed = total(known.filter(({ from, to }) => from === to));
  const [came, went] = [
    total(moves.filter(({ from }) => from === null)),
    total(moves.filter(({ to }) => to === null)),
  ];
  const share = total(known) === 0 ? null : stayed / total(known);
  return (
    <>
      {largest.length === 0 ? (
        <p>Nobody changed segment.</p>
      ) : (
        <ol class="stack tight">
          {largest.map((move) => (
            <li key={`${move.from} ${move.to}`}>
              <strong>{format.count(move.customers)}</strong> customers went from {nameBefore(move.from)} to{" "}
              {nameAfter(move.to)}; they are now expected to spend{" "}
              <strong>{format.money(move.spendAfter)}</strong>, against {format.money(move.spendBefore)}{" "}
              before.
            </li>
          ))}
        </ol>
      )}
      <p class="soft">
        {share !== null && `${format.percent(share)} of those in both stayed where they were. `}
        {format.count(came)} are new
        {went > 0 ? `, ${format.count(went)} are no longer in the data.` : "; everyone else is in both."}
      </p>
    </>
  );
}

function Flows({
  migration: { from, to, moves },
  nameBefore,
  nameAfter,
  customersHref,
}: Naming & { readonly migration: Migration; customersHref(segment: number): string }): VNode {
  const format = useFormat();
  const key = (id: number | null) => String(id);
  const left: FlowNode[] = [
    ...from.segments.map(({ id, name }) => ({ key: key(id), name, color: segmentColor(id) })),
    { key: key(null), name: NEW, color: "c8" },
  ];
  const right: FlowNode[] = [
    ...to.segments.map(({ id, name }) => ({
      key: key(id),
      name,
      color: segmentColor(id),
      href: customersHref(id),
    })),
    { key: key(null), name: GONE, color: "c8" },
  ];
  const changed = largestMoves(moves, 3)
    .map((move) => `${format.count(move.customers)} from ${nameBefore(move.from)} to ${nameAfter(move.to)}`)
    .join(", ");
  return (
    <FlowChart
      name="migration"
      title="Customers by segment, before and after"
      desc={`Largest moves: ${changed || "none"}. The table below has every figure.`}
      left={left}
      right={right}
      leftTitle={format.date(from.asOf)}
      rightTitle={format.date(to.asOf)}
      flows={moves.map((move) => ({
        from: key(move.from),
        to: key(move.to),
        value: move.customers,
        text: `${nameBefore(move.from)} to ${nameAfter(move.to)}: ${format.count(move.customers)} customers`,
      }))}
      format={format.count}
    />
  );
}

interface MatrixRow {
  readonly id: number | null;
  readonly name: string;
  readonly isTotal?: boolean;
}

function Matrix({
  migration: { from, to, moves },
  nameBefore,
  nameAfter,
  customersHref,
}: Naming & { readonly migration: Migration; customersHref(segment: number): string }): VNode {
  const format = useFormat();
  const rows: MatrixRow[] = [
    ...from.segments.map(({ id }) => ({ id, name: nameBefore(id) })),
    { id: null, name: NEW },
    { id: null, name: "All", isTotal: true },
  ];
  const sum = (of: (move: Move) => boolean) =>
    moves.reduce((total, move) => total + (of(move) ? move.customers : 0), 0);
  const cell = (row: MatrixRow, column: number | null) => {
    const customers = sum((move) => move.to === column && (row.isTotal || move.from === row.id));
    if (row.isTotal && column !== null) return <a href={customersHref(column)}>{format.count(customers)}</a>;
    if (customers === 0) return <span class="soft">–</span>;
    // Those who stayed stand out.
    return row.id !== null && row.id === column ? (
      <strong>{format.count(customers)}</strong>
    ) : (
      format.count(customers)
    );
  };
  const columns: Column<MatrixRow>[] = [
    { title: "Before", cell: "name" },
    ...to.segments.map(
      ({ id }): Column<MatrixRow> => ({ title: nameAfter(id), kind: "number", cell: (row) => cell(row, id) }),
    ),
    { title: GONE, kind: "number", cell: (row) => cell(row, null) },
    { title: "All", kind: "count", cell: (row) => sum((move) => row.isTotal || move.from === row.id) },
  ];
  return <Table isMatrix caption="Customers by segment before and after" rows={rows} columns={columns} />;
}
