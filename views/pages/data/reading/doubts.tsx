import type { VNode } from "preact";
import type { FileCheck } from "../../../../src/pipeline/reading/check-file";
import type { CleaningReport } from "../../../../src/transactions/cleaning-report";
import { Notice } from "../../../components/card";
import type { Format } from "../../../format";
import type { Seen } from "../dataset-view";
import { Warnings } from "./warnings";

/** What to know first before starting a training. */
export interface ToldFirst extends Pick<CleaningReport, "profile" | "warnings"> {
  /** The sentence with which a training would be refused. */
  readonly refused: string | null;
}

export const NOTHING_TOLD: ToldFirst = { profile: null, warnings: [], refused: null };

export function toldByCheck(check: FileCheck | null): ToldFirst {
  if (check === null) return NOTHING_TOLD;
  if ("refused" in check) return { ...NOTHING_TOLD, refused: check.refused };
  const { profile, warnings } = check.report;
  return { profile, warnings, refused: null };
}

/** As the upload found it, until the rows are checked as the columns are chosen now. */
export function toldByUpload({ profile, warnings }: Seen): ToldFirst {
  const refusal = warnings.find(({ code }) => code === "refused");
  return {
    profile,
    warnings: warnings.filter((warning) => warning !== refusal),
    refused: refusal?.message ?? null,
  };
}

/**
 * The top of a review: which system wrote the file, and what is doubtful. `isLate`: it comes with a later check and
 * takes the place of what stands there.
 */
export function Doubts({
  told,
  format,
  isLate = false,
}: {
  readonly told: ToldFirst;
  readonly format: Format;
  readonly isLate?: boolean;
}): VNode {
  return (
    <div id="doubts" class="stack" aria-live="polite" {...(isLate && { "hx-swap-oob": "true" })}>
      {told.refused !== null && <Refused sentence={told.refused} />}
      <Warnings warnings={told.warnings} format={format} />
      {told.profile && <Notice>Recognised as {told.profile.name}.</Notice>}
    </div>
  );
}

/** Beside the button that trains: why it would be in vain. `isLate` as above. */
export function Blocked({
  told,
  isLate = false,
}: {
  readonly told: ToldFirst;
  readonly isLate?: boolean;
}): VNode {
  return (
    <p id="blocked" class="error" {...(isLate && { "hx-swap-oob": "true" })}>
      {told.refused !== null && "A training would refuse this file as it is: see the top of the page."}
    </p>
  );
}

function Refused({ sentence }: { readonly sentence: string }): VNode {
  const isOrder = /date_order/.test(sentence);
  return (
    <Notice tone="bad">
      <p>{sentence.replace(/ Say which it is with date_order.*$/, "")}</p>
      {isOrder && (
        <p>
          <a href="#date-order">Say below which part is the day</a>, and the file is checked again.
        </p>
      )}
    </Notice>
  );
}
