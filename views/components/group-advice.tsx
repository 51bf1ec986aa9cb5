import type { VNode } from "preact";
import { type CustomerFilter, selectCustomers } from "../../src/answers/customer-selection";
import { OFFER } from "../../src/models/contact/actions";
import type { Gain } from "../../src/models/contact/gain";
import { UNPAID_ACTIONS } from "../../src/models/segments/segment-names";
import { counted } from "../counted";
import type { ShownModel } from "../model-page";
import { gainWords } from "./gain";
import { withQuery } from "./pages";
import { useFormat } from "./reader";

/** What contacting those in a segment or group brings whom a contact pays for. */
function gainWithin({ model, advice }: ShownModel, filter: CustomerFilter): Gain {
  return advice.sumOf(JSON.stringify(filter), () =>
    selectCustomers(model.customers, { ...filter, pays: true }, null, advice),
  );
}

/** What to do about a segment or group; where a contact pays for nobody in it, nothing is advised. */
export function GroupAdvice({
  shown,
  filter,
  action,
  why,
  modelId,
}: {
  readonly shown: ShownModel;
  readonly filter: CustomerFilter;
  readonly action: string;
  readonly why?: string;
  readonly modelId: string | undefined;
}): VNode {
  const format = useFormat();
  const gain = gainWithin(shown, filter);
  if (gain.customers === 0 && shown.advice.gain.some((one) => !Number.isNaN(one)))
    return <p>No contact pays here: leave them be.</p>;
  return (
    <>
      <p>{gain.customers > 0 && UNPAID_ACTIONS.has(action) ? OFFER : action}.</p>
      {gain.customers > 0 && (
        <p class="small">
          Pays for{" "}
          <a href={withQuery("/app/customers", { ...filter, pays: true, model: modelId })}>
            {counted(gain.customers, "customer", format)}
          </a>
          : {gainWords(gain, format)}.
        </p>
      )}
      {why && <p class="small soft">Why: {why}.</p>}
    </>
  );
}
