/** What a chat's message is written from: the payload of an event. */
export interface ChatTold {
  readonly data: {
    readonly tenant_id: string;
    readonly title: string;
    readonly text: string;
    /** A complete URL if the server knows its public address. */
    readonly link?: string;
  };
}

/**
 * The body that incoming webhooks of Slack take, and those of Mattermost and others too. Slack reads `&`, `<` and `>` as
 * its own signs, so in what we tell they are escaped.
 * https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
export function chatMessage({ data }: ChatTold): { readonly text: string } {
  const { tenant_id, title, text, link } = data;
  const url = link && URL.canParse(link) ? `<${escaped(link)}|Open the page>` : "";
  return {
    text: [`*${escaped(title)}* (${escaped(tenant_id)})`, escaped(text), url].filter(Boolean).join("\n"),
  };
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
