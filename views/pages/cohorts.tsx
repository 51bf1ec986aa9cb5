import { t } from "elysia";
import type { VNode } from "preact";
import { contactTerms } from "../../src/answers/advice";
import { readTriangle, triangleWindow } from "../../src/answers/cohort-triangle";
import { acquisitionCost, type CohortKind, cohortOfPeriod, cohortsOfModel } from "../../src/answers/cohorts";
import { selectCustomers } from "../../src/answers/customer-selection";
import { modelText } from "../../src/answers/model-files";
import { ordersOfModel } from "../../src/answers/orders";
import { type Against, comparedSpan, type DaySpan, daysOf, periodOf } from "../../src/answers/period-figures";
import { productsOfModel, productTitle } from "../../src/answers/products";
import { askedCustomers } from "../../src/api/asked-customers";
import type { ApiContext } from "../../src/api/context";
import type { Route } from "../../src/api/route";
import { includesRole } from "../../src/auth/principal";
import type { SavedSegmentRow } from "../../src/store/saved-segments";
import { type CohortMeasure, CohortTable } from "../charts/cohort-table";
import type { SpanMeasure } from "../charts/span-table";
import { ButtonLink, SecondaryLink } from "../components/button";
import { Card, Empty } from "../components/card";
import { Field } from "../components/field";
import { UploadLink } from "../components/for-role";
import { withQuery } from "../components/pages";
import {
  type ChosenPeriod,
  chosenPeriod,
  PERIOD_QUERY,
  PeriodPicker,
  type PeriodTexts,
  periodTexts,
} from "../components/period-picker";
import { useFormat } from "../components/reader";
import { Choice, Tabs } from "../components/tabs";
import { formatFor } from "../format";
import { savedField } from "../forms/saved-field";
import { type ShownModel, showModel } from "../model-page";
import { defineAction, definePage, type PageInput, redirect } from "../page";
import { readTenantSettings } from "../tenant-settings";
import { BeginnersCard } from "./cohorts-beginners";
import { type AskedCohorts, ByBeginning, CostForm, SPAN_TABS } from "./cohorts-by-beginning";

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

/** What cohorts can be made by, and what is shown of them. */
const GROUPS: readonly { readonly group: CohortKind; readonly label: string }[] = [
  { group: "month", label: "First month" },
  { group: "product", label: "First product" },
  { group: "country", label: "Country" },
  { group: "segment", label: "Segment" },
];

type CohortsQuery = PeriodTexts & AskedCohorts;

/** Customers who come back, by how they began and by the time since. */
export const cohortPages: readonly Route[] = [
  definePage({
    path: "/cohorts",
    summary: "Cohorts",
    query: t.Object({
      model: t.Optional(t.String()),
      group: t.Optional(t.String()),
      by: t.Optional(t.String()),
      until: t.Optional(t.String()),
      saved: t.Optional(t.String({ maxLength: 100 })),
      ...PERIOD_QUERY,
    }),
    show: (input, context) => {
      const { query, settings } = input;
      return showModel(context, input, query.model, async (shown) => {
        const format = formatFor(settings);
        const group = GROUPS.find(({ group }) => group === query.group)?.group ?? "month";
        const only = await onlyOf(context, shown, input);
        // The triangle is made by the training, of everybody.
        const hasTriangle = group === "month" && only === null;
        const tabs = hasTriangle ? [...TABS, ...SPAN_TABS.slice(1)] : SPAN_TABS;
        const tab = tabs.find(({ by }) => by === query.by) ?? tabs[0]!;
        const link = (changes: Record<string, string | null>) => withQuery("/app/cohorts", query, changes);
        const isTriangle = hasTriangle && TABS.some(({ by }) => by === tab.by);
        const data = [Date.parse(shown.card.data.first_order), Date.parse(shown.card.as_of)] as const;
        const chosen = chosenPeriod(query, null, data, format);
        const began = chosen.span && daysOf(chosen.span, data[1]);
        return {
          title: "Cohorts",
          subtitle: `Customers who began alike, and how many order again. As of ${format.date(shown.card.as_of)}.`,
          body: (
            <div class="stack">
              <Tabs
                label="Customers by"
                tabs={GROUPS.map(({ group: one, label }) => ({
                  label,
                  href: link({ group: one, by: null, until: null }),
                  isCurrent: one === group,
                }))}
              />
              <SegmentChoice segments={context.store.savedSegments.list(input.tenant)} query={query} />
              <Beginnings
                chosen={chosen}
                query={{ model: query.model, saved: query.saved, group: query.group, by: query.by }}
              />
              <Choice
                label="What is shown"
                tabs={tabs.map(({ by, label }) => ({ label, href: link({ by }), isCurrent: by === tab.by }))}
              />
              {isTriangle ? (
                <Triangle
                  tab={tab as (typeof TABS)[number]}
                  csv={(await modelText(context, shown.row, "cohorts.csv")) ?? ""}
                  asOf={shown.card.as_of}
                  began={began}
                  query={query}
                />
              ) : (
                await byBeginning(context, shown, input, group, tab.by as SpanMeasure, began, only)
              )}
              {began && (await comparison(context, shown, input, group, began, chosen.against, only))}
            </div>
          ),
        };
      });
    },
  }),
  defineAction({
    path: "/cohorts/cost",
    access: "analyst",
    summary: "What winning a customer costs",
    act: ({ tenant, form, request }, { store, now }) => {
      const text = form.get("cost")?.trim() ?? "";
      const cost = text === "" || !(Number(text) >= 0) ? null : Number(text);
      store.tenants.saveSettings(
        tenant,
        { ...store.tenants.settings(tenant), acquisitionCost: Number.isFinite(cost) ? cost : null },
        now(),
      );
      return redirect(
        request,
        withQuery("/app/cohorts", Object.fromEntries([...form].filter(([name]) => name !== "cost"))),
      );
    },
  }),
];

/** The part of the page that counts from each customer's own first order. */
async function byBeginning(
  context: ApiContext,
  { row, model, card }: ShownModel,
  { tenant, principal, query }: PageInput<unknown, CohortsQuery>,
  kind: CohortKind,
  measure: SpanMeasure,
  began: DaySpan | null,
  only: Int32Array | null,
): Promise<VNode> {
  const orders = await ordersOfModel(context, row.artifactPrefix, model);
  const period = began && periodOf(began, Date.parse(card.as_of));
  const cohorts = orders && cohortsOfModel(model, orders, kind, period, only);
  if (cohorts?.length === 0 && (began || only)) return <NobodyBegan />;
  if (!cohorts || cohorts.length === 0)
    return (
      <Empty icon="cohorts" title="The file does not tell">
        <p>
          {orders
            ? `The model was trained on a file without a column for this, or by an earlier release. `
            : `This model was trained before models kept their orders. `}
          <UploadLink>Train again</UploadLink> to change that.
        </p>
      </Empty>
    );
  const settings = context.store.tenants.settings(tenant);
  const nameOf = await cohortNames(context, { row, model, card }, tenant, kind);
  const cost = acquisitionCost(settings);
  return (
    <>
      <CostForm
        cost={cost}
        query={{ ...periodTexts(query), group: kind, by: measure, model: query.model, saved: query.saved }}
        mayChange={includesRole(principal!.role, "analyst")}
      />
      <ByBeginning
        kind={kind}
        cohorts={cohorts}
        measure={measure}
        margin={contactTerms(card, settings).margin}
        cost={cost}
        asked={query}
        began={began}
        nameOf={nameOf}
      />
    </>
  );
}

/** What to call a cohort, by its key. */
async function cohortNames(
  context: ApiContext,
  { row, model, card }: Pick<ShownModel, "row" | "model" | "card">,
  tenant: string,
  kind: CohortKind,
): Promise<(key: string) => string> {
  if (kind === "month") return formatFor(readTenantSettings(context, tenant)).month;
  if (kind === "country") return (key) => key;
  if (kind === "segment") {
    const segments = new Map(card.segmentation.summary.map(({ segment, name }) => [String(segment), name]));
    return (key) => segments.get(key) ?? key;
  }
  const products = await productsOfModel(context, row.artifactPrefix, model);
  return (key) => {
    const product = products?.find(key);
    return product ? productTitle(product) : key;
  };
}

/** Those who began in the period beside those of the period that it is compared with. */
async function comparison(
  context: ApiContext,
  shown: ShownModel,
  { tenant, query }: PageInput<unknown, CohortsQuery>,
  kind: CohortKind,
  began: DaySpan,
  against: Against,
  only: Int32Array | null,
): Promise<VNode | null> {
  const { row, model, card } = shown;
  const orders = await ordersOfModel(context, row.artifactPrefix, model);
  if (!orders) return null;
  const asOf = Date.parse(card.as_of);
  const past = comparedSpan(began, against, asOf, Date.parse(card.data.first_order)) as DaySpan | null;
  const all = {
    now: cohortOfPeriod(model, orders, periodOf(began, asOf), only),
    past: past && cohortOfPeriod(model, orders, periodOf(past, asOf), only),
  };
  // Months of two periods have nothing to do with each other.
  const groups =
    kind === "month" ? [] : (cohortsOfModel(model, orders, kind, periodOf(began, asOf), only) ?? []);
  const before =
    kind === "month" || !past ? [] : (cohortsOfModel(model, orders, kind, periodOf(past, asOf), only) ?? []);
  return (
    <BeginnersCard
      {...{ kind, began, past, all, groups, before, firstOrder: card.data.first_order }}
      asked={query}
      nameOf={await cohortNames(context, shown, tenant, kind)}
    />
  );
}

/** The customers of the segment that the page is limited to; null for everybody. */
async function onlyOf(
  context: ApiContext,
  { row, model, advice }: ShownModel,
  { tenant, query }: PageInput<unknown, CohortsQuery>,
): Promise<Int32Array | null> {
  if (!query.saved) return null;
  const { filter, history } = await askedCustomers(context, tenant, row, model, { saved: query.saved });
  return selectCustomers(model.customers, filter, history, advice);
}

/** Limits the page to a segment that somebody made; nothing where there is none. */
function SegmentChoice({
  segments,
  query,
}: {
  readonly segments: readonly SavedSegmentRow[];
  readonly query: Readonly<Record<string, string | undefined>>;
}): VNode | null {
  const [field] = savedField(segments);
  if (!field) return null;
  return (
    <form
      class="row"
      method="get"
      action="/app/cohorts"
      aria-label="Whose cohorts"
      hx-get="/app/cohorts"
      hx-trigger="change"
      hx-target="#body"
      hx-push-url="true"
    >
      {Object.entries(query).map(
        ([name, value]) =>
          value && name !== "saved" && <input key={name} type="hidden" name={name} value={value} />,
      )}
      <Field {...field} value={query.saved ?? ""} />
      <button class="secondary unscripted" type="submit">
        Show
      </button>
    </form>
  );
}

/** Chooses by the day of the first order. */
function Beginnings({
  chosen,
  query,
}: {
  readonly chosen: ChosenPeriod;
  readonly query: Readonly<Record<string, unknown>>;
}): VNode {
  return (
    <div id="periods" class="stack">
      <p class="small soft">Customers whose first order was in:</p>
      <PeriodPicker path="/app/cohorts" query={query} chosen={chosen} hasAll />
    </div>
  );
}

function NobodyBegan(): VNode {
  return (
    <Empty icon="cohorts" title="Nobody began in these days">
      <p>No customer of these placed a first order then. Choose other days, or everybody.</p>
    </Empty>
  );
}

/** The retention triangle by calendar months. */
function Triangle({
  tab,
  csv,
  asOf,
  began,
  query,
}: {
  readonly tab: (typeof TABS)[number];
  readonly csv: string;
  readonly asOf: string;
  /** Null: whenever they began. */
  readonly began: DaySpan | null;
  readonly query: Readonly<Record<string, string | undefined>>;
}): VNode {
  const format = useFormat();
  const whole = readTriangle(csv, asOf.slice(0, 7));
  const all = whole.cohorts;
  const { triangle, from, to } = triangleWindow(
    whole,
    [query.until, began?.to.slice(0, 7)].filter(Boolean).sort()[0],
    MOST_COHORTS,
    began?.from.slice(0, 7),
  );
  const hasUnfinished = triangle.cohorts.some(({ cells }) => cells.some((cell) => cell.isUnfinished));
  const link = (changes: Record<string, string | null>) => withQuery("/app/cohorts", query, changes);
  if (triangle.cohorts.length === 0 && began) return <NobodyBegan />;
  if (triangle.cohorts.length === 0)
    return (
      <Empty icon="cohorts" title="No cohorts">
        <p>This model has no cohorts up to that month. Choose a later one, or upload a file with orders.</p>
        <ButtonLink href="/app/cohorts">See the newest cohorts</ButtonLink>
      </Empty>
    );
  return (
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
          `* The data ends on ${format.date(asOf)}, before ${format.month(asOf.slice(0, 7))} is over: these figures will still grow. `}
        {began && "Months count as a whole, also where the days begin or end within one. "}
        Click a cell to see its customers.
      </p>
      <div class="row">
        {from > 0 && (
          <SecondaryLink href={link({ until: all[from - 1]!.cohort })}>Earlier cohorts</SecondaryLink>
        )}
        {to < all.length && (
          <SecondaryLink href={link({ until: all[Math.min(all.length, to + MOST_COHORTS) - 1]!.cohort })}>
            Later cohorts
          </SecondaryLink>
        )}
      </div>
    </Card>
  );
}
