import { t } from "elysia";
import type { VNode } from "preact";
import { cleaningReportOf } from "../../../../src/answers/model-files";
import type { ApiContext } from "../../../../src/api/context";
import { isNeeded } from "../../../../src/api/resources/datasets/answer";
import { removeDataset, removeFile, requireFile } from "../../../../src/api/resources/datasets/remove";
import { submitTraining } from "../../../../src/api/resources/training";
import type { Route } from "../../../../src/api/route";
import { includesRole } from "../../../../src/auth/principal";
import { datasetTitle } from "../../../../src/jobs/dataset-names";
import { trainAgain } from "../../../../src/jobs/train-again";
import { type DatasetRow, everyFile } from "../../../../src/store/datasets";
import type { KnownModel } from "../../../../src/store/models";
import type { CleaningReport } from "../../../../src/transactions/cleaning-report";
import { Badge, Card, Empty, Notice } from "../../../components/card";
import { Pages, withQuery } from "../../../components/pages";
import { Table } from "../../../components/table";
import { type Format, formatFor, MISSING } from "../../../format";
import { defineAction, definePage, type PageInput, redirect } from "../../../page";
import { sizeWords } from "../../../words/spans";
import { allFiles, fileOf, requireDataset, seenInFile } from "../dataset-view";
import { CurrencyTable, StatusTable } from "../reading/statuses";
import { formatOf } from "../reading/summary";
import { Warnings } from "../reading/warnings";
import { Preview } from "../upload/review";
import { UploadForm } from "../upload/upload-form";
import { QueryCard } from "../warehouse/query-card";
import { CustomerFiles } from "./customer-files";
import { Files } from "./files";
import { ColumnList, Found, period } from "./found";
import { RowAccount } from "./row-account";

const Params = t.Object({ dataset_id: t.String({ minLength: 1, maxLength: 128 }) });
const PER_PAGE = 25;
const MOST_MODELS = 1000;
const SHOWN_MODELS = 20;

/** A data set with its models, newest first, and what the newest found in it. */
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

const sizeOf = (row: DatasetRow) => everyFile(row).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);

function DatasetTable({
  listed,
  format,
  settings,
}: { readonly listed: readonly ListedDataset[]; readonly format: Format } & Pick<PageInput, "settings">) {
  const href = ({ row }: ListedDataset) => `/app/datasets/${encodeURIComponent(row.id)}`;
  return (
    <Table
      caption="Data sets, newest first"
      rows={listed}
      href={href}
      columns={[
        { title: "Data set", cell: (one) => <a href={href(one)}>{datasetTitle(one.row)}</a> },
        { title: "Last added to", kind: "moment", cell: ({ row }) => row.files.at(-1)!.addedAt },
        {
          title: "Size",
          kind: "number",
          cell: ({ row }) => (row.query ? "Query" : sizeWords(sizeOf(row), settings.locale)),
        },
        { title: "Rows", kind: "count", cell: ({ report }) => report?.rows_read },
        { title: "Customers", kind: "count", cell: ({ report }) => report?.customers },
        { title: "Orders", cell: ({ report }) => period(report, format) },
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
      return { row, models: own, report: own[0] ? await cleaningReportOf(context, own[0]) : null };
    }),
  );
  const mayUpload = includesRole(input.principal!.role, "analyst");
  return {
    title: "Data sets",
    subtitle: `The order lines that models learn from, one or more files each. ${format.count(rows.length)} as of ${format.moment(context.now())}.`,
    ...(mayUpload && {
      actions: (
        <a class="button" href="/app/upload">
          Upload a file
        </a>
      ),
    }),
    body:
      rows.length === 0 ? (
        <Empty icon="table" title="No data sets yet">
          <p>
            A data set is one or more files of order lines: who bought what, when and for how much. Upload one
            to learn from it; newer orders can be added to it.
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
            Rows, customers and dates are what the newest model found in each data set.
          </p>
        </section>
      ),
  };
}

function Changes({ id, isNeeded }: { readonly id: string; readonly isNeeded: boolean }): VNode {
  const path = `/app/datasets/${encodeURIComponent(id)}`;
  return (
    <Card title="Delete" note="Models trained on it stay, with their tables.">
      {isNeeded ? (
        <p class="soft">A queued or running training needs it. You can delete it once that has finished.</p>
      ) : (
        <form class="row" method="post" action={`${path}/delete`}>
          <label class="check">
            <input type="checkbox" name="sure" value="yes" required />
            Delete it for good, with all of its files
          </label>
          <button class="danger" type="submit">
            Delete the data set
          </button>
        </form>
      )}
    </Card>
  );
}

/** `refused`: why the customers' file that was just sent was not kept. */
export async function datasetPage(
  input: Pick<
    PageInput<{ dataset_id: string }, { known?: string }>,
    "tenant" | "settings" | "params" | "query" | "principal"
  >,
  context: ApiContext,
  refused?: string,
) {
  const { tenant, settings, params, query } = input;
  const row = requireDataset(context, tenant, params.dataset_id);
  const models = modelsByDataset(context.store.models.byNewestOrders(tenant, MOST_MODELS)).get(row.id) ?? [];
  const [newest] = models;
  const report = newest ? await cleaningReportOf(context, newest) : null;
  const seen = await seenInFile(context, fileOf(row, null));
  const isAnalyst = includesRole(input.principal!.role, "analyst");
  const count = row.files.length;
  const format = report ? formatOf(report, settings) : formatFor(settings);
  return {
    title: datasetTitle(row),
    subtitle: row.query
      ? `A query of the warehouse ${row.query.connection}, saved ${format.moment(row.createdAt)}.`
      : `${sizeWords(sizeOf(row), settings.locale)}, ${count === 1 ? "uploaded" : "last added to"} ${format.moment(row.files.at(-1)!.addedAt)}.`,
    ...(isAnalyst && {
      actions: <Actions row={row} isLearned={models.length > 0} />,
    }),
    body: (
      <div class="stack">
        {query.known && <Notice>This file is already in the data set, so nothing was added.</Notice>}
        {newest && report ? (
          <>
            <Warnings warnings={report.warnings} format={format} />
            <Unlearned row={row} model={newest} isAnalyst={isAnalyst} />
            <Found report={report} format={format} model={newest} />
          </>
        ) : (
          <Notice>
            <p>
              No model has learned from {row.query ? "this query" : count === 1 ? "this file" : "these files"}{" "}
              yet, so the rows have not been counted.
              {isAnalyst && (
                <>
                  {" "}
                  <a href={reviewPath(row)}>Check the columns and rows, then train.</a>
                </>
              )}
            </p>
          </Notice>
        )}
        <QueryCard {...{ context, tenant, row, format }} />
        {!row.query && <Files {...{ context, tenant, row, isAnalyst, settings }} />}
        {report && (
          <Card id="rows" title="Rows" note="Every row is used, or counted under the reason it was left out.">
            <RowAccount report={report} format={format} name="dataset" />
          </Card>
        )}
        {isAnalyst && !row.query && (
          <section id="add" class="stack" aria-labelledby="add-title">
            <h2 id="add-title">Add newer orders</h2>
            <UploadForm most={sizeWords(context.config.maxUploadBytes)} appendTo={row.id} />
          </section>
        )}
        <CustomerFiles {...{ context, tenant, row, isAnalyst, settings, error: refused }} />
        {report && (report.statuses.length > 0 || report.currencies.length > 1) && (
          <Card title="Statuses and currencies" note="What these words were taken to mean.">
            <StatusTable report={report} format={format} said={null} />
            <CurrencyTable report={report} settings={settings} />
          </Card>
        )}
        <div class="grid wide">
          {report && <ColumnList report={report} />}
          <LearnedModels
            models={models}
            defaultId={context.store.tenants.defaultModel(tenant)}
            format={format}
          />
        </div>
        <Preview seen={seen} isQuery={row.query !== null} />
        {isAnalyst && <Changes id={row.id} isNeeded={isNeeded(context, tenant, row)} />}
      </div>
    ),
  };
}

const reviewPath = ({ id }: DatasetRow) => `/app/upload/${encodeURIComponent(id)}`;

function Actions({ row, isLearned }: { readonly row: DatasetRow; readonly isLearned: boolean }): VNode {
  const count = row.files.length;
  const words = count > 1 ? `Train on ${allFiles(count)}` : isLearned ? "Train again" : "Train";
  return (
    <>
      {!row.query && (
        <a class="button secondary" href="#add">
          Add newer orders
        </a>
      )}
      <a class="button secondary" href={reviewPath(row)}>
        Change columns and train
      </a>
      <form method="post" action={`/app/datasets/${encodeURIComponent(row.id)}/train`}>
        <button type="submit">{words}</button>
      </form>
    </>
  );
}

/** Says that files were added or removed since the newest model was trained. */
function Unlearned({
  row,
  model,
  isAnalyst,
}: {
  readonly row: DatasetRow;
  readonly model: KnownModel;
  readonly isAnalyst: boolean;
}): VNode | null {
  // Models of earlier releases do not say what they learned from.
  if (model.files.length === 0) return null;
  const learned = new Set(model.files.map(({ file_id }) => file_id));
  const added = row.files.filter(({ id }) => !learned.has(id)).length;
  const here = new Set(row.files.map(({ id }) => id));
  const removed = model.files.filter(({ file_id }) => !here.has(file_id)).length;
  if (added + removed === 0) return null;
  const files = (count: number) => (count === 1 ? "One file was" : `${count} files were`);
  return (
    <Notice tone="warn">
      <p>
        {added > 0 && `${files(added)} added since the newest model was trained. `}
        {removed > 0 && `${files(removed)} removed since the newest model was trained. `}
        {isAnalyst && "Train again to bring the figures up to date."}
      </p>
    </Notice>
  );
}

function LearnedModels({
  models,
  defaultId,
  format,
}: {
  readonly models: readonly KnownModel[];
  readonly defaultId: string | null;
  readonly format: Format;
}): VNode {
  return (
    <Card title="Models" note="Trained on this data set, newest orders first.">
      {models.length === 0 ? (
        <p class="soft">None yet.</p>
      ) : (
        <ul class="plain">
          {models.slice(0, SHOWN_MODELS).map((model) => (
            <li key={model.id} class="row spread">
              <a href={`/app/models/${encodeURIComponent(model.id)}`}>{model.name}</a>
              <span class="row">
                {model.id === defaultId && <Badge tone="brand">Default</Badge>}
                <span class="soft small">{format.moment(model.createdAt)}</span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
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
    query: t.Object({ known: t.Optional(t.String()) }),
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
      await removeDataset(context, tenant, requireDataset(context, tenant, params.dataset_id!));
      return redirect(request, "/app/datasets");
    },
  }),
  defineAction({
    path: "/datasets/:dataset_id/files/:file_id/remove",
    access: "analyst",
    summary: "Remove a file from a data set",
    act: async ({ tenant, request, params }, context) => {
      const row = requireDataset(context, tenant, params.dataset_id!);
      await removeFile(context, tenant, row, requireFile(row, params.file_id!));
      return redirect(request, `/app/datasets/${encodeURIComponent(row.id)}`);
    },
  }),
];
