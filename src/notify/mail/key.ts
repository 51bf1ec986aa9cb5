/** The namespace of the ids below, generated once. */
const NAMESPACE = "5b0d3d52-6c0e-4f0b-9a35-5f6d5f1c8a10";

/** The same UUID for the same key, so that a receiver can recognise a repeated mail. */
export function keyUuid(key: string): string {
  return Bun.randomUUIDv5(key, NAMESPACE);
}

/** The mail's `Message-ID`, in the sender's domain. */
export function messageId(key: string, senderAddress: string): string {
  return `<${keyUuid(key)}@${senderAddress.slice(senderAddress.lastIndexOf("@") + 1)}>`;
}
