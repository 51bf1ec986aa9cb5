import type { VNode } from "preact";

/** What a page shows. */
export interface PageContent {
  readonly title: string;
  /** Under the title: what the page is about and as of when. */
  readonly subtitle?: string | VNode;
  /** Beside the title: buttons. */
  readonly actions?: VNode;
  readonly body: VNode;
  readonly status?: number;
}
