import { isIP, isIPv6 } from "node:net";
import { UserError } from "../../errors";
import { isPrivateAddress } from "./private-address";
import { hostOf } from "./url";

/** Every address of a name, as the system resolves it. Rejects if there is none. */
type Lookup = (host: string) => Promise<readonly string[]>;

export interface PinnedPostOptions {
  readonly lookup: Lookup;
  /** Allows private addresses. */
  readonly allowPrivate: boolean;
  /** How long the answer may take, including resolving the name. */
  readonly timeoutMs: number;
  /** Certificates of authorities to trust in addition to the usual ones, PEM. */
  readonly ca?: string;
}

/** The parts of an answer that we look at. We do not read its body. */
interface PostAnswer {
  readonly status: number;
  readonly retryAfter: string | null;
}

/** What went wrong before there was an answer, as a sentence. */
export class PostError extends Error {
  override readonly name = "PostError";
}

/** We try at most this many of a name's addresses. */
const MOST_ADDRESSES = 3;
const NOT_CONNECTED = new Set([
  "ConnectionRefused",
  "FailedToOpenSocket",
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "ENETUNREACH",
]);

/**
 * Posts to a URL whose owner we do not trust. Resolves its name once, checks every address and connects to one of
 * those, so that it makes no difference if the name resolves to something else a moment later. The certificate must
 * match the name. Does not follow redirects. Throws a UserError if the name leads to a private address, and a
 * `PostError` for anything that may work later.
 */
export async function pinnedPost(
  url: URL,
  { headers, body }: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
  { lookup, allowPrivate, timeoutMs, ca }: PinnedPostOptions,
  signal: AbortSignal,
): Promise<PostAnswer> {
  const limit = AbortSignal.timeout(timeoutMs);
  const ended = AbortSignal.any([signal, limit]);
  const host = hostOf(url);
  const addresses = await within(ended, resolved(host, lookup), timeoutMs);
  if (!allowPrivate && addresses.some(isPrivateAddress))
    throw new UserError(
      `${host} leads to a private address, and webhooks only go to public ones. Give the webhook another URL.`,
    );
  for (const [tried, address] of addresses.slice(0, MOST_ADDRESSES).entries()) {
    const pinned = new URL(url);
    pinned.hostname = isIPv6(address) ? `[${address}]` : address;
    try {
      const response = await fetch(pinned, {
        method: "POST",
        headers: { ...headers, Host: url.host },
        body,
        redirect: "manual",
        // A kept connection could be used for another name with the same address.
        keepalive: false,
        decompress: false,
        signal: ended,
        ...(url.protocol === "https:" && {
          tls: { ...(!isIP(host) && { serverName: host }), ...(ca && { ca }) },
        }),
      });
      // Nobody needs the body, and it may never end.
      response.body?.cancel().catch(() => {});
      return { status: response.status, retryAfter: response.headers.get("retry-after") };
    } catch (error) {
      const isLast = tried + 1 >= Math.min(addresses.length, MOST_ADDRESSES);
      const { code = "" } = error as { code?: string };
      if (isLast || !NOT_CONNECTED.has(code) || ended.aborted)
        throw failureOf(error, limit.aborted, timeoutMs);
    }
  }
  throw new PostError("The receiver's name has no address.");
}

async function resolved(host: string, lookup: Lookup): Promise<readonly string[]> {
  try {
    const addresses = await lookup(host);
    if (addresses.length > 0) return addresses;
  } catch {
    // Reported below, like a name without addresses.
  }
  throw new PostError(`Could not resolve the name ${host}.`);
}

async function within<T>(signal: AbortSignal, work: Promise<T>, timeoutMs: number): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const giveUp = () => reject(tooSlow(timeoutMs));
  signal.addEventListener("abort", giveUp, { once: true });
  promise.catch(() => {});
  try {
    if (signal.aborted) giveUp();
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener("abort", giveUp);
  }
}

function failureOf(error: unknown, isTooSlow: boolean, timeoutMs: number): PostError {
  if (isTooSlow) return tooSlow(timeoutMs);
  const { code = "" } = error as { code?: string };
  if (NOT_CONNECTED.has(code)) return new PostError("The receiver refused the connection.");
  if (/CERT|SIGNATURE|ALTNAME|TLS|SSL/i.test(code))
    return new PostError(`The receiver's certificate is not valid (${code}).`);
  return new PostError("The connection to the receiver was lost.");
}

function tooSlow(timeoutMs: number): PostError {
  return new PostError(`The receiver did not answer within ${Math.round(timeoutMs / 1000)} seconds.`);
}
