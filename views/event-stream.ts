import type { VNode } from "preact";
import { renderToString } from "preact-render-to-string";

/** Proxies close what is silent for a minute. */
const HEARTBEAT_MS = 15_000;
/** Nobody sees more than this a second. */
const LEAST_PAUSE_MS = 400;
/** Changes by other servers on the same store are not heard of: it is looked for them this often. */
const LOOK_MS = 2000;

/** The event that ends a stream, for `hx-sse:close`. */
export const STREAM_END = "over";

interface LivePart {
  readonly part: VNode;
  /** Whether nothing will change any more. */
  readonly isOver: boolean;
}

/**
 * A part of a page, sent whenever it has changed, until it is over or the reader is gone: server-sent events (WHATWG HTML, section 9.2) whose
 * data is HTML. `onChange` calls its listener when the part may have changed, until the returned function is called.
 */
export function livePart(
  show: () => LivePart,
  onChange: (listener: () => void) => () => void,
  { heartbeatMs = HEARTBEAT_MS, lookMs = LOOK_MS, leastPauseMs = LEAST_PAUSE_MS } = {},
): Response {
  const encoder = new TextEncoder();
  let wake = () => {};
  let isGone = false;
  const unsubscribe = onChange(() => wake());
  const end = () => {
    isGone = true;
    unsubscribe();
    wake();
  };
  const changeOr = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  let sent = "";
  let isOver = false;
  const body = new ReadableStream<Uint8Array>({
    async pull(stream) {
      if (isOver) {
        stream.enqueue(encoder.encode(`event: ${STREAM_END}\ndata: \n\n`));
        stream.close();
        end();
        return;
      }
      const since = performance.now();
      while (!isGone) {
        const now = show();
        isOver = now.isOver;
        const html = renderToString(now.part);
        if (html !== sent) {
          if (sent !== "") await Bun.sleep(leastPauseMs);
          sent = html;
          stream.enqueue(encoder.encode(frame(html)));
          return;
        }
        if (isOver) {
          stream.enqueue(encoder.encode(": as before\n\n"));
          return;
        }
        await changeOr(lookMs);
        if (isGone || performance.now() - since < heartbeatMs) continue;
        stream.enqueue(encoder.encode(": still here\n\n"));
        return;
      }
    },
    cancel: end,
  });
  return new Response(body, {
    headers: { "Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-store" },
  });
}

/** HTML may hold line breaks; each line is one of `data`. */
function frame(html: string): string {
  return `${html
    .split(/\r\n|\r|\n/)
    .map((line) => `data: ${line}`)
    .join("\n")}\n\n`;
}
