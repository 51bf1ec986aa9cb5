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
  const [only] = warnings;
  return (
    <Notice tone="warn">
      <p>
        <strong>
          {warnings.length === 1
            ? "Check this before you train"
            : `${format.count(warnings.length)} things to check before you train`}
        </strong>
      </p>
      {warnings.length === 1 ? (
        <p>
          <Doubt warning={only!} format={format} />
        </p>
      ) : (
        <ul>
          {warnings.map((warning, i) => (
            <li key={i}>
              <Doubt warning={warning} format={format} />
            </li>
          ))}
        </ul>
      )}
    </Notice>
  );
}

function Doubt({ warning, format }: { readonly warning: Warning; readonly format: Format }): VNode {
  const { message, rows, samples } = warning;
  return (
    <>
      {message}
      {samples.length > 0 && (
        <span class="samples">
          {rows > 0 && `${format.count(rows)} ${rows === 1 ? "row" : "rows"}. `}
          {"For example "}
          {samples
            .slice(0, SHOWN_SAMPLES)
            .map((sample) => sampleWords(sample, format))
            .join("; ")}
        </span>
      )}
    </>
  );
}
