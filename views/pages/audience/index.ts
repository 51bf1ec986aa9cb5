import type { Route } from "../../../src/api/route";
import { audiencePage } from "./audience";
import { campaignPages } from "./campaign";
import { saveCampaign } from "./save-campaign";

/** Whom to contact, and what became of it. */
export const audiencePages: readonly Route[] = [audiencePage, saveCampaign, ...campaignPages];
