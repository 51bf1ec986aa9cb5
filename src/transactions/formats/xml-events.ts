import { Parser } from "htmlparser2";

/** Events of an XML document; names come without their namespace prefix. */
export interface XmlHandler {
  open?(name: string, attributes: Record<string, string>): void;
  /** Text, maybe in several pieces. */
  text?(text: string): void;
  close?(name: string): void;
  /** Asked after each chunk: true stops the reading. */
  done?(): boolean;
}

/**
 * Runs a stream of UTF-8 (or, by its mark, UTF-16) XML through a handler. Does not expand the document's own entities.
 */
export async function readXml(chunks: AsyncIterable<Uint8Array>, handler: XmlHandler): Promise<void> {
  const parser = new Parser(
    {
      onopentag: (name, attributes) => handler.open?.(local(name), attributes),
      ontext: (text) => handler.text?.(text),
      onclosetag: (name) => handler.close?.(local(name)),
    },
    { xmlMode: true, decodeEntities: true },
  );
  let decoder: TextDecoder | null = null;
  for await (const chunk of chunks) {
    decoder ??= new TextDecoder(chunk[0] === 0xff && chunk[1] === 0xfe ? "utf-16le" : "utf-8");
    parser.write(decoder.decode(chunk, { stream: true }));
    if (handler.done?.()) return;
  }
  parser.end();
}

function local(name: string): string {
  const colon = name.indexOf(":");
  return colon < 0 ? name : name.slice(colon + 1);
}
