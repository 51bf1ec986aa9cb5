import type { VNode } from "preact";
import { sumSelection } from "../../../src/answers/customer-selection";
import type { ApiContext } from "../../../src/api/context";
import type { SavedSegmentRow } from "../../../src/store/saved-segments";
import { Field, type Option } from "../../components/field";
import { useFormat } from "../../components/reader";
import { TableCard } from "../../components/table";
import type { Format } from "../../format";
import type { ShownModel } from "../../model-page";
import { readRule } from "../../words/rule-words";
import { matching } from "./rules/matching";
import { savedHref } from "./saved-href";

/** Whom a segment is compared with, and whom else it could be. */
export interface Compared {
  readonly chosen: string;
  readonly name: string;
  readonly rows: Int32Array;
  readonly options: readonly Option[];
}

const ALL = "all";

/** Compares with everybody, a segment of the model (`segment:2`) or a saved one (`saved:…`). */
export async function comparedWith(
  context: ApiContext,
  tenant: string,
  shown: ShownModel,
  saved: SavedSegmentRow,
  against: string | undefined,
): Promise<Compared> {
  const found = shown.card.segmentation.summary;
  const others = context.store.savedSegments.list(tenant).filter(({ id }) => id !== saved.id);
  const options: Option[] = [
    [ALL, "All customers"],
    ...others.map(({ id, name }): Option => [`saved:${id}`, name]),
    ...found.map(({ segment, name }): Option => [`segment:${segment}`, name]),
  ];
  const [, name] = options.find(([value]) => value === against) ?? options[0]!;
  const chosen = options.some(([value]) => value === against) ? against! : ALL;
  const all = Int32Array.from({ length: shown.model.customers.rows }, (_, row) => row);
  const [kind, id] = chosen.split(":");
  if (kind === "segment") {
    const segments = shown.numbers("segment");
    return { chosen, name, options, rows: all.filter((row) => segments[row] === Number(id)) };
  }
  if (kind !== "saved") return { chosen, name, options, rows: all };
  const rule = readRule(others.find((other) => other.id === id)!.rule);
  const matched = rule && (await matching(context, shown, rule));
  return { chosen, name, options, rows: matched?.answer?.rows ?? new Int32Array(0) };
}

interface Measure {
  readonly title: string;
  readonly of: (rows: Int32Array) => number;
  readonly write: (format: Format) => (value: number) => string;
}

/** The segment beside others, customer by customer. */
export function ComparisonCard({
  shown,
  saved,
  rows,
  compared,
  modelId,
}: {
  readonly shown: ShownModel;
  readonly saved: SavedSegmentRow;
  readonly rows: Int32Array;
  readonly compared: Compared;
  readonly modelId: string | undefined;
}): VNode {
  const format = useFormat();
  const path = savedHref(saved.id);
  return (
    <TableCard
      id="compared"
      title="Compared"
      note="Means over the customers of each."
      caption={`${saved.name} compared with ${compared.name}`}
      rows={measuresOf(shown)}
      columns={[
        { title: "Figure", cell: "title" },
        { title: saved.name, kind: "number", cell: ({ of, write }) => write(format)(of(rows)) },
        { title: compared.name, kind: "number", cell: ({ of, write }) => write(format)(of(compared.rows)) },
      ]}
    >
      <form
        class="row"
        method="get"
        action={path}
        aria-label="Compare with"
        hx-get={path}
        hx-trigger="change"
        hx-target="#compared"
        hx-select="#compared"
        hx-swap="outerHTML"
        hx-replace-url="true"
      >
        {modelId && <input type="hidden" name="model" value={modelId} />}
        <Field label="Compare with" name="against" value={compared.chosen} options={compared.options} />
        <button class="secondary unscripted" type="submit">
          Compare
        </button>
      </form>
    </TableCard>
  );
}

function measuresOf(shown: ShownModel): readonly Measure[] {
  const { advice, model } = shown;
  const each = (sum: (rows: Int32Array) => number) => (rows: Int32Array) => sum(rows) / rows.length;
  const sums = (name: keyof ReturnType<typeof sumSelection>) =>
    each((rows) => sumSelection(model.customers, rows)[name]);
  return [
    { title: "Customers", of: (rows) => rows.length, write: ({ count }) => count },
    { title: "Spend so far", of: sums("spend"), write: ({ money }) => money },
    {
      title: "Orders",
      of: sums("orders"),
      write:
        ({ decimal }) =>
        (value) =>
          decimal(value),
    },
    {
      title: "Days since the last order",
      of: each((rows) => total(rows, shown.numbers("recency_days"))),
      write: ({ count }) => count,
    },
    { title: "Risk of leaving", of: sums("expectedLeavers"), write: ({ percent }) => percent },
    { title: "Expected spend", of: sums("expectedSpend"), write: ({ money }) => money },
    {
      title: "Share whom a contact pays for",
      of: each((rows) => rows.filter((row) => advice.pays(row)).length),
      write: ({ percent }) => percent,
    },
  ];
}

/** Σ of the values at these rows. */
function total(rows: Int32Array, values: Float64Array): number {
  let sum = 0;
  for (const row of rows) sum += values[row]! || 0;
  return sum;
}
