import type { Inngest } from "inngest";
import type { Config } from "../../config";
import { wordsOf } from "../../errors";
import type { JobLog } from "../run";

/** Where an app answers Inngest's calls. */
export const SERVE_PATH = "/api/inngest";
/** How long Inngest may take to answer; a later try may succeed. */
const TIMEOUT_MS = 10_000;

/** The settings that lead to Inngest. */
export type InngestConfig = Pick<
  Config,
  "inngestEventKey" | "inngestSigningKey" | "inngestSigningKeyFallback" | "inngestDev" | "inngestBaseUrl"
>;

export function isInngestOn({ inngestDev, inngestSigningKey, inngestEventKey }: InngestConfig): boolean {
  return inngestDev !== null || (inngestSigningKey !== null && inngestEventKey !== null);
}

/** The library's client for the app with this id. Loads the library. */
export async function openClient(id: string, config: InngestConfig, log: JobLog): Promise<Inngest> {
  const { Inngest } = await import("inngest");
  const { inngestDev, inngestBaseUrl } = config;
  const baseUrl = inngestBaseUrl ?? (typeof inngestDev === "string" ? inngestDev : null);
  return new Inngest({
    id,
    isDev: inngestDev !== null,
    // Inngest requests each step separately, so it knows the result of each step before the next begins.
    checkpointing: false,
    fetch: Object.assign(
      (input: RequestInfo | URL, init?: RequestInit) =>
        fetch(input, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) }),
      { preconnect: fetch.preconnect },
    ),
    logger: quiet(log),
    ...(baseUrl !== null && { baseUrl }),
    ...(config.inngestEventKey !== null && { eventKey: config.inngestEventKey }),
    ...(config.inngestSigningKey !== null && { signingKey: config.inngestSigningKey }),
    ...(config.inngestSigningKeyFallback !== null && {
      signingKeyFallback: config.inngestSigningKeyFallback,
    }),
  });
}

/** The library's own messages go to our log, but not those about every step. */
function quiet(log: JobLog) {
  const words = (given: unknown[]) => given.map(wordsOf).join(" ");
  return {
    debug: () => {},
    info: () => {},
    warn: (...given: unknown[]) => log.warn({ inngest: words(given) }, "Inngest"),
    error: (...given: unknown[]) => log.error({ inngest: words(given) }, "Inngest"),
  };
}
