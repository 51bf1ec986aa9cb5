import type { VNode } from "preact";
import { listedCustomers } from "../../../src/answers/select";
import type { ApiContext } from "../../../src/api/context";
import { followed } from "../../../src/destinations/channel";
import { tableFor } from "../../../src/destinations/formats/formats";
import { chooseRecipients, type ListCounts } from "../../../src/destinations/make-list";
import { leftOutWords } from "../../../src/destinations/recipients";
import { type DestinationSettings, SettingError } from "../../../src/destinations/settings";
import { InputError, UserError } from "../../../src/errors";
import { Notice } from "../../components/card";
import { useFormat } from "../../components/reader";
import type { ShownModel } from "../../model-page";

/** What a list would hold today; or why it cannot be made. */
export interface Preview {
  readonly counts: ListCounts | null;
  /** The list's columns, in its order. */
  readonly columns: readonly string[];
  readonly problem: SettingError | null;
}

type List = Omit<DestinationSettings, "to">;

/** Makes the list as a delivery would, but for its rows. */
export async function previewOf(
  context: ApiContext,
  tenant: string,
  { row, model }: ShownModel,
  list: () => List,
): Promise<Preview> {
  try {
    const settings = followed(context.store, tenant, list());
    const place = { files: context, modelPrefix: row.artifactPrefix };
    const tenantSettings = context.store.tenants.settings(tenant);
    const { rows, advice, counts } = await chooseRecipients(model, place, settings, tenantSettings);
    const one = listedCustomers(model, advice, rows.subarray(0, 1));
    return { counts, columns: columnsOf(one, settings), problem: null };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const problem = error instanceof SettingError ? error : new SettingError(error.message, "audience");
    return { counts: null, columns: [], problem };
  }
}

function columnsOf(list: ReturnType<typeof listedCustomers>, { format, columns }: List): string[] {
  try {
    return tableFor(format, list, { columns }).columns.map(({ name }) => name);
  } catch (error) {
    throw error instanceof InputError ? new SettingError(error.message, "columns") : error;
  }
}

/** How many it would be today; follows each change of the form. */
export function PreviewCard({ preview: { counts, columns, problem } }: { readonly preview: Preview }): VNode {
  const format = useFormat();
  return (
    <section id="preview" class="card" aria-label="Today" aria-live="polite">
      <h2>Sent today, it would be</h2>
      {problem && <Notice tone="warn">{problem.message}</Notice>}
      {counts && (
        <>
          <p class="count-line">
            <strong>{format.count(counts.sent)}</strong> {counts.sent === 1 ? "customer" : "customers"}
          </p>
          <p class="soft small">
            {leftOutWords(counts) ? `Left out: ${leftOutWords(counts)}.` : "Nobody is left out."}
          </p>
          <details class="more">
            <summary>{format.count(columns.length)} columns</summary>
            <p class="soft small rule-words">{columns.join(", ")}</p>
          </details>
        </>
      )}
    </section>
  );
}
