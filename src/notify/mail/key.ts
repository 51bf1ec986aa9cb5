/** Namespace of the ids below; made once. */
const NAMESPACE = "5b0d3d52-6c0e-4f0b-9a35-5f6d5f1c8a10";

/** The same UUID for the same key, so that who gets a mail twice can tell. */
export function keyUuid(key: string): string {
  return Bun.randomUUIDv5(key, NAMESPACE);
}

/** The mail's `Message-ID`, in the domain of who sends it. */
export function messageId(key: string, senderAddress: string): string {
  return `<${keyUuid(key)}@${senderAddress.slice(senderAddress.lastIndexOf("@") + 1)}>`;
}
