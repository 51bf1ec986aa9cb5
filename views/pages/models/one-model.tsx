import { type Static, t } from "elysia";
import type { VNode } from "preact";
import { modelJson } from "../../../src/answers/model-files";
import { outcomeOf } from "../../../src/answers/model-history";
import type { ApiContext } from "../../../src/api/context";
import { NotFoundError } from "../../../src/api/errors";
import type { Route } from "../../../src/api/route";
import { includesRole } from "../../../src/auth/principal";
import type { ModelCard } from "../../../src/models/model-card";
import type { KnownModel } from "../../../src/store/models";
import { SecondaryLink } from "../../components/button";
import { Badge } from "../../components/card";
import { withQuery } from "../../components/pages";
import { Tabs } from "../../components/tabs";
import { formatFor } from "../../format";
import { requireCard, requireRecord } from "../../model-page";
import { definePage, type PageInput, partResponse } from "../../page";
import { Downloads } from "./downloads";
import { modelPath, SetDefault } from "./model-list";
import { type ChurnChoices, ChurnTab } from "./tabs/churn-tab";
import { DecisionPart } from "./tabs/decision";
import { FeaturesTab } from "./tabs/features-tab";
import { ImportanceTab } from "./tabs/importance-tab";
import { MonitoringTab } from "./tabs/monitoring-tab";
import { OverviewTab } from "./tabs/overview-tab";
import { SegmentationTab } from "./tabs/segmentation-tab";
import type { TabInput } from "./tabs/tab";
import { ValueTab } from "./tabs/value-tab";

const TABS = [
  { tab: "overview", label: "Overview" },
  { tab: "churn", label: "Churn" },
  { tab: "value", label: "Expected spend" },
  { tab: "segmentation", label: "Segmentation" },
  { tab: "importance", label: "Importance" },
  { tab: "features", label: "Features" },
  { tab: "monitoring", label: "Monitoring" },
] as const;

/** The newer models that are asked for what became of this one's promises. */
const MOST_ASKED = 12;

const Share = t.Number({ minimum: 0, maximum: 1 });
const Cost = t.Number({ minimum: 0, maximum: 1e9 });
const Query = t.Object({
  tab: t.Optional(t.String()),
  head: t.Optional(t.Union([t.Literal("all"), t.Literal("base")])),
  threshold: t.Optional(Share),
  missed: t.Optional(Cost),
  alarm: t.Optional(Cost),
  by: t.Optional(t.Union([t.Literal("apart"), t.Literal("drift"), t.Literal("name")])),
  show: t.Optional(t.Union([t.Literal("some"), t.Literal("all")])),
});
const Params = t.Object({ model_id: t.String() });
type ModelInput = PageInput<Static<typeof Params>, Static<typeof Query>>;

/** One model with its tabs. */
export const oneModelPages: readonly Route[] = [
  definePage({
    path: "/models/:model_id",
    nav: "/models",
    summary: "A model",
    params: Params,
    query: Query,
    show: async (input, context) => {
      const { tenant, params, query, principal, settings } = input;
      const row = requireRecord(context, tenant, params.model_id);
      const [card, evaluation] = await Promise.all([
        requireCard(context, row),
        modelJson(context, row, "evaluation.json"),
      ]);
      const format = formatFor(settings);
      const tab = TABS.find((one) => one.tab === query.tab)?.tab ?? "overview";
      const isDefault = context.store.tenants.defaultModel(tenant) === row.id;
      const isAnalyst = principal !== null && includesRole(principal.role, "analyst");
      const shown: TabInput = { row, card, evaluation, format };
      return {
        title: row.name,
        subtitle: (
          <>
            As of {format.date(card.as_of)}, {format.count(card.data.customers)} customers.{" "}
            {isDefault && <Badge tone="brand">Default</Badge>}
          </>
        ),
        actions: (
          <>
            {isAnalyst && !isDefault && <SetDefault id={row.id} name={row.name} look="secondary" />}
            <SecondaryLink href={withQuery("/app/models/compare", { model: row.id })}>Compare</SecondaryLink>
            {isAnalyst && <SecondaryLink href={`${modelPath(row.id)}/delete`}>Delete</SecondaryLink>}
          </>
        ),
        body: (
          <div class="stack">
            <Tabs
              label="Parts of the model"
              tabs={TABS.map((one) => ({
                label: one.label,
                href: withQuery(modelPath(row.id), { tab: one.tab === "overview" ? null : one.tab }),
                isCurrent: one.tab === tab,
              }))}
            />
            {await tabOf(tab, shown, input, context)}
          </div>
        ),
      };
    },
  }),
  definePage({
    path: "/models/:model_id/decision",
    nav: "/models",
    summary: "What a threshold would have cost",
    params: Params,
    query: Query,
    show: async (input, context) => {
      const { tenant, params, query } = input;
      const row = requireRecord(context, tenant, params.model_id);
      const [card, evaluation] = await Promise.all([
        requireCard(context, row),
        modelJson(context, row, "evaluation.json"),
      ]);
      const choices = churnChoices(card, query);
      const curves = evaluation?.churn[choices.head];
      if (!curves) throw new NotFoundError("The model has no evaluation of this kind.");
      const address = withQuery(modelPath(row.id), { ...query, tab: "churn" });
      return partResponse(
        <DecisionPart
          modelId={row.id}
          table={curves.thresholds}
          threshold={choices.threshold}
          costs={choices.costs}
        />,
        input,
        200,
        { "HX-Replace-Url": address },
      );
    },
  }),
];

async function tabOf(
  tab: (typeof TABS)[number]["tab"],
  shown: TabInput,
  { tenant, query }: ModelInput,
  context: ApiContext,
): Promise<VNode> {
  const { row, card } = shown;
  switch (tab) {
    case "overview":
      return (
        <>
          <OverviewTab {...shown} />
          <Downloads
            modelId={row.id}
            present={await filesOf(context, row)}
            sizeText={(bytes) => sizeText(bytes, shown)}
          />
        </>
      );
    case "churn":
      return <ChurnTab {...shown} choices={churnChoices(card, query)} />;
    case "value":
      return <ValueTab {...shown} />;
    case "segmentation":
      return <SegmentationTab {...shown} />;
    case "importance":
      return <ImportanceTab {...shown} />;
    case "features": {
      const by = query.by ?? (shown.evaluation?.features ? "apart" : "name");
      const [reference, drift] = await Promise.all([
        modelJson(context, row, "drift_reference.json"),
        modelJson(context, row, "drift.json"),
      ]);
      return (
        <FeaturesTab
          {...shown}
          reference={reference}
          drift={drift}
          choices={{ by, show: query.show ?? "some" }}
        />
      );
    }
    case "monitoring": {
      const newer = context.store.models.list(tenant).filter(({ createdAt }) => createdAt > row.createdAt);
      const [drift, realised, outcome] = await Promise.all([
        modelJson(context, row, "drift.json"),
        modelJson(context, row, "realised.json"),
        outcomeOf(context, newer.slice(0, MOST_ASKED), row.id),
      ]);
      const names = new Map(context.store.models.list(tenant).map(({ id, name }) => [id, name]));
      const earlier = realised?.models ?? [];
      return <MonitoringTab {...shown} drift={drift} earlier={earlier} outcome={outcome} names={names} />;
    }
  }
}

function churnChoices(card: ModelCard, query: ModelInput["query"]): ChurnChoices {
  const head = query.head ?? "all";
  return {
    head,
    threshold: query.threshold ?? card.churn.heads[head].threshold,
    costs: {
      missedChurner: query.missed ?? card.settings.missed_churner_cost,
      falseAlarm: query.alarm ?? card.settings.false_alarm_cost,
    },
  };
}

async function filesOf({ blobs }: ApiContext, { artifactPrefix }: KnownModel): Promise<Map<string, number>> {
  const files = await blobs.list(artifactPrefix);
  return new Map(files.map(({ key, sizeBytes }) => [key.slice(key.lastIndexOf("/") + 1), sizeBytes]));
}

function sizeText(bytes: number, { format }: TabInput): string {
  if (bytes < 1000) return `${format.count(bytes)} bytes`;
  return bytes < 1e6 ? `${format.decimal(bytes / 1e3, 0)} kB` : `${format.decimal(bytes / 1e6, 1)} MB`;
}
