import type { VNode } from "preact";
import type { Warning } from "../../../../src/transactions/cleaning-report";
import { Notice } from "../../../components/card";
import type { Format } from "../../../format";
import { sampleWords } from "./sample-words";

const SHOWN_SAMPLES = 3;

/** What may be wrong, before anything else is said: each doubt with the cells it is about. */
export function Warnings({
  warnings,
  format,
}: {
  readonly warnings: readonly Warning[];
  readonly format: Format;
}): VNode | null {
  if (warnings.length === 0) return null;
  return (
    <Notice tone="warn">
      <p>
        <strong>
          {warnings.length === 1
            ? "One thing to look at before you train"
            : `${format.count(warnings.length)} things to look at before you train`}
        </strong>
      </p>
      <ul>
        {warnings.map((warning, i) => (
          <li key={i}>
            {warning.message}
            {warning.samples.length > 0 && (
              <span class="samples">
                {warning.rows > 0 && `${format.count(warning.rows)} ${warning.rows === 1 ? "row" : "rows"}. `}
                {"For example "}
                {warning.samples
                  .slice(0, SHOWN_SAMPLES)
                  .map((sample) => sampleWords(sample, format))
                  .join("; ")}
              </span>
            )}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
