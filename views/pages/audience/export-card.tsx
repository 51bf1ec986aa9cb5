import type { VNode } from "preact";
import type { OpenModel } from "../../../src/answers/open-model";
import { consentAttributes, consentTest } from "../../../src/destinations/consent";
import { TOOL_NAMES, TOOLS } from "../../../src/destinations/formats/formats";
import { recipientsAmong } from "../../../src/destinations/recipients";
import { SecondaryLink } from "../../components/button";
import { Card } from "../../components/card";
import { ForRole } from "../../components/for-role";
import { Icon } from "../../components/icon";
import { withQuery } from "../../components/pages";
import { useFormat } from "../../components/reader";
import { counted } from "../../counted";
import { askedTerms } from "../../forms/audience-query";
import { newDestinationHref } from "../destinations/href";
import type { AskedAudience } from "./choose";

/** The list of exactly these customers: for people, and for each tool in its own format. */
export function ExportCard({
  chosen,
  model,
}: {
  readonly chosen: AskedAudience;
  readonly model: Pick<OpenModel, "customers">;
}): VNode {
  const format = useFormat();
  const { kept } = chosen;
  const asked = exportQuery(chosen);
  return (
    <Card title={`Export ${counted(kept.length, "customer", format)}`}>
      <div class="row">
        {(["csv", "xlsx", "parquet"] as const).map((kind) => (
          <a key={kind} class="button secondary" href={withQuery(`/audience.${kind}`, asked)} download>
            <Icon name="download" />
            {{ csv: "CSV", xlsx: "Excel", parquet: "Parquet" }[kind]}
          </a>
        ))}
        <a href={withQuery("/audience.csv", { ...asked, bom: 1 })} download>
          CSV with BOM
        </a>
        <ForRole needs="admin">
          <SecondaryLink href={newDestinationHref(chosen.query)}>
            <Icon name="calendar" />
            Send on a schedule
          </SecondaryLink>
        </ForRole>
      </div>
      <ForTools asked={asked} chosen={chosen} model={model} />
    </Card>
  );
}

type ExportQuery = ReturnType<typeof exportQuery>;

/** The audience as the API is asked for it. */
function exportQuery({ query, filter, advice: { terms }, most, everyone }: AskedAudience) {
  return {
    ...filter,
    ...(!everyone && { pays: true }),
    model_id: query.model,
    most,
    ...askedTerms(query, terms),
  };
}

function ForTools({
  asked,
  chosen: { kept },
  model: { customers },
}: {
  readonly asked: ExportQuery;
  readonly chosen: AskedAudience;
  readonly model: Pick<OpenModel, "customers">;
}): VNode {
  const format = useFormat();
  const { proposed } = consentAttributes(customers);
  const consent = consentTest(customers, proposed === null ? null : { attribute: proposed });
  const { rows, left } = recipientsAmong(customers, kept, { email: true, value: false, consent });
  const without = left.no_address + left.same_address;
  if (rows.length === 0)
    return (
      <p class="soft small">
        Klaviyo, Mailchimp, Brevo, HubSpot, Google and Meta know people by their e-mail address, and none of
        these customers has one{proposed !== null && <> and said yes to “{proposed}”</>}.
      </p>
    );
  return (
    <details class="more">
      <summary>For Klaviyo, Mailchimp, Brevo, HubSpot, Google or Meta</summary>
      <div class="stack">
        <p class="soft small">
          {counted(rows.length, "customer", format)} with an e-mail address of their own
          {proposed !== null && <> whose “{proposed}” says yes</>}
          {left.no_consent > 0 && `; ${format.count(left.no_consent)} without consent left out`}
          {without > 0 && `; ${format.count(without)} without an address left out`}.
          {proposed === null && " Nobody’s consent is known: import only people who agreed to hear from you."}
        </p>
        <ul class="plain">
          {TOOL_NAMES.map((tool) => (
            <li key={tool}>
              <a href={withQuery(`/audience/tools/${tool}`, { ...asked, consent: proposed })} download>
                {TOOLS[tool].title}
              </a>{" "}
              <span class="soft small">{TOOLS[tool].purpose}</span>
            </li>
          ))}
        </ul>
      </div>
    </details>
  );
}
