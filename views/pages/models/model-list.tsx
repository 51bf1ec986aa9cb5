import { t } from "elysia";
import type { VNode } from "preact";
import { modelCardOf } from "../../../src/answers/model-files";
import type { ApiContext } from "../../../src/api/context";
import type { Route } from "../../../src/api/route";
import { includesRole } from "../../../src/auth/principal";
import { datasetTitle, titleOf } from "../../../src/jobs/dataset-names";
import type { ModelCard } from "../../../src/models/model-card";
import type { KnownModel } from "../../../src/store/models";
import { ButtonLink } from "../../components/button";
import { Badge, Empty } from "../../components/card";
import { UploadButton } from "../../components/for-role";
import { Icon } from "../../components/icon";
import { Pages, withQuery } from "../../components/pages";
import { useFormat } from "../../components/reader";
import { Table } from "../../components/table";
import { MISSING } from "../../format";
import { definePage } from "../../page";
import { Quality } from "./metric-text";
import { ModelTabs } from "./model-tabs";

const PER_PAGE = 20;

interface ListedModel {
  readonly row: KnownModel;
  readonly card: ModelCard | null;
  readonly dataset: string | null;
}

/** Every model of the tenant, newest first. */
export const modelListPages: readonly Route[] = [
  definePage({
    path: "/models",
    summary: "Models",
    query: t.Object({ page: t.Optional(t.Integer({ minimum: 1 })) }),
    show: async (input, context) => {
      const { tenant, query, principal } = input;
      const all = context.store.models.list(tenant);
      const last = Math.max(1, Math.ceil(all.length / PER_PAGE));
      const page = Math.min(query.page ?? 1, last);
      const shown = await Promise.all(
        all.slice((page - 1) * PER_PAGE, page * PER_PAGE).map((row) => listed(context, tenant, row)),
      );
      const isAnalyst = principal !== null && includesRole(principal.role, "analyst");
      return {
        title: "Models",
        subtitle:
          "Each training makes a model: segments, risk of leaving, expected spend. All pages show the default one.",
        ...(isAnalyst && {
          actions: (
            <ButtonLink href="/app/upload">
              <Icon name="upload" /> Train on new data
            </ButtonLink>
          ),
        }),
        body:
          all.length === 0 ? (
            <NoModels />
          ) : (
            <div class="stack">
              <ModelTabs current="/models" />
              <ModelTable
                models={shown}
                defaultId={context.store.tenants.defaultModel(tenant)}
                canManage={isAnalyst}
              />
              {all.length > PER_PAGE && (
                <Pages
                  page={page}
                  perPage={PER_PAGE}
                  total={all.length}
                  href={(to) => withQuery("/app/models", { page: to })}
                />
              )}
            </div>
          ),
      };
    },
  }),
];

async function listed(context: ApiContext, tenant: string, row: KnownModel): Promise<ListedModel> {
  const dataset = row.datasetId && context.store.datasets.find(tenant, row.datasetId);
  // Files may have been added to the data set since.
  const learned = row.files.map(({ name }) => name);
  const title = dataset && (learned.length > 0 ? titleOf(learned) : datasetTitle(dataset));
  return { row, card: await modelCardOf(context, row), dataset: title || null };
}

function NoModels(): VNode {
  return (
    <Empty icon="model" title="No models yet">
      <p>Upload order lines and train: the model appears here with its test results.</p>
      <UploadButton>Upload data</UploadButton>
    </Empty>
  );
}

function ModelTable({
  models,
  defaultId,
  canManage,
}: {
  readonly models: readonly ListedModel[];
  readonly defaultId: string | null;
  readonly canManage: boolean;
}): VNode {
  const format = useFormat();
  return (
    <section class="card model-table">
      <form id="compare" method="get" action="/app/models/compare" class="row spread">
        <p class="soft small">Select two models to see them side by side.</p>
        <button type="submit" class="secondary">
          Compare
        </button>
      </form>
      <Table
        caption="Models, newest first"
        isDense
        rows={models}
        columns={[
          {
            title: "Model",
            cell: ({ row, card }) => (
              <div class="model-name">
                <input
                  type="checkbox"
                  form="compare"
                  name="model"
                  value={row.id}
                  aria-label={`Compare ${row.name}`}
                />
                <div>
                  <a href={modelPath(row.id)}>{row.name}</a>{" "}
                  {row.id === defaultId && <Badge tone="brand">Default</Badge>}
                  <p class="soft small">
                    As of {format.date(card?.as_of ?? null)}, trained {format.moment(row.createdAt)}
                  </p>
                </div>
              </div>
            ),
          },
          {
            title: "Churn",
            cell: ({ row, card }) => (
              <>
                <Quality word={card?.churn.heads.all.evaluation?.quality} />
                <p class="soft small">AUC {format.decimal(row.metrics.churn_auc ?? null, 3)}</p>
              </>
            ),
          },
          {
            title: "Expected spend",
            cell: ({ row, card }) => (
              <>
                <Quality word={card?.lifetime_value.heads.all.evaluation?.quality} />
                <p class="soft small">off by {format.money(row.metrics.ltv_mae ?? null)} per customer</p>
              </>
            ),
          },
          { title: "Segments", kind: "count", cell: ({ row }) => row.segments.length },
          {
            title: "Customers",
            kind: "number",
            cell: ({ row, card }) => (
              <a href={withQuery("/app/customers", { model: row.id })}>
                {format.count(card?.data.customers ?? null)}
              </a>
            ),
          },
          {
            title: "Data and job",
            cell: ({ row, card, dataset }) => (
              <div class="small">
                {dataset === null ? (
                  <span>{card?.data.file ?? MISSING}</span>
                ) : (
                  <a href={`/app/datasets/${encodeURIComponent(row.datasetId!)}`}>{dataset}</a>
                )}
                <br />
                <a href={`/app/queue/${encodeURIComponent(row.jobId)}`}>Training</a>
              </div>
            ),
          },
          ...(canManage
            ? [
                {
                  title: <span class="visually-hidden">Actions</span>,
                  cell: ({ row }: ListedModel) => (
                    <div class="row-actions">
                      {row.id !== defaultId && <SetDefault id={row.id} name={row.name} />}
                      <a href={`${modelPath(row.id)}/delete`} aria-label={`Delete ${row.name}`}>
                        Delete
                      </a>
                    </div>
                  ),
                },
              ]
            : []),
        ]}
      />
    </section>
  );
}

/** A button that makes a model the default one. */
export function SetDefault({
  id,
  name,
  look = "quiet",
}: {
  readonly id: string;
  readonly name: string;
  readonly look?: "quiet" | "secondary";
}): VNode {
  return (
    <form method="post" action="/app/models/default">
      <input type="hidden" name="model_id" value={id} />
      <button type="submit" class={look} aria-label={`Make default: ${name}`}>
        Make default
      </button>
    </form>
  );
}

export function modelPath(id: string): string {
  return `/app/models/${encodeURIComponent(id)}`;
}
