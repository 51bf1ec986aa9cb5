import type { VNode } from "preact";
import { apartness, sharedBins } from "../../../../src/answers/feature-bins";
import type { DriftReport } from "../../../../src/models/monitoring/drift";
import type { DriftReference } from "../../../../src/models/monitoring/drift-reference";
import type {
  FeatureDistribution,
  FeatureDistributions,
} from "../../../../src/models/monitoring/feature-distributions";
import { Distribution } from "../../../charts/distribution";
import { Legend } from "../../../charts/frame";
import { SecondaryLink } from "../../../components/button";
import { Badge, Card } from "../../../components/card";
import { withQuery } from "../../../components/pages";
import { useFormat } from "../../../components/reader";
import { Choice } from "../../../components/tabs";
import type { Format } from "../../../format";
import { featureName } from "../../../words/feature-names";
import { modelPath } from "../model-list";
import { NoEvaluation } from "./missing";
import type { TabInput } from "./tab";

const PER_PAGE = 12;

/** What the reader has chosen. */
interface FeatureChoices {
  readonly by: "apart" | "drift" | "name";
  readonly show: "some" | "all";
}

interface Drawn {
  readonly feature: string;
  readonly edges: readonly number[];
  readonly counts: readonly (readonly number[])[];
  readonly apart: number;
  readonly drift: DriftReport["columns"][number] | null;
}

const LEFT_OR_STAYED = [
  { name: "Left", color: "c6" },
  { name: "Stayed", color: "c3" },
] as const;
const EVERYBODY = [{ name: "All customers", color: "c1" }] as const;

/** How each feature lies among those who left and those who stayed, and whether it has drifted. */
export function FeaturesTab({
  row,
  card,
  evaluation,
  reference,
  drift,
  choices,
}: TabInput & {
  readonly reference: DriftReference | null;
  readonly drift: DriftReport | null;
  readonly choices: FeatureChoices;
}): VNode {
  const format = useFormat();
  const known = evaluation?.features ?? null;
  const features = drawnOf(known, reference, drift);
  if (features.length === 0) return <NoEvaluation />;
  const groups = known ? LEFT_OR_STAYED : EVERYBODY;
  const ordered = inOrder(features, choices.by);
  const shown = choices.show === "all" ? ordered : ordered.slice(0, PER_PAGE);
  const link = (changes: Partial<FeatureChoices>) =>
    withQuery(modelPath(row.id), { tab: "features", ...choices, ...changes });
  const orders = [
    ...(known ? [{ by: "apart", label: "Tells leavers from stayers best" } as const] : []),
    ...(drift ? [{ by: "drift", label: "Drifted most" } as const] : []),
    { by: "name", label: "Name" } as const,
  ];
  return (
    <div class="stack">
      <p class="soft">
        {known
          ? `${format.count(known.leavers)} customers who left and ${format.count(known.stayers)} who stayed, as they were on the test day, ${format.date(known.as_of)}. The bars are shares of each group; the bins are of about equal size.`
          : `All ${format.count(card.data.customers)} customers as of ${format.date(card.as_of)}, in bins of about equal size.`}
      </p>
      <div class="row spread">
        <Legend entries={groups} />
        <Choice
          label="Order"
          tabs={orders.map(({ by, label }) => ({ label, href: link({ by }), isCurrent: choices.by === by }))}
        />
      </div>
      <div class="grid">
        {shown.map((one) => (
          <FeatureCard key={one.feature} {...one} groups={groups} />
        ))}
      </div>
      {ordered.length > PER_PAGE && (
        <p>
          {choices.show === "all" ? (
            <SecondaryLink href={link({ show: "some" })}>Show the first {PER_PAGE}</SecondaryLink>
          ) : (
            <SecondaryLink href={link({ show: "all" })}>Show all {ordered.length}</SecondaryLink>
          )}
        </p>
      )}
    </div>
  );
}

function drawnOf(
  known: FeatureDistributions | null,
  reference: DriftReference | null,
  drift: DriftReport | null,
): Drawn[] {
  const drifts = new Map(drift?.columns.map((column) => [column.name, column]));
  return known
    ? known.features.map((one: FeatureDistribution) => ({
        feature: one.feature,
        edges: one.edges,
        counts: [one.leavers, one.stayers],
        apart: apartness(one.leavers, one.stayers),
        drift: drifts.get(one.feature) ?? null,
      }))
    : (reference?.columns ?? [])
        .filter(({ kind }) => kind === "feature")
        .map(({ name, edges, counts }) => ({
          feature: name,
          edges,
          counts: [counts],
          apart: 0,
          drift: drifts.get(name) ?? null,
        }));
}

function inOrder(features: readonly Drawn[], by: FeatureChoices["by"]): Drawn[] {
  if (by === "name")
    return features.toSorted((a, b) => featureName(a.feature).localeCompare(featureName(b.feature), "en"));
  const size = (one: Drawn) => (by === "apart" ? one.apart : (one.drift?.psi ?? -1));
  return features.toSorted((a, b) => size(b) - size(a));
}

const DRIFT_WORDS = { alert: "Drifted", watch: "Moving", stable: "Stable", not_compared: null } as const;
const DRIFT_TONES = { alert: "bad", watch: "warn", stable: "good", not_compared: undefined } as const;

function FeatureCard({
  feature,
  edges,
  counts,
  drift,
  groups,
}: Drawn & {
  readonly groups: readonly { readonly name: string; readonly color: string }[];
}): VNode {
  const format = useFormat();
  const bins = sharedBins(edges, counts, (value) => shortNumber(value, format));
  const word = drift && DRIFT_WORDS[drift.status];
  return (
    <Card title={featureName(feature)}>
      {drift && word && (
        <p class="small soft">
          <Badge tone={DRIFT_TONES[drift.status]}>{word}</Badge> since the previous model: median{" "}
          {shortNumber(drift.median_before ?? Number.NaN, format)} →{" "}
          {shortNumber(drift.median_now ?? Number.NaN, format)}, stability index{" "}
          {format.decimal(drift.psi, 2)}
        </p>
      )}
      <Distribution
        name={`feature-${feature}`}
        title={featureName(feature)}
        desc={bins
          .map(({ label, shares }) => `${label}: ${shares.map((share) => format.percent(share)).join(", ")}`)
          .join("; ")}
        bins={bins}
        groups={groups}
        format={format.percent}
      />
    </Card>
  );
}

/** Digits enough to tell bins apart. */
function shortNumber(value: number, format: Format): string {
  const size = Math.abs(value);
  return format.decimal(value, size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3);
}
