import { t } from "elysia";
import type { VNode } from "preact";
import type { ApiContext } from "../../../../src/api/context";
import { ConflictError } from "../../../../src/api/errors";
import { submitTraining } from "../../../../src/api/resources/training";
import type { Route } from "../../../../src/api/route";
import { includesRole } from "../../../../src/auth/principal";
import { trainAgain } from "../../../../src/jobs/train-again";
import type { DatasetRow } from "../../../../src/store/datasets";
import type { KnownModel } from "../../../../src/store/models";
import type { CleaningReport } from "../../../../src/transactions/cleaning-report";
import { mappingFields } from "../../../../src/transactions/columns/plan";
import { Badge, Card, Empty, Notice, Stat } from "../../../components/card";
import { Pages, withQuery } from "../../../components/pages";
import { Table } from "../../../components/table";
import { FIELD_WORDS } from "../../../data/mapping-form";
import { sizeWords } from "../../../data/spans";
import { type Format, formatFor, MISSING } from "../../../format";
import { defineAction, definePage, type PageInput, redirect } from "../../../page";
import { cleaningOf, requireDataset, seenInDataset } from "../dataset-view";
import { Preview } from "../upload/review";
import { RowAccount } from "./row-account";

const Params = t.Object({ dataset_id: t.String({ minLength: 1, maxLength: 128 }) });
const PER_PAGE = 25;

/** A data set with the models that learned from it, newest first, and what the newest found in it. */
interface ListedDataset {
  readonly row: DatasetRow;
  readonly models: readonly KnownModel[];
  readonly report: CleaningReport | null;
}

function modelsByDataset(models: readonly KnownModel[]): ReadonlyMap<string, KnownModel[]> {
  return Map.groupBy(
    models.filter(({ datasetId }) => datasetId !== null),
    ({ datasetId }) => datasetId!,
  );
}

/** Jobs that would miss the file. */
function isNeeded({ store }: ApiContext, tenant: string, { datasetPath }: DatasetRow): boolean {
  return store.jobs
    .list(tenant, "training", "active")
    .some(({ payload, runnable }) => runnable && payload.dataset_path === datasetPath);
}

function modelWords(models: readonly KnownModel[]): VNode | string {
  if (models.length === 0) return MISSING;
  const [newest, ...others] = models as [KnownModel, ...KnownModel[]];
  return (
    <>
      <a href={`/app/models/${encodeURIComponent(newest.id)}`}>{newest.name}</a>
      {others.length > 0 && <span class="soft"> and {others.length} more</span>}
    </>
  );
}

function period(report: CleaningReport | null, format: Format): string {
  return report ? `${format.date(report.first_order)} to ${format.date(report.last_order)}` : MISSING;
}

function DatasetTable({
  listed,
  format,
  settings,
}: { readonly listed: readonly ListedDataset[]; readonly format: Format } & Pick<PageInput, "settings">) {
  const href = ({ row }: ListedDataset) => `/app/datasets/${encodeURIComponent(row.id)}`;
  return (
    <Table
      caption="Data sets, newest first"
      hidesCaption
      rows={listed}
      href={href}
      columns={[
        { title: "File", cell: (one) => <a href={href(one)}>{one.row.fileName}</a> },
        { title: "Uploaded", cell: ({ row }) => format.moment(row.createdAt) },
        { title: "Size", isNumber: true, cell: ({ row }) => sizeWords(row.sizeBytes, settings.locale) },
        { title: "Rows", isNumber: true, cell: ({ report }) => format.count(report?.rows_read ?? null) },
        { title: "Customers", isNumber: true, cell: ({ report }) => format.count(report?.customers ?? null) },
        { title: "Orders from and to", cell: ({ report }) => period(report, format) },
        { title: "Models", cell: ({ models }) => modelWords(models) },
      ]}
    />
  );
}

async function listPage(input: PageInput<unknown, { page?: number }>, context: ApiContext) {
  const { tenant, settings, query } = input;
  const format = formatFor(settings);
  const rows = context.store.datasets.list(tenant);
  const models = modelsByDataset(context.store.models.list(tenant));
  const page = Math.min(query.page ?? 1, Math.max(1, Math.ceil(rows.length / PER_PAGE)));
  const shown = rows.slice((page - 1) * PER_PAGE, page * PER_PAGE);
  const listed = await Promise.all(
    shown.map(async (row) => {
      const own = models.get(row.id) ?? [];
      return { row, models: own, report: own[0] ? await cleaningOf(context, own[0]) : null };
    }),
  );
  const mayUpload = includesRole(input.principal!.role, "analyst");
  return {
    title: "Data sets",
    subtitle: `The files of order lines that models learn from. ${format.count(rows.length)} as of ${format.moment(context.now())}.`,
    ...(mayUpload && {
      actions: (
        <a class="button" href="/app/upload">
          Upload a file
        </a>
      ),
    }),
    body:
      rows.length === 0 ? (
        <Empty icon="table" title="No data set yet">
          <p>
            A data set is a file of order lines: who bought what, when and for how much. Upload one to learn
            from it.
          </p>
          {mayUpload && (
            <a class="button" href="/app/upload">
              Upload a file
            </a>
          )}
        </Empty>
      ) : (
        <section class="card">
          <DatasetTable listed={listed} format={format} settings={settings} />
          {rows.length > PER_PAGE && (
            <Pages
              page={page}
              perPage={PER_PAGE}
              total={rows.length}
              href={(to) => withQuery("/app/datasets", { page: to })}
            />
          )}
          <p class="soft small">
            Rows, customers and dates are those that the newest model of a file found in it.
          </p>
        </section>
      ),
  };
}

function Found({
  report,
  format,
  model,
}: {
  readonly report: CleaningReport;
  readonly format: Format;
  readonly model: KnownModel;
}): VNode {
  const duplicates = report.dropped.duplicate_row?.rows ?? 0;
  const missing = report.dropped.missing_customer?.rows ?? 0;
  const asOf = `model of ${format.date(model.createdAt)}`;
  return (
    <div class="grid narrow">
      <Stat
        label="Customers"
        value={format.count(report.customers)}
        note={asOf}
        href={withQuery("/app/customers", { model: model.id })}
      />
      <Stat
        label="Orders"
        value={format.count(report.orders)}
        note={`of ${format.count(report.products)} products`}
      />
      <Stat label="Revenue" value={format.money(report.revenue)} note={period(report, format)} />
      <Stat
        label="Rows used"
        value={format.percent(report.rows_kept / Math.max(1, report.rows_read))}
        note={`${format.count(report.rows_kept)} of ${format.count(report.rows_read)}`}
        href="#rows"
      />
      <Stat
        label="Returns"
        value={format.count(report.rows_returned)}
        note="rows, remembered as returns"
        href="#rows"
      />
      <Stat label="No customer" value={format.count(missing)} note="rows, left out" href="#rows" />
      <Stat label="Duplicates" value={format.count(duplicates)} note="rows, left out" href="#rows" />
    </div>
  );
}

function ColumnList({ report }: { readonly report: CleaningReport }): VNode {
  return (
    <Card title="How it was read">
      <dl class="facts">
        {mappingFields.map((field) => (
          <>
            <dt>{FIELD_WORDS[field].label}</dt>
            <dd>{report.mapping[field] ?? "not in the file"}</dd>
          </>
        ))}
        <dt>Dates</dt>
        <dd>{report.date_format}</dd>
        <dt>Decimals</dt>
        <dd>{report.decimal_separator === "." ? "point" : "comma"}</dd>
        <dt>Text</dt>
        <dd>
          {report.format.toUpperCase()}, {report.encoding}
        </dd>
      </dl>
    </Card>
  );
}

function Changes({ id, isNeeded }: { readonly id: string; readonly isNeeded: boolean }): VNode {
  const path = `/app/datasets/${encodeURIComponent(id)}`;
  return (
    <Card title="Delete" note="Models that learned from the file stay, with their tables.">
      {isNeeded ? (
        <p class="soft">
          A training that waits or runs needs this file. It can be deleted when that is over.
        </p>
      ) : (
        <form class="row" method="post" action={`${path}/delete`}>
          <label class="check">
            <input type="checkbox" name="sure" value="yes" required />
            The file is deleted for good
          </label>
          <button class="danger" type="submit">
            Delete the data set
          </button>
        </form>
      )}
    </Card>
  );
}

async function datasetPage(input: PageInput<{ dataset_id: string }>, context: ApiContext) {
  const { tenant, settings, params } = input;
  const row = requireDataset(context, tenant, params.dataset_id);
  const models = modelsByDataset(context.store.models.list(tenant)).get(row.id) ?? [];
  const report = models[0] ? await cleaningOf(context, models[0]) : null;
  const seen = await seenInDataset(context, row);
  const format = formatFor(settings);
  const isAnalyst = includesRole(input.principal!.role, "analyst");
  const review = `/app/upload/${encodeURIComponent(row.id)}`;
  return {
    title: row.fileName,
    subtitle: `${sizeWords(row.sizeBytes, settings.locale)}, uploaded ${format.moment(row.createdAt)}.`,
    ...(isAnalyst && {
      actions: (
        <>
          <a class="button secondary" href={review}>
            Change columns and train
          </a>
          <form method="post" action={`/app/datasets/${encodeURIComponent(row.id)}/train`}>
            <button type="submit">{models.length > 0 ? "Train again" : "Train"}</button>
          </form>
        </>
      ),
    }),
    body: (
      <div class="stack">
        {report && models[0] ? (
          <>
            <Found report={report} format={format} model={models[0]} />
            <Card
              id="rows"
              title="Rows"
              note="Every row of the file is used or counted under the reason it was left out for."
            >
              <RowAccount report={report} format={format} name="dataset" />
            </Card>
          </>
        ) : (
          <Notice>
            <p>
              No model has learned from this file yet, so its rows have not been counted.
              {isAnalyst && (
                <>
                  {" "}
                  <a href={review}>Check its columns and rows, then train.</a>
                </>
              )}
            </p>
          </Notice>
        )}
        <div class="grid wide">
          {report && <ColumnList report={report} />}
          <Card title="Models" note="That learned from this file, newest first.">
            {models.length === 0 ? (
              <p class="soft">None yet.</p>
            ) : (
              <ul class="plain">
                {models.slice(0, 20).map((model) => (
                  <li key={model.id} class="row spread">
                    <a href={`/app/models/${encodeURIComponent(model.id)}`}>{model.name}</a>
                    <span class="row">
                      {model.id === context.store.tenants.defaultModel(tenant) && (
                        <Badge tone="brand">Default</Badge>
                      )}
                      <span class="soft small">{format.moment(model.createdAt)}</span>
                    </span>
                  </li>
                ))}
              </ul>
            )}
          </Card>
        </div>
        <Preview seen={seen} />
        {isAnalyst && <Changes id={row.id} isNeeded={isNeeded(context, tenant, row)} />}
      </div>
    ),
  };
}

/** The files that models learn from. */
export const datasetPages: readonly Route[] = [
  definePage({
    path: "/datasets",
    summary: "Data sets",
    query: t.Object({ page: t.Optional(t.Integer({ minimum: 1 })) }),
    show: listPage,
  }),
  definePage({
    path: "/datasets/:dataset_id",
    summary: "A data set",
    nav: "/datasets",
    params: Params,
    show: datasetPage,
  }),
  defineAction({
    path: "/datasets/:dataset_id/train",
    access: "analyst",
    summary: "Train again",
    act: ({ tenant, request, params }, context) => {
      const row = requireDataset(context, tenant, params.dataset_id!);
      const payload = trainAgain(context.store, tenant, row);
      const job = submitTraining(context, tenant, payload as Parameters<typeof submitTraining>[2]);
      return redirect(request, `/app/queue/${job.id}`);
    },
  }),
  defineAction({
    path: "/datasets/:dataset_id/delete",
    access: "analyst",
    summary: "Delete a data set",
    act: async ({ tenant, request, params }, context) => {
      const row = requireDataset(context, tenant, params.dataset_id!);
      if (isNeeded(context, tenant, row))
        throw new ConflictError(
          "A training that waits or runs needs this file. Delete it when that is over.",
        );
      // The row goes last: where the file cannot be deleted now, it can be asked for again.
      await context.blobs.delete(`tenants/${tenant}/datasets/${row.id}`);
      context.store.datasets.delete(tenant, row.id);
      return redirect(request, "/app/datasets");
    },
  }),
];
