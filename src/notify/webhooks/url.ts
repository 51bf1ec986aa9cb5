import { isIP } from "node:net";
import { InputError } from "../../errors";
import { isPrivateAddress } from "./private-address";

/** Ports where web servers listen; others are where a request could harm something that is none. */
const PORTS = ["443", "8443"];
const MOST_CHARACTERS = 2000;
/** Names that are never public. */
const LOCAL_NAME = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|home\.arpa)$/i;

/**
 * A webhook's URL as it is kept. Throws an InputError for what is none, or may lead into this server's own network;
 * where its name leads is seen when something is sent. `allowPrivate` lets everything through that is http or https.
 */
export function webhookUrl(text: string, { allowPrivate }: { readonly allowPrivate: boolean }): string {
  const trimmed = text.trim();
  if (trimmed.length > MOST_CHARACTERS || !URL.canParse(trimmed))
    throw new InputError("The URL of a webhook must be one, such as https://example.com/hooks.");
  const url = new URL(trimmed);
  if (url.protocol !== "https:" && !(allowPrivate && url.protocol === "http:"))
    throw new InputError("A webhook is sent by https alone. Give a URL that begins with https://.");
  if (url.username !== "" || url.password !== "")
    throw new InputError(
      "The URL of a webhook must hold no user and password. The receiver knows who sends by the signature.",
    );
  url.hash = "";
  if (allowPrivate) return url.href;
  if (url.port !== "" && !PORTS.includes(url.port))
    throw new InputError(`A webhook may lead to the ports ${PORTS.join(" and ")}, not to ${url.port}.`);
  const host = hostOf(url);
  if (isIP(host) ? isPrivateAddress(host) : LOCAL_NAME.test(host) || !host.includes("."))
    throw new InputError(`${host} is not on the public internet. A webhook must lead to a public address.`);
  return url.href;
}

/** The host without the brackets of version 6 and the dot of a full name. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
}
