import { t } from "elysia";
import type { VNode } from "preact";
import type { SegmentChange } from "../../../src/answers/rules/segment-change";
import type { ApiContext } from "../../../src/api/context";
import { Id } from "../../../src/api/resources/schemas";
import { previousModel } from "../../../src/jobs/previous-model";
import type { SavedSegmentRow } from "../../../src/store/saved-segments";
import { ButtonLink } from "../../components/button";
import { Empty } from "../../components/card";
import { withQuery } from "../../components/pages";
import { useFormat } from "../../components/reader";
import { TableCard } from "../../components/table";
import { type Format, formatFor } from "../../format";
import { type ShownModel, showModel } from "../../model-page";
import { definePage } from "../../page";
import { readRule, wordsOfRule } from "../../words/rule-words";
import { builderParts } from "./rules/builder-parts";
import { countedPoints, type Matching, matching } from "./rules/matching";
import { changesSince } from "./rules/saved-rule";
import { StartingList } from "./rules/starting-list";
import { startingPoints } from "./rules/starting-points";
import { savedHref } from "./saved-href";
import { SegmentTabs } from "./segment-tabs";

interface Listed {
  readonly saved: SavedSegmentRow;
  readonly words: string;
  /** Null: this release does not understand its rule. */
  readonly matched: Matching | null;
  readonly change: SegmentChange | null;
}

/** The segments that people made by rules, and some to begin with. */
export const yoursPage = definePage({
  path: "/segments/yours",
  nav: "/segments",
  summary: "Your segments",
  query: t.Object({ model: t.Optional(Id) }),
  show: (input, context) =>
    showModel(context, input, input.query.model, async (shown) => {
      const format = formatFor(input.settings);
      const modelId = input.query.model;
      const { products, subjects } = await builderParts(context, shown, input.settings);
      const saved = context.store.savedSegments.list(input.tenant);
      const listed = await listedSegments(context, input.tenant, shown, saved, (text) =>
        wordsOfRule(text, products, format),
      );
      const points = startingPoints(shown.model, products, subjects, format).filter(
        ({ name }) => !saved.some((one) => one.name.toLowerCase() === name.toLowerCase()),
      );
      return {
        title: "Your segments",
        subtitle: `Customers by your own rules, looked at again after each training. As of ${format.date(shown.card.as_of)}.`,
        actions: (
          <ButtonLink href={withQuery("/app/segments/new", { model: modelId })}>New segment</ButtonLink>
        ),
        body: (
          <div class="stack">
            <SegmentTabs current="yours" modelId={modelId} />
            <SegmentList listed={listed} modelId={modelId} />
            <StartingList points={await countedPoints(context, shown, points)} modelId={modelId} />
          </div>
        ),
      };
    }),
});

async function listedSegments(
  context: ApiContext,
  tenant: string,
  shown: ShownModel,
  all: readonly SavedSegmentRow[],
  wordsOf: (text: string) => string,
): Promise<Listed[]> {
  const rules = all.map(({ rule }) => readRule(rule));
  const earlier = previousModel(context.store, tenant, shown.row);
  const changes = await changesSince(context, tenant, shown, earlier, rules);
  return Promise.all(
    all.map(async (saved, i) => ({
      saved,
      words: wordsOf(saved.rule),
      matched: rules[i] ? await matching(context, shown, rules[i]) : null,
      change: changes[i]!,
    })),
  );
}

function SegmentList({
  listed,
  modelId,
}: {
  readonly listed: readonly Listed[];
  readonly modelId: string | undefined;
}): VNode {
  const format = useFormat();
  if (listed.length === 0)
    return (
      <Empty icon="filter" title="No segment of yours yet">
        <p>Choose customers by what they bought, when, how much, and by what to expect of them.</p>
        <ButtonLink href={withQuery("/app/segments/new", { model: modelId })}>Build a segment</ButtonLink>
      </Empty>
    );
  const href = ({ saved }: Listed) => savedHref(saved.id, modelId);
  return (
    <TableCard
      title="By rules"
      caption="Your segments, by name"
      rows={listed}
      href={href}
      columns={[
        {
          title: "Segment",
          cell: (row) => (
            <>
              <a href={href(row)}>{row.saved.name}</a>
              <span class="soft small under rule-words">{row.words}</span>
            </>
          ),
        },
        {
          title: "Customers",
          kind: "number",
          cell: ({ matched, change }) => (
            <>
              {format.count(matched?.answer?.rows.length ?? null)}
              {change && <span class="soft small under">{changeWords(change, format)}</span>}
            </>
          ),
        },
        { title: "Revenue so far", kind: "money", cell: ({ matched }) => matched?.answer?.revenue ?? null },
        {
          title: "Expected spend",
          kind: "money",
          cell: ({ matched }) => matched?.answer?.expectedSpend ?? null,
        },
        {
          title: "Gain of contacting",
          kind: "money",
          cell: ({ matched }) => matched?.answer?.gain.expected ?? null,
        },
      ]}
    />
  );
}

/** `12 came, 3 left`, of those whom both models know. */
export function changeWords({ entries, exits, gone }: SegmentChange, format: Format): string {
  const left = exits.length + gone;
  if (entries.length === 0 && left === 0) return "nobody came or left";
  return `${format.count(entries.length)} came, ${format.count(left)} left`;
}
