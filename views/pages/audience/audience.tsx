import { t } from "elysia";
import { expectedShares } from "../../../src/answers/campaign-power";
import type { ApiContext } from "../../../src/api/context";
import { measureCampaign } from "../../../src/api/resources/campaigns/measured";
import type { Route } from "../../../src/api/route";
import { formatFor } from "../../format";
import { AUDIENCE_FIELDS, audienceQuery } from "../../forms/audience-query";
import { readFilter } from "../../forms/customer-filter";
import { showModel } from "../../model-page";
import { narrowedBy } from "../../narrowed";
import { definePage } from "../../page";
import { AudienceForm } from "./audience-form";
import { AudienceResult } from "./audience-result";
import { CampaignForm, CampaignList } from "./campaign-parts";
import { chooseAudience } from "./choose";
import type { CampaignSoFar } from "./ribbon";

const Query = t.Object(Object.fromEntries(AUDIENCE_FIELDS.map((name) => [name, t.Optional(t.String())])));

/** Whom to contact, what it brings, and how to find out whether it did. */
export const audiencePage: Route = definePage({
  path: "/audience",
  summary: "Campaigns",
  query: Query,
  show: (input, context) => {
    const query = audienceQuery(input.query as Record<string, unknown>);
    return showModel(context, input, query.model, async (shown) => {
      const format = formatFor(input.settings);
      const { card } = shown;
      const chosen = await chooseAudience(context, input.tenant, shown, query);
      const campaigns = await campaignsSoFar(context, input.tenant);
      return {
        title: "Campaigns",
        subtitle: `Those whom a contact pays for, what it should bring, and their list. As of ${format.date(card.as_of)}.`,
        body: (
          <div class="stack">
            <AudienceForm
              query={query}
              filter={chosen.filter}
              narrowed={await narrowedBy(context, input.tenant, shown, readFilter(query).filter, format)}
              segments={context.store.savedSegments.list(input.tenant)}
              terms={chosen.terms}
              card={card}
            />
            <div id="audience" class="stack fades" aria-live="polite">
              <AudienceResult {...{ chosen, shown }} />
              <CampaignForm
                query={query}
                customers={chosen.kept.length}
                shares={expectedShares(shown.model.customers, chosen.advice, chosen.kept)}
                asOf={Date.parse(card.as_of)}
                horizonDays={card.churn.horizon_days}
                now={context.now()}
              />
            </div>
            <CampaignList campaigns={campaigns} />
          </div>
        ),
      };
    });
  },
});

const MOST_CAMPAIGNS = 50;

async function campaignsSoFar(context: ApiContext, tenant: string): Promise<CampaignSoFar[]> {
  const newest = context.store.models.newest(tenant);
  const campaigns = context.store.campaigns.list(tenant).slice(0, MOST_CAMPAIGNS);
  return Promise.all(
    campaigns.map(async (campaign) => ({
      campaign,
      measured: newest && (await measureCampaign(context, tenant, campaign, newest)),
    })),
  );
}
